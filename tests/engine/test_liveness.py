"""A process is known by host, id and start time."""

from __future__ import annotations

import subprocess
import sys

from engine.liveness import is_running, this_process


def test_this_process_runs() -> None:
    assert is_running(this_process())


def test_an_ended_process_does_not_run() -> None:
    child = subprocess.Popen([sys.executable, "-c", ""])
    child.wait()
    assert not is_running({**this_process(), "pid": child.pid})


def test_a_process_id_given_out_again_is_another_process() -> None:
    assert not is_running({**this_process(), "started": 1.0})


def test_a_process_on_another_host_is_left_alone() -> None:
    assert is_running({"host": "elsewhere", "pid": 1, "started": 1.0})
