"""A qualification in a child of the engine process, apart from the model that answers.

A run loads other models beside the one that answers, for an hour or a night. In a lane of the
engine a crash of llama.cpp, or too little memory for both, would take answering down with it; in a
child it costs the case that was being asked, and the run goes on from its folder. Questions asked
meanwhile are answered, slower: the child has the lower priority, and where the system is out of
memory it is the first to go. It leaves when the engine does.
"""

from __future__ import annotations

import faulthandler
import os
import signal
import sys
import threading
import time
import traceback
from collections.abc import Iterator
from contextlib import closing, suppress
from dataclasses import dataclass
from multiprocessing.connection import Connection
from pathlib import Path
from typing import TypeAlias

import psutil

from engine.errors import GenbaError, QualificationLost
from engine.events import CancelToken
from engine.qualify.events import QualificationFinished, QualifyEvent
from engine.qualify.profile import Profile
from engine.qualify.tickets import Ticket
from ingest.spawning import Child

_LOOK_S = 0.2  # How often the cancel token is looked at while nothing comes.
_CANCEL_S = 10.0  # After that the child is ended; only the case it was at is lost.
_NICENESS = 10
_FIRST_TO_GO = 800  # Of 1000, as Linux counts whom to end when memory runs out.


@dataclass(frozen=True, slots=True)
class NewRun:
    """What a new run is to measure."""

    tickets: tuple[Ticket, ...]
    profile: Profile


@dataclass(frozen=True, slots=True)
class OldRun:
    """The folder of a run that is to go on."""

    folder: Path


@dataclass(frozen=True, slots=True)
class _Begun:
    folder: str


@dataclass(frozen=True, slots=True)
class _Ended:
    error: GenbaError | None = None
    trace: str = ""


_Message: TypeAlias = _Begun | QualifyEvent | _Ended


def qualified(
    workspace: Path, run: NewRun | OldRun, *, cancel: CancelToken
) -> Iterator[QualifyEvent]:
    """Begin a run or go on with one. The last event is QualificationFinished.

    Raises:
        QualificationLost: the child is gone.
        LibraryEmpty, QualificationChanged, RunUnreadable, ModelMissing, DiskFull and what else
            ``app.qualification`` and loading a model raise.
    """
    child = Child(run_child, workspace, run, name="genba-qualify", has_children=True)
    try:
        yield from _events(child, cancel)
    finally:
        child.stop()


def _events(child: Child, cancel: CancelToken) -> Iterator[QualifyEvent]:
    folder, told_at = "", None
    while True:
        if cancel.is_set():
            if told_at is None:
                told_at = time.monotonic()
                with suppress(OSError):  # It is gone; receiving says so too.
                    child.connection.send(None)
            elif time.monotonic() - told_at > _CANCEL_S:
                yield QualificationFinished(folder, is_cancelled=True)
                return
        try:
            if not child.connection.poll(_LOOK_S):
                continue
            message: _Message = child.connection.recv()
        except (EOFError, OSError) as error:
            raise QualificationLost(exit_code=child.exit_code) from error
        match message:
            case _Begun(folder):
                pass
            case _Ended():
                if message.trace:
                    raise RuntimeError(message.trace)
                if message.error is not None:
                    raise message.error
                return
            case _:
                yield message


# In the child.


def run_child(connection: Connection, workspace: Path, run: NewRun | OldRun) -> None:
    """The child's whole life. Ends when the run is over or cancelled, or the engine is gone."""
    # Ctrl-C in a terminal reaches every process there; the window decides what it means.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    _step_back()
    cancel = threading.Event()
    listener = threading.Thread(target=_listen, args=(connection, cancel), daemon=True)
    listener.start()
    try:
        _run(connection, workspace, run, cancel)
        end = _Ended()
    except GenbaError as error:
        end = _Ended(error)
    except Exception:  # noqa: BLE001  (the engine's lane says what it means)
        end = _Ended(trace=traceback.format_exc())
    _tell(connection, end)
    # Taking torch apart at interpreter exit would only cost seconds.
    os._exit(0)


def _run(
    connection: Connection, workspace: Path, run: NewRun | OldRun, cancel: threading.Event
) -> None:
    # Only here, so that the engine process, which imports this module too, starts sooner.
    from app.qualification import Wanted, begin, go_on  # noqa: PLC0415
    from engine.models.store import ModelStore  # noqa: PLC0415
    from engine.qualify.runs import RunFolder  # noqa: PLC0415
    from engine.store.library import Library  # noqa: PLC0415

    store = ModelStore.default()
    with closing(Library.open(workspace)) as library:
        match run:
            case NewRun(tickets, profile):
                kept = begin(workspace, library, Wanted(tickets, profile), store)
            case OldRun(folder):
                kept = RunFolder(folder)
        _tell(connection, _Begun(str(kept.path)))
        with (kept.path / "crash.log").open("a", encoding="utf-8") as crashes:
            faulthandler.enable(crashes)
            for event in go_on(kept, library, store, cancel=cancel):
                _tell(connection, event)
            faulthandler.disable()


def _listen(connection: Connection, cancel: threading.Event) -> None:
    """Anything that comes means: cancel. The end of the pipe means that the engine is gone."""
    try:
        while True:
            connection.recv()
            cancel.set()
    except (EOFError, OSError):
        os._exit(0)


def _tell(connection: Connection, message: _Message) -> None:
    try:
        connection.send(message)
    except OSError:
        os._exit(0)


def _step_back() -> None:
    """Let answering come first, for processor and memory."""
    process = psutil.Process()
    if sys.platform == "win32":
        process.nice(psutil.BELOW_NORMAL_PRIORITY_CLASS)
        return
    process.nice(_NICENESS)
    with suppress(OSError):  # Only Linux has it.
        Path("/proc/self/oom_score_adj").write_text(str(_FIRST_TO_GO), encoding="ascii")
