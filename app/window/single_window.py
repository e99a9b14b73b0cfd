"""One window for each workspace: a second start hands over what it was given and leaves.

The first start holds a lock file and listens on a local socket, which only the same person can
open; there is no port. What a crash leaves of both is recognised: the lock by its dead process,
the socket by the lock.
"""

from __future__ import annotations

import ctypes
import hashlib
import json
import logging
import os
import stat
import sys
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QLockFile, QObject, Signal, Slot
from PySide6.QtNetwork import QLocalServer, QLocalSocket

logger = logging.getLogger("app.window")

PATIENCE_S = 5.0  # For a first start that holds the lock and does not listen yet.
MAX_BYTES = 4_000_000  # More than any command line; a stranger cannot fill the memory.
_ACCEPTED = b"ok\n"
_TURN_MS = 100
_ANY_PROCESS = -1  # ASFW_ANY


@dataclass(frozen=True, slots=True)
class Handover:
    """What a start was given: files and folders to add by absolute paths, a question to ask."""

    paths: tuple[Path, ...] = ()
    question: str = ""


class SingleWindow(QObject):
    """Either the only window of a workspace, or a way to the one that there is."""

    handed_over = Signal(object)  # Handover, of a later start.

    def __init__(self, workspace: Path, owner: QObject | None = None) -> None:
        super().__init__(owner)
        digest = hashlib.sha256(os.fsencode(workspace.resolve())).hexdigest()[:16]
        folder = _private_folder()
        self._lock: QLockFile | None = None
        self._name = ""
        if folder is not None:
            # On Windows the name is that of a pipe, which is nowhere in the file system.
            self._name = f"genba-{digest}" if os.name == "nt" else str(folder / f"{digest}.socket")
            self._lock = QLockFile(str(folder / f"{digest}.lock"))
            self._lock.setStaleLockTime(0)  # Only by its process: a window may be open for days.
        self._server = QLocalServer(self)
        self._server.setSocketOptions(QLocalServer.SocketOption.UserAccessOption)
        self._server.newConnection.connect(self._welcome)

    def begin(self, given: Handover) -> bool:
        """Become the only window; False if there is one, which has taken what was given.

        Waits for the other at most ``PATIENCE_S``. One that does not answer is not waited for:
        better two windows than none.
        """
        if self._lock is None:
            return True
        until = time.monotonic() + PATIENCE_S
        while not self._lock.tryLock(0):
            if hand_over(self._name, given):
                return False
            if time.monotonic() > until:
                logger.warning("the window that is open on this workspace does not answer")
                return True
            time.sleep(_TURN_MS / 1000)
        QLocalServer.removeServer(self._name)  # Of a window that crashed.
        if not self._server.listen(self._name):
            logger.warning("no second start will find this window: %s", self._server.errorString())
        return True

    def stop_listening(self) -> None:
        """The window is closing: a later start waits for its end and opens one of its own."""
        self._server.close()

    def end(self) -> None:
        """The next start is a first one."""
        self.stop_listening()
        if self._lock is not None:
            self._lock.unlock()

    @Slot()
    def _welcome(self) -> None:
        while (socket := self._server.nextPendingConnection()) is not None:
            socket.readyRead.connect(self._read)
            socket.disconnected.connect(socket.deleteLater)

    @Slot()
    def _read(self) -> None:
        socket = self.sender()
        if not isinstance(socket, QLocalSocket):
            return
        if socket.bytesAvailable() > MAX_BYTES:
            socket.abort()
        elif socket.canReadLine():
            given = _read_line(bytes(socket.readLine().data()))
            if given is None:
                socket.abort()
                return
            socket.write(_ACCEPTED)
            socket.flush()
            self.handed_over.emit(given)


def hand_over(name: str, given: Handover) -> bool:
    """Give what this start was given to the window that listens; whether it took it."""
    if sys.platform == "win32":
        # Windows lets a program come to the front only if the one in front allows it.
        ctypes.windll.user32.AllowSetForegroundWindow(_ANY_PROCESS)
    socket = QLocalSocket()
    socket.connectToServer(name)
    if not socket.waitForConnected(_TURN_MS):
        return False
    record = {"paths": [str(path) for path in given.paths], "question": given.question}
    socket.write(json.dumps(record).encode() + b"\n")
    patience_ms = round(PATIENCE_S * 1000)
    is_taken = socket.waitForReadyRead(patience_ms) and socket.readLine().data() == _ACCEPTED
    socket.abort()
    return is_taken


def _read_line(line: bytes) -> Handover | None:
    try:
        record = json.loads(line)
        paths: Sequence[str] = record["paths"]
        return Handover(tuple(Path(str(path)) for path in paths), str(record["question"]))
    except (ValueError, TypeError, LookupError, RecursionError):
        return None


def _private_folder() -> Path | None:
    """A folder of this person alone, on this machine; None if somebody else made it theirs."""
    if os.name == "nt":
        return Path(tempfile.gettempdir())  # Below the person's own profile.
    runtime = os.environ.get("XDG_RUNTIME_DIR", "")
    if runtime and Path(runtime).is_dir():
        folder = Path(runtime) / "genba"
    else:
        folder = Path(tempfile.gettempdir()) / f"genba-{os.getuid()}"
    try:
        folder.mkdir(mode=stat.S_IRWXU, exist_ok=True)
        found = folder.lstat()
    except OSError as error:
        logger.warning("no place for the socket of this window: %s", error)
        return None
    is_ours = stat.S_ISDIR(found.st_mode) and found.st_uid == os.getuid()
    if not is_ours or found.st_mode & (stat.S_IRWXG | stat.S_IRWXO):
        logger.warning("%s is not only this person's; every start opens a window", folder)
        return None
    return folder
