"""Tool tips are shown to the letter, whatever a file is called or a query compares."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QEvent
from PySide6.QtGui import QHelpEvent, Qt
from PySide6.QtWidgets import QApplication, QToolTip
from pytestqt.qtbot import QtBot

from app.window.elided_label import ElidedLabel
from app.window.tool_tips import plain_tip


@pytest.mark.parametrize(
    "text",
    [
        "<b>x</b>",
        "log <b>x</b>.csv",
        "SELECT n FROM t WHERE a <b AND c> d",
        "a &lt; b",
        '<!doctype html><img src="x.png">',
        '<?xml version="1.0"?><b>x</b>',
    ],
)
def test_what_qt_would_take_for_html_stays_text(text: str) -> None:
    assert Qt.mightBeRichText(text)
    assert not Qt.mightBeRichText(plain_tip(text))


@given(st.text(alphabet="<>&;/!? bilt\n", max_size=30))
def test_no_text_becomes_html(text: str) -> None:
    assert not Qt.mightBeRichText(plain_tip(text))


@given(st.text())
def test_nothing_that_can_be_seen_is_added(text: str) -> None:
    assert plain_tip(text).replace("\u2060", "") == text.replace("\u2060", "")


@pytest.mark.qt_log_ignore("does not support raise")
@pytest.mark.parametrize(("width", "tip"), [(60, "log 2026 <b>.csv"), (400, "")])
def test_a_shortened_label_says_all_of_it_on_hover(qtbot: QtBot, width: int, tip: str) -> None:
    label = ElidedLabel()
    qtbot.addWidget(label)
    label.set_text("log 2026 <b>.csv")
    label.resize(width, 24)
    label.show()
    QToolTip.hideText()
    where = label.rect().center()
    help_event = QHelpEvent(QEvent.Type.ToolTip, where, label.mapToGlobal(where))
    QApplication.sendEvent(label, help_event)

    assert QToolTip.text().replace("\u2060", "") == tip
    QToolTip.hideText()
