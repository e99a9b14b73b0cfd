"""Telling a refusal from an answer."""

from __future__ import annotations

import pytest

from engine.reasoning.refusal import is_refusal


@pytest.mark.parametrize(
    "text",
    [
        "NOT FOUND",
        "Not found.",
        "The passages do not state the payload.",
        "The tightening torque is not specified.",
        "記載がありません。",
        "文書には見つかりません",
    ],
)
def test_these_are_refusals(text: str) -> None:
    assert is_refusal(text)


@pytest.mark.parametrize(
    "text", ["45 N·m [2]", "The nut does not need grease.", "有効期限は2026/04/10です。"]
)
def test_these_are_answers(text: str) -> None:
    assert not is_refusal(text)
