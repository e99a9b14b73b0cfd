"""Lanes of the engine process: one thread each, one job at a time, in order, cancellable.

Work of one kind is serial by construction; different kinds run side by side. This is one of the
three places with a broad except: a job that breaks must not take the engine with it. A lane may
have idle work, which runs while no job waits and is cancelled by the next one.
"""

from __future__ import annotations

import logging
import queue
import threading
import traceback
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import TypeAlias

from app.protocol import Blame, JobDone, JobEvent, JobEventBody, JobFailed, Reply
from engine.domain import Failure
from engine.errors import EnvironmentFault, GenbaError, UserFixable
from engine.events import CancelToken

log = logging.getLogger("app.lane")

Work: TypeAlias = Callable[[CancelToken], Iterable[JobEventBody]]


@dataclass(frozen=True, slots=True)
class _Job:
    number: int
    work: Work
    cancel: threading.Event = field(default_factory=threading.Event)


class Lane:
    """A thread that runs jobs in the order they came. ``reply`` is called on that thread."""

    def __init__(
        self,
        name: str,
        reply: Callable[[Reply], None],
        *,
        idle_work: Callable[[CancelToken], None] | None = None,
        idle_after_s: float = 3.0,
    ) -> None:
        """``idle_work`` is called whenever nothing was to do for ``idle_after_s``."""
        self._reply = reply
        self._idle_work = idle_work
        self._idle_after_s = idle_after_s
        self._idle_cancel = threading.Event()
        self._jobs: queue.SimpleQueue[_Job | None] = queue.SimpleQueue()
        self._open: dict[int, _Job] = {}
        self._lock = threading.Lock()
        self._thread = threading.Thread(target=self._run, name=f"lane-{name}", daemon=True)
        self._thread.start()

    def submit(self, number: int, work: Work) -> None:
        """Run ``work`` when its turn comes; every value it yields becomes a JobEvent."""
        job = _Job(number, work)
        with self._lock:
            self._open[number] = job
        self._jobs.put(job)
        self._idle_cancel.set()

    def cancel(self, number: int) -> None:
        """Ask a waiting or running job to stop. Unknown numbers are jobs of another lane."""
        with self._lock:
            job = self._open.get(number)
        if job:
            job.cancel.set()

    @property
    def is_busy(self) -> bool:
        """Whether a job runs or waits."""
        with self._lock:
            return bool(self._open)

    def interrupt_idle_work(self) -> None:
        """Have running idle work end now; it is asked again when the lane is idle next."""
        self._idle_cancel.set()

    def stop(self, timeout_s: float) -> None:
        """Cancel everything and wait for the running job to see it."""
        with self._lock:
            for job in self._open.values():
                job.cancel.set()
        self._jobs.put(None)
        self._idle_cancel.set()
        self._thread.join(timeout_s)

    def _run(self) -> None:
        while (job := self._next_job()) is not None:
            self._reply(self._outcome(job))
            with self._lock:
                del self._open[job.number]

    def _next_job(self) -> _Job | None:
        while self._idle_work:
            try:
                return self._jobs.get(timeout=self._idle_after_s)
            except queue.Empty:
                self._idle_cancel.clear()
                # A job that came before the line above is in the queue already.
                if self._jobs.empty():
                    self._run_idle_work(self._idle_work)
        return self._jobs.get()

    def _run_idle_work(self, work: Callable[[CancelToken], None]) -> None:
        try:
            work(self._idle_cancel)
        except GenbaError as error:
            log.warning("idle work failed: %s %s", error.code, error)
        except Exception:
            log.exception("idle work broke")

    def _outcome(self, job: _Job) -> Reply:
        try:
            for body in job.work(job.cancel):
                self._reply(JobEvent(job.number, body))
        except GenbaError as error:
            log.warning("job %d failed: %s %s", job.number, error.code, error)
            return JobFailed(job.number, blame_of(error), failure_of(error))
        except Exception as error:
            log.exception("job %d broke", job.number)
            failure = Failure(type(error).__name__, (("detail", str(error)),))
            return JobFailed(job.number, Blame.BUG, failure, traceback.format_exc())
        return JobDone(job.number)


def failure_of(error: GenbaError) -> Failure:
    """An error as a value."""
    return Failure(error.code, tuple(error.facts.items()))


def blame_of(error: GenbaError) -> Blame:
    """Which of the three kinds of error it is."""
    match error:
        case UserFixable():
            return Blame.USER
        case EnvironmentFault():
            return Blame.ENVIRONMENT
        case _:
            return Blame.BUG
