"""Answers and passages out of the journal again, as ``engine.records`` put them in.

What comes back is what went in, but for: rectangles to a tenth of a point, scores to five digits,
seconds to three; of a query's result the first 200 rows; arguments of tools as the same JSON in
other letters; the facts of a caution in the order of their names. Records of earlier versions do
not say which call a step made, where in a passage's text its rectangles stand, nor which revision
of a drawing was newer.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

from engine.answers import (
    Answer,
    AnswerNumber,
    Caution,
    CautionKind,
    Citation,
    Edit,
    Fate,
    Judged,
    NumberStatus,
    ResultTable,
    Route,
    Said,
    Step,
    StepDetails,
    StepKind,
    Timings,
    TokenCounts,
    ToolCall,
)
from engine.asked import Recalled
from engine.domain import (
    DrawingRevision,
    Failure,
    Passage,
    Place,
    Rect,
    RowSpan,
    TitleBlock,
)
from engine.reasoning.wording import noted_text
from engine.store.history import ending_of, judged_in
from engine.store.journal import ENDS, Entry, EntryKind
from engine.text import language_of

Record = Mapping[str, Any]


def recalled(entries: Iterable[Entry]) -> Recalled | None:
    """A question out of its entries, oldest first; None if there are none."""
    asked: Entry | None = None
    end: Entry | None = None
    passages: list[Passage] = []
    judged: Judged | None = None
    for entry in entries:
        match entry.kind:
            case EntryKind.QUESTION:
                asked = entry
            case EntryKind.EVIDENCE:
                passages += map(passage_of, entry.body["passages"])
            case EntryKind.JUDGEMENT:
                judged = judged_in(entry.body)
            case kind if kind in ENDS:
                end = entry
            case _:
                pass
    if asked is None:
        return None
    last = end or asked
    return Recalled(
        id=asked.id,
        at=datetime.fromisoformat(asked.at),
        question=asked.body["question"],
        model=asked.body.get("model", ""),
        ending=ending_of(last.kind, last.body),
        passages=tuple(passages),
        answer=_answer(asked, last),
        failure=_failure(last.body) if last.kind is EntryKind.FAILED else None,
        judged=judged,
        hash=last.hash,
    )


def answer_of(record: Record) -> Answer:
    """The answer of an ``answer_record``."""
    calls = tuple(map(_call, record["tool_calls"]))
    timings = record["timings"]
    return Answer(
        question=record["question"],
        text=record["answer"],
        is_abstained=record["abstained"],
        language=record["language"],
        route=Route(record["route"]),
        citations=tuple(map(_citation, record["citations"])),
        tool_calls=calls,
        numbers=tuple(map(_number, record["numbers"])),
        timings=Timings(timings["retrieve_s"], timings["first_token_s"], timings["total_s"]),
        tokens=TokenCounts(**record.get("tokens", {})),
        model=record["model"],
        journal_id=record["journal_id"],
        steps=tuple(_step(one, calls) for one in record.get("steps", ())),
        only_from=tuple(record.get("only_from", ())),
        edit=Edit(**record["edit"]) if "edit" in record else None,
    )


def passage_of(record: Record) -> Passage:
    """The passage of a ``passage_record``."""
    rects = record["rects"]
    spans = record.get("spans") or [[0, 0, 1.0]] * len(rects)
    newer = record.get("newer")
    return Passage(
        chunk_id=record["chunk_id"],
        document_id=record["document_id"],
        document=record["document"],
        text=record["text"],
        heading_path=tuple(record["heading_path"]),
        places=tuple(
            Place(start, end, page, Rect(*points), confidence)
            for (page, *points), (start, end, confidence) in zip(rects, spans, strict=True)
        ),
        rows=RowSpan(record["table"], *record["rows"]) if record["rows"] else None,
        score=record["score"],
        dense_rank=record["dense_rank"],
        lexical_rank=record["lexical_rank"],
        newer=_revision(newer) if newer else None,
    )


def noted_answer(question: str, model: str, journal_id: int) -> Answer:
    """What a person is told who had something noted."""
    language = language_of(question)
    return Answer(
        question=question,
        text=noted_text(language),
        is_abstained=False,
        language=language,
        route=Route.NOTE,
        citations=(),
        tool_calls=(),
        numbers=(),
        timings=Timings(0.0, None, 0.0),
        tokens=TokenCounts(),
        model=model,
        journal_id=journal_id,
    )


def _answer(asked: Entry, last: Entry) -> Answer | None:
    match last.kind:
        case EntryKind.ANSWER:
            return answer_of(last.body)
        case EntryKind.NOTE:
            return noted_answer(asked.body["question"], asked.body.get("model", ""), asked.id)
        case _:
            return None


def _citation(record: Record) -> Citation:
    return Citation(
        number=record["number"],
        document_id=record["document_id"],
        document=record["document"],
        page=record["page"],
        rects=tuple(Rect(*points) for points in record["rects"]),
        quote=record["quote"],
        table=record["table"],
        rows=tuple(record["rows"]),
        cautions=tuple(map(_caution, record.get("cautions", ()))),
    )


def _caution(record: Record) -> Caution:
    facts = sorted((name, value) for name, value in record.items() if name != "kind")
    return Caution(CautionKind(record["kind"]), tuple(facts))


def _call(record: Record) -> ToolCall:
    table = None
    if record["columns"]:
        rows = tuple(tuple(row) for row in record["rows"])
        table = ResultTable(tuple(record["columns"]), rows, record.get("is_cut", False))
    return ToolCall(
        tool=record["tool"],
        arguments=json.dumps(record["arguments"], ensure_ascii=False),
        result=record["result"],
        seconds=record["seconds"],
        table=table,
        error=record.get("error", ""),
    )


def _number(record: Record) -> AnswerNumber:
    return AnswerNumber(record["text"], NumberStatus(record["status"]), record.get("source", ""))


def _step(record: Record, calls: Sequence[ToolCall]) -> Step:
    return Step(
        id=record["id"],
        parent=record["parent"],
        kind=StepKind(record["kind"]),
        subject=record["subject"],
        outcome=record["outcome"],
        call=_made(record.get("call"), calls),
        seconds=record["seconds"],
        details=StepDetails(
            passages=tuple(record.get("passages", ())),
            said=tuple(
                Said(one["number"], one["text"], Fate(one["fate"]))
                for one in record.get("said", ())
            ),
            numbers=tuple(map(_number, record.get("numbers", ()))),
            dropped=tuple(filter(None, (_made(one, calls) for one in record.get("dropped", ())))),
        ),
    )


def _said(record: Record) -> Said:
    return Said(record["number"], record["text"], Fate(record["fate"]))


def _made(call: Record | int | None, calls: Sequence[ToolCall]) -> ToolCall | None:
    """A step's call: one of the answer's, by its number from 1, or one of its own."""
    if call is None or isinstance(call, int):
        return calls[call - 1] if call else None
    return _call(call)


def _revision(record: Record) -> DrawingRevision:
    block = TitleBlock(record["number"], record["revision"])
    return DrawingRevision(record["document_id"], record["document"], block)


def _failure(record: Record) -> Failure:
    return Failure(record["code"], tuple(record["facts"].items()))
