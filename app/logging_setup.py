"""The program's own log: a rotating file in the workspace. Never holds document text."""

from __future__ import annotations

import logging
import logging.handlers
from pathlib import Path

_FORMAT = "%(asctime)s %(levelname)-7s %(name)s: %(message)s"


def start_logging(workspace: Path, *, level: int = logging.INFO) -> None:
    """Send the log to ``<workspace>/genba.log``, at most 3 files of 1 MB."""
    workspace.mkdir(parents=True, exist_ok=True)
    handler = logging.handlers.RotatingFileHandler(
        workspace / "genba.log", maxBytes=2**20, backupCount=2, encoding="utf-8", delay=True
    )
    handler.setFormatter(logging.Formatter(_FORMAT))
    root = logging.getLogger()
    root.addHandler(handler)
    root.setLevel(logging.WARNING)
    for name in ("app", "engine", "ingest"):
        logging.getLogger(name).setLevel(level)
