"""Fields of a drawing's title block by their labels: values beside or below them."""

from __future__ import annotations

import re
from collections.abc import Sequence

from engine.domain import Rect
from ingest.pdf_lines import Piece, joint
from ingest.strokes import Segment
from ingest.title_words import FIELD_OF, KNOWN_LABELS, SHAPES, Field, FieldValue, label_key

_INLINE = re.compile(r"\s*([^:：=]{1,24}?)\s*[:：=]\s*(\S.*)")
_SPACED = re.compile(r"\s*([^\W\d_.]{2,12}\.?)\s+(\S.*)")
_KIND = re.compile(r"(?i)(?:type|grade|種類|種別)\s*[:：]\s*(?=\S)")
_MAX_DISTANCE = 22.0  # Between a label and its value, in sizes of the larger.
_MAX_LINES = 4
_STRICT = frozenset({Field.SCALE, Field.SHEET, Field.SIZE, Field.DATE, Field.REVISION})


def labelled_fields(segments: Sequence[Piece], rulings: Sequence[Segment]) -> list[FieldValue]:
    """Fields whose label is printed: ``Label: value`` in one line, or a value beside or below it.

    A value belongs to the nearest label that no ruling parts it from, and to one label alone.
    """
    found: list[FieldValue] = []
    labels: list[tuple[Piece, Field]] = []
    others: list[Piece] = []
    for segment in segments:
        inline = _inline(segment.text)
        if inline is not None:
            found.append(FieldValue(*inline, segment.rect, segment.confidence))
        elif (key := label_key(segment.text)) in FIELD_OF:
            labels.append((segment, FIELD_OF[key]))
        elif key not in KNOWN_LABELS and not _is_no_value(segment.text):
            others.append(segment)
    pairs = sorted(
        (
            (cost, i, k)
            for i, (label, field) in enumerate(labels)
            for k, value in enumerate(others)
            if (cost := _cost(label, field, value, rulings)) is not None
        ),
    )
    of_label: dict[int, int] = {}
    for _, i, k in pairs:
        if i not in of_label and k not in of_label.values():
            of_label[i] = k
    taken = {id(others[k]) for k in of_label.values()}
    free = [other for other in others if id(other) not in taken]
    for i, k in sorted(of_label.items()):
        label, field = labels[i]
        lines = _whole_value(others[k], free, rulings)
        text = ""
        for line in lines:
            text += joint(text, line.text.strip()) + line.text.strip()
        if field is Field.MATERIAL:
            text = text[kind.end() :] if (kind := _KIND.match(text)) else text
        rect = Rect.around([label.rect, *(line.rect for line in lines)])
        sure = min(piece.confidence for piece in (label, *lines))
        found.append(FieldValue(field, label.text.strip(), " ".join(text.split()), rect, sure))
    return found


def _inline(text: str) -> tuple[Field, str, str] | None:
    if match := _INLINE.fullmatch(text):
        label, value = match.groups()
        field = FIELD_OF.get(label_key(label))
        if field is not None and len(value) <= 120:
            return field, label.strip(), value.strip()
    if match := _SPACED.fullmatch(text):
        label, value = match.groups()
        field = FIELD_OF.get(label_key(label))
        shape = SHAPES.get(field) if field is not None and field is not Field.NUMBER else None
        if field is not None and shape is not None and shape.fullmatch(value.strip()):
            return field, label.strip(), value.strip()
    return None


def _is_no_value(text: str) -> bool:
    """A label of its own, or an item of a list."""
    return text.rstrip().endswith((":", "：")) or text.lstrip().startswith(("・", "•", "※", "*"))


def _cost(label: Piece, field: Field, value: Piece, rulings: Sequence[Segment]) -> float | None:
    """How far a value is from a label that it may belong to; None if it cannot."""
    across = max(0.0, value.x0 - label.x1)
    down = max(0.0, value.y0 - label.y1)
    size = max(label.size, value.size)
    shape = SHAPES.get(field)
    fits = shape is None or shape.fullmatch(value.text.strip()) is not None
    if (
        not (_is_beside(label, value) or _is_below(label, value))
        or across + down > _MAX_DISTANCE * size
        or (not fits and field in _STRICT)
        or _is_parted(label, value, rulings)
    ):
        return None
    return across + 1.5 * down + (0.0 if fits else 4.0 * size)


def _is_beside(label: Piece, value: Piece) -> bool:
    height, width = label.y1 - label.y0, label.x1 - label.x0
    overlap = min(label.y1, value.y1) - max(label.y0, value.y0)
    return overlap > 0.3 * height and value.x0 >= label.x0 + 0.3 * width


def _is_below(label: Piece, value: Piece) -> bool:
    height = label.y1 - label.y0
    is_lower = value.y0 + value.y1 >= label.y0 + label.y1 + 0.4 * height
    is_near = value.y0 - label.y1 <= 3.0 * max(label.size, value.size)
    is_across = value.x1 > label.x0 + 0.3 * height
    return (
        is_lower
        and is_near
        and is_across
        and value.x0 - label.x1 <= 0.5 * _MAX_DISTANCE * value.size
    )


def _is_parted(label: Piece, value: Piece, rulings: Sequence[Segment]) -> bool:
    """Whether a ruling crosses the straight way from the label's middle to the value."""
    x0, y0 = (label.x0 + label.x1) / 2, (label.y0 + label.y1) / 2
    x1 = min(max(x0, value.x0), value.x1)
    y1 = min(max(y0, (3 * value.y0 + value.y1) / 4), (value.y0 + 3 * value.y1) / 4)
    return any(_crosses((x0, y0, x1, y1), ruling) for ruling in rulings)


def _crosses(way: tuple[float, float, float, float], ruling: Segment) -> bool:
    x0, y0, x1, y1 = way
    (rx0, ry0), (rx1, ry1) = ruling
    if rx1 - rx0 > ry1 - ry0:
        if not min(y0, y1) < ry0 < max(y0, y1):
            return False
        x = x0 + (x1 - x0) * (ry0 - y0) / (y1 - y0)
        return rx0 <= x <= rx1
    if not min(x0, x1) < rx0 < max(x0, x1):
        return False
    y = y0 + (y1 - y0) * (rx0 - x0) / (x1 - x0)
    return ry0 <= y <= ry1


def _whole_value(first: Piece, free: Sequence[Piece], rulings: Sequence[Segment]) -> list[Piece]:
    """A value with the lines below it in its cell."""
    lines = [first]
    for _ in range(_MAX_LINES - 1):
        last = lines[-1]
        below = [
            piece
            for piece in free
            if piece not in lines
            and -0.3 * last.size < piece.y0 - last.y1 < 0.6 * last.size
            and abs(piece.size - last.size) < 0.1 * last.size
            and min(piece.x1, last.x1) > max(piece.x0, last.x0)
            and not _is_parted(last, piece, rulings)
        ]
        if not below:
            break
        lines.append(min(below, key=lambda piece: piece.y0))
    return lines
