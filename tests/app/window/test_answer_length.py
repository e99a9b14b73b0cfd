"""An answer of any length, and a result of any number of rows, is a page of bounded size."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtGui import QGuiApplication

from app.protocol import Ask
from app.window.answer_length import MAX_ANSWER, MAX_QUESTION, shown_part
from app.window.main_window import MainWindow
from engine.answers import AnswerNumber, NumberStatus
from engine.events import AnswerFinished, AnswerGrew
from tests.app.scripted import ScriptedEngine, answer, query

BOUND = MAX_ANSWER + MAX_QUESTION + 2_000  # With the words around it.
HUGE = ("The torque is 12.5 Nm [1]. 検査基準を読む。 " * 40_000)[:1_000_000]


@pytest.mark.parametrize("text", [HUGE, "1" * 1_000_000, "検" * 1_000_000, "a\n" * 500_000])
def test_a_huge_answer_makes_a_page_of_bounded_size(
    window: MainWindow, engine: ScriptedEngine, text: str
) -> None:
    window.questions.ask("What torque? " * 10_000)
    engine.finish(Ask, AnswerFinished(answer(text, question="What torque? " * 10_000)))
    page = window.question.answer.browser.document()

    assert page.characterCount() < BOUND
    assert "more letters" in window.question.answer.text()
    window.questions.copy_answer()
    assert text.strip() in QGuiApplication.clipboard().text()


def test_a_huge_answer_stays_bounded_while_it_is_written(
    window: MainWindow, engine: ScriptedEngine
) -> None:
    window.questions.ask("?")
    panel = window.question.answer
    for begin in range(0, len(HUGE), 10_000):
        engine.tell(Ask, AnswerGrew(HUGE[begin : begin + 10_000]))
        panel._flush()

    assert panel.browser.document().characterCount() < BOUND
    panel.retranslate()
    assert panel.browser.document().characterCount() < BOUND


def test_a_hundred_thousand_rows_make_a_card_of_a_few(
    window: MainWindow, engine: ScriptedEngine
) -> None:
    rows = tuple((f"SH-{n}", n * 1.5) for n in range(100_000))
    calls = (query("select serial, torque from log", rows, "serial", "torque"),)
    window.questions.ask("?")
    engine.finish(Ask, AnswerFinished(answer("All of them.", tool_calls=calls)))
    page = window.question.answer.browser.document()

    assert page.characterCount() < 2_000
    assert page.blockCount() < 60


def test_a_hundred_thousand_unchecked_numbers_are_not_all_named(
    window: MainWindow, engine: ScriptedEngine
) -> None:
    numbers = tuple(AnswerNumber(str(n), NumberStatus.UNVERIFIED, "") for n in range(3_000))
    window.questions.ask("?")
    engine.finish(Ask, AnswerFinished(answer("Many.", numbers=numbers)))

    assert window.question.answer.browser.document().characterCount() < 2_000


@given(st.text("ab1.5 。検", max_size=80), st.integers(min_value=1, max_value=60))
def test_a_cut_never_shows_a_part_of_a_number(text: str, limit: int) -> None:
    shown, n_left = shown_part(text, limit)

    assert len(shown) <= limit or not n_left
    assert text.startswith(shown)
    assert len(shown) + n_left == len(text)
    if n_left and shown:
        assert not (shown[-1].isdigit() and text[len(shown)].isdigit())
        assert not (shown[-1].isdigit() and text[len(shown) :][:2] in {".1", ".5"})
