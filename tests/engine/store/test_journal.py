"""The journal only grows, shows tampering, and closes what a dead engine left open."""

from __future__ import annotations

import sqlite3
from datetime import UTC, datetime
from pathlib import Path

import pytest

from engine.errors import JournalBroken
from engine.store.journal import EntryKind, Journal


def ask(journal: Journal, question: str) -> int:
    return journal.begin({"question": question})


def test_entries_come_back_in_order_with_their_question(tmp_path: Path) -> None:
    journal = Journal(tmp_path, now=lambda: datetime(2026, 5, 1, 8, 30, tzinfo=UTC))
    first = ask(journal, "トルクは?")
    journal.record(first, EntryKind.ANSWER, {"answer": "45 N·m"})
    second = ask(journal, "Which grease?")
    kinds = [(e.question_id, e.kind) for e in journal.entries()]
    assert kinds == [
        (first, EntryKind.QUESTION),
        (first, EntryKind.ANSWER),
        (second, EntryKind.QUESTION),
    ]
    assert [e.body for e in journal.entries(second)] == [{"question": "Which grease?"}]
    assert next(journal.entries()).at == "2026-05-01T08:30:00.000+00:00"
    journal.close()


def test_an_untouched_journal_verifies_after_reopening(tmp_path: Path) -> None:
    journal = Journal(tmp_path)
    for n in range(5):
        journal.record(ask(journal, f"q{n}"), EntryKind.ANSWER, {"score": 0.1 + n})
    n_entries, head = journal.verify()
    journal.close()
    reopened = Journal(tmp_path)
    assert reopened.verify() == (n_entries, head) == (10, head)
    reopened.close()


def test_sql_cannot_change_or_remove_an_entry(journal: Journal, tmp_path: Path) -> None:
    ask(journal, "q")
    with sqlite3.connect(tmp_path / "workspace" / "journal.db") as database:
        for statement in ("update entry set body = '{}'", "delete from entry"):
            with pytest.raises(sqlite3.IntegrityError, match="append-only"):
                database.execute(statement)


@pytest.mark.parametrize(
    "tampering",
    [
        "update entry set body = replace(body, '45', '54') where id = 2",
        "update entry set at = '2020-01-01T00:00:00.000+00:00' where id = 2",
        "delete from entry where id = 2",
        "update entry set id = 99 where id = 3",
    ],
)
def test_tampering_behind_the_triggers_is_found(
    journal: Journal, tmp_path: Path, tampering: str
) -> None:
    question = ask(journal, "q")
    journal.record(question, EntryKind.ANSWER, {"answer": "45"})
    ask(journal, "r")
    with sqlite3.connect(tmp_path / "workspace" / "journal.db") as database:
        database.execute("drop trigger entry_no_update")
        database.execute("drop trigger entry_no_delete")
        database.execute(tampering)
    with pytest.raises(JournalBroken):
        journal.verify()


def test_a_question_of_a_dead_process_is_marked_interrupted_once(journal: Journal) -> None:
    answered = ask(journal, "a")
    journal.record(answered, EntryKind.ANSWER, {})
    left_open = ask(journal, "b")
    journal.record(left_open, EntryKind.EVIDENCE, {})
    assert journal.mark_interrupted(lambda _: False) == (left_open,)
    assert journal.mark_interrupted(lambda _: False) == ()
    assert [e.kind for e in journal.entries(left_open)][-1] is EntryKind.INTERRUPTED


def test_a_question_that_another_program_is_answering_stays_open(journal: Journal) -> None:
    journal.begin({"question": "q", "process": {"pid": 7}})
    assert journal.mark_interrupted(lambda process: process["pid"] == 7) == ()


def test_a_journal_of_before_judgements_is_taken_over_with_its_chain(tmp_path: Path) -> None:
    journal = Journal(tmp_path)
    question = ask(journal, "Which grease?")
    whole = journal.verify()
    journal.close()
    with sqlite3.connect(tmp_path / "journal.db") as raw:
        raw.execute("drop index entry_kind")
        raw.execute("update alembic_version set version_num = '0001'")
    raw.close()

    journal = Journal(tmp_path)
    assert journal.verify() == whole
    assert (tmp_path / "journal.db.before-0002").exists()
    journal.record(question, EntryKind.JUDGEMENT, {"judgement": "right"})
    assert journal.verify()[0] == 2
    journal.close()
