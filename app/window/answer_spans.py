"""An answer's text cut into runs of one look: citations, checked numbers, bold. No Qt, no HTML.

The text is the model's, so it is never interpreted beyond **bold** and the citation marks that
the answer itself declares.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import PurePosixPath

from app.cautions import CautionLine, caution_lines
from app.edit_words import edit_words, entered_words
from app.row_runs import rows_in_figures
from app.tool_calls import call_behind, kept_calls, plain_call
from engine.answers import Answer, AnswerNumber, NumberStatus
from engine.text import normalise

MARK = re.compile(r"\[(\d{1,3})\]")
MAX_COPIED_ROWS = 50
BOLD = re.compile(r"\*\*(?=\S)(.+?)(?<=\S)\*\*", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Span:
    """A run of text. ``citation`` is the number of the citation it opens, or None.

    ``status`` is that of a number: with FOUND, ``place`` is where in the answer's citations the one
    stands that it was found in, from 0, and with COMPUTED ``call`` is the number of the tool call
    it comes from, where there is one to show. ``document`` is one that it opens, or "".
    """

    text: str
    citation: int | None = None
    status: NumberStatus | None = None
    call: int | None = None
    place: int | None = None
    is_bold: bool = False
    document: str = ""


def answer_spans(answer: Answer, text: str) -> tuple[Span, ...]:
    """A text of the answer, all of it or a part, in order."""
    return tuple(_spans(answer, text))


def caution_spans(answer: Answer, caution: CautionLine) -> tuple[Span, ...]:
    """A caution, with its citations and the document that it names."""
    numbers = {citation.number for citation in answer.citations}
    before, name, after = caution.text, "", ""
    if caution.newer:
        before, name, after = caution.text.rpartition(caution.newer)
    spans = []
    for n, part in enumerate(MARK.split(before)):
        is_mark = n % 2 == 1
        citation = int(part) if is_mark and int(part) in numbers else None
        spans.append(Span(f"[{part}]" if is_mark else part, citation=citation))
    spans += [Span(PurePosixPath(name).name, document=name), Span(after)]
    return tuple(span for span in spans if span.text)


def unverified_numbers(answer: Answer) -> tuple[str, ...]:
    """The numbers that nothing in the evidence backs, each once, in the order of the text."""
    texts = (n.text for n in answer.numbers if n.status is NumberStatus.UNVERIFIED)
    return tuple(dict.fromkeys(texts))


def plain_text(answer: Answer) -> str:
    """The answer with its citations as text, for the clipboard."""
    edited = edit_words(answer)
    lines = [answer.question, *filter(None, [edited]), "", answer.text.strip()]
    if answer.citations:
        lines.append("")
    for citation in answer.citations:
        where = _where(citation.page, citation.table, citation.rows)
        lines.append(f"[{citation.number}] {citation.document}{where}: {citation.quote.strip()}")
    warnings = (*caution_lines(answer), entered_words(answer))
    lines += [f"⚠ {line}" for line in warnings if line]
    for _, call in kept_calls(answer):
        lines += ["", plain_call(call, max_rows=MAX_COPIED_ROWS)]
    return "\n".join(lines)


def _where(page: int | None, table: str | None, rows: tuple[int, ...]) -> str:
    if page is not None:
        return f", p. {page}"
    if table is not None and rows:
        figures, n_left = rows_in_figures(rows, max_runs=MAX_COPIED_ROWS, dash="-")
        return f", {table} {figures}" + (f" (+{n_left})" if n_left else "")
    return ""


def _spans(answer: Answer, text: str) -> Iterator[Span]:
    position = 0
    for bold in BOLD.finditer(text):
        yield from _cited(answer, text[position : bold.start()], is_bold=False)
        yield from _cited(answer, bold.group(1), is_bold=True)
        position = bold.end()
    yield from _cited(answer, text[position:], is_bold=False)


def _cited(answer: Answer, text: str, *, is_bold: bool) -> Iterator[Span]:
    known = {citation.number for citation in answer.citations}
    position = 0
    for mark in MARK.finditer(text):
        number = int(mark.group(1))
        if number not in known:
            continue
        yield from _checked(answer, text[position : mark.start()], is_bold=is_bold)
        yield Span(mark.group(), citation=number)
        position = mark.end()
    yield from _checked(answer, text[position:], is_bold=is_bold)


def _checked(answer: Answer, text: str, *, is_bold: bool) -> Iterator[Span]:
    numbers = _numbers_to_mark(answer)
    position = 0
    if numbers:
        # Not inside a longer figure: 5 is not marked in 0.5, 15 or A5. Japanese needs no space.
        before, after = r"(?<![A-Za-z0-9_.,])", r"(?![A-Za-z0-9_]|[.,]\d)"
        longest_first = sorted(numbers, key=len, reverse=True)
        pattern = "|".join(f"{before}{re.escape(n)}{after}" for n in longest_first)
        for match in re.finditer(pattern, text):
            if match.start() > position:
                yield Span(text[position : match.start()], is_bold=is_bold)
            number = numbers[match.group()]
            yield Span(
                match.group(),
                status=number.status,
                call=call_behind(number, answer),
                place=place_of(number, answer),
                is_bold=is_bold,
            )
            position = match.end()
    if position < len(text):
        yield Span(text[position:], is_bold=is_bold)


def _numbers_to_mark(answer: Answer) -> dict[str, AnswerNumber]:
    """Numbers by their text. One that is unverified anywhere is so everywhere.

    One that is found is marked if there is a place to show for it.
    """
    marked: dict[str, AnswerNumber] = {}
    for status in (
        NumberStatus.FOUND,
        NumberStatus.COMPUTED,
        NumberStatus.ENTERED,
        NumberStatus.UNVERIFIED,
    ):
        marked |= {n.text: n for n in reversed(answer.numbers) if n.status is status}
    marked.pop("", None)
    return {
        text: number
        for text, number in marked.items()
        if number.status is not NumberStatus.FOUND or place_of(number, answer) is not None
    }


def place_of(number: AnswerNumber, answer: Answer) -> int | None:
    """Where among the answer's citations the one stands that a found number is from, from 0.

    Of several citations of its passage it is the one that has the number as it is written.
    """
    source = MARK.fullmatch(number.source)
    if number.status is not NumberStatus.FOUND or source is None:
        return None
    cited = [n for n, one in enumerate(answer.citations) if one.number == int(source[1])]
    wanted = _plain(number.text)
    with_it = (n for n in cited if wanted in _plain(answer.citations[n].quote))
    return next(with_it, cited[0] if cited else None)


def _plain(text: str) -> str:
    return "".join(normalise(text).split())
