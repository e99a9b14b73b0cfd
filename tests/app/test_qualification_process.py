"""A qualification through the real engine process: begun, cancelled, lost, resumed, saved."""

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
    JobEvent,
    JobFailed,
)
from app.qualification_protocol import (
    QualificationRead,
    Qualify,
    ReadQualification,
    ReportSaved,
    ResumeQualification,
    RunRead,
    SaveReport,
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


def test_a_cancelled_run_keeps_what_is_done_and_goes_on_and_is_saved(
    link: Link, tmp_path: Path
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
    bodies = link.finished(53)
    asked = [body for body in bodies if isinstance(body, CaseDone)]
    assert len(asked) == ticket.n_planned - ticket.n_asked
    assert bodies[-1] == QualificationFinished(run.folder, is_cancelled=False)
    assert read_run(link, 54).is_over

    for name, start in (("report.pdf", b"%PDF"), ("report.html", b"<!")):
        link.engine.send(SaveReport(55, run.folder, tmp_path / name, "ja"))
        assert link.finished(55) == [ReportSaved(tmp_path / name)]
        assert (tmp_path / name).read_bytes().startswith(start)


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


def test_a_report_that_cannot_be_written_says_so(link: Link, tmp_path: Path) -> None:
    link.engine.send(Qualify(50, (TICKET,), SHORT))
    link.until_body(CaseDone)
    link.engine.send(Cancel(50))
    folder = link.until_body(QualificationFinished).folder
    for job, name in enumerate(("report.pdf", "report.html"), start=51):
        link.engine.send(SaveReport(job, folder, tmp_path / "nowhere" / name, "en"))
        replies = link.until(lambda r: isinstance(r, JobFailed | JobEvent))
        assert isinstance(replies[-1], JobFailed)
        assert replies[-1].failure.code == "ReportUnwritable"
