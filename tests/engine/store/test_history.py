"""The journal as a list: newest first, in pages, by words of both languages, by what was said."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from engine.answers import Judged, Judgement
from engine.asked import Ending, HistoryQuery, Kept
from engine.records import judgement_record
from engine.store.history import history_page, history_rows, judged_ids
from engine.store.journal import EntryKind, Journal
from engine.store.journal_words import FILE, JournalWords

START = datetime(2026, 5, 1, 8, 0, tzinfo=UTC)


class Days:
    """A clock that goes an hour on with every look."""

    def __init__(self) -> None:
        self.now = START

    def __call__(self) -> datetime:
        self.now += timedelta(hours=1)
        return self.now


@pytest.fixture
def journal(tmp_path: Path) -> Iterator[Journal]:
    journal = Journal(tmp_path, now=Days())
    yield journal
    journal.close()


@pytest.fixture
def words(journal: Journal) -> Iterator[JournalWords]:
    words = JournalWords(journal)
    yield words
    words.close()


def ask(journal: Journal, question: str, answer: str = "", *documents: str) -> int:
    number = journal.begin({"question": question})
    body = {
        "answer": answer or "The documents do not say.",
        "abstained": not answer,
        "citations": [{"document": name} for name in documents],
    }
    journal.record(number, EntryKind.ANSWER, body)
    return number


def judge(journal: Journal, number: int, judgement: Judgement, correct: str = "") -> None:
    body = judgement_record(Judged(judgement, correct))
    journal.record(number, EntryKind.JUDGEMENT, body)


def found(journal: Journal, words: JournalWords, typed: str) -> list[str]:
    page = history_page(journal, words, HistoryQuery(words=typed))
    return [row.question for row in page.rows]


def test_pages_follow_each_other_newest_first(journal: Journal, words: JournalWords) -> None:
    asked = [ask(journal, f"Q{n}", f"A{n}") for n in range(5)]

    first = history_page(journal, words, HistoryQuery(), n=2)
    second = history_page(journal, words, HistoryQuery(), before=first.rows[-1].id, n=2)
    third = history_page(journal, words, HistoryQuery(), before=second.rows[-1].id, n=2)

    listed = [row.id for page in (first, second, third) for row in page.rows]
    assert listed == asked[::-1]
    assert [page.is_last for page in (first, second, third)] == [False, False, True]
    assert (first.rows[0].answer, first.rows[0].ending) == ("A4", Ending.ANSWERED)
    assert first.rows[0].at == START + timedelta(hours=9)


@pytest.mark.parametrize(
    ("typed", "wanted"),
    [
        ("torque", "What torque for the lock nut?"),
        ("TORQ", "What torque for the lock nut?"),  # Typing goes on.
        ("torques", "What torque for the lock nut?"),
        ("45", "What torque for the lock nut?"),  # In the answer.
        ("maintenance", "What torque for the lock nut?"),  # In a document's name.
        ("公差", "SH-204 の公差は？"),
        ("公", "SH-204 の公差は？"),
        ("検査基準書", "SH-204 の公差は？"),
        ("sh204", "SH-204 の公差は？"),
        ("SH-20", "SH-204 の公差は？"),
        ("ＳＨ－204", "SH-204 の公差は？"),
        ("公差 sh-204", "SH-204 の公差は？"),
    ],
)
def test_words_of_question_answer_and_document_lead_to_a_question(
    journal: Journal, words: JournalWords, typed: str, wanted: str
) -> None:
    ask(journal, "What torque for the lock nut?", "45 N·m [1]", "L-7 maintenance manual.pdf")
    ask(journal, "SH-204 の公差は？", "±0.02 mm [1]", "検査基準書.pdf")
    ask(journal, "Which grease?", "Type B")

    assert found(journal, words, typed) == [wanted]


def test_what_does_not_stand_there_is_not_found(journal: Journal, words: JournalWords) -> None:
    ask(journal, "What torque?", "45 N·m")

    assert found(journal, words, "spindle") == []
    assert found(journal, words, '" OR torque') == []
    assert found(journal, words, "???") == []


def test_new_entries_are_found_and_a_cache_of_another_journal_is_made_again(
    journal: Journal, words: JournalWords, tmp_path: Path
) -> None:
    ask(journal, "First", "one")
    assert found(journal, words, "first") == ["First"]
    second = ask(journal, "Second", "two")
    assert found(journal, words, "two") == ["Second"]
    judge(journal, second, Judgement.WRONG, "three")
    assert found(journal, words, "three") == ["Second"]
    words.close()
    with sqlite3.connect(tmp_path / FILE) as cache:
        cache.execute("update mark set hash = 'another'")
        cache.execute("update turn set words = 'nonsense'")
    cache.close()

    assert found(journal, words, "two") == ["Second"]
    assert found(journal, words, "nonsense") == []


def test_a_damaged_cache_is_made_again(
    journal: Journal, words: JournalWords, tmp_path: Path
) -> None:
    ask(journal, "First", "one")
    words.close()
    for name in (FILE, f"{FILE}-wal", f"{FILE}-shm"):
        (tmp_path / name).unlink(missing_ok=True)
    (tmp_path / FILE).write_bytes(b"no database at all" * 300)

    assert found(journal, words, "first") == ["First"]


def test_searching_leaves_the_chain_alone(journal: Journal, words: JournalWords) -> None:
    ask(journal, "First", "one")
    before = journal.verify()

    found(journal, words, "first")

    assert journal.verify() == before == journal.head()


def test_the_latest_word_decides_what_is_listed(journal: Journal, words: JournalWords) -> None:
    right, wrong, taken_back, changed = (ask(journal, f"Q{n}", "A") for n in range(4))
    judge(journal, right, Judgement.RIGHT)
    judge(journal, wrong, Judgement.WRONG, "46 N·m")
    for judgement in (Judgement.RIGHT, Judgement.WITHDRAWN):
        judge(journal, taken_back, judgement)
    for judgement in (Judgement.WRONG, Judgement.RIGHT):
        judge(journal, changed, judgement)

    def listed(kept: Kept) -> list[int]:
        page = history_page(journal, words, HistoryQuery(kept=kept))
        return [row.id for row in page.rows]

    assert listed(Kept.RIGHT) == [changed, right]
    assert listed(Kept.WRONG) == [wrong]
    assert len(listed(Kept.ALL)) == 4
    assert judged_ids(journal) == (right, wrong, changed)
    (row,) = history_rows(journal, [wrong])
    assert row.judged == Judged(Judgement.WRONG, "46 N·m")
    assert history_rows(journal, [taken_back])[0].judged is None


def test_questions_without_an_answer_are_listed_as_such(
    journal: Journal, words: JournalWords
) -> None:
    ask(journal, "answered", "A")
    abstained = ask(journal, "abstained")
    ends = (EntryKind.CANCELLED, EntryKind.FAILED, EntryKind.INTERRUPTED)
    numbers = [journal.begin({"question": str(kind)}) for kind in ends]
    for number, kind in zip(numbers, ends, strict=True):
        journal.record(number, kind, {})
    note = journal.begin({"question": "Note: blue key"})
    journal.record(note, EntryKind.NOTE, {"text": "blue key"})
    running = journal.begin({"question": "running"})

    page = history_page(journal, words, HistoryQuery(kept=Kept.UNANSWERED))

    assert [(row.id, row.ending) for row in page.rows] == [
        (running, Ending.OPEN),
        (numbers[2], Ending.INTERRUPTED),
        (numbers[1], Ending.FAILED),
        (numbers[0], Ending.STOPPED),
        (abstained, Ending.ABSTAINED),
    ]
    (row,) = history_rows(journal, [note])
    assert (row.ending, row.answer) == (Ending.NOTE, "blue key")


def test_days_bound_the_list(journal: Journal, words: JournalWords) -> None:
    asked = [ask(journal, f"Q{n}", "A") for n in range(4)]  # At 9, 11, 13 and 15 o'clock.
    query = HistoryQuery(since=START + timedelta(hours=3), until=START + timedelta(hours=7))

    page = history_page(journal, words, query)

    assert [row.id for row in page.rows] == [asked[2], asked[1]]
