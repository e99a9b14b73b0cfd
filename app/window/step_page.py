"""What one step did, on its page: what was looked for, found, said, asked and calculated."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import PurePosixPath

from PySide6.QtCore import QCoreApplication

from app.edit_words import edit_words
from app.step_words import fate_words, outcome_words, route_words, seconds_words, step_name
from app.tool_calls import Calculation, Query, one_line, readable
from app.tool_words import more_rows_words
from app.window.answer_browser import Page
from app.window.answer_spans import Span
from app.window.places import passage_place
from engine.answers import Answer, AnswerNumber, NumberStatus, Step, StepKind, ToolCall
from engine.domain import Passage

MAX_ROWS = 50
MAX_TEXT = 400
_MARK = re.compile(r"\[(\d+)\]")

translate = QCoreApplication.translate


def step_heading(step: Step | None) -> str:
    """What kind of step it was and how long it took; None is the way the question was taken."""
    if step is None:
        return translate("Steps", "Route")
    return " · ".join(filter(None, (step_name(step.kind), seconds_words(step))))


def write_route(page: Page, answer: Answer) -> None:
    """How the question was taken, by which model, and how long all of it took."""
    page.line([Span(route_words(answer.route))])
    if edited := edit_words(answer):
        page.line([Span(edited)])
    if answer.model:
        page.line([Span(translate("Steps", "Model: {model}").replace("{model}", answer.model))])
    text = translate("Steps", "Evidence after {found} s, all after {total} s")
    timings = answer.timings
    shown = text.format(found=f"{timings.retrieve_s:.1f}", total=f"{timings.total_s:.1f}")
    page.line([Span(shown)])
    page.end()


def write_step(page: Page, step: Step, passages: Sequence[Passage]) -> None:
    """One step; ``passages`` are those of the answer in the order of their numbers."""
    page.line([Span(one_line(step.subject, MAX_TEXT))])
    match step.kind:
        case StepKind.SEARCH:
            _write_passages(page, step, passages)
        case StepKind.READING:
            _write_said(page, step, passages)
        case StepKind.QUERY | StepKind.CALCULATION:
            _write_calls(page, step, passages)
        case StepKind.DIVISION | StepKind.PART:
            page.line([Span(f"→ {outcome_words(step)}")])
    page.end()


def _write_passages(page: Page, step: Step, passages: Sequence[Passage]) -> None:
    if not step.details.passages:
        page.line([Span(outcome_words(step))])
    for number in step.details.passages:
        text = _text_of(number, passages)
        page.line([*_place(number, passages), Span(f"  {text}" if text else "")])


def _write_said(page: Page, step: Step, passages: Sequence[Passage]) -> None:
    """What each reader said, the one that is the answer where it stands in the search."""
    said = {one.number for one in step.details.said}
    for one in step.details.said:
        quoted = f" “{one_line(one.text, MAX_TEXT)}” " if one.text else " "
        page.line([*_place(one.number, passages), Span(quoted), Span(fate_words(one.fate))])
    unread = [number for number in step.details.passages if number not in said]
    if unread:
        marks = [span for number in unread for span in (_mark(number, passages), Span(" "))]
        page.line([Span(translate("Steps", "Not read: ")), *marks])
    if not step.details.passages and not said:
        page.line([Span(outcome_words(step))])


def _write_calls(page: Page, step: Step, passages: Sequence[Passage]) -> None:
    if step.call is None:
        page.line([Span(outcome_words(step))])
    else:
        _write_call(page, step.call)
    if step.kind is StepKind.CALCULATION:
        for number in step.details.numbers:
            page.line([Span(f"{number.text}  ← "), *_source(number, passages)])
    elif step.details.passages:
        marks = [_mark(number, passages) for number in step.details.passages]
        page.line([Span(translate("Steps", "Rows behind it: ")), *marks])
    for call in step.details.dropped:
        page.caption(translate("Steps", "Tried besides"))
        _write_call(page, call)


def _write_call(page: Page, call: ToolCall) -> None:
    page.open_card()
    match readable(call, max_rows=MAX_ROWS):
        case Calculation(expression, result):
            page.code([f"{expression} = {result}" if result else expression])
        case Query(clauses, value, table):
            page.code(clauses)
            if table is not None:
                page.table(table)
                if more := more_rows_words(table):
                    page.caption(more)
            elif not call.error or value:
                page.result(value or translate("AnswerPage", "No row fits."))
    if call.error:
        text = translate("Steps", "Dropped: {reason}")
        page.caption(text.replace("{reason}", one_line(call.error, MAX_TEXT)))
    page.close_card()


def _source(number: AnswerNumber, passages: Sequence[Passage]) -> list[Span]:
    """Where a number of a calculation comes from."""
    if number.status is NumberStatus.ENTERED:
        return [Span(translate("Steps", "entered by you"))]
    if number.status is NumberStatus.COMPUTED:
        return [Span(translate("Steps", "calculated"))]
    if number.status is NumberStatus.UNVERIFIED:
        return [Span(translate("Steps", "not found in the evidence"))]
    if mark := _MARK.fullmatch(number.source):
        return _place(int(mark[1]), passages)
    if number.source == "expression before":
        return [Span(translate("Steps", "from the calculation before"))]
    return [Span(translate("Steps", "from the question"))]


def _place(number: int, passages: Sequence[Passage]) -> list[Span]:
    """A passage by its mark, which opens it, and where it stands."""
    passage = passages[number - 1] if 1 <= number <= len(passages) else None
    if passage is None:
        return [Span(f"[{number}]")]
    where = ", ".join(filter(None, (_name(passage), passage_place(passage))))
    return [_mark(number, passages), Span(f" {where}")]


def _mark(number: int, passages: Sequence[Passage]) -> Span:
    is_there = 1 <= number <= len(passages)
    return Span(f"[{number}]", citation=number if is_there else None)


def _text_of(number: int, passages: Sequence[Passage]) -> str:
    is_there = 1 <= number <= len(passages)
    return one_line(passages[number - 1].text, 120) if is_there else ""


def _name(passage: Passage) -> str:
    return PurePosixPath(passage.document).name
