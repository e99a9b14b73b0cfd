"""The way to the first answer, in three steps that show by themselves how far they are."""

from __future__ import annotations

from enum import StrEnum

from PySide6.QtCore import QEvent, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFont, QPainter, QPaintEvent
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from app.engine_protocol import ModelsRead
from app.window import icons, theme
from app.window.appearance import is_font_change, text_percent
from app.window.fetch_panel import FetchPanel
from app.window.model_words import short_title

_BADGE = 32
WIDTH = 820


class StepStage(StrEnum):
    """How far a step is."""

    LATER = "later"
    NOW = "now"
    DONE = "done"


class FirstSteps(QWidget):
    """Shows what it is told; the buttons ask by signals."""

    files_wanted = Signal()
    folder_wanted = Signal()
    sample_wanted = Signal()
    skipped = Signal()

    def __init__(self, owner: QWidget | None = None) -> None:
        super().__init__(owner)
        self._models: ModelsRead | None = None
        self._n_documents = 0
        self._is_indexing = False
        self._title = QLabel(self)
        self._title.setFont(theme.scaled(self.font(), 1.7, weight=QFont.Weight.DemiBold))
        self._line = QLabel(self)
        self._line.setObjectName("muted")
        self._line.setWordWrap(True)
        self.steps = [_Step(n + 1, self) for n in range(3)]
        self.fetching = FetchPanel(self)
        self.sample, self.files, self.folder = (QPushButton(self) for _ in range(3))
        self.files.clicked.connect(self.files_wanted)
        self.folder.clicked.connect(self.folder_wanted)
        self.sample.setObjectName("primary")
        self.sample.clicked.connect(self.sample_wanted)
        self.skip = QPushButton(self)
        self.skip.setObjectName("quiet")
        self.skip.clicked.connect(self.skipped)
        self._lay_out()
        self.retranslate()

    def _lay_out(self) -> None:
        card = QFrame(self)
        card.setObjectName("settingsCard")
        rows = QVBoxLayout(card)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.setSpacing(0)
        for n, step in enumerate(self.steps):
            step.setProperty("isFirst", n == 0)
            rows.addWidget(step)
        self.steps[0].below.addWidget(self.fetching)
        buttons = QHBoxLayout()
        buttons.setSpacing(theme.SPACE)
        for button in (self.sample, self.files, self.folder):
            buttons.addWidget(button)
        buttons.addStretch(1)
        self.steps[1].below.addLayout(buttons)
        head = QHBoxLayout()
        head.addWidget(self._title, 1)
        head.addWidget(self.skip)
        column = QVBoxLayout()
        column.setContentsMargins(theme.WIDE, theme.WIDE, theme.WIDE, theme.WIDE)
        column.setSpacing(theme.SPACE)
        column.addStretch(1)
        column.addLayout(head)
        column.addWidget(self._line)
        column.addSpacing(theme.SPACE)
        column.addWidget(card)
        column.addStretch(2)
        inside = QWidget()
        inside.setObjectName("guideInside")
        self._content = content = QWidget(inside)
        content.setLayout(column)
        row = QHBoxLayout(inside)
        row.setContentsMargins(0, 0, 0, 0)
        row.addStretch(1)
        row.addWidget(content, 100)
        row.addStretch(1)
        area = QScrollArea(self)  # Only the lowest windows need it.
        area.setObjectName("guideArea")
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setWidgetResizable(True)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setWidget(inside)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(area)

    def show_models(self, models: ModelsRead) -> None:
        """Which models there are."""
        self._models = models
        self.retranslate()

    def show_documents(self, n_documents: int, *, is_indexing: bool) -> None:
        """How many documents there are, and whether more are being read."""
        self._n_documents, self._is_indexing = n_documents, is_indexing
        self.retranslate()

    @property
    def has_models(self) -> bool:
        """Whether questions can be answered out of the box."""
        return self._models is not None and not self._models.missing_defaults()

    def changeEvent(self, event: QEvent) -> None:
        """Follow the language and the size of text."""
        if event.type() is QEvent.Type.LanguageChange or is_font_change(event):
            self.retranslate()
        super().changeEvent(event)

    def retranslate(self) -> None:
        """All words again."""
        self._content.setMaximumWidth(WIDTH * text_percent() // 100)
        self._title.setText(self.tr("First steps"))
        self._line.setText(
            self.tr("To an answer from documents in three steps. Nothing leaves this computer.")
        )
        self.skip.setText(self.tr("Skip"))
        self.skip.setToolTip(self.tr("Help > First steps brings this back."))
        models, documents, ask = self.steps
        models.show_step(
            self.tr("Models"),
            self._model_words(),
            StepStage.DONE if self.has_models else StepStage.NOW,
        )
        self.fetching.setVisible(self._models is not None and not self.has_models)
        has_documents = self._n_documents > 0
        documents.show_step(
            self.tr("Documents"),
            self._document_words(),
            StepStage.DONE if has_documents else StepStage.NOW,
        )
        ask.show_step(
            self.tr("A question"),
            self.tr(
                "Once the documents are read, ask. For the samples, three questions to try appear."
            ),
            StepStage.NOW if has_documents and self.has_models else StepStage.LATER,
        )
        self.sample.setText(self.tr("Try the sample documents"))
        self.files.setText(self.tr("Add files…"))
        self.folder.setText(self.tr("Add a folder…"))
        self._settle_buttons()

    def _settle_buttons(self) -> None:
        """One button stands out: what there is to do next."""
        needs_models = self._models is not None and not self.has_models
        name = "" if needs_models and self._n_documents == 0 else "primary"
        if self.sample.objectName() != name:
            self.sample.setObjectName(name)
            self.sample.style().unpolish(self.sample)
            self.sample.style().polish(self.sample)

    def _model_words(self) -> str:
        if self._models is None:
            return self.tr("Looking for the models…")
        if self.has_models:
            here = [m for m in self._models.models if m.is_default]
            names = ", ".join(short_title(model.title) for model in here)
            return self.tr("Here: {models}").replace("{models}", names)
        return self.tr(
            "One writes the answers, one finds passages by meaning. You can search by words "
            "meanwhile."
        )

    def _document_words(self) -> str:
        if self._is_indexing:
            return self.tr("Being read…")
        n = self._n_documents
        if n == 1:
            return self.tr("1 document is in the library.")
        if n:
            return self.tr("{n} documents are in the library.").replace("{n}", f"{n:,}")
        return self.tr("Drop PDFs, logs or a whole folder on this window, or begin with samples.")


class _Step(QFrame):
    """A step: its number or a check mark, its name, one line, and what belongs to it."""

    def __init__(self, number: int, owner: QWidget) -> None:
        super().__init__(owner)
        self.setObjectName("settingRow")
        self._badge = _Badge(number, self)
        self.title = QLabel(self)
        self.title.setFont(theme.scaled(self.font(), 1.1, weight=QFont.Weight.DemiBold))
        self.line = QLabel(self)
        self.line.setObjectName("muted")
        for label in (self.title, self.line):
            label.setWordWrap(True)
            label.setTextFormat(Qt.TextFormat.PlainText)
        self.below = QVBoxLayout()
        words = QVBoxLayout()
        words.setSpacing(theme.HALF)
        words.addWidget(self.title)
        words.addWidget(self.line)
        words.addSpacing(theme.HALF)
        words.addLayout(self.below)
        row = QHBoxLayout(self)
        row.setContentsMargins(theme.GAP, theme.GAP, theme.GAP, theme.GAP)
        row.setSpacing(theme.GAP)
        row.addWidget(self._badge, 0, Qt.AlignmentFlag.AlignTop)
        row.addLayout(words, 1)

    def show_step(self, title: str, line: str, stage: StepStage) -> None:
        """Its words and how far it is."""
        self.title.setText(title)
        self.line.setText(line)
        self._badge.show_stage(stage)


class _Badge(QWidget):
    """A number in a circle, or a check mark once it is done."""

    def __init__(self, number: int, owner: QWidget) -> None:
        super().__init__(owner)
        self._number = number
        self.stage = StepStage.LATER
        self.setFixedSize(_BADGE, _BADGE)

    def show_stage(self, stage: StepStage) -> None:
        """How far the step is."""
        self.stage = stage
        self.update()

    def sizeHint(self) -> QSize:
        """A circle."""
        return QSize(_BADGE, _BADGE)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """The circle and what is in it."""
        colours = theme.current()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        circle = QRectF(1, 1, _BADGE - 2, _BADGE - 2)
        is_now = self.stage is StepStage.NOW
        painter.setPen(colours.accent if is_now else colours.edge)
        painter.setBrush(colours.accent if is_now else colours.base)
        if self.stage is StepStage.DONE:
            painter.setPen(colours.good)
            painter.drawEllipse(circle)
            icons.paint(painter, "check", colours.good, circle.adjusted(8, 8, -8, -8))
        else:
            painter.drawEllipse(circle)
            painter.setPen(colours.on_accent if is_now else colours.muted)
            painter.drawText(circle, Qt.AlignmentFlag.AlignCenter, str(self._number))
        painter.end()
