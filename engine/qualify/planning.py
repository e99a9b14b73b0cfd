"""The whole plan of a qualification: every suite's cases, and the digest that names them."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from dataclasses import asdict

from engine.qualify.cases import Ability, Case, Plan, Suite
from engine.qualify.material import Material
from engine.qualify.profile import Profile
from engine.qualify.suites.grounding import grounding_cases
from engine.qualify.suites.language import language_cases
from engine.qualify.suites.needle import needle_cases
from engine.qualify.suites.steps import steps_cases
from engine.qualify.suites.tools import tools_cases

SUITES: tuple[tuple[Ability, Suite], ...] = (
    (Ability.NEEDLE, needle_cases),
    (Ability.TOOLS, tools_cases),
    (Ability.STEPS, steps_cases),
    (Ability.GROUNDING, grounding_cases),
    (Ability.LANGUAGE, language_cases),
)


def plan_of(
    material: Material,
    profile: Profile,
    abilities: Sequence[Ability] = tuple(Ability),
    marked: Plan | None = None,
) -> Plan:
    """The plans of the wanted abilities as one.

    ``marked`` is that of Ability.MARKED, which comes from the journal and not from a suite.
    """
    plans = [suite(material, profile) for ability, suite in SUITES if ability in abilities]
    if marked is not None and Ability.MARKED in abilities:
        plans.append(marked)
    worlds = {world.id: world for plan in plans for world in plan.worlds.values()}
    return Plan(worlds, tuple(case for plan in plans for case in plan.cases))


def digest_of(plan: Plan) -> str:
    """SHA-256 over worlds and cases: equal digests, equal questions on equal text."""
    digest = hashlib.sha256()
    parts = [*map(asdict, plan.worlds.values()), *map(asdict, plan.cases)]
    for part in parts:
        digest.update(json.dumps(part, ensure_ascii=False, sort_keys=True).encode())
    return digest.hexdigest()


def rounds_of(cases: Sequence[Case], n_rounds: int) -> list[list[Case]]:
    """The cases of each round, each twice as far into every ability's list as the round before.

    The budgets of successive halving (Karnin, Koren, Somekh 2013): a quarter, a half, all. Cases
    that are not judged decide nothing: they come in the last round, where those of one world stand
    together and its text is read once.
    """
    by_ability: dict[Ability, list[Case]] = {}
    for case in cases:
        if case.is_judged:
            by_ability.setdefault(case.ability, []).append(case)
    rounds: list[list[Case]] = []
    taken: set[str] = set()
    for n in range(n_rounds):
        share = 2 ** (n_rounds - 1 - n)
        reached = [
            case for group in by_ability.values() for case in group[: -(-len(group) // share)]
        ]
        rounds.append([case for case in reached if case.id not in taken])
        taken.update(case.id for case in reached)
    rounds[-1] += [case for case in cases if not case.is_judged]
    return rounds
