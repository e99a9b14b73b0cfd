"""Which files of the library are wanted. Values only; the model looks them up, the filter asks.

No two choices have the same value, so that one table can hold the words or counts of all.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from enum import StrEnum

from engine.domain import DocumentKind

Key = tuple[str, str]


class Shown(StrEnum):
    """In which state."""

    ALL = "all files"
    FAILED = "failed"
    TO_CHECK = "to check"  # Read, but not everything in them.
    COPIED = "copied"  # The same bytes lie in several places.


class Kind(StrEnum):
    """What they were read as."""

    ALL = "all kinds"
    PDF = "pdf"
    DRAWING = "drawing"
    LOG = "log"
    SPREADSHEET = "spreadsheet"
    WORD = "word"
    TEXT = "text"
    IMAGE = "image"


class Revisions(StrEnum):
    """Of drawings that there are several revisions of."""

    ALL = "all revisions"
    NEWEST = "newest"  # And everything that is no older revision.
    OLDER = "older"


class Period(StrEnum):
    """When the file was written last."""

    ALL = "any date"
    WEEK = "week"
    MONTH = "month"
    YEAR = "year"
    RANGE = "range"


KINDS = {
    DocumentKind.PDF: Kind.PDF,
    DocumentKind.DRAWING: Kind.DRAWING,
    DocumentKind.LOG_TABLE: Kind.LOG,
    DocumentKind.SPREADSHEET: Kind.SPREADSHEET,
    DocumentKind.WORD: Kind.WORD,
    DocumentKind.TEXT: Kind.TEXT,
    DocumentKind.MARKDOWN: Kind.TEXT,
    DocumentKind.IMAGE: Kind.IMAGE,
}


@dataclass(frozen=True, slots=True)
class Group:
    """Files that belong to ``name``, by (root, path)."""

    name: str
    keys: frozenset[Key]


@dataclass(frozen=True, slots=True)
class Criteria:
    """Everything must hold. ``first`` and ``last`` are days of a RANGE, both included."""

    words: str = ""
    state: Shown = Shown.ALL
    kind: Kind = Kind.ALL
    revisions: Revisions = Revisions.ALL
    period: Period = Period.ALL
    first: date = date(1980, 1, 1)
    last: date = date(2099, 12, 31)
    group: Group | None = None

    @property
    def is_everything(self) -> bool:
        """Whether nothing is left out."""
        plain = replace(self, words=self.words.strip())
        return plain == Criteria(first=self.first, last=self.last)

    def bounds_ns(self, today: date) -> tuple[int, int] | None:
        """The first nanosecond (since 1970, local days) that is wanted and the first after."""
        match self.period:
            case Period.ALL:
                return None
            case Period.WEEK:
                first, last = today - timedelta(days=today.weekday()), today
            case Period.MONTH:
                first, last = today.replace(day=1), today
            case Period.YEAR:
                first, last = today.replace(month=1, day=1), today
            case Period.RANGE:
                first, last = sorted((self.first, self.last))
        return _midnight_ns(first), _midnight_ns(last + timedelta(days=1))


def _midnight_ns(day: date) -> int:
    return int(datetime.combine(day, time.min).timestamp()) * 10**9
