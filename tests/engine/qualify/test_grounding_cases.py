"""The grounding suite: twins without an answer, contradictions, and numbers near each other."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace

import pytest

from engine.qualify.cases import Ability, Case, Condition, Plan, World
from engine.qualify.grading import says_whole
from engine.qualify.material import Material, material_from
from engine.qualify.profile import FULL, QUICK, STANDARD, Profile
from engine.qualify.suites.grounding import grounding_cases
from engine.qualify.suites.invented import wording_of
from engine.text import estimate_tokens

MATERIAL = material_from(
    [
        "The coolant tank of the saw is cleaned every second Friday; the sludge goes to the drum.",
        "Visitors sign in at the gate and wear safety shoes in the hall at all times.",
        "鋸盤のクーラントタンクは隔週の金曜日に清掃し、スラッジは灰色のドラム缶に入れる。",
        "来訪者は守衛所で受付を済ませ、構内では必ず安全靴を着用する。",
    ]
)
PROFILES = (QUICK, FULL, *(replace(STANDARD, seed=seed) for seed in range(2, 6)))


@pytest.fixture(params=PROFILES, ids=lambda profile: f"{profile.name}-{profile.seed}")
def plan(request: pytest.FixtureRequest) -> Plan:
    return grounding_cases(MATERIAL, request.param)


def judged(plan: Plan) -> list[Case]:
    return [case for case in plan.cases if case.is_judged]


def asked(plan: Plan, kind: str) -> list[Case]:
    return [case for case in judged(plan) if case.kind == kind]


def by_id(plan: Plan) -> dict[str, Case]:
    return {case.id: case for case in plan.cases}


def text_of(world: World) -> str:
    return "\n".join("\n".join((d.name, *d.paragraphs)) for d in world.documents)


def machine_of(world: World, question: str) -> str | None:
    """The machine of the world that a question names."""
    machines = (document.name.split()[0] for document in world.documents)
    return next((machine for machine in machines if machine in question), None)


def test_the_same_seed_gives_the_same_plan_and_another_one_another() -> None:
    assert grounding_cases(MATERIAL, QUICK) == grounding_cases(MATERIAL, QUICK)
    other = grounding_cases(MATERIAL, replace(QUICK, seed=2))
    assert other.worlds != grounding_cases(MATERIAL, QUICK).worlds


def test_a_smaller_profile_is_the_beginning_of_a_larger_one() -> None:
    small, large = grounding_cases(MATERIAL, QUICK), grounding_cases(MATERIAL, FULL)
    assert judged(large)[: QUICK.n_cases] == judged(small)
    assert small.worlds.items() <= large.worlds.items()


def test_there_are_as_many_judged_cases_as_were_asked_for_in_few_worlds() -> None:
    for profile, n_worlds in ((QUICK, 2), (STANDARD, 2), (FULL, 4), (replace(QUICK, n_cases=7), 2)):
        plan = grounding_cases(MATERIAL, profile)
        assert len(judged(plan)) == profile.n_cases
        assert {case.world for case in plan.cases} == {*plan.worlds}
        assert len(plan.worlds) == n_worlds
    assert grounding_cases(MATERIAL, replace(QUICK, n_cases=0)) == Plan()


def test_every_case_has_an_id_of_its_own_and_a_question_of_its_own(plan: Plan) -> None:
    assert len(by_id(plan)) == len(plan.cases)
    assert len({case.question for case in judged(plan)}) == len(judged(plan))
    assert all(case.ability is Ability.GROUNDING for case in plan.cases)
    assert all(plan.worlds[name].id == name for name in plan.worlds)


def test_a_few_cases_stand_beside_in_the_other_conditions() -> None:
    plan = grounding_cases(MATERIAL, QUICK)
    assert {case.condition for case in judged(plan)} == {Condition.PROGRAM}
    beside = [case for case in plan.cases if not case.is_judged]
    assert plan.cases == (*judged(plan), *beside)
    for condition in (Condition.PROMPT, Condition.RETRIEVED):
        same = [case for case in beside if case.condition is condition]
        assert [case.question for case in same] == [case.question for case in judged(plan)[:6]]
        assert len({case.kind for case in same}) == 6


def test_a_twin_without_an_answer_differs_only_by_its_subject(plan: Plan) -> None:
    twins = asked(plan, "unknown machine") + asked(plan, "unknown part")
    assert twins
    cases = by_id(plan)
    for twin in twins:
        stated = cases.get(twin.id.replace(twin.kind.replace(" ", "-"), "stated"))
        if stated is None:
            continue  # The plan ends between the two.
        assert stated.world == twin.world
        machine = machine_of(plan.worlds[twin.world], stated.question)
        assert machine is not None
        if twin.kind == "unknown machine":
            unknown = machine[:-2] + machine[-1] + machine[-2]
            assert twin.question == stated.question.replace(machine, unknown)
        else:
            parts = [p[twin.language] for p in wording_of("grounding")["property"]]
            (part,) = (p for p in parts if p["lead"] in stated.question)
            assert twin.question == stated.question.replace(part["lead"], part["absent"])


def test_what_has_no_answer_is_nowhere_in_its_world(plan: Plan) -> None:
    for case in judged(plan):
        world = plan.worlds[case.world]
        machine = machine_of(world, case.question)
        assert (machine is None) == (case.kind == "unknown machine")
        assert case.expected.is_answerable == bool(case.expected.must)
    for case in asked(plan, "unknown part"):
        absent = [p[case.language]["absent"] for p in wording_of("grounding")["property"]]
        (part,) = (part for part in absent if part in case.question)
        assert part not in text_of(plan.worlds[case.world])
    for case in asked(plan, "unknown machine"):
        text = text_of(plan.worlds[case.world])
        machines = (name.split()[0] for name in (d.name for d in plan.worlds[case.world].documents))
        prefix = next(m for m in machines if "-" in m).partition("-")[0]
        (unknown,) = (
            w
            for w in (case.question[i : i + 6] for i in range(len(case.question)))
            if w.startswith(f"{prefix}-")
        )
        assert unknown not in text


def test_a_tempting_number_stands_in_the_paragraph_and_its_subject_has_none(plan: Plan) -> None:
    cases = asked(plan, "tempting number")
    assert cases
    for case in cases:
        world = plan.worlds[case.world]
        machine = machine_of(world, case.question)
        (tempting,) = (
            t[case.language]
            for t in wording_of("grounding")["temptation"]
            if t[case.language]["question"].format(machine=machine) == case.question
        )
        before, after = tempting["text"].format(machine=machine, value="|").split("|")
        found = [p for d in world.documents for p in d.paragraphs if p.endswith(after)]
        (paragraph,) = (p for p in found if p.startswith(before))
        assert paragraph[len(before) : -len(after)].isdecimal()
        assert not any(letter.isdigit() for letter in after.replace(str(machine), ""))


def test_both_values_of_a_contradiction_stand_in_documents_of_their_own(plan: Plan) -> None:
    cases = asked(plan, "contradicted")
    assert cases
    for case in cases:
        world = plan.worlds[case.world]
        machine = machine_of(world, case.question)
        one, other = case.expected.must
        documents = [d for d in world.documents if d.name.startswith(f"{machine} ")]
        assert len(documents) == 2
        texts = ["\n".join(document.paragraphs) for document in documents]
        held = [{value for value in (one, other) if says_whole(text, value)} for text in texts]
        assert held in ([{one}, {other}], [{other}, {one}])


def test_the_right_value_stands_with_its_machine_and_the_wrong_ones_elsewhere(plan: Plan) -> None:
    for case in judged(plan):
        expected = case.expected
        assert not {*expected.must} & {*expected.must_not}
        assert all(not says_whole(case.question, value) for value in expected.must)
        text = text_of(plan.worlds[case.world])
        assert all(says_whole(text, value) for value in (*expected.must, *expected.must_not))


def test_numbers_near_the_right_one_stand_in_its_paragraph(plan: Plan) -> None:
    cases = asked(plan, "near numbers")
    assert cases
    for case in cases:
        world, values = plan.worlds[case.world], (*case.expected.must, *case.expected.must_not)
        machine = machine_of(world, case.question)
        paragraphs = [p for d in world.documents for p in d.paragraphs]
        (paragraph,) = (p for p in paragraphs if all(says_whole(p, value) for value in values))
        assert len(values) == 4
        assert str(machine) in paragraph


def test_any_beginning_is_balanced(plan: Plan) -> None:
    cases = judged(plan)
    for n in range(1, len(cases) + 1):
        languages = Counter({"en": 0, "ja": 0})
        kinds = Counter(dict.fromkeys((case.kind for case in cases), 0))
        languages.update(case.language for case in cases[:n])
        kinds.update(case.kind for case in cases[:n])
        n_answerable = sum(case.expected.is_answerable for case in cases[:n])
        assert max(languages.values()) - min(languages.values()) <= 1
        assert max(kinds.values()) - min(kinds.values()) <= 1
        assert abs(2 * n_answerable - n) <= 1


def test_each_language_soon_has_questions_with_and_without_an_answer(plan: Plan) -> None:
    first = {(case.language, case.expected.is_answerable) for case in judged(plan)[:4]}
    assert first == {("en", True), ("en", False), ("ja", True), ("ja", False)}


def test_a_world_has_the_shops_own_text_beside_and_every_paragraph_is_one_chunk(plan: Plan) -> None:
    for world in plan.worlds.values():
        paragraphs = [p for d in world.documents for p in d.paragraphs]
        assert {*paragraphs} & {p for _, found in MATERIAL.paragraphs for p in found}
        assert all(estimate_tokens(paragraph) <= 200 for paragraph in paragraphs)


def test_one_language_and_no_material_are_enough() -> None:
    profile = Profile("own", languages=("ja",))
    plan = grounding_cases(Material(()), profile)
    assert {case.language for case in plan.cases} == {"ja"}
    assert len(judged(plan)) == profile.n_cases
