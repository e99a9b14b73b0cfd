"""Document text as data: what in it speaks to the program is not put before a model.

A document is what the shop's people wrote for each other. Text in it that gives the program orders,
poses as its template, its examples or its tools is masked before a model reads the document, before
an answer is tied to it and before numbers are taken from it. A mask is as long as what it covers,
so that every place in the text stays where it was. People are shown the text as it is.

What only states something untrue cannot be told from a true statement here.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import combinations, pairwise

from engine.address_signs import Mark, Sign, marks
from engine.domain import Passage
from engine.text import sentences

MASK = "\x1f"
"""Stands for each masked letter. It is white space to Python, so it is in no word and sentence."""

_LONGEST_FORGED_TURN = 400  # Letters between two control tokens that belong to them.
_WIDEST_GAP = 4
_INVISIBLE = frozenset(
    [0xAD, 0xFEFF, *range(0x200B, 0x2010), *range(0x202A, 0x202F), *range(0x2060, 0x2065)]
)
# What begins with white space is tried once a run of it, or long runs would cost their square.
_CELL_END = re.compile(r"(?<!\s)\s*\|\s*")
_LOG_CELL = re.compile(r"(?:^|(?<=, ))(?P<title>[^,:\n]{1,80}): ", re.MULTILINE)
_LOG_BETWEEN = re.compile(r", |\s/\s")
_LABELS = frozenset((Sign.ROLE, Sign.CONTROL))
_IS_SAID = re.compile(r"\d|NOT\s*FOUND|[\"“「『]", re.IGNORECASE)
_ONLY_LABEL = re.compile(r"\W*(?:\w+\W+){0,2}\w*\W*")
_CLOSING = re.compile(r"end|eo[st]|/", re.IGNORECASE)
_RUN = re.compile(rf"([^\S{MASK}]?){MASK}[{MASK} ]*([^\S{MASK}]?)")
_NOTHING_LEFT = re.compile(r"[\s|,:;.!?、。・（）()\[\]】【」「\"'*#>-]*")


@dataclass(frozen=True, slots=True)
class _Segment:
    """What is masked as one: a sentence, or of a table or log only a cell or a title."""

    start: int
    end: int
    cell: int
    line: int


@lru_cache(maxsize=4096)
def masked(text: str, *, is_log: bool = False) -> str:
    """The text with what is addressed to the program masked; as long as the text itself.

    ``is_log``: rows of a log as its chunks have them, "title: value, title: value" a line.
    """
    while spans := _addressed(text, is_log=is_log):
        for start, end in spans:
            cover = "".join(c if c == "\n" else MASK for c in text[start:end])
            text = text[:start] + cover + text[end:]
    return text


@lru_cache(maxsize=4096)
def without_masked(text: str, *, is_log: bool = False) -> str:
    """The text as a model may read it: what is addressed to the program is left out."""
    lines = []
    for line in masked(text, is_log=is_log).split("\n"):
        if MASK in line:
            shown = _RUN.sub(lambda m: " " if m[1] or m[2] else "", line).strip()
            if _NOTHING_LEFT.fullmatch(shown):
                continue
            line = shown  # noqa: PLW2901
        lines.append(line)
    return "\n".join(lines)


@lru_cache(maxsize=4096)
def is_name_addressed(name: str) -> bool:
    """Whether a file's name speaks to the program: nothing ends its sentences and begins them."""
    words = re.split(r"[\s_./\\-]+", name)
    ends = (" ".join(words[i:]) for i in range(len(words)))
    return any(_addressed(end, is_log=False) for end in ends)


def as_data(passage: Passage) -> Passage:
    """The passage with its text masked, and without the headings that are addressed."""
    headings = (without_masked(heading) for heading in passage.heading_path)
    return replace(
        passage,
        text=masked(passage.text, is_log=passage.rows is not None),
        heading_path=tuple(heading for heading in headings if heading.strip()),
    )


def _addressed(text: str, *, is_log: bool) -> list[tuple[int, int]]:
    """Spans of what is addressed to the program, in order."""
    folded, at = _folded(text)
    found = [Mark(mark.sign, at[mark.start], at[mark.end]) for mark in marks(folded)]
    if not found:
        return []
    segments = list(_segments(text, found, is_log=is_log))
    held = [_in(segment, found) for segment in segments]
    turns = list(_forged_turns(found))
    is_masked = [
        _is_enough(own) or any(s.start < end and s.end > start for start, end in turns)
        for s, own in zip(segments, held, strict=True)
    ]
    _go_on(text, segments, held, is_masked)
    return [(s.start, s.end) for s, is_one in zip(segments, is_masked, strict=True) if is_one]


def _folded(text: str) -> tuple[str, list[int]]:
    """The text in one width without invisible letters and wide gaps, and where each letter stood.

    The patterns take the square of a gap's width, and a chunk's bound counts no white space.
    """
    letters, at, n_blank, has_break = [], [], 0, False
    for i, letter in enumerate(text):
        n_blank = n_blank + 1 if letter.isspace() else 0
        is_first_break = letter == "\n" and not has_break
        has_break = n_blank > 0 and (has_break or is_first_break)
        if ord(letter) in _INVISIBLE or (n_blank > _WIDEST_GAP and not is_first_break):
            continue
        plain = letter if letter.isascii() else unicodedata.normalize("NFKC", letter)
        letters.append(plain if len(plain) == 1 else letter)
        at.append(i)
    return "".join(letters), [*at, len(text)]


def _segments(text: str, found: Sequence[Mark], *, is_log: bool) -> Iterator[_Segment]:
    """Sentences, but no further than the cell of a table, and in a log titles apart from values."""
    for cell, (low, high) in enumerate(_cells(text, found, is_log=is_log)):
        for start, end in sentences(text[low:high]):
            yield _Segment(low + start, low + end, cell, text.count("\n", 0, low + start))


def _cells(text: str, found: Sequence[Mark], *, is_log: bool) -> Iterator[tuple[int, int]]:
    control = [mark for mark in found if mark.sign is Sign.CONTROL]
    cuts = {0, len(text)}
    for bar in _CELL_END.finditer(text):
        # The bars of <|im_end|> divide nothing.
        if not any(mark.start <= bar.start() < mark.end for mark in control):
            cuts |= set(bar.span())
    if is_log:
        cuts |= set(_log_cuts(text))
    for low, high in pairwise(sorted(cuts)):
        if not _CELL_END.fullmatch(text, low, high):
            yield low, high


def _log_cuts(text: str) -> Iterator[int]:
    """Where titles and values of a log's rows begin, and the values listed in its profile."""
    if text.startswith("Log table "):
        for match in _LOG_BETWEEN.finditer(text):
            yield from match.span()
    titles = [match["title"] for match in _LOG_CELL.finditer(text)]
    for match in _LOG_CELL.finditer(text):
        # What only one of several rows has may be made up to divide a cell.
        if "\n" not in text or titles.count(match["title"]) > 1:
            yield from (match.start(), match.end())


def _in(segment: _Segment, found: Sequence[Mark]) -> list[Mark]:
    return [mark for mark in found if mark.start < segment.end and mark.end > segment.start]


def _is_enough(held: Sequence[Mark]) -> bool:
    """Whether one sign is sure, or two kinds of them stand beside each other."""
    return any(mark.sign.is_sure for mark in held) or any(
        one.sign is not other.sign and (one.end <= other.start or other.end <= one.start)
        for one, other in combinations(held, 2)
    )


def _forged_turns(found: Sequence[Mark]) -> Iterator[tuple[int, int]]:
    """From one control token to the next, where both stand close together."""
    control = sorted((m.start, m.end) for m in found if m.sign is Sign.CONTROL)
    for (_, end), (start, _) in pairwise(control):
        if start - end <= _LONGEST_FORGED_TURN:
            yield end, start


def _go_on(
    text: str,
    segments: Sequence[_Segment],
    held: Sequence[Sequence[Mark]],
    is_masked: list[bool],
) -> None:
    """Mask what belongs to a masked sentence or to the role before it."""
    is_order = tuple(is_masked)
    for i, (one, other) in enumerate(pairwise(segments), start=1):
        said = text[one.start : one.end]
        signs, after = ({mark.sign for mark in marks} for marks in held[i - 1 : i + 1])
        is_label = bool(signs & _LABELS) and bool(_ONLY_LABEL.fullmatch(said))
        is_label = is_label and not _CLOSING.search(said)
        is_same_cell = one.cell == other.cell and one.line == other.line
        if not is_same_cell and not (is_label and other.line == one.line + 1):
            continue
        if is_masked[i - 1]:
            # An order without what is to be said says it in the next sentence.
            is_masked[i] |= bool(after) or (is_order[i - 1] and not _IS_SAID.search(said))
        elif _is_begun(signs, after, is_label=is_label):
            is_masked[i - 1] = is_masked[i] = True


def _is_begun(signs: set[Sign], after: set[Sign], *, is_label: bool) -> bool:
    """Whether a sentence and the next, neither enough by itself, are one order."""
    if Sign.ROLE in signs:
        return bool(after - (_LABELS if is_label else _LABELS | {Sign.ANSWER}))
    return Sign.IGNORE in signs and bool(after & {Sign.ANSWER, Sign.ASKED, Sign.MODEL})
