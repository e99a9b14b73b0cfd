"""What a sheet of a drawing says: title block, dimensions, tables, notes and other labels.

It stands in words of two letters all over the sheet; what belongs together is put together, and
keeps the rectangle that it stands in. ``ingest.drawing_blocks`` makes the blocks.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from engine.domain import SURE_CONFIDENCE, Rect, TitleBlock
from ingest.dimensions import (
    NUMBER_ALONE,
    SIZE_ALONE,
    as_usual,
    is_called_out,
    is_dimension,
    is_only_count,
    plain_text,
    usual_separator,
    with_diameter,
    with_limits,
)
from ingest.directions import turned_back
from ingest.drawing_tables import drawing_tables
from ingest.pdf_blocks import clusters, is_sparse_page
from ingest.pdf_lines import Piece, joint, rows_of, with_markers_joined
from ingest.recognised_lines import DISPUTED
from ingest.strokes import Segment
from ingest.title_block import labelled_fields
from ingest.title_words import Field, FieldValue
from ingest.told_fields import title_of, told_fields

_DESIGNATOR = re.compile(r"[A-Z]{1,3}\d{1,3}")
_TORN_DESIGNATOR = re.compile(r"\d*[A-WYZa-wyz]{1,3}\d{1,3}")  # As recognised: 04C21 for Q4 C21.
_NOTE = re.compile(r"\s*(?:\d{1,2}[.)．]\s|[-•*・※]|(?i:general\s+)?(?i:notes?)\b|注記?|備考)")
_LETTERS = re.compile(r"[^\W\d_]")
_MIN_DIMENSIONS = 3
_MIN_FIELDS = 4
_FEW_FIELDS = 2
_MIN_SHARE = 0.3  # Of a sheet's texts are dimensions.
_NOTE_LETTERS = 30
_ZONE_MARGIN = 0.06  # Of the page: letters and digits there name the zones of its frame.
_MAX_DESIGNATORS = 8
_FILE_REVISION = re.compile(
    r"(?P<number>.+?)[ _.-]*(?:(?<=[ _.-])|(?<=\d))rev(?:ision)?[ _.-]?(?P<revision>[A-Z]|\d{1,3})",
    re.IGNORECASE,
)
KEY_FIELDS = frozenset({Field.NUMBER, Field.REVISION, Field.SCALE, Field.MATERIAL})
"""Fields that hardly anything but a drawing has."""


@dataclass(frozen=True, slots=True)
class Dimension:
    """A dimension as printed and how its text runs: upright text reads up or down the page."""

    text: str
    rect: Rect
    is_upright: bool = False
    confidence: float = 1.0


@dataclass(frozen=True, slots=True)
class Label:
    """Text of a drawing that is neither dimension nor field; ``is_note`` for whole sentences."""

    text: str
    rect: Rect
    is_note: bool = False
    confidence: float = 1.0


@dataclass(frozen=True, slots=True)
class DrawingPage:
    """What a person reads from one sheet, in no order but that of the page."""

    fields: tuple[FieldValue, ...]
    dimensions: tuple[Dimension, ...]
    labels: tuple[Label, ...]
    tables: tuple[tuple[Label, ...], ...] = ()

    def field(self, name: Field) -> FieldValue | None:
        """The field of that name."""
        return next((found for found in self.fields if found.field is name), None)


def drawing_page(
    pieces: Mapping[int, Sequence[Piece]],
    rulings: Sequence[Segment],
    width: float,
    height: float,
) -> DrawingPage | None:
    """What the page says if it is a drawing, else None.

    ``pieces`` are by quarter turns clockwise, each in the frame of its turn (see pdf_pieces);
    ``rulings`` and sizes are those of the page, in points.
    """
    all_level = [piece for row in rows_of(pieces.get(0, ())) for piece in row]
    tables = drawing_tables(all_level)
    in_table = {id(piece) for table in tables for row in table for piece in row}
    level = [piece for piece in all_level if id(piece) not in in_table]
    labelled = labelled_fields(level, rulings)
    if not _is_titled(labelled, level) and not is_sparse_page(level):
        return None
    segments = {turn: _segments(found) for turn, found in pieces.items()}
    held = [found.rect for found in labelled]
    held += [Rect.around([piece.rect for piece in row]) for table in tables for row in table]
    segments[0] = [
        piece for piece in segments.get(0, ()) if not any(_holds(rect, piece.rect) for rect in held)
    ]
    found, rest = _dimensions(segments, width, height)
    named = _designators(segments)
    texts = [piece.text.strip() for part in segments.values() for piece in part]
    n_segments = sum(text not in named for text in texts)
    if not (_is_titled(labelled, level) or _is_dimensioned(found, labelled, n_segments)):
        return None
    labels = tuple(_labels(rest, width, height))
    told = _told(rest.get(0, ()), labelled)
    fields = sorted([*labelled, *told], key=lambda known: list(Field).index(known.field))
    rows = tuple(tuple(_table_row(row) for row in table) for table in tables)
    return DrawingPage(tuple(fields), tuple(found), tuple(_untold(labels, told)), rows)


def _table_row(row: Sequence[Piece]) -> Label:
    text = " | ".join(" ".join(piece.text.split()) for piece in row)
    return Label(text, Rect.around([piece.rect for piece in row]), confidence=_sureness(row))


def _segments(pieces: Sequence[Piece]) -> list[Piece]:
    rows = rows_of(_with_diameter(piece) for piece in pieces)
    # A dimension before another one looks like the number of a section.
    joined = [row if all(map(_is_size, row[:2])) else with_markers_joined(row) for row in rows]
    return with_limits([piece for row in joined for piece in row])


def _is_size(piece: Piece) -> bool:
    return SIZE_ALONE.fullmatch(piece.text.strip()) is not None


def _with_diameter(piece: Piece) -> Piece:
    text = piece.text if piece.confidence == 1 else with_diameter(piece.text)
    if text == piece.text:
        return piece  # Also what the file itself says: only that is sure to the last.
    return replace(piece, text=text, confidence=min(piece.confidence, DISPUTED))


def _is_titled(fields: Sequence[FieldValue], level: Sequence[Piece]) -> bool:
    """Whether the page has a title block: few words besides, or a form with data would be one."""
    names = {found.field for found in fields}
    n_all = sum(len(piece.text) for piece in level)
    n_held = sum(
        len(piece.text) for piece in level if any(_holds(f.rect, piece.rect) for f in fields)
    )
    return len(names) >= _MIN_FIELDS and bool(names & KEY_FIELDS) and n_held > 0.4 * n_all


def _is_dimensioned(
    dimensions: Sequence[Dimension], fields: Sequence[FieldValue], n_segments: int
) -> bool:
    """Whether there are dimensions enough: a page of text with a figure keeps its paragraphs."""
    is_marked = any(d.is_upright or is_called_out(d.text) for d in dimensions)
    n_fields = len({found.field for found in fields})
    is_much = n_fields >= _FEW_FIELDS or len(dimensions) >= _MIN_SHARE * n_segments
    return len(dimensions) >= _MIN_DIMENSIONS and is_much and (is_marked or n_fields >= _FEW_FIELDS)


def _dimensions(
    segments: Mapping[int, Sequence[Piece]], width: float, height: float
) -> tuple[list[Dimension], dict[int, list[Piece]]]:
    """Dimensions, and the segments that are none, by turn."""
    found: list[Dimension] = []
    rest: dict[int, list[Piece]] = {}
    designators = _designators(segments)
    sizes = sorted(p.size for part in segments.values() for p in part if is_dimension(p.text))
    zones = _zones(segments, width, height)
    # The upper quartile: pins of a connector may be numbered more often than dimensioned.
    usual = sizes[3 * len(sizes) // 4] if sizes else 0.0
    for turn, part in sorted(segments.items()):
        for pieces in _callouts(part):
            text = _text_of(pieces)
            rect = turned_back(Rect.around([p.rect for p in pieces]), turn, width, height)
            is_small = pieces[0].size < 0.6 * usual and NUMBER_ALONE.fullmatch(text)
            if text in zones and _is_at_edge(rect, width, height):
                continue
            names = _DESIGNATOR if _sureness(pieces) >= SURE_CONFIDENCE else _TORN_DESIGNATOR
            is_named = bool(designators) and any(map(names.fullmatch, text.split()))
            # On a circuit board a bare number is a pin's.
            is_pin = bool(designators) and text.isdecimal()
            if is_dimension(text) and not (is_small or is_named or is_pin):
                found.append(Dimension(text, rect, turn in (1, 3), _sureness(pieces)))
            else:
                rest.setdefault(turn, []).extend(pieces)
    return _alike(found), rest


def _alike(dimensions: Sequence[Dimension]) -> list[Dimension]:
    """Dimensions with the unsure ones written as the sure ones of the sheet are."""
    separator = usual_separator(d.text for d in dimensions if d.confidence >= SURE_CONFIDENCE)
    return [
        d if d.confidence >= SURE_CONFIDENCE else replace(d, text=as_usual(d.text, separator))
        for d in dimensions
    ]


def _callouts(segments: Sequence[Piece]) -> Iterator[list[Piece]]:
    """Groups of segments that are one dimension or one text together."""
    for group in clusters(segments):
        if is_dimension(_text_of(group)) and _is_one(group):
            yield group
            continue
        # "TYP 2 PLCS" below a text says how often that text holds.
        alone = [p for p in group if is_dimension(p.text) and not is_only_count(p.text)]
        yield from ([piece] for piece in alone)
        if together := [piece for piece in group if piece not in alone]:
            yield together


def _sureness(pieces: Sequence[Piece]) -> float:
    return min(piece.confidence for piece in pieces)


def _text_of(pieces: Sequence[Piece]) -> str:
    joint = " / " if len(pieces) > 1 and _are_stacked(pieces) else " "
    return plain_text(joint.join(piece.text.strip() for piece in pieces))


def _is_one(group: Sequence[Piece]) -> bool:
    """Whether lines near each other are one callout: two plain sizes are two dimensions."""
    plain = [piece for piece in group if _is_size(piece)]
    return len(group) == 1 or len(plain) < 2 or _are_stacked(group)


def _are_stacked(group: Sequence[Piece]) -> bool:
    """Limits of size without a nominal: two numbers on top of each other, left edges in line."""
    if len(group) != 2:
        return False
    upper, lower = sorted(group, key=lambda piece: piece.y0)
    return abs(upper.x0 - lower.x0) < 0.3 * upper.size and lower.y0 - upper.y1 < 0.1 * upper.size


def _designators(segments: Mapping[int, Sequence[Piece]]) -> frozenset[str]:
    """Names of components on a circuit board: R53 is a resistor there and no radius."""
    names = [
        piece.text.strip()
        for part in segments.values()
        for piece in part
        if _DESIGNATOR.fullmatch(piece.text.strip())
    ]
    kinds = {re.sub(r"\d", "", name) for name in names}
    return frozenset(names) if len(names) >= _MAX_DESIGNATORS and len(kinds) >= 2 else frozenset()


def _zones(segments: Mapping[int, Sequence[Piece]], width: float, height: float) -> frozenset[str]:
    """Names of the zones of a frame: they stand at opposite edges, so each is there twice."""
    at_edge = Counter(
        piece.text.strip()
        for turn, part in segments.items()
        for piece in part
        if len(piece.text.strip()) <= 2
        and piece.text.strip().isalnum()
        and _is_at_edge(turned_back(piece.rect, turn, width, height), width, height)
    )
    return frozenset(text for text, n in at_edge.items() if n >= 2)


def _is_at_edge(rect: Rect, width: float, height: float) -> bool:
    x, y = (rect.x0 + rect.x1) / 2 / width, (rect.y0 + rect.y1) / 2 / height
    return not (_ZONE_MARGIN < x < 1 - _ZONE_MARGIN and _ZONE_MARGIN < y < 1 - _ZONE_MARGIN)


def _holds(outer: Rect, inner: Rect) -> bool:
    x, y = (inner.x0 + inner.x1) / 2, (inner.y0 + inner.y1) / 2
    return outer.x0 <= x <= outer.x1 and outer.y0 <= y <= outer.y1


def _labels(rest: Mapping[int, Sequence[Piece]], width: float, height: float) -> Iterator[Label]:
    for turn, part in sorted(rest.items()):
        for group in clusters(part):
            lines = [_line(row) for row in rows_of(group)]
            is_note = _is_notes(lines)
            # A text of one drawn label is one line; of notes, each line is cited by itself.
            for together in [[line] for line in lines] if is_note else [lines]:
                text = plain_text(" ".join(line.text for line in together))
                rect = turned_back(Rect.around([p.rect for p in together]), turn, width, height)
                if len(text) >= 2:  # A letter alone names a section's end.
                    yield Label(text, rect, is_note, _sureness(together))


def _line(row: Sequence[Piece]) -> Piece:
    text = ""
    for piece in row:
        text += joint(text, piece.text.strip()) + piece.text.strip()
    around = Rect.around([piece.rect for piece in row])
    place = replace(row[0], x0=around.x0, y0=around.y0, x1=around.x1, y1=around.y1)
    return replace(place, text=text, confidence=_sureness(row))


def _is_notes(lines: Sequence[Piece]) -> bool:
    text = "".join(line.text for line in lines)
    has_mark = any(_NOTE.match(line.text) for line in lines)
    return len(_LETTERS.findall(text)) >= _NOTE_LETTERS and (has_mark or len(text) > 60)


def _told(level: Sequence[Piece], labelled: Sequence[FieldValue]) -> list[FieldValue]:
    lines = [
        replace(piece, text=plain_text(piece.text))
        for piece in sorted(level, key=lambda piece: (piece.y0, piece.x0))
    ]
    present = [found.field for found in labelled]
    told = list(told_fields(lines, present))
    if Field.TITLE not in present:
        title = title_of(lines)
        told += [title] if title is not None else []
    return told


def _untold(labels: Sequence[Label], told: Sequence[FieldValue]) -> Iterator[Label]:
    """Labels without those that say no more than the fields found in them; numbered notes stay."""
    for label in labels:
        held = [found for found in told if _holds(found.rect, label.rect)]
        n_held = sum(len(found.value) for found in held)
        if _NOTE.match(label.text) or n_held < 0.6 * len(label.text):
            yield label


def title_block_of(fields: Sequence[FieldValue], stem: str) -> TitleBlock | None:
    """Which drawing in which revision, by its title block or else by its file's name."""
    values = {found.field: found.value for found in reversed(fields)}
    named = _FILE_REVISION.fullmatch(stem)
    number = values.get(Field.NUMBER) or (named["number"] if named else "")
    revision = values.get(Field.REVISION) or (named["revision"] if named else "")
    return TitleBlock(number, revision) if number else None
