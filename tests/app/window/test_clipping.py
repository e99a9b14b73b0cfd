"""No text of any page is cut, in either language, in the smallest window and on a small screen."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractScrollArea,
    QComboBox,
    QHeaderView,
    QLabel,
    QLineEdit,
    QMenuBar,
    QPlainTextEdit,
    QScrollArea,
    QStyle,
    QStyleOptionComboBox,
    QTabBar,
    QToolButton,
    QWidget,
)

from app.window.keys_dialog import KeysDialog
from app.window.language import Language
from app.window.main_window import SMALLEST, MainWindow
from app.window.page_view import PageView
from app.window.row_table import RowTable
from tests.app.scripted import ScriptedEngine, settle
from tests.app.window.walking import STATES

SMALL_SCREEN = (1366, 708)  # 1366x768 with a task bar and a title.
WIDE_BY_NATURE = (PageView, RowTable)  # A page that was zoomed, a log with many columns.
FRAME = 2  # Of a button, on each side.
Cut = tuple[str, str, int, int]  # What, its text, what it needs, what it has.


def cut_texts(window: QWidget) -> Iterator[Cut]:
    """Every visible text with less room than it needs. What is shortened has all in its tip."""
    for widget in window.findChildren(QWidget):
        if widget.isVisible() and not _is_inside_of_another(widget):
            look = next((look for kind, look in LOOKS if isinstance(widget, kind)), None)
            if look is not None:
                yield from look(widget)


def _is_inside_of_another(widget: QWidget) -> bool:
    """Parts of Qt's own controls, and views into pages that are scrolled to."""
    return isinstance(widget.parent(), QComboBox | QLineEdit) or widget.objectName().startswith(
        "qt_"
    )


def _cut(widget: QWidget, text: str, needed: int, room: int) -> Cut:
    return type(widget).__name__, text, needed, room


def _cut_label(label: QLabel) -> Iterator[Cut]:
    if not label.text():
        return
    room = label.contentsRect()
    if label.wordWrap():
        needed = label.heightForWidth(label.width())
        if needed > label.height():
            yield _cut(label, label.text(), needed, label.height())
        longest = max(label.text().split(), key=len, default="")
        if longest.isascii() and label.fontMetrics().horizontalAdvance(longest) > room.width():
            yield _cut(label, longest, label.fontMetrics().horizontalAdvance(longest), room.width())
    else:
        lines = label.text().splitlines()
        needed = max(label.fontMetrics().horizontalAdvance(line) for line in lines)
        if needed > room.width():
            yield _cut(label, label.text(), needed, room.width())
        if label.fontMetrics().height() * len(lines) > label.height():
            yield _cut(label, label.text(), label.fontMetrics().height(), label.height())


def _cut_button(button: QAbstractButton) -> Iterator[Cut]:
    if not button.text() or ("Elided" in type(button).__name__ and button.toolTip()):
        return
    metrics = button.fontMetrics()
    is_beside = (
        not isinstance(button, QToolButton)
        or button.toolButtonStyle() is Qt.ToolButtonStyle.ToolButtonTextBesideIcon
    )
    needed = metrics.horizontalAdvance(button.text().replace("&", "")) + 2 * FRAME
    if is_beside and not button.icon().isNull():
        needed += button.iconSize().width() + 4
    if needed > button.width():
        yield _cut(button, button.text(), needed, button.width())
    if metrics.height() > button.height():
        yield _cut(button, button.text(), metrics.height(), button.height())


def _cut_combo(box: QComboBox) -> Iterator[Cut]:
    option = QStyleOptionComboBox()
    box.initStyleOption(option)
    field = QStyle.SubControl.SC_ComboBoxEditField
    control = QStyle.ComplexControl.CC_ComboBox
    room = box.style().subControlRect(control, option, field, box).width()
    needed = box.fontMetrics().horizontalAdvance(box.currentText())
    if needed > room and not box.toolTip():
        yield _cut(box, box.currentText(), needed, room)


def _cut_header(header: QHeaderView) -> Iterator[Cut]:
    model = header.model()
    if header.orientation() is not Qt.Orientation.Horizontal:
        return
    if model is None or header.isHidden() or isinstance(header.parent(), RowTable):
        return
    for n in range(header.count()):
        text = str(model.headerData(n, Qt.Orientation.Horizontal) or "")
        needed = header.fontMetrics().horizontalAdvance(text)
        if not header.isSectionHidden(n) and needed > header.sectionSize(n):
            yield _cut(header, text, needed, header.sectionSize(n))


def _cut_line(line: QLineEdit) -> Iterator[Cut]:
    room = line.contentsRect().width()
    needed = line.fontMetrics().horizontalAdvance(line.placeholderText())
    if not line.text() and needed > room and not line.toolTip():
        yield _cut(line, line.placeholderText(), needed, room)


def _cut_hint(text: QPlainTextEdit) -> Iterator[Cut]:
    room = text.viewport().width() - 2 * round(text.document().documentMargin())
    needed = text.fontMetrics().horizontalAdvance(text.placeholderText())
    if not text.toPlainText() and needed > room:
        yield _cut(text, text.placeholderText(), needed, room)


def _cut_tabs(tabs: QTabBar) -> Iterator[Cut]:
    for n in range(tabs.count()):
        needed, room = tabs.tabSizeHint(n).width(), tabs.tabRect(n).width()
        if needed > room:
            yield _cut(tabs, tabs.tabText(n), needed, room)


def _cut_menus(bar: QMenuBar) -> Iterator[Cut]:
    for action in bar.actions():
        where = bar.actionGeometry(action)
        if not bar.rect().contains(where):
            yield _cut(bar, action.text(), where.right(), bar.width())


LOOKS: tuple[tuple[type[QWidget], Callable[..., Iterator[Cut]]], ...] = (
    (QLabel, _cut_label),
    (QAbstractButton, _cut_button),
    (QComboBox, _cut_combo),
    (QLineEdit, _cut_line),
    (QPlainTextEdit, _cut_hint),
    (QTabBar, _cut_tabs),
    (QHeaderView, _cut_header),
    (QMenuBar, _cut_menus),
)


def pushed_out(window: QWidget) -> list[tuple[str, str]]:
    """Controls that are partly outside of what they stand in, and cannot be scrolled to."""
    return [
        (type(widget).__name__, widget.accessibleName() or getattr(widget, "text", str)())
        for widget in window.findChildren(QWidget)
        if isinstance(widget, QAbstractButton | QLabel | QLineEdit | QPlainTextEdit | QComboBox)
        and widget.isVisible()
        and not widget.rect().isEmpty()
        and not _is_scrolled(widget)
        and widget.visibleRegion().boundingRect() != widget.rect()
    ]


def _is_scrolled(widget: QWidget) -> bool:
    above = widget.parentWidget()
    while above is not None:
        if isinstance(above, QScrollArea):
            return True
        above = above.parentWidget()
    return False


def sideways_bars(window: QWidget) -> list[QAbstractScrollArea]:
    return [
        area
        for area in window.findChildren(QAbstractScrollArea)
        if area.isVisible()
        and area.horizontalScrollBar().isVisible()
        and area.horizontalScrollBar().maximum() > 0
        and not isinstance(area, WIDE_BY_NATURE)
    ]


def check(window: QWidget) -> None:
    settle()
    assert list(cut_texts(window)) == []
    assert pushed_out(window) == []
    assert sideways_bars(window) == []


@pytest.mark.parametrize("size", [SMALLEST, SMALL_SCREEN])
@pytest.mark.parametrize("language", list(Language))
@pytest.mark.parametrize("state", STATES)
def test_no_text_is_cut(
    window: MainWindow,
    engine: ScriptedEngine,
    state: str,
    language: Language,
    size: tuple[int, int],
) -> None:
    window.speak(language)
    window.resize(*size)
    STATES[state](window, engine)
    check(window)


@pytest.mark.parametrize("size", [SMALLEST, SMALL_SCREEN])
@pytest.mark.parametrize("language", list(Language))
def test_no_text_of_any_page_is_cut(
    window: MainWindow, engine: ScriptedEngine, language: Language, size: tuple[int, int]
) -> None:
    window.speak(language)
    window.resize(*size)
    for number in range(window._stack.count()):
        window._stack.setCurrentIndex(number)
        check(window)


@pytest.mark.parametrize("language", list(Language))
def test_the_menus_fit_a_small_screen(window: MainWindow, language: Language) -> None:
    window.speak(language)
    settle()
    for action in window.menuBar().actions():
        menu = action.menu()
        assert menu.sizeHint().height() < SMALL_SCREEN[1]  # type: ignore[attr-defined]


@pytest.mark.qt_log_ignore("propagateSizeHints")
@pytest.mark.parametrize("language", list(Language))
def test_the_list_of_keys_fits(window: MainWindow, language: Language) -> None:
    window.resize(*SMALLEST)
    window.speak(language)
    window.menus.keys.trigger()
    dialog = window.findChild(KeysDialog)
    assert isinstance(dialog, KeysDialog)
    check(dialog)
    dialog.close()
