"""What is left of a crash: the last one's record at the start, later mistakes as reports."""

from __future__ import annotations

import faulthandler
import logging
import re
import sys
import threading
import traceback
from pathlib import Path
from types import TracebackType
from typing import TextIO

from PySide6.QtCore import QObject, Signal

logger = logging.getLogger("app.window")


# On Windows faulthandler also records exceptions that the system itself handles (bugs.python.org
# issue 36778), so that not every record is a crash.
FATAL = re.compile(r"^(Fatal Python error|Windows fatal exception: (?!code))", re.MULTILINE)


def fatal_part(record: str) -> str:
    """The record from its first crash on; empty when nothing in it was fatal."""
    found = FATAL.search(record)
    return record[found.start() :].strip() if found else ""


class CrashReports(QObject):
    """Owns crash.log while the window is open. ``reported`` may be emitted from any thread."""

    reported = Signal(str)

    def __init__(self, path: Path, owner: QObject | None = None) -> None:
        super().__init__(owner)
        self._path = path
        self._file: TextIO | None = None

    def begin(self) -> str:
        """Give the record of the last crash, if any, and start a new one."""
        last = ""
        try:
            if self._path.exists():
                last = fatal_part(self._path.read_text("utf-8", errors="replace"))
            self._file = self._path.open("w", encoding="utf-8")
        except OSError as error:
            logger.warning("no crash record at %s: %s", self._path, error)
        else:
            faulthandler.enable(self._file)
        sys.excepthook = self._report
        threading.excepthook = lambda args: self._report(
            args.exc_type, args.exc_value or args.exc_type(), args.exc_traceback
        )
        return last

    def end(self) -> None:
        """A clean end leaves an empty record."""
        sys.excepthook = sys.__excepthook__
        threading.excepthook = threading.__excepthook__
        if self._file is not None:
            faulthandler.disable()
            self._file.close()
            self._file = None

    def _report(
        self, kind: type[BaseException], error: BaseException, trace: TracebackType | None
    ) -> None:
        if issubclass(kind, KeyboardInterrupt):
            return
        text = "".join(traceback.format_exception(kind, error, trace))
        logger.error("unhandled in the window\n%s", text)
        self.reported.emit(text)
