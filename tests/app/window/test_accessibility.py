"""What a screen reader sees of every page, and that the Tab key reaches all of it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from itertools import pairwise

import pytest
from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QAccessible, QAccessibleInterface, QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QAbstractScrollArea,
    QApplication,
    QCheckBox,
    QComboBox,
    QLineEdit,
    QMenuBar,
    QPlainTextEdit,
    QScrollArea,
    QTextBrowser,
    QWidget,
)

from app.window.main_window import MainWindow
from tests.app.scripted import ScriptedEngine, settle
from tests.app.window.walking import STATES, accessible

Role = QAccessible.Role
Text = QAccessible.Text
MAX_KEYS = 400  # More than there are controls and links together.
RING = 4  # Around a control: where a frame may show that it has the focus.
# The first kind that fits is the one that counts.
ROLES: tuple[tuple[type[QWidget], frozenset[Role]], ...] = (
    (QCheckBox, frozenset({Role.CheckBox})),
    (
        QAbstractButton,
        frozenset(
            {Role.Button, Role.ButtonMenu, Role.ButtonDropDown, Role.CheckBox, Role.RadioButton}
        ),
    ),
    (QComboBox, frozenset({Role.ComboBox})),
    (QLineEdit, frozenset({Role.EditableText})),
    (QPlainTextEdit, frozenset({Role.EditableText})),
    (QTextBrowser, frozenset({Role.EditableText, Role.Document, Role.StaticText})),
    (QAbstractItemView, frozenset({Role.List, Role.Table, Role.Tree})),
)
Check = Callable[[MainWindow], None]


def focusable(window: MainWindow) -> list[QAccessibleInterface]:
    return [
        one
        for one in accessible(window)
        if one.state().focusable and isinstance(one.object(), QWidget) and _is_ours(one.object())
    ]


def _is_ours(widget: object) -> bool:
    """Not what Qt makes inside of its own controls."""
    return isinstance(widget, QWidget) and not widget.objectName().startswith("qt_")


def in_tab_order(window: MainWindow) -> set[QWidget]:
    """All that the Tab key has to reach."""
    return {
        widget
        for widget in window.findChildren(QWidget)
        if widget.isVisible()
        and widget.isEnabled()
        and widget.focusPolicy() & Qt.FocusPolicy.TabFocus
        and widget.focusProxy() is None
        and widget.window() is window
        and not isinstance(widget, QMenuBar)
        and _is_ours(widget)
        and not _is_empty_area(widget)
    }


def _is_empty_area(widget: QWidget) -> bool:
    """Qt leaves out areas that take the focus only to be scrolled."""
    return type(widget) is QAbstractScrollArea


def start_of(window: MainWindow) -> QWidget:
    box = window.question.ask_box.text
    return box if box.isVisible() else sorted(in_tab_order(window), key=_place)[0]


def _place(widget: QWidget) -> tuple[int, int]:
    where = widget.mapTo(widget.window(), widget.rect().topLeft())
    return where.y(), where.x()


def walk(window: MainWindow, key: Qt.Key) -> list[QWidget]:
    """Everything the key goes through, once around from where it starts."""
    start = start_of(window)
    start.setFocus()
    settle()
    order = [start]
    for _ in range(MAX_KEYS):
        widget = QApplication.focusWidget()
        assert widget is not None, f"the focus is lost behind {order[-1]}"
        QTest.keyClick(widget, key)
        now = QApplication.focusWidget()
        if now is start:
            return order
        if now is not order[-1] and now is not None:
            order.append(now)
    pytest.fail(f"never back at the start; last {order[-3:]}")


def check_names_and_roles(window: MainWindow) -> None:
    """Every control has a name and a role that fits it."""
    nameless = [one.object() for one in focusable(window) if not one.text(Text.Name).strip()]
    misfits = [
        (one.object(), one.role())
        for one in focusable(window)
        for roles in [next((r for kind, r in ROLES if isinstance(one.object(), kind)), None)]
        if roles is not None and one.role() not in roles
    ]
    assert nameless == []
    assert misfits == []
    assert focusable(window)


def check_siblings(window: MainWindow) -> None:
    """No two controls side by side are called the same."""
    for parent in accessible(window):
        children = (parent.child(n) for n in range(parent.childCount()))
        names = Counter(
            (child.role(), child.text(Text.Name))
            for child in children
            if child is not None
            and child.state().focusable
            and not child.state().invisible
            and isinstance(child.object(), QWidget)
        )
        assert [name for name, n in names.items() if n > 1] == [], parent.object()


def check_tab(window: MainWindow) -> None:
    """Tab reaches every control and comes back to where it started; so does Shift+Tab."""
    for key in (Qt.Key.Key_Tab, Qt.Key.Key_Backtab):
        assert in_tab_order(window) - set(walk(window, key)) == set(), key


def check_order(window: MainWindow) -> None:
    """Within one line of controls Tab goes from left to right."""
    backwards = [
        (one, other)
        for one, other in pairwise(walk(window, Qt.Key.Key_Tab))
        if one.parentWidget() is other.parentWidget()
        and one.geometry().center().y() == other.geometry().center().y()
        and one.x() > other.x()
    ]
    assert backwards == []


def check_focus_is_seen(window: MainWindow) -> None:
    """Every control looks different when it has the focus."""
    unseen = []
    for widget in sorted(in_tab_order(window), key=_place):
        window.setFocus()
        _bring_into_view(widget)
        settle()
        without = around(window, widget)
        widget.setFocus(Qt.FocusReason.TabFocusReason)
        settle()
        if around(window, widget) == without:
            unseen.append(widget)
    assert unseen == []


def _bring_into_view(widget: QWidget) -> None:
    """As Tab does on a page that is longer than the window."""
    above = widget.parentWidget()
    while above is not None:
        if isinstance(above, QScrollArea):
            above.ensureWidgetVisible(widget)
        above = above.parentWidget()


def around(window: MainWindow, widget: QWidget) -> QImage:
    """The control with the frame it stands in."""
    where = QRect(widget.mapTo(window, widget.rect().topLeft()), widget.size())
    return window.grab(where.adjusted(-RING, -RING, RING, RING)).toImage()


CHECKS = (check_names_and_roles, check_siblings, check_tab, check_order, check_focus_is_seen)


@pytest.mark.parametrize("check", CHECKS)
@pytest.mark.parametrize("state", STATES)
def test_every_control_can_be_found_and_reached(
    window: MainWindow, engine: ScriptedEngine, state: str, check: Check
) -> None:
    window.resize(1366, 708)
    STATES[state](window, engine)
    window.activateWindow()
    settle()
    check(window)


@pytest.mark.parametrize("check", CHECKS)
def test_every_page_can_be_found_and_reached(
    window: MainWindow, engine: ScriptedEngine, check: Check
) -> None:
    """Also pages that have no state of their own above."""
    window.resize(1366, 708)
    window.activateWindow()
    for number in range(window._stack.count()):
        window._stack.setCurrentIndex(number)
        settle()
        check(window)
