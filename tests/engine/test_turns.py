"""Notes are found again; the model's own words only when they are asked for."""

from __future__ import annotations

import threading

import pytest

from engine.answers import Answer, Judged, Judgement
from engine.assistant import Assistant
from engine.events import AnswerFinished
from engine.records import judgement_record
from engine.retrieval.retriever import Retriever
from engine.store.journal import EntryKind, Journal
from engine.store.library import Library
from engine.turns import TURNS, Turns, note_in
from tests.contracts.doubles import ScriptedModel
from tests.engine.conftest import AddText


@pytest.fixture
def model() -> ScriptedModel:
    return ScriptedModel()


@pytest.fixture
def assistant(library: Library, journal: Journal, model: ScriptedModel) -> Assistant:
    return Assistant(
        library=library,
        retriever=Retriever(library),
        model=model,
        journal=journal,
        turns=Turns(journal),
    )


def ask(assistant: Assistant, question: str) -> Answer:
    finished = list(assistant.ask(question, cancel=threading.Event()))[-1]
    assert isinstance(finished, AnswerFinished)
    return finished.answer


@pytest.mark.parametrize(
    ("message", "note"),
    [
        ("Note: the spare key hangs in cabinet 7", "the spare key hangs in cabinet 7"),
        ("please remember that L-9 is locked", "L-9 is locked"),
        (
            "メモ：L-9号機のクーラントは5月12日に交換した。",
            "L-9号機のクーラントは5月12日に交換した。",
        ),
        ("What does note 3 on the drawing say?", None),
        ("Notes on the spindle?", None),
        ("Do you remember the torque?", None),
    ],
)
def test_only_what_is_marked_as_a_note_is_one(message: str, note: str | None) -> None:
    assert note_in(message) == note


def test_a_note_is_evidence_for_a_later_question_in_a_later_run(
    assistant: Assistant, model: ScriptedModel, journal: Journal, library: Library, add: AddText
) -> None:
    add("a.pdf", "The coolant of machine L-8 is drained in spring.")
    said = ask(assistant, "Note: the coolant of L-9 was changed by Sato on 12 May.")
    assert (said.route, said.is_abstained) == ("note", False)
    assert model.prompts == []
    later = Assistant(
        library=library,
        retriever=Retriever(library),
        model=model,
        journal=journal,
        turns=Turns(journal),
    )
    model.say("12 May")
    answer = ask(later, "When was the coolant of L-9 changed?")
    assert answer.text.startswith("12 May")
    assert [citation.document for citation in answer.citations] == [TURNS]


def test_an_earlier_answer_is_evidence_only_when_asked_back(
    assistant: Assistant, model: ScriptedModel, journal: Journal, add: AddText
) -> None:
    add("a.pdf", "The spindle lock nut takes 45 N·m.")
    model.say("45 N·m")
    ask(assistant, "What torque for the spindle lock nut?")
    turns = Turns(journal)
    assert turns.find("What torque for the spindle lock nut?", 3) == ()
    (turn,) = turns.find("What torque did you say earlier for the lock nut?", 3)
    assert "45 N·m" in turn.text


def test_of_many_notes_the_one_that_is_meant_is_found(
    assistant: Assistant, journal: Journal, add: AddText
) -> None:
    for n in range(60):
        ask(assistant, f"Note: the coolant of L-{n} was changed by inspector {n + 100}.")
    (best, *_) = Turns(journal).find("Who changed the coolant of L-17?", 2)
    assert "inspector 117" in best.text


def test_an_answer_marked_wrong_is_no_evidence_until_the_mark_is_taken_back(
    assistant: Assistant, model: ScriptedModel, journal: Journal, add: AddText
) -> None:
    add("a.pdf", "The spindle lock nut takes 45 N·m.")
    model.say("45 N·m")
    answer = ask(assistant, "What torque for the spindle lock nut?")
    turns = Turns(journal)
    question = "What torque did you say earlier for the lock nut?"
    for judgement, n in ((Judgement.WRONG, 0), (Judgement.WITHDRAWN, 1), (Judgement.RIGHT, 1)):
        body = judgement_record(Judged(judgement))
        journal.record(answer.journal_id, EntryKind.JUDGEMENT, body)
        assert len(turns.find(question, 3)) == n
