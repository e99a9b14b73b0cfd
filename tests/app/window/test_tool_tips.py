"""Tool tips are shown to the letter, whatever a file is called or a query compares."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtGui import Qt

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
