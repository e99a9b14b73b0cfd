"""A log table on the screen: the whole of it, fetched as it is looked at."""

from __future__ import annotations

import time
from pathlib import Path

import pytest
from PySide6.QtCore import QItemSelection, QItemSelectionModel, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from pytestqt.modeltest import ModelTester
from pytestqt.qtbot import QtBot

from app.protocol import ReadRows, RowsRead
from app.row_protocol import FindTables, TablesFound
from app.row_reading import find_tables, read_rows
from app.window import theme
from app.window.language import Language
from app.window.main_window import MainWindow
from app.window.row_model import BLOCK, N_BLOCKS, RowModel
from app.window.row_table import MAX_COPIED_ROWS, RowTable
from app.window.sights import RowSight
from engine.domain import DocumentKind
from engine.store.library import Library
from tests.app.scripted import ScriptedEngine, document, library, rows_read, settle
from tests.engine.conftest import log_parts, source

MILLION = 1_000_000


def look(window: MainWindow, engine: ScriptedEngine, *cited: int, n_rows: int = 900) -> RowTable:
    window.evidence.show_sight(RowSight("log.csv", "log", cited))
    answer_rows(engine, n_rows=n_rows)
    return window.evidence.table


def answer_rows(engine: ScriptedEngine, *, n_rows: int) -> None:
    engine.finish(ReadRows, rows_read(engine.last(ReadRows), n_rows=n_rows))


def marked(table: RowTable, *numbers: int) -> list[int]:
    colour = theme.current().row_marker
    model = table.rows
    return [
        number
        for number in numbers
        if model.data(model.index(number - 1, 0), Qt.ItemDataRole.BackgroundRole) == colour
    ]


def select(table: RowTable, first: int, last: int, columns: tuple[int, int] = (0, 1)) -> None:
    model = table.rows
    cells = QItemSelection(model.index(first - 1, columns[0]), model.index(last - 1, columns[1]))
    table.selectionModel().select(cells, QItemSelectionModel.SelectionFlag.ClearAndSelect)


def text(table: RowTable, number: int, column: int = 0) -> str:
    return str(table.rows.index(number - 1, column).data())


def test_the_whole_log_is_there_with_the_cited_rows_marked_in_place(
    window: MainWindow, engine: ScriptedEngine
) -> None:
    table = look(window, engine, 3, 17, 250, 251)

    assert table.rows.rowCount() == 900
    assert marked(table, *range(1, 901)) == [3, 17, 250, 251]
    assert window.evidence.log.count.text() == "900 rows, 4 cited"
    assert window.evidence.header.total.text() == "rows 3, 17, 250–251"


def test_the_first_cited_row_is_in_the_middle_and_only_its_surroundings_are_asked_for(
    window: MainWindow, engine: ScriptedEngine
) -> None:
    table = look(window, engine, 700_000, n_rows=MILLION)
    settle()
    asked = {row for request in engine.all(ReadRows) for row in request.rows}

    assert table.rowAt(0) + 1 < 700_000 < table.rowAt(table.viewport().height() - 1) + 1
    assert text(table, 700_000) == "SH-700000"
    assert len(asked) <= 3 * BLOCK


def test_a_row_that_has_not_come_is_a_row_of_dots(
    qtbot: QtBot, window: MainWindow, engine: ScriptedEngine
) -> None:
    table = look(window, engine, n_rows=MILLION)
    n = len(engine.all(ReadRows))
    table.scrollToBottom()
    assert text(table, MILLION) == "…"
    qtbot.waitUntil(lambda: len(engine.all(ReadRows)) > n)
    assert engine.last(ReadRows).rows[-1] == MILLION
    answer_rows(engine, n_rows=MILLION)

    assert text(table, MILLION) == f"SH-{MILLION}"


def test_what_was_scrolled_past_is_not_asked_for(
    qtbot: QtBot, window: MainWindow, engine: ScriptedEngine
) -> None:
    table = look(window, engine, n_rows=MILLION)
    n = len(engine.all(ReadRows))
    for place in range(0, MILLION, 1000):
        table.verticalScrollBar().setValue(place)
    table.verticalScrollBar().setValue(500_000)
    qtbot.waitUntil(lambda: len(engine.all(ReadRows)) > n)

    assert len(engine.all(ReadRows)) - n <= 3
    qtbot.waitUntil(lambda: 500_001 in engine.last(ReadRows).rows)


def test_blocks_looked_at_longest_ago_are_forgotten() -> None:
    model = RowModel()
    model.clear(())
    for block in range(N_BLOCKS + 1):
        wanted = model.missing(block * BLOCK + 1, block * BLOCK + 1)
        model.take(RowsRead("log", ("a",), wanted, tuple((n,) for n in wanted), MILLION))
        assert model.missing(block * BLOCK + 1, block * BLOCK + BLOCK) == ()
        if block:
            assert model.missing(BLOCK + 1, BLOCK + 1) == (), "the one looked at stays"

    assert model.row(1) is None
    assert model.row(BLOCK + 1) == (BLOCK + 1,)


def test_a_log_that_has_grown_is_read_again(window: MainWindow, engine: ScriptedEngine) -> None:
    table = look(window, engine, n_rows=900)
    grown = RowsRead("log", ("Serial", "Nm"), (901,), (("SH-901", 2.0),), 901)
    table.take(grown)

    assert table.rows.rowCount() == 901
    assert table.rows.row(1) is None


def test_rows_of_a_table_that_is_no_longer_looked_at_are_dropped(
    window: MainWindow, engine: ScriptedEngine
) -> None:
    table = look(window, engine)
    other = RowsRead("other", ("x",), (1,), (("y",),), 1)
    window.evidence.show_rows(other)
    window.evidence.log.take(other)

    assert table.rows.rowCount() == 900


def test_the_cited_rows_are_stepped_through(window: MainWindow, engine: ScriptedEngine) -> None:
    table = look(window, engine, 3, 250, 251, 800)
    view = window.evidence.log
    assert view.where.text() == "1 / 3"
    QTest.keyClick(table, Qt.Key.Key_F3)
    assert (table.current_row, view.where.text()) == (250, "2 / 3")
    view.next.click()
    assert (table.current_row, view.where.text()) == (800, "3 / 3")
    view.next.click()
    assert table.current_row == 3, "behind the last comes the first"
    QTest.keyClick(table, Qt.Key.Key_F3, Qt.KeyboardModifier.ShiftModifier)
    assert table.current_row == 800
    view.previous.click()
    assert table.current_row == 250, "a run is one place"


@pytest.mark.parametrize("cited", [(), (5,), (5, 6, 7)])
def test_there_is_nothing_to_step_through_with_one_place(
    window: MainWindow, engine: ScriptedEngine, cited: tuple[int, ...]
) -> None:
    look(window, engine, *cited)

    assert window.evidence.log.next.isHidden()
    assert window.evidence.log.where.isHidden()


def test_rows_that_the_log_no_longer_has_are_not_counted(
    window: MainWindow, engine: ScriptedEngine
) -> None:
    table = look(window, engine, 3, 40, n_rows=20)

    assert window.evidence.log.count.text() == "20 rows, 1 cited"
    assert marked(table, *range(1, 21)) == [3]


def test_the_line_above_follows_the_language(window: MainWindow, engine: ScriptedEngine) -> None:
    look(window, engine, 3)
    window.speak(Language.JAPANESE)
    settle()

    assert "900" in window.evidence.log.count.text()
    assert "rows" not in window.evidence.log.count.text()


def test_the_table_fills_the_panel_when_it_is_first_shown(
    window: MainWindow, engine: ScriptedEngine
) -> None:
    table = look(window, engine, 3, 40)
    settle()

    assert table.horizontalHeader().length() == table.viewport().width()
    assert table.columnWidth(0) < table.viewport().width() / 2


def test_selected_cells_are_copied_for_a_spreadsheet(
    window: MainWindow, engine: ScriptedEngine
) -> None:
    table = look(window, engine, 3)
    select(table, 3, 4, (0, 0))
    QTest.keySequence(table, "Ctrl+C")
    assert QGuiApplication.clipboard().text() == "SH-3\nSH-4"
    assert window.evidence.log.count.text() == "2 rows copied"
    select(table, 3, 4)
    QTest.keySequence(table, "Ctrl+C")

    assert QGuiApplication.clipboard().text() == "Serial\tNm\nSH-3\t1.5\nSH-4\t1.5"


def test_rows_that_have_not_come_are_fetched_to_be_copied(
    window: MainWindow, engine: ScriptedEngine
) -> None:
    table = look(window, engine, n_rows=MILLION)
    QGuiApplication.clipboard().setText("before")
    select(table, 1, 2_000, (0, 0))
    table.copy()
    assert QGuiApplication.clipboard().text() == "before"
    answer_rows(engine, n_rows=MILLION)

    assert QGuiApplication.clipboard().text().splitlines() == [f"SH-{n}" for n in range(1, 2_001)]


def test_what_is_too_much_for_the_clipboard_is_said(
    window: MainWindow, engine: ScriptedEngine
) -> None:
    table = look(window, engine, n_rows=MILLION)
    select(table, 1, MILLION)
    table.copy()
    answer_rows(engine, n_rows=MILLION)

    assert len(QGuiApplication.clipboard().text().splitlines()) == MAX_COPIED_ROWS + 1
    assert (
        window.evidence.log.count.text() == "Only the first 10,000 of 1,000,000 rows were copied."
    )


def test_selecting_a_million_rows_takes_no_time(window: MainWindow, engine: ScriptedEngine) -> None:
    table = look(window, engine, n_rows=MILLION)
    began = time.process_time()
    table.selectAll()
    table.selectColumn(1)
    table.grab()

    assert time.process_time() - began < 0.5  # It was 3 s: the header asked each row.


def test_a_letter_typed_into_the_table_reads_no_row(
    window: MainWindow, engine: ScriptedEngine
) -> None:
    table = look(window, engine, n_rows=MILLION)
    began = time.process_time()
    QTest.keyClick(table, Qt.Key.Key_Q)

    assert time.process_time() - began < 0.5  # Qt's own search through the rows took seconds.


def test_a_log_of_the_library_opens_without_a_citation(
    window: MainWindow, engine: ScriptedEngine
) -> None:
    log = document("torque.csv", kind=DocumentKind.LOG_TABLE, n_pages=0, n_rows=900)
    window.show_document(log.path)  # Not there yet: said, not broken.
    window.library.show_library(library(log))
    window.show_document(log.path)
    assert engine.last(FindTables).document_id == log.id
    engine.finish(FindTables, TablesFound(log.id, ("torque",)))
    assert engine.last(ReadRows).table == "torque"
    answer_rows(engine, n_rows=900)

    assert window.evidence.log.count.text() == "900 rows"
    assert text(window.evidence.table, 1) == "SH-1"
    assert window.evidence.header.name.toolTip() == "torque.csv"


def test_a_log_that_is_gone_says_so(window: MainWindow, engine: ScriptedEngine) -> None:
    window.evidence.show_sight(RowSight("torque.csv", "", (), "sha256:x"))
    engine.finish(FindTables, TablesFound("sha256:x", ()))

    assert "torque.csv" in window.evidence.hint()


def test_the_row_model_keeps_qt_rules(qtmodeltester: ModelTester) -> None:
    model = RowModel()
    qtmodeltester.check(model)
    model.clear({6})
    model.take(RowsRead("log", ("a", "b"), (5, 6, 9), ((1, "x"), (None,), (2.5, "y")), 9))
    qtmodeltester.check(model)
    qtmodeltester.check(model, force_py=True)


def test_rows_and_tables_are_read_from_the_library(tmp_path: Path) -> None:
    stock = Library.open(tmp_path / "workspace")
    kept = stock.store_document(
        source("nuts.csv", "sha256:log"), log_parts("nuts", [("a", 1.5), ("b", 2.5), ("c", 3.5)])
    )
    assert find_tables(stock, kept.id) == TablesFound(kept.id, ("nuts",))
    assert find_tables(stock, "sha256:gone").tables == ()
    read = read_rows(stock, "nuts", (1, 3, 4))
    assert (read.numbers, read.n_rows) == ((1, 3), 3)
    assert read.rows == (("a", 1.5), ("c", 3.5))
    stock.close()
