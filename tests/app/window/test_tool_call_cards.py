"""Below an answer: what was calculated and asked of the logs, as characters in cards."""

from __future__ import annotations

import time
from collections.abc import Callable

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QGuiApplication, QTextCharFormat, QTextCursor, QTextTable
from PySide6.QtGui import Qt as GuiQt
from PySide6.QtTest import QTest

from app.protocol import Ask, RenderPage
from app.window import theme
from app.window.answer_browser import AnswerBrowser
from app.window.language import Language
from app.window.main_window import MainWindow
from engine.answers import Answer, AnswerNumber, NumberStatus, ToolCall
from engine.domain import Cell
from engine.events import AnswerFinished
from tests.app.scripted import CITATION, ScriptedEngine, answer, calculation, query, settle

SQL = "SELECT Part, AVG(Torque) FROM log WHERE Result = 'FAIL' GROUP BY Part ORDER BY Part"
FAILED = query("SELECT a FROM log WHERE b <c AND d> e", (), error="it gives nothing")


@pytest.fixture
def browser(window: MainWindow) -> AnswerBrowser:
    return window.question.answer.browser


@pytest.fixture
def show(window: MainWindow, engine: ScriptedEngine) -> Callable[[Answer], str]:
    """Shows an answer; gives everything that can be read."""

    def show(one: Answer) -> str:
        window.questions.ask(one.question)
        engine.finish(Ask, AnswerFinished(one))
        return window.question.answer.browser.toPlainText()

    return show


def table_of(browser: AnswerBrowser) -> QTextTable:
    frames = browser.document().rootFrame().childFrames()
    (table,) = [t for frame in frames for t in frame.childFrames() if isinstance(t, QTextTable)]
    return table


def cells(browser: AnswerBrowser) -> list[list[str]]:
    table = table_of(browser)
    return [
        [table.cellAt(row, column).firstCursorPosition().block().text() for column in range(n)]
        for row in range(table.rows())
        if (n := table.columns())
    ]


def torques(n: int) -> list[tuple[Cell, ...]]:
    return [(f"SH-{row}", 10 + row / 2) for row in range(n)]


def test_a_calculation_is_shown_with_its_result(show: Callable[[Answer], str]) -> None:
    text = show(answer("73 N·m", tool_calls=(calculation("85 N·m - 12 N·m", "73 N·m"),)))

    assert "Calculated\n85 N·m - 12 N·m = 73 N·m" in text


def test_a_query_is_shown_with_a_line_for_each_clause(
    show: Callable[[Answer], str], browser: AnswerBrowser
) -> None:
    text = show(answer(tool_calls=(query(SQL, torques(3)),)))

    assert (
        "Asked the log\nSELECT Part, AVG(Torque)\nFROM log\nWHERE Result = 'FAIL'\n"
        "GROUP BY Part\nORDER BY Part\n" in text
    )
    font = browser.document().find("GROUP BY").charFormat().font()
    assert font.families()[0] == theme.code_font(browser.font()).families()[0]


def test_a_single_value_is_shown_below_its_query(show: Callable[[Answer], str]) -> None:
    text = show(answer(tool_calls=(query("SELECT AVG(n) FROM log", ((11.5,),)),)))

    assert "FROM log\n→ 11.5" in text


def test_a_query_without_rows_says_so(show: Callable[[Answer], str]) -> None:
    assert "→ No row fits." in show(answer(tool_calls=(query("SELECT n FROM log", ()),)))


def test_several_rows_are_a_table_with_numbers_to_the_right(
    show: Callable[[Answer], str], browser: AnswerBrowser
) -> None:
    rows: list[tuple[Cell, ...]] = [("佐藤", 31, None), ("田中", 8.5, "再検査")]
    text = show(answer(tool_calls=(query("SELECT 1", rows, "検査員", "件数", "備考"),)))

    assert cells(browser) == [
        ["検査員", "件数", "備考"],
        ["佐藤", "31", ""],
        ["田中", "8.5", "再検査"],
    ]
    sides = [
        table_of(browser).cellAt(1, n).firstCursorPosition().blockFormat().alignment()
        for n in range(3)
    ]
    assert [bool(side & Qt.AlignmentFlag.AlignRight) for side in sides] == [False, True, False]
    assert "more row" not in text


def test_a_long_result_is_counted_and_does_not_hold_up_the_window(
    show: Callable[[Answer], str], browser: AnswerBrowser
) -> None:
    rows = [tuple(f"{column} " * 5_000 for column in range(12)) for _ in range(1_000)]
    began = time.process_time()
    text = show(answer(tool_calls=(query(SQL, rows, *"abcdefghijkl", is_cut=True),)))
    seconds = time.process_time() - began

    assert table_of(browser).rows() == 9
    assert "and more than 992 more rows" in text
    assert len(text) < 12_000
    assert seconds < 0.5  # 0.03 s with nothing else on the machine


def test_tries_that_failed_are_one_line_with_the_reasons_on_hover(
    show: Callable[[Answer], str], browser: AnswerBrowser
) -> None:
    text = show(answer(tool_calls=(FAILED, query(SQL, torques(2)), FAILED)))
    tip = browser.document().find("2 other queries were tried").charFormat().toolTip()

    assert "WHERE b" not in text
    assert tip.count("it gives nothing") == 2
    assert not GuiQt.mightBeRichText(tip)


def test_what_no_tool_has_given_is_said_of_an_answer_without_one(
    show: Callable[[Answer], str],
) -> None:
    assert "1 query was tried and dropped" in show(answer(tool_calls=(FAILED,)))


def computed(*sources: str) -> Answer:
    """An answer of which each word is a number from a source, over calls that fill the view."""
    texts = [f"{n}1" for n, _ in enumerate(sources, start=1)]
    numbers = zip(texts, sources, strict=True)
    return answer(
        " ".join(texts),
        citations=(),
        numbers=tuple(AnswerNumber(text, NumberStatus.COMPUTED, one) for text, one in numbers),
        tool_calls=(query(SQL, torques(20)), query(SQL, torques(20)), calculation("2*3", "6")),
    )


def click(browser: AnswerBrowser, text: str) -> None:
    cursor = browser.document().find(text)
    cursor.setPosition(cursor.selectionStart() + 1)
    where = browser.cursorRect(cursor).center() + QPoint(1, 0)
    QTest.mouseClick(browser.viewport(), Qt.MouseButton.LeftButton, pos=where)
    settle()


def marked_place(browser: AnswerBrowser) -> tuple[str, float]:
    """What is marked, and how far below the upper edge of the view it stands."""
    (mark,) = browser.extraSelections()
    return mark.cursor.selectedText(), browser.cursorRect(mark.cursor).top()


def test_a_computed_number_has_a_look_of_its_own(
    show: Callable[[Answer], str], browser: AnswerBrowser
) -> None:
    show(computed("calculator 3"))
    look = browser.document().find("11").charFormat()

    assert look.underlineStyle() is QTextCharFormat.UnderlineStyle.DotLine
    assert look.foreground().color() == theme.current().text
    assert "calculated" in look.toolTip()


def test_a_computed_number_scrolls_to_its_call_and_marks_it(
    show: Callable[[Answer], str], browser: AnswerBrowser
) -> None:
    show(computed("sql 2", "calculator 3", "sql 1"))
    for text, name in (("11", "Asked the log"), ("21", "Calculated"), ("31", "Asked the log")):
        browser.verticalScrollBar().setValue(0)
        click(browser, text)
        what, top = marked_place(browser)

        assert what == name
        assert 0 <= top < browser.viewport().height()


def test_a_number_is_reached_and_opened_with_the_keyboard(
    show: Callable[[Answer], str], browser: AnswerBrowser
) -> None:
    show(computed("calculator 3"))
    browser.setFocus()
    QTest.keyClick(browser, Qt.Key.Key_Tab)
    QTest.keyClick(browser, Qt.Key.Key_Return)

    assert marked_place(browser)[0] == "Calculated"


def test_a_number_without_a_call_to_show_is_no_link(
    show: Callable[[Answer], str], browser: AnswerBrowser
) -> None:
    show(computed("sql 9"))

    assert not browser.document().find("11").charFormat().isAnchor()


def test_another_answer_takes_the_mark_away(
    show: Callable[[Answer], str], browser: AnswerBrowser
) -> None:
    show(computed("sql 1"))
    click(browser, "11")
    show(answer())

    assert browser.extraSelections() == []


def test_html_in_queries_results_and_reasons_is_shown_as_characters(
    show: Callable[[Answer], str], browser: AnswerBrowser
) -> None:
    evil = '<img src="http://x/y.png"><b>z</b>'
    calls: tuple[ToolCall, ...] = (
        query(f"SELECT '{evil}' FROM log", [(evil, 1), (evil, 2)], evil, "n"),
        query("SELECT 1", [(evil,)]),
        calculation(evil, evil),
        query(evil, (), error=evil),
    )
    text = show(answer("x", citations=(), tool_calls=calls))

    assert text.count(evil) == 7
    cursor = QTextCursor(browser.document())
    while not cursor.atEnd():
        cursor.movePosition(QTextCursor.MoveOperation.NextCharacter)
        assert not cursor.charFormat().isAnchor()
        assert not GuiQt.mightBeRichText(cursor.charFormat().toolTip())


def test_no_empty_line_is_left_around_the_cards(
    show: Callable[[Answer], str], browser: AnswerBrowser
) -> None:
    show(answer(tool_calls=(query(SQL, torques(2)), calculation("2*3", "6"))))
    layout = browser.document().documentLayout()
    block = browser.document().begin()
    heights = []
    while block.isValid():
        if not block.text():
            heights.append(layout.blockBoundingRect(block).height())
        block = block.next()

    assert heights
    assert max(heights) <= theme.SPACE


def test_the_copy_has_the_query_and_the_expression(
    window: MainWindow, show: Callable[[Answer], str]
) -> None:
    show(answer(tool_calls=(query(SQL, torques(2)), calculation("2*3", "6"), FAILED)))
    window.menus.copy_answer.trigger()
    copied = QGuiApplication.clipboard().text()

    assert "[1] manual.pdf, p. 3: lock nut to 12 Nm" in copied
    assert "SELECT Part, AVG(Torque)\nFROM log" in copied
    assert "SH-1\t10.5" in copied
    assert "2*3 = 6" in copied
    assert "0.01" not in copied


def test_the_cards_are_said_in_japanese_too(
    window: MainWindow, show: Callable[[Answer], str]
) -> None:
    window.speak(Language.JAPANESE)
    calls = (query(SQL, torques(20)), query("SELECT 1", ()), calculation("2*3", "6"), FAILED)
    text = show(answer("6", citations=(), tool_calls=calls))

    for words in (
        "検査記録を照会",
        "ほか 12 行",
        "条件に合う行はありません。",
        "計算",
        "採用しません",
    ):
        assert words in text


def test_an_abstention_says_why_and_cites_what_was_found(
    window: MainWindow,
    engine: ScriptedEngine,
    show: Callable[[Answer], str],
    browser: AnswerBrowser,
) -> None:
    reason = "Nothing answers “Which grease?”. Found: What torque? 12 Nm [1]."
    one = answer(f"The documents do not say. {reason}", is_abstained=True, citations=(CITATION,))
    text = show(one)
    engine.draw()
    n = len(engine.all(RenderPage))
    window.evidence.clear()
    click(browser, "[1]")

    assert f"The documents do not say.\n{reason}\nThe nearest passages" in text
    looks = [browser.document().find(words).charFormat() for words in ("do not say.", "Nothing")]
    assert looks[0].fontWeight() > looks[1].fontWeight()
    assert window.evidence.sight is not None
    assert len(engine.all(RenderPage)) == n  # The page was seen before.


def test_an_abstention_without_a_reason_is_as_short_as_before(
    show: Callable[[Answer], str],
) -> None:
    text = show(answer("The documents do not say.", is_abstained=True, citations=()))

    assert text.count("The documents do not say.") == 1
    assert len(text.splitlines()) == 4  # The question, the refusal, what to do, a link to do it.
