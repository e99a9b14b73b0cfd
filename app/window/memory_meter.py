"""The model's short-term memory and its bank in the status line; a switch for reading ahead."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import QEvent, Qt, Signal, Slot
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QToolButton, QWidget

from app.protocol import MemoryState, WarmerStage
from app.window import icons, theme
from app.window.elided_label import ElidedLabel
from app.window.memory_words import MB, explanation
from app.window.tool_tips import plain_tip
from engine.answers import MemoryUse


class MemoryMeter(QWidget):
    """Used and bound of the memory; while passages are read ahead, how far, and a pause button.

    Hidden until an engine has told of its memory. Always as high, so that the window does not
    jump; the words for reading ahead shrink first when there is no room.
    """

    pause_toggled = Signal(bool)

    def __init__(self, owner: QWidget | None = None) -> None:
        super().__init__(owner)
        self._state: MemoryState | None = None
        self._ahead = ElidedLabel(self)
        self._pause = QToolButton(self)
        self._pause.setCheckable(True)
        self._pause.setAutoRaise(True)
        self._pause.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._memory = ElidedLabel(self)
        for label, policy in (
            (self._ahead, QSizePolicy.Policy.Maximum),
            (self._memory, QSizePolicy.Policy.Fixed),
        ):
            label.set_muted()
            label.setSizePolicy(policy, QSizePolicy.Policy.Preferred)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(theme.SPACE)
        for part in (self._ahead, self._pause, self._memory):
            row.addWidget(part)
        self.setMinimumHeight(theme.CONTROL_HEIGHT)
        self._pause.toggled.connect(self._tell_pause)
        self.retranslate()

    @property
    def is_paused(self) -> bool:
        """Whether reading ahead is switched off by the person."""
        return self._pause.isChecked()

    def set_paused(self, is_paused: bool) -> None:
        """Set the switch as it was left last time; a change is told like a click."""
        self._pause.setChecked(is_paused)

    def text(self) -> str:
        """Everything it says."""
        labels = (self._ahead, self._memory)
        return " ".join(label.text() for label in labels if not label.isHidden())

    @Slot(object)
    def show_state(self, state: MemoryState) -> None:
        """News of the warmer and of the memory."""
        self._state = state
        self.retranslate()

    @Slot(object)
    def show_use(self, use: MemoryUse) -> None:
        """News of the memory alone, while an answer is written."""
        before = self._state or MemoryState(use, WarmerStage.WAITING)
        self.show_state(replace(before, use=use))

    def forget(self) -> None:
        """The engine is gone, and its memory with it."""
        self._state = None
        self.retranslate()

    def changeEvent(self, event: QEvent) -> None:
        """Follow language and palette."""
        if event.type() in {QEvent.Type.LanguageChange, QEvent.Type.PaletteChange}:
            self.retranslate()
        super().changeEvent(event)

    @Slot(bool)
    def _tell_pause(self, is_paused: bool) -> None:
        self.retranslate()
        self.pause_toggled.emit(is_paused)

    def retranslate(self) -> None:
        """All words again."""
        sign, ink = "go-on" if self.is_paused else "pause", theme.current().text
        if self._pause.property("iconName") != (sign, ink.name()):
            self._pause.setProperty("iconName", (sign, ink.name()))
            self._pause.setIcon(icons.icon(sign, ink))
        # The name stays: a screen reader says by itself whether the switch is on.
        self._pause.setAccessibleName(self.tr("Pause reading ahead"))
        self._pause.setToolTip(
            self.tr("Go on reading ahead") if self.is_paused else self.tr("Pause reading ahead")
        )
        state = self._state
        self.setVisible(state is not None)
        if state is None:
            return
        used, bound = round(state.use.used_bytes / MB), round(state.use.n_bytes / MB)
        memory = self.tr("Memory {used} / {bound} MB")
        self._memory.set_text(
            memory.format(used=f"{used:,}", bound=f"{bound:,}"),
            widest=memory.format(used=f"{bound:,}", bound=f"{bound:,}"),
        )
        tip = explanation(self._as_switched(state))
        for label in (self._ahead, self._memory):
            label.setToolTip(plain_tip(tip))
            label.setAccessibleDescription(tip)
        ahead, widest = self._ahead_words(state)
        self._ahead.set_text(ahead, widest=widest)
        self._ahead.setVisible(bool(ahead))
        is_waiting_for_mains = state.stage is WarmerStage.ON_BATTERY and not self.is_paused
        self._pause.setVisible(bool(ahead) and not is_waiting_for_mains)

    def _as_switched(self, state: MemoryState) -> MemoryState:
        """The state as the person left the switch; the engine follows at its next idle moment."""
        if self.is_paused and state.stage is not WarmerStage.OFF:
            return replace(state, stage=WarmerStage.PAUSED)
        if not self.is_paused and state.stage is WarmerStage.PAUSED:
            return replace(state, stage=WarmerStage.WAITING)
        return state

    def _ahead_words(self, state: MemoryState) -> tuple[str, str]:
        """What to say of reading ahead, and the widest it can become while it counts."""
        match self._as_switched(state).stage:
            case WarmerStage.PAUSED:
                words = self.tr("Reading ahead paused")
            case WarmerStage.WARMING if state.total:
                counted = self.tr("Reading ahead {done} / {total}")
                done, total = f"{state.done:,}", f"{state.total:,}"
                return counted.format(done=done, total=total), counted.format(
                    done=total, total=total
                )
            case WarmerStage.WARMING:
                words = self.tr("Reading ahead")
            case WarmerStage.WAITING if state.stage is WarmerStage.PAUSED:
                # Just switched on again: the switch must not vanish under the pointer.
                words = self.tr("Reading ahead")
            case WarmerStage.ON_BATTERY:
                words = self.tr("Reading ahead waits for mains power")
            case _:
                words = ""
        return words, words
