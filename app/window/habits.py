"""What every window does: editing keys, full screen, the list of keys, the way back."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Qt, Slot
from PySide6.QtWidgets import QMainWindow

from app.window.edit_actions import EditActions
from app.window.evidence_panel import EvidencePanel
from app.window.keys_dialog import KeysDialog
from app.window.menus import Menus
from app.window.message_bar import MessageBar
from app.window.question_flow import QuestionFlow
from app.window.sight_trail import SightTrail


class Habits(QObject):
    """Connects the entries of the menus that are the same in every program."""

    def __init__(
        self,
        window: QMainWindow,
        menus: Menus,
        notices: MessageBar,
        questions: QuestionFlow,
        evidence: EvidencePanel,
    ) -> None:
        super().__init__(window)
        self._window = window
        self._menus = menus
        self.editing = EditActions(menus, notices, window)
        self.trail = SightTrail(self)
        evidence.looked.connect(self.trail.note)
        self.trail.wanted.connect(questions.keep_evidence)
        self.trail.wanted.connect(evidence.show_sight)
        self.trail.moved.connect(self._show_trail)
        menus.back.triggered.connect(self.trail.go_back)
        menus.forward.triggered.connect(self.trail.go_forward)
        menus.full_screen.toggled.connect(self._fill_screen)
        menus.keys.triggered.connect(self.show_keys)
        window.installEventFilter(self)
        self._show_trail()

    @Slot()
    def show_keys(self) -> None:
        """Every key there is, in a window of its own beside this one."""
        KeysDialog(self._window.menuBar(), self._window).show()

    @Slot()
    def _show_trail(self) -> None:
        self._menus.back.setEnabled(self.trail.can_go_back)
        self._menus.forward.setEnabled(self.trail.can_go_forward)

    @Slot(bool)
    def _fill_screen(self, is_filling: bool) -> None:
        full = Qt.WindowState.WindowFullScreen
        state = self._window.windowState()
        self._window.setWindowState(state | full if is_filling else state & ~full)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """The system can fill the screen too, and end it."""
        if watched is self._window and event.type() is QEvent.Type.WindowStateChange:
            self._menus.full_screen.setChecked(self._window.isFullScreen())
        return super().eventFilter(watched, event)
