"""Fetches what the evidence panel wants to show."""

from __future__ import annotations

from PySide6.QtCore import QObject, Slot

from app.messages import describe
from app.page_protocol import ReadPageText
from app.protocol import EngineStage, EngineState, JobFailed, RenderPage
from app.row_protocol import FindTables
from app.window.drawn import PageDrawn
from app.window.engine_link import EngineLink
from app.window.engine_news import given_up_words
from app.window.evidence_panel import EvidencePanel
from app.window.thumbnails import SCALE


class EvidenceFlow(QObject):
    """Only the newest wish counts: a page that was turned past is not drawn."""

    def __init__(
        self, link: EngineLink, panel: EvidencePanel, owner: QObject | None = None
    ) -> None:
        super().__init__(owner)
        self._link = link
        self._panel = panel
        self._job: int | None = None
        self._text_job: int | None = None
        self._small: list[tuple[str, int]] = []
        self._is_drawing_small = False
        self._is_lost = False  # With the engine, before what was asked for had come.
        link.state_changed.connect(self._follow_engine)
        panel.page_wanted.connect(self.render)
        panel.rows_wanted.connect(self.read_rows)
        panel.tables_wanted.connect(self.find_tables)
        panel.text_wanted.connect(self.read_text)
        panel.thumbnails_wanted.connect(self.draw_small)

    @Slot(str, int, float)
    def render(self, document_id: str, page: int, scale: float) -> None:
        """Have a page drawn."""
        self._forget()
        self._job = self._link.render(
            document_id,
            page,
            scale,
            on_drawn=self._panel.show_drawn,
            on_failed=self._show_failure,
        )

    @Slot(str, object)
    def read_rows(self, table: str, rows: tuple[int, ...]) -> None:
        """Have rows of a log table read."""
        self._forget()
        self._job = self._link.read_rows(
            table, rows, on_read=self._panel.show_rows, on_failed=self._show_failure
        )

    @Slot(str)
    def find_tables(self, document_id: str) -> None:
        """Have the log tables of a document named."""
        self._forget()
        self._job = self._link.begin(
            lambda job: FindTables(job, document_id),
            on_event=self._panel.show_tables,
            on_failed=self._show_failure,
        )

    @Slot(str, int)
    def read_text(self, document_id: str, page: int) -> None:
        """Have the text of a page read."""
        if self._text_job is not None:
            self._link.cancel(self._text_job)
        self._text_job = self._link.begin(
            lambda job: ReadPageText(job, document_id, page),
            on_event=self._panel.show_text,
            on_failed=_do_without,
        )

    @Slot(str, object)
    def draw_small(self, document_id: str, pages: tuple[int, ...]) -> None:
        """Have small pictures drawn, one after the other: what is looked at goes before them."""
        self._small = [(document_id, page) for page in pages]
        self._draw_next_small()

    def _draw_next_small(self) -> None:
        if self._is_drawing_small or not self._small:
            return
        document_id, page = self._small.pop(0)
        self._is_drawing_small = True
        scale = SCALE * self._panel.devicePixelRatioF()
        self._link.begin(
            lambda job: RenderPage(job, document_id, page, scale),
            on_event=self._show_small,
            on_done=self._end_small,
            on_failed=lambda _: self._end_small(),
        )

    def _show_small(self, drawn: PageDrawn) -> None:
        self._panel.show_thumbnail(drawn)

    def _end_small(self) -> None:
        self._is_drawing_small = False
        self._draw_next_small()

    def _forget(self) -> None:
        self._is_lost = False
        if self._job is not None:
            self._link.cancel(self._job)

    @Slot(object)
    def _follow_engine(self, state: EngineState) -> None:
        """A new engine is open: ask it for what the lost one still owed."""
        if not self._is_lost:
            return
        if state.stage is EngineStage.OPEN and self._panel.sight is not None:
            self._panel.show_sight(self._panel.sight)
        elif state.stage is EngineStage.FAILED:
            self._panel.show_failure(given_up_words())

    def _show_failure(self, failed: JobFailed) -> None:
        if failed.job != self._job:
            return
        self._is_lost = failed.failure.code == "EngineLost"
        if not self._is_lost:  # Of a lost engine the notice tells; another one is on its way.
            self._panel.show_failure(describe(failed.failure))


def _do_without(_: JobFailed) -> None:
    """A page without text can still be looked at."""
