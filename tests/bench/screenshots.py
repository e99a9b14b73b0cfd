"""Pictures of the real window with the real engine, for the README.

    python tests/bench/screenshots.py --workspace W --out assets/screenshots \
        --documents DIR_OR_FILE... --question "..." --question-ja "..."

The workspace should be new, so that the empty state can be seen. Saves empty.png, indexing.png,
answer.png and answer-ja.png, and prints how long each step took. Needs a display (xvfb-run will
do) or QT_QPA_PLATFORM=offscreen.
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
from PySide6.QtWidgets import QApplication

from app.engine_process import EngineProcess
from app.protocol import EngineStage
from app.window import theme
from app.window.application import make_application
from app.window.engine_link import EngineLink
from app.window.language import Language, Translators
from app.window.main_window import MainWindow
from app.window.preferences import Preferences
from app.window.sights import RowSight

SIZE = (1366, 768)
TICK_MS = 20


def main() -> None:
    """Take every picture in the order a person would see them."""
    arguments = _arguments()
    arguments.out.mkdir(parents=True, exist_ok=True)
    arguments.workspace.mkdir(parents=True, exist_ok=True)
    app = make_application()
    app.setPalette(theme.dark_palette() if arguments.dark else theme.light_palette())
    translators = Translators(app)
    translators.install(Language.ENGLISH)
    settings = QSettings(str(arguments.workspace / "shots.ini"), QSettings.Format.IniFormat)
    link = EngineLink(lambda on_reply: EngineProcess(arguments.workspace, on_reply))
    window = MainWindow(link, Preferences(settings), translators, is_new_workspace=True)
    window.resize(*SIZE)
    window.show()
    link.start()
    try:
        _take_all(window, arguments)
    finally:
        window.close()
        link.stop()


def _take_all(window: MainWindow, arguments: argparse.Namespace) -> None:
    link = window.link
    out: Path = arguments.out
    _wait("library open", lambda: link.state.stage is not EngineStage.STARTING)
    if window.library.n_rows == 0:
        QTest.qWait(500)
        _save(window, out / "empty.png")
    window.stock.add([path.resolve() for path in arguments.documents])
    has_shot = False

    def is_indexed() -> bool:
        nonlocal has_shot
        if not has_shot and window.library.n_rows >= arguments.rows:
            _save(window, out / "indexing.png")
            has_shot = True
        return not window.stock.is_indexing

    _wait("indexed", is_indexed)
    _wait(
        "model ready",
        lambda: link.state.stage in {EngineStage.READY, EngineStage.WITHOUT_MODEL},
    )
    _ask(window, arguments.question, out / "answer.png")
    if arguments.question_ja:
        window.speak(Language.JAPANESE)
        _ask(window, arguments.question_ja, out / "answer-ja.png")


def _ask(window: MainWindow, question: str, path: Path) -> None:
    window.questions.ask(question)
    passages = window.question.passages.passages
    _wait("  evidence", lambda: passages.rowCount() > 0 or not window.questions.is_running)
    _wait("  answer", lambda: not window.questions.is_running)
    _wait("  page", lambda: _is_evidence_shown(window), at_most_s=15.0)
    QTest.qWait(500)  # The sharper picture of the page.
    _save(window, path)
    print(window.question.answer.text(), flush=True)


def _is_evidence_shown(window: MainWindow) -> bool:
    sight = window.evidence.sight
    if sight is None or window.evidence.hint():
        return sight is None or not isinstance(sight, RowSight)
    return isinstance(sight, RowSight) or window.evidence.page.picture is not None


def _save(window: MainWindow, path: Path) -> None:
    QApplication.processEvents()
    window.grab().save(str(path))
    print(f"saved {path}", flush=True)


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
    parser.add_argument("--documents", type=Path, nargs="+", required=True)
    parser.add_argument("--question", required=True)
    parser.add_argument("--question-ja", default="")
    parser.add_argument("--rows", type=int, default=4, help="indexing.png at this many files")
    parser.add_argument("--dark", action="store_true")
    return parser.parse_args()


if __name__ == "__main__":  # The engine process imports this module again.
    main()
