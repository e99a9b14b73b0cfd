"""How long a person waits for the window, measured inside its event loop with the real engine.

    python tests/bench/window_latency.py --workspace W --questions qa.jsonl
        [--make N] [--folder DIR] [--model ID] [--at-most N]

Use a copy of a workspace: it is asked, and with --make it grows until it has N chunks. What is made
is found by words only, as embedding so much takes hours. --folder is indexed while a question is
answered; without it documents are made for that, too. Times end when what they wait for has been
painted; the platform is "offscreen" unless QT_QPA_PLATFORM says otherwise.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from random import Random

sys.path.insert(0, str(Path(__file__).parents[2]))
os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

import psutil
from PySide6.QtCore import QEvent, QEventLoop, QObject, QSettings, Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from app.engine_process import EngineProcess
from app.protocol import EngineStage
from app.service_settings import ServiceSettings
from app.window.application import make_application
from app.window.engine_link import EngineLink
from app.window.language import Language, Translators
from app.window.listing import Listing, ListKind
from app.window.main_window import MainWindow
from app.window.preferences import Preferences
from app.window.preview_flow import PAUSE_MS
from tests.bench.questions import print_machine, print_table

SIZE = (1366, 768)
KEY_MS = 60  # Between two keys: a fast typist.
N_STOPS = 3  # Pauses in one question.
TICK_MS = 5
N_STARTS = 5
PATIENCE_S = 20.0
SECTIONS = 60  # Of a made document.
TITLES = ("what", "n", "p50 ms", "p95 ms", "longest ms")
Row = tuple[object, ...]


def main() -> None:
    """Measure everything, then print one table."""
    arguments = _arguments()
    if arguments.only_start:
        _start_only(arguments)
        return
    if arguments.make:
        grow(arguments.workspace, arguments.make)
    starts = _starts(arguments)
    lines = arguments.questions.read_text(encoding="utf-8").splitlines()
    questions = [json.loads(line)["question"] for line in lines][: arguments.at_most]
    settings = ServiceSettings(language_model=arguments.model)
    app = make_application()
    window = _window(app, arguments.workspace, settings)
    try:
        rows = [starts, *_measured(window, questions, arguments.folder)]
        print_machine("PySide6-Essentials", "llama-cpp-python", "torch")
        print(f"model {window.link.state.model}; {_n_chunks(arguments.workspace)} chunks")
        print(f"a search begins {PAUSE_MS} ms after the last key, which is part of the times")
        print_table(TITLES, rows)
    finally:
        window.close()
        window.link.stop()


def _measured(window: MainWindow, questions: Sequence[str], folder: Path | None) -> Iterator[Row]:
    """Every row of the table but the first. A further measurement of the window goes in here."""
    shown = Shown(window)
    _wait(lambda: window.link.state.stage is EngineStage.LOADING)
    times = [t for question in questions[:4] for t in _typing(window, shown, question)]
    yield _row("keystroke -> passages, models loading", times)
    _wait(lambda: window.link.state.stage is EngineStage.READY, at_most_s=600.0)
    _pass(2000)
    times = [t for question in questions for t in _typing(window, shown, question)]
    yield _row("keystroke -> passages", times)
    times = [_entering(window, shown, question, is_paused=True) for question in questions]
    yield _row("Enter -> passages, after a pause", times)
    times = [_entering(window, shown, question, is_paused=False) for question in questions]
    yield _row("Enter -> passages, without a pause", times)
    window.questions.ask(questions[0])
    times = []
    for question in questions[1:6]:
        if not window.questions.is_running:
            window.questions.ask(questions[0])
        times += _typing(window, shown, question)
    yield _row("keystroke -> passages, while answering", times)
    _stop(window)
    yield _row("block of the window, idle", _blocks(lambda: _pass(5000)))
    with tempfile.TemporaryDirectory() as made:
        if folder is None:
            folder = Path(made)
            _write_documents(folder, range(2000, 2005))
        at_once = folder

        def index_and_answer() -> None:
            window.stock.add([at_once.resolve()])
            window.questions.ask(questions[1])
            _wait(
                lambda: not (window.stock.is_indexing or window.questions.is_running),
                at_most_s=240.0,
            )

        yield _row("block of the window, indexing and answering", _blocks(index_and_answer))


class Shown(QObject):
    """Notes when a list of passages has been painted."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self._panel = window.question
        self._due: Listing | None = None
        self.listing = Listing()
        self.at = 0.0
        show = self._panel.show_list

        def show_and_note(listing: Listing) -> None:
            show(listing)
            self._due = listing
            if not self._panel.passages.isVisible():  # Nothing will be painted.
                self._note()

        # Not a signal of the window's own: nobody but this program has a use for it.
        window.question.show_list = show_and_note  # type: ignore[method-assign]
        self._panel.passages.viewport().installEventFilter(self)

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        """After the painting, which happens before anything queued now."""
        if event.type() is QEvent.Type.Paint and self._due is not None:
            QTimer.singleShot(0, self, self._note)
        return False

    def _note(self) -> None:
        if self._due is not None:
            self.listing, self.at, self._due = self._due, time.perf_counter(), None

    def since(self, began: float, is_wanted: Callable[[Listing], bool]) -> float:
        """Milliseconds from ``began`` until a wanted list was painted; infinite if it never is."""
        until = time.perf_counter() + PATIENCE_S
        while time.perf_counter() < until:
            if self.at > began and is_wanted(self.listing):
                return (self.at - began) * 1000
            QApplication.processEvents()
            time.sleep(0.0002)
        return float("inf")


def _typing(window: MainWindow, shown: Shown, question: str) -> Iterator[float]:
    """Type a question with a few pauses; the time from the last key before each to the list."""
    edit = window.question.ask_box.text
    edit.clear()
    stops = {round(len(question) * n / N_STOPS) for n in range(1, N_STOPS + 1)}
    for n, letter in enumerate(question, start=1):
        began = time.perf_counter()
        _press(edit, letter)
        if n in stops:
            text = question[:n].strip()
            yield shown.since(began, lambda one, text=text: _is_typed(one, text))
        else:
            _pass(KEY_MS)
    edit.clear()


def _is_typed(listing: Listing, text: str) -> bool:
    return listing.kind is ListKind.TYPED and listing.question == text


def _entering(window: MainWindow, shown: Shown, question: str, *, is_paused: bool) -> float:
    """Type all of a question and press Enter; the time from there to its passages."""
    edit = window.question.ask_box.text
    _press(edit, question)
    if is_paused:
        shown.since(0.0, lambda one: _is_typed(one, question.strip()))
    _pass(KEY_MS // 2)
    began = time.perf_counter()
    QTest.keyClick(edit, Qt.Key.Key_Return)
    ms = shown.since(
        began,
        lambda one: (
            one.kind is not ListKind.TYPED
            and one.question == question.strip()
            and bool(one.passages)
        ),
    )
    _pass(300)
    _stop(window)
    return ms


def _press(edit: QObject, text: str) -> None:
    # keyClicks knows only Latin letters; Japanese comes from an input method as whole text.
    if text.isascii():
        QTest.keyClicks(edit, text)
    else:
        edit.insertPlainText(text)  # type: ignore[attr-defined]


def _stop(window: MainWindow) -> None:
    window.questions.stop()
    _wait(lambda: not window.questions.is_running, at_most_s=60.0)


def _blocks(work: Callable[[], None]) -> list[float]:
    """How much later than due each tick of a timer came while ``work`` ran, in milliseconds."""
    late: list[float] = []
    last = time.perf_counter()

    def tick() -> None:
        nonlocal last
        now = time.perf_counter()
        late.append(max(0.0, (now - last) * 1000 - TICK_MS))
        last = now

    timer = QTimer()
    timer.setTimerType(Qt.TimerType.PreciseTimer)
    timer.timeout.connect(tick)
    timer.start(TICK_MS)
    work()
    timer.stop()
    return late


def _starts(arguments: argparse.Namespace) -> Row:
    """Start the window several times as a process of its own, compiled as when it is installed."""
    command = [sys.executable, __file__, "--only-start", "--workspace", str(arguments.workspace)]
    times = []
    with tempfile.TemporaryDirectory() as compiled:
        environment = os.environ | {"PYTHONPYCACHEPREFIX": compiled}
        environment.pop("PYTHONDONTWRITEBYTECODE", None)
        for _ in range(1 + N_STARTS):
            done = subprocess.run(
                command, capture_output=True, text=True, check=True, env=environment
            )
            times.append(float(done.stdout.split()[-1]))
    return _row("start -> usable window", times[1:])


def _start_only(arguments: argparse.Namespace) -> None:
    """From the start of this process until the window is painted and has taken a key."""
    app = make_application()
    window = _window(app, arguments.workspace, ServiceSettings(), is_started=False)
    QTest.qWaitForWindowExposed(window)
    edit = window.question.ask_box.text
    while edit.toPlainText() != "a":
        QTest.keyClick(edit, "a")
        QApplication.processEvents()
    print((time.time() - psutil.Process().create_time()) * 1000)
    window.close()


def _window(
    app: QApplication, workspace: Path, settings: ServiceSettings, *, is_started: bool = True
) -> MainWindow:
    translators = Translators(app)
    translators.install(Language.ENGLISH)
    kept = QSettings(str(workspace / "bench.ini"), QSettings.Format.IniFormat)
    link = EngineLink(lambda on_reply: EngineProcess(workspace, on_reply, settings))
    window = MainWindow(link, Preferences(kept), translators)
    window.resize(*SIZE)
    window.show()
    if is_started:
        link.start()
    return window


def _wait(is_so: Callable[[], bool], *, at_most_s: float = PATIENCE_S) -> None:
    until = time.monotonic() + at_most_s
    while not is_so() and time.monotonic() < until:
        _pass(TICK_MS)


def _pass(ms: int) -> None:
    """Let the event loop run; QTest.qWait sleeps 10 ms at a time, which would look like blocks."""
    loop = QEventLoop()
    timer = QTimer()
    timer.setSingleShot(True)
    timer.setTimerType(Qt.TimerType.PreciseTimer)
    timer.timeout.connect(loop.quit)
    timer.start(ms)
    loop.exec()


def _row(what: str, times: Sequence[float]) -> Row:
    ordered = sorted(times)
    if not ordered:
        return (what, 0, "-", "-", "-")
    p50, p95 = ordered[len(ordered) // 2], ordered[min(len(ordered) - 1, len(ordered) * 95 // 100)]
    print(f"{what}: {p50:.0f} {p95:.0f} {ordered[-1]:.0f}", file=sys.stderr, flush=True)
    return (what, len(ordered), f"{p50:.0f}", f"{p95:.0f}", f"{ordered[-1]:.0f}")


# A workspace of a size.
def grow(workspace: Path, n_chunks: int) -> None:
    """Index made documents, without embedding them, until there are ``n_chunks`` or more."""
    from engine.store.library import Library
    from ingest.indexer import index

    made = workspace / "made"
    made.mkdir(parents=True, exist_ok=True)
    library = Library.open(workspace)
    try:
        n = len(list(made.glob("*.md")))
        while (there := _count_chunks(library)) < n_chunks:
            _write_documents(made, range(n, n + 20))
            n += 20
            for _ in index(library, [made], cancel=threading.Event()):
                pass
            if _count_chunks(library) == there:
                raise SystemExit("nothing was indexed")
    finally:
        library.close()


def _n_chunks(workspace: Path) -> int:
    from engine.store.library import Library

    library = Library.open(workspace)
    try:
        return _count_chunks(library)
    finally:
        library.close()


def _count_chunks(library: object) -> int:
    return sum(document.n_chunks for document in library.documents())  # type: ignore[attr-defined]


_THINGS = "spindle bearing pump filter gearbox coupling valve chuck turret conveyor".split()
_PARTS = "nut bolt seal shaft housing cover flange spring key bushing".split()
_ACTS = "Tighten Inspect Replace Lubricate Measure Align Clean Adjust Drain Calibrate".split()


def _write_documents(folder: Path, numbers: range) -> None:
    """Manuals in Markdown about machines that do not exist, each in ``SECTIONS`` sections."""
    for number in numbers:
        random = Random(number)
        lines = [f"# Machine MX-{number} manual"]
        for section in range(1, SECTIONS + 1):
            thing, part = random.choice(_THINGS), random.choice(_PARTS)
            lines.append(f"## {section}. {thing.capitalize()} {part} of MX-{number}-{section}")
            for _ in range(8):
                act, value = random.choice(_ACTS), random.randrange(1, 900)
                unit = random.choice(("N·m", "mm", "bar", "h"))
                lines.append(
                    f"{act} the {part} of the {random.choice(_THINGS)} to {value} {unit} and "
                    f"write the value down before part {random.choice('ABCD')}-{value} is fitted.\n"
                )
        (folder / f"mx_{number}_manual.md").write_text("\n".join(lines), encoding="utf-8")


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--workspace", type=Path, required=True)
    parser.add_argument("--questions", type=Path)
    parser.add_argument("--make", type=int, default=0)
    parser.add_argument("--folder", type=Path)
    parser.add_argument("--model")
    parser.add_argument("--at-most", type=int, default=19)
    parser.add_argument("--only-start", action="store_true", help=argparse.SUPPRESS)
    return parser.parse_args()


if __name__ == "__main__":  # The engine process imports this module again.
    main()
