"""Fields of a drawing that no label names, from lines that can be nothing else."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from engine.domain import SURE_CONFIDENCE, Rect
from ingest.pdf_lines import Piece, display_width, joint
from ingest.title_words import SHAPES, Field, FieldValue

_MATERIAL = re.compile(
    r"(?i)\b(?:(?:stainless|mild|carbon|tool|spring|alloy)\s+steel|steel|alumini?um|brass|bronze|copper"
    r"|cast iron|titanium|inconel|polycarbonate|acrylic|nylon|delrin|pom|peek|ptfe|abs|petg|plywood"
    r"|AL?\s?[2567]0\d\d(?:-T\d+)?|[AE]N?\s?AW-\d{4}|S\d\dC|SS400|SUJ2|SCM\d{3}|SKD\d+|SKH\d+|SPCC"
    r"|SECC|FC\d{3}|FCD\d{3}|ADC12|C3604|1\.\d{4})\b"
    r"|SUS\s?\d{3}|A[2567]0\d\dP?|ステンレス|アルミ(?:ニウム)?|真鍮|黄銅|りん青銅|炭素鋼|工具鋼|鋼板|鋳鉄"
    r"|ジュラコン|ポリカーボネート|アクリル|樹脂"
)
_MATERIAL_NOTE = re.compile(r"(?i)\bmaterials?\s*(?:to be|shall be|is|are|:|=)\s*(.+?)\.?\s*$")
_TOLERANCE = re.compile(
    r"(?i)tolerances?\b.*\d|unless otherwise.*(?:±|\+/?-)\s*[\d.,]"
    r"|ISO\s?(?:2768|8015|22081)|JIS\s?B\s?0405|(?:公差|許容差).*\d|指示(?:なき|無き|のない).*(?:±|\d)"
)
_UNITS = re.compile(
    r"(?i)\b(?:all\s+)?dim(?:ension)?s?\b.{0,12}\b(?:mm|cm|millimet(?:er|re)s?|inch(?:es)?|in\.?)(?:\W|$)"
    r"|^units?\s*[:：]?\s*(?:mm|inch(?:es)?|in)\.?$|単位\s*[:：(（]?\s*(?:mm|ミリ|インチ|㎜)"
)
_SCALE_LINE = re.compile(
    r"(?i)\bscale\s*[:=]?\s*(\d+(?:\.\d+)?\s*[:/]\s*\d+)|(?:尺度|縮尺)\s*[:：]?\s*(\d+\s*[:：/]\s*\d+)"
)
_SIZE_LINE = re.compile(r"\bA[0-4]\b")
_QUANTITY_LINE = re.compile(
    r"(?i)\b(\d+\s*(?:pieces|pcs|off)|qty\.?\s*[:=]?\s*\d+)\b|(?:数量|個数)\s*[:：]?\s*\d+\s*[個枚本台]?"
)
_COMPANY = re.compile(
    r"(?i)\b(?:inc|ltd|llc|gmbh|corp|corporation|company|co\.|initiative|institute|university)\b"
    r"|株式会社|有限会社|[(（]株[)）]|製作所|工業"
)
_LIST_MARK = re.compile(r"^\s*(?:\d{1,2}[.)．]|[-•*])\s*")


def told_fields(lines: Sequence[Piece], present: Sequence[Field]) -> Iterator[FieldValue]:
    """Fields without a label, from lines that can be nothing else; ``present`` are known."""
    known = set(present)
    for field, value, line in _told(lines):
        if field not in known:
            known.add(field)
            yield FieldValue(field, "", value, line.rect, line.confidence)


def _told(lines: Sequence[Piece]) -> Iterator[tuple[Field, str, Piece]]:
    for position, line in enumerate(lines):
        text = _LIST_MARK.sub("", " ".join(line.text.split())).rstrip(" .。")
        if display_width(text) > 120:
            continue
        if match := _MATERIAL_NOTE.search(text):
            yield Field.MATERIAL, match[1], line
        elif _TOLERANCE.search(text):
            yield Field.TOLERANCE, text, line
        elif _MATERIAL.search(text) and display_width(text) <= 60:
            whole, place = _material(text, line, lines[position + 1 : position + 2])
            yield Field.MATERIAL, whole, place
        if _UNITS.search(text):
            date = SHAPES[Field.DATE].search(text)
            yield Field.UNITS, (text[: date.start()] if date else text).rstrip(" /-,"), line
        if match := _SCALE_LINE.search(text):
            yield Field.SCALE, match[1] or match[2], line
            if size := _SIZE_LINE.search(text):
                yield Field.SIZE, size[0], line
        if match := _QUANTITY_LINE.search(text):
            yield Field.QUANTITY, match[0], line
        if match := SHAPES[Field.DATE].search(text):
            yield Field.DATE, match[0], line
        if _COMPANY.search(text) and "//" not in text and len(text.split()) > 1:
            yield Field.COMPANY, text, line


def _material(text: str, line: Piece, following: Sequence[Piece]) -> tuple[str, Piece]:
    """A material with the form of stock that the next line may give."""
    for below in following:
        is_stock = re.search(
            r"(?i)\b(?:rod|bar|sheet|plate|tube|stock|wire|profile)s?\b|[板棒材管]", below.text
        )
        if is_stock and below.y0 - line.y1 < 0.5 * line.size:
            whole = f"{text}{joint(text, below.text)}{' '.join(below.text.split())}"
            around = Rect.around([line.rect, below.rect])
            place = replace(line, x0=around.x0, y0=around.y0, x1=around.x1, y1=around.y1)
            return whole, place
    return text, line


def title_of(lines: Sequence[Piece]) -> FieldValue | None:
    """The drawing's name without a label: the largest lettering, or what stands before a date."""
    named = [
        line
        for line in lines
        if len(re.findall(r"[^\W\d_]", line.text)) >= 3 and line.confidence >= SURE_CONFIDENCE
    ]
    if not named:
        return None
    sizes = sorted(line.size for line in named)
    largest = max(named, key=lambda line: line.size)
    if largest.size >= 1.4 * sizes[len(sizes) // 2] and len(largest.text.split()) > 1:
        text = " ".join(largest.text.split())
        return FieldValue(Field.TITLE, "", text, largest.rect, largest.confidence)
    for line in named:
        text = " ".join(line.text.split())
        date = SHAPES[Field.DATE].search(text)
        before = text[: date.start()].rstrip(" -–/,:") if date else ""
        if len(before) >= 3 and not _UNITS.search(before):
            return FieldValue(Field.TITLE, "", before, line.rect, line.confidence)
    return None
