"""Rounds, dropping, resuming and the order of asking, with a scripted bench."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path

import pytest

from engine.errors import DiskFull, RunUnreadable, WorkspaceBusy
from engine.events import CancelToken
from engine.liveness import this_process
from engine.qualify.asking import CaseCancelled
from engine.qualify.cases import (
    Ability,
    Case,
    CaseResult,
    Condition,
    Expected,
    Mark,
    Plan,
    World,
)
from engine.qualify.events import CaseDone, QualificationFinished, TicketDropped
from engine.qualify.planning import rounds_of
from engine.qualify.profile import QUICK
from engine.qualify.runner import qualify
from engine.qualify.runs import RunAbout, RunFolder
from engine.qualify.tickets import SpeedRecord, Ticket
from engine.qualify.verdict import DEFAULT_THRESHOLDS

GOOD, POOR = Ticket("good"), Ticket("poor")
SPEED = SpeedRecord(((256, 50.0),), ((256, 16.0),), 1.0, 1.0, 2.0, 1500.0, 28672, 2304, 25.0, 0.01)


def case(n: int, condition: Condition = Condition.PROGRAM, world: str = "w1") -> Case:
    return Case(
        f"case-{condition}-{n:02}", Ability.NEEDLE, condition, world, "text", "en", "?", Expected()
    )


PLAN = Plan(
    {"w1": World("w1"), "w2": World("w2")},
    tuple(case(n, world=f"w{n % 2 + 1}") for n in range(40)),
)


@dataclass
class Script:
    """What every ticket makes of a case, and all that was asked, in order."""

    mark: Callable[[Ticket, Case], Mark]
    asked: list[tuple[str, str]] = field(default_factory=list)
    n_before_cancel: int | None = None
    cancel: threading.Event = field(default_factory=threading.Event)

    @contextmanager
    def open(self, ticket: Ticket) -> Iterator[ScriptedBench]:
        yield ScriptedBench(self, ticket)


@dataclass
class ScriptedBench:
    script: Script
    ticket: Ticket

    def ask(self, case: Case, *, cancel: CancelToken) -> CaseResult:
        if self.script.n_before_cancel == len(self.script.asked):
            raise CaseCancelled
        self.script.asked.append((self.ticket.id, case.id))
        return CaseResult(case.id, self.script.mark(self.ticket, case), "text", 0.5)

    def has_world(self, world: str) -> bool:
        return True

    def measure_speed(self, answers: Sequence[CaseResult], *, cancel: CancelToken) -> SpeedRecord:
        return SPEED


def begun(path: Path, plan: Plan = PLAN) -> RunFolder:
    folder = RunFolder(path)
    about = RunAbout("2026-11-25T10:00:00", QUICK, "0" * 64, "lib", 3, "here", (GOOD, POOR), {}, {})
    folder.begin(about, plan.cases)
    return folder


def run(
    folder: RunFolder, script: Script, plan: Plan = PLAN, *, drops: bool = True
) -> list[object]:
    events = qualify(
        folder,
        plan,
        (GOOD, POOR),
        script.open,
        thresholds=DEFAULT_THRESHOLDS,
        cancel=script.cancel,
        drops=drops,
    )
    return list(events)


def right_for_good(ticket: Ticket, _case: Case) -> Mark:
    return Mark.RIGHT if ticket is GOOD else Mark.WRONG


def test_a_hopeless_ticket_stops_after_a_quarter_and_the_good_one_goes_on(tmp_path: Path) -> None:
    script = Script(right_for_good)
    events = run(begun(tmp_path / "run"), script)
    by_ticket = [ticket for ticket, _ in script.asked]
    assert by_ticket.count(GOOD.id) == 40
    assert by_ticket.count(POOR.id) == 10
    assert TicketDropped(POOR.id, ("needle",)) in events
    assert events[-1] == QualificationFinished(str(tmp_path / "run"), is_cancelled=False)
    record = RunFolder(tmp_path / "run").record()
    assert record.dropped == {POOR.id: "needle"}
    assert record.speeds == {GOOD.id: SPEED}


def test_a_handful_of_cases_stops_nobody(tmp_path: Path) -> None:
    script, plan = Script(right_for_good), Plan(PLAN.worlds, PLAN.cases[:12])
    run(begun(tmp_path / "run", plan), script, plan)
    assert [ticket for ticket, _ in script.asked].count(POOR.id) == 6, "3 in the first round"


def test_every_ticket_is_asked_everything_when_none_is_to_be_dropped(tmp_path: Path) -> None:
    script = Script(right_for_good)
    run(begun(tmp_path / "run"), script, drops=False)
    assert len(script.asked) == 80


def test_what_is_done_is_not_asked_again_after_a_cancel(tmp_path: Path) -> None:
    folder = begun(tmp_path / "run")
    first = Script(right_for_good, n_before_cancel=7)
    events = run(folder, first)
    assert events[-1] == QualificationFinished(str(tmp_path / "run"), is_cancelled=True)
    second = Script(right_for_good)
    run(folder, second)
    assert len(first.asked) == 7
    assert not set(first.asked) & set(second.asked)
    whole = Script(right_for_good)
    run(begun(tmp_path / "other"), whole)
    assert sorted(first.asked + second.asked) == sorted(whole.asked)


def test_a_line_that_a_kill_cut_off_is_asked_again(tmp_path: Path) -> None:
    folder = begun(tmp_path / "run")
    run(folder, Script(right_for_good, n_before_cancel=5))
    results = tmp_path / "run" / "results.jsonl"
    results.write_bytes(results.read_bytes()[:-9])
    again = Script(right_for_good, n_before_cancel=1)
    run(folder, again)
    assert len(again.asked) == 1
    assert len(RunFolder(tmp_path / "run").record().results[GOOD.id]) == 5


def test_reading_a_run_changes_nothing_while_another_program_writes_a_line(tmp_path: Path) -> None:
    folder = begun(tmp_path / "run")
    run(folder, Script(right_for_good, n_before_cancel=5))
    results = tmp_path / "run" / "results.jsonl"
    half_written = results.read_bytes()[:-9]
    results.write_bytes(half_written)
    assert len(folder.record().results[GOOD.id]) == 4
    assert results.read_bytes() == half_written


def test_the_rest_is_told_and_shrinks(tmp_path: Path) -> None:
    events = run(begun(tmp_path / "run"), Script(right_for_good), drops=False)
    done = [event for event in events if isinstance(event, CaseDone)]
    assert [event.done for event in done] == list(range(1, 81))
    assert {event.total for event in done} == {80}
    assert done[-1].seconds_left == 0
    assert done[0].seconds_left is not None


def test_cases_of_one_world_are_asked_together_and_whole_prompts_last(tmp_path: Path) -> None:
    prompts = tuple(
        replace(case(n, Condition.PROMPT, f"w{n % 2 + 1}"), is_judged=False) for n in range(8)
    )
    plan = Plan(PLAN.worlds, (*prompts, *PLAN.cases[:8]))
    script = Script(right_for_good)
    run(begun(tmp_path / "run", plan), script, plan)
    cases = {one.id: one for one in plan.cases}
    asked = [cases[i] for ticket, i in script.asked if ticket == GOOD.id]
    assert len(asked) == 16
    judged, beside = asked[:8], asked[8:]
    assert {one.condition for one in judged} == {Condition.PROGRAM}
    assert [one.world for one in judged[4:]] == ["w1", "w1", "w2", "w2"], "the last round"
    assert {one.condition for one in beside} == {Condition.PROMPT}
    assert [one.world for one in beside] == ["w1"] * 4 + ["w2"] * 4


@pytest.mark.parametrize("n", [1, 5, 17, 40])
def test_rounds_have_every_case_once_and_double(n: int) -> None:
    rounds = rounds_of(PLAN.cases[:n], 3)
    asked = [one for cases in rounds for one in cases]
    assert sorted(one.id for one in asked) == sorted(one.id for one in PLAN.cases[:n])
    assert len(asked) == len(set(asked))
    assert len(rounds[0]) == -(-n // 4)


def test_a_run_is_read_back_as_it_was_kept(tmp_path: Path) -> None:
    folder = begun(tmp_path / "run")
    assert folder.cases() == PLAN.cases
    assert folder.about().tickets == (GOOD, POOR)
    assert folder.about().profile == QUICK
    result = CaseResult("case-1", Mark.ABSTAINED, "文書には…", 1.25, None, 10, 3, 4, ("sql",))
    folder.keep_result(GOOD.id, result)
    assert folder.record().results == {GOOD.id: {"case-1": result}}


@pytest.mark.parametrize("content", ["", "{", '{"profile": "quick"}', "[]"])
def test_a_folder_that_is_no_run_is_told(tmp_path: Path, content: str) -> None:
    folder = begun(tmp_path / "run")
    (tmp_path / "run" / "run.json").write_text(content, encoding="utf-8")
    with pytest.raises(RunUnreadable, match="run"):
        folder.about()


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no device that is always full here")
def test_a_full_disk_is_told_and_what_was_kept_stays(tmp_path: Path) -> None:
    folder = begun(tmp_path / "run")
    folder.keep_result(GOOD.id, CaseResult("case-1", Mark.RIGHT, "", 1.0))
    results = tmp_path / "run" / "results.jsonl"
    results.rename(tmp_path / "kept")
    results.symlink_to("/dev/full")
    with pytest.raises(DiskFull):
        folder.keep_result(GOOD.id, CaseResult("case-2", Mark.RIGHT, "", 1.0))
    results.unlink()
    (tmp_path / "kept").rename(results)
    assert set(folder.record().results[GOOD.id]) == {"case-1"}


def test_one_program_at_a_time_goes_on_with_a_run(tmp_path: Path) -> None:
    folder = begun(tmp_path / "run")
    with (
        folder.held("the window"),
        pytest.raises(WorkspaceBusy, match="the window"),
        RunFolder(folder.path).held("genba qualify"),
    ):
        pass
    with folder.held("genba qualify"):
        pass


def test_a_writer_that_is_gone_is_followed(tmp_path: Path) -> None:
    folder = begun(tmp_path / "run")
    gone = {**this_process(), "started": 1.0, "program": "the window"}
    (folder.path / "writer.json").write_text(json.dumps(gone), encoding="utf-8")
    with folder.held("genba qualify"):
        pass
    assert not (folder.path / "writer.json").exists()
