"""The language suite: Japanese as a shop writes it, and questions on documents in the other."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import replace

import pytest

from engine.qualify.cases import Ability, Case, Condition, Plan, WorldDocument
from engine.qualify.grading import says_whole
from engine.qualify.material import Material, material_from
from engine.qualify.profile import FULL, QUICK, STANDARD, Profile
from engine.qualify.suites.language import language_cases
from engine.text import estimate_tokens, language_of

MATERIAL = material_from(
    [
        "The coolant tank of the saw is cleaned every second Friday; the sludge goes to the drum.",
        "鋸盤のクーラントタンクは隔週の金曜日に清掃し、スラッジは灰色のドラム缶に入れる。",
    ]
)
PROFILES = (QUICK, FULL, *(replace(STANDARD, seed=seed) for seed in range(2, 6)))


@pytest.fixture(params=PROFILES, ids=lambda profile: f"{profile.name}-{profile.seed}")
def plan(request: pytest.FixtureRequest) -> Plan:
    return language_cases(MATERIAL, request.param)


def judged(plan: Plan) -> list[Case]:
    return [case for case in plan.cases if case.is_judged]


def sheet_of(plan: Plan, case: Case) -> WorldDocument:
    """The sheet of the machine that a case asks about."""
    named = re.search(r"[A-Z]{2}-\d{3}", case.question.translate(_narrow()))
    assert named is not None
    documents = plan.worlds[case.world].documents
    (sheet,) = (d for d in documents if d.name.startswith(f"{named[0]} "))
    return sheet


def _narrow() -> dict[int, str]:
    return {code + 0xFEE0: chr(code) for code in range(0x21, 0x7F)}


def test_the_same_seed_gives_the_same_plan_and_another_one_another() -> None:
    assert language_cases(MATERIAL, QUICK) == language_cases(MATERIAL, QUICK)
    other = language_cases(MATERIAL, replace(QUICK, seed=2))
    assert other.worlds != language_cases(MATERIAL, QUICK).worlds


def test_a_smaller_profile_is_the_beginning_of_a_larger_one() -> None:
    small, large = language_cases(MATERIAL, QUICK), language_cases(MATERIAL, FULL)
    assert judged(large)[: QUICK.n_cases] == judged(small)
    assert small.worlds.items() <= large.worlds.items()


def test_there_are_as_many_judged_cases_as_were_asked_for_in_few_worlds() -> None:
    for profile, n_worlds in ((QUICK, 2), (STANDARD, 2), (FULL, 4), (replace(QUICK, n_cases=5), 2)):
        plan = language_cases(MATERIAL, profile)
        assert len(judged(plan)) == profile.n_cases
        assert {case.world for case in plan.cases} == {*plan.worlds}
        assert len(plan.worlds) == n_worlds
    assert language_cases(MATERIAL, replace(QUICK, n_cases=0)) == Plan()


def test_every_case_has_an_id_of_its_own(plan: Plan) -> None:
    assert len({case.id for case in plan.cases}) == len(plan.cases)
    assert all(case.ability is Ability.LANGUAGE for case in plan.cases)
    assert all(case.condition is Condition.PROGRAM for case in plan.cases)
    assert all(plan.worlds[name].id == name for name in plan.worlds)


def test_questions_and_documents_are_in_the_languages_that_are_said(plan: Plan) -> None:
    for case in plan.cases:
        asked, _, written = case.language.partition(">")
        assert language_of(case.question) == asked
        assert all(language_of(p) == (written or asked) for p in sheet_of(plan, case).paragraphs)


def test_the_control_asks_in_english_what_is_asked_in_japanese_and_does_not_count() -> None:
    plan = language_cases(MATERIAL, QUICK)
    controls = plan.cases[QUICK.n_cases :]
    assert [case.language for case in controls] == ["en"] * 6
    assert not any(case.is_judged for case in controls)
    answers = {(case.kind, case.expected) for case in judged(plan)}
    assert {(case.kind, case.expected) for case in controls} <= answers


def test_the_right_value_stands_in_the_sheet_and_the_wrong_ones_in_others(plan: Plan) -> None:
    for case in plan.cases:
        (value,) = case.expected.must
        text = "\n".join(sheet_of(plan, case).paragraphs)
        documents = plan.worlds[case.world].documents
        everything = "\n".join(p for d in documents for p in d.paragraphs)
        assert says_whole(text, value)
        assert not says_whole(case.question, value)
        assert len({value, *case.expected.must_not}) == 4
        assert not any(says_whole(text, other) for other in case.expected.must_not)
        assert all(says_whole(everything, other) for other in case.expected.must_not)


def test_the_same_facts_stand_in_both_languages(plan: Plan) -> None:
    for case in plan.cases:
        other = case.world.replace("-en-", "-*-").replace("-ja-", "-en-").replace("-*-", "-ja-")
        text = "\n".join(p for d in plan.worlds[other].documents for p in d.paragraphs)
        assert all(says_whole(text, value) for value in case.expected.must)


def test_japanese_is_written_as_a_shop_writes_it() -> None:
    plan = language_cases(MATERIAL, FULL)
    text = "\n".join(p for d in plan.worlds["language-ja-1"].documents for p in d.paragraphs)
    for pattern in (
        r"[０-９]．[０-９]ＭＰａ",
        r"毎分\d{3}回転",
        r"\d{3}ミリ",
        r"\d{2}個",
        r"\d{2}本",
        r"\d{2}回",
        r"令和\d年\d{1,2}月\d{1,2}日",
        r"平成\d\d年\d{1,2}月\d{1,2}日",
    ):
        assert re.search(pattern, text), pattern
    wide = [c.question for c in plan.cases if c.kind == "full-width digits" and c.language != "en"]
    assert any(re.match(r"[Ａ-Ｚ]{2}－[０-９]{3}の", question) for question in wide)


def test_a_part_is_asked_for_by_the_name_that_the_document_does_not_use() -> None:
    plan = language_cases(MATERIAL, FULL)
    asked = [case for case in plan.cases if case.kind == "part names" and case.language == "ja"]
    assert asked
    names = ("スピンドルベアリング", "切削液", "カップリング")
    for case in asked:
        (name,) = (name for name in names if name in case.question)
        assert name not in "\n".join(sheet_of(plan, case).paragraphs)


def test_any_beginning_is_balanced(plan: Plan) -> None:
    cases = judged(plan)
    for n in range(1, len(cases) + 1):
        languages = Counter(dict.fromkeys(("ja", "en>ja", "ja>en"), 0))
        kinds = Counter(dict.fromkeys((case.kind for case in cases), 0))
        languages.update(case.language for case in cases[:n])
        kinds.update(case.kind for case in cases[:n])
        assert max(languages.values()) - min(languages.values()) <= 1
        assert max(kinds.values()) - min(kinds.values()) <= 1


def test_every_paragraph_is_one_chunk(plan: Plan) -> None:
    for world in plan.worlds.values():
        paragraphs = [p for d in world.documents for p in d.paragraphs]
        assert {*paragraphs} & {p for _, found in MATERIAL.paragraphs for p in found}
        assert all(estimate_tokens(paragraph) <= 200 for paragraph in paragraphs)


def test_without_a_language_its_cases_are_left_out() -> None:
    japanese = language_cases(Material(()), Profile("own", languages=("ja",)))
    assert {case.language for case in japanese.cases} == {"ja"}
    assert {*japanese.worlds} == {"language-ja-1"}
    assert language_cases(MATERIAL, Profile("own", languages=("en",))) == Plan()
