"""Opens the window on a workspace: application object, language, fonts, crash record, engine."""

from __future__ import annotations

import signal
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication

from app.engine_process import EngineProcess
from app.window.application import make_application
from app.window.arrivals import Arrivals
from app.window.crash_reports import CrashReports
from app.window.engine_link import EngineLink
from app.window.language import Translators
from app.window.main_window import MainWindow
from app.window.preferences import Preferences, user_settings
from app.window.single_window import Handover, SingleWindow

INTERRUPT_MS = 200  # How often Python gets a turn to see Ctrl+C while Qt waits.


def last_workspace(default: Path) -> Path:
    """The workspace that was open last, if it is still there."""
    return next(iter(Preferences(user_settings()).workspaces), default)


def open_window(workspace: Path, given: Handover | None = None) -> int:
    """Run the window until it is closed; gives the exit code.

    If a window is open on the workspace, that one comes to the front with what was given. When
    another workspace is asked for, this window makes room for one on it.
    """
    preferences = Preferences(user_settings())
    app = make_application(preferences.scheme, preferences.text_percent)
    translators = Translators(app)
    translators.install(preferences.language)
    restore = _close_on_interrupt(app)
    room = _Room(app, preferences, translators)
    wanted: Path | None = workspace
    given = given or Handover()
    try:
        while wanted is not None:
            wanted = room.open(wanted.absolute(), given)
            given = Handover()
    finally:
        restore()
    return room.code


@dataclass(slots=True)
class _Room:
    """Where one window after another is opened, each on its workspace."""

    app: QApplication
    preferences: Preferences
    translators: Translators
    code: int = 0

    def open(self, workspace: Path, given: Handover) -> Path | None:
        """A window until it is closed; gives the workspace that is wanted next.

        If one is open on the workspace already, that one comes to the front.
        """
        workspace.mkdir(parents=True, exist_ok=True)
        single = SingleWindow(workspace)
        if not single.begin(given):
            return None
        try:
            return self._run(workspace, given, single)
        finally:
            single.end()

    def _run(self, workspace: Path, given: Handover, single: SingleWindow) -> Path | None:
        preferences, wanted = self.preferences, list[Path]()
        is_new = not (workspace / "library.db").exists()
        crashes = CrashReports(workspace / "crash.log")
        last_crash = crashes.begin()
        link = EngineLink(lambda on_reply: EngineProcess(workspace, on_reply, preferences.engine))
        window = MainWindow(
            link, preferences, self.translators, workspace=workspace, is_new_workspace=is_new
        )
        window.adding.receiving.keep_in(workspace / "received")
        preferences.keep_workspace(workspace)

        def leave_for(other: Path) -> None:
            if other.absolute() != workspace:
                wanted.append(other)
                window.close()

        window.workspace_wanted.connect(leave_for)
        crashes.reported.connect(window.news.show_report)
        if last_crash:
            window.news.show_last_crash(last_crash)
        arrivals = Arrivals(window, window.stock, window.questions, window.question.ask_box)
        single.handed_over.connect(arrivals.bring)
        window.show()
        arrivals.take(given)
        QTimer.singleShot(0, link.start)  # The window is painted first.
        try:
            self.code = self.app.exec()
        finally:
            single.stop_listening()
            link.stop()
            crashes.end()
            window.deleteLater()
        return next(iter(wanted), None)


def _close_on_interrupt(app: QApplication) -> Callable[[], None]:
    """Ctrl+C in the terminal closes the window; call the result to undo."""
    before = signal.signal(signal.SIGINT, lambda *_: app.closeAllWindows())
    turns = QTimer(app)
    turns.timeout.connect(lambda: None)
    turns.start(INTERRUPT_MS)

    def restore() -> None:
        turns.stop()
        signal.signal(signal.SIGINT, before)

    return restore
