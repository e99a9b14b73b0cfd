"""An answer's text cut into runs: nothing lost, only what the answer declares is special."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.window.answer_spans import Span, answer_spans, place_of, plain_text
from engine.answers import Answer, AnswerNumber, Citation, NumberStatus
from tests.app.scripted import CITATION, answer, calculation, query


def spans_of(one: Answer) -> tuple[Span, ...]:
    return answer_spans(one, one.text)


def doubtful(*texts: str) -> tuple[AnswerNumber, ...]:
    return tuple(AnswerNumber(text, NumberStatus.UNVERIFIED) for text in texts)


def test_only_declared_citations_are_links() -> None:
    spans = spans_of(answer("a [1] b [2]"))

    assert spans == (Span("a "), Span("[1]", citation=1), Span(" b [2]"))


def test_bold_is_the_only_markup() -> None:
    assert spans_of(answer("**12 Nm** <b>*x*</b>")) == (
        Span("12 Nm", is_bold=True),
        Span(" <b>*x*</b>"),
    )


@pytest.mark.parametrize(
    ("text", "number", "n_marked"),
    [
        ("5 and 5.", "5", 2),
        ("0.5 15 5.2 5,000 A5", "5", 0),
        ("±0.05 mm", "0.05", 1),
        ("12Nm", "12", 0),
        ("12 Nm。12。", "12", 2),
        ("トルクは12Nmです", "12Nm", 1),
    ],
)
def test_a_number_is_marked_only_where_it_stands_alone(
    text: str, number: str, n_marked: int
) -> None:
    spans = spans_of(answer(text, numbers=doubtful(number)))

    assert sum(span.status is NumberStatus.UNVERIFIED for span in spans) == n_marked


@given(st.text(alphabet="ab1.5 *[]\n締", max_size=40))
def test_no_character_of_the_answer_is_lost(text: str) -> None:
    spans = spans_of(answer(text, numbers=doubtful("1.5", "5")))

    assert "".join(s.text for s in spans).replace("*", "") == text.replace("*", "")


def test_a_computed_number_leads_to_its_tool_call() -> None:
    numbers = (
        AnswerNumber("73 N·m", NumberStatus.COMPUTED, "calculator 2"),
        AnswerNumber("12", NumberStatus.COMPUTED, "sql 1"),
        AnswerNumber("85", NumberStatus.FOUND, "[1]"),
    )
    calls = (query("SELECT 1", ((12,),)), calculation("85 N·m - 12 N·m", "73 N·m"))

    assert spans_of(answer("73 N·m: 85 and 12", numbers=numbers, tool_calls=calls)) == (
        Span("73 N·m", status=NumberStatus.COMPUTED, call=2),
        Span(": "),
        Span("85", status=NumberStatus.FOUND, place=0),
        Span(" and "),
        Span("12", status=NumberStatus.COMPUTED, call=1),
    )


def found(text: str, source: str) -> AnswerNumber:
    return AnswerNumber(text, NumberStatus.FOUND, source)


@pytest.mark.parametrize(
    ("number", "place"),
    [
        (found("85 N·m", "[2]"), 2),  # The quote that has it, of two from that passage.
        (found("12 Nm", "[1]"), 0),
        (found("2 kN", "[2]"), 1),  # Written in another way there: the first of the passage.
        (found("85 N·m", "[9]"), None),
        (found("85 N·m", "question"), None),
        (AnswerNumber("85 N·m", NumberStatus.UNVERIFIED, "[2]"), None),
    ],
)
def test_a_found_number_leads_to_the_citation_that_has_it(
    number: AnswerNumber, place: int | None
) -> None:
    citations = (
        CITATION,
        replace(CITATION, number=2, quote="at 2000 N"),
        replace(CITATION, number=2, quote="to 85  N·m"),
    )

    assert place_of(number, answer(citations=citations)) == place


def test_a_found_number_without_a_place_is_plain_text() -> None:
    assert spans_of(answer("85", numbers=(found("85", "question"),))) == (Span("85"),)


def test_a_number_that_is_found_and_doubtful_is_doubtful() -> None:
    (span,) = spans_of(answer("12", numbers=(found("12", "[1]"), *doubtful("12"))))

    assert span == Span("12", status=NumberStatus.UNVERIFIED)


@pytest.mark.parametrize("source", ["sql 2", "calculator 1", "calculator 9", "[1]", ""])
def test_a_number_without_a_call_to_show_leads_nowhere(source: str) -> None:
    numbers = (AnswerNumber("12", NumberStatus.COMPUTED, source),)
    calls = (query("SELECT 1", ((12,),)), query("SELECT 2", (), error="it gives nothing"))

    assert spans_of(answer("12", numbers=numbers, tool_calls=calls)) == (
        Span("12", status=NumberStatus.COMPUTED),
    )


def test_a_number_that_is_doubtful_once_is_doubtful_everywhere() -> None:
    numbers = (*doubtful("12"), AnswerNumber("12", NumberStatus.COMPUTED, "sql 1"))
    spans = spans_of(answer("12", numbers=numbers, tool_calls=(query("SELECT 1", ((12,),)),)))

    assert spans == (Span("12", status=NumberStatus.UNVERIFIED),)


def test_the_clipboard_text_names_pages_and_rows() -> None:
    rows = Citation(2, "d", "log.csv", None, (), "q", table="log", rows=(4, 5))
    row = Citation(3, "d", "log.csv", None, (), "q", table="log", rows=(4,))
    bare = Citation(4, "d", "note.txt", None, (), "q")
    apart = Citation(5, "d", "log.csv", None, (), "q", table="log", rows=(3, 17, 250, 251))
    text = plain_text(answer(citations=(CITATION, rows, row, bare, apart)))

    assert "[1] manual.pdf, p. 3:" in text
    assert "[2] log.csv, log 4-5:" in text
    assert "[3] log.csv, log 4:" in text
    assert "[4] note.txt: q" in text
    assert "[5] log.csv, log 3, 17, 250-251: q" in text


def test_the_clipboard_text_of_an_abstention_is_question_and_answer() -> None:
    assert plain_text(answer("No.", citations=())) == "What torque?\n\nNo."


def test_the_clipboard_text_has_the_calls_that_count_and_no_timing() -> None:
    calls = (
        calculation("85 N·m - 12 N·m", "73 N·m"),
        query("SELECT Part FROM log WHERE n > 3", (("SH-204",), ("SH-205",)), "Part"),
        query("SELECT 1", (), error="it gives nothing"),
    )
    text = plain_text(answer("73 N·m", citations=(), tool_calls=calls))

    assert text == (
        "What torque?\n\n73 N·m\n\n85 N·m - 12 N·m = 73 N·m\n\n"
        "SELECT Part\nFROM log\nWHERE n > 3\nPart\nSH-204\nSH-205"
    )
