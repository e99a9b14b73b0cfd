"""What holds for the plan of every suite together."""

from __future__ import annotations

from pathlib import PurePosixPath

import pytest

from engine.qualify.cases import Ability, Condition
from engine.qualify.material import material_from
from engine.qualify.planning import digest_of, plan_of
from engine.qualify.profile import FULL, QUICK, STANDARD, Profile
from engine.text import estimate_tokens
from tests.engine.qualify.test_needle import TEXTS

MATERIAL = material_from(TEXTS)


@pytest.mark.parametrize("profile", [QUICK, STANDARD, FULL], ids=lambda profile: profile.name)
def test_a_plan_is_whole(profile: Profile) -> None:
    plan = plan_of(MATERIAL, profile)
    assert {case.ability for case in plan.cases} == set(Ability) - {Ability.MARKED}
    assert len({case.id for case in plan.cases}) == len(plan.cases)
    for case in plan.cases:
        assert (case.world == "") is (case.condition is Condition.CHOICE)
        assert not case.world or case.world in plan.worlds
    assert {case.world for case in plan.cases} - {""} == set(plan.worlds), "worlds nobody asks in"


def test_the_files_of_a_world_have_names_that_the_readers_know() -> None:
    for world in plan_of(MATERIAL, STANDARD).worlds.values():
        documents = {PurePosixPath(one.name).suffix for one in world.documents}
        tables = {PurePosixPath(one.name).suffix for one in world.tables}
        assert documents <= {".txt", ".md", ".log"}, world.id
        assert tables <= {".csv"}, world.id
        names = [one.name for one in (*world.documents, *world.tables)]
        assert len(set(names)) == len(names)


def test_no_paragraph_has_to_be_cut() -> None:
    for world in plan_of(MATERIAL, STANDARD).worlds.values():
        for document in world.documents:
            if not document.name.endswith(".log"):
                longest = max(map(estimate_tokens, document.paragraphs))
                assert longest <= 400, (world.id, document.name, longest)


def test_a_plan_of_one_ability_is_part_of_the_whole() -> None:
    whole = plan_of(MATERIAL, QUICK)
    tools = plan_of(MATERIAL, QUICK, (Ability.TOOLS,))
    assert set(tools.cases) <= set(whole.cases)
    assert digest_of(tools) != digest_of(whole)
    assert digest_of(whole) == digest_of(plan_of(MATERIAL, QUICK))
