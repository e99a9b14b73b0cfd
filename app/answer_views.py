"""Answers of the journal as a report has them: every word in its place, no markup, no pictures."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache

from app.history_protocol import Absence
from app.row_runs import rows_in_figures
from app.tool_calls import Calculation, Query, cell_text, kept_calls, readable
from engine.answers import (
    Answer,
    AnswerNumber,
    Caution,
    CautionKind,
    Citation,
    Judgement,
    NumberStatus,
    ToolCall,
)
from engine.asked import Ending, Recalled
from engine.assets import asset
from engine.domain import Passage, Rect
from engine.qualify.words import Words

MAX_ROWS = 40  # Of a query's result in a report.
MAX_NEAREST = 3
_MAX_QUOTE = 1200
_BOLD = re.compile(r"\*\*(?=\S)(.+?)(?<=\S)\*\*", re.DOTALL)


@dataclass(frozen=True, slots=True)
class CitationView:
    """A cited place. What a report adds to it: ``picture`` a key, or ``rows`` of a log."""

    number: int | None
    document: str
    document_id: str
    place: str
    quote: str
    cautions: tuple[str, ...]
    page: int | None
    rects: tuple[Rect, ...]
    table: str | None
    row_numbers: tuple[int, ...]
    picture: str = ""
    columns: tuple[str, ...] = ()
    rows: tuple[tuple[str, ...], ...] = ()
    problem: str = ""


@dataclass(frozen=True, slots=True)
class NumberView:
    """A number of the answer and how it is backed."""

    text: str
    state: str
    source: str
    is_bad: bool


@dataclass(frozen=True, slots=True)
class CallView:
    """A use of a tool."""

    name: str
    lines: tuple[str, ...]
    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    n_more: int
    error: str


@dataclass(frozen=True, slots=True)
class AnswerView:
    """A question with all that a report says of it."""

    entry: int
    question: str
    asked: str
    model: str
    ending: Ending
    state: str
    answer: tuple[str, ...]
    numbers: tuple[NumberView, ...]
    citations_title: str
    citations: tuple[CitationView, ...]
    calls: tuple[CallView, ...]
    judged: str
    judged_class: str
    correct: str
    note: str
    hash: str
    facts: tuple[tuple[str, str], ...]

    @property
    def model_name(self) -> str:
        """The model without its hash."""
        return self.model.partition("@")[0]


@lru_cache
def report_words(language: str) -> Words:
    """The words of ``assets/history/words.toml`` in "en" or "ja"."""
    content = tomllib.loads(asset("history", "words.toml").read_text(encoding="utf-8"))
    return Words(language, {key: texts[language] for key, texts in content.items()})


def answer_view(one: Recalled, absent: Mapping[str, Absence], words: Words) -> AnswerView:
    """What a report says of a question."""
    answer = one.answer
    judged = one.judged
    is_right = judged is not None and judged.judgement is Judgement.RIGHT
    return AnswerView(
        entry=one.id,
        question=one.question,
        asked=local_time(one.at),
        model=one.model,
        ending=one.ending,
        state=_state(one, words),
        answer=_paragraphs(one, words),
        numbers=tuple(_number(number, words) for number in answer.numbers) if answer else (),
        citations_title=words("citations" if answer and answer.citations else "nearest"),
        citations=tuple(_citations(one, absent, words)),
        calls=tuple(_calls(answer, words)) if answer else (),
        judged=words("judged_right" if is_right else "judged_wrong") if judged else "",
        judged_class="good" if is_right else "bad",
        correct=judged.correct if judged else "",
        note=judged.note if judged else "",
        hash=one.hash,
        facts=tuple(_facts(one, words)),
    )


def local_time(moment: datetime) -> str:
    """A moment as the clock on the wall had it, with its distance from UTC."""
    local = moment.astimezone()
    offset = f"{local:%z}"
    return f"{local:%Y-%m-%d %H:%M} (UTC{offset[:3]}:{offset[3:]})"


_STATES = {
    Ending.ANSWERED: "answered",
    Ending.ABSTAINED: "no_answer",
    Ending.NOTE: "noted",
    Ending.STOPPED: "stopped",
    Ending.INTERRUPTED: "interrupted",
    Ending.OPEN: "open",
}


def _state(one: Recalled, words: Words) -> str:
    if one.failure is not None:
        return words("failed", code=one.failure.code)
    return words(_STATES[one.ending])


def _paragraphs(one: Recalled, words: Words) -> tuple[str, ...]:
    if one.answer is None:
        return (_state(one, words),)
    lines = _BOLD.sub(r"\1", one.answer.text).splitlines()
    return tuple(line.strip() for line in lines if line.strip())


def _number(number: AnswerNumber, words: Words) -> NumberView:
    is_bad = number.status is NumberStatus.UNVERIFIED
    return NumberView(number.text, words(number.status.value), number.source, is_bad)


def _citations(
    one: Recalled, absent: Mapping[str, Absence], words: Words
) -> Iterable[CitationView]:
    if one.answer is not None and one.answer.citations:
        return [_citation(citation, absent, words) for citation in one.answer.citations]
    if one.ending is Ending.NOTE:
        return ()
    return [_nearest(passage, absent, words) for passage in one.passages[:MAX_NEAREST]]


def _citation(citation: Citation, absent: Mapping[str, Absence], words: Words) -> CitationView:
    return CitationView(
        number=citation.number,
        document=citation.document,
        document_id=citation.document_id,
        place=_place(citation.page, citation.rows, words),
        quote=_quoted(citation.quote),
        cautions=tuple(_caution(caution, words) for caution in citation.cautions),
        page=citation.page,
        rects=citation.rects,
        table=citation.table,
        row_numbers=citation.rows,
        problem=_problem(citation.document_id, absent, words),
    )


def _nearest(passage: Passage, absent: Mapping[str, Absence], words: Words) -> CitationView:
    rows = range(passage.rows.first, passage.rows.last + 1) if passage.rows else ()
    on_page = tuple(place.rect for place in passage.places if place.page == passage.page)
    return CitationView(
        number=None,
        document=passage.document,
        document_id=passage.document_id,
        place=_place(passage.page, tuple(rows), words),
        quote=_quoted(passage.text),
        cautions=(),
        page=passage.page,
        rects=on_page,
        table=passage.rows.table if passage.rows else None,
        row_numbers=(),  # They are the quote.
        problem=_problem(passage.document_id, absent, words),
    )


def _quoted(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= _MAX_QUOTE else line[: _MAX_QUOTE - 1] + "…"


def _problem(document_id: str, absent: Mapping[str, Absence], words: Words) -> str:
    absence = absent.get(document_id)
    return words(absence.value) if absence else ""


def _place(page: int | None, rows: Sequence[int], words: Words) -> str:
    if page is not None:
        return words("page_place", page=page)
    if not rows:
        return ""
    figures, n_left = rows_in_figures(rows)
    return words("rows_place", rows=figures + (f" (+{n_left})" if n_left else ""))


def _caution(caution: Caution, words: Words) -> str:
    key = "superseded" if caution.kind is CautionKind.SUPERSEDED else "recognised"
    return words(key, **dict(caution.facts))


def _calls(answer: Answer, words: Words) -> Iterable[CallView]:
    kept = {n for n, _ in kept_calls(answer)}
    for n, call in enumerate(answer.tool_calls, start=1):
        yield _call(call, words, is_kept=n in kept)


def _call(call: ToolCall, words: Words, *, is_kept: bool) -> CallView:
    name = words(call.tool) if call.tool in {"sql", "calculator"} else call.tool
    lines: tuple[str, ...]
    match readable(call, max_rows=MAX_ROWS):
        case Calculation(expression, result):
            lines, table = (f"{expression} = {result}" if is_kept else expression,), None
        case Query(clauses, value, table):
            lines = (*clauses, f"→ {value}") if value and is_kept else clauses
    return CallView(
        name=name,
        lines=lines,
        columns=table.columns if table else (),
        rows=table.rows if table else (),
        n_more=table.n_more if table else 0,
        error=call.error,
    )


def _facts(one: Recalled, words: Words) -> Iterable[tuple[str, str]]:
    yield words("entry"), str(one.id)
    yield words("entry_hash"), one.hash
    yield words("asked"), local_time(one.at)
    yield words("model"), one.model
    if one.answer is not None and one.ending is not Ending.NOTE:
        yield words("seconds"), f"{one.answer.timings.total_s:.1f}"


def row_texts(rows: Iterable[Sequence[object]]) -> tuple[tuple[str, ...], ...]:
    """Rows of a log as texts."""
    return tuple(tuple(cell_text(cell) for cell in row) for row in rows)  # type: ignore[arg-type]
