"""Needles lie where they are said to lie, once, and nothing else answers their question."""

from __future__ import annotations

import re
from dataclasses import replace
from random import Random

import pytest

from engine.qualify.cases import Condition, Mark
from engine.qualify.grading import mark
from engine.qualify.material import material_from
from engine.qualify.planning import digest_of, plan_of
from engine.qualify.profile import FULL, QUICK
from engine.qualify.suites.invented import Names
from engine.qualify.suites.needle import needle_cases
from engine.text import estimate_tokens

TEXTS = [
    *(
        f"Section {n}. The carriage is greased every {n + 3} weeks with lithium soap grease. "
        f"Wipe the rails clean before the new grease goes on, and move the carriage by hand."
        for n in range(40)
    ),
    *(
        f"第{n}節 ボールねじは{n + 3}週間ごとに給脂する。給脂の前にレールを拭き取り、"
        "手でテーブルを動かして動きを確かめること。"
        for n in range(40)
    ),
]
MATERIAL = material_from(TEXTS)
PLAN = needle_cases(MATERIAL, QUICK)


def text_of(world: str) -> str:
    return "\n".join(document.text for document in PLAN.worlds[world].documents)


def test_the_same_seed_gives_the_same_plan_and_another_seed_another() -> None:
    assert needle_cases(MATERIAL, QUICK) == PLAN
    other = needle_cases(MATERIAL, replace(QUICK, seed=2))
    assert {one.id for one in other.cases} == {one.id for one in PLAN.cases}
    assert digest_of(other) != digest_of(PLAN)


def test_every_cell_has_a_case_of_each_condition() -> None:
    cells = {(c.language, c.kind, c.length, c.depth, c.condition) for c in PLAN.cases}
    for language in QUICK.languages:
        for kind in ("text", "log"):
            for length in QUICK.lengths:
                for depth in QUICK.depths:
                    cell = (language, kind, length, depth)
                    assert (*cell, Condition.PROGRAM) in cells
                    assert (*cell, Condition.RETRIEVED) in cells
                    is_whole = length <= QUICK.prompt_limit
                    assert ((*cell, Condition.PROMPT) in cells) is is_whole


def test_a_needle_stands_once_in_its_world_with_its_machine() -> None:
    for case in PLAN.cases:
        if case.kind == "several":
            continue
        text = text_of(case.world).replace("\n", " ")
        (value,) = case.expected.must
        machine = next(word for word in re.findall(r"[A-Z]{2}-\d{3}", case.question))
        assert text.count(machine) == 1, case.id
        assert value in text[text.index(machine) : text.index(machine) + 60], case.id
        assert all(other in text for other in case.expected.must_not)


def test_names_and_values_run_out_of_nothing() -> None:
    every_value = " ".join(f"{n / 10:.1f}" for n in range(1000))
    names = Names(material_from([every_value]), Random(1))
    values = names.values(50)
    assert len(set(values)) == 50
    assert not any(f" {value} " in every_value for value in values)
    assert len({name for _ in range(100) for name in names.alike(7)}) == 700


@pytest.mark.parametrize("kind", ["text", "log"])
def test_a_needle_lies_at_its_depth(kind: str) -> None:
    for case in PLAN.cases:
        if case.kind != kind or case.length < 2000:
            continue
        text = text_of(case.world)
        (machine,) = re.findall(r"[A-Z]{2}-\d{3}", case.question)
        at = text.index(machine) / len(text)
        assert abs(at - case.depth) < 0.06, (case.id, at)


def test_a_haystack_is_about_as_long_as_it_says() -> None:
    for world in PLAN.worlds.values():
        n_tokens = int(world.id.rpartition("-")[2])
        assert n_tokens * 0.9 <= estimate_tokens(text_of(world.id)) <= n_tokens * 1.6


def test_the_lines_of_a_log_are_in_order_of_time() -> None:
    lines = text_of("needle-log-en-2000").split("\n")
    times = [line.split()[1] for line in lines if line]
    assert len(times) > 20
    assert times == sorted(times)


def test_the_right_answer_is_right_and_a_near_miss_is_wrong() -> None:
    case = PLAN.cases[0]
    right, wrong = case.expected.must[0], case.expected.must_not[0]
    assert mark(case.expected, f"It is {right} N [1].", is_abstained=False) is Mark.RIGHT
    assert mark(case.expected, f"It is {wrong} N [1].", is_abstained=False) is Mark.WRONG
    both = f"{right} N or {wrong} N"
    assert mark(case.expected, both, is_abstained=False) is Mark.WRONG
    assert mark(case.expected, "The documents do not say.", is_abstained=True) is Mark.ABSTAINED


def test_any_beginning_is_balanced_over_languages_and_lengths() -> None:
    judged = [case for case in PLAN.cases if case.is_judged]
    first = judged[:24]
    for language in QUICK.languages:
        assert 10 <= sum(case.language == language for case in first) <= 14
    for length in QUICK.lengths:
        assert 6 <= sum(case.length == length for case in first) <= 10


def test_text_that_is_gone_round_has_other_figures_the_second_time() -> None:
    n = sum(map(estimate_tokens, MATERIAL.texts("en")))
    haystack = MATERIAL.haystack("en", 3 * n, Random(1))
    assert len(haystack) >= 120
    assert len(set(haystack)) > 0.9 * len(haystack)


def test_a_library_in_one_language_hides_the_needles_of_the_other_in_it() -> None:
    only_english = material_from([text for text in TEXTS if text.isascii()])
    plan = needle_cases(only_english, QUICK)
    assert all(world.documents[0].text.strip() for world in plan.worlds.values())


def test_the_full_plan_is_made_in_no_time_and_reaches_a_million_tokens() -> None:
    plan = plan_of(MATERIAL, replace(FULL, languages=("en",)))
    world = plan.worlds["needle-text-en-1000000"]
    n_tokens = sum(estimate_tokens(document.text) for document in world.documents)
    assert 1_000_000 <= n_tokens < 1_010_000
