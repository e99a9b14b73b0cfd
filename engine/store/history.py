"""The journal as a list of questions: newest first, a page at a time, filtered and searched.

Only the questions of a page are read, each with its end and what was last said of its answer.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import Connection, text

from engine.answers import Judged, Judgement
from engine.asked import Ending, HistoryPage, HistoryQuery, HistoryRow, Kept
from engine.store.journal import ENDS_SQL, EntryKind, Journal
from engine.store.journal_words import JournalWords

_MAX_ANSWER = 240  # Letters of an answer in the list.


_LATEST_JUDGEMENT = (
    "(select json_extract(j.body, '$.judgement') from entry j where j.question_id = q.id"
    # The plus keeps SQLite from looking through all judgements for each question.
    " and +j.kind = 'judgement' order by j.id desc limit 1)"
)
_JUDGED = "q.id in (select question_id from entry where kind = 'judgement')"
_ANSWERED = (
    "exists (select 1 from entry a where a.question_id = q.id and (a.kind = 'note'"
    " or (a.kind = 'answer' and not coalesce(json_extract(a.body, '$.abstained'), 0))))"
)
_KEPT = {
    Kept.ALL: "",
    Kept.RIGHT: f" and {_JUDGED} and {_LATEST_JUDGEMENT} = 'right'",
    Kept.WRONG: f" and {_JUDGED} and {_LATEST_JUDGEMENT} = 'wrong'",
    Kept.UNANSWERED: f" and not {_ANSWERED}",
}


def history_page(
    journal: Journal,
    words: JournalWords,
    query: HistoryQuery,
    *,
    before: int | None = None,
    n: int = 50,
) -> HistoryPage:
    """Up to ``n`` questions that fit, with an id below ``before``."""
    where, values = "q.kind = 'question'" + _KEPT[query.kept], dict[str, object]({"n": n + 1})
    if before is not None:
        where += " and q.id < :before"
        values["before"] = before
    if query.since is not None:
        where += " and q.at >= :since"
        values["since"] = _stamp(query.since)
    if query.until is not None:
        where += " and q.at < :until"
        values["until"] = _stamp(query.until)
    if query.words.strip():
        where += " and q.id in (select value from json_each(:found))"
        values["found"] = json.dumps(words.find(query.words))
    select = (
        "select q.id from entry q indexed by entry_kind"  # noqa: S608
        f" where {where} order by q.id desc limit :n"
    )
    with journal.reading() as connection:
        ids = [row.id for row in connection.execute(text(select), values)]
        rows = _rows(connection, ids[:n])
    return HistoryPage(rows, is_last=len(ids) <= n)


def history_rows(journal: Journal, ids: Sequence[int]) -> tuple[HistoryRow, ...]:
    """Those of the questions that there are, newest first."""
    with journal.reading() as connection:
        return _rows(connection, ids)


def judged_ids(journal: Journal) -> tuple[int, ...]:
    """The questions whose answer is marked right or wrong, oldest first."""
    query = (
        f"select q.id from entry q where q.kind = 'question' and {_JUDGED}"  # noqa: S608
        f" and {_LATEST_JUDGEMENT} != 'withdrawn' order by q.id"
    )
    with journal.reading() as connection:
        return tuple(row.id for row in connection.execute(text(query)))


def judged_in(body: Mapping[str, Any]) -> Judged | None:
    """What a judgement's entry says; None if it takes an earlier one back."""
    judgement = Judgement(body["judgement"])
    if judgement is Judgement.WITHDRAWN:
        return None
    return Judged(judgement, body.get("correct", ""), body.get("note", ""))


def ending_of(kind: EntryKind, body: Mapping[str, Any]) -> Ending:
    """How an entry of ``ENDS`` ends its question."""
    match kind:
        case EntryKind.ANSWER:
            return Ending.ABSTAINED if body.get("abstained") else Ending.ANSWERED
        case EntryKind.NOTE:
            return Ending.NOTE
        case EntryKind.CANCELLED:
            return Ending.STOPPED
        case EntryKind.FAILED:
            return Ending.FAILED
        case EntryKind.INTERRUPTED:
            return Ending.INTERRUPTED
        case _:
            return Ending.OPEN


def _rows(connection: Connection, ids: Sequence[int]) -> tuple[HistoryRow, ...]:
    query = text(
        "select id, question_id, at, kind, body from entry"  # noqa: S608
        " where question_id in (select value from json_each(:ids))"
        f" and kind in ('question', 'judgement', {ENDS_SQL}) order by id"
    )
    found: dict[int, HistoryRow] = {}
    for row in connection.execute(query, {"ids": json.dumps(list(ids))}):
        kind, body = EntryKind(row.kind), json.loads(row.body)
        before = found.get(row.question_id)
        if kind is EntryKind.QUESTION:
            at = datetime.fromisoformat(row.at)
            found[row.id] = HistoryRow(row.id, at, body["question"], Ending.OPEN)
        elif before is not None and kind is EntryKind.JUDGEMENT:
            found[before.id] = replace(before, judged=judged_in(body))
        elif before is not None:
            answer = str(body.get("answer") or body.get("text") or "")[:_MAX_ANSWER]
            found[before.id] = replace(before, ending=ending_of(kind, body), answer=answer)
    return tuple(found[number] for number in sorted(found, reverse=True))


def _stamp(moment: datetime) -> str:
    """As the journal writes it, so that text sorts as time does."""
    return moment.astimezone(UTC).isoformat(timespec="milliseconds")
