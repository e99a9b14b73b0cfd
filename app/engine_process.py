"""The engine process: its own side, and the handle that the window's side holds.

The child is spawned, never forked: it must work frozen on Windows and must not inherit Qt. It
reads requests from one pipe end on its main thread and answers from its lanes. When the pipe
closes the window is gone, and the child leaves too.
"""

from __future__ import annotations

import faulthandler
import logging
import multiprocessing
import os
import threading
import time
from collections import deque
from collections.abc import Callable
from multiprocessing.connection import Connection
from multiprocessing.process import BaseProcess
from pathlib import Path
from typing import TYPE_CHECKING

from app.engine_protocol import ApplySettings
from app.lanes import failure_of
from app.logging_setup import start_logging
from app.protocol import (
    Blame,
    Cancel,
    EngineStage,
    EngineState,
    JobDone,
    JobFailed,
    PauseWarming,
    Reply,
    Request,
    Shutdown,
)
from app.service_settings import ServiceSettings
from engine.domain import Failure
from engine.errors import GenbaError

if TYPE_CHECKING:
    pass

log = logging.getLogger("app.engine")

_GRACE_S = 5.0
_MAX_DEATHS = 3
_DEATHS_WITHIN_S = 60.0


class EngineProcess:
    """A child process that answers requests, restarted when it dies.

    ``on_reply`` is called on a thread of this object, never on the caller's. When the child dies
    its open jobs fail with EngineLost and a new child is started, unless it has died
    ``_MAX_DEATHS`` times within a minute: then its state is FAILED until ``start`` is called.
    """

    def __init__(
        self,
        workspace: Path,
        on_reply: Callable[[Reply], None],
        settings: ServiceSettings | None = None,
    ) -> None:
        self._workspace = workspace
        self._settings = settings or ServiceSettings()
        self._on_reply = on_reply
        self._lock = threading.Lock()
        self._process: BaseProcess | None = None
        self._connection: Connection | None = None
        self._thread: threading.Thread | None = None
        self._is_stopping = False
        self._is_restarting = False
        self._open_jobs: set[int] = set()
        self._asked_settings: dict[int, ServiceSettings] = {}  # By the job that is to apply them.
        self._waiting: list[Request] = []  # Sent while a child is being started.
        self._deaths: deque[float] = deque(maxlen=_MAX_DEATHS)

    @property
    def pid(self) -> int | None:
        """The child's process id, None when there is no child."""
        return self._process.pid if self._process else None

    def start(self) -> None:
        """Spawn the child. Returns at once; EngineState says how far it has come.

        Does nothing while there is one. Requests may be sent at once; they wait for the child.
        """
        if self._is_supervised():
            return
        self._is_stopping = False
        self._thread = threading.Thread(target=self._supervise, name="engine-link", daemon=True)
        self._thread.start()

    def send(self, request: Request) -> None:
        """Hand over a request. With no child to take it, its job fails with EngineLost."""
        with self._lock:
            if not isinstance(request, Cancel | PauseWarming | Shutdown):
                self._open_jobs.add(request.job)
            if isinstance(request, ApplySettings):
                self._asked_settings[request.job] = request.settings
            if self._connection is None and self._is_supervised():
                self._waiting.append(request)
                return
            is_sent = self._hand_over(request)
        if not is_sent:
            self._fail_open_jobs("none")

    def restart(self, settings: ServiceSettings) -> None:
        """Have the child leave and another come up with these settings. Returns at once.

        Open jobs fail with EngineLost. A child that does not leave in time is ended.
        """
        with self._lock:
            self._settings = settings
            process = self._process
        self._is_restarting = True
        self.send(Shutdown())
        if process is not None:
            killer = threading.Timer(_GRACE_S, process.kill)  # Does nothing once it has left.
            killer.daemon = True
            killer.start()

    def stop(self) -> None:
        """Ask the child to finish, wait a little, then end it."""
        self._is_stopping = True
        thread = self._thread
        if thread is None:
            return
        self.send(Shutdown())
        thread.join(_GRACE_S)
        if thread.is_alive() and self._process:
            log.warning("the engine did not leave in %.0f s and is ended", _GRACE_S)
            self._process.kill()
            thread.join(_GRACE_S)

    def _is_supervised(self) -> bool:
        return self._thread is not None and self._thread.is_alive()

    def _hand_over(self, request: Request) -> bool:
        """Send to the child; False if it is gone. The lock is held."""
        if self._connection is None:
            return False
        try:
            self._connection.send(request)
        except (OSError, ValueError):
            # The supervising thread sees the end of the pipe too and fails what is open.
            return self._is_supervised()
        return True

    def _supervise(self) -> None:
        while not self._is_stopping:
            exit_code = self._run_child()
            if self._is_stopping:
                return
            if self._is_restarting:
                self._is_restarting = False
                log.info("the engine is started anew")
                self._on_reply(EngineState(EngineStage.STARTING))
                self._fail_open_jobs(str(exit_code))
                continue
            log.error("the engine process ended with %s", exit_code)
            failure = Failure("EngineLost", (("exit_code", str(exit_code)),))
            self._on_reply(EngineState(EngineStage.LOST, failure=failure))
            self._fail_open_jobs(str(exit_code))
            now = time.monotonic()
            self._deaths.append(now)
            if len(self._deaths) == _MAX_DEATHS and now - self._deaths[0] < _DEATHS_WITHIN_S:
                break
        if not self._is_stopping:
            self._deaths.clear()
            self._thread = None  # From here on nothing waits for a child.
            self._on_reply(EngineState(EngineStage.FAILED, failure=failure))
            self._fail_open_jobs(str(exit_code))

    def _run_child(self) -> int | None:
        context = multiprocessing.get_context("spawn")
        ours, theirs = context.Pipe()
        process = context.Process(
            target=run_engine, args=(theirs, self._workspace, self._settings), name="genba-engine"
        )
        process.start()
        theirs.close()
        with self._lock:
            self._process, self._connection = process, ours
            waiting, self._waiting = self._waiting, []
            for request in waiting:
                self._hand_over(request)
        while True:
            try:
                reply: Reply = ours.recv()
            except (EOFError, OSError):
                break
            if isinstance(reply, JobDone | JobFailed):
                with self._lock:
                    self._open_jobs.discard(reply.job)
                    asked = self._asked_settings.pop(reply.job, None)
                    if asked is not None and isinstance(reply, JobDone):
                        self._settings = asked  # What a successor of this child begins with.
            self._on_reply(reply)
        with self._lock:
            self._connection = None
        process.join()
        ours.close()
        return process.exitcode

    def _fail_open_jobs(self, exit_code: str) -> None:
        with self._lock:
            jobs, self._open_jobs = sorted(self._open_jobs), set()
            self._asked_settings.clear()  # They may be what the child died of.
            self._waiting = []
        failure = Failure("EngineLost", (("exit_code", exit_code),))
        for job in jobs:
            self._on_reply(JobFailed(job, Blame.ENVIRONMENT, failure))


def run_engine(connection: Connection, workspace: Path, settings: ServiceSettings) -> None:
    """The child's whole life. Ends when told to, or when the window is gone."""
    send_lock = threading.Lock()

    def reply(value: Reply) -> None:
        try:
            with send_lock:
                connection.send(value)
        except OSError:
            # Nobody listens any more; what is committed is safe.
            os._exit(0)

    reply(EngineState(EngineStage.STARTING))
    # Only the child loads the engine; the window's side of this module stays light.
    from app.dispatcher import Dispatcher  # noqa: PLC0415
    from app.service import Service  # noqa: PLC0415

    try:
        start_logging(workspace)
        faulthandler.enable((workspace / "crash.log").open("a", encoding="utf-8"))
        service = Service(workspace, settings, program="genba window")
    except GenbaError as error:
        reply(EngineState(EngineStage.FAILED, failure=failure_of(error)))
        _wait_for_shutdown(connection)
        return
    reply(EngineState(EngineStage.OPEN))
    Dispatcher(service, reply).serve(connection)
    # All is closed. Taking torch apart at interpreter exit would only cost seconds.
    logging.shutdown()
    os._exit(0)


def _wait_for_shutdown(connection: Connection) -> None:
    while True:
        try:
            if isinstance(connection.recv(), Shutdown):
                return
        except (EOFError, OSError):
            return
