"""The shop's own questions: those whose answer a person marked right or wrong in the history.

Asked again exactly as they were, of a copy of the shop's library, and held against what the person
said is right. Unlike the other suites' cases they are made once, when a run begins, and kept with
the run: marks that are added later are for the next one. What cannot be compared honestly is left
out and counted, since a question whose documents have changed says nothing of the model.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from random import Random

from engine.answers import Answer, Judged, Judgement
from engine.asked import Recalled
from engine.marked_cases import NOT_ANSWERABLE, case_of
from engine.qualify.cases import Ability, Case, Condition, Expected, Plan, World
from engine.qualify.grading import says_whole
from engine.qualify.profile import Profile
from engine.recall import recalled
from engine.store.history import judged_ids
from engine.store.journal import EntryKind, Journal
from engine.store.library import Library
from engine.text import language_of

_OWN = "own-library-"
_LONGEST_VALUE = 40  # Letters of a value without figures, such as a name; more is a sentence.


class LeftOut(StrEnum):
    """Why a marked answer is no case."""

    UNTOLD = "untold"  # Marked wrong, and nobody said what is right.
    NO_VALUE = "no value"  # What is right has nothing in it that can be compared.
    CHANGED = "changed"  # Documents that it rested on are not there any more as they were.
    NARROWED = "narrowed"  # It was asked of chosen documents, or with a step that a person edited.
    SIZE = "size"  # The run asks fewer, or not in this language.


@dataclass(frozen=True, slots=True)
class MarkedPlan:
    """The cases, and of how many marked answers none was made, by why."""

    plan: Plan = field(default_factory=Plan)
    left_out: Mapping[LeftOut, int] = field(default_factory=dict)


def own_world(library: Library) -> World:
    """The library itself as a world, by its state: another generation is another world."""
    return World(f"{_OWN}{library.identity[:8]}-{library.generation}")


def is_own(world: str) -> bool:
    """Whether a world's id is that of the shop's own library."""
    return world.startswith(_OWN)


def marked_plan(journal: Journal, library: Library, profile: Profile) -> MarkedPlan:
    """The marked answers as cases; the same for the same marks, library and seed.

    No more than ``profile.n_cases``, in an order that the seed decides. Reads only.
    """
    world, left_out = own_world(library), Counter[LeftOut]()
    documents = {document.id for document in library.documents()}
    cases: dict[str, Case] = {}  # By question: the latest mark holds.
    for number in judged_ids(journal):
        entries = list(journal.entries(number))
        one = recalled(entries)
        if one is None or one.answer is None or one.judged is None:
            continue
        asked = next(entry.body for entry in entries if entry.kind is EntryKind.QUESTION)
        state = (asked.get("library"), asked.get("generation"))
        is_same = state == (library.identity, library.generation)
        match _case(one, one.answer, one.judged, world.id, documents, is_same=is_same):
            case Case() as made if made.language in profile.languages:
                cases.pop(made.question, None)
                cases[made.question] = made
            case Case():
                left_out[LeftOut.SIZE] += 1
            case why:
                left_out[why] += 1
    ordered = list(cases.values())
    Random(f"marked {profile.seed}").shuffle(ordered)  # noqa: S311  (an order, not a secret)
    left_out[LeftOut.SIZE] += max(0, len(ordered) - profile.n_cases)
    kept = tuple(ordered[: profile.n_cases])
    return MarkedPlan(
        Plan({world.id: world}, kept) if kept else Plan(),
        {why: n for why, n in left_out.items() if n},
    )


def _case(
    one: Recalled,
    answer: Answer,
    judged: Judged,
    world: str,
    documents: Collection[str],
    *,
    is_same: bool,
) -> Case | LeftOut:
    record = case_of(one, answer)
    if record is None:
        return LeftOut.UNTOLD
    if answer.only_from or answer.edit is not None:
        return LeftOut.NARROWED
    if any(citation.document_id not in documents for citation in answer.citations):
        return LeftOut.CHANGED
    right = str(record["answer"])
    if right == NOT_ANSWERABLE:
        if not is_same:
            return LeftOut.CHANGED  # What was missing may have come since.
        kind, expected = "rightly no answer", Expected(is_answerable=False)
    else:
        must = _values(record["must"], right)
        if not must:
            return LeftOut.NO_VALUE
        is_right = judged.judgement is Judgement.RIGHT
        kind, expected = "marked right" if is_right else "marked wrong", Expected(must)
    return Case(
        id=f"marked-{one.id}",
        ability=Ability.MARKED,
        condition=Condition.PROGRAM,
        world=world,
        kind=kind,
        language=language_of(one.question),
        question=one.question,
        expected=expected,
    )


def _values(figures: object, right: str) -> tuple[str, ...]:
    """What a right answer must say; nothing if the right answer itself would not be told right."""
    values = [str(figure) for figure in figures] if isinstance(figures, list) else []
    if not values and len(right.strip()) <= _LONGEST_VALUE:
        values = [right.strip().rstrip(".。")]
    return tuple(values) if all(value and says_whole(right, value) for value in values) else ()
