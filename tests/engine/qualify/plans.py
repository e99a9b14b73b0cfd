"""What must hold of any suite's plan; and the text that suites are tried on."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Sequence

from engine.qualify.cases import Case, Plan, Suite
from engine.qualify.grading import says_whole
from engine.qualify.material import material_from
from engine.qualify.profile import Profile
from engine.text import estimate_tokens

MATERIAL = material_from(
    [
        "The spindle of lathe KX-417 is greased every month; the sheet hangs beside AB-123.",
        "Before the hood is opened the main switch has to be off and a padlock is put on it.",
        "主軸のグリースは毎月補給し、担当者は作業の後で点検表に署名する。型式はKX-471である。",
        "カバーを開ける前に主電源を切り、作業者は自分の鍵を掛ける。作業が終わったら鍵を外す。",
    ]
)
NOTHING = material_from([])
LARGE = Profile("large", n_cases=96)
_NAME = re.compile(r"(?<![A-Z])[A-Z]{2}-\d{3}(?!\d)")


def check_plan(plan: Plan, profile: Profile) -> None:
    """What the runner, the grading and the report rely on."""
    ids = [case.id for case in plan.cases]
    assert len(ids) == len(set(ids))
    judged = [case for case in plan.cases if case.is_judged]
    assert len(judged) == profile.n_cases
    assert {case.world for case in plan.cases} - {""} == set(plan.worlds)
    assert all(world.id == key for key, world in plan.worlds.items())
    assert {case.language for case in judged} == set(profile.languages)
    questions = [(case.question, case.condition) for case in plan.cases]
    assert len(questions) == len(set(questions))
    for case in plan.cases:
        assert "{" not in case.question
        expected = case.expected
        assert bool(expected.must) is expected.is_answerable
        # What is right must not be graded as wrong, and the other way round.
        for must in expected.must:
            assert says_whole(must, must)
            assert not any(says_whole(must, wrong) for wrong in expected.must_not)
            assert not any(says_whole(wrong, must) for wrong in expected.must_not)
    for world in plan.worlds.values():
        paragraphs = [text for document in world.documents for text in document.paragraphs]
        assert max(map(estimate_tokens, paragraphs)) <= 200
        names = [one.name for one in (*world.documents, *world.tables)]
        assert len(names) == len(set(names))


def check_balance(cases: Sequence[Case], profile: Profile) -> None:
    """Any beginning of the cases has as much of one kind and language as of another."""
    kinds = {case.kind for case in cases}
    for n in range(1, len(cases) + 1):
        by_kind = Counter(case.kind for case in cases[:n])
        by_language = Counter(case.language for case in cases[:n])
        assert max(by_kind.values()) - min(by_kind[kind] for kind in kinds) <= 1
        least = min(by_language[language] for language in profile.languages)
        assert max(by_language.values()) - least <= 1


def names_of(plan: Plan) -> set[str]:
    """The invented names that are asked about or are right answers."""
    asked = unicodedata.normalize("NFKC", " ".join(case.question for case in plan.cases)).upper()
    must = " ".join(value for case in plan.cases for value in case.expected.must)
    return set(_NAME.findall(f"{asked} {must}"))


def check_names(suite: Suite, profile: Profile) -> None:
    """A name that would be invented is not if the shop's own text has it."""
    before = names_of(suite(MATERIAL, profile))
    assert before
    own = material_from([f"The sheet of {name} hangs at the door." for name in sorted(before)])
    assert not names_of(suite(own, profile)) & before


def text_of(plan: Plan, world: str) -> str:
    """All paragraphs of a world."""
    documents = plan.worlds[world].documents
    return "\n".join(text for document in documents for text in document.paragraphs)
