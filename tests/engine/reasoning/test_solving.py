"""The ways a question is solved in steps, with a scripted model."""

from __future__ import annotations

import threading
from collections.abc import Callable

import pytest

from engine.answers import Answer, NumberStatus, Route, StepKind
from engine.assistant import Assistant
from engine.events import AnswerFinished, AnswerGrew, AnswerWithdrawn, StepChanged
from engine.reasoning.solving import Abilities
from engine.retrieval.retriever import Retriever
from engine.store.journal import EntryKind, Journal
from engine.store.library import Library
from tests.contracts.doubles import ScriptedModel
from tests.engine.conftest import AddText, log_parts, source

Ask = Callable[..., Answer]
GEARS = "Gear alpha needs a torque of 85 N·m.", "Gear beta needs a torque of 60 N·m."


@pytest.fixture
def model() -> ScriptedModel:
    return ScriptedModel()


@pytest.fixture
def ask(library: Library, journal: Journal, model: ScriptedModel) -> Ask:
    def ask(question: str, *replies: str, abilities: Abilities | None = None) -> Answer:
        model.replies = list(replies)
        assistant = Assistant(
            library=library,
            retriever=Retriever(library),
            model=model,
            journal=journal,
            abilities=abilities,
        )
        *_, last = assistant.ask(question, cancel=threading.Event())
        assert isinstance(last, AnswerFinished)
        return last.answer

    return ask


@pytest.fixture
def log(library: Library) -> None:
    rows = [("P-1", 40.0), ("P-2", 52.5), ("P-2", 47.5)]
    library.store_document(source("torque_log.csv", "sha256:log"), log_parts("torque_log", rows))


def kinds(answer: Answer) -> list[StepKind]:
    return [step.kind for step in answer.steps]


def test_plain_arithmetic_needs_neither_model_nor_documents(ask: Ask, model: ScriptedModel) -> None:
    answer = ask("What is 85 N·m in lbf·ft?")
    assert answer.text.startswith("62.69")
    assert answer.route is Route.COMPUTATION
    assert answer.numbers[0].status is NumberStatus.COMPUTED
    assert model.prompts == []


@pytest.mark.usefixtures("log")
def test_a_total_comes_from_the_log_with_its_rows(ask: Ask) -> None:
    sql = "SELECT AVG(torque) FROM torque_log WHERE part = 'P-2'"
    answer = ask("What is the average torque of P-2 in the torque log?", sql, sql)
    assert answer.text.startswith("50 N·m")
    assert answer.route is Route.LOG_QUERY
    assert answer.citations[0].rows == (2, 3)
    assert {number.status for number in answer.numbers} == {NumberStatus.COMPUTED}


@pytest.mark.usefixtures("log")
def test_a_count_and_a_mean_are_told_one_behind_the_other(ask: Ask) -> None:
    question = "How many rows of P-2 has the torque log, and what is the average torque of P-2?"
    count = "SELECT COUNT(*) FROM torque_log WHERE part = 'P-2'"
    mean = "SELECT AVG(torque) FROM torque_log WHERE part = 'P-2'"
    parts = "How many rows of P-2 has the torque log?\nWhat is the average torque of P-2?"
    answer = ask(question, count, mean, parts, count, count, mean, mean)
    assert answer.text.startswith("2 ")
    assert "50 N·m" in answer.text
    assert {number.status for number in answer.numbers} == {NumberStatus.COMPUTED}


@pytest.mark.usefixtures("log")
def test_a_log_is_not_asked_about_a_part_that_only_a_drawing_knows(ask: Ask, add: AddText) -> None:
    add("drawings/guide_rail.pdf", "Guide rail\nTighten it with a torque of 12 N·m")
    answer = ask("What is the smallest torque of the guide rail?", *["12 N·m"] * 3)
    assert answer.route is Route.LOOKUP
    assert answer.text == "12 N·m [1]"


@pytest.mark.usefixtures("log")
def test_two_queries_that_differ_are_no_answer(ask: Ask) -> None:
    one = "SELECT AVG(torque) FROM torque_log WHERE part = 'P-2'"
    other = "SELECT MAX(torque) FROM torque_log WHERE part = 'P-2'"
    answer = ask("What is the average torque of P-2 in the torque log?", *[one, other] * 4)
    assert answer.is_abstained
    assert any("average" in call.error for call in answer.tool_calls)


@pytest.mark.usefixtures("log")
def test_a_part_that_is_in_no_row_is_said_to_be_in_none(ask: Ask) -> None:
    sql = "SELECT AVG(torque) FROM torque_log WHERE part = 'P-9'"
    answer = ask("What is the average torque of P-9 in the torque log?", *[sql] * 12)
    assert answer.is_abstained
    assert "P-9" in answer.text


def test_a_formula_draws_on_the_passages_and_is_shown(ask: Ask, add: AddText) -> None:
    add("plate.md", "The cover plate is 120 mm long and 80 mm wide.")
    answer = ask("What is the area of the cover plate?", *["120 mm * 80 mm"] * 2)
    assert answer.text == "9600 mm² (120 mm * 80 mm) [1]"
    assert answer.citations[0].document == "plate.md"
    assert answer.tool_calls[0].tool == "calculator"


def test_a_word_that_counts_what_is_given_need_not_be_calculated_with(
    ask: Ask, add: AddText
) -> None:
    add("notes.md", "Pipes are welded end to end.")
    question = "Two pipes of 45.5 mm and 87 mm are welded end to end. How long are they together?"
    answer = ask(question, *["45.5 mm + 87 mm"] * 2)
    assert answer.text.startswith("132.5 mm")


def test_a_limit_of_size_is_calculated_from_the_line_that_gives_it(
    ask: Ask, add: AddText, model: ScriptedModel
) -> None:
    add("drawings/pin.pdf", "Pin\nDimensions (mm)\n⌀3,99 0/-0,02 (diameter)\n33,40")
    answer = ask("What is the smallest diameter the pin may have?", "⌀3,99")
    assert answer.text == "3.97 mm (3.99 mm - 0.02 mm) [1]"
    assert answer.route is Route.COMPUTATION
    assert answer.citations[0].quote == "⌀3,99 0/-0,02 (diameter)"
    assert "What is the diameter the pin has, with its tolerance?" in model.prompts[0].question


def test_without_limits_of_its_own_a_size_has_none(ask: Ask, add: AddText) -> None:
    add("drawings/pin.pdf", "Pin\nDimensions (mm)\n⌀3,99 (diameter)\n33,40")
    answer = ask("What is the smallest diameter the pin may have?", *["⌀3,99"] * 6)
    assert answer.is_abstained


def test_a_number_to_calculate_with_is_not_given_for_the_result(ask: Ask, add: AddText) -> None:
    add("plate.md", "The cover plate is 120 mm long and 80 mm wide.")
    refused = ["NOT FOUND"] * 2
    answer = ask("What is the area of the cover plate?", *refused, "120 mm", *["NOT FOUND"] * 4)
    assert answer.is_abstained


def test_a_difference_is_looked_up_and_calculated(ask: Ask, add: AddText) -> None:
    add("gears.md", *GEARS)
    question = "What is the difference in torque between gear alpha and gear beta?"
    answer = ask(question, "85 N·m", "60 N·m")
    assert answer.text.startswith("25 N·m")
    assert answer.route is Route.SEVERAL
    assert kinds(answer).count(StepKind.PART) == 2
    assert {citation.document for citation in answer.citations} == {"gears.md"}
    assert answer.numbers[-1].status is NumberStatus.COMPUTED


BELTS = (
    "Conveyor K-1: the belt is 61.2 m long. It is run by crew Ash.",
    "Conveyor K-2: the belt is 84.6 m long. It is run by crew Oak.",
    "Conveyor K-3: the belt is 75.5 m long. It is run by crew Elm.",
)


@pytest.fixture
def belts(add: AddText) -> None:
    for n, text in enumerate(BELTS, start=1):
        add(f"sheet {n}.md", text)


@pytest.mark.usefixtures("belts")
def test_a_mean_over_documents_is_calculated_from_each(ask: Ask) -> None:
    question = "What is the average length of the belts of the conveyors K-1 and K-2?"
    answer = ask(question, "61.2 m", "84.6 m")
    assert answer.text.startswith("72.9 m")
    assert answer.numbers[-1].status is NumberStatus.COMPUTED
    assert len(answer.citations) == 2


@pytest.mark.usefixtures("belts")
def test_the_shortest_of_three_is_told_by_the_calculator(ask: Ask) -> None:
    question = "Which crew runs the conveyor with the shortest belt, K-2, K-3 or K-1?"
    answer = ask(question, "84.6 m", "75.5 m", "61.2 m", "crew Ash")
    assert answer.text.startswith("crew Ash")
    assert "61.2 m" in answer.text
    assert "Oak" not in answer.text


@pytest.mark.usefixtures("belts")
def test_a_total_with_a_part_missing_is_none(ask: Ask) -> None:
    question = "What is the total length of the belts of the conveyors K-1 and K-2?"
    answer = ask(question, "61.2 m", *["NOT FOUND"] * 9)
    assert answer.is_abstained


@pytest.mark.usefixtures("belts")
def test_values_to_calculate_with_are_not_listed_for_the_result(ask: Ask) -> None:
    question = "Both belts, of K-1 and of K-2, have what average length?"
    parts = "How long is the belt of K-1?\nHow long is the belt of K-2?"
    refused = ["NOT FOUND"] * 3
    replies = [*refused, parts, "61.2 m", "84.6 m", *["NOT FOUND"] * 9]
    answer = ask(question, *replies)
    assert answer.is_abstained or "72.9" in answer.text


def test_a_chain_is_followed_from_name_to_name(
    ask: Ask, add: AddText, model: ScriptedModel
) -> None:
    add("conveyors.md", "Conveyor K-1 is driven by drive D-6. It has a mass of 812 kg.")
    add("drives.md", "Drive D-6 is protected by fuse F-9. The drive has a torque of 41 N·m.")
    add("fuses.md", "Fuse F-9 has a rated current of 25 A.")
    question = "What is the rated current of the fuse that protects the drive of conveyor K-1?"
    answer = ask(question, "25 A")
    assert answer.text.startswith("25 A")
    assert "What is the rated current of fuse F-9?" in model.prompts[0].question
    cited = {citation.document for citation in answer.citations}
    assert cited == {"conveyors.md", "drives.md", "fuses.md"}


def test_what_a_part_lacks_is_said_with_what_was_found(ask: Ask, add: AddText) -> None:
    add("gears.md", *GEARS)
    question = "What is the difference in torque between gear alpha and gear beta?"
    answer = ask(question, "85 N·m", *["NOT FOUND"] * 8)
    assert answer.is_abstained
    assert "gear beta" in answer.text
    assert "85 N·m" in answer.text


def test_a_value_is_looked_up_without_the_unit_asked_for_and_converted(
    ask: Ask, add: AddText, model: ScriptedModel
) -> None:
    add("gears.md", GEARS[0])
    answer = ask("What torque does gear alpha need in lbf·ft?", "85 N·m")
    assert answer.text == "62.693 lbf·ft (85 N·m) [1]"
    assert "lbf" not in model.prompts[0].question
    assert [number.status for number in answer.numbers] == [
        NumberStatus.FOUND,
        NumberStatus.COMPUTED,
    ]


def test_a_part_of_a_question_for_two_things_is_no_answer(ask: Ask, add: AddText) -> None:
    add("gears.md", "Gear alpha is red. Its torque is 85 N·m.")
    question = "What colour is gear alpha, and what torque does it need?"
    answer = ask(question, "red", "What colour is gear alpha?", *["NOT FOUND"] * 8)
    assert answer.is_abstained


def test_one_value_of_two_is_not_given_for_both(ask: Ask, add: AddText) -> None:
    add("gears.md", *GEARS)
    question = "Compare the torque of gear alpha with gear beta: what is each, and which is safer?"
    parts = "What is the torque of gear alpha?\nWhat is the torque of gear beta?\nWhich is safer?"
    both = "The torque of gear alpha is 85 N·m and that of gear beta is 85 N·m, too."
    answer = ask(question, parts, "85 N·m", "60 N·m", both, "NOT FOUND")
    assert answer.is_abstained
    assert "85 N·m" in answer.text
    assert "60 N·m" in answer.text
    assert [citation.number for citation in answer.citations] == [1, 2]


def test_without_tools_nothing_is_calculated(ask: Ask, add: AddText) -> None:
    add("plate.md", "The cover plate is 120 mm long and 80 mm wide.")
    abilities = Abilities(tools=False, steps=False, verification=False)
    answer = ask("What is the area of the cover plate?", "9600 mm²", abilities=abilities)
    assert answer.tool_calls == ()
    assert [number.status for number in answer.numbers] == [NumberStatus.UNVERIFIED]


def test_steps_are_told_as_they_begin_and_end_and_are_journalled(
    library: Library, journal: Journal, model: ScriptedModel, add: AddText
) -> None:
    add("gears.md", *GEARS)
    model.replies = ["85 N·m", "60 N·m"]
    assistant = Assistant(
        library=library, retriever=Retriever(library), model=model, journal=journal
    )
    question = "What is the difference in torque between gear alpha and gear beta?"
    events = list(assistant.ask(question, cancel=threading.Event()))
    told = [event.step for event in events if isinstance(event, StepChanged)]
    ended = [step for step in told if step.is_over]
    assert len(told) == 2 * len(ended)
    recorded = [entry.body for entry in journal.entries() if entry.kind is EntryKind.STEP]
    assert [body["id"] for body in recorded] == [step.id for step in ended]
    parts = {step.id for step in ended if step.kind is StepKind.PART}
    assert {step.parent for step in ended if step.kind is StepKind.READING} == parts


def test_what_is_shown_last_is_the_answer(
    library: Library, journal: Journal, model: ScriptedModel, add: AddText
) -> None:
    """A surer passage read later takes the place of what was shown first."""
    add("a.md", "The oil of the gear box is changed every 500 hours.")
    add("b.md", "The oil of the gear box of a mill is changed more rarely, every 800 hours or so.")
    model.replies, model.refusals = ["500 hours", "800 hours"], [0.25, 0.0]
    assistant = Assistant(
        library=library, retriever=Retriever(library), model=model, journal=journal
    )
    question = "How often is the oil of the gear box changed?"
    shown = ""
    for event in assistant.ask(question, cancel=threading.Event()):
        match event:
            case AnswerGrew(text):
                shown += text
            case AnswerWithdrawn():
                shown = ""
            case AnswerFinished(answer):
                assert shown in answer.text
                assert not answer.is_abstained
