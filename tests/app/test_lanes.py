"""A lane runs jobs in order, ends each exactly once, and outlives jobs that break."""

from __future__ import annotations

import queue
import threading
from collections.abc import Iterable, Iterator

import pytest

from app.lanes import Lane
from app.protocol import Blame, JobDone, JobEvent, JobEventBody, JobFailed, Reply
from engine.errors import DiskFull, FileEmpty
from engine.events import AnswerGrew, CancelToken


@pytest.fixture
def replies() -> queue.SimpleQueue[Reply]:
    return queue.SimpleQueue()


@pytest.fixture
def lane(replies: queue.SimpleQueue[Reply]) -> Iterator[Lane]:
    lane = Lane("test", replies.put)
    yield lane
    lane.stop(5)


def next_reply(replies: queue.SimpleQueue[Reply]) -> Reply:
    return replies.get(timeout=5)


def saying(*texts: str) -> Iterable[JobEventBody]:
    return [AnswerGrew(text) for text in texts]


def test_jobs_run_in_order_and_each_ends_once(
    lane: Lane, replies: queue.SimpleQueue[Reply]
) -> None:
    lane.submit(1, lambda _: saying("a", "b"))
    lane.submit(2, lambda _: saying("c"))
    assert [next_reply(replies) for _ in range(5)] == [
        JobEvent(1, AnswerGrew("a")),
        JobEvent(1, AnswerGrew("b")),
        JobDone(1),
        JobEvent(2, AnswerGrew("c")),
        JobDone(2),
    ]


def test_a_broken_job_is_a_bug_with_its_trace_and_the_next_one_runs(
    lane: Lane, replies: queue.SimpleQueue[Reply], caplog: pytest.LogCaptureFixture
) -> None:
    def broken(_: CancelToken) -> Iterable[JobEventBody]:
        raise ZeroDivisionError("of a job")

    lane.submit(1, broken)
    lane.submit(2, lambda _: saying())
    failed = next_reply(replies)
    assert isinstance(failed, JobFailed)
    assert (failed.blame, failed.failure.code) == (Blame.BUG, "ZeroDivisionError")
    assert "of a job" in failed.trace
    assert next_reply(replies) == JobDone(2)
    assert "job 1 broke" in caplog.text


@pytest.mark.parametrize(
    ("error", "blame"),
    [
        (FileEmpty(path="a.pdf"), Blame.USER),
        (DiskFull(path="/", needed_mb=1, free_mb=0), Blame.ENVIRONMENT),
    ],
)
def test_an_expected_error_keeps_its_facts_and_its_kind(
    lane: Lane,
    replies: queue.SimpleQueue[Reply],
    error: FileEmpty | DiskFull,
    blame: Blame,
    caplog: pytest.LogCaptureFixture,
) -> None:
    def failing(_: CancelToken) -> Iterable[JobEventBody]:
        raise error

    lane.submit(1, failing)
    failed = next_reply(replies)
    assert isinstance(failed, JobFailed)
    assert (failed.blame, dict(failed.failure.facts)) == (blame, error.facts)
    assert failed.trace == ""


def test_cancel_reaches_the_running_job_and_not_its_neighbour(
    lane: Lane, replies: queue.SimpleQueue[Reply]
) -> None:
    started = threading.Event()

    def until_cancelled(cancel: CancelToken) -> Iterator[JobEventBody]:
        started.set()
        assert isinstance(cancel, threading.Event)
        cancel.wait(5)
        yield AnswerGrew("stopped" if cancel.is_set() else "timed out")

    def report(cancel: CancelToken) -> Iterator[JobEventBody]:
        yield AnswerGrew("cancelled" if cancel.is_set() else "free")

    lane.submit(1, until_cancelled)
    lane.submit(2, report)
    started.wait(5)
    lane.cancel(1)
    bodies = [next_reply(replies) for _ in range(4)]
    assert bodies[0] == JobEvent(1, AnswerGrew("stopped"))
    assert bodies[2] == JobEvent(2, AnswerGrew("free"))


def test_idle_work_runs_when_nothing_waits_and_yields_to_a_job(
    replies: queue.SimpleQueue[Reply],
) -> None:
    runs: queue.SimpleQueue[str] = queue.SimpleQueue()

    def idle(cancel: CancelToken) -> None:
        runs.put("started")
        assert isinstance(cancel, threading.Event)
        assert cancel.wait(5)
        runs.put("cancelled")

    lane = Lane("test", replies.put, idle_work=idle, idle_after_s=0.02)
    assert runs.get(timeout=5) == "started"
    lane.submit(1, lambda _: saying("a"))
    assert runs.get(timeout=5) == "cancelled"
    assert next_reply(replies) == JobEvent(1, AnswerGrew("a"))
    assert next_reply(replies) == JobDone(1)
    assert runs.get(timeout=5) == "started", "and again when it is idle again"
    lane.stop(5)
    assert runs.get(timeout=5) == "cancelled"


def test_broken_idle_work_does_not_take_the_lane_with_it(
    replies: queue.SimpleQueue[Reply], caplog: pytest.LogCaptureFixture
) -> None:
    broke = threading.Event()

    def idle(_: CancelToken) -> None:
        broke.set()
        raise ZeroDivisionError

    lane = Lane("test", replies.put, idle_work=idle, idle_after_s=0.02)
    assert broke.wait(5)
    lane.submit(1, lambda _: saying())
    assert next_reply(replies) == JobDone(1)
    lane.stop(5)
    assert "idle work broke" in caplog.text
