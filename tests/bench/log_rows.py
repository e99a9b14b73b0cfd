"""How smooth a long log is on the screen: opening it, and jumping around in it.

Run: python tests/bench/log_rows.py [--rows 1000000] [--jumps 200]. Makes a log of that many rows in
a new workspace, opens it in the evidence panel behind a real engine process, and drags the scroll
bar to random places. ``block`` is the longest time in which the window's event loop ran nothing
else; ``rows`` is from the jump until the rows in view have come. Needs no model.
"""

from __future__ import annotations

import argparse
import os
import random
import statistics
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QApplication

from app.engine_process import EngineProcess
from app.window.engine_link import OPEN_STAGES, EngineLink
from app.window.evidence_flow import EvidenceFlow
from app.window.evidence_panel import EvidencePanel
from app.window.row_table import RowTable
from app.window.sights import RowSight
from engine.domain import (
    Column,
    ColumnType,
    DocumentHead,
    DocumentKind,
    LogRows,
    LogTable,
    Source,
    SourceState,
)
from engine.store.library import Library
from engine.store.prepared import StoredPart

_PART = 10_000
_COLUMNS = (
    Column("time", "Time", ColumnType.DATETIME, ""),
    Column("serial", "Serial", ColumnType.TEXT, ""),
    Column("torque", "Torque [N·m]", ColumnType.REAL, ""),
    Column("angle", "Angle [deg]", ColumnType.REAL, ""),
    Column("station", "Station", ColumnType.INTEGER, ""),
    Column("verdict", "Verdict", ColumnType.TEXT, ""),
)


def main() -> None:
    """Make the log, open it, jump, print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rows", type=int, default=1_000_000)
    parser.add_argument("--jumps", type=int, default=200)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        workspace = Path(folder)
        _make_log(workspace, options.rows)
        _measure(workspace, options.rows, options.jumps)


def _make_log(workspace: Path, n_rows: int) -> None:
    library = Library.open(workspace)
    source = Source("/logs", "torque.csv", 1, 1, SourceState.INDEXED, "sha256:1", "sha256:1")
    library.store_document(source, _parts(n_rows))
    library.close()


def _parts(n_rows: int) -> Iterator[StoredPart]:
    yield DocumentHead(DocumentKind.LOG_TABLE, "torque", 0)
    yield LogTable("torque", _COLUMNS)
    for first in range(1, n_rows + 1, _PART):
        yield LogRows(first, [_row(n) for n in range(first, min(first + _PART, n_rows + 1))])


def _row(n: int) -> tuple[str, str, float, float, int, str]:
    time_of = f"2024-{n % 12 + 1:02}-{n % 28 + 1:02} {n % 24:02}:{n % 60:02}:00"
    return time_of, f"SH-{n}", 11.5 + n % 17 / 10, 40 + n % 90 / 3, n % 7, "OK" if n % 9 else "NG"


def _measure(workspace: Path, n_rows: int, n_jumps: int) -> None:
    QApplication([])
    link = EngineLink(lambda on_reply: EngineProcess(workspace, on_reply))
    panel = EvidencePanel()
    EvidenceFlow(link, panel, panel)
    panel.resize(640, 700)
    panel.show()
    link.start()
    loop = _Loop()
    loop.run_until(lambda: link.state.stage in OPEN_STAGES)
    loop.longest_s = 0.0
    cited = tuple(sorted(random.Random(7).sample(range(1, n_rows), 40)))
    began = time.perf_counter()
    panel.show_sight(RowSight("torque.csv", "torque", cited))
    loop.run_until(lambda: _is_here(panel.table))
    opened = time.perf_counter() - began
    print(
        f"{n_rows:,} rows: opened in {opened * 1000:.0f} ms, block {loop.longest_s * 1000:.0f} ms"
    )
    loop.longest_s = 0.0
    waits = []
    bar = panel.table.verticalScrollBar()
    rng = random.Random(1)
    for _ in range(n_jumps):
        began = time.perf_counter()
        bar.setValue(rng.randrange(bar.maximum()))
        loop.run_until(lambda: _is_here(panel.table))
        waits.append(time.perf_counter() - began)
    cuts = statistics.quantiles(waits, n=20)
    p50, p95 = cuts[9] * 1000, cuts[18] * 1000
    print(
        f"{n_jumps} jumps: rows after {p50:.0f} ms (p50), {p95:.0f} ms (p95),"
        f" block {loop.longest_s * 1000:.0f} ms"
    )
    loop.longest_s = 0.0
    began = time.perf_counter()
    for n in range(n_jumps):  # The bar is dragged all the way down without a stop.
        bar.setValue(bar.maximum() * n // n_jumps)
        loop.run_once()
    drag_s = (time.perf_counter() - began) / n_jumps
    loop.run_until(lambda: _is_here(panel.table))
    print(f"dragging: {drag_s * 1000:.1f} ms a frame, block {loop.longest_s * 1000:.0f} ms")
    loop.longest_s = 0.0
    panel.log.step(1)
    loop.run_until(lambda: _is_here(panel.table))
    panel.table.selectAll()
    loop.run_until(lambda: True)
    print(f"next cited row, all selected: block {loop.longest_s * 1000:.0f} ms")
    link.stop()


def _is_here(table: RowTable) -> bool:
    """Whether every row in view has come."""
    first, last = table.rowAt(0) + 1, table.rowAt(table.viewport().height() - 1) + 1
    return first > 0 and all(table.rows.row(n) is not None for n in range(first, last + 1))


class _Loop:
    """Runs the event loop in short turns and knows the longest of them."""

    def __init__(self) -> None:
        self.longest_s = 0.0

    def run_once(self) -> None:
        began = time.perf_counter()
        QCoreApplication.processEvents()
        self.longest_s = max(self.longest_s, time.perf_counter() - began)

    def run_until(self, is_done: Callable[[], bool]) -> None:
        self.run_once()
        while not is_done():
            self.run_once()
            time.sleep(0.0005)


if __name__ == "__main__":
    main()
