"""What a recogniser read on a picture, and how far two readings of one line bear each other out.

A recogniser's own confidence does not show a figure that detection cut off: "0,2200" without its
beginning is read as "2200", surely. So each line with figures is read twice, from two cuttings.
"""

from __future__ import annotations

import re
import statistics
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from ingest.text_strips import Strip

DISPUTED = 0.5
"""The confidence of a line whose two readings have different figures."""

_AMBIGUOUS = 0.8  # Of a part number in which only its maker knows a 0 from an O, as in ZO-136.
_LEAST = 0.5  # Below it a line is a dimension's arrow or a picture's edge far more often than text.
_FIGURE = re.compile(r"(?:[±+\-] ?)?\d+(?:[.,]\d+)*")
_NO_SPACE = 1.2  # Usual distances. With a space between it is 1.5 in narrow fonts, 2 in wide.
_FAR = 3.0  # Character widths between two characters that are not of one word.
_EAST_ASIAN = re.compile(r"[぀-ヿ㐀-䶿一-鿿]")
_COUNTS = re.compile(r"[0-9A-Za-z.,±+\-]")
_ZERO_OR_O = re.compile(r"(?<=[A-Za-z])0(?![\d.,])|(?<=\d)O|O(?=\d)")
_DASHES = str.maketrans({"−": "-", "–": "-", "‐": "-", "ー": "-", "一": "-", "－": "-"})


@dataclass(frozen=True, slots=True)
class Word:
    """Characters that stand together: where on their line, as fractions of its length."""

    text: str
    start: float
    end: float
    confidence: float


@dataclass(frozen=True, slots=True)
class Reading:
    """The text of one cutting. ``confidence`` is the mean over its characters."""

    text: str
    confidence: float
    words: tuple[Word, ...] = ()


@dataclass(frozen=True, slots=True)
class Line:
    """A recognised line. ``confidence`` is that of its least sure word."""

    text: str
    strip: Strip
    confidence: float
    words: tuple[Word, ...] = ()


def needs_second_reading(reading: Reading) -> bool:
    """Whether a wrong character would matter, or the text is hardly more than a mark."""
    text = reading.text.strip()
    return len(text) <= 2 or any(character.isdigit() for character in text)


def line_of(strip: Strip, reading: Reading, second: Reading | None) -> Line | None:
    """The line as far as its readings bear it out, or None for what is probably no text."""
    text = reading.text.strip()
    if reading.confidence < _LEAST or not any(character.isalnum() for character in text):
        return None
    confidence = min((word.confidence for word in reading.words), default=reading.confidence)
    if _ZERO_OR_O.search(text):
        confidence = min(confidence, _AMBIGUOUS)
    if second is None:
        return Line(text, strip, confidence, reading.words)
    if len(text) <= 1 and second.text.strip() != text:
        return None  # An arrow or a hole: real characters are the same in both.
    if figures(text) == figures(second.text):
        return Line(text, strip, confidence, reading.words)
    better = _fuller(reading, second)
    words = tuple(replace(word, confidence=min(word.confidence, DISPUTED)) for word in better.words)
    return Line(better.text.strip(), strip, min(confidence, DISPUTED), words)


def without_strays(lines: Sequence[Line]) -> list[Line]:
    """The lines without lone characters in a script that the page is not written in.

    The arrows and symbols of a drawing look like 不, 业 or 一, and surely so.
    """
    if any(len(_EAST_ASIAN.findall(line.text)) > 1 for line in lines):
        return list(lines)
    return [line for line in lines if not _EAST_ASIAN.fullmatch(line.text)]


def figures(text: str) -> list[str]:
    """The numbers of a text with their signs, the decimal sign as a point.

    A comma and a point are told apart only where three figures follow: there it is a factor of
    thousand.
    """
    plain = unicodedata.normalize("NFKC", text).translate(_DASHES)
    return [_with_points(number) for number in _FIGURE.findall(plain)]


def _with_points(number: str) -> str:
    parts = re.split(r"([.,])", number.replace(" ", ""))
    for i in range(1, len(parts), 2):
        if len(parts[i + 1]) != 3:
            parts[i] = "."
    return "".join(parts)


def _fuller(first: Reading, second: Reading) -> Reading:
    """The reading with more figures or less torn ones, unless it is much less sure."""
    mine, other = figures(first.text), figures(second.text)
    n_mine, n_other = len("".join(mine)), len("".join(other))
    is_fuller = n_other > n_mine or (n_other == n_mine and len(other) < len(mine))
    return second if is_fuller and second.confidence > first.confidence - 0.15 else first


def closed_up(text: str, starts: Sequence[float]) -> list[int]:
    """The indices of the characters without spaces that are none: "1 610" set widely is 1610.

    ``starts`` are the characters' places along the line. A space is none if the letters beside it
    stand no farther apart than the line's letters do.
    """
    latin = [i for i, c in enumerate(text) if "!" <= c <= "~"]
    gaps = [starts[k] - starts[i] for i, k in pairwise(latin) if k - i <= 2]
    usual = statistics.median(gaps) if gaps else 0.0
    return [
        i
        for i, character in enumerate(text)
        if not (
            character == " "
            and i - 1 in latin
            and i + 1 in latin
            and starts[i + 1] - starts[i - 1] <= _NO_SPACE * usual
        )
    ]


def words_of(
    text: str, confidences: Sequence[float], starts: Sequence[float], width: float
) -> tuple[Word, ...]:
    """The words of a reading; ``starts`` and ``width`` are fractions of the line's length."""
    words: list[Word] = []
    first = 0
    for i in range(len(text) + 1):
        if i < len(text) and not text[i].isspace():
            is_far = i > first and starts[i] - starts[i - 1] > _FAR * width
            if not is_far:
                continue
            words.append(_word(text[first:i], confidences[first:i], starts[first:i], width))
            first = i
            continue
        if i > first:
            words.append(_word(text[first:i], confidences[first:i], starts[first:i], width))
        first = i + 1
    return tuple(words)


def _word(text: str, confidences: Sequence[float], starts: Sequence[float], width: float) -> Word:
    start = max(0.0, starts[0] - width / 2)
    return Word(text, start, min(1.0, starts[-1] + width / 2), _sureness(text, confidences))


def _sureness(text: str, confidences: Sequence[float]) -> float:
    """The mean over the characters, or less if one of a number or part number is less sure."""
    mean = sum(confidences) / len(text)
    if not any(character.isdigit() for character in text):
        return mean
    plain = unicodedata.normalize("NFKC", text)
    if len(plain) != len(text):
        return min(mean, *confidences)
    counted = [
        c for character, c in zip(plain, confidences, strict=True) if _COUNTS.match(character)
    ]
    return min(mean, *counted)
