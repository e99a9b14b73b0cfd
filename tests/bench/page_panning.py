"""How smoothly a large drawing is moved about: the real window, the real engine, a real file.

    python tests/bench/page_panning.py DRAWING --workspace W [--zoom 8] [--seconds 6]

The drawing is indexed into the workspace if it is not there yet. The page is zoomed to ``--zoom``
logical pixels a point, then moved in a circle at 60 steps a second, as a hand would. Prints the
time from a step to the end of the work it caused in the window's event loop (a frame), how many
frames missed 1/60 s, the longest time that something in view was not sharp while moving, and after
a jump across the page. Offscreen unless QT_QPA_PLATFORM says otherwise.
"""

from __future__ import annotations

import argparse
import math
import os
import platform
import statistics
import sys
import time
from collections.abc import Callable
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[2]))
os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

import pymupdf
import PySide6
from PySide6.QtCore import QPointF, QSettings
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from app.engine_process import EngineProcess
from app.protocol import EngineStage
from app.service_settings import ServiceSettings
from app.window import theme
from app.window.application import make_application
from app.window.engine_link import EngineLink
from app.window.language import Language, Translators
from app.window.main_window import MainWindow
from app.window.page_view import PageView
from app.window.preferences import Preferences
from app.window.sights import document_sight

FRAME_S = 1 / 60
SHARP = 0.92
N_JUMPS = 12


def main() -> None:
    """Open, zoom, pan, jump, print."""
    arguments = _arguments()
    app = make_application()
    app.setPalette(theme.light_palette())
    translators = Translators(app)
    translators.install(Language.ENGLISH)
    settings = QSettings(str(arguments.workspace / "panning.ini"), QSettings.Format.IniFormat)
    # A model that is not there: nothing is loaded beside what is measured.
    service = ServiceSettings(language_model="none", embedding_model="none")
    link = EngineLink(lambda on_reply: EngineProcess(arguments.workspace, on_reply, service))
    window = MainWindow(link, Preferences(settings), translators)
    window.resize(*arguments.size)
    window.show()
    link.start()
    try:
        _measure(window, arguments)
    finally:
        window.close()
        link.stop()


def _measure(window: MainWindow, arguments: argparse.Namespace) -> None:
    _wait(lambda: window.link.state.stage is EngineStage.WITHOUT_MODEL, "the engine")
    path: Path = arguments.drawing.resolve()
    find = window.library.model.document_named
    name = arguments.name or path.name
    if arguments.name is None:
        window.stock.add([path])
    _wait(lambda: find(name) is not None, "the drawing in the library")
    document = find(name)
    assert document is not None
    sight = document_sight(document)
    assert sight is not None
    window.evidence.show_sight(sight)
    view = window.evidence.page
    _wait(lambda: view.picture is not None, "the page")
    view.zoom_to(arguments.zoom, QPointF(view.viewport().rect().center()))
    has_all = _wait(lambda: _is_sharp(view), "sharpness", at_most_s=15)
    assert view.picture is not None
    size = view.picture.size_pt * view.screen_scale if hasattr(view, "screen_scale") else None
    size = size or view.picture.size_pt * (view.zoom * view.devicePixelRatioF())
    print(
        f"{path.name}, page of {size.width():.0f} x {size.height():.0f} pixels in a view of "
        f"{view.viewport().width()} x {view.viewport().height()}; sharp at all: {has_all}"
    )
    frames, work, unsharp_s = _pan(view, arguments.seconds)
    late = sum(frame > FRAME_S for frame in frames)
    print(
        f"panning: {len(frames)} frames, p50 {statistics.median(frames) * 1e3:.1f} ms, "
        f"p95 {_share(frames, 0.95) * 1e3:.1f} ms, max {max(frames) * 1e3:.1f} ms, "
        f"{late} later than 1/60 s; longest not sharp {unsharp_s:.2f} s"
    )
    print(
        f"  of that the window process worked p50 {statistics.median(work) * 1e3:.1f} ms, "
        f"p95 {_share(work, 0.95) * 1e3:.1f} ms, max {max(work) * 1e3:.1f} ms"
    )
    waits = _jump(view) if has_all else []
    if waits:
        print(
            f"jumps: {len(waits)}, sharp after p50 {statistics.median(waits) * 1e3:.0f} ms, "
            f"max {max(waits) * 1e3:.0f} ms"
        )
    print(
        f"{platform.platform()}, {os.cpu_count()} cores, load {os.getloadavg()[0]:.1f}, "
        f"Python {platform.python_version()}, PySide6 {PySide6.__version__}, "
        f"PyMuPDF {pymupdf.__version__}"
    )


def _pan(view: PageView, seconds: float) -> tuple[list[float], list[float], float]:
    """Frame times, processor times of the window process in them, and the longest unsharp time.

    The last is the longest time without all in view being sharp, 0 if it always was. On a busy
    machine the processor times say more than the frame times.
    """
    across, down = view.horizontalScrollBar(), view.verticalScrollBar()
    began = time.perf_counter()
    frames: list[float] = []
    work: list[float] = []
    sharp_at, unsharp_s = began, 0.0
    while (now := time.perf_counter()) - began < seconds:
        angle = (now - began) / seconds * 2 * math.pi
        across.setValue(round(across.maximum() * (0.5 + 0.35 * math.cos(angle))))
        down.setValue(round(down.maximum() * (0.5 + 0.35 * math.sin(angle))))
        worked = time.process_time()
        QApplication.processEvents()
        done = time.perf_counter()
        work.append(time.process_time() - worked)
        frames.append(done - now)
        if _is_sharp(view):
            sharp_at = done
        unsharp_s = max(unsharp_s, done - sharp_at)
        while time.perf_counter() - now < FRAME_S:
            QApplication.processEvents()
            time.sleep(0.001)
    return frames, work, unsharp_s


def _jump(view: PageView) -> list[float]:
    """Seconds until all is sharp after each of some jumps; some lead where tiles are kept."""
    across, down = view.horizontalScrollBar(), view.verticalScrollBar()
    waits = []
    for n in range(N_JUMPS):
        across.setValue(round(across.maximum() * ((n * 0.618) % 1)))
        down.setValue(round(down.maximum() * ((n * 0.382 + 0.1) % 1)))
        began = time.perf_counter()
        while not _is_sharp(view) and time.perf_counter() - began < 10:
            QApplication.processEvents()
            time.sleep(0.001)
        waits.append(time.perf_counter() - began)
        QTest.qWait(100)
    return waits


def _is_sharp(view: PageView) -> bool:
    if hasattr(view, "is_sharp"):
        return view.is_sharp
    wanted = view.zoom * view.devicePixelRatioF()
    return view.picture is not None and view.picture.scale >= SHARP * wanted


def _share(values: list[float], share: float) -> float:
    return sorted(values)[min(len(values) - 1, int(len(values) * share))]


def _wait(is_so: Callable[[], bool], what: str, *, at_most_s: float = 300.0) -> bool:
    until = time.monotonic() + at_most_s
    while not is_so():
        if time.monotonic() > until:
            print(f"{what}: not within {at_most_s:.0f} s", flush=True)
            return False
        QTest.qWait(20)
    return True


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("drawing", type=Path)
    parser.add_argument("--workspace", type=Path, required=True)
    parser.add_argument("--name", help="the drawing's path in the library, if it is there")
    parser.add_argument("--zoom", type=float, default=8.0, help="logical pixels a point")
    parser.add_argument("--seconds", type=float, default=6.0)
    parser.add_argument("--size", type=int, nargs=2, default=(1920, 1080))
    return parser.parse_args()


if __name__ == "__main__":
    main()
