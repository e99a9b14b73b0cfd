"""Opens the window on a workspace: application object, language, fonts, crash record, engine."""

from __future__ import annotations

import signal
from collections.abc import Callable
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


def open_window(workspace: Path, given: Handover | None = None) -> int:
    """Run the window until it is closed; gives the exit code.

    If a window is open on the workspace, that one comes to the front with what was given.
    """
    given = given or Handover()
    app = make_application()
    workspace.mkdir(parents=True, exist_ok=True)
    single = SingleWindow(workspace)
    if not single.begin(given):
        return 0
    try:
        return _run_window(app, workspace, given, single)
    finally:
        single.end()


def _run_window(app: QApplication, workspace: Path, given: Handover, single: SingleWindow) -> int:
    is_new = not (workspace / "library.db").exists()
    preferences = Preferences(user_settings())
    translators = Translators(app)
    translators.install(preferences.language)
    crashes = CrashReports(workspace / "crash.log")
    last_crash = crashes.begin()
    link = EngineLink(lambda on_reply: EngineProcess(workspace, on_reply))
    window = MainWindow(
        link, preferences, translators, workspace=workspace, is_new_workspace=is_new
    )
    crashes.reported.connect(window.news.show_report)
    if last_crash:
        window.news.show_last_crash(last_crash)
    arrivals = Arrivals(window, window.stock, window.questions, window.question.ask_box)
    single.handed_over.connect(arrivals.bring)
    window.show()
    arrivals.take(given)
    QTimer.singleShot(0, link.start)  # The window is painted first.
    restore = _close_on_interrupt(app)
    try:
        return app.exec()
    finally:
        single.stop_listening()
        restore()
        link.stop()
        crashes.end()


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
