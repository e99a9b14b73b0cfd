"""Answers and passages as plain JSON values: one form for the journal and the command line."""

from __future__ import annotations

import dataclasses
import json
from collections.abc import Sequence
from typing import Any

from engine.answers import Answer, AnswerNumber, Citation, Judged, Step, ToolCall
from engine.domain import DrawingRevision, Passage
from engine.reasoning.choice import Finding

_MAX_ROWS = 200  # Of a query's result; the query itself gives them again.


def answer_record(answer: Answer) -> dict[str, Any]:
    """An answer with its citations, tool calls, numbers and timings."""
    record: dict[str, Any] = {
        "question": answer.question,
        "answer": answer.text,
        "abstained": answer.is_abstained,
        "language": answer.language,
        "route": answer.route.value,
        "citations": [_citation_record(citation) for citation in answer.citations],
        "tool_calls": [_call_record(call) for call in answer.tool_calls],
        "numbers": [_number_record(number) for number in answer.numbers],
        "timings": {
            "retrieve_s": _rounded(answer.timings.retrieve_s),
            "first_token_s": _rounded(answer.timings.first_token_s),
            "total_s": _rounded(answer.timings.total_s),
        },
        "tokens": dataclasses.asdict(answer.tokens),
        "model": answer.model,
        "journal_id": answer.journal_id,
        "steps": [
            step_record(step)
            | {
                "call": _place_of(step.call, answer.tool_calls),
                "dropped": [_place_of(call, answer.tool_calls) for call in step.details.dropped],
            }
            for step in answer.steps
        ],
    }
    if answer.only_from:
        record["only_from"] = list(answer.only_from)
    if answer.edit is not None:
        record["edit"] = dataclasses.asdict(answer.edit)
    return record


def step_record(step: Step) -> dict[str, Any]:
    """A step that is over, without its tool call's rows: those stand with the answer."""
    return {
        "id": step.id,
        "parent": step.parent,
        "kind": step.kind.value,
        "subject": step.subject,
        "outcome": step.outcome,
        "seconds": _rounded(step.seconds),
        "passages": list(step.details.passages),
        "said": [
            {"number": said.number, "text": said.text, "fate": said.fate.value}
            for said in step.details.said
        ],
        "numbers": [_number_record(number) for number in step.details.numbers],
    }


def finding_record(finding: Finding) -> dict[str, Any]:
    """What a reader said of a passage, and how sure it was."""
    return {
        "number": finding.number,
        "text": finding.reader.text,
        "refusal": _rounded(finding.reader.refusal),
        "mean_log_probability": _rounded(finding.reader.mean_log_probability),
        "banked": finding.reader.is_banked,
        "support": _rounded(finding.grounding.support),
    }


def passage_record(passage: Passage) -> dict[str, Any]:
    """A passage with its place and scores."""
    return {
        "document": passage.document,
        "page": passage.page,
        "heading_path": list(passage.heading_path),
        "text": passage.text,
        "rects": [
            [place.page, *_points(dataclasses.astuple(place.rect))] for place in passage.places
        ],
        "spans": [[place.start, place.end, place.confidence] for place in passage.places],
        "newer": _revision_record(passage.newer) if passage.newer else None,
        "table": passage.rows.table if passage.rows else None,
        "rows": [passage.rows.first, passage.rows.last] if passage.rows else [],
        "score": round(passage.score, 5),
        "dense_rank": passage.dense_rank,
        "lexical_rank": passage.lexical_rank,
        "chunk_id": passage.chunk_id,
        "document_id": passage.document_id,
    }


def _number_record(number: AnswerNumber) -> dict[str, Any]:
    return {"text": number.text, "status": number.status.value, "source": number.source}


def judgement_record(judged: Judged) -> dict[str, str]:
    """A person's word on an answer."""
    return {
        "judgement": judged.judgement.value,
        "correct": judged.correct,
        "note": judged.note,
    }


def _place_of(call: ToolCall | None, calls: Sequence[ToolCall]) -> int | dict[str, Any] | None:
    """Which of the answer's calls a step made, from 1; the call itself if it is none of them."""
    if call is None:
        return None
    return calls.index(call) + 1 if call in calls else _call_record(call)


def _revision_record(newer: DrawingRevision) -> dict[str, str]:
    return {
        "document_id": newer.document_id,
        "document": newer.document,
        "number": newer.title_block.number,
        "revision": newer.title_block.revision,
    }


def _call_record(call: ToolCall) -> dict[str, Any]:
    table = call.table
    return {
        "tool": call.tool,
        "arguments": json.loads(call.arguments),
        "result": call.result,
        "seconds": round(call.seconds, 3),
        "error": call.error,
        "columns": list(table.columns) if table else [],
        "rows": [list(row) for row in table.rows[:_MAX_ROWS]] if table else [],
        "is_cut": table is not None and (table.is_cut or len(table.rows) > _MAX_ROWS),
    }


def _citation_record(citation: Citation) -> dict[str, Any]:
    return {
        "number": citation.number,
        "document": citation.document,
        "page": citation.page,
        "rects": [_points(dataclasses.astuple(rect)) for rect in citation.rects],
        "quote": citation.quote,
        "table": citation.table,
        "rows": list(citation.rows),
        "document_id": citation.document_id,
        "cautions": [
            {"kind": caution.kind.value, **dict(caution.facts)} for caution in citation.cautions
        ],
    }


def _points(values: tuple[float, ...]) -> list[float]:
    return [round(value, 1) for value in values]


def _rounded(seconds: float | None) -> float | None:
    return None if seconds is None else round(seconds, 3)
