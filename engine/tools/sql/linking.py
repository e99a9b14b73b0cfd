"""Which log tables a question speaks of, and which of their values it names.

Schema and value linking, as text-to-SQL calls it: a small model finds the right table and spells
the right value far more often when both are found for it first (Lei et al. 2020, "Re-examining the
role of schema linking in text-to-SQL"). Words are compared as the lexical index cuts them and by
their English stems, so width, case and inflection do not matter and Japanese needs no spaces.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import PurePosixPath

from engine.domain import ColumnProfile, ColumnType, DocumentKind, TableProfile
from engine.text import language_of, normalise
from engine.tools.sql.joins import joins_between
from engine.tools.sql.verdicts import verdict_of, verdicts_in
from engine.words import query_words, stem, stems

_VALUE_WEIGHT, _FILE_WEIGHT, _TITLE_WEIGHT = 2.0, 1.5, 1.0
_PART_WEIGHT = 0.25  # Remarks and paths hold many words that have nothing to do with the question.
_SAME_LANGUAGE = 0.1  # Of two logs that know as much, the one in the question's language.
_MIN_PART_LETTERS = 4
_MAX_PART_SHARE = 0.5  # Of a column's values; what most of them have tells none apart.
_MIN_VALUE_LETTERS = 2  # "A" or "1" as a value is in every sentence.
_DXF_WORDS = stems("dxf layer entities")
_EXCEPT = (
    "except|except for|excluding|other than|apart from|aside from|without|but not|not counting"
    "|ignoring"
)
_JAPANESE = re.compile(r"[぀-ヿ一-鿿]")


@dataclass(frozen=True, slots=True)
class NamedValue:
    """A value of a text column that the question names, as the table writes it.

    ``is_excluded``: it is named as what is not meant, as in "except RADIUS1". ``is_part``: it is
    only a word inside longer values, as remarks and names of defects have it.
    """

    column: str
    value: str
    words: frozenset[str]
    is_excluded: bool = False
    is_part: bool = False

    @property
    def test(self) -> str:
        """How a query asks for it, behind the column's name."""
        text = self.value.replace("'", "''")
        if self.is_part:
            return f"NOT LIKE '%{text}%'" if self.is_excluded else f"LIKE '%{text}%'"
        return f"<> '{text}'" if self.is_excluded else f"= '{text}'"


@dataclass(frozen=True, slots=True)
class Link:
    """How a question and a table belong together.

    ``words`` are the stems of the question's words that the table knows: from its file's name, its
    columns' titles and its values. ``inner_words`` are those that titles and values have.
    ``score`` weighs all of them, 0 and up.
    """

    profile: TableProfile
    values: tuple[NamedValue, ...]
    words: frozenset[str]
    inner_words: frozenset[str]
    named_columns: tuple[str, ...]
    score: float


def link(
    question: str, profiles: Sequence[TableProfile], *, near: Mapping[str, float] | None = None
) -> tuple[Link, ...]:
    """Every table with its share in the question, the likeliest first.

    The entities of a drawing are left out unless the question names that drawing: every drawing has
    holes and diameters.

    ``near`` tells of tables, by name, how near the library's own search found them to the
    question, 0 to 1: it links a question to a table in another language.
    """
    profiles = [profile for profile in profiles if _is_meant(profile, question)]
    wanted = tuple(dict.fromkeys(stem(word) for word in query_words(question)))
    vocabularies = [_vocabulary(profile, question) for profile in profiles]
    n_with = {word: sum(word in v.weights for v in vocabularies) for word in wanted}
    # A word that every table knows tells little about which one is meant.
    rarity = {
        word: math.log(1 + len(profiles) / n_with[word]) if n_with[word] else 1.0 for word in wanted
    }
    near = near or {}
    links = [
        _link(
            profile,
            vocabulary,
            rarity,
            near.get(profile.name, 0.0) + _likeness(profile, question),
        )
        for profile, vocabulary in zip(profiles, vocabularies, strict=True)
    ]
    return tuple(sorted(links, key=lambda one: -one.score))


def _is_meant(profile: TableProfile, question: str) -> bool:
    if profile.stored.kind is not DocumentKind.DRAWING:
        return True
    asked = stems(question)
    name = stems(re.sub(r"[_\W]+", " ", PurePosixPath(profile.stored.document).stem))
    words = {word for word in name if not word.isdecimal() and len(word) > 1}
    return bool(asked & _DXF_WORDS) or (bool(words) and 2 * len(words & asked) >= len(words))


@dataclass(frozen=True, slots=True)
class _Vocabulary:
    """The words of a table with what each weighs, and the values that the question names."""

    weights: dict[str, float]
    inner: frozenset[str]
    values: tuple[NamedValue, ...]
    titles: Mapping[str, frozenset[str]] = field(default_factory=dict)


def _vocabulary(profile: TableProfile, question: str) -> _Vocabulary:
    titles = {
        c.column.name: stems(f"{c.column.title} {c.column.name.replace('_', ' ')}")
        for c in profile.columns
    }
    asked = stems(question)
    named = tuple(_in_named_columns(list(_named_values(profile.columns, question)), titles, asked))
    values = (*named, *_named_parts(profile, question, titles, named))
    file = str(PurePosixPath(profile.stored.document).with_suffix(""))
    weights = dict.fromkeys(
        frozenset[str]().union(*(value.words for value in values)), _PART_WEIGHT
    )
    weights |= dict.fromkeys(frozenset[str]().union(*titles.values()), _TITLE_WEIGHT)
    weights |= dict.fromkeys(stems(f"{file} {profile.name.replace('_', ' ')}"), _FILE_WEIGHT)
    for value in named:
        weights |= dict.fromkeys(value.words, _VALUE_WEIGHT)
    inner = frozenset[str]().union(*titles.values(), *(value.words for value in named))
    return _Vocabulary(weights, inner, values, titles)


def _link(
    profile: TableProfile, vocabulary: _Vocabulary, rarity: Mapping[str, float], nearness: float
) -> Link:
    known = frozenset(word for word in rarity if word in vocabulary.weights)
    total = sum(rarity.values())
    score = sum(rarity[word] * vocabulary.weights[word] for word in known)
    return Link(
        profile=profile,
        values=vocabulary.values,
        words=known,
        inner_words=known & vocabulary.inner,
        named_columns=tuple(name for name, words in vocabulary.titles.items() if words & known),
        score=(score / total if total else 0.0) + nearness,
    )


def _likeness(profile: TableProfile, question: str) -> float:
    titles = " ".join(column.column.title for column in profile.columns)
    return _SAME_LANGUAGE if language_of(titles) == language_of(question) else 0.0


def _named_values(columns: Sequence[ColumnProfile], question: str) -> Iterator[NamedValue]:
    plain = normalise(question)
    asked = stems(question)
    verdicts = verdicts_in(question)
    for profile in columns:
        if profile.column.type is not ColumnType.TEXT or profile.is_constant:
            continue
        for value in profile.values:
            words, verdict = stems(value), verdict_of(value)
            if verdict in verdicts:
                yield NamedValue(profile.column.name, value, stems(verdicts[verdict]))
            elif _stands(value, words, plain, asked):
                yield NamedValue(profile.column.name, value, words, _is_excluded(value, plain))


def _in_named_columns(
    values: Sequence[NamedValue], titles: Mapping[str, frozenset[str]], asked: frozenset[str]
) -> Iterator[NamedValue]:
    """A value that several columns have (low speed, low feed) stands for those that are named."""
    for value in values:
        rivals = [other for other in values if other.words == value.words]
        named = [other for other in rivals if (titles[other.column] - other.words) & asked]
        if not named or value in named:
            yield value


def _named_parts(
    profile: TableProfile,
    question: str,
    titles: Mapping[str, frozenset[str]],
    named: Sequence[NamedValue],
) -> Iterator[NamedValue]:
    """Words that stand inside longer values of one column, and are nothing else to the table."""
    known = frozenset[str]().union(*titles.values(), *(value.words for value in named))
    plain = normalise(question)
    for word in query_words(question):
        if len(word) < _MIN_PART_LETTERS or stem(word) in known or not word.isalpha():
            continue
        found = [(_n_inside(column, word), column) for column in profile.columns]
        n, column = max(found, key=lambda one: one[0])
        if n and n <= _MAX_PART_SHARE * len(column.values):
            yield NamedValue(
                column.column.name,
                word,
                frozenset({stem(word)}),
                _is_excluded(word, plain),
                is_part=True,
            )


def _n_inside(column: ColumnProfile, word: str) -> int:
    """How many of a text column's values have a word among others."""
    if column.column.type is not ColumnType.TEXT or column.is_constant:
        return 0
    pattern = re.compile(rf"(?<![a-z0-9]){re.escape(word)}(?![a-z0-9])")
    return sum(bool(pattern.search(normalise(value))) for value in column.values)


def _is_excluded(value: str, question: str) -> bool:
    name = re.escape(normalise(value))
    return bool(
        re.search(rf"(?:{_EXCEPT}) (?:the |any |all )?{name}(?![a-z0-9])", question)
        or re.search(rf"{name}(?: aside\b|以外|を除|は除)", question)
    )


def _stands(value: str, words: frozenset[str], question: str, asked: frozenset[str]) -> bool:
    """Whether a value stands in a question, given as text and as stems.

    One English word may be inflected; several, and Japanese, stand in one piece.
    """
    plain = normalise(value)
    if len(plain) < _MIN_VALUE_LETTERS or not words:
        return False
    if _JAPANESE.search(plain):
        return plain in question
    return words <= asked and (plain in question or len(plain.split()) == 1)


def needed(links: Sequence[Link]) -> tuple[tuple[Link, ...], bool]:
    """The tables a query needs, and whether it needs two of them joined.

    A second table is needed when its columns or values have words of the question that the
    likeliest one has not.
    """
    best = links[0]
    for other in links[1:]:
        if other.inner_words - best.words and joins_between(best.profile, other.profile):
            return (best, other), bool(best.inner_words - other.words)
    return (best,), False
