"""Pictures of the real window with the real engine, for the README and for looking at them.

    python tests/bench/screenshots.py --workspace W --out DIR --documents DIR_OR_FILE... \
        --ask NAME "QUESTION"... [--language ja] [--dark] [--size 1366x768]

The workspace should be new, so that the first steps can be seen. Saves empty, indexing, typing,
one picture for each NAME, the steps of the last answer, history, settings and qualification, all
with the language and the theme in their names, and prints how long each took. A NAME of "none"
should be a question without an answer. QT_SCALE_FACTOR=1.5 gives pictures for such a screen. Needs
a display (xvfb-run will do) or QT_QPA_PLATFORM=offscreen.
"""

from __future__ import annotations

import argparse
import sys
import time
from collections.abc import Callable
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[2]))

from PySide6.QtCore import QSettings
from PySide6.QtTest import QTest

from app.engine_process import EngineProcess
from app.protocol import EngineStage
from app.window import theme
from app.window.application import make_application
from app.window.engine_link import EngineLink
from app.window.language import Language, Translators
from app.window.main_window import MainWindow
from app.window.preferences import Preferences
from app.window.sights import RowSight

TICK_MS = 20
SETTLE_MS = 700  # The sharper picture of a page, a list that is read.


class Tour:
    """Goes through the window in the order a person would see it."""

    def __init__(self, window: MainWindow, arguments: argparse.Namespace) -> None:
        self._window = window
        self._wanted = arguments
        theme_name = "dark" if arguments.dark else "light"
        self._suffix = f"{arguments.language}-{theme_name}-{arguments.size}"

    def go(self) -> None:
        """Take every picture."""
        window, wanted = self._window, self._wanted
        _wait("library open", lambda: window.link.state.stage is not EngineStage.STARTING)
        if window.library.n_rows == 0:
            self._save("empty")
            window.stock.add([path.resolve() for path in wanted.documents])
            _wait("some files", lambda: window.library.n_rows >= wanted.rows)
            self._save("indexing")
            _wait("indexed", lambda: not window.stock.is_indexing)
        ready = {EngineStage.READY, EngineStage.WITHOUT_MODEL}
        _wait("model ready", lambda: window.link.state.stage in ready)
        self._type(wanted.ask[0][1])
        for name, question in wanted.ask:
            self._ask(name, question)
        self._look_around()

    def _type(self, question: str) -> None:
        box = self._window.question.ask_box.text
        box.setFocus()
        half = question[: len(question) // 2]
        if half.isascii():
            QTest.keyClicks(box, half)
        else:
            box.insertPlainText(half)  # As an input method does.
        QTest.qWait(SETTLE_MS)
        self._save("typing")
        box.clear()

    def _ask(self, name: str, question: str) -> None:
        window = self._window
        window.questions.ask(question)
        _wait(f"{name}: answer", lambda: not window.questions.is_running)
        _wait(f"{name}: page", lambda: _is_evidence_shown(window), at_most_s=15.0)
        self._save(name)
        print(window.question.answer.text(), flush=True)

    def _look_around(self) -> None:
        window = self._window
        steps = window.question.answer.steps
        steps.toggle.setChecked(True)
        self._save("steps")
        steps.toggle.setChecked(False)
        window.menus.history.trigger()
        self._save("history")
        window.menus.documents.trigger()
        window.menus.settings.trigger()
        self._save("settings")
        window.menus.qualify.trigger()
        self._save("qualification")

    def _save(self, name: str) -> None:
        QTest.qWait(SETTLE_MS)
        path = self._wanted.out / f"{name}-{self._suffix}.png"
        self._window.grab().save(str(path))
        print(f"saved {path.name}", flush=True)


def main() -> None:
    """One tour in one language, theme and size."""
    arguments = _arguments()
    arguments.out.mkdir(parents=True, exist_ok=True)
    arguments.workspace.mkdir(parents=True, exist_ok=True)
    app = make_application()
    app.setPalette(theme.dark_palette() if arguments.dark else theme.light_palette())
    translators = Translators(app)
    translators.install(Language(arguments.language))
    settings = QSettings(str(arguments.workspace / "shots.ini"), QSettings.Format.IniFormat)
    is_new = not (arguments.workspace / "library.db").exists()
    link = EngineLink(lambda on_reply: EngineProcess(arguments.workspace, on_reply))
    window = MainWindow(link, Preferences(settings), translators, is_new_workspace=is_new)
    window.resize(*map(int, arguments.size.split("x")))
    window.show()
    link.start()
    try:
        Tour(window, arguments).go()
    finally:
        window.close()
        link.stop()


def _is_evidence_shown(window: MainWindow) -> bool:
    sight = window.evidence.sight
    if sight is None or window.evidence.hint():
        return sight is None or not isinstance(sight, RowSight)
    return isinstance(sight, RowSight) or window.evidence.page.picture is not None


def _wait(what: str, is_so: Callable[[], bool], *, at_most_s: float = 900.0) -> None:
    began = time.monotonic()
    while not is_so():
        if time.monotonic() - began > at_most_s:
            print(f"{what}: gave up after {at_most_s:.0f} s", flush=True)
            return
        QTest.qWait(TICK_MS)
    print(f"{what}: {time.monotonic() - began:.2f} s", flush=True)


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--workspace", type=Path, required=True)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--documents", type=Path, nargs="+", default=[])
    parser.add_argument("--ask", nargs=2, action="append", required=True)
    parser.add_argument("--rows", type=int, default=4, help="files known when indexing is shown")
    parser.add_argument("--language", choices=[*Language], default=Language.ENGLISH.value)
    parser.add_argument("--dark", action="store_true")
    parser.add_argument("--size", default="1366x768")
    return parser.parse_args()


if __name__ == "__main__":  # The engine process imports this module again.
    main()
