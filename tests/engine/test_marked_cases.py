"""Marked answers as cases: what is right is told by the mark, or not at all."""

from __future__ import annotations

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
from engine.marked_cases import NOT_ANSWERABLE, marked_cases
from engine.records import answer_record, judgement_record
from engine.store.journal import EntryKind, Journal

ANSWER = Answer(
    question="What torque?",
    text="It is **12 Nm** [1].",
    is_abstained=False,
    language="en",
    route=Route.LOOKUP,
    citations=(Citation(1, "sha256:a", "manual.pdf", 3, (), "to 12 Nm."),),
    tool_calls=(),
    numbers=(AnswerNumber("12", NumberStatus.FOUND), AnswerNumber("9", NumberStatus.UNVERIFIED)),
    timings=Timings(0.0, None, 1.0),
    tokens=TokenCounts(),
    model="tiny@1",
    journal_id=1,
)


def case_of(journal: Journal, answer: Answer, *said: Judged) -> dict[str, object] | None:
    number = journal.begin({"question": answer.question, "model": "tiny@1"})
    journal.record(number, EntryKind.ANSWER, answer_record(answer))
    for judged in said:
        journal.record(number, EntryKind.JUDGEMENT, judgement_record(judged))
    return next((case for case in marked_cases(journal) if case["id"] == f"j{number}"), None)


def test_a_right_answer_is_what_is_expected(journal: Journal) -> None:
    case = case_of(journal, ANSWER, Judged(Judgement.RIGHT))

    assert case is not None
    wanted = {
        "question": "What torque?",
        "answer": "It is 12 Nm.",
        "must": ["12"],
        "source_file": "manual.pdf",
        "page": 3,
        "type": "lookup",
        "lang": "en",
        "evidence": "to 12 Nm.",
    }
    assert {key: case[key] for key in wanted} == wanted


def test_of_a_wrong_answer_the_correct_value_is_expected(journal: Journal) -> None:
    case = case_of(journal, ANSWER, Judged(Judgement.WRONG, "13.5 Nm", "sheet 4"))

    assert case is not None
    assert (case["answer"], case["must"], case["note"]) == ("13.5 Nm", ["13.5"], "sheet 4")
    assert (case["answered"], case["source_file"]) == ("It is 12 Nm.", None)


def test_a_rightly_missing_answer_is_a_question_without_one(journal: Journal) -> None:
    abstained = replace(ANSWER, is_abstained=True, citations=(), numbers=())
    case = case_of(journal, abstained, Judged(Judgement.RIGHT))

    assert case is not None
    assert (case["type"], case["answer"], case["must"]) == ("not-answerable", NOT_ANSWERABLE, [])


@pytest.mark.parametrize(
    "said",
    [
        (),
        (Judged(Judgement.WRONG),),
        (Judged(Judgement.RIGHT), Judged(Judgement.WITHDRAWN)),
    ],
    ids=["unmarked", "wrong without a value", "taken back"],
)
def test_what_does_not_tell_what_is_right_is_no_case(
    journal: Journal, said: tuple[Judged, ...]
) -> None:
    assert case_of(journal, ANSWER, *said) is None
