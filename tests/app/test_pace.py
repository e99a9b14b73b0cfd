"""How far, how fast and how long, in words."""

from __future__ import annotations

import pytest

from app.pace import files_and_pace, pace, time_left
from engine.events import FilesAdvanced


@pytest.mark.parametrize(
    ("rate", "left", "words"),
    [
        (None, None, "12 of 300 files"),
        (4.2, 130.0, "12 of 300 files · 4 files/s · about 2 min left"),
        (0.2, 20.0, "12 of 300 files · 12 files/min · less than a minute left"),
        (0.001, None, "12 of 300 files · 1 files/min"),
    ],
)
def test_files_and_pace_are_one_line(rate: float | None, left: float | None, words: str) -> None:
    assert files_and_pace(FilesAdvanced(12, 300, 0, 0, rate, left)) == words


def test_at_the_end_nothing_is_left() -> None:
    assert pace(FilesAdvanced(300, 300, 9, 9, 4.0, 0.0)) == ""


def test_long_times_are_told_in_hours() -> None:
    assert time_left(89 * 60) == "about 89 min left"
    assert time_left(7200) == "about 2 h left"
