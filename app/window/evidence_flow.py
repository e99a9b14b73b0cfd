"""Fetches what the evidence panel wants to show."""

from __future__ import annotations

from PySide6.QtCore import QObject, Slot

from app.messages import describe
from app.protocol import JobFailed
from app.row_protocol import FindTables
from app.window.engine_link import EngineLink
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
        if self._job is not None:
            self._link.cancel(self._job)

    def _show_failure(self, failed: JobFailed) -> None:
        if failed.job == self._job:
            self._panel.show_failure(describe(failed.failure))
