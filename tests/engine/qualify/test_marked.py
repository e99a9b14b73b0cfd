"""The shop's own questions: what a mark tells, what is left out, and that a seed decides."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import pytest

from engine.answers import (
    Answer,
    AnswerNumber,
    Citation,
    Judged,
    Judgement,
    NumberStatus,
    Route,
    Timings,
    TokenCounts,
)
from engine.qualify.cases import Ability, Condition, Expected, Mark
from engine.qualify.grading import mark
from engine.qualify.profile import QUICK
from engine.qualify.suites.marked import LeftOut, is_own, marked_plan
from engine.records import answer_record, judgement_record
from engine.store.journal import EntryKind, Journal
from engine.store.library import Library

RIGHT = Judged(Judgement.RIGHT)
ANSWER = Answer(
    question="What torque?",
    text="It is **1,250 Nm** [1].",
    is_abstained=False,
    language="en",
    route=Route.LOOKUP,
    citations=(),
    tool_calls=(),
    numbers=(AnswerNumber("1,250", NumberStatus.FOUND),),
    timings=Timings(0.0, None, 1.0),
    tokens=TokenCounts(),
    model="tiny@1",
    journal_id=1,
)
ABSTAINED = replace(ANSWER, text="The documents do not say.", is_abstained=True, numbers=())


def keep(
    journal: Journal, library: Library, answer: Answer, said: Sequence[Judged], *, ago: int = 0
) -> None:
    body = {
        "question": answer.question,
        "library": library.identity,
        "generation": library.generation - ago,
    }
    number = journal.begin(body)
    journal.record(number, EntryKind.ANSWER, answer_record(answer))
    for judged in said:
        journal.record(number, EntryKind.JUDGEMENT, judgement_record(judged))


def test_a_marked_answer_is_asked_again_of_the_shops_own_library(
    journal: Journal, library: Library
) -> None:
    keep(journal, library, ANSWER, [RIGHT])
    (case,) = marked_plan(journal, library, QUICK).plan.cases
    assert (case.ability, case.condition) == (Ability.MARKED, Condition.PROGRAM)
    assert (case.question, case.kind, case.is_judged) == ("What torque?", "marked right", True)
    assert is_own(case.world)


@pytest.mark.parametrize(
    ("text", "wanted"),
    [("1250 Nm", Mark.RIGHT), ("It is 1,250 Nm [1].", Mark.RIGHT), ("125 Nm", Mark.WRONG)],
)
def test_what_was_marked_right_is_right_again_however_it_is_written(
    journal: Journal, library: Library, text: str, wanted: Mark
) -> None:
    keep(journal, library, ANSWER, [RIGHT])
    (case,) = marked_plan(journal, library, QUICK).plan.cases
    assert mark(case.expected, text, is_abstained=False) is wanted


@pytest.mark.parametrize(
    ("answer", "judged", "expected"),
    [
        (ANSWER, Judged(Judgement.WRONG, "13.5 Nm"), Expected(("13.5",))),
        (ANSWER, Judged(Judgement.WRONG, "Loctite blue."), Expected(("Loctite blue",))),
        (ABSTAINED, RIGHT, Expected(is_answerable=False)),
    ],
)
def test_what_a_person_said_is_what_is_expected(
    journal: Journal, library: Library, answer: Answer, judged: Judged, expected: Expected
) -> None:
    keep(journal, library, answer, [judged])
    (case,) = marked_plan(journal, library, QUICK).plan.cases
    assert case.expected == expected


GONE = Citation(1, "sha256:gone", "manual.pdf", 3, (), "1250 Nm")
SENTENCE = "The guard is closed by hand before anything else is done on the machine."


@pytest.mark.parametrize(
    ("answer", "judged", "ago", "why"),
    [
        (ANSWER, Judged(Judgement.WRONG), 0, LeftOut.UNTOLD),
        (replace(ANSWER, text=SENTENCE, numbers=()), RIGHT, 0, LeftOut.NO_VALUE),
        (replace(ANSWER, citations=(GONE,)), RIGHT, 0, LeftOut.CHANGED),
        (ABSTAINED, RIGHT, 1, LeftOut.CHANGED),
        (replace(ANSWER, only_from=("a.pdf",)), RIGHT, 0, LeftOut.NARROWED),
        (replace(ANSWER, question="締付トルクは？"), RIGHT, 0, LeftOut.SIZE),
    ],
)
def test_what_says_nothing_of_a_model_is_left_out_and_counted(
    journal: Journal, library: Library, answer: Answer, judged: Judged, ago: int, why: LeftOut
) -> None:
    keep(journal, library, answer, [judged], ago=ago)
    found = marked_plan(journal, library, replace(QUICK, languages=("en",)))
    assert found.plan.cases == ()
    assert found.plan.worlds == {}
    assert found.left_out == {why: 1}


def test_a_mark_that_was_taken_back_is_neither_asked_nor_counted(
    journal: Journal, library: Library
) -> None:
    keep(journal, library, ANSWER, [RIGHT, Judged(Judgement.WITHDRAWN)])
    found = marked_plan(journal, library, QUICK)
    assert (found.plan.cases, found.left_out) == ((), {})


def test_the_seed_decides_which_of_many_are_asked(journal: Journal, library: Library) -> None:
    for n in range(QUICK.n_cases + 5):
        keep(journal, library, replace(ANSWER, question=f"What torque has bolt {n}?"), [RIGHT])
    first, again = (marked_plan(journal, library, QUICK) for _ in range(2))
    other = marked_plan(journal, library, replace(QUICK, seed=2))
    assert first == again
    assert len(first.plan.cases) == QUICK.n_cases
    assert first.left_out == {LeftOut.SIZE: 5}
    assert first.plan.cases != other.plan.cases


def test_the_latest_mark_of_a_question_holds(journal: Journal, library: Library) -> None:
    keep(journal, library, ANSWER, [RIGHT])
    keep(journal, library, ANSWER, [Judged(Judgement.WRONG, "13 Nm")])
    (case,) = marked_plan(journal, library, QUICK).plan.cases
    assert case.expected == Expected(("13",))
