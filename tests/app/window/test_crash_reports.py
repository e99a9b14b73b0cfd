"""What is left of a crash is shown once, and mistakes become reports instead of silence."""

from __future__ import annotations

import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from app.window.crash_reports import CrashReports, fatal_part

RECORD = "Fatal Python error: Segmentation fault\n\nCurrent thread 0x1"


@pytest.fixture
def crashes(tmp_path: Path, qtbot: QtBot) -> Iterator[CrashReports]:
    hooks = sys.excepthook, threading.excepthook
    crashes = CrashReports(tmp_path / "crash.log")
    yield crashes
    crashes.end()
    sys.excepthook, threading.excepthook = hooks


def test_the_last_crash_is_told_once(crashes: CrashReports, tmp_path: Path) -> None:
    (tmp_path / "crash.log").write_text(RECORD)

    assert crashes.begin() == RECORD
    crashes.end()
    assert crashes.begin() == ""


def test_a_first_start_has_nothing_to_tell(crashes: CrashReports) -> None:
    assert crashes.begin() == ""


def test_an_exception_that_windows_handles_itself_is_no_crash() -> None:
    assert fatal_part("Windows fatal exception: code 0x8001010d\n") == ""
    assert fatal_part("Windows fatal exception: access violation\n") != ""


def test_an_unhandled_mistake_becomes_a_report(
    crashes: CrashReports, qtbot: QtBot, caplog: pytest.LogCaptureFixture
) -> None:
    crashes.begin()
    with qtbot.waitSignal(crashes.reported) as heard:
        sys.excepthook(ValueError, ValueError("x"), None)

    assert heard.args == ["ValueError: x\n"]


def test_control_c_is_no_mistake(crashes: CrashReports, qtbot: QtBot) -> None:
    crashes.begin()
    with qtbot.assertNotEmitted(crashes.reported):
        sys.excepthook(KeyboardInterrupt, KeyboardInterrupt(), None)


def test_a_folder_that_cannot_be_written_does_not_stop_the_start(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    crashes = CrashReports(tmp_path / "missing" / "crash.log")

    assert crashes.begin() == ""
    crashes.end()
