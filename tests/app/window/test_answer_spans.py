"""An answer's text cut into runs: nothing lost, only what the answer declares is special."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.window.answer_spans import Span, answer_spans, plain_arguments, plain_text
from engine.answers import AnswerNumber, Citation, NumberStatus
from tests.app.scripted import CITATION, answer


def doubtful(*texts: str) -> tuple[AnswerNumber, ...]:
    return tuple(AnswerNumber(text, NumberStatus.UNVERIFIED) for text in texts)


def test_only_declared_citations_are_links() -> None:
    spans = answer_spans(answer("a [1] b [2]"))

    assert spans == (Span("a "), Span("[1]", citation=1), Span(" b [2]"))


def test_bold_is_the_only_markup() -> None:
    assert answer_spans(answer("**12 Nm** <b>*x*</b>")) == (
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
    spans = answer_spans(answer(text, numbers=doubtful(number)))

    assert sum(span.is_unverified for span in spans) == n_marked


@given(st.text(alphabet="ab1.5 *[]\n締", max_size=40))
def test_no_character_of_the_answer_is_lost(text: str) -> None:
    spans = answer_spans(answer(text, numbers=doubtful("1.5", "5")))

    assert "".join(s.text for s in spans).replace("*", "") == text.replace("*", "")


@pytest.mark.parametrize(
    ("arguments", "plain"),
    [
        ('{"expression": "2*3"}', "2*3"),
        ('{"a": 1, "b": "x"}', "1, x"),
        ("[1]", "[1]"),
        ("not json", "not json"),
    ],
)
def test_arguments_are_read_without_json(arguments: str, plain: str) -> None:
    assert plain_arguments(arguments) == plain


def test_the_clipboard_text_names_pages_and_rows() -> None:
    rows = Citation(2, "d", "log.csv", None, (), "q", table="log", rows=(4, 5))
    row = Citation(3, "d", "log.csv", None, (), "q", table="log", rows=(4,))
    bare = Citation(4, "d", "note.txt", None, (), "q")
    text = plain_text(answer(citations=(CITATION, rows, row, bare)))

    assert "[1] manual.pdf, p. 3:" in text
    assert "[2] log.csv, log 4-5:" in text
    assert "[3] log.csv, log 4:" in text
    assert "[4] note.txt: q" in text


def test_the_clipboard_text_of_an_abstention_is_question_and_answer() -> None:
    assert plain_text(answer("No.", citations=())) == "What torque?\n\nNo."
