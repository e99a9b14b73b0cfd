"""The running indexing in two lines and a thin bar, with Cancel."""

from __future__ import annotations

from pathlib import PurePath

from PySide6.QtCore import QMargins
from PySide6.QtWidgets import QWidget

from app.pace import pace, time_left
from app.window import theme
from app.window.run_progress import RunProgress
from app.window.tool_tips import plain_tip
from engine.events import (
    EmbeddingAdvanced,
    FilesAdvanced,
    FilesListed,
    FileStarted,
    IndexEvent,
)


class IndexProgress(RunProgress):
    """Follows the events of one run."""

    def __init__(self, owner: QWidget | None = None) -> None:
        margins = QMargins(theme.GAP, theme.SPACE, theme.SPACE, theme.SPACE)
        super().__init__(owner, margins=margins)
        self.setObjectName("progressPanel")
        self.cancel.setObjectName("quiet")
        self._news: IndexEvent | None = None
        self._advanced: FilesAdvanced | None = None
        self.retranslate()

    def begin(self) -> None:
        """A new run was asked for; nothing is known yet."""
        self._news = None
        self._advanced = None
        super().begin()

    def show_progress(self, news: IndexEvent) -> None:
        """Where the run is."""
        match news:
            case FilesAdvanced():
                self._advanced = news
                self._show_share(news.share)
                self.retranslate()
                return  # The file that was named last may still be read.
            case FileStarted():
                self._show_share(self._advanced.share if self._advanced else 0.0)
            case EmbeddingAdvanced(done=done, total=total):
                self._show_share(done / total if total else 0.0)
            case FilesListed():
                pass
            case _:
                return  # The end of one file says nothing about the run.
        self._news = news
        self.retranslate()

    def retranslate(self) -> None:
        """All words again."""
        self.cancel.setText(self.tr("Cancel"))
        self.cancel.setAccessibleName(self.tr("Cancel indexing"))
        self._bar.setAccessibleName(self.tr("Progress of indexing"))
        title, detail = self._lines()
        self._title.set_text(self.tr("Stopping…") if self._is_cancelling else title)
        self._detail.set_text(detail)
        self._detail.setToolTip(plain_tip(detail))

    def _lines(self) -> tuple[str, str]:
        match self._news:
            case FileStarted(path=path, index=index, total=total):
                title = self.tr("Reading {n} of {total}").format(n=index, total=total)
                known = pace(self._advanced) if self._advanced else ""
                return title, " · ".join(filter(None, (known, PurePath(path).name)))
            case EmbeddingAdvanced(done=done, total=total, seconds_left=seconds_left):
                percent = round(100 * done / total) if total else 0
                title = self.tr("Preparing search {percent} %").format(percent=percent)
                return title, time_left(seconds_left)
            case _:
                return self.tr("Comparing with the disk…"), ""
