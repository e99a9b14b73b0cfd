"""A finished answer on its page: the text, what to be careful about, and its tool calls."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from PySide6.QtCore import QCoreApplication

from app.cautions import cautions_of
from app.edit_words import entered_words
from app.refusals import refusal_and_reason
from app.tool_calls import Calculation, Query, dropped_calls, kept_calls, one_line, readable
from app.tool_words import call_name, dropped_reasons, dropped_words, more_rows_words
from app.window.answer_browser import ADD_SCHEME, TRY_SCHEME, Page
from app.window.answer_length import shown_part
from app.window.answer_spans import Span, answer_spans, caution_spans, unverified_numbers
from app.window.places import citation_place
from engine.answers import Advice, Answer, NumberStatus, RephrasingKind, ToolCall

MAX_ROWS = 8
MAX_NUMBERS = 20  # More are still marked in the text.
MAX_LINK = 120

translate = QCoreApplication.translate


def write_answer(page: Page, answer: Answer, advice: Advice) -> Mapping[int, int]:
    """Write the page; gives where in it each tool call stands, by its number in the answer."""
    page.question(answer.question)
    if answer.is_abstained:
        _write_abstention(page, answer, advice)
    else:
        text, n_left = shown_part(answer.text)
        page.answer(answer_spans(answer, text), tip=lambda span: _tip(answer, span))
        if n_left:
            page.paragraph(_left_out(n_left), page.muted)
    page.cautions(_cautions(answer))
    places = {n: _write_call(page, call) for n, call in kept_calls(answer)}
    for tool in dict.fromkeys(call.tool for call in answer.tool_calls):
        if dropped := dropped_calls(answer, tool):
            words = dropped_words(tool, len(dropped), is_beside_others=bool(places))
            page.paragraph(words, page.faint, tip=dropped_reasons(dropped))
    page.end()
    return places


def _left_out(n_letters: int) -> str:
    """A line below a text that is too long to be shown."""
    words = translate(
        "AnswerPage", "The answer goes on for {n} more letters. “Copy answer” takes all of it."
    )
    return words.format(n=f"{n_letters:,}")


def _write_abstention(page: Page, answer: Answer, advice: Advice) -> None:
    refusal, reason = refusal_and_reason(answer)
    page.paragraph(refusal or translate("AnswerPage", "The documents do not say."), page.strong)
    if reason:
        shown, _ = shown_part(reason)
        page.answer(answer_spans(answer, shown), tip=lambda span: _tip(answer, span))
    if advice.missing:
        page.paragraph(_missing_words(advice.missing), page.plain)
    else:
        # The title of the list says what it is; here every line counts.
        words = translate(
            "AnswerPage",
            "The nearest passages are listed below. Try other words, such as the part number, or "
            "add the document that should know.",
        )
        page.paragraph(words, page.muted if reason else page.body)
    _write_ways_on(page, advice)


def _missing_words(missing: Sequence[str]) -> str:
    """Which numbers no document has."""
    quoted = translate("AnswerPage", ", ").join(
        translate("AnswerPage", "“{part}”").format(part=part) for part in missing
    )
    words = translate(
        "AnswerPage",
        "Found in no document: {parts}. Check how it is written, or add the document that has it.",
    )
    return words.format(parts=quoted)


def _write_ways_on(page: Page, advice: Advice) -> None:
    """What can be clicked to go on: other questions, and more documents."""
    if advice.rephrasings:
        page.caption(translate("AnswerPage", "Try instead"))
    tip = translate("AnswerPage", "Puts this into the question box: {question}")
    for n, one in enumerate(advice.rephrasings):
        text = one_line(one.question, MAX_LINK)
        if one.kind is RephrasingKind.DOCUMENT:
            text = translate("AnswerPage", "With the document: {document}").format(
                document=one_line(one.subject, MAX_LINK)
            )
        page.link(f"› {text}", f"{TRY_SCHEME}:{n}", tip=tip.format(question=one.question))
    page.link(
        "+ " + translate("AnswerPage", "Add files…"),
        f"{ADD_SCHEME}:files",
        tip=translate("AnswerPage", "Add the document that should know"),
    )


def _cautions(answer: Answer) -> list[tuple[Span, ...]]:
    """All that is to be known before the answer is used."""
    cautions = [caution_spans(answer, caution) for caution in cautions_of(answer)]
    if entered := entered_words(answer):
        cautions.insert(0, (Span(entered),))
    if numbers := unverified_numbers(answer):
        words = translate(
            "AnswerPage", "Not found in the evidence: {numbers}. Check before you use it."
        )
        named = [*numbers[:MAX_NUMBERS], "…"] if len(numbers) > MAX_NUMBERS else numbers
        cautions.insert(0, (Span(words.format(numbers=", ".join(named))),))
    return cautions


def _write_call(page: Page, call: ToolCall) -> int:
    """A card with what was asked and what came of it; gives its place on the page."""
    page.open_card()
    place = page.position
    page.caption(call_name(call))
    match readable(call, max_rows=MAX_ROWS):
        case Calculation(expression, result):
            page.code([f"{expression} = {result}"])
        case Query(clauses, value, table):
            page.code(clauses)
            if table is not None:
                page.table(table)
                if more := more_rows_words(table):
                    page.caption(more)
            else:
                page.result(value or translate("AnswerPage", "No row fits."))
    page.close_card()
    return place


def _tip(answer: Answer, span: Span) -> str:
    """What is known of a number."""
    match span.status:
        case NumberStatus.UNVERIFIED:
            return translate(
                "AnswerPage", "This number was not found in the evidence. Check it on the page."
            )
        case NumberStatus.COMPUTED:
            return translate("AnswerPage", "This number was calculated. Click it to see how.")
        case NumberStatus.ENTERED:
            return translate("AnswerPage", "You entered this number.")
        case NumberStatus.FOUND if span.place is not None:
            words = translate("AnswerPage", "Found in {place}. Click it to see it there.")
            return words.format(place=citation_place(answer.citations[span.place]))
        case _:
            return ""
