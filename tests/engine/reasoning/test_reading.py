"""Waves of readers with a scripted model: who is read, in which form, and what is shown."""

from __future__ import annotations

import threading
from collections.abc import Generator
from typing import cast

import pytest

from engine.domain import Passage
from engine.events import AnswerEvent, AnswerGrew, AnswerWithdrawn, MemoryChanged
from engine.reasoning.joining import read_joined
from engine.reasoning.outcome import Outcome, ReadingBounds
from engine.reasoning.packing import Reading, pack
from engine.reasoning.reading import read_passages
from tests.contracts.doubles import ScriptedModel

QUESTION = "What torque for the spindle lock nut?"
LONG = " ".join(f"Filler sentence number {n} says nothing at all." for n in range(30))


def passages(*texts: str) -> list[Passage]:
    return [
        Passage(n, f"sha256:{n}", f"{n}.pdf", text, (), (), None, 1.0)
        for n, text in enumerate(texts, start=1)
    ]


def nut(torque: int, *, is_long: bool = False) -> str:
    return f"The spindle lock nut takes a torque of {torque} N·m. {LONG if is_long else ''}".strip()


def run(
    model: ScriptedModel, readings: tuple[Reading, ...], question: str = QUESTION
) -> tuple[list[AnswerEvent], Outcome]:
    is_joined = not any(reading.has_all_names for reading in readings)
    work = (read_joined if is_joined else read_passages)(
        model,
        readings,
        question,
        bounds=ReadingBounds(),
        embedder=None,
        cancel=threading.Event(),
    )
    events: list[AnswerEvent] = []
    while True:
        try:
            events.append(next(cast(Generator[AnswerEvent, None, Outcome], work)))
        except StopIteration as stop:
            return events, cast(Outcome, stop.value)


def packed(model: ScriptedModel, *texts: str, question: str = QUESTION) -> tuple[Reading, ...]:
    return pack(
        list(enumerate(passages(*texts), start=1)),
        model,
        system="read",
        question=question,
        max_readings=8,
        max_answer_tokens=40,
    )


@pytest.fixture
def model() -> ScriptedModel:
    model = ScriptedModel()
    model.side_by_side = 4
    return model


def shown(events: list[AnswerEvent]) -> str:
    return "".join(event.text for event in events if isinstance(event, AnswerGrew))


def test_the_surest_reader_that_does_not_refuse_is_shown(model: ScriptedModel) -> None:
    model.replies = ["NOT FOUND", "85 N·m"]
    model.refusals = [0.01, 0.3]
    readings = packed(model, nut(60), nut(85))
    model.banked = [readings[1].prompt.evidence]
    events, outcome = run(model, readings)
    assert shown(events) == "85 N·m"
    assert outcome.choice
    assert outcome.choice.best.number == 2
    assert any(isinstance(event, MemoryChanged) for event in events)


def test_the_best_passage_is_read_whole_even_if_it_is_cold(model: ScriptedModel) -> None:
    readings = packed(model, nut(85, is_long=True), nut(90, is_long=True))
    model.replies = ["85 N·m"]
    _, outcome = run(model, readings)
    assert [prompt.evidence for prompt in model.prompts] == [readings[0].prompt.evidence]
    assert outcome.choice
    assert outcome.choice.best.number == 1


def test_cold_passages_behind_it_are_trimmed_and_the_one_that_answers_is_read_in_full(
    model: ScriptedModel,
) -> None:
    model.replies = ["NOT FOUND", "85 N·m", "85 N·m"]
    events, outcome = run(model, packed(model, "Nothing here.", nut(85, is_long=True)))
    _, part, whole = model.prompts
    assert len(part.evidence) < len(whole.evidence) / 3
    assert (part.owner, whole.owner) == ("", "sha256:2")
    assert shown(events) == "85 N·m"
    assert outcome.choice
    assert outcome.unread == ()


def test_an_answer_from_a_part_that_the_whole_does_not_confirm_is_withdrawn(
    model: ScriptedModel,
) -> None:
    model.replies = ["NOT FOUND", "85 N·m", "NOT FOUND"]
    events, outcome = run(model, packed(model, "Nothing here.", nut(85, is_long=True)))
    assert isinstance(events[-1], AnswerWithdrawn)
    assert outcome.choice is None


def test_a_contradiction_between_parts_is_confirmed_on_both_wholes(model: ScriptedModel) -> None:
    model.replies = ["NOT FOUND", *["85 N·m", "90 N·m"] * 2]
    readings = packed(model, "Nothing.", nut(85, is_long=True), nut(90, is_long=True))
    _, outcome = run(model, readings)
    assert outcome.choice
    assert [f.number for f in outcome.choice.contradicting] == [3]
    assert outcome.unread == ()
    assert len(model.prompts) == 5


def test_a_banked_passage_that_contradicts_the_cold_best_one_is_read_with_it(
    model: ScriptedModel,
) -> None:
    readings = packed(model, nut(85, is_long=True), nut(90, is_long=True))
    model.banked = [readings[1].prompt.evidence]
    model.replies = ["85 N·m", "90 N·m"]
    _, outcome = run(model, readings)
    assert outcome.choice
    numbers = {f.number for f in (outcome.choice.best, *outcome.choice.contradicting)}
    assert numbers == {1, 2}


L7 = "What is the tightening torque of the lock nut of L-7?"


def test_a_passage_with_another_value_for_the_same_machine_is_read_before_the_answer_stands(
    model: ScriptedModel,
) -> None:
    sheet = f"Machine L-7. Tightening torques. Tighten the lock nut to 85 N·m. {LONG}"
    card = f"Card of L-7. Tighten the lock nut to 90 N·m. {LONG}"
    model.replies = ["85 N·m", "90 N·m", "90 N·m"]
    _, outcome = run(model, packed(model, sheet, card, question=L7), L7)
    assert outcome.choice
    assert [f.number for f in outcome.choice.contradicting] == [2]
    assert len(model.prompts[1].evidence) < len(model.prompts[2].evidence)


@pytest.mark.parametrize(
    "text",
    [
        "Card of L-7. Tighten the lock nut to 85 N·m.",
        "Card of L-9. Tighten the lock nut to 90 N·m.",
        "Card of L-7. Tighten the drain plug to 90 N·m.",
        "Card of L-7. The lock nut is tightened every 90 hours.",
    ],
)
def test_no_other_passage_is_read_for_a_sure_answer(model: ScriptedModel, text: str) -> None:
    model.replies = ["85 N·m"]
    sheet = f"Machine L-7. Tighten the lock nut to 85 N·m. {LONG}"
    _, outcome = run(model, packed(model, sheet, f"{text} {LONG}", question=L7), L7)
    assert outcome.choice
    assert outcome.choice.contradicting == ()
    assert len(model.prompts) == 1


def test_a_banked_passage_is_read_whole_at_once(model: ScriptedModel) -> None:
    readings = packed(model, nut(85, is_long=True))
    model.banked = [readings[0].prompt.evidence]
    model.replies = ["85 N·m"]
    _, outcome = run(model, readings)
    assert len(model.prompts) == 1
    assert outcome.choice
    assert outcome.choice.best.reader.is_banked


def test_beyond_the_first_few_only_banked_passages_are_read(model: ScriptedModel) -> None:
    texts = [nut(n) for n in range(40, 48)]
    readings = packed(model, *texts)
    model.banked = [readings[6].prompt.evidence]
    model.replies = ["NOT FOUND"] * 4 + ["46 N·m"]
    _, outcome = run(model, readings)
    assert outcome.choice
    assert outcome.choice.best.number == 7
    assert len(model.prompts) == 5


def test_cancel_ends_the_reading(model: ScriptedModel) -> None:
    cancel = threading.Event()
    cancel.set()
    work = read_passages(
        model,
        packed(model, nut(85)),
        QUESTION,
        bounds=ReadingBounds(),
        embedder=None,
        cancel=cancel,
    )
    events, outcome = [], None
    while outcome is None:
        try:
            events.append(next(work))
        except StopIteration as stop:
            outcome = stop.value
    assert outcome.is_cancelled
    assert not shown(events)


def test_an_answer_that_was_cut_off_is_none_because_it_may_end_in_half_a_number(
    model: ScriptedModel,
) -> None:
    model.replies = ["8", "NOT FOUND"]
    model.cut_off = ["8"]
    _, outcome = run(model, packed(model, "Lock nut torque 8 or 85 N·m.", nut(60)))
    assert outcome.choice is None


COMPARISON = "Which takes more torque, the nut of SH-203 or of SH-205?"
SHEETS = ("Nut of SH-203: 45 N·m.", "Nut of SH-204: 52 N·m.", "Nut of SH-205: 60 N·m.")


def test_facts_of_two_passages_are_joined_from_what_readers_copy(model: ScriptedModel) -> None:
    readings = packed(model, *SHEETS, question=COMPARISON)
    model.banked = [reading.prompt.evidence for reading in readings]
    model.replies = ["Nut of SH-203: 45 N·m.", "Nut of SH-205: 60 N·m.", "SH-205 with 60 N·m"]
    events, outcome = run(model, readings, COMPARISON)
    joined = model.prompts[-1]
    assert "45 N·m" in joined.evidence
    assert "60 N·m" in joined.evidence
    assert "52 N·m" not in joined.evidence
    assert shown(events) == "SH-205 with 60 N·m"
    assert outcome.choice
    grounding = outcome.choice.best.grounding
    facts = ["1: Nut of SH-203: 45 N·m. [1]", "3: Nut of SH-205: 60 N·m. [3]"]
    assert grounding.text.splitlines()[:2] == facts
    assert grounding.text.splitlines()[2].startswith("SH-205 with 60 N·m")
    assert [citation.number for citation in grounding.citations] == [1, 3]


def test_what_a_reader_made_up_is_no_fact(model: ScriptedModel) -> None:
    readings = packed(model, *SHEETS, question=COMPARISON)
    model.banked = [reading.prompt.evidence for reading in readings]
    model.replies = ["Nut of SH-203: 99 N·m.", "Nut of SH-205: 60 N·m.", "SH-205 with 60 N·m"]
    _, outcome = run(model, readings, COMPARISON)
    assert "99" not in model.prompts[-1].evidence
    assert outcome.choice
    assert "99" not in outcome.choice.best.grounding.text


def test_cold_passages_are_joined_without_a_reading_before(model: ScriptedModel) -> None:
    model.replies = ["SH-205 with 60 N·m"]
    _, outcome = run(model, packed(model, *SHEETS, question=COMPARISON), COMPARISON)
    assert len(model.prompts) == 1
    assert outcome.choice


def test_a_joined_answer_that_nothing_backs_is_none(model: ScriptedModel) -> None:
    model.replies = ["The blue one, perhaps."]
    _, outcome = run(model, packed(model, *SHEETS, question=COMPARISON), COMPARISON)
    assert outcome.choice is None
