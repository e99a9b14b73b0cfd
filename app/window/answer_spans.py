"""An answer's text cut into runs of one look: citations, unverified numbers, bold. No Qt, no HTML.

The text is the model's, so it is never interpreted beyond **bold** and the citation marks that
the answer itself declares.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass

from engine.answers import Answer, NumberStatus

MARK = re.compile(r"\[(\d{1,3})\]")
BOLD = re.compile(r"\*\*(?=\S)(.+?)(?<=\S)\*\*", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Span:
    """A run of text. ``citation`` is the number of the citation it opens, or None."""

    text: str
    citation: int | None = None
    is_unverified: bool = False
    is_bold: bool = False


def answer_spans(answer: Answer) -> tuple[Span, ...]:
    """The whole text of the answer, in order."""
    return tuple(_spans(answer))


def unverified_numbers(answer: Answer) -> tuple[str, ...]:
    """The numbers that nothing in the evidence backs, each once, in the order of the text."""
    texts = (n.text for n in answer.numbers if n.status is NumberStatus.UNVERIFIED)
    return tuple(dict.fromkeys(texts))


def plain_text(answer: Answer) -> str:
    """The answer with its citations as text, for the clipboard."""
    lines = [answer.question, "", answer.text.strip()]
    if answer.citations:
        lines.append("")
    for citation in answer.citations:
        where = _where(citation.page, citation.table, citation.rows)
        lines.append(f"[{citation.number}] {citation.document}{where}: {citation.quote.strip()}")
    return "\n".join(lines)


def plain_arguments(arguments: str) -> str:
    """The arguments of a tool call for reading: the values without JSON around them."""
    try:
        values = json.loads(arguments)
    except ValueError:
        return arguments
    if not isinstance(values, dict):
        return str(values)
    return ", ".join(str(value) for value in values.values())


def _where(page: int | None, table: str | None, rows: tuple[int, ...]) -> str:
    if page is not None:
        return f", p. {page}"
    if table is not None and rows:
        return f", {table} {rows[0]}" if len(rows) == 1 else f", {table} {rows[0]}-{rows[-1]}"
    return ""


def _spans(answer: Answer) -> Iterator[Span]:
    position = 0
    for bold in BOLD.finditer(answer.text):
        yield from _cited(answer, answer.text[position : bold.start()], is_bold=False)
        yield from _cited(answer, bold.group(1), is_bold=True)
        position = bold.end()
    yield from _cited(answer, answer.text[position:], is_bold=False)


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
    numbers = sorted(unverified_numbers(answer), key=len, reverse=True)
    position = 0
    if numbers:
        # Not inside a longer figure: 5 is not marked in 0.5, 15 or A5. Japanese needs no space.
        before, after = r"(?<![A-Za-z0-9_.,])", r"(?![A-Za-z0-9_]|[.,]\d)"
        pattern = "|".join(f"{before}{re.escape(n)}{after}" for n in numbers)
        for match in re.finditer(pattern, text):
            if match.start() > position:
                yield Span(text[position : match.start()], is_bold=is_bold)
            yield Span(match.group(), is_unverified=True, is_bold=is_bold)
            position = match.end()
    if position < len(text):
        yield Span(text[position:], is_bold=is_bold)
