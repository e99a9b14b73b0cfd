"""Lanes of the engine process: one thread each, one job at a time, in order, cancellable.

Work of one kind is serial by construction; different kinds run side by side. This is one of the
three places with a broad except: a job that breaks must not take the engine with it.
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

    def __init__(self, name: str, reply: Callable[[Reply], None]) -> None:
        self._reply = reply
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

    def cancel(self, number: int) -> None:
        """Ask a waiting or running job to stop. Unknown numbers are jobs of another lane."""
        with self._lock:
            job = self._open.get(number)
        if job:
            job.cancel.set()

    def stop(self, timeout_s: float) -> None:
        """Cancel everything and wait for the running job to see it."""
        with self._lock:
            for job in self._open.values():
                job.cancel.set()
        self._jobs.put(None)
        self._thread.join(timeout_s)

    def _run(self) -> None:
        while (job := self._jobs.get()) is not None:
            self._reply(self._outcome(job))
            with self._lock:
                del self._open[job.number]

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
