"""Whether a question names a document that a log table knows nothing of.

"What is the smallest diameter of the motor shaft?" belongs to the drawing of the motor shaft. A log
of other parts has diameters, too, and a query for the smallest of them gives a number that looks
like an answer.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from pathlib import PurePosixPath

from engine.domain import Passage, TableProfile
from engine.text import normalise
from engine.tools.sql.linking import Link
from engine.words import query_words, stem, stems

_LOG_WORDS = re.compile(
    r"\blog(?:s|ged)?\b|\brecord(?:s|ed|ings?)?\b|\b(?:reading|inspection|measurement)s?\b|\bcsv\b"
    r"|\brows?\b|\bentries\b|ログ|記録|一覧|測定値|検査結果|履歴",
    re.IGNORECASE,
)
_MIN_WORDS = 2  # Of a name of several: "machine" alone names no machine_manual.pdf.


def asks_for_rows(question: str) -> bool:
    """Whether a question says that it is about a log."""
    return bool(_LOG_WORDS.search(normalise(question)))


def without_strangers(
    links: Iterable[Link], question: str, found: Sequence[Passage]
) -> tuple[Link, ...]:
    """The links whose tables know what the question names, in order.

    A table is left out if the question names another document among those found, and neither the
    table's file, columns nor values have at least half of the words of that name.
    """
    if asks_for_rows(question):
        return tuple(links)
    asked = frozenset(map(stem, query_words(question)))
    documents = dict.fromkeys(passage.document for passage in found if passage.rows is None)
    names = {document: named for document in documents if (named := _named(document, asked))}
    return tuple(
        one
        for one in links
        if not any(
            document != one.profile.stored.document
            and _is_stranger(one, named, asked, _name_words(document))
            for document, named in names.items()
        )
    )


def _named(document: str, asked: frozenset[str]) -> frozenset[str]:
    """The words of a document's name that a question has; none unless they name it."""
    name = _name_words(document)
    named = name & asked
    is_named = 2 * len(named) >= len(name) and len(named) >= min(_MIN_WORDS, len(name))
    return named if is_named else frozenset()


def _name_words(document: str) -> frozenset[str]:
    name = stems(re.sub(r"[_\W]+", " ", PurePosixPath(document).stem))
    return frozenset(word for word in name if not word.isdecimal() and len(word) > 1)


def _is_stranger(
    one: Link, named: frozenset[str], asked: frozenset[str], name: frozenset[str]
) -> bool:
    # A word of its columns says what is asked for, not of which log.
    file = _name_words(one.profile.stored.document) - one.inner_words
    if (file & asked) - name:
        return False
    lacked = named - one.words
    if 2 * len(lacked) < len(named):
        return False
    # A link knows the words that tell rows apart; what all rows have is not among them.
    held = _all_values(one.profile)
    return 2 * sum(word not in held for word in lacked) >= len(named)


def _all_values(profile: TableProfile) -> str:
    return normalise(" ".join(value for column in profile.columns for value in column.values))
