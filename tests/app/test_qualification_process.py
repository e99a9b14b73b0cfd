"""A qualification through the real engine process, with a question in between."""

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


def test_a_killed_run_is_lost_alone_and_goes_on_until_it_is_cancelled(link: Link) -> None:
    link.engine.send(Qualify(50, (TICKET,), SHORT))
    link.until_body(CaseDone)
    link.engine.send(Ask(51, QUESTION))
    link.until_body(AnswerFinished)
    os.kill(child_of(link).pid, signal.SIGKILL)
    failed = link.until(lambda r: isinstance(r, JobFailed))[-1]
    assert isinstance(failed, JobFailed)
    assert (failed.job, failed.failure.code) == (50, "QualificationLost")
    run = read_run(link, 52)
    (ticket,) = run.summary.tickets
    assert 0 < ticket.n_asked < ticket.n_planned
    assert not run.is_over
    assert run.charts["bars-0"].startswith("<svg")

    link.engine.send(ResumeQualification(53, run.folder))
    assert link.until_body(CaseDone).done == ticket.n_asked + 1
    link.engine.send(Cancel(53))
    assert link.finished(53)[-1] == QualificationFinished(run.folder, is_cancelled=True)
