"""The journal: an append-only, hash-chained record of every question and what came of it.

Each entry's hash is SHA-256 over the previous hash and the entry's own canonical JSON (a hash
chain as in Haber and Stornetta 1991, "How to time-stamp a digital document"), so that a changed,
removed or reordered entry shows. What it cannot show is that the newest entries were cut off;
an exported head hash kept elsewhere can.
"""

from __future__ import annotations

import hashlib
import json
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, RowMapping, text

from engine.errors import JournalBroken
from engine.store.database import open_database, translated_errors

_GENESIS = "0" * 64


class EntryKind(StrEnum):
    """What an entry records. Every question ends with one of ``ENDS``; a judgement may follow."""

    QUESTION = "question"
    EVIDENCE = "evidence"
    STEP = "step"
    FINDINGS = "findings"
    NOTE = "note"
    ANSWER = "answer"
    CANCELLED = "cancelled"
    FAILED = "failed"
    INTERRUPTED = "interrupted"
    JUDGEMENT = "judgement"


ENDS = (
    EntryKind.ANSWER,
    EntryKind.NOTE,
    EntryKind.CANCELLED,
    EntryKind.FAILED,
    EntryKind.INTERRUPTED,
)
ENDS_SQL = ", ".join(f"'{kind}'" for kind in ENDS)


@dataclass(frozen=True, slots=True)
class Entry:
    """One record. ``question_id`` is the id of the question's own entry."""

    id: int
    question_id: int
    at: str
    kind: EntryKind
    body: Mapping[str, Any]
    previous_hash: str
    hash: str


def _utc_now() -> datetime:
    return datetime.now(UTC)


class Journal:
    """journal.db of a workspace. Safe to use from several threads."""

    def __init__(self, folder: Path, *, now: Callable[[], datetime] = _utc_now) -> None:
        self.folder = folder
        self._path = folder / "journal.db"
        self._database = open_database(self._path, "journal", is_durable=True)
        self._now = now
        self._lock = threading.Lock()

    def close(self) -> None:
        """Let go of the file."""
        self._database.dispose()

    def begin(self, body: Mapping[str, Any]) -> int:
        """Record a question and return its id, under which the rest is recorded."""
        return self._append(None, EntryKind.QUESTION, body)

    def record(self, question_id: int, kind: EntryKind, body: Mapping[str, Any]) -> int:
        """Add to a question's record."""
        return self._append(question_id, kind, body)

    def mark_interrupted(self, is_running: Callable[[Mapping[str, Any]], bool]) -> tuple[int, ...]:
        """Close the questions that a dead engine left open; their ids are returned.

        ``is_running`` is asked for the ``process`` a question was asked in: another program may be
        answering in this workspace at the same time.
        """
        with translated_errors(self._path), self._database.connect() as connection:
            left_open = connection.execute(
                text(
                    "select id, body from entry where kind = 'question' and id not in"  # noqa: S608
                    f" (select question_id from entry where kind in ({ENDS_SQL})) order by id"
                )
            )
            ids = tuple(
                row.id
                for row in left_open
                if not is_running(json.loads(row.body).get("process", {}))
            )
        for question_id in ids:
            self.record(question_id, EntryKind.INTERRUPTED, {})
        return ids

    def entries(self, question_id: int | None = None, *, after: int = 0) -> Iterator[Entry]:
        """Entries of one question or all, oldest first, those with an id beyond ``after``."""
        where = " where id > :after"
        if question_id is not None:
            where += " and question_id = :question_id"
        with translated_errors(self._path), self._database.connect() as connection:
            result = connection.execute(
                text(f"select * from entry{where} order by id"),  # noqa: S608
                {"after": after, "question_id": question_id},
            )
            for row in result.mappings():
                yield _entry_of(row)

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """One look at the file, for what else in the store reads it."""
        with translated_errors(self._path), self._database.connect() as connection:
            yield connection

    def head(self) -> tuple[int, str]:
        """The id and hash of the newest entry: (0, zeros) for an empty journal."""
        with self.reading() as connection:
            newest = connection.execute(
                text("select id, hash from entry order by id desc limit 1")
            ).first()
            return (newest.id, newest.hash) if newest else (0, _GENESIS)

    def latest(self, kind: EntryKind, n: int) -> tuple[Entry, ...]:
        """Up to ``n`` entries of a kind, newest first."""
        query = "select * from entry where kind = :kind order by id desc limit :n"
        with translated_errors(self._path), self._database.connect() as connection:
            rows = connection.execute(text(query), {"kind": kind.value, "n": n}).mappings()
            return tuple(_entry_of(row) for row in rows)

    def verify(self) -> tuple[int, str]:
        """Check the whole chain: (number of entries, hash of the newest).

        Raises:
            JournalBroken: naming the first entry that does not fit.
        """
        previous, n = _GENESIS, 0
        with translated_errors(self._path), self._database.connect() as connection:
            for row in connection.execute(text("select * from entry order by id")).mappings():
                n += 1
                if (
                    row["id"] != n
                    or row["previous_hash"] != previous
                    or row["hash"] != _hash(dict(row))
                ):
                    raise JournalBroken(path=self._path, entry=row["id"])
                previous = row["hash"]
        return n, previous

    def _append(self, question_id: int | None, kind: EntryKind, body: Mapping[str, Any]) -> int:
        database = self._database.execution_options(begin="immediate")
        with self._lock, translated_errors(self._path), database.begin() as connection:
            newest = connection.execute(
                text("select id, hash from entry order by id desc limit 1")
            ).first()
            number, previous = (newest.id + 1, newest.hash) if newest else (1, _GENESIS)
            row = {
                "id": number,
                "question_id": number if question_id is None else question_id,
                "at": self._now().isoformat(timespec="milliseconds"),
                "kind": kind.value,
                "body": _canonical(body),
                "previous_hash": previous,
            }
            connection.execute(
                text(
                    "insert into entry (id, question_id, at, kind, body, previous_hash, hash)"
                    " values (:id, :question_id, :at, :kind, :body, :previous_hash, :hash)"
                ),
                {**row, "hash": _hash(row)},
            )
            return int(number)


def _entry_of(row: RowMapping) -> Entry:
    return Entry(
        id=row["id"],
        question_id=row["question_id"],
        at=row["at"],
        kind=EntryKind(row["kind"]),
        body=json.loads(row["body"]),
        previous_hash=row["previous_hash"],
        hash=row["hash"],
    )


def _hash(row: Mapping[str, Any]) -> str:
    record = _canonical([row["id"], row["question_id"], row["at"], row["kind"], row["body"]])
    return hashlib.sha256(f"{row['previous_hash']}\n{record}".encode()).hexdigest()


def _canonical(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
