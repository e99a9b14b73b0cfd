"""What every window does: editing by menu, finding, full screen, the way back, the list of keys."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import QSettings, Qt
from PySide6.QtGui import QAction, QGuiApplication, QKeySequence
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QFileDialog, QMenu

from app.protocol import Ask, IndexPaths, ListLibrary, RemoveSources
from app.window.keys_dialog import KeysDialog
from app.window.language import Language
from app.window.library_model import Row
from app.window.main_window import MainWindow
from app.window.sights import RowSight, Sight
from engine.events import AnswerFinished
from tests.app.scripted import ScriptedEngine, answer, document, library, settle

NATIVE = QKeySequence.SequenceFormat.NativeText
MANUAL, OTHER = "sha256:manual.pdf", "sha256:other.pdf"


def menus(window: MainWindow) -> list[QMenu]:
    return [m for a in window.menuBar().actions() if isinstance(m := a.menu(), QMenu)]


def sight(document_id: str, page: int) -> Sight:
    return Sight(document_id, document_id.removeprefix("sha256:"), page, n_pages=12)


@pytest.mark.parametrize("language", list(Language))
def test_no_letter_of_a_menu_stands_for_two_entries(window: MainWindow, language: Language) -> None:
    window.speak(language)
    settle()
    groups: list[list[QAction]] = [window.menuBar().actions()]
    groups += [[a for a in menu.actions() if not a.isSeparator()] for menu in menus(window)]
    for group in groups:
        letters = [re.findall(r"&(\w)", action.text()) for action in group]
        counts = Counter(letter[0].upper() for letter in letters if letter)
        assert [letter for letter, n in counts.items() if n > 1] == [], counts
        # A title leads into a menu that names itself, as "Language" does.
        assert all(letter for letter, a in zip(letters, group, strict=True) if not a.menu())


def test_no_key_stands_for_two_entries(window: MainWindow) -> None:
    keys = Counter(
        key.toString()
        for action in window.findChildren(QAction)
        for key in action.shortcuts()
        if action.shortcutContext() is not Qt.ShortcutContext.WidgetShortcut
    )

    assert [key for key, n in keys.items() if n > 1] == []


def test_the_edit_menu_acts_on_the_text_in_use(window: MainWindow) -> None:
    box = window.question.ask_box
    box.setFocus()
    QTest.keyClicks(box.text, "12 Nm")
    window.menus.select_all.trigger()
    window.menus.cut.trigger()
    assert box.text.toPlainText() == ""
    assert QGuiApplication.clipboard().text() == "12 Nm"
    window.menus.undo.trigger()
    assert box.text.toPlainText() == "12 Nm"
    window.menus.redo.trigger()
    assert box.text.toPlainText() == ""
    window.menus.paste.trigger()
    window.menus.paste.trigger()

    assert box.text.toPlainText() == "12 Nm12 Nm"


def test_what_cannot_be_done_now_is_grey_in_the_menu_and_its_key_goes_on(
    window: MainWindow,
) -> None:
    window.question.ask_box.setFocus()
    window.menus.editing.aboutToShow.emit()
    entries = (window.menus.undo, window.menus.redo, window.menus.cut, window.menus.copy)
    assert not any(action.isEnabled() for action in entries)
    window.menus.editing.aboutToHide.emit()

    assert all(action.isEnabled() for action in entries)


def test_the_paths_of_chosen_files_are_copied(window: MainWindow, engine: ScriptedEngine) -> None:
    window.stock.refresh()
    engine.finish(ListLibrary, library(document("a.pdf"), document("b.pdf")))
    window.library.list.setFocus()
    window.menus.select_all.trigger()
    window.menus.copy.trigger()

    assert QGuiApplication.clipboard().text() == "/shop/a.pdf\n/shop/b.pdf"


def test_what_was_removed_comes_back_by_undo(window: MainWindow, engine: ScriptedEngine) -> None:
    window.library.list.setFocus()
    window.library.list.selectAll()
    rows: tuple[Row, ...] = window.library.selected_rows()
    window.library.actions_of_files.remove.trigger()
    assert engine.all(RemoveSources)
    window.menus.undo.trigger()
    settle()

    assert engine.last(IndexPaths).paths == tuple(Path(row.full_path) for row in rows)
    assert window.notices.text("removed") == ""


def test_typed_words_are_undone_before_a_removal(
    window: MainWindow, engine: ScriptedEngine
) -> None:
    window.library.list.selectAll()
    window.library.actions_of_files.remove.trigger()
    window.question.ask_box.setFocus()
    QTest.keyClicks(window.question.ask_box.text, "12")
    window.menus.undo.trigger()

    assert window.question.ask_box.text.toPlainText() == ""
    assert window.notices.text("removed") != ""


def test_an_asked_question_is_brought_back_by_up(
    window: MainWindow, engine: ScriptedEngine
) -> None:
    box = window.question.ask_box
    box.set_question("What torque?")
    QTest.keyClick(box.text, Qt.Key.Key_Return)
    assert box.text.toPlainText() == ""
    QTest.keyClick(box.text, Qt.Key.Key_Up)

    assert box.text.toPlainText() == "What torque?"


def test_find_goes_to_the_field_that_searches(window: MainWindow, engine: ScriptedEngine) -> None:
    window.stock.refresh()
    engine.finish(ListLibrary, library(*(document(f"{n}.pdf") for n in range(12))))
    window.question.ask_box.setFocus()
    window.menus.find.trigger()

    assert QApplication.focusWidget() is window.library.filter.words


def test_find_without_a_field_goes_to_the_list(window: MainWindow) -> None:
    window.menus.history.trigger()
    window.menus.library.setChecked(False)
    window.question.ask_box.setFocus()
    window.menus.find.trigger()

    assert QApplication.focusWidget() is window.library.list
    assert window.library.isVisible()


def test_back_and_forward_go_through_what_was_looked_at(window: MainWindow) -> None:
    back, forward = window.menus.back, window.menus.forward
    assert not back.isEnabled()
    places = [sight(MANUAL, 3), sight(OTHER, 1), RowSight("log.csv", "t_1", (4,))]
    for place in places:
        window.evidence.show_sight(place)
    back.trigger()
    assert window.evidence.sight == places[1]
    back.trigger()
    assert window.evidence.sight == places[0]
    assert not back.isEnabled()
    forward.trigger()
    assert window.evidence.sight == places[1]
    window.evidence.show_sight(sight(MANUAL, 9))

    assert not forward.isEnabled()
    back.trigger()
    assert window.evidence.sight == places[1]


def test_leafing_is_one_place_in_the_way_back(window: MainWindow) -> None:
    window.evidence.show_sight(sight(OTHER, 1))
    for page in (3, 4, 5):
        window.evidence.show_sight(sight(MANUAL, page))
    window.menus.back.trigger()
    assert window.evidence.sight == sight(OTHER, 1)
    window.menus.forward.trigger()

    assert window.evidence.sight == sight(MANUAL, 5)


def test_who_goes_back_is_not_taken_away_by_the_answer(
    window: MainWindow, engine: ScriptedEngine
) -> None:
    window.evidence.show_sight(sight(OTHER, 1))
    window.evidence.show_sight(sight(OTHER, 8))
    window.questions.ask("?")
    window.menus.back.trigger()
    engine.finish(Ask, AnswerFinished(answer()))

    assert window.evidence.sight == sight(OTHER, 1)


def test_the_screen_is_filled_and_given_back(window: MainWindow) -> None:
    window.menus.full_screen.trigger()
    settle()
    assert window.isFullScreen()
    window.setWindowState(Qt.WindowState.WindowNoState)  # As the system's own key does.
    settle()
    assert not window.menus.full_screen.isChecked()
    window.menus.full_screen.trigger()
    window.menus.full_screen.trigger()
    settle()

    assert not window.isFullScreen()


@pytest.mark.qt_log_ignore("propagateSizeHints")
@pytest.mark.parametrize("language", list(Language))
def test_every_key_of_the_menus_is_in_the_list(window: MainWindow, language: Language) -> None:
    window.speak(language)
    window.menus.keys.trigger()
    dialog = window.findChild(KeysDialog)
    assert isinstance(dialog, KeysDialog)
    assert not dialog.isModal()
    listed = " ".join(keys for _, keys in dialog.rows())
    for action in window.findChildren(QAction):
        if action.shortcuts() and action in {a for m in menus(window) for a in m.actions()}:
            assert action.shortcuts()[0].toString(NATIVE) in listed
    assert not any("&" in what or "…" in what or "(" in what for what, _ in dialog.rows())
    QTest.keyClick(dialog, Qt.Key.Key_Escape)

    assert not dialog.isVisible()


@pytest.mark.qt_log_ignore("propagateSizeHints")
def test_the_dialog_opens_where_files_were_chosen_last(
    make_window: Callable[..., MainWindow], settings: QSettings, tmp_path: Path
) -> None:
    shop = tmp_path / "図面"
    shop.mkdir()
    first = make_window()
    first.adding._take([str(shop / "a.pdf")])
    second = make_window()
    second.menus.open_files.trigger()
    dialog = second.findChild(QFileDialog)
    assert isinstance(dialog, QFileDialog)
    try:
        assert Path(dialog.directory().path()) == shop
    finally:
        dialog.reject()
