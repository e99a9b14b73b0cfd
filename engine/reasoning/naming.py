"""Which of the passages found are about what a question names: parts, drawings, documents.

A look-alike about another part is worse than no answer.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Sequence
from pathlib import PurePosixPath

from engine.domain import Passage
from engine.text import language_of
from engine.words import holds_identifier, identifiers, query_words, stems

# Words of file names that say what kind of document it is, in which language and state.
_GENERIC = frozenset(
    "manual guide guideline guidelines user users drawing drawings datasheet document doc spec"
    " report list sheet file final draft copy rev revision new old en ja jp de fr eng jpn".split()
)
_MIN_NAME_WORDS = 2


def about_what_is_named(passages: Sequence[Passage], question: str) -> list[tuple[int, bool]]:
    """(rank, whether the passage has every part the question names), the surest first.

    If a document has all the names, only such documents are read; if none has, those that have
    some; and if a name is in none of the passages, nothing is. A question that says a document's
    whole name is about that document, and one that calls a thing as a file is called is about that
    thing.
    """
    asked = _parts(question)
    missing = [frozenset(n for n in asked if not _names(passage, n)) for passage in passages]
    if missing and frozenset.intersection(*missing):
        return []
    fewest = min(map(len, missing), default=0)
    naming = {p.document_id for p, names in zip(passages, missing, strict=True) if not names}
    named = _named_documents(passages, question)
    if not named and not asked:  # A part's number says more of what is meant than a file's name.
        named = _about_named_thing(passages, question)
    ranked = [
        (len(names), rank)
        for rank, (passage, names) in enumerate(zip(passages, missing, strict=True), start=1)
        if (passage.document_id in naming if naming else len(names) == fewest)
        and (not named or passage.document_id in named)
    ]
    return [(rank, bool(naming) or not n) for n, rank in sorted(ranked)]


def names_a_twin(question: str, line: str, context: str) -> bool:
    """Whether ``line`` is about a part whose number has other digits than the one asked about.

    AD-681 for AD-861: the same letters, as many digits. ``context`` is what stands over the line;
    a line that has the number itself, or stands below it, is about that part.
    """
    asked = _parts(question)
    if not asked or any(holds_identifier(f"{context}\n{line}", name) for name in asked):
        return False
    forms = {_form(name) for name in asked}
    return any(_form(name) in forms for name in _parts(line))


def _parts(text: str) -> list[str]:
    return [name for name in identifiers(text) if re.match(r"[a-z]", name)]


def _form(name: str) -> str:
    return re.sub(r"\d", "0", name)


def _named_documents(passages: Sequence[Passage], question: str) -> frozenset[str]:
    """The documents whose file name stands in the question, word by word."""
    asked = stems(question)
    return frozenset(
        passage.document_id
        for passage in passages
        if len(words := _name_words(passage.document)) >= _MIN_NAME_WORDS and words <= asked
    )


def _about_named_thing(passages: Sequence[Passage], question: str) -> frozenset[str]:
    """The documents that may be about the thing which a question calls as a file is called.

    The frame barrier of a question is that of odri_frame_barrier.pdf, unless other passages speak
    of frame and barrier, too. Those in another language may, in other words. None if no file has
    two words in a row of the question in its name.
    """
    # Two pieces of a Japanese word in a row are one word only, which much may be called.
    asked = [word for word in query_words(question) if word not in _GENERIC and word.isascii()]
    pairs = {frozenset(stems(f"{a} {b}")) for a, b in itertools.pairwise(asked)}
    pairs = {
        pair
        for pair in pairs
        if len(pair) == _MIN_NAME_WORDS
        and any(pair <= _name_words(passage.document) for passage in passages)
    }
    return frozenset(
        passage.document_id
        for passage in passages
        if pairs
        and (
            language_of(passage.text) != language_of(question)
            or any(pair <= stems(f"{passage.document} {passage.whole_text}") for pair in pairs)
        )
    )


def _name_words(document: str) -> frozenset[str]:
    stem = re.sub(r"[_\W]+", " ", PurePosixPath(document).stem)
    return stems(" ".join(word for word in query_words(stem) if word not in _GENERIC))


def _names(passage: Passage, name: str) -> bool:
    return holds_identifier(passage.whole_text, name)
