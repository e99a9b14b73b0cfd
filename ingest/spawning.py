"""Starting children that parse what nobody vouches for, and ending them with us.

A child imports nothing of the program that started it: no window, no model.
"""

from __future__ import annotations

import contextlib
import multiprocessing
import os
import signal
import sys
import threading
import types
from collections.abc import Callable, Iterator
from multiprocessing.connection import Connection, wait
from typing import Any

_MAX_CPU_S = 6 * 3600  # For a child whose parent is gone and cannot end it.
_MAIN_LOCK = threading.Lock()


class Child:
    """A spawned process with a pipe to it. ``target`` is called with its end of the pipe first.

    One that ``has_children`` of its own must end by itself when the pipe closes.
    """

    def __init__(
        self,
        target: Callable[..., None],
        *arguments: object,
        name: str = "genba-reader",
        has_children: bool = False,
    ) -> None:
        context = multiprocessing.get_context("spawn")
        self.connection, theirs = context.Pipe()
        # The library lets no daemon have children.
        self._process = context.Process(
            target=target, args=(theirs, *arguments), name=name, daemon=not has_children
        )
        with _plain_main():
            self._process.start()
        theirs.close()

    @property
    def pid(self) -> int:
        """The process id."""
        return self._process.pid or 0

    @property
    def exit_code(self) -> int | None:
        """None while it runs; waits a moment for one that is about to end."""
        self._process.join(1.0)
        return self._process.exitcode

    def is_alive(self) -> bool:
        """Whether it still runs."""
        return self._process.is_alive()

    def stop(self) -> None:
        """End it at once. Safe to call twice."""
        with contextlib.suppress(OSError):
            self.connection.close()
        if self._process.pid is not None:
            with contextlib.suppress(ValueError):
                self._process.kill()
                self._process.join(5.0)
                self._process.close()


@contextlib.contextmanager
def _plain_main() -> Iterator[None]:
    """Spawned children import the parent's main module again, which may be the whole window."""
    with _MAIN_LOCK:
        main = sys.modules["__main__"]
        sys.modules["__main__"] = types.ModuleType("__main__")
        try:
            yield
        finally:
            sys.modules["__main__"] = main


# In the child.


def settle(memory_mb: int) -> None:
    """Make this child harmless: silent, bounded, and gone when its parent is."""
    _silence()
    # Ctrl-C in a terminal reaches every process there; whoever started us decides what it means.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    threading.Thread(target=_follow_parent, name="follow-parent", daemon=True).start()
    limit(memory_mb)


def _silence() -> None:
    # Libraries print to the file descriptors themselves, and ours may be another's pipe.
    null = os.open(os.devnull, os.O_RDWR)
    for descriptor in (0, 1, 2):
        with contextlib.suppress(OSError):
            os.dup2(null, descriptor)


def _follow_parent() -> None:
    parent = multiprocessing.parent_process()
    if parent is not None:
        wait([parent.sentinel])
        os._exit(0)


def limit(memory_mb: int) -> None:
    """Bound the address space where the system can; the parent watches on every system.

    Processor time is bounded for a library that loops without letting the thread above run.
    """
    if sys.platform == "win32":
        return
    import resource  # noqa: PLC0415  (not on Windows)

    import psutil  # noqa: PLC0415  (only where it is needed)

    used = int(psutil.Process().memory_info().vms)
    with contextlib.suppress(ValueError, OSError):
        resource.setrlimit(resource.RLIMIT_AS, (used + memory_mb * 2**20,) * 2)
        resource.setrlimit(resource.RLIMIT_CPU, (_MAX_CPU_S,) * 2)
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def send(connection: Connection, message: tuple[Any, ...]) -> None:
    """Send to the parent; if it is gone, so are we."""
    try:
        connection.send(message)
    except (BrokenPipeError, ConnectionResetError):
        os._exit(0)


def send_bytes(connection: Connection, message: bytes) -> None:
    """Send a message that is packed already; if the parent is gone, so are we."""
    try:
        connection.send_bytes(message)
    except (BrokenPipeError, ConnectionResetError):
        os._exit(0)
