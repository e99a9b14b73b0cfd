"""Passages that say the same thing of the same machine with another value.

A reader that is sure of the first passage is believed without the next ones. Where a line of
another document speaks of the machine that the question names, in the same words of the question,
and gives another value in the same unit, the two disagree, and the person has to be told.
"""

from __future__ import annotations

from engine.domain import Passage
from engine.reasoning.figures.figure import FigureKind, Value
from engine.reasoning.named_part import is_of_another_part
from engine.reasoning.numbers import figures
from engine.text import sentences
from engine.words import holds_identifier, identifiers, query_words, stems

# Of the question's words in one line, in the other: 締付トルク in one is 締め付ける in the other.
_MIN_SHARED = 0.6


def has_rival(passage: Passage, question: str, *, line: str, answer: str) -> bool:
    """Whether a line of ``passage`` gives another value for what ``line`` gives ``answer`` for.

    Only for a question that names a part or machine by its number, and a value with a unit.
    """
    if passage.rows is not None or not names_all(passage, question):
        return False
    units = units_of(answer)
    context = f"{passage.document} {' '.join(passage.heading_path)}"
    spoken = (passage.text[start:end] for start, end in sentences(passage.text))
    return any(
        units <= units_of(other)
        and is_about_the_same(other, line, question)
        and not _values(other) & _values(answer)
        and not is_of_another_part(question, other, context)
        for other in spoken
        if units
    )


def names_all(passage: Passage, question: str) -> bool:
    """Whether a question names something by its number, and the passage has all such names."""
    names = identifiers(question)
    return bool(names) and all(holds_identifier(passage.whole_text, name) for name in names)


def is_about_the_same(line: str, other: str, question: str) -> bool:
    """Whether a line has most of the words of the question that the other line has."""
    wanted = stems(" ".join(query_words(question))) - stems(" ".join(identifiers(question)))
    wanted = frozenset(word for word in wanted if not any(c.isdigit() for c in word))
    shared = wanted & stems(other)
    return bool(shared) and len(shared & stems(line)) >= _MIN_SHARED * len(shared)


def units_of(text: str) -> frozenset[str]:
    """The units of the numbers of a text."""
    numbers = (figure for figure in figures(text) if figure.kind is FigureKind.NUMBER)
    return frozenset(figure.unit for figure in numbers if figure.unit)


def _values(text: str) -> frozenset[Value]:
    """The readings of the numbers with a unit: those without one count or number things."""
    return frozenset(v for figure in figures(text) if figure.unit for v in figure.readings)
