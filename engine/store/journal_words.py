"""The words of the journal's questions and answers, for search: a cache beside the journal.

The journal is the truth. The cache carries the id and the hash of the newest entry it has read;
where the journal does not have that entry any more it is made again. It can be deleted at any time.
"""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator

from sqlalchemy import Connection, text
from sqlalchemy.exc import DatabaseError, OperationalError

from engine.store.database import connect, translated_errors
from engine.store.journal import EntryKind, Journal
from engine.text import normalise
from engine.words import index_words

FILE = "journal-words.db"
_FORM = 1  # Of the cache: another number has it made again.
_AT_ONCE = 500
_SCHEMA = (
    "create table if not exists mark (form integer, entry integer, hash text)",
    # Words are cut by engine.words, as in the library.
    "create virtual table if not exists turn using fts5(words,"
    " tokenize=\"unicode61 remove_diacritics 0 tokenchars '-_./+#'\")",
)


class JournalWords:
    """Finds questions by the words of them, their answers and the documents these cite."""

    def __init__(self, journal: Journal) -> None:
        self._journal = journal
        self._path = journal.folder / FILE
        self._database = connect(self._path)
        self._lock = threading.Lock()

    def close(self) -> None:
        """Let go of the file."""
        self._database.dispose()

    def find(self, words: str) -> tuple[int, ...]:
        """The ids of the questions that have all the words, or words that begin so, newest first.

        Reads what the journal has got since the last call. No words find nothing.
        """
        match = match_of(words)
        if not match:
            return ()
        with self._lock, translated_errors(self._path):
            try:
                return self._found(match)
            except OperationalError:
                raise  # Locked, full, not writable: that is for the person.
            except DatabaseError:  # Damaged; it is only a cache.
                self._database.dispose()
                self._path.unlink(missing_ok=True)
                return self._found(match)

    def _found(self, match: str) -> tuple[int, ...]:
        database = self._database.execution_options(begin="immediate")
        with database.begin() as connection:
            for statement in _SCHEMA:
                connection.execute(text(statement))
            self._catch_up(connection)
            rows = connection.execute(
                text("select rowid from turn where turn match :match order by rowid desc"),
                {"match": match},
            )
            return tuple(row.rowid for row in rows)

    def _catch_up(self, connection: Connection) -> None:
        after = self._read_so_far(connection)
        newest = (after, "")
        for entry_id, digest, question_id, said in self._said(after):
            newest = (entry_id, digest)
            if said:
                _add(connection, question_id, index_words(said))
        if newest[0] > after:
            connection.execute(text("delete from mark"))
            connection.execute(
                text("insert into mark values (:form, :entry, :hash)"),
                {"form": _FORM, "entry": newest[0], "hash": newest[1]},
            )

    def _read_so_far(self, connection: Connection) -> int:
        """The newest entry in the cache, which is emptied if the journal has no such entry."""
        mark = connection.execute(text("select form, entry, hash from mark")).first()
        if mark is not None and mark.form == _FORM:
            with self._journal.reading() as journal:
                query = text("select hash from entry where id = :id")
                if journal.execute(query, {"id": mark.entry}).scalar() == mark.hash:
                    return int(mark.entry)
        connection.execute(text("delete from turn"))
        connection.execute(text("delete from mark"))
        return 0

    def _said(self, after: int) -> Iterator[tuple[int, str, int, str]]:
        """Id, hash, question and searchable text of the entries with words, oldest first."""
        query = text(
            "select id, hash, question_id, kind, body from entry not indexed"
            " where kind in ('question', 'answer', 'note', 'judgement') and id > :after"
            " order by id limit :n"
        )
        while True:
            with self._journal.reading() as journal:
                rows = journal.execute(query, {"after": after, "n": _AT_ONCE}).all()
            for row in rows:
                yield row.id, row.hash, row.question_id, _text(row.kind, json.loads(row.body))
            if len(rows) < _AT_ONCE:
                return
            after = rows[-1].id


def match_of(words: str) -> str:
    """The FTS5 query for what a person types: every word, the last letters perhaps missing."""
    wanted: dict[str, None] = {}
    for word in normalise(words).split():
        forms = index_words(word).split()
        # Of "torques torque" the shorter finds both; of a part number every piece must be there.
        wanted |= dict.fromkeys(forms[-1:] if word.isalpha() and word.isascii() else forms)
    return " AND ".join('"{}"*'.format(word.replace('"', "")) for word in wanted)


def _text(kind: str, body: dict[str, object]) -> str:
    match EntryKind(kind):
        case EntryKind.QUESTION:
            return str(body.get("question", ""))
        case EntryKind.ANSWER:
            citations = body.get("citations")
            cited = citations if isinstance(citations, list) else []
            documents = " ".join(dict.fromkeys(str(one.get("document", "")) for one in cited))
            return f"{body.get('answer', '')}\n{documents}"
        case EntryKind.NOTE:
            return str(body.get("text", ""))
        case EntryKind.JUDGEMENT:
            return f"{body.get('correct', '')}\n{body.get('note', '')}"
        case _:
            return ""


def _add(connection: Connection, question_id: int, words: str) -> None:
    values = {"id": question_id, "words": words}
    before = connection.execute(text("select words from turn where rowid = :id"), values).scalar()
    if before is None:
        connection.execute(text("insert into turn (rowid, words) values (:id, :words)"), values)
    else:
        values["words"] = f"{before} {words}"
        connection.execute(text("update turn set words = :words where rowid = :id"), values)
