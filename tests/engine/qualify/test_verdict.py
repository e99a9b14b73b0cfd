"""Intervals against published values, and never a pass from too few cases."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.qualify.cases import Ability, Case, CaseResult, Condition, Expected, Mark
from engine.qualify.verdict import Tally, Verdict, judge, judge_ticket, tally, wilson


@pytest.mark.parametrize(
    ("right", "n", "low", "high"),
    [
        # Newcombe 1998, "Two-sided confidence intervals for the single proportion", table I.
        (81, 263, 0.2553, 0.3662),
        (15, 148, 0.0624, 0.1605),
        (0, 20, 0.0000, 0.1611),
        (1, 29, 0.0061, 0.1718),
    ],
)
def test_the_interval_is_that_of_the_published_table(
    right: int, n: int, low: float, high: float
) -> None:
    found = wilson(right, n)
    assert (round(found.low, 4), round(found.high, 4)) == (low, high)


@given(st.integers(1, 500).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n))))
def test_the_share_lies_in_its_interval(counts: tuple[int, int]) -> None:
    right, n = counts
    found = wilson(right, n)
    assert 0 <= found.low <= right / n + 1e-12
    assert right / n - 1e-12 <= found.high <= 1


@pytest.mark.parametrize(("n", "verdict"), [(34, Verdict.OPEN), (35, Verdict.PASSES)])
def test_all_right_is_not_yet_a_pass_with_few_cases(n: int, verdict: Verdict) -> None:
    assert judge(Ability.NEEDLE, Tally(n, right=n), 0.9).verdict is verdict


def test_what_is_missing_is_what_makes_the_pass() -> None:
    found = judge(Ability.NEEDLE, Tally(20, right=20), 0.9)
    assert found.verdict is Verdict.OPEN
    more = found.n_missing
    assert judge(Ability.NEEDLE, Tally(20 + more, right=20 + more), 0.9).verdict is Verdict.PASSES
    assert judge(Ability.NEEDLE, Tally(19 + more, right=19 + more), 0.9).verdict is Verdict.OPEN


def test_a_share_that_is_surely_below_fails() -> None:
    assert judge(Ability.TOOLS, Tally(10, right=2), 0.85).verdict is Verdict.FAILS
    assert judge(Ability.TOOLS, Tally(4, right=3), 0.85).verdict is Verdict.OPEN
    assert judge(Ability.TOOLS, Tally(), 0.85).verdict is Verdict.OPEN


def case(name: str, ability: Ability, *, is_judged: bool = True) -> Case:
    return Case(
        name, ability, Condition.PROGRAM, "w", "k", "en", "?", Expected(), is_judged=is_judged
    )


def test_a_ticket_passes_only_if_every_ability_does_and_only_judged_cases_count() -> None:
    needles = [case(f"n{i}", Ability.NEEDLE) for i in range(40)]
    tools = [case(f"t{i}", Ability.TOOLS) for i in range(40)]
    beside = [case(f"b{i}", Ability.TOOLS, is_judged=False) for i in range(40)]
    cases = [*needles, *tools, *beside]
    right = {one.id: CaseResult(one.id, Mark.RIGHT, "", 1.0) for one in (*needles, *tools)}
    wrong = {one.id: CaseResult(one.id, Mark.WRONG, "", 1.0) for one in beside}
    assert judge_ticket("t", cases, right | wrong).verdict is Verdict.PASSES
    some = {name: found for name, found in right.items() if name not in {"t1", "t2", "t3"}}
    some |= {name: CaseResult(name, Mark.WRONG, "", 1.0) for name in ("t1", "t2", "t3")}
    assert judge_ticket("t", cases, some).verdict is Verdict.OPEN
    none = {one.id: CaseResult(one.id, Mark.ABSTAINED, "", 1.0) for one in tools}
    assert judge_ticket("t", cases, right | none).verdict is Verdict.FAILS


def test_too_few_marked_answers_hold_up_no_pass_unless_they_fail() -> None:
    needles = [case(f"n{i}", Ability.NEEDLE) for i in range(40)]
    marked = [case(f"m{i}", Ability.MARKED) for i in range(3)]
    needles_right = {one.id: CaseResult(one.id, Mark.RIGHT, "", 1.0) for one in needles}
    right = {one.id: CaseResult(one.id, Mark.RIGHT, "", 1.0) for one in marked}
    wrong = {one.id: CaseResult(one.id, Mark.WRONG, "", 1.0) for one in marked}
    cases = [*needles, *marked]
    assert judge_ticket("t", cases, needles_right).verdict is Verdict.OPEN, "not asked yet"
    assert judge_ticket("t", cases, needles_right | right).verdict is Verdict.PASSES
    assert judge_ticket("t", cases, needles_right | wrong).verdict is Verdict.FAILS
    assert judge_ticket("t", marked, right).verdict is Verdict.OPEN, "alone they are too few"


def test_a_tally_counts_every_mark() -> None:
    marks = [Mark.RIGHT, Mark.RIGHT, Mark.WRONG, Mark.ABSTAINED, Mark.FAILED]
    results = [CaseResult(str(i), mark, "", 1.0) for i, mark in enumerate(marks)]
    assert tally(results) == Tally(5, 2, 1, 1, 1)
