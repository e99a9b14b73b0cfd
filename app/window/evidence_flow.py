"""Fetches what the evidence panel wants to show."""

from __future__ import annotations

from PySide6.QtCore import QObject, Slot

from app.messages import describe
from app.protocol import EngineStage, EngineState, JobFailed
from app.row_protocol import FindTables
from app.window.engine_link import EngineLink
from app.window.engine_news import given_up_words
from app.window.evidence_panel import EvidencePanel


class EvidenceFlow(QObject):
    """Only the newest wish counts: a page that was turned past is not drawn."""

    def __init__(
        self, link: EngineLink, panel: EvidencePanel, owner: QObject | None = None
    ) -> None:
        super().__init__(owner)
        self._link = link
        self._panel = panel
        self._job: int | None = None
        self._is_lost = False  # With the engine, before what was asked for had come.
        link.state_changed.connect(self._follow_engine)
        panel.page_wanted.connect(self.render)
        panel.rows_wanted.connect(self.read_rows)
        panel.tables_wanted.connect(self.find_tables)

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
