"""Opens the window on a workspace: application object, language, fonts, crash record, engine."""

from __future__ import annotations

import signal
from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication

from app.engine_process import EngineProcess
from app.window.application import make_application
from app.window.crash_reports import CrashReports
from app.window.engine_link import EngineLink
from app.window.language import Translators
from app.window.main_window import MainWindow
from app.window.preferences import Preferences, user_settings

INTERRUPT_MS = 200  # How often Python gets a turn to see Ctrl+C while Qt waits.


def last_workspace(default: Path) -> Path:
    """The workspace that was open last, if it is still there."""
    return next(iter(Preferences(user_settings()).workspaces), default)


def open_window(workspace: Path) -> int:
    """Run the window until it is closed; gives the exit code.

    When another workspace is asked for, this window makes room for one on it.
    """
    preferences = Preferences(user_settings())
    app = make_application(preferences.scheme, preferences.text_percent)
    translators = Translators(app)
    translators.install(preferences.language)
    restore = _close_on_interrupt(app)
    wanted: list[Path] = [workspace]
    code = 0
    try:
        while wanted:
            code = _run(app, wanted.pop().absolute(), preferences, translators, wanted)
    finally:
        restore()
    return code


def _run(
    app: QApplication,
    workspace: Path,
    preferences: Preferences,
    translators: Translators,
    wanted: list[Path],
) -> int:
    """One window on one workspace; what is to be opened next is put into ``wanted``."""
    is_new = not (workspace / "library.db").exists()
    workspace.mkdir(parents=True, exist_ok=True)
    crashes = CrashReports(workspace / "crash.log")
    last_crash = crashes.begin()
    link = EngineLink(lambda on_reply: EngineProcess(workspace, on_reply, preferences.engine))
    window = MainWindow(
        link, preferences, translators, is_new_workspace=is_new, workspace=workspace
    )
    preferences.keep_workspace(workspace)

    def leave_for(other: Path) -> None:
        if other.absolute() != workspace:
            wanted.append(other)
            window.close()

    window.workspace_wanted.connect(leave_for)
    crashes.reported.connect(window.news.show_report)
    if last_crash:
        window.news.show_last_crash(last_crash)
    window.show()
    QTimer.singleShot(0, link.start)  # The window is painted first.
    try:
        return app.exec()
    finally:
        link.stop()
        crashes.end()
        window.deleteLater()


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
