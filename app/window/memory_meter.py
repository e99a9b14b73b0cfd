"""The model's short-term memory and its bank in the status line; a switch for reading ahead."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Signal, Slot
from PySide6.QtWidgets import QHBoxLayout, QLabel, QToolButton, QWidget

from app.protocol import MemoryState, WarmerStage
from app.window import theme
from engine.domain import MemoryUse

_MB = 2**20
_SWITCHABLE = {WarmerStage.WAITING, WarmerStage.WARMING, WarmerStage.PAUSED}


class MemoryMeter(QWidget):
    """Used and bound of the memory; while passages are read ahead, how far, and a pause button."""

    pause_toggled = Signal(bool)

    def __init__(self, owner: QWidget | None = None) -> None:
        super().__init__(owner)
        self._state: MemoryState | None = None
        self._ahead = QLabel(self)
        self._ahead.setObjectName("muted")
        self._pause = QToolButton(self)
        self._pause.setCheckable(True)
        self._pause.setAutoRaise(True)
        self._pause.toggled.connect(self._tell_pause)
        self._memory = QLabel(self)
        self._memory.setObjectName("muted")
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(theme.SPACE)
        for part in (self._ahead, self._pause, self._memory):
            row.addWidget(part)
        self.retranslate()

    @property
    def is_paused(self) -> bool:
        """Whether reading ahead is switched off by the person."""
        return self._pause.isChecked()

    def set_paused(self, is_paused: bool) -> None:
        """Show the switch as it was left last time."""
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
        before = self._state
        stage = before.stage if before else WarmerStage.WAITING
        done, total = (before.done, before.total) if before else (0, 0)
        self.show_state(MemoryState(use, stage, done, total))

    def changeEvent(self, event: QEvent) -> None:
        """Follow the language."""
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()
        super().changeEvent(event)

    @Slot(bool)
    def _tell_pause(self, is_paused: bool) -> None:
        self.retranslate()
        self.pause_toggled.emit(is_paused)

    def retranslate(self) -> None:
        """All words again."""
        self._pause.setText(self.tr("Go on") if self.is_paused else self.tr("Pause"))
        self._pause.setAccessibleName(self.tr("Pause reading ahead"))
        state = self._state
        self.setVisible(state is not None)
        if state is None:
            return
        use = state.use
        used, bound = round(use.used_bytes / _MB), round(use.n_bytes / _MB)
        self._memory.setText(self.tr("Memory {used} / {bound} MB").format(used=used, bound=bound))
        # As wide as it can become, so that nothing beside it jumps while it counts.
        widest = self.tr("Memory {used} / {bound} MB").format(used=bound, bound=bound)
        self._memory.setMinimumWidth(self._memory.fontMetrics().horizontalAdvance(widest))
        self._memory.setToolTip(self._explanation(state))
        self._memory.setAccessibleDescription(self._memory.toolTip())
        ahead = self._ahead_text(state)
        self._ahead.setText(ahead)
        self._ahead.setVisible(bool(ahead))
        self._pause.setVisible(bool(ahead) and (self.is_paused or state.stage in _SWITCHABLE))

    def _ahead_text(self, state: MemoryState) -> str:
        if self.is_paused:
            return self.tr("Reading ahead paused")
        match state.stage:
            case WarmerStage.WARMING:
                return self.tr("Reading ahead {done} / {total}").format(
                    done=f"{state.done:,}", total=f"{state.total:,}"
                )
            case WarmerStage.ON_BATTERY:
                return self.tr("Reading ahead waits for mains power")
            case _:
                return ""

    def _explanation(self, state: MemoryState) -> str:
        use = state.use
        lines = [
            self.tr(
                "The model's short-term memory holds {used} of {bound} tokens. It never grows "
                "beyond that."
            ).format(used=f"{use.used_cells:,}", bound=f"{use.n_cells:,}")
        ]
        if use.bank_off:
            lines.append(
                self.tr("Passages are not kept ready: {reason}").format(reason=use.bank_off)
            )
        else:
            lines.append(
                self.tr(
                    "{n} passages are kept ready on disk, {used} of {bound} MB, so that answers "
                    "need not wait."
                ).format(
                    n=f"{use.bank_entries:,}",
                    used=f"{use.bank_bytes / _MB:,.0f}",
                    bound=f"{use.bank_limit_bytes / _MB:,.0f}",
                )
            )
        return "\n".join(lines)
