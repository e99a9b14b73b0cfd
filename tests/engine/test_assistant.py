"""The flow of a question, with a scripted model: events, journal, abstention, cancel."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from dataclasses import replace

import pytest

from engine.assistant import Assistant
from engine.errors import LibraryEmpty
from engine.events import (
    AnswerCancelled,
    AnswerEvent,
    AnswerFinished,
    AnswerGrew,
    AnswerWithdrawn,
    EvidenceFound,
    QuestionAccepted,
)
from engine.reasoning.log_answer import Logs
from engine.records import answer_record
from engine.retrieval.retriever import Retriever
from engine.store.journal import EntryKind, Journal
from engine.store.library import Library
from engine.turns import Turns
from tests.contracts.doubles import ScriptedModel
from tests.engine.conftest import AddText, log_parts, source

QUESTION = "What torque for the spindle lock nut?"


@pytest.fixture
def model() -> ScriptedModel:
    return ScriptedModel()


@pytest.fixture
def assistant(library: Library, journal: Journal, model: ScriptedModel) -> Assistant:
    return Assistant(library=library, retriever=Retriever(library), model=model, journal=journal)


def ask(assistant: Assistant, question: str = QUESTION) -> list[AnswerEvent]:
    return list(assistant.ask(question, cancel=threading.Event()))


def kinds(journal: Journal) -> list[EntryKind]:
    return [entry.kind for entry in journal.entries()]


def test_an_answer_comes_after_its_evidence_and_ends_in_the_journal(
    assistant: Assistant, model: ScriptedModel, journal: Journal, add: AddText
) -> None:
    add("spindle.pdf", "The spindle lock nut is tightened to 45 N·m.")
    model.say("The lock nut takes 45 N·m.")
    events = ask(assistant)
    order = [QuestionAccepted, EvidenceFound, AnswerGrew, AnswerFinished]
    positions = [next(i for i, e in enumerate(events) if isinstance(e, t)) for t in order]
    assert positions == sorted(positions)
    finished = events[-1]
    assert isinstance(finished, AnswerFinished)
    assert finished.answer.citations[0].document == "spindle.pdf"
    *_, entry = journal.entries()
    assert entry.kind is EntryKind.ANSWER
    assert entry.body == answer_record(finished.answer)


def test_an_answer_can_be_explained_after_its_file_is_gone(
    assistant: Assistant, model: ScriptedModel, journal: Journal, library: Library, add: AddText
) -> None:
    text = "The spindle lock nut is tightened to 45 N·m."
    cited = add("spindle.pdf", text)
    model.say("The lock nut takes 45 N·m.")
    ask(assistant)
    library.remove_sources([(source.root, source.path) for source in library.sources()])
    assert library.documents() == ()
    bodies = {entry.kind: entry.body for entry in journal.entries()}
    (citation,) = bodies[EntryKind.ANSWER]["citations"]
    assert (citation["document"], citation["page"]) == ("spindle.pdf", 1)
    assert citation["document_id"] == cited.id
    assert "45 N·m" in citation["quote"]
    assert bodies[EntryKind.EVIDENCE]["passages"][0]["text"] == text
    journal.verify()


def test_the_prompt_holds_the_passage_and_the_question(
    assistant: Assistant, model: ScriptedModel, add: AddText
) -> None:
    add("spindle.pdf", "The spindle lock nut is tightened to 45 N·m.")
    model.say("45 N·m")
    ask(assistant)
    (prompt,) = model.prompts
    assert "spindle.pdf, page 1" in prompt.evidence
    assert "45 N·m" in prompt.evidence
    assert QUESTION in prompt.question


@pytest.mark.parametrize(
    ("reply", "question", "sentence"),
    [
        ("NOT FOUND", QUESTION, "The documents do not say."),
        ("見つかりません", "スピンドルのトルクは?", "文書には記載が見つかりません。"),
        ("Quite blue indeed.", QUESTION, "The documents do not say."),
    ],
)
def test_an_answer_without_evidence_is_the_refusal(
    assistant: Assistant,
    model: ScriptedModel,
    add: AddText,
    reply: str,
    question: str,
    sentence: str,
) -> None:
    add("spindle.pdf", "The spindle スピンドル lock nut is tightened to 45 N·m.")
    model.say(reply)
    finished = ask(assistant, question)[-1]
    assert isinstance(finished, AnswerFinished)
    assert finished.answer.is_abstained
    assert finished.answer.text == sentence
    assert finished.answer.citations == ()


def test_a_question_that_finds_nothing_abstains_without_the_model(
    assistant: Assistant, model: ScriptedModel, add: AddText
) -> None:
    add("spindle.pdf", "The spindle lock nut is tightened to 45 N·m.")
    finished = ask(assistant, "Zebra?")[-1]
    assert isinstance(finished, AnswerFinished)
    assert finished.answer.is_abstained
    assert model.prompts == []


def test_an_empty_library_is_said_and_journalled(assistant: Assistant, journal: Journal) -> None:
    with pytest.raises(LibraryEmpty):
        ask(assistant)
    assert kinds(journal) == [EntryKind.QUESTION, EntryKind.FAILED]


def test_cancel_stops_within_one_token_and_is_journalled(
    assistant: Assistant, model: ScriptedModel, journal: Journal, add: AddText
) -> None:
    add("spindle.pdf", "The spindle lock nut is tightened to 45 N·m.")
    model.say("one two three four five six")
    cancel = threading.Event()
    grown = []
    for event in assistant.ask(QUESTION, cancel=cancel):
        if isinstance(event, AnswerGrew):
            grown.append(event.text)
            cancel.set()
    assert grown == ["one"]
    assert isinstance(event, AnswerCancelled)
    assert kinds(journal)[-1] is EntryKind.CANCELLED


def test_an_abandoned_answer_is_journalled_as_cancelled(
    assistant: Assistant, model: ScriptedModel, journal: Journal, add: AddText
) -> None:
    add("spindle.pdf", "The spindle lock nut is tightened to 45 N·m.")
    model.say("45 N·m")
    events = assistant.ask(QUESTION, cancel=threading.Event())
    next(events)
    assert isinstance(events, Iterator)
    events.close()  # type: ignore[attr-defined]
    assert kinds(journal)[-1] is EntryKind.CANCELLED


def test_one_who_stops_listening_at_the_answer_has_been_answered(
    assistant: Assistant, model: ScriptedModel, journal: Journal, add: AddText
) -> None:
    add("spindle.pdf", "The spindle lock nut is tightened to 45 N·m.")
    model.say("45 N·m")
    for event in assistant.ask(QUESTION, cancel=threading.Event()):
        if isinstance(event, AnswerFinished):
            break
    assert kinds(journal)[-1] is EntryKind.ANSWER


def test_a_model_that_breaks_leaves_a_failure_in_the_journal(
    assistant: Assistant, model: ScriptedModel, journal: Journal, add: AddText
) -> None:
    add("spindle.pdf", "The spindle lock nut is tightened to 45 N·m.")
    model.say("45 N·m")

    def break_off(_n: int) -> None:
        raise MemoryError

    model.before_token = break_off
    with pytest.raises(MemoryError):
        ask(assistant)
    *_, entry = journal.entries()
    assert (entry.kind, entry.body["code"]) == (EntryKind.FAILED, "MemoryError")


def test_the_next_passage_is_read_when_the_first_does_not_say(
    assistant: Assistant, model: ScriptedModel, add: AddText
) -> None:
    add("a.pdf", "The spindle lock nut is tightened to a torque of 45 N·m.")
    add("b.pdf", "Sheet. Spindle lock nut torque 45 N·m.")
    model.say("NOT FOUND")
    model.say("45 N·m")
    events = ask(assistant)
    finished = events[-1]
    assert isinstance(finished, AnswerFinished)
    assert not finished.answer.is_abstained
    assert len(model.prompts) == 2
    shown = "".join(e.text for e in events if isinstance(e, AnswerGrew))
    assert shown == "45 N·m"


@pytest.mark.parametrize("reply", ["54 N·m", "45 N·m or 54 N·m", "20 mm"])
def test_an_answer_that_its_passage_does_not_back_is_withdrawn(
    assistant: Assistant, model: ScriptedModel, add: AddText, reply: str
) -> None:
    add("a.pdf", "The spindle lock nut is tightened to a torque of 45 N·m with a 20 mm key.")
    model.replies = [reply, reply]  # It is told what is wrong once.
    events = ask(assistant)
    assert any(isinstance(e, AnswerWithdrawn) for e in events)
    finished = events[-1]
    assert isinstance(finished, AnswerFinished)
    assert finished.answer.is_abstained


def test_a_reader_that_wrote_a_foreign_figure_is_told_which_and_asked_once_more(
    assistant: Assistant, model: ScriptedModel, add: AddText
) -> None:
    add("a.pdf", "The spindle lock nut is tightened to a torque of 45 N·m.")
    model.replies = ["54 N·m", "45 N·m"]
    finished = ask(assistant)[-1]
    assert isinstance(finished, AnswerFinished)
    assert finished.answer.text == "45 N·m [1]"
    assert "54 N·m" in model.prompts[1].question
    assert model.prompts[1].evidence == model.prompts[0].evidence


def test_asked_of_one_document_the_answer_rests_on_no_other_and_the_journal_says_so(
    library: Library, journal: Journal, model: ScriptedModel, add: AddText
) -> None:
    for n in range(60):
        add(f"near{n}.pdf", f"The spindle lock nut torque of machine {n} is 45 N·m.")
    one = add("spindle.pdf", "The spindle lock nut is tightened to 12 N·m.")
    library.store_document(source("nuts.csv", "sha256:log"), log_parts("nuts", [("nut", 9.5)]))
    turns = Turns(journal)
    assistant = Assistant(
        library=library,
        retriever=Retriever(library),
        model=model,
        journal=journal,
        turns=turns,
    )
    ask(assistant, "Note: the torque of the spindle lock nut is 77 N·m.")
    model.say("The lock nut takes 12 N·m.")
    events = list(assistant.ask(QUESTION, cancel=threading.Event(), documents=(one.id,)))
    found = [event for event in events if isinstance(event, EvidenceFound)][-1]
    assert {passage.document for passage in found.passages} == {"spindle.pdf"}
    finished = events[-1]
    assert isinstance(finished, AnswerFinished)
    assert {citation.document for citation in finished.answer.citations} == {"spindle.pdf"}
    (asked,) = (e for e in journal.entries(finished.answer.journal_id) if e.kind == "question")
    assert asked.body["documents"] == [one.id]


def test_the_logs_of_other_documents_are_not_asked(library: Library, add: AddText) -> None:
    one = add("spindle.pdf", "The spindle lock nut is tightened to 12 N·m.")
    log = library.store_document(
        source("nuts.csv", "sha256:log"), log_parts("nuts", [("lock nut", 9.5)])
    )
    logs = Logs.of(library)
    asked = "What torque was logged for the part lock nut?"
    assert logs.linked(asked, (), None)
    assert replace(logs, documents=frozenset({log.id})).linked(asked, (), None)
    assert not replace(logs, documents=frozenset({one.id})).linked(asked, (), None)
