"""One piece of work in a process of its own: seconds, processor seconds, and peak memory.

Memory is the most that the process had, with its libraries loaded; of children others tell.
"""

from __future__ import annotations

import multiprocessing
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from multiprocessing.connection import Connection
from pathlib import Path

import psutil

_BEGUN_WITHOUT_WORK = "nothing was measured: the process died"


@dataclass(frozen=True, slots=True)
class Measured:
    """What a piece of work took. ``n`` is what it gives back: how many pages or rows there were."""

    n: int
    seconds: float
    cpu_s: float
    peak_mb: float
    loaded_mb: float


def alone(work: Callable[[Path], int], path: Path) -> Measured:
    """Do ``work``, a function of a module, in a new process. Raises RuntimeError if it dies."""
    context = multiprocessing.get_context("spawn")
    ours, theirs = context.Pipe()
    process = context.Process(target=_measure, args=(theirs, work, path))
    process.start()
    theirs.close()
    try:
        measured: Measured = ours.recv()
    except EOFError as error:
        raise RuntimeError(_BEGUN_WITHOUT_WORK) from error
    finally:
        process.join()
    return measured


def best_of(work: Callable[[Path], int], path: Path, rounds: int) -> Measured:
    """The fastest of some rounds: what is slower is the work of others."""
    return min((alone(work, path) for _ in range(rounds)), key=lambda found: found.cpu_s)


def _measure(connection: Connection, work: Callable[[Path], int], path: Path) -> None:
    loaded_mb = psutil.Process().memory_info().rss / 2**20
    started, cpu = time.perf_counter(), time.process_time()
    n = work(path)
    seconds, cpu_s = time.perf_counter() - started, time.process_time() - cpu
    connection.send(Measured(n, seconds, cpu_s, _peak_mb(), loaded_mb))


def _peak_mb() -> float:
    """The most that this process has had, from its start on."""
    if sys.platform == "linux":
        # Not ru_maxrss, which a new process takes over from the one that started it.
        for line in Path("/proc/self/status").read_text().splitlines():
            if line.startswith("VmHWM:"):
                return int(line.split()[1]) / 1024
    memory = psutil.Process().memory_info()
    return float(getattr(memory, "peak_wset", memory.rss)) / 2**20
