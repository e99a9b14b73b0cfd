"""Which process wrote something, and whether it still runs."""

from __future__ import annotations

import os
import platform
from collections.abc import Mapping
from typing import Any

import psutil


def this_process() -> dict[str, Any]:
    """Host, process id and start time (seconds since 1970): together never given out twice."""
    process = psutil.Process()
    return {
        "host": platform.node(),
        "pid": os.getpid(),
        "started": round(process.create_time(), 1),
    }


def is_running(process: Mapping[str, Any]) -> bool:
    """Whether that process still runs. One on another host is taken to run: we cannot know."""
    if process.get("host") != platform.node():
        return True
    try:
        started = psutil.Process(int(process["pid"])).create_time()
    except (KeyError, ValueError, psutil.Error):
        return False
    return bool(abs(started - float(process["started"])) < 1.0)
