from __future__ import annotations

import re
from collections import Counter
from dataclasses import replace
from fractions import Fraction

import pytest

from engine.qualify.cases import Case, Condition, Plan
from engine.qualify.suites.steps import steps_cases
from tests.engine.qualify.plans import (
    LARGE,
    MATERIAL,
    NOTHING,
    check_balance,
    check_names,
    check_plan,
    text_of,
)

NAME = re.compile(r"[A-Z]{2}-\d{3}")


@pytest.fixture(scope="module")
def plan() -> Plan:
    return steps_cases(MATERIAL, LARGE)


def of_kind(plan: Plan, kind: str) -> list[Case]:
    found = [case for case in plan.cases if case.kind.startswith(kind)]
    assert found
    return found


def belts(plan: Plan, case: Case) -> dict[str, Fraction]:
    """The belt length of every conveyor of a world."""
    text = text_of(plan, case.world)
    found = re.findall(r"(?:Conveyor |コンベヤ)([A-Z]{2}-\d{3})[:：]\D*?([\d.]+) m", text)
    assert len(found) == 6
    return {name: Fraction(length) for name, length in found}


@pytest.mark.parametrize("seed", [1, 2, 3, 17])
def test_the_plan_holds_together_for_any_seed(seed: int) -> None:
    profile = replace(LARGE, seed=seed)
    found = steps_cases(MATERIAL, profile)
    check_plan(found, profile)
    check_balance([case for case in found.cases if case.is_judged], profile)
    beside = [case for case in found.cases if case.condition is Condition.PROMPT]
    check_balance(beside, profile)


def test_no_name_is_one_of_the_shop() -> None:
    check_names(steps_cases, LARGE)


def test_the_same_seed_gives_the_same_and_another_another(plan: Plan) -> None:
    assert steps_cases(MATERIAL, LARGE) == plan
    assert steps_cases(MATERIAL, replace(LARGE, seed=2)) != plan


def test_a_library_without_text_and_one_language_are_enough() -> None:
    profile = replace(LARGE, languages=("en",), n_cases=24)
    check_plan(steps_cases(NOTHING, profile), profile)


def test_a_chain_takes_as_many_facts_as_it_says(plan: Plan) -> None:
    """Following names from fact to fact gives the value after that many facts, and not before."""
    for case in of_kind(plan, "chain"):
        lines = text_of(plan, case.world).splitlines()
        (name,) = NAME.findall(case.question)
        n_hops = int(case.kind.split()[1])
        for _ in range(n_hops):
            line = next(line for line in lines if NAME.findall(line)[:1] == [name])
            (*_, name) = NAME.findall(line)
        figures = re.findall(r"(?<![-\d])\d{3}(?!\d)", NAME.sub("", line))
        assert case.expected.must == (*figures,)
        assert len(case.expected.must_not) == 4


def test_every_fact_of_a_chain_is_in_another_paper(plan: Plan) -> None:
    for language in ("en", "ja"):
        documents = plan.worlds[f"steps-{language}"].documents[:6]
        first = [{NAME.findall(text)[0][:2] for text in one.paragraphs} for one in documents]
        assert all(len(series) == 1 for series in first)
        assert len(set().union(*first)) == 6


def test_differences_sums_and_means_are_those_of_the_sheets(plan: Plan) -> None:
    work = {
        "comparison": lambda found: max(found) - min(found),
        "sum": sum,
        "mean": lambda found: sum(found) / len(found),
    }
    for case in plan.cases:
        if case.kind in work:
            lengths = belts(plan, case)
            found = [lengths[name] for name in NAME.findall(case.question)]
            assert Fraction(case.expected.must[0]) == work[case.kind](found)
            # A formula that is shown with the answer must not count as a wrong value.
            assert not {Fraction(wrong) for wrong in case.expected.must_not} & {*found}


def test_the_winner_is_told_by_what_is_known_of_it_alone(plan: Plan) -> None:
    for case in of_kind(plan, "comparison and hop"):
        lengths = belts(plan, case)
        choose = min if re.search("short|短", case.question) else max
        winner = choose(NAME.findall(case.question), key=lambda name: lengths[name])
        paper = next(
            line
            for line in text_of(plan, case.world).splitlines()
            if NAME.findall(line)[:1] == [winner]
        )
        assert case.expected.must[0] in paper
        assert not any(wrong in paper for wrong in case.expected.must_not)


def test_copies_are_counted_back_to_a_value(plan: Plan) -> None:
    for case in of_kind(plan, "copy chain"):
        text, name = text_of(plan, case.world), NAME.pattern
        copied = dict(
            re.findall(rf"({name})(?: is set to the value of counter |にはカウンタ)({name})", text)
        )
        (name,) = NAME.findall(case.question)
        n = 0
        while name in copied:
            before = text.index(name)
            name, n = copied[name], n + 1
            assert text.index(name) < before
        assert n == int(case.kind.rsplit(maxsplit=1)[1])
        assert re.search(rf"{name}(?: is set to |には){case.expected.must[0]}", text)


def test_copy_chains_are_asked_of_model_and_program_and_not_judged(plan: Plan) -> None:
    copies = of_kind(plan, "copy chain")
    by_question = Counter(case.question for case in copies)
    assert set(by_question.values()) == {2}
    assert {case.condition for case in copies} == {Condition.PROMPT, Condition.PROGRAM}
    assert not any(case.is_judged for case in copies)
