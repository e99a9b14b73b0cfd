"""The page that qualifies models: what to measure on the left, what came of it on the right."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QFont, QShowEvent
from PySide6.QtWidgets import (
    QHBoxLayout,
    QLabel,
    QPushButton,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from app.qualification_protocol import QualificationRead, RunRead
from app.window import theme
from app.window.elided_label import ElidedLabel
from app.window.qualify_progress import QualifyProgress
from app.window.qualify_results import QualifyResults
from app.window.qualify_setup import QualifySetup
from engine.qualify.events import QualifyEvent


class QualifyPage(QWidget):
    """Shows what it is told and asks by signals; the flow does the rest."""

    shown = Signal()
    looks_changed = Signal()  # Words and charts come from the engine and have to be asked again.
    left = Signal()
    save_wanted = Signal(object)  # RunRead

    def __init__(self, owner: QWidget | None = None) -> None:
        super().__init__(owner)
        self.setObjectName("qualifyPage")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.run: RunRead | None = None
        self._is_running = False
        self._title = ElidedLabel(self, elide=Qt.TextElideMode.ElideRight)
        self._title.setFont(theme.scaled(self.font(), 1.1, weight=QFont.Weight.DemiBold))
        self.save = QPushButton(self)
        self.save.clicked.connect(lambda: self.save_wanted.emit(self.run))
        self.leave = QPushButton(self)
        self.leave.clicked.connect(self.left)
        self.setup = QualifySetup(self)
        self.progress = QualifyProgress(self)
        self.progress.hide()
        self.results = QualifyResults(self)
        self._purpose = QualifyPurpose(self)
        self._right = QStackedWidget(self)
        self._right.addWidget(self._purpose)
        self._right.addWidget(self.results)
        self._lay_out()
        self.retranslate()

    def _lay_out(self) -> None:
        header = QWidget(self)
        header.setObjectName("panelHeader")
        header.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        header.setFixedHeight(theme.HEADER_HEIGHT)
        bar = QHBoxLayout(header)
        bar.setContentsMargins(theme.GAP, 0, theme.GAP, 0)
        bar.setSpacing(theme.SPACE)
        bar.addWidget(self._title, 1)
        bar.addWidget(self.save)
        bar.addWidget(self.leave)
        right = QVBoxLayout()
        right.setSpacing(0)
        right.addWidget(self.progress)
        right.addWidget(self._right, 1)
        below = QHBoxLayout()
        below.setSpacing(0)
        below.addWidget(self.setup)
        below.addLayout(right, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(header)
        column.addLayout(below, 1)

    def show_read(self, read: QualificationRead) -> None:
        """What can be qualified and what the latest run came to so far."""
        self.setup.show_models(read.models, read.embedder)
        self.run = read.run
        if read.run is not None:
            self.progress.set_names(read.run.names)
            self.results.show_run(read.run)
        self._right.setCurrentWidget(self._purpose if read.run is None else self.results)
        self._settle()

    def begin(self) -> None:
        """A run was asked for."""
        self._is_running = True
        self.progress.begin()
        self.progress.cancel.setFocus()  # The button that was pressed is gone.
        self._settle()

    def show_progress(self, news: QualifyEvent) -> None:
        """Where the run is."""
        self.progress.show_progress(news)

    def set_idle(self) -> None:
        """No run goes on."""
        self._is_running = False
        self.progress.hide()
        self._settle()

    def _settle(self) -> None:
        is_resumable = self.run is not None and not self.run.is_over
        self.setup.set_running(is_running=self._is_running, is_resumable=is_resumable)
        self.save.setEnabled(self.run is not None)

    def showEvent(self, event: QShowEvent) -> None:
        """What there is may have changed."""
        super().showEvent(event)
        self.shown.emit()

    def changeEvent(self, event: QEvent) -> None:
        """Follow language and palette."""
        if event.type() is QEvent.Type.LanguageChange:
            self.retranslate()
        if event.type() in {QEvent.Type.LanguageChange, QEvent.Type.PaletteChange}:
            self.looks_changed.emit()
        super().changeEvent(event)

    def retranslate(self) -> None:
        """All words again."""
        self._title.set_text(self.tr("Which model is good enough for your documents?"))
        self.save.setText(self.tr("Save report…"))
        self.save.setToolTip(self.tr("As a PDF or as one HTML file"))
        self.leave.setText(self.tr("Back to the documents"))


class QualifyPurpose(QWidget):
    """What it is for, until there is a run."""

    def __init__(self, owner: QWidget | None = None) -> None:
        super().__init__(owner)
        self._title = QLabel(self)
        self._title.setFont(theme.scaled(self.font(), 1.5, weight=QFont.Weight.DemiBold))
        self._paragraphs = [QLabel(self) for _ in range(3)]
        self._paragraphs[-1].setObjectName("muted")
        column = QVBoxLayout()
        column.setSpacing(theme.GAP)
        column.addStretch(2)
        for label in (self._title, *self._paragraphs):
            label.setWordWrap(True)
            label.setMaximumWidth(640)
            column.addWidget(label)
        column.addStretch(3)
        row = QHBoxLayout(self)
        row.setContentsMargins(theme.WIDE, theme.WIDE, theme.WIDE, theme.WIDE)
        row.addStretch(1)
        row.addLayout(column, 20)
        row.addStretch(1)
        self.retranslate()

    def changeEvent(self, event: QEvent) -> None:
        """Follow the language."""
        if event.type() is QEvent.Type.LanguageChange:
            self.retranslate()
        super().changeEvent(event)

    def retranslate(self) -> None:
        """All words again."""
        self._title.setText(self.tr("Find out before you rely on it"))
        words = (
            self.tr(
                "Genba hides facts in texts of your own library and asks each model for them. It "
                "also tests tools, questions of several steps, what is not in the documents, and "
                "English with Japanese. Then it says which model passes, how fast it is and what "
                "it needs. Few questions are never a pass."
            ),
            self.tr(
                "A quick run takes about 10 to 30 minutes for each model, more for large ones. "
                "Cancel whenever you like: what is done is kept, and the run can be resumed."
            ),
            self.tr(
                "You can go on asking meanwhile, more slowly. The models run on this computer; "
                "nothing leaves it."
            ),
        )
        for label, text in zip(self._paragraphs, words, strict=True):
            label.setText(text)
