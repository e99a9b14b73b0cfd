"""The bottom line: how the engine is, which model, how many documents, the offline seal."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Qt, QTimer, Slot
from PySide6.QtGui import QColor, QIcon, QPainter, QPixmap
from PySide6.QtWidgets import QHBoxLayout, QLabel, QSizePolicy, QStatusBar, QWidget

from app.protocol import EngineStage, EngineState
from app.window import theme
from app.window.appearance import is_font_change
from app.window.elided_button import ElidedButton
from app.window.health_popover import HealthPopover
from app.window.memory_meter import MemoryMeter
from app.window.model_menu import ModelMenu

_WITHOUT_MEMORY = {EngineStage.STARTING, EngineStage.FAILED, EngineStage.LOST}


class StatusLine(QStatusBar):
    """Says what it is told."""

    def __init__(self, owner: QWidget | None = None) -> None:
        super().__init__(owner)
        self._state = EngineState(EngineStage.STARTING)
        self._n_documents: int | None = None
        self._pending = ""
        self._is_answering = False
        self.health = ElidedButton(self)  # Says how far the engine is.
        self.popover = HealthPopover(self)
        self.health.clicked.connect(lambda: self.popover.open_above(self.health))
        self.models = ModelMenu(self)
        self._documents = QLabel(self)
        self._documents.setObjectName("muted")
        self._seal = QLabel(self)
        self._seal.setObjectName("offlineSeal")
        self._seal.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.setSizeGripEnabled(False)
        self.setContentsMargins(theme.SPACE, 2, theme.SPACE, 2)
        self.addWidget(self._lay_out_engine(), 1)
        self.memory = MemoryMeter(self)
        self.addPermanentWidget(self.memory)
        self.addPermanentWidget(self._documents)
        self.addPermanentWidget(self._seal)
        self.retranslate()

    def _lay_out_engine(self) -> QWidget:
        """What gives way first when there is no room."""
        engine = QWidget(self)
        engine.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        row = QHBoxLayout(engine)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addWidget(self.health)
        self.models.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        row.addWidget(self.models, 1000)  # What the words beside it leave, up to its own width.
        row.addStretch(1)
        return engine

    def text(self) -> str:
        """Everything it says."""
        buttons = (self.health, self.models)
        labels = (self.memory, self._documents, self._seal)
        said = [button.whole_text() for button in buttons] + [label.text() for label in labels]
        return " ".join(said)

    def stage_words(self) -> str:
        """How far the engine is."""
        if self._pending:
            after = self.tr("Changes the model after this answer")
            return after if self._is_answering else self.tr("Loading the model…")
        return self._words()[self._state.stage]

    def show_state(self, state: EngineState) -> None:
        """How far the engine is."""
        self._state = state
        if state.stage in _WITHOUT_MEMORY:
            self.memory.forget()
        self.retranslate()

    @Slot(str)
    def show_wish(self, model_id: str) -> None:
        """The model that is going to answer; empty when nothing changes."""
        self._pending = model_id
        self.models.show_wish(model_id)
        self.retranslate()

    @Slot(bool)
    def set_answering(self, is_answering: bool) -> None:
        """Whether an answer is being written."""
        self._is_answering = is_answering
        self.retranslate()

    def show_count(self, n_documents: int) -> None:
        """How many documents there are."""
        self._n_documents = n_documents
        self.retranslate()

    def changeEvent(self, event: QEvent) -> None:
        """Follow language and palette."""
        if event.type() in {QEvent.Type.LanguageChange, QEvent.Type.PaletteChange}:
            self.retranslate()
        super().changeEvent(event)
        if is_font_change(event):
            QTimer.singleShot(0, self, self.reformat)  # When its parts have their fonts too.

    def _words(self) -> dict[EngineStage, str]:
        return {
            EngineStage.STARTING: self.tr("Starting the engine…"),
            EngineStage.OPEN: self.tr("Library open, preparing the model…"),
            EngineStage.LOADING: self.tr("Loading the model…"),
            EngineStage.READY: self.tr("Ready"),
            EngineStage.WITHOUT_MODEL: self.tr("Search only, no model installed"),
            EngineStage.FAILED: self.tr("The engine is not running"),
            EngineStage.LOST: self.tr("The engine stopped, restarting…"),
        }

    def retranslate(self) -> None:
        """All words again."""
        words = self.stage_words()
        self.health.setIcon(_dot(self._ink()))
        self.health.set_text(words, tip=self.tr("How the engine is: click for more"))
        self.health.setAccessibleName(self.tr("Engine: {state}").replace("{state}", words))
        self.models.show_name(self._state.model)
        n = self._n_documents
        if n is None:
            self._documents.setText("")
        elif n == 1:
            self._documents.setText(self.tr("1 document"))
        else:
            self._documents.setText(self.tr("{n} documents").format(n=f"{n:,}"))
        self._seal.setText(self.tr("Offline"))
        self._seal.setToolTip(
            self.tr("Genba opens no connection. Documents and questions stay on this computer.")
        )

    def _ink(self) -> QColor:
        colours = theme.current()
        match self._state.stage:
            case EngineStage.READY:
                return colours.good
            case EngineStage.FAILED | EngineStage.LOST:
                return colours.danger
            case _:
                return colours.warning


def _dot(ink: QColor) -> QIcon:
    """Made each time: a picture that is kept longer than the application takes it down at exit."""
    result = QIcon()
    for ratio in (1, 2, 3):
        pixmap = QPixmap(theme.ICON * ratio, theme.ICON * ratio)
        pixmap.setDevicePixelRatio(ratio)
        pixmap.fill(Qt.GlobalColor.transparent)
        painter = QPainter(pixmap)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(ink)
        painter.drawEllipse(3, 3, theme.ICON - 6, theme.ICON - 6)
        painter.end()
        result.addPixmap(pixmap)
    return result
