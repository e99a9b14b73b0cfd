"""The folders of the library: watching, patterns, checking, removing and back."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QFileDialog
from pytestqt.modeltest import ModelTester

from app.protocol import (
    Blame,
    Cancel,
    FolderNews,
    IndexPaths,
    JobFailed,
    LibraryListed,
    ListLibrary,
    RemoveFolder,
    SetUpFolder,
)
from app.window.folder_model import FolderModel, FolderRow, folder_rows
from app.window.main_window import MainWindow
from app.window.pattern_dialog import PatternDialog
from engine.domain import Failure, Folder, Source, SourceState
from engine.events import (
    FileStarted,
    FolderBack,
    FolderChanged,
    FolderUnreachable,
    IndexFinished,
    IndexReport,
)
from tests.app.scripted import ScriptedEngine, document, library, settle

SHOP = Folder("/shop")
LOGS = Folder("/nas/logs", include=("*.csv",), exclude=("old/",), is_watched=False)
SHIFT = Qt.KeyboardModifier.ShiftModifier
BUSY = Failure("WorkspaceBusy", (("program", "genba index"), ("pid", "7"), ("host", "x")))


@pytest.fixture
def listed(window: MainWindow, engine: ScriptedEngine) -> LibraryListed:
    """A watched folder with a document, one that is not watched, without any."""
    listed = library(document(), folders=(LOGS, SHOP))
    window.stock.refresh()
    engine.finish(ListLibrary, listed)
    return listed


def described(window: MainWindow) -> list[tuple[str, str]]:
    model = window.library.folders.model
    role = Qt.ItemDataRole.AccessibleDescriptionRole
    indexes = [model.index(n) for n in range(model.rowCount())]
    return [(str(index.data()), str(index.data(role))) for index in indexes]


def press(
    window: MainWindow,
    path: str,
    key: Qt.Key,
    *,
    with_key: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier,
) -> None:
    """A key in the list of folders, at the folder with this path."""
    panel = window.library.folders
    paths = [row.folder.path for row in panel.model.rows]
    panel.list.setCurrentIndex(panel.model.index(paths.index(path)))
    panel.list.setFocus()
    QTest.keyClick(panel.list, key, with_key)
    settle()


def test_folders_are_listed_with_all_that_is_known(
    window: MainWindow, listed: LibraryListed
) -> None:
    logs, shop = described(window)
    assert logs == (
        "/nas/logs",
        "Not watched · 0 files. No files yet. Only *.csv · Without old/",
    )
    assert shop[0] == "/shop"
    assert re.fullmatch(r"Watched · 1 file\. Last change \d{4}-\d\d-\d\d \d\d:\d\d", shop[1])


def test_a_folder_is_watched_and_left_alone_with_the_space_bar(
    window: MainWindow, engine: ScriptedEngine, listed: LibraryListed
) -> None:
    press(window, "/nas/logs", Qt.Key.Key_Space)
    assert engine.last(SetUpFolder).path == "/nas/logs"
    assert engine.last(SetUpFolder).is_watched is True
    assert engine.last(SetUpFolder).include is None
    assert described(window)[0][1].startswith("Watched"), "at once, before the engine has it"

    press(window, "/shop", Qt.Key.Key_Space)
    assert engine.last(SetUpFolder).is_watched is False


def test_what_the_engine_could_not_keep_is_taken_back(
    window: MainWindow, engine: ScriptedEngine, listed: LibraryListed
) -> None:
    press(window, "/nas/logs", Qt.Key.Key_Space)
    engine.fail(SetUpFolder, lambda job: JobFailed(job, Blame.ENVIRONMENT, BUSY))

    assert described(window)[0][1].startswith("Not watched")
    assert "genba index" in window.notices.text("WorkspaceBusy")


def test_an_older_listing_does_not_undo_a_wish(
    window: MainWindow, engine: ScriptedEngine, listed: LibraryListed
) -> None:
    window.stock.refresh()
    press(window, "/nas/logs", Qt.Key.Key_Space)
    engine.finish(ListLibrary, listed)
    assert described(window)[0][1].startswith("Watched")
    engine.finish(SetUpFolder, library(document(), folders=(SHOP, Folder("/nas/logs"))))

    assert described(window)[0][1].startswith("Watched · 0 files. No files yet")


def test_news_of_a_folder_that_was_let_go_is_late(
    window: MainWindow, engine: ScriptedEngine, listed: LibraryListed
) -> None:
    press(window, "/shop", Qt.Key.Key_Space)
    engine.say(FolderNews(FolderChanged("/shop")), FolderNews(FolderUnreachable("/shop", "x")))

    assert engine.all(IndexPaths) == []
    assert window.notices.text("unreachable /shop") == ""


def test_a_folder_that_was_removed_and_added_again_is_followed(
    window: MainWindow, engine: ScriptedEngine, listed: LibraryListed
) -> None:
    press(window, "/shop", Qt.Key.Key_Delete)
    engine.finish(RemoveFolder, library(document(), folders=(LOGS,)))
    engine.say(FolderNews(FolderChanged("/shop")))
    assert engine.all(IndexPaths) == [], "the news is late"
    window.stock.refresh()
    engine.finish(ListLibrary, listed)
    engine.say(FolderNews(FolderChanged("/shop")))

    assert engine.last(IndexPaths).paths == (Path("/shop"),)


def test_undo_says_what_it_needs_while_the_folder_is_away(
    window: MainWindow, engine: ScriptedEngine, listed: LibraryListed
) -> None:
    engine.say(FolderNews(FolderUnreachable("/shop", "no such device")))
    press(window, "/shop", Qt.Key.Key_Delete)

    assert "when it can be reached again" in window.notices.text("folder removed")


def test_a_removed_folder_can_come_back_as_it_was(
    window: MainWindow, engine: ScriptedEngine, listed: LibraryListed
) -> None:
    press(window, "/nas/logs", Qt.Key.Key_Delete)
    assert engine.last(RemoveFolder).path == "/nas/logs"
    assert [path for path, _ in described(window)] == ["/shop"]
    assert "“logs” was removed" in window.notices.text("folder removed")
    engine.finish(RemoveFolder, library(document(), folders=(SHOP,)))
    window.notices.button("folder removed").click()
    settle()

    wish = engine.last(SetUpFolder)
    assert (wish.path, wish.include, wish.exclude, wish.is_watched) == (
        "/nas/logs",
        ("*.csv",),
        ("old/",),
        False,
    )
    assert engine.last(IndexPaths).paths == (Path("/nas/logs"),)
    assert [path for path, _ in described(window)] == ["/nas/logs", "/shop"]


def test_a_removal_that_failed_is_told_and_cannot_be_undone(
    window: MainWindow, engine: ScriptedEngine, listed: LibraryListed
) -> None:
    press(window, "/shop", Qt.Key.Key_Delete)
    engine.fail(RemoveFolder, lambda job: JobFailed(job, Blame.ENVIRONMENT, BUSY))

    assert window.notices.text("folder removed") == ""
    assert "/shop" in [path for path, _ in described(window)]


def test_removing_a_folder_stops_reading_it(
    window: MainWindow, engine: ScriptedEngine, listed: LibraryListed
) -> None:
    window.stock.add([Path("/shop")])
    press(window, "/shop", Qt.Key.Key_Delete)

    assert engine.last(Cancel).job == engine.last(IndexPaths).job


@pytest.mark.parametrize(
    ("report", "said"),
    [
        (IndexReport(n_unchanged=4), "“shop” was checked. Nothing has changed."),
        (IndexReport(n_indexed=2, n_deleted=1), "New or changed: 2. No longer there: 1."),
        (IndexReport(is_cancelled=True), ""),
    ],
)
def test_a_check_is_answered(
    window: MainWindow,
    engine: ScriptedEngine,
    listed: LibraryListed,
    report: IndexReport,
    said: str,
) -> None:
    press(window, "/shop", Qt.Key.Key_F5, with_key=SHIFT)
    engine.finish(IndexPaths, IndexFinished(report))

    assert engine.last(IndexPaths).paths == (Path("/shop"),)
    assert said in window.notices.text("checked")
    assert bool(said) == bool(window.notices.text("checked"))


def test_a_check_that_found_the_folder_away_says_so_as_of_a_folder(
    window: MainWindow, engine: ScriptedEngine, listed: LibraryListed
) -> None:
    away = Failure("FileVanished", (("path", "/nas/logs"), ("detail", "no such device")))
    press(window, "/nas/logs", Qt.Key.Key_F5, with_key=SHIFT)
    engine.finish(IndexPaths, IndexFinished(IndexReport(failures=(("/nas/logs", away),))))
    assert "Not reachable: no such device" in described(window)[0][1]
    assert "no such device" in window.notices.text("unreachable /nas/logs")
    assert window.notices.text("unreadable") == "", "no file is unreadable"
    assert window.notices.text("checked") == ""

    press(window, "/nas/logs", Qt.Key.Key_F5, with_key=SHIFT)
    engine.finish(IndexPaths, IndexFinished(IndexReport()))
    assert "Not reachable" not in described(window)[0][1]
    assert window.notices.text("unreachable /nas/logs") == ""


def test_a_watched_folder_is_read_when_it_changes(
    window: MainWindow, engine: ScriptedEngine
) -> None:
    engine.say(FolderNews(FolderChanged("/shop")))
    assert engine.last(IndexPaths).paths == (Path("/shop"),)
    assert window.library.progress.isVisible()


def test_a_watched_folder_that_is_gone_is_told_until_it_is_back(
    window: MainWindow, engine: ScriptedEngine, listed: LibraryListed
) -> None:
    engine.say(FolderNews(FolderUnreachable("/shop", "no such device")))
    assert "no such device" in window.notices.text("unreachable /shop")
    assert "Not reachable: no such device" in described(window)[1][1]
    engine.say(FolderNews(FolderBack("/shop")))
    assert window.notices.text("unreachable /shop") == ""
    assert "Not reachable" not in described(window)[1][1]


def dialog_of(window: MainWindow) -> PatternDialog:
    dialog = window.findChild(PatternDialog)
    assert isinstance(dialog, PatternDialog)
    return dialog


@pytest.mark.qt_log_ignore("propagateSizeHints")
def test_patterns_are_written_kept_and_followed(
    window: MainWindow, engine: ScriptedEngine, listed: LibraryListed
) -> None:
    press(window, "/nas/logs", Qt.Key.Key_F2)
    dialog = dialog_of(window)
    assert dialog.include.toPlainText() == "*.csv"
    dialog.exclude.setPlainText("old/\n\n  drafts/ \nold/")
    dialog.save.click()
    settle()

    wish = engine.last(SetUpFolder)
    assert (wish.include, wish.exclude) == (("*.csv",), ("old/", "drafts/"))
    assert wish.is_watched is None
    assert engine.last(IndexPaths).paths == (Path("/nas/logs"),)
    assert window.findChild(PatternDialog) is None


@pytest.mark.qt_log_ignore("propagateSizeHints")
def test_a_line_that_is_no_pattern_is_named_and_nothing_is_kept(
    window: MainWindow, engine: ScriptedEngine, listed: LibraryListed
) -> None:
    press(window, "/nas/logs", Qt.Key.Key_F2)
    dialog = dialog_of(window)
    dialog.exclude.setPlainText("old/\n!")
    dialog.save.click()
    settle()

    assert "“!” is no pattern." in dialog.trouble.text()
    assert dialog.isVisible()
    assert engine.all(SetUpFolder) == []
    dialog.reject()
    settle()


@pytest.mark.qt_log_ignore("propagateSizeHints")
def test_unchanged_patterns_ask_for_nothing(
    window: MainWindow, engine: ScriptedEngine, listed: LibraryListed
) -> None:
    press(window, "/nas/logs", Qt.Key.Key_F2)
    dialog_of(window).save.click()
    settle()

    assert engine.all(SetUpFolder) == []


@pytest.mark.qt_log_ignore("propagateSizeHints")
def test_a_folder_is_added_from_its_panel(window: MainWindow) -> None:
    window.library.folders.add.click()
    dialog = window.findChild(QFileDialog)

    assert isinstance(dialog, QFileDialog)
    assert dialog.fileMode() is QFileDialog.FileMode.Directory
    dialog.close()


def test_the_menu_says_what_it_would_do(window: MainWindow, listed: LibraryListed) -> None:
    panel = window.library.folders
    assert not panel.more.isEnabled(), "no folder is chosen"
    panel.list.setCurrentIndex(panel.model.index(1))
    assert panel.more.isEnabled()
    assert [action.text() for action in panel.more.menu().actions() if action.text()] == [
        "Stop watching",
        "Patterns…",
        "Check now",
        "Remove from the library",
    ]
    panel.list.setCurrentIndex(panel.model.index(0))
    assert panel.more.menu().actions()[0].text() == "Watch"


def test_an_only_folder_is_chosen(window: MainWindow, engine: ScriptedEngine) -> None:
    window.stock.refresh()
    engine.finish(ListLibrary, library(folders=(SHOP,)))

    assert window.library.folders.more.isEnabled()


def test_the_list_of_folders_folds_away(window: MainWindow, listed: LibraryListed) -> None:
    panel = window.library.folders
    assert panel.list.isVisible()
    panel.toggle.click()
    assert not panel.list.isVisible()
    panel.show_folders(panel.model.rows)

    assert not panel.list.isVisible()
    assert window._preferences.are_folders_folded


def test_a_folder_without_a_file_is_not_an_empty_library(
    window: MainWindow, engine: ScriptedEngine
) -> None:
    window.stock.refresh()
    engine.finish(ListLibrary, LibraryListed((), (), (SHOP,)))

    assert window.library.isVisible()


def test_reading_goes_on_though_a_wish_waits(
    window: MainWindow, engine: ScriptedEngine, listed: LibraryListed
) -> None:
    window.stock.add([Path("/shop")])
    engine.tell(IndexPaths, FileStarted("a.pdf", 1, 4))
    press(window, "/shop", Qt.Key.Key_Space)

    assert described(window)[1][1].startswith("Not watched")
    assert window.library.progress.text() == "Reading 1 of 4 a.pdf"


def test_the_newest_file_says_when_the_folder_changed() -> None:
    times = (1_764_000_000 * 10**9, 1_764_091_234 * 10**9, 10**25)
    sources = [Source("/shop", str(n), 1, t, SourceState.INDEXED, "h") for n, t in enumerate(times)]
    (row,) = folder_rows([SHOP], sources[:2], {})
    assert row.changed is not None
    assert row.changed.timestamp() == 1_764_091_234
    (odd,) = folder_rows([SHOP], sources, {})
    assert (odd.n_files, odd.changed) == (3, None)


def test_the_model_keeps_qt_rules(qtmodeltester: ModelTester) -> None:
    model = FolderModel()
    model.set_rows((FolderRow(SHOP), FolderRow(LOGS, away="{braces}")))
    qtmodeltester.check(model, force_py=True)
    said = model.index(1).data(Qt.ItemDataRole.AccessibleDescriptionRole)

    assert "Not reachable: {braces}" in str(said)
