"""Tying an answer to its evidence, from outside the model.

Small models name their evidence wrongly (kotaemon #541), so they are not asked to. What an answer
says is looked for in the passages: the sentences that hold its figures and words are its citations,
and a figure that is nowhere in them is unverified. What a document says to the program backs
nothing (engine.addressed).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from engine.addressed import MASK, as_data
from engine.answers import AnswerNumber, Caution, CautionKind, Citation
from engine.domain import SURE_CONFIDENCE, Passage, Place
from engine.reasoning.completion import complete_cell, complete_figure
from engine.reasoning.dimensions import section_heading, unit_over, with_limits, with_unit
from engine.reasoning.figures.figure import Value
from engine.reasoning.numbers import figure_values
from engine.reasoning.verification import Source, backed_figures, check
from engine.text import sentences
from engine.words import index_words, query_words

_MAX_CITATIONS = 3
_FIGURE_WEIGHT = 4.0
_MASKED = re.compile(rf"(?<!\s)\s*{MASK}\s*")
_QUESTION_WEIGHT = 0.25  # What the question says tells which of two equal sentences is meant.


@dataclass(frozen=True, slots=True)
class Grounding:
    """An answer's text with its passages' numbers behind it, its citations, its own numbers' state.

    ``support`` is the share of the answer's own words and figures that the citations hold, 0 to 1.
    """

    text: str
    citations: tuple[Citation, ...]
    numbers: tuple[AnswerNumber, ...]
    support: float


@dataclass(frozen=True, slots=True)
class _Sentence:
    number: int
    passage: Passage
    start: int
    end: int
    words: frozenset[str]
    values: frozenset[Value]

    def score(self, claim: _Claim) -> float:
        own = len(self.words & claim.words) + _FIGURE_WEIGHT * len(self.values & claim.values)
        if own == 0:
            return 0.0
        asked = len(self.words & claim.question_words)
        # Rank breaks ties: an earlier passage is the likelier source.
        return own + _QUESTION_WEIGHT * asked - 0.01 * self.number


@dataclass(frozen=True, slots=True)
class _Claim:
    words: frozenset[str]
    values: frozenset[Value]
    question_words: frozenset[str]


def ground(answer: str, question: str, passages: Sequence[tuple[int, Passage]]) -> Grounding:
    """Find what backs ``answer`` among numbered passages."""
    text = answer.strip()
    asked = frozenset(query_words(question))
    # An answer may be one letter or one small word; then that is what has to be found.
    words = frozenset(query_words(text)) or frozenset(index_words(text).split())
    claim = _Claim(words, figure_values(text), asked)
    data = [(number, as_data(passage)) for number, passage in passages]
    chosen = _choose(claim, list(_sentences(data, text)))
    citations = tuple(_cite(sentence) for sentence in chosen)
    if chosen:
        unit = unit_over(chosen[0].passage, chosen[0].start)
        text = with_limits(text, citations[0].quote, chosen[0].passage.text, unit)
        text = complete_figure(text, citations[0].quote)
        text = complete_cell(text, citations[0].quote)
        text = with_unit(text, citations[0].quote, unit)
    markers = "".join(f"[{n}]" for n in dict.fromkeys(c.number for c in citations))
    return Grounding(
        text=f"{text} {markers}".strip(),
        citations=citations,
        numbers=check(text, [_source(s.number, s.passage, s.start, s.end) for s in chosen]),
        support=_support(claim, chosen),
    )


def _choose(claim: _Claim, candidates: Sequence[_Sentence]) -> list[_Sentence]:
    """Greedily the sentences that back most of what is not backed yet."""
    chosen: list[_Sentence] = []
    words, values = claim.words, claim.values
    while len(chosen) < _MAX_CITATIONS and candidates:
        left = _Claim(words, values, claim.question_words)
        best = max(candidates, key=lambda s: s.score(left))
        if best.score(left) <= 0 or (chosen and not best.values & values):
            break
        chosen.append(best)
        words, values = words - best.words, values - best.values
    return chosen


def _sentences(passages: Sequence[tuple[int, Passage]], answer: str) -> Iterator[_Sentence]:
    has_figures = bool(figure_values(answer))
    for number, passage in passages:
        heading = frozenset(query_words(" ".join(passage.heading_path)))
        for start, end in sentences(passage.text):
            text = passage.text[start:end]
            words = frozenset(index_words(text).split()) | heading
            values = figure_values(text)
            if has_figures:
                # 2000 mA also holds what the answer calls 2 A.
                backed = backed_figures(answer, _source(number, passage, start, end))
                values = values.union(*(figure.readings for figure in backed))
            yield _Sentence(number, passage, start, end, words, values)


def _source(number: int, passage: Passage, start: int, end: int) -> Source:
    """A sentence as what may back the answer, under its headings and its table's titles."""
    titles = _titles(passage.text, start, end)
    heading = section_heading(passage.text, start)
    context = "\n".join((*titles, heading, *passage.heading_path, passage.document))
    return Source(f"[{number}]", passage.text[start:end], context)


def _titles(text: str, start: int, end: int) -> tuple[str, ...]:
    """The first row of the table that a row stands in, where the chunker has put the titles."""
    n_cells = text.count("|", start, end)
    if not n_cells:
        return ()
    rows: list[str] = []
    for line in reversed(text[:start].splitlines()):
        if line.strip():
            if line.count("|") != n_cells:
                break
            rows.append(line)
    return tuple(rows[-1:])


def _cite(sentence: _Sentence) -> Citation:
    passage = sentence.passage
    touched = [p for p in passage.places if p.start < sentence.end and p.end > sentence.start]
    page = touched[0].page if touched else passage.page
    rows: tuple[int, ...] = ()
    if passage.rows:
        # One row a line, so the line tells the row.
        line = passage.text.count("\n", 0, sentence.start)
        n_rows = passage.rows.last - passage.rows.first + 1
        n_lines = passage.text.count("\n") + 1
        first = passage.rows.first
        is_row_a_line = n_lines == n_rows
        rows = (first + line,) if is_row_a_line else tuple(range(first, passage.rows.last + 1))
    return Citation(
        number=sentence.number,
        document_id=passage.document_id,
        document=passage.document,
        page=page,
        rects=tuple(p.rect for p in touched if p.page == page),
        quote=_MASKED.sub(" ", passage.text[sentence.start : sentence.end]).strip(),
        table=passage.rows.table if passage.rows else None,
        rows=rows,
        cautions=tuple(_cautions(passage, touched)),
    )


def _cautions(passage: Passage, places: Sequence[Place]) -> Iterator[Caution]:
    if passage.newer is not None:
        facts = (
            ("revision", passage.newer.title_block.revision),
            ("document", passage.newer.document),
        )
        yield Caution(CautionKind.SUPERSEDED, facts)
    confidence = min((place.confidence for place in places), default=1.0)
    if confidence < SURE_CONFIDENCE:
        yield Caution(CautionKind.RECOGNISED, (("confidence", f"{confidence:.0%}"),))


def _support(claim: _Claim, chosen: Sequence[_Sentence]) -> float:
    held_words = frozenset[str]().union(*(s.words for s in chosen)) | claim.question_words
    held_values = frozenset[Value]().union(*(s.values for s in chosen))
    wanted = len(claim.words) + _FIGURE_WEIGHT * len(claim.values)
    if wanted == 0:
        return 0.0
    held = len(claim.words & held_words) + _FIGURE_WEIGHT * len(claim.values & held_values)
    return held / wanted
