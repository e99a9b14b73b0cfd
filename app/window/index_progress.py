"""The running indexing in two lines and a thin bar, with Cancel."""

from __future__ import annotations

from pathlib import PurePath

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtWidgets import (
    QHBoxLayout,
    QLabel,
    QProgressBar,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from app.pace import pace, time_left
from app.window import theme
from app.window.elided_label import ElidedLabel
from app.window.tool_tips import plain_tip
from engine.events import (
    EmbeddingAdvanced,
    FilesAdvanced,
    FilesListed,
    FileStarted,
    IndexEvent,
)


class IndexProgress(QWidget):
    """Follows the events of one run."""

    cancelled = Signal()

    def __init__(self, owner: QWidget | None = None) -> None:
        super().__init__(owner)
        self.setObjectName("progressPanel")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._news: IndexEvent | None = None
        self._advanced: FilesAdvanced | None = None
        self._is_cancelling = False
        self._title = QLabel(self)
        self._detail = ElidedLabel(self)
        self._detail.set_muted()
        self._bar = QProgressBar(self)
        self._bar.setTextVisible(False)
        self.cancel = QPushButton(self)
        self.cancel.setObjectName("quiet")
        self.cancel.clicked.connect(self._ask_to_cancel)
        words = QVBoxLayout()
        words.setSpacing(0)
        words.addWidget(self._title)
        words.addWidget(self._detail)
        row = QHBoxLayout()
        row.addLayout(words, 1)
        row.addWidget(self.cancel)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(theme.GAP, theme.SPACE, theme.SPACE, theme.SPACE)
        layout.setSpacing(theme.SPACE)
        layout.addLayout(row)
        layout.addWidget(self._bar)
        self.retranslate()

    @property
    def percent(self) -> int:
        """How far the bar is; -1 while the length is not known."""
        return self._bar.value() if self._bar.maximum() else -1

    def text(self) -> str:
        """What the lines say."""
        return f"{self._title.text()} {self._detail.text()}".strip()

    def begin(self) -> None:
        """A new run was asked for; nothing is known yet."""
        self._news = None
        self._advanced = None
        self._is_cancelling = False
        self.cancel.setEnabled(True)
        self._bar.setRange(0, 0)
        self.retranslate()
        self.show()

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

    def _show_share(self, share: float) -> None:
        self._bar.setRange(0, 100)
        self._bar.setValue(round(100 * share))

    def _ask_to_cancel(self) -> None:
        self._is_cancelling = True
        self.cancel.setEnabled(False)
        self.retranslate()
        self.cancelled.emit()

    def changeEvent(self, event: QEvent) -> None:
        """Follow the language."""
        if event.type() is QEvent.Type.LanguageChange:
            self.retranslate()
        super().changeEvent(event)

    def retranslate(self) -> None:
        """All words again."""
        self.cancel.setText(self.tr("Cancel"))
        self.cancel.setAccessibleName(self.tr("Cancel indexing"))
        self._bar.setAccessibleName(self.tr("Progress of indexing"))
        title, detail = self._lines()
        self._title.setText(self.tr("Stopping…") if self._is_cancelling else title)
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
