"""The running qualification in two lines and a thin bar, with Cancel."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import QMargins
from PySide6.QtWidgets import QWidget

from app.pace import time_left
from app.window import theme
from app.window.run_progress import RunProgress
from app.window.tool_tips import plain_tip
from engine.qualify.events import CaseDone, QualifyEvent, TicketBegun, WorldBegun


class QualifyProgress(RunProgress):
    """Follows the events of one run."""

    def __init__(self, owner: QWidget | None = None) -> None:
        margins = QMargins(theme.WIDE, theme.SPACE, theme.WIDE, theme.SPACE)
        super().__init__(owner, margins=margins)
        self.setObjectName("runPanel")
        self._begun: TicketBegun | None = None
        self._done: CaseDone | None = None
        self._is_reading_world = False
        self._names: Mapping[str, str] = {}
        self.retranslate()

    def begin(self) -> None:
        """A run was asked for; nothing is known yet."""
        self._begun = self._done = None
        self._is_reading_world = False
        super().begin()

    def set_names(self, names: Mapping[str, str]) -> None:
        """What the tickets are called, by their ids."""
        self._names = names
        self.retranslate()

    def show_progress(self, news: QualifyEvent) -> None:
        """Where the run is."""
        match news:
            case TicketBegun():
                self._begun = news
            case CaseDone():
                self._done = news
                self._show_share(news.done / max(news.total, 1))
            case _:
                pass
        self._is_reading_world = isinstance(news, WorldBegun)
        self.retranslate()

    def retranslate(self) -> None:
        """All words again."""
        self.cancel.setText(self.tr("Cancel"))
        self.cancel.setAccessibleName(self.tr("Cancel the qualification"))
        self.cancel.setToolTip(self.tr("What is done is kept; the run can be resumed."))
        self._bar.setAccessibleName(self.tr("Progress of the qualification"))
        title = self.tr("Stopping…") if self._is_cancelling else self._run_in_words()
        detail = self._detail_in_words()
        self._title.set_text(title)
        self._title.setToolTip(plain_tip(title))
        self._detail.set_text(detail)

    def _run_in_words(self) -> str:
        if self._begun is None:
            return self.tr("Preparing the questions…")
        name = self._names.get(self._begun.ticket) or self._begun.ticket.partition(" · ")[0]
        text = self.tr("Round {n} of {total}: {ticket}")
        text = text.format(n=self._begun.round, total=self._begun.n_rounds, ticket="\0")
        return text.replace("\0", name)

    def _detail_in_words(self) -> str:
        parts = []
        if self._done is not None:
            text = self.tr("{done} of {total} cases")
            parts.append(text.format(done=self._done.done, total=self._done.total))
            parts.append(time_left(self._done.seconds_left))
        if self._is_reading_world:
            parts.append(self.tr("reading its documents"))
        return " · ".join(filter(None, parts)) or self.tr("You can ask meanwhile, more slowly.")
