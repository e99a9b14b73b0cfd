"""The bank is filled with the likeliest passages first, once each."""

from __future__ import annotations

import threading

import pytest

from engine.answers import MemoryUse
from engine.assistant import Assistant
from engine.retrieval.retriever import Retriever
from engine.store.journal import Journal
from engine.store.library import Library
from engine.warming import BankWarmed, warm
from tests.contracts.doubles import ScriptedModel
from tests.engine.conftest import AddText


@pytest.fixture
def model(library: Library, add: AddText) -> ScriptedModel:
    add("a.pdf", "The coolant is drained in spring.")
    add("b.pdf", "The spindle lock nut takes 45 N·m.")
    add("c.pdf", "The belt is changed in autumn.")
    return ScriptedModel()


def banked(model: ScriptedModel) -> list[str]:
    return [evidence.split("(")[1][:5] for evidence in model.banked]


def run(library: Library, journal: Journal, model: ScriptedModel) -> list[BankWarmed]:
    return list(warm(library, journal, model, first=(), cancel=threading.Event()))


def test_documents_that_were_cited_come_first(
    library: Library, journal: Journal, model: ScriptedModel
) -> None:
    assistant = Assistant(
        library=library, retriever=Retriever(library), model=model, journal=journal
    )
    model.say("45 N·m")
    list(assistant.ask("What torque for the spindle lock nut?", cancel=threading.Event()))
    progress = run(library, journal, model)
    assert banked(model)[0] == "b.pdf"
    assert sorted(banked(model)) == ["a.pdf", "b.pdf", "c.pdf"]
    assert progress[-1] == BankWarmed(3, 3)
    assert run(library, journal, model) == [BankWarmed(3, 3)], "nothing is banked twice"


def test_what_is_banked_is_the_prompt_a_question_will_ask_for(
    library: Library, journal: Journal, model: ScriptedModel
) -> None:
    run(library, journal, model)
    assistant = Assistant(
        library=library, retriever=Retriever(library), model=model, journal=journal
    )
    model.say("45 N·m")
    list(assistant.ask("What torque for the spindle lock nut?", cancel=threading.Event()))
    assert model.prompts[0].evidence in model.banked


def test_a_full_bank_is_left_as_it_is(
    library: Library, journal: Journal, model: ScriptedModel, monkeypatch: pytest.MonkeyPatch
) -> None:
    full = MemoryUse(is_bank_full=True)
    monkeypatch.setattr(ScriptedModel, "memory_use", property(lambda _: full))
    assert run(library, journal, model) == []
    assert model.banked == []


def test_cancel_is_heard_between_two_passages(
    library: Library, journal: Journal, model: ScriptedModel
) -> None:
    cancel = threading.Event()
    for _ in warm(library, journal, model, first=(), cancel=cancel):
        cancel.set()
    assert len(model.banked) == 1
