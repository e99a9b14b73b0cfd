"""The library panel: states, progress, failures, removal and its way back, dropping files."""

from __future__ import annotations

import time
from enum import StrEnum
from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtGui import Qt as GuiQt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QComboBox, QLabel
from pytestqt.modeltest import ModelTester
from pytestqt.qtbot import QtBot

from app.protocol import (
    Blame,
    Cancel,
    EngineStage,
    EngineState,
    IndexPaths,
    JobFailed,
    LibraryListed,
    ListLibrary,
    RemoveSources,
    RenderPage,
)
from app.window.library_criteria import Kind, Revisions, Shown
from app.window.library_model import ROW_ROLE, LibraryModel
from app.window.main_window import MainWindow
from engine.domain import (
    DocumentKind,
    DrawingRevision,
    Failure,
    ReadProblem,
    Source,
    SourceState,
    TitleBlock,
)
from engine.events import (
    EmbeddingAdvanced,
    FileFailed,
    FileIndexed,
    FilesAdvanced,
    FilesListed,
    FileStarted,
    IndexFinished,
    IndexReport,
)
from tests.app.scripted import EMPTY_LIBRARY, ScriptedEngine, document, engine_of, library, settle

LOCKED = Failure("FileEncrypted", (("path", "b.pdf"),))


def lines(window: MainWindow) -> list[tuple[str, str]]:
    model = window.library.model
    described = Qt.ItemDataRole.AccessibleDescriptionRole
    return [
        (str(model.data(model.index(n))), str(model.data(model.index(n), described)))
        for n in range(model.rowCount())
    ]


def select(window: MainWindow, n: int) -> None:
    shown = window.library.list
    shown.setCurrentIndex(shown.model().index(n, 0))


def test_documents_are_listed_with_kind_and_size(
    window: MainWindow, engine: ScriptedEngine
) -> None:
    window.stock.refresh()
    log = document("log.csv", kind=DocumentKind.LOG_TABLE, n_pages=0, n_rows=22695)
    bad_page = document("b.pdf", n_pages=1, problems=(ReadProblem("x", "broken", page=1),))
    plate = document("plate.dxf", kind=DocumentKind.DRAWING, n_pages=1, n_rows=57)
    engine.finish(ListLibrary, library(document(), log, bad_page, plate))

    assert lines(window) == [
        ("manual.pdf", "PDF · 12 pages"),
        ("log.csv", "Log table · 22,695 rows"),
        ("b.pdf", "PDF · 1 page · 1 to check"),
        ("plate.dxf", "Drawing · 1 page · 57 rows"),
    ]
    assert "4 documents" in window.status.text()


def test_progress_is_shown_per_file_and_in_all(window: MainWindow, engine: ScriptedEngine) -> None:
    window.stock.add([Path("/shop")])
    engine.tell(
        IndexPaths,
        FilesListed(4, 4, 0, 0),
        FileStarted("a.pdf", 1, 4),
        FileIndexed("a.pdf", 3, 9, 0, 0, 0.2),
        FileStarted("b.pdf", 2, 4),
        FileFailed("b.pdf", LOCKED, 0.1),
        FileStarted("c.pdf", 3, 4),
    )

    assert lines(window)[1:] == [
        ("a.pdf", "New · 3 pages"),
        ("b.pdf", "Protected by a password"),
        ("c.pdf", "Reading…"),
    ]
    assert window.library.progress.isVisible()
    assert window.library.progress.text() == "Reading 3 of 4 c.pdf"
    assert window.library.progress.percent == 0

    engine.tell(IndexPaths, FilesAdvanced(2, 4, 50, 100, 4.0, 130.0))
    pace = "4 files/s · about 2 min left · c.pdf"
    assert window.library.progress.text() == f"Reading 3 of 4 {pace}"
    assert window.library.progress.percent == 50


def test_embedding_says_how_long_it_takes(window: MainWindow, engine: ScriptedEngine) -> None:
    window.stock.add([Path("/shop")])
    engine.tell(IndexPaths, EmbeddingAdvanced(30, 100, 130.0))

    assert window.library.progress.text() == "Preparing search 30 % about 2 min left"


def test_a_known_document_read_again_stays_one_row(
    window: MainWindow, engine: ScriptedEngine
) -> None:
    window.stock.add([Path("/shop")])
    engine.tell(IndexPaths, FileStarted("manual.pdf", 1, 1))
    assert lines(window) == [("manual.pdf", "Reading…")]
    engine.tell(IndexPaths, FileIndexed("/shop/manual.pdf", 12, 9, 0, 0, 0.2))

    assert lines(window) == [("manual.pdf", "New · 12 pages")]


def test_cancel_stops_the_run_and_says_so(window: MainWindow, engine: ScriptedEngine) -> None:
    window.stock.add([Path("/shop")])
    engine.tell(IndexPaths, FileStarted("a.pdf", 1, 4))
    window.library.progress.cancel.click()
    assert engine.last(Cancel) == Cancel(engine.last(IndexPaths).job)
    assert "Stopping…" in window.library.progress.text()
    engine.finish(IndexPaths, IndexFinished(IndexReport(is_cancelled=True)))

    assert not window.library.progress.isVisible()
    assert lines(window) == [("manual.pdf", "PDF · 12 pages")]


def test_files_that_failed_are_counted_in_a_notice(
    window: MainWindow, engine: ScriptedEngine
) -> None:
    window.stock.add([Path("/shop")])
    engine.finish(IndexPaths, IndexFinished(IndexReport(failures=(("b.pdf", LOCKED),))))

    assert "1 file could not be read." in window.notices.text("unreadable")
    assert len(engine.all(ListLibrary)) == 2


def test_files_that_failed_are_shown_from_the_notice(
    window: MainWindow, engine: ScriptedEngine
) -> None:
    window.menus.library.setChecked(False)
    window.stock.add([Path("/shop")])
    engine.finish(IndexPaths, IndexFinished(IndexReport(failures=(("b.pdf", LOCKED),))))
    engine.finish(ListLibrary, library(document(), failed=(LOCKED_SOURCE,)))
    window.notices.button("unreadable").click()
    settle()

    assert shown(window) == ["b.pdf"]
    assert window.library.visibleRegion().boundingRect().width() > 150


def test_missing_vectors_are_told_but_stop_nothing(
    window: MainWindow, engine: ScriptedEngine
) -> None:
    report = IndexReport(embedding_failure=Failure("ModelMissing", (("model", "minilm"),)))
    window.stock.add([Path("/shop")])
    engine.finish(IndexPaths, IndexFinished(report))

    assert "minilm" in window.notices.text("embedding")


def test_a_model_that_the_engine_misses_is_told_once(
    window: MainWindow, engine: ScriptedEngine
) -> None:
    missing = Failure("ModelMissing", (("model", "minilm"),))
    engine.say(EngineState(EngineStage.WITHOUT_MODEL, failure=missing))
    window.stock.add([Path("/shop")])
    engine.finish(IndexPaths, IndexFinished(IndexReport(embedding_failure=missing)))

    assert "minilm" in window.notices.text("engine")
    assert not window.notices.text("embedding")


def test_a_removal_that_failed_cannot_be_undone_but_is_told(
    window: MainWindow, engine: ScriptedEngine
) -> None:
    select(window, 0)
    window.library.actions_of_files.remove.trigger()
    failure = Failure("WorkspaceLocked", (("path", "/w"),))
    engine.fail(RemoveSources, lambda job: JobFailed(job, Blame.ENVIRONMENT, failure))

    assert window.notices.text("removed") == ""
    assert "Another program" in window.notices.text("WorkspaceLocked")
    assert len(engine.all(ListLibrary)) == 2


def test_indexing_that_was_interrupted_can_go_on(
    window: MainWindow, engine: ScriptedEngine
) -> None:
    window.stock.add([Path("/shop")])
    engine.fail(IndexPaths, lambda job: JobFailed(job, Blame.ENVIRONMENT, Failure("EngineLost")))
    assert "interrupted" in window.notices.text("interrupted")
    assert not window.library.progress.isVisible()
    window.notices.button("interrupted").click()
    settle()

    assert len(engine.all(IndexPaths)) == 2
    assert engine.last(IndexPaths).paths == (Path("/shop"),)


def test_opening_a_failed_file_says_what_to_do(window: MainWindow, engine: ScriptedEngine) -> None:
    window.stock.refresh()
    failed = Source("/shop", "b.pdf", 1, 0, SourceState.FAILED, "h", None, LOCKED)
    engine.finish(ListLibrary, LibraryListed((failed,), ()))
    select(window, 0)
    QTest.keyClick(window.library.list, Qt.Key.Key_Return)

    assert "Save a copy without the password" in window.notices.text("row")


def test_opening_a_document_shows_its_first_page(
    window: MainWindow, engine: ScriptedEngine
) -> None:
    select(window, 0)
    QTest.keyClick(window.library.list, Qt.Key.Key_Return)

    assert engine.last(RenderPage).page == 1
    assert window.evidence.header.total.text() == "/ 12"


def test_removal_can_be_undone(window: MainWindow, engine: ScriptedEngine) -> None:
    select(window, 0)
    window.library.list.setFocus()
    window.library.actions_of_files.remove.trigger()
    engine.finish(RemoveSources, EMPTY_LIBRARY)
    assert engine.last(RemoveSources).sources == (("/shop", "manual.pdf"),)
    assert "manual.pdf" in window.notices.text("removed")
    assert lines(window) == []
    window.notices.button("removed").click()
    settle()

    assert engine.last(IndexPaths).paths == (Path("/shop/manual.pdf"),)
    assert window.notices.text("removed") == ""


def test_files_dropped_on_the_ask_box_go_to_the_library(
    window: MainWindow, engine: ScriptedEngine, tmp_path: Path
) -> None:
    edit = window.question.ask_box.text
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(tmp_path)), QUrl("https://example.org/x.pdf")])

    assert not edit.canInsertFromMimeData(data)
    drop(window, data)
    assert engine.last(IndexPaths).paths == (tmp_path,)


def drop(window: MainWindow, data: QMimeData) -> None:
    buttons, keys = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    action = Qt.DropAction.CopyAction
    QApplication.sendEvent(
        window, QDragEnterEvent(QPointF(9, 9).toPoint(), action, data, buttons, keys)
    )
    assert window.adding.overlay.isVisible()
    QApplication.sendEvent(window, QDropEvent(QPointF(9, 9), action, data, buttons, keys))
    assert not window.adding.overlay.isVisible()
    settle()


def test_a_web_address_is_not_added(window: MainWindow, engine: ScriptedEngine) -> None:
    data = QMimeData()
    data.setUrls([QUrl("https://example.org/x.pdf")])
    drop(window, data)

    assert engine.all(IndexPaths) == []


def test_a_new_workspace_shows_where_to_drop_until_there_is_something(
    make_window: object,
) -> None:
    window: MainWindow = make_window(is_new_workspace=True)  # type: ignore[operator]
    engine = engine_of(window)
    engine.become_ready(EMPTY_LIBRARY)
    assert window.empty.isVisible()
    window.empty.sample.click()
    settle()

    assert not window.empty.isVisible()
    assert engine.last(IndexPaths).paths[0].name == "sample"


def test_reindexing_compares_everything(window: MainWindow, engine: ScriptedEngine) -> None:
    window.menus.reindex.trigger()

    assert engine.last(IndexPaths).paths == ()


def test_many_documents_can_be_filtered(window: MainWindow, engine: ScriptedEngine) -> None:
    window.stock.refresh()
    engine.finish(ListLibrary, library(*(document(f"part-{n}.pdf") for n in range(20))))
    QTest.keyClicks(window.library.filter.words, "part-7")

    assert window.library.list.model().rowCount() == 1


def test_the_selection_survives_a_new_listing(window: MainWindow, engine: ScriptedEngine) -> None:
    select(window, 0)
    window.stock.refresh()
    engine.finish(ListLibrary, library(document("a.pdf"), document()))

    assert [row.name for row in window.library.selected_rows()] == ["manual.pdf"]


def test_a_tool_tip_is_never_taken_for_html(qtmodeltester: ModelTester, qtbot: QtBot) -> None:
    model = LibraryModel()
    model.set_library(library(document("a <b>x</b>.pdf")))

    tip = str(model.data(model.index(0), Qt.ItemDataRole.ToolTipRole))
    assert "x" in tip
    assert not GuiQt.mightBeRichText(tip)


def test_the_model_keeps_qt_rules(qtmodeltester: ModelTester) -> None:
    model = LibraryModel()
    qtmodeltester.check(model)
    model.set_library(library(document(), document("b.pdf")))
    model.show_progress(FileStarted("b.pdf", 1, 3))
    model.show_progress(FileStarted("c.pdf", 2, 3))
    model.show_progress(FileFailed("c.pdf", LOCKED, 0.1))
    model.set_library(library(document("c.pdf")))
    model.settle()
    qtmodeltester.check(model, force_py=True)


OLD = document("gb-204_A.pdf", id="a")
NEW = document("gb-204_B.pdf", id="b")
DRAWINGS = (
    DrawingRevision("a", "gb-204_A.pdf", TitleBlock("GB-204", "A")),
    DrawingRevision("b", "gb-204_B.pdf", TitleBlock("GB-204", "B")),
)
LOCKED_SOURCE = Source("/shop", "b.pdf", 1, 0, SourceState.FAILED, "h", None, LOCKED)


def shown(window: MainWindow) -> list[str]:
    model = window.library.list.model()
    return [str(model.index(n, 0).data()) for n in range(model.rowCount())]


LOG = document(
    "log.csv", kind=DocumentKind.LOG_TABLE, problems=(ReadProblem("row-shifted", "", line=4),)
)
LOG_COPY = Source("/shop", "copy/log.csv", 1000, 0, SourceState.INDEXED, LOG.id, LOG.id)
MIXED = library(OLD, NEW, LOG, drawings=DRAWINGS, failed=(LOG_COPY, LOCKED_SOURCE))


def paths(window: MainWindow) -> list[str]:
    model = window.library.list.model()
    return [model.index(n, 0).data(ROW_ROLE).key[1] for n in range(model.rowCount())]


def box_of(window: MainWindow, choice: StrEnum) -> QComboBox:
    boxes = window.library.filter._choices
    return next(box for box, choices in boxes if isinstance(choice, choices))


def test_an_older_revision_says_what_the_newest_is(
    window: MainWindow, engine: ScriptedEngine
) -> None:
    window.stock.refresh()
    engine.finish(ListLibrary, library(OLD, NEW, drawings=DRAWINGS))

    assert [said for _, said in lines(window)] == [
        "Rev. A, newest B. 2 revisions",
        "PDF · 12 pages. 2 revisions",
    ]
    tip = str(window.library.model.index(0).data(Qt.ItemDataRole.ToolTipRole))
    assert "Newest: revision B, gb-204_B.pdf" in tip


@pytest.mark.parametrize(
    ("words", "fitting"),
    [
        ("gb-204", ["plate.pdf"]),
        ("ＧＢ－２０４", ["plate.pdf"]),
        ("rev b GB", ["plate.pdf"]),
        ("rev c", []),
        ("版B", ["plate.pdf"]),
        ("manual", ["manual.pdf"]),
    ],
)
def test_the_filter_finds_drawing_numbers_and_revisions(
    window: MainWindow, engine: ScriptedEngine, words: str, fitting: list[str]
) -> None:
    plate = document("plate.pdf", id="b")
    window.stock.refresh()
    engine.finish(ListLibrary, library(document(), plate, drawings=DRAWINGS))
    window.library.filter.words.setText(words)

    assert shown(window) == fitting


@pytest.mark.parametrize(
    ("choice", "fitting"),
    [
        (Shown.ALL, ["gb-204_A.pdf", "gb-204_B.pdf", "log.csv", "copy/log.csv", "b.pdf"]),
        (Shown.FAILED, ["b.pdf"]),
        (Shown.TO_CHECK, ["log.csv", "copy/log.csv"]),
        (Shown.COPIED, ["log.csv", "copy/log.csv"]),
        (Kind.PDF, ["gb-204_A.pdf", "gb-204_B.pdf"]),
        (Kind.LOG, ["log.csv", "copy/log.csv"]),
        (Revisions.OLDER, ["gb-204_A.pdf"]),
        (Revisions.NEWEST, ["gb-204_B.pdf", "log.csv", "copy/log.csv", "b.pdf"]),
    ],
)
def test_files_are_filtered_by_state_kind_and_revision(
    window: MainWindow, engine: ScriptedEngine, choice: StrEnum, fitting: list[str]
) -> None:
    window.stock.refresh()
    engine.finish(ListLibrary, MIXED)
    window.library.filter.more.click()
    box = box_of(window, choice)
    assert box.isVisible()
    box.setCurrentIndex(box.findData(choice))

    assert paths(window) == fitting
    assert box.currentText().endswith(f"  {len(fitting)}")
    assert len(window.library.filter.chips.buttons) == (choice is not Shown.ALL)


def test_nothing_to_choose_from_is_no_filter(window: MainWindow) -> None:
    assert not window.library.filter.isVisible()


def test_a_filter_in_use_stays_though_nothing_is_left_of_it(
    window: MainWindow, engine: ScriptedEngine
) -> None:
    window.stock.refresh()
    engine.finish(ListLibrary, library(document(), failed=(LOCKED_SOURCE,)))
    window.library.filter.show_failed()
    window.stock.refresh()
    engine.finish(ListLibrary, library())

    assert window.library.filter.isVisible()
    assert "No file fits." in [
        label.text() for label in window.library.findChildren(QLabel) if label.isVisible()
    ]


def test_files_with_errors_say_what_to_do(window: MainWindow, engine: ScriptedEngine) -> None:
    window.stock.refresh()
    engine.finish(ListLibrary, library(document(), failed=(LOCKED_SOURCE,)))
    low = window.library.list.sizeHintForRow(1)
    window.library.filter.show_failed()
    index = window.library.list.model().index(0, 0)
    look = window.library._look(index)

    assert look is not None
    assert [line.text for line in look.lines] == [
        "b.pdf",
        "Protected by a password",
        "Save a copy without the password and add the copy to the library.",
    ]
    assert window.library.list.sizeHintForRow(0) > low


def test_a_file_that_fails_while_the_filter_is_set_appears(
    window: MainWindow, engine: ScriptedEngine
) -> None:
    window.stock.refresh()
    engine.finish(ListLibrary, library(document(), failed=(LOCKED_SOURCE,)))
    window.library.filter.show_failed()
    window.stock.add([Path("/shop")])
    engine.tell(IndexPaths, FileFailed("/shop/c.pdf", LOCKED, 0.1))

    assert shown(window) == ["b.pdf", "c.pdf"]


def test_ten_thousand_files_are_filtered_between_two_keystrokes(
    window: MainWindow, engine: ScriptedEngine
) -> None:
    window.stock.refresh()
    engine.finish(ListLibrary, library(*(document(f"part-{n}.pdf") for n in range(10_000))))
    window.library.filter.words.setText("part")  # Folds the names.
    started = time.thread_time()  # Others may have the processor meanwhile.
    window.library.filter.words.setText("part-777")

    assert time.thread_time() - started < 0.05  # 0.012 s on two slow cores.
    assert len(shown(window)) == 11
