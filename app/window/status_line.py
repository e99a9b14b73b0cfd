"""The bottom line: how far the engine is, which model, how many documents, the offline seal."""

from __future__ import annotations

from PySide6.QtCore import QEvent
from PySide6.QtWidgets import QLabel, QSizePolicy, QStatusBar, QWidget

from app.protocol import EngineStage, EngineState
from app.window import theme
from app.window.answer_states import short_model
from app.window.elided_label import ElidedLabel
from app.window.memory_meter import MemoryMeter
from app.window.tool_tips import plain_tip

_WITHOUT_MEMORY = {EngineStage.STARTING, EngineStage.FAILED, EngineStage.LOST}


class StatusLine(QStatusBar):
    """Says what it is told."""

    def __init__(self, owner: QWidget | None = None) -> None:
        super().__init__(owner)
        self._state = EngineState(EngineStage.STARTING)
        self._n_documents: int | None = None
        self._dot = QLabel("●", self)
        self._dot.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Preferred)
        self._stage = ElidedLabel(self)  # Gives way first when there is no room.
        self._stage.setMinimumWidth(4 * theme.WIDE)
        self._documents = QLabel(self)
        self._documents.setObjectName("muted")
        self._seal = QLabel(self)
        self._seal.setObjectName("offlineSeal")
        self._seal.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.setSizeGripEnabled(False)
        self.setContentsMargins(theme.SPACE, 2, theme.SPACE, 2)
        self.addWidget(self._dot)
        self.addWidget(self._stage, 1)
        self.memory = MemoryMeter(self)
        self.addPermanentWidget(self.memory)
        self.addPermanentWidget(self._documents)
        self.addPermanentWidget(self._seal)
        self.retranslate()

    def text(self) -> str:
        """Everything it says."""
        parts = (self._stage, self.memory, self._documents, self._seal)
        return " ".join(part.text() for part in parts)

    def show_state(self, state: EngineState) -> None:
        """How far the engine is."""
        self._state = state
        if state.stage in _WITHOUT_MEMORY:
            self.memory.forget()
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

    def retranslate(self) -> None:
        """All words again."""
        words = {
            EngineStage.STARTING: self.tr("Starting the engine…"),
            EngineStage.OPEN: self.tr("Library open, preparing the model…"),
            EngineStage.LOADING: self.tr("Loading the model…"),
            EngineStage.READY: self.tr("Ready"),
            EngineStage.WITHOUT_MODEL: self.tr("Search only, no model installed"),
            EngineStage.FAILED: self.tr("The engine is not running"),
            EngineStage.LOST: self.tr("The engine stopped, restarting…"),
        }
        stage, model = self._state.stage, short_model(self._state.model)
        text = f"{words[stage]} · {model}" if model else words[stage]
        self._stage.set_text(text)
        self._stage.setToolTip(plain_tip(text))  # All of it, also where it was shortened.
        self._dot.setStyleSheet(f"color: {self._ink()}")
        self._dot.setAccessibleName(words[stage])
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

    def _ink(self) -> str:
        colours = theme.current()
        match self._state.stage:
            case EngineStage.READY:
                return colours.good.name()
            case EngineStage.FAILED | EngineStage.LOST:
                return colours.danger.name()
            case _:
                return colours.warning.name()
