"""What stands in the lines of a log behind the timestamp: level, source, message, numbers."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from engine.domain import ColumnType
from ingest.column_types import TypeChoice, choose_type, parse_text
from ingest.timestamps import StampForm
from ingest.units import UNIT, is_ambiguous, measure_of

_LEVELS = (
    "trace debug info information notice warn warning error err severe critical crit fatal alarm"
    " alert emerg emergency fault 情報 通知 注意 警告 警報 異常 エラー 重大 致命的 正常 アラーム"
).split()
_LEVEL_WORD = "|".join(sorted(_LEVELS, key=len, reverse=True))
_BETWEEN = r"(?:[\s|,;:]|-(?=\s))*"  # A dash before a digit is a sign.
_LEVEL = re.compile(
    rf"(?P<in>[\[(<【]\s*)?(?P<level>{_LEVEL_WORD})(?(in)\s*[\])>】]|(?=[\s:：|\]\[-]|$)){_BETWEEN}",
    re.IGNORECASE,
)
_BRACKETED = re.compile(rf"\[(?P<source>[^\[\]\r\n]{{1,60}})\]{_BETWEEN}")
_DASHED = re.compile(r"(?P<source>[\w.:/$-]{1,60}) - ")
_SYSLOG = re.compile(r"(?P<source>\S+ [^\s:\[\]]+(?:\[\d+\])?):\s+")
_START = re.compile(_BETWEEN)
_PAIR = re.compile(r"(?P<key>[^\W\d][\w./-]*)\s?=\s?(?P<value>(?:[^\s,;)\]}\"'=]|,(?=\d))+)")
_NUMBER = re.compile(r"[+-]?(?:\d[\d.,]*|\.\d+)(?:[eE][+-]?\d+)?")


@dataclass(frozen=True, slots=True)
class _Split:
    """A text behind the stamp, divided."""

    level: str
    source: str
    message: str


@dataclass(frozen=True, slots=True)
class _Value:
    """What stands behind "key=". A unit behind a space may be the next word: it is not sure."""

    number: str
    unit: str
    is_sure: bool = True


@dataclass(frozen=True, slots=True)
class _Key:
    """A column of numbers: ``unit`` stands behind each of them, or nothing does."""

    name: str
    unit: str
    title: str
    choice: TypeChoice


@dataclass(frozen=True, slots=True)
class EventForm:
    """The columns of a log of events, and how a line is divided among them."""

    stamp: StampForm
    time_choice: TypeChoice
    has_level: bool
    has_source: bool
    keys: tuple[_Key, ...]

    @property
    def titles(self) -> list[str]:
        """The titles, in order."""
        head = [self.stamp.column, *(["level"] if self.has_level else [])]
        head += ["source"] if self.has_source else []
        return [*head, "message", *(key.title for key in self.keys)]

    @property
    def choices(self) -> list[TypeChoice]:
        """The types, in order."""
        head = [self.time_choice]
        head += [_text("the level that most lines have")] if self.has_level else []
        head += [_text("who wrote the line, as most lines say")] if self.has_source else []
        return [*head, _text("the rest of the line"), *(key.choice for key in self.keys)]

    def cells(self, stamp: str, text: str) -> list[str]:
        """The cells of an event. The message keeps its key=value pairs."""
        split = _split(text, self.stamp, has_level=self.has_level, has_source=self.has_source)
        head = [stamp, *([split.level] if self.has_level else [])]
        head += [split.source] if self.has_source else []
        values = _pairs(split.message) if self.keys else {}
        return [*head, split.message, *(_cell(values.get(key.name, []), key) for key in self.keys)]


def begins_with_level(text: str) -> bool:
    """Whether a level comes first behind the stamp."""
    return _LEVEL.match(text, _end(_START.match(text))) is not None


def event_form(stamp: StampForm, sampled: Sequence[tuple[str, str]]) -> EventForm:
    """The columns that most of the sampled (stamp, text) events have."""
    parts = [_split(text, stamp, has_level=True, has_source=True) for _, text in sampled]
    has_level = sum(1 for part in parts if part.level) > 0.5 * len(parts)
    has_source = sum(1 for part in parts if part.source) > 0.5 * len(parts)
    return EventForm(
        stamp,
        _time_choice(stamp, [stamp_text for stamp_text, _ in sampled]),
        has_level,
        has_source,
        tuple(_keys([text for _, text in sampled])),
    )


def _text(reason: str) -> TypeChoice:
    return TypeChoice(ColumnType.TEXT, parse_text, reason)


def _time_choice(stamp: StampForm, stamps: Sequence[str]) -> TypeChoice:
    choice = stamp.choice
    zones = {match[0] for text in stamps if (match := re.search(r"(?:Z|[+-]\d\d:?\d\d)$", text))}
    if choice.type is ColumnType.DATETIME and len(zones) > 1:
        reason = f"{choice.reason}; zones differ, so their order as text is not that of time"
        return TypeChoice(choice.type, choice.parse, reason)
    return choice


def _split(text: str, stamp: StampForm, *, has_level: bool, has_source: bool) -> _Split:
    """Take level and source from the front, in either order; what is not asked for stays."""
    place = _end(_START.match(text))
    sources: list[str] = []
    level = ""
    for _ in range(3):
        match = _LEVEL.match(text, place) if has_level and not level else None
        if match:
            level, place = match["level"], match.end()
            continue
        match = _source(text, place, stamp) if has_source else None
        if not match:
            break
        sources.append(match["source"].strip())
        place = match.end()
    return _Split(level, " ".join(sources), text[place:])


def _source(text: str, place: int, stamp: StampForm) -> re.Match[str] | None:
    forms = [_SYSLOG] if stamp.column == "stamp" else [_BRACKETED, _DASHED]
    return next((match for form in forms if (match := form.match(text, place))), None)


def _end(match: re.Match[str] | None) -> int:
    return match.end() if match else 0


def _pairs(message: str) -> dict[str, list[_Value]]:
    """The values by their keys, in the order of the message."""
    found: dict[str, list[_Value]] = defaultdict(list)
    for match in _PAIR.finditer(message):
        text = match["value"].rstrip(".:")
        measure = measure_of(text)
        if measure:
            found[match["key"]].append(_Value(*measure))
            continue
        start = match.end() + (message[match.end() : match.end() + 1] == " ")
        unit = after[0] if (after := UNIT.match(message, start)) else ""
        found[match["key"]].append(_Value(text, unit, not is_ambiguous(unit)))
    return found


def _keys(texts: Sequence[str]) -> Iterator[_Key]:
    """The keys that at least half of the events give a number for, in order of appearance."""
    values: dict[str, list[_Value]] = defaultdict(list)
    n_events: Counter[str] = Counter()
    for text in texts:
        for name, pairs in _pairs(text).items():
            values[name] += pairs
            n_events[name] += any(_NUMBER.fullmatch(value.number) for value in pairs)
    for name, n in n_events.items():
        if 0 < 0.5 * len(texts) <= n:
            key = _key(name, values[name])
            if key is not None:
                yield key


def _key(name: str, values: Sequence[_Value]) -> _Key | None:
    numbers = [value for value in values if _NUMBER.fullmatch(value.number)]
    choice = choose_type([value.number for value in values])
    if choice.type not in (ColumnType.INTEGER, ColumnType.REAL):
        return None  # Versions, addresses and part numbers stay in the message.
    units = {value.unit for value in numbers}
    if len(units) > 1:
        shown = ", ".join(sorted(unit or "none" for unit in units))
        return _Key(name, "", name, _text(f"the numbers carry different units: {shown}"))
    unit = units.pop()
    is_sure = unit and all(value.is_sure for value in numbers)
    return _Key(name, unit, f"{name} [{unit}]" if is_sure else name, choice)


def _cell(values: Sequence[_Value], key: _Key) -> str:
    """The number, or text that is none where the unit is another. Several stay apart, as text."""
    if key.choice.type is ColumnType.TEXT:
        return " / ".join(f"{value.number} {value.unit}".rstrip() for value in values)
    return " / ".join(
        value.number
        if value.unit == key.unit or not _NUMBER.fullmatch(value.number)
        else f"{key.name}={value.number} {value.unit}".rstrip()
        for value in values
    )
