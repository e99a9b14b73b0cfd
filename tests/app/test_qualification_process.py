"""A qualification through the real engine process: begun, cancelled, lost, resumed."""

from __future__ import annotations

import os
import signal
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import psutil
import pytest

from app.protocol import (
    Ask,
    Cancel,
    JobFailed,
)
from app.qualification_protocol import (
    QualificationRead,
    Qualify,
    ReadQualification,
    ResumeQualification,
    RunRead,
)
from engine.events import AnswerFinished
from engine.qualify.events import CaseDone, QualificationFinished
from engine.qualify.profile import QUICK
from engine.qualify.svg import LIGHT
from engine.qualify.tickets import Ticket
from tests.app.test_engine_process import QUESTION, SMALL, Link, index_samples

pytestmark = pytest.mark.real

TICKET = Ticket("smollm2-135m-instruct-q4_1", kv_limit_mb=40)
SHORT = replace(QUICK, lengths=(500,), depths=(0.5,), languages=("en",), n_cases=1)


@pytest.fixture
def link(workspace: Path) -> Iterator[Link]:
    link = Link(workspace, SMALL)
    link.engine.start()
    index_samples(link)
    yield link
    link.engine.stop()


def read_run(link: Link, job: int) -> RunRead:
    link.engine.send(ReadQualification(job, "en", LIGHT))
    (read,) = link.finished(job)
    assert isinstance(read, QualificationRead)
    assert TICKET.model in [choice.id for choice in read.models]
    assert read.run is not None
    return read.run


def child_of(link: Link) -> psutil.Process:
    """The child that qualifies: the one that has the lower priority and the most memory."""
    children = psutil.Process(link.engine.pid).children()
    return max(children, key=lambda child: child.memory_info().rss)


def test_a_cancelled_run_keeps_what_is_done_and_goes_on_while_a_question_is_answered(
    link: Link,
) -> None:
    link.engine.send(Qualify(50, (TICKET,), SHORT))
    link.until_body(CaseDone)
    link.engine.send(Ask(51, QUESTION))
    link.until_body(AnswerFinished)
    link.engine.send(Cancel(50))
    finished = link.until_body(QualificationFinished)
    assert finished.is_cancelled
    run = read_run(link, 52)
    assert (run.folder, run.is_over) == (finished.folder, False)
    (ticket,) = run.summary.tickets
    assert 0 < ticket.n_asked < ticket.n_planned
    assert run.charts["bars-0"].startswith("<svg")

    link.engine.send(ResumeQualification(53, run.folder))
    next_case = link.until_body(CaseDone)
    assert next_case.done == ticket.n_asked + 1
    link.engine.send(Cancel(53))
    assert link.finished(53)[-1] == QualificationFinished(run.folder, is_cancelled=True)


def test_a_killed_run_is_lost_alone_and_answers_go_on(link: Link) -> None:
    link.engine.send(Qualify(50, (TICKET,), SHORT))
    link.until_body(CaseDone)
    os.kill(child_of(link).pid, signal.SIGKILL)
    failed = link.until(lambda r: isinstance(r, JobFailed))[-1]
    assert isinstance(failed, JobFailed)
    assert (failed.job, failed.failure.code) == (50, "QualificationLost")
    link.engine.send(Ask(51, QUESTION))
    assert isinstance(link.finished(51)[-1], AnswerFinished)
    assert not read_run(link, 52).is_over
