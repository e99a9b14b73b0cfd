"""Which columns of a log a question asks to see: "which part", "per inspector", 設備ごと, when."""

from __future__ import annotations

import re
from collections.abc import Sequence

from engine.domain import ColumnType
from engine.text import normalise
from engine.tools.sql.linking import Link
from engine.tools.sql.names import folded_name
from engine.tools.sql.verdicts import verdict_of
from engine.words import stems

_WHICH = re.compile(r"\b(?:which|what|each|per|every)((?: (?:of )?(?:the )?[a-z-]+){1,3})")
_WHICH_JAPANESE = re.compile(
    r"([一-鿿々ァ-ヶー]{2,})(?:ごと|別|は(?:どれ|何|誰|いくら|いくつ))|どの([一-鿿々ァ-ヶー]{2,})"
)
# A thing that no title names: "which plates" of a log with serial numbers.
_WHICH_ONE = re.compile(
    r"(?:^|, |\band )which ((?!of\b|day|month|week|year|date|hour|time)[a-z-]+)"
    r"|どの((?!日|月|週|年|時)[一-鿿々ァ-ヶー]+)"
)
_WHEN = re.compile(r"^when\b|\band when\b|いつ")


def asked_columns(question: str, links: Sequence[Link]) -> tuple[frozenset[str], ...]:
    """The columns asked for, by their folded SQL names; of each group one is enough."""
    plain = normalise(question)
    groups = []
    if _WHEN.search(plain):
        groups.append(_of_type(ColumnType.DATETIME, links))
    nouns = [match[1] for match in _WHICH.finditer(plain)]
    nouns += [match[1] or match[2] for match in _WHICH_JAPANESE.finditer(plain)]
    groups += [_named(noun, links) for noun in nouns]
    things = [match[1] or match[2] for match in _WHICH_ONE.finditer(plain)]
    groups += [_tells_apart(links) for thing in things if not _named(thing, links)]
    return tuple(group for group in groups if group)


def _tells_apart(links: Sequence[Link]) -> frozenset[str]:
    """The columns of texts that can tell which one it is: not those whose value is given."""
    given = {(link.profile.name, value.column) for link in links for value in link.values}
    return frozenset(
        folded_name(column.column.name)
        for link in links
        for column in link.profile.columns
        if column.column.type is ColumnType.TEXT
        and not column.is_constant
        and not any(verdict_of(value) for value in column.values)
        and (link.profile.name, column.column.name) not in given
    )


def _of_type(kind: ColumnType, links: Sequence[Link]) -> frozenset[str]:
    return frozenset(
        folded_name(column.column.name)
        for link in links
        for column in link.profile.columns
        if column.column.type is kind
    )


def _named(noun: str, links: Sequence[Link]) -> frozenset[str]:
    """The columns whose whole title stands in a noun of the question."""
    words = stems(noun)
    return frozenset(
        folded_name(column.column.name)
        for link in links
        for column in link.profile.columns
        if (title := stems(column.column.title)) and title <= words
    )
