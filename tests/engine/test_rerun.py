"""An edited step gives a new answer, by the same tools, marked, and beside the old one."""

from __future__ import annotations

import threading
from collections.abc import Callable

import pytest

from engine.answers import Answer, Fate, NumberStatus, Route, StepKind
from engine.assistant import Assistant
from engine.domain import Passage
from engine.errors import CalculationRefused, GenbaError
from engine.events import AnswerEvent, AnswerFinished, EvidenceFound
from engine.reasoning.log_answer import Logs
from engine.records import answer_record
from engine.rerun import Reruns
from engine.retrieval.retriever import Retriever
from engine.store.journal import EntryKind, Journal
from engine.store.library import Library
from engine.turns import Turns
from tests.contracts.doubles import ScriptedModel
from tests.engine.conftest import AddText, log_parts, source

SQL = "SELECT AVG(torque) FROM torque_log WHERE part = 'P-2'"
QUESTION = "What is the average torque of P-2 in the torque log?"
Asked = tuple[Answer, tuple[Passage, ...]]
Ask = Callable[..., Asked]


@pytest.fixture
def reruns(library: Library, journal: Journal) -> Reruns:
    return Reruns(library, Logs.of(library), journal)


@pytest.fixture
def ask(library: Library, journal: Journal) -> Ask:
    def ask(question: str, *replies: str) -> Asked:
        assistant = Assistant(
            library=library,
            retriever=Retriever(library),
            model=ScriptedModel(*replies),
            journal=journal,
        )
        return finished(list(assistant.ask(question, cancel=threading.Event())))

    return ask


@pytest.fixture
def log(library: Library) -> None:
    rows = [("P-1", 40.0), ("P-2", 52.5), ("P-2", 47.5)]
    library.store_document(source("torque_log.csv", "sha256:log"), log_parts("torque_log", rows))
    # A column of the same name in another log must not lend its unit.
    library.store_document(source("ages.csv", "sha256:ages"), log_parts("ages", [("P-1", 1.0)]))


def finished(events: list[AnswerEvent]) -> Asked:
    found = [event.passages for event in events if isinstance(event, EvidenceFound)]
    last = events[-1]
    assert isinstance(last, AnswerFinished)
    return last.answer, found[-1] if found else ()


def edited_query(reruns: Reruns, answer: Answer, sql: str) -> Asked:
    step = next(step for step in answer.steps if step.kind is StepKind.QUERY)
    return finished(list(reruns.query(answer, step, sql, cancel=threading.Event())))


def edited_calculation(reruns: Reruns, asked: Asked, expression: str) -> Asked:
    answer, passages = asked
    step = next(step for step in answer.steps if step.kind is StepKind.CALCULATION)
    return finished(list(reruns.calculation(answer, step, expression, passages)))


@pytest.mark.usefixtures("log")
def test_an_edited_query_gives_a_new_answer_with_its_rows(ask: Ask, reruns: Reruns) -> None:
    original, _ = ask(QUESTION, SQL, SQL)
    assert original.text.startswith("50 N·m")
    answer, passages = edited_query(reruns, original, SQL.replace("P-2", "P-1"))

    assert answer.text == "40 N·m [1]"
    assert answer.route is Route.LOG_QUERY
    assert answer.citations[0].rows == (1,)
    assert passages[0].document == "torque_log.csv"
    assert {number.status for number in answer.numbers} == {NumberStatus.COMPUTED}
    assert answer.edit is not None
    assert (answer.edit.tool, answer.edit.journal_id) == ("sql", original.journal_id)
    assert "'P-2'" in answer.edit.before
    assert "'P-1'" in answer.edit.after
    assert answer.journal_id != original.journal_id
    assert answer.steps[0].call == answer.tool_calls[0]


@pytest.mark.usefixtures("log")
def test_the_journal_has_both_answers_and_says_which_was_edited(
    ask: Ask, reruns: Reruns, journal: Journal
) -> None:
    original, _ = ask(QUESTION, SQL, SQL)
    answer, _ = edited_query(reruns, original, SQL.replace("P-2", "P-1"))
    entries = list(journal.entries(answer.journal_id))
    assert [entry.kind for entry in entries] == [
        EntryKind.QUESTION,
        EntryKind.EVIDENCE,
        EntryKind.STEP,
        EntryKind.ANSWER,
    ]
    assert entries[0].body["edit_of"] == original.journal_id
    assert entries[-1].body == answer_record(answer)
    assert entries[-1].body["edit"]["after"] == answer.edit.after  # type: ignore[union-attr]
    *_, old = journal.entries(original.journal_id)
    assert "edit" not in old.body
    journal.verify()


@pytest.mark.usefixtures("log")
def test_an_edited_answer_is_no_memory_of_what_was_said(
    ask: Ask, reruns: Reruns, journal: Journal
) -> None:
    original, _ = ask(QUESTION, SQL, SQL)
    edited_query(reruns, original, SQL.replace("P-2", "P-1"))
    told = Turns(journal).find("What did you say earlier about the torque log of P-2?", 9)
    assert len(told) == 1
    assert "50 N·m" in told[0].text


@pytest.mark.usefixtures("log")
def test_a_query_without_rows_says_so(ask: Ask, reruns: Reruns) -> None:
    original, _ = ask(QUESTION, SQL, SQL)
    answer, passages = edited_query(
        reruns, original, "SELECT torque FROM torque_log WHERE part = 'P-9'"
    )
    assert answer.text == "No row fits the query."
    assert (answer.citations, answer.numbers, passages) == ((), (), ())


@pytest.mark.usefixtures("log")
@pytest.mark.parametrize(
    "sql",
    [
        "DROP TABLE torque_log",
        "DELETE FROM torque_log",
        "SELECT 1; SELECT 2",
        "SELECT * FROM sqlite_master",
        "SELECT * FROM _log_table",
        "ATTACH 'x.db' AS x",
        "PRAGMA table_info(torque_log)",
        "SELECT load_extension('x')",
        "INSERT INTO torque_log VALUES ('a', 1)",
        "WITH RECURSIVE n(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM n) SELECT max(x) FROM n",
        "SELECT torque FROM nowhere",
        "",
    ],
)
def test_an_edited_query_has_no_more_rights_than_the_models(
    ask: Ask, reruns: Reruns, journal: Journal, library: Library, sql: str
) -> None:
    original, _ = ask(QUESTION, SQL, SQL)
    n = len(list(journal.entries()))
    with pytest.raises(GenbaError):
        edited_query(reruns, original, sql)
    assert len(list(journal.entries())) == n
    assert library.count_log_rows("torque_log") == len(library.log_rows("torque_log", 1, 9)) == 3


@pytest.mark.usefixtures("log")
def test_a_stopped_query_ends_without_an_answer(ask: Ask, reruns: Reruns) -> None:
    original, _ = ask(QUESTION, SQL, SQL)
    step = next(step for step in original.steps if step.kind is StepKind.QUERY)
    stop = threading.Event()
    stop.set()
    assert list(reruns.query(original, step, SQL, cancel=stop)) == []


def test_an_edited_number_is_told_from_those_of_the_evidence(
    ask: Ask, reruns: Reruns, add: AddText
) -> None:
    add("gears.pdf", "Gear alpha needs a torque of 85 N·m. Gear beta needs a torque of 60 N·m.")
    asked = ask(
        "How much more torque does gear alpha need than gear beta?", *["85 N·m - 60 N·m"] * 9
    )
    assert asked[0].route is Route.COMPUTATION, asked[0].text
    answer, _ = edited_calculation(reruns, asked, "(85 N·m - 60 N·m) * 3")
    by_text = {number.text: number for number in answer.numbers}
    assert answer.text.startswith("75 N·m")
    assert by_text["75 N·m"].status is NumberStatus.COMPUTED
    assert by_text["85 N·m"].status is NumberStatus.FOUND
    assert by_text["60 N·m"].status is NumberStatus.FOUND
    assert by_text["3"].status is NumberStatus.ENTERED
    assert answer.citations[0].document == "gears.pdf"
    assert answer.edit is not None
    assert answer.edit.before == "85 N·m - 60 N·m"


def test_a_number_of_the_expression_before_is_not_entered(ask: Ask, reruns: Reruns) -> None:
    asked = ask("What is 85 N·m in lbf·ft?")
    answer, _ = edited_calculation(reruns, asked, "85 N·m in kgf·m")
    statuses = {number.text: number.status for number in answer.numbers}
    assert statuses["85 N·m"] is NumberStatus.FOUND
    answer, _ = edited_calculation(reruns, asked, "86 N·m in kgf·m")
    statuses = {number.text: number.status for number in answer.numbers}
    assert statuses["86 N·m"] is NumberStatus.ENTERED


def test_an_expression_that_cannot_be_calculated_is_refused_with_its_reason(
    ask: Ask, reruns: Reruns, journal: Journal
) -> None:
    asked = ask("What is 85 N·m in lbf·ft?")
    n = len(list(journal.entries()))
    with pytest.raises(CalculationRefused):
        edited_calculation(reruns, asked, "85 N·m in kg")
    assert len(list(journal.entries())) == n


# What the steps tell.
def test_a_search_and_a_reading_tell_their_passages_and_what_was_said(
    ask: Ask, add: AddText
) -> None:
    add("spindle.pdf", "The spindle lock nut is tightened to 45 N·m.")
    add("chuck.pdf", "The lock nut of the chuck spindle needs care.")
    answer, passages = ask("What torque for the spindle lock nut?", "45 N·m", "99 N·m", "NOT FOUND")
    search, reading = answer.steps[:2]
    assert search.details.passages == (1, 2)
    assert reading.details.passages == (1, 2)
    said = {one.number: one for one in reading.details.said}
    assert said[1].fate is Fate.USED
    assert said[1].text == "45 N·m"
    assert passages[search.details.passages[0] - 1].document == "spindle.pdf"


@pytest.mark.usefixtures("log")
def test_a_query_tells_the_queries_that_were_dropped(ask: Ask) -> None:
    other = "SELECT torque FROM torque_log WHERE part = 'P-9'"
    answer, _ = ask(QUESTION, SQL, other, SQL, SQL)
    step = next(step for step in answer.steps if step.kind is StepKind.QUERY)
    assert step.call is not None
    assert not step.call.error
    assert [call.error != "" for call in step.details.dropped] == [True]
    assert step.details.passages == (answer.citations[0].number,)
