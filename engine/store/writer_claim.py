"""Who writes to a library: one program at a time, named to the others, who can go on reading.

The claim is a row in the library, taken in one transaction, so that two programs cannot both have
it. A claim whose process is dead is taken over. Whether a process on another machine still runs
cannot be asked: it touches a file beside the library as long as it does.
"""

from __future__ import annotations

import json
import platform
import threading
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager, suppress
from pathlib import Path
from typing import Any, TypeAlias

from sqlalchemy import Connection, delete, select
from sqlalchemy.dialects.sqlite import insert

from engine.errors import EnvironmentFault, WorkspaceBusy, WorkspaceLocked
from engine.liveness import is_running, this_process
from engine.store import schema

Connecting: TypeAlias = Callable[[], AbstractContextManager[Connection]]

_KEY = "writer"
_SIGN = "writer.alive"
_SIGN_EVERY_S = 10.0
_SIGN_HOLDS_S = 60.0


class WriterClaim:
    """The claim of this process on one library. Threads of one process share it."""

    def __init__(self, folder: Path, reading: Connecting, writing: Connecting) -> None:
        self._folder = folder
        self._reading = reading
        self._writing = writing
        self._n_holding = 0
        self._lock = threading.Lock()

    @contextmanager
    def held(self, program: str) -> Iterator[None]:
        """Write as ``program`` for a while.

        Raises:
            WorkspaceBusy: another program writes, with its name, process and machine.
        """
        with self._lock:
            if not self._n_holding:
                self._take(program)
            self._n_holding += 1
        is_over = threading.Event()
        sign = threading.Thread(target=self._keep_sign, args=(is_over,), daemon=True)
        sign.start()
        try:
            yield
        finally:
            is_over.set()
            sign.join()
            with self._lock:
                self._n_holding -= 1
                if not self._n_holding:
                    self._give_back()

    def raise_if_taken(self) -> None:
        """Raise WorkspaceBusy if another program writes. Waits for nobody."""
        with self._reading() as connection:
            self._look(connection)

    def _take(self, program: str) -> None:
        # First by reading, which never waits: the other may be in a long transaction.
        self.raise_if_taken()
        try:
            with self._writing() as connection:
                self._look(connection)
                value = json.dumps({**this_process(), "program": program}, ensure_ascii=False)
                connection.execute(
                    insert(schema.library_state)
                    .values(key=_KEY, value=value)
                    .on_conflict_do_update(index_elements=["key"], set_={"value": value})
                )
        except WorkspaceLocked:
            self.raise_if_taken()
            raise

    def _give_back(self) -> None:
        # What cannot be given back, as on a full disk, is taken over when this process is gone.
        with suppress(EnvironmentFault), self._writing() as connection:
            if _is_ours(_claim(connection)):
                connection.execute(
                    delete(schema.library_state).where(schema.library_state.c.key == _KEY)
                )
        (self._folder / _SIGN).unlink(missing_ok=True)

    def _look(self, connection: Connection) -> None:
        claim = _claim(connection)
        if not claim or _is_ours(claim) or not self._is_alive(claim):
            return
        raise WorkspaceBusy(
            path=self._folder,
            program=claim.get("program", "?"),
            pid=claim.get("pid", "?"),
            host=claim.get("host", "?"),
        )

    def _is_alive(self, claim: dict[str, Any]) -> bool:
        if claim.get("host") == platform.node():
            return is_running(claim)
        try:
            signed = (self._folder / _SIGN).stat().st_mtime
            # By the clock that dates the files, which may be a server's.
            probe = self._folder / f"{_SIGN}.probe"
            probe.touch()
            now = probe.stat().st_mtime
            probe.unlink(missing_ok=True)
        except OSError:
            return False
        return now - signed < _SIGN_HOLDS_S

    def _keep_sign(self, is_over: threading.Event) -> None:
        while True:
            try:
                (self._folder / _SIGN).touch()
            except OSError:
                return  # The claim itself holds on this machine.
            if is_over.wait(_SIGN_EVERY_S):
                return


def _claim(connection: Connection) -> dict[str, Any]:
    query = select(schema.library_state.c.value).where(schema.library_state.c.key == _KEY)
    value = connection.execute(query).scalar()
    claim: dict[str, Any] = json.loads(value) if value else {}
    return claim


def _is_ours(claim: dict[str, Any]) -> bool:
    ours = this_process()
    return all(claim.get(key) == value for key, value in ours.items())
