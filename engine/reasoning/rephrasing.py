"""What to try when the documents do not say: other words that are in them, and what they lack.

Nothing here answers. A rephrasing takes up a number, a heading or a name of the nearest passages,
so that the person sees which words the documents use, and a number that no document has is named.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from difflib import SequenceMatcher
from itertools import islice
from pathlib import PurePosixPath

from engine.answers import Advice, Rephrasing, RephrasingKind
from engine.domain import Passage
from engine.reasoning.figures.figure import Figure, FigureKind
from engine.reasoning.numbers import figures
from engine.text import language_of, normalise
from engine.words import query_words, stem

_MAX_EACH = 2
_MAX = 3  # What can be read at one glance.
_MAX_PASSAGES = 8
_MIN_LETTERS = 4  # M5 and M6 are two screws, not one that was mistyped.
_MIN_LIKENESS = 0.75
_HEADING_LENGTHS = range(3, 61)
_NUMBERING = re.compile(r"^(?:第?\d+(?:[.\-]\d+)*[章節項]?[.)]?|[A-Z][.)])\s+")
_SIGNS = re.compile(r"^[^\w(（「『]+")
_MAX_SHORT = 2  # The "en" of a file's name says nothing.
_QUESTION_MARKS = "?？。.! ！"


def advise(
    question: str, passages: Sequence[Passage], *, is_named: Callable[[str], bool]
) -> Advice:
    """What helps with ``question``, of which ``passages`` are the nearest, best first.

    ``is_named`` tells whether any document has a part number.
    """
    near = passages[:_MAX_PASSAGES]
    asked = [figure for figure in figures(question) if _is_part(figure)]
    missing = tuple(dict.fromkeys(f.text for f in asked if not is_named(f.text)))
    known = [figure.text for figure in asked if figure.text not in missing]
    ways = (
        _by_parts(question, missing, near),
        _by_headings(question, known, near),
        _by_documents(question, near),
    )
    tried = [one for way in ways for one in islice(way, _MAX_EACH)]
    new = {one.question: one for one in tried if one.question != question.strip()}
    return Advice(missing, tuple(new.values())[:_MAX])


def _is_part(figure: Figure) -> bool:
    letters = _letters(figure.text)
    return (
        figure.kind is FigureKind.IDENTIFIER
        and any(c.isdigit() for c in letters)
        and any(c.isalpha() for c in letters)
    )


def _letters(text: str) -> str:
    return "".join(c for c in normalise(text) if c.isalnum())


def _by_parts(
    question: str, missing: Sequence[str], passages: Sequence[Passage]
) -> Iterator[Rephrasing]:
    """The question for the numbers of the passages that are most like one that is missing."""
    held = {
        _letters(figure.text): figure.text
        for passage in reversed(passages)
        for figure in figures(passage.whole_text)
        if _is_part(figure)
    }
    for part in missing:
        wanted = _letters(part)
        if len(wanted) < _MIN_LETTERS:
            continue
        likeness = {
            letters: SequenceMatcher(None, wanted, letters, autojunk=False).ratio()
            for letters in held
        }
        for letters in sorted(held, key=lambda one: -likeness[one]):
            if likeness[letters] >= _MIN_LIKENESS:
                text = held[letters]
                rephrased = question.replace(part, text, 1).strip()
                yield Rephrasing(RephrasingKind.PART, text, rephrased)


def _by_headings(
    question: str, known: Sequence[str], passages: Sequence[Passage]
) -> Iterator[Rephrasing]:
    """Headings of which half the words are the question's, for the same parts.

    Of documents in the other language, whose words cannot be shared, those above the same part.
    """
    asked = _words(question)
    for passage in passages:
        heading = _plain(passage.heading_path[-1]) if passage.heading_path else ""
        if len(heading) not in _HEADING_LENGTHS or normalise(heading) in normalise(question):
            continue
        words = _words(heading)
        if language_of(heading) != language_of(question):
            letters = (_letters(part) for part in known)
            held = _letters(passage.whole_text)
            is_near = any(one in held for one in letters if len(one) >= _MIN_LETTERS)
        else:
            is_near = bool(words) and 2 * len(words & asked) >= len(words)
        if is_near:
            parts = [part for part in known if _letters(part) not in _letters(heading)]
            yield Rephrasing(RephrasingKind.HEADING, heading, " ".join((heading, *parts)))


def _by_documents(question: str, passages: Sequence[Passage]) -> Iterator[Rephrasing]:
    """The question with the name of a near document that it half names."""
    asked = _words(question)
    for document in dict.fromkeys(passage.document for passage in passages):
        name = PurePosixPath(document)
        words = _words(re.sub(r"[_\W]+", " ", name.stem))
        if words & asked and words - asked:
            rephrased = f"{question.strip().rstrip(_QUESTION_MARKS)} {name.stem}"
            yield Rephrasing(RephrasingKind.DOCUMENT, name.name, rephrased)


def _words(text: str) -> frozenset[str]:
    """Stems of the words that say what something is about; part numbers are not among them."""
    words = (word for word in query_words(text) if not any(c.isdigit() for c in word))
    return frozenset(stem(word) for word in words if len(word) > _MAX_SHORT or not word.isascii())


def _plain(heading: str) -> str:
    """Without its number, and without signs before it."""
    return _NUMBERING.sub("", _SIGNS.sub("", heading.strip()))
