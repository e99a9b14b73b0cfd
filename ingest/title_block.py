"""Fields of a drawing's title block, by their labels and places, and by what a line can only be.

Fields: ISO 7200:2004 (data fields in title blocks), labels in English and Japanese (JIS Z 8311).
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from engine.domain import Rect
from ingest.pdf_lines import Piece, display_width, joint
from ingest.strokes import Segment


class Field(StrEnum):
    """A field of a title block; the value is the English word for it."""

    NUMBER = "drawing number"
    REVISION = "revision"
    TITLE = "title"
    MATERIAL = "material"
    SCALE = "scale"
    TOLERANCE = "general tolerance"
    UNITS = "units"
    DATE = "date"
    AUTHOR = "drawn by"
    CHECKED = "checked by"
    APPROVED = "approved by"
    SHEET = "sheet"
    SIZE = "sheet size"
    FINISH = "surface finish"
    TREATMENT = "heat treatment"
    QUANTITY = "quantity"
    MASS = "mass"
    PROJECT = "project"
    COMPANY = "company"
    PROJECTION = "projection"


@dataclass(frozen=True, slots=True)
class FieldValue:
    """What a field says: its label as printed (empty if none), its value, where both stand."""

    field: Field
    label: str
    value: str
    rect: Rect
    confidence: float = 1.0


_LABELS: Mapping[Field, str] = {
    Field.NUMBER: (
        "drawing number|drawing no|drawing|drg no|dwg no|dwg number|dwg|file no|file name|part number"
        "|part no|part|p/n|item number|document no|doc no|図番|図面番号|図面no|部品番号|部番|品番|図番号"
    ),
    Field.REVISION: "revision|rev no|rev|issue|version|改訂|改訂番号|版|版数|訂符|改番|rev.no|変更",
    Field.TITLE: (
        "drawing title|title|description|part name|name of part|品名|部品名|名称|部品名称|図名|図面名称"
        "|表題|件名|図面名"
    ),
    Field.MATERIAL: "material|materials|matl|mat|stock|材質|材料|使用材料|素材",
    Field.SCALE: "scale|尺度|縮尺|スケール",
    Field.TOLERANCE: (
        "tolerance|tolerances|general tolerance|general tolerances|gen tol|tol|普通公差|一般公差|公差"
        "|普通許容差|指示なき公差|指定なき公差"
    ),
    Field.UNITS: "unit|units|dimensions in|dimensions are in|dims in|単位",
    Field.DATE: "date|drawn date|issue date|release date|日付|年月日|作成日|製図日|発行日|出図日",
    Field.AUTHOR: (
        "drawn|drawn by|dwn|drn|drw|dr|designed by|designed|design|designer|author|created by"
        "|製図|設計|作成|作成者|担当|設計者|製図者"
    ),
    Field.CHECKED: "checked|checked by|chk|chkd|chk'd|check|検図|照査|審査|確認",
    Field.APPROVED: "approved|approved by|appv|appvd|appv'd|appr|apprvd|承認|承認者",
    Field.SHEET: "sheet|sheet no|sht|page|pg no|page no|葉番|シート|頁|枚数",
    Field.SIZE: "size|sheet size|format|用紙|用紙サイズ|図面サイズ",
    Field.FINISH: "finish|surface finish|surface treatment|coating|plating|表面処理|処理|仕上|仕上げ|塗装",
    Field.TREATMENT: "heat treatment|heat treat|hardness|熱処理|硬度|硬さ",
    Field.QUANTITY: "qty|quantity|no off|no. off|pieces|数量|個数|員数|台数",
    Field.MASS: "weight|mass|wt|重量|質量",
    Field.PROJECT: "project|project name|job|job no|order no|工事名|工番|プロジェクト|案件|機種|装置名",
    Field.COMPANY: "company|会社名|社名",
    Field.PROJECTION: "projection|投影法|投影",
}
_OTHER_LABELS = (
    "name|signature|sign|do not scale drawing|deburr and break sharp edges|q.a|qa|mfg|comments|code"
    "|cage code|contract|eng|engineer|zone|eco|ecn|used on|next assy|next assembly|application"
    "|署名|氏名|印|記事|備考|変更内容|摘要|コード|客先|納入先"
)


def _key(text: str) -> str:
    """A label without case, spaces, accents of width and closing punctuation."""
    folded = unicodedata.normalize("NFKC", text).casefold()
    return re.sub(r"[\s.:：・_#№]+", "", folded)


_FIELD_OF = {_key(label): field for field, labels in _LABELS.items() for label in labels.split("|")}
_KNOWN_LABELS = frozenset(_FIELD_OF) | {_key(label) for label in _OTHER_LABELS.split("|")}
_INLINE = re.compile(r"\s*([^:：=]{1,24}?)\s*[:：=]\s*(\S.*)")
_SPACED = re.compile(r"\s*([^\W\d_.]{2,12}\.?)\s+(\S.*)")
_SHAPES: Mapping[Field, re.Pattern[str]] = {
    Field.SCALE: re.compile(
        r"\d+(?:\.\d+)?\s*[:：/]\s*\d+(?:\.\d+)?|n\.?\s?t\.?\s?s\.?|full|none|現尺|as noted|-", re.I
    ),
    Field.SHEET: re.compile(r"\d+\s*(?:of|/|／)\s*\d+|\d{1,3}", re.I),
    Field.SIZE: re.compile(r"A[0-5]|[A-E]|ANSI\s[A-E]"),
    Field.REVISION: re.compile(r"[A-Za-z]{0,2}\.?\s?\d{0,3}(?:\.\d{1,3})*|-|–|初版|第?\d+版"),
    Field.DATE: re.compile(
        r"\d{1,4}\s?[-/.年]\s?\d{1,2}\s?[-/.月]\s?\d{1,4}日?|\d{1,2}[-. ][A-Za-z]{3,9}[-. ,]\d{2,4}"
        r"|[A-Za-z]{3,9}\.? \d{1,2},? \d{4}|(?:令和|平成|昭和|[RHS])\s?\d{1,2}[年./-]\d{1,2}[月./-]\d{1,2}日?"
    ),
    Field.QUANTITY: re.compile(r"\d+\s*(?:pcs?|pieces?|off|ea|個|枚|本|台|式)?\.?", re.I),
    Field.MASS: re.compile(r"[\d.,]+\s*(?:k?g|lbs?|t)?", re.I),
    Field.UNITS: re.compile(
        r"(?:in |are in )?(?:mm|cm|m|in|inch(?:es)?|millimet(?:er|re)s?|ミリ(?:メートル)?)\.?", re.I
    ),
    Field.NUMBER: re.compile(r"(?=.*\d)[\w./() +-]{2,40}"),
}
_MAX_DISTANCE = 22.0  # Between a label and its value, in sizes of the larger.
_MAX_LINES = 4


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
            field, label, value = inline
            found.append(FieldValue(field, label, value, segment.rect))
        elif (key := _key(segment.text)) in _FIELD_OF:
            labels.append((segment, _FIELD_OF[key]))
        elif key not in _KNOWN_LABELS and not _closes_label(segment.text):
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
    for i, k in sorted(of_label.items()):
        label, field = labels[i]
        free = [other for other in others if id(other) not in taken]
        lines = _whole_value(others[k], free, rulings)
        text = ""
        for line in lines:
            text += joint(text, line.text.strip()) + line.text.strip()
        rect = Rect.around([label.rect, *(line.rect for line in lines)])
        found.append(FieldValue(field, label.text.strip(), " ".join(text.split()), rect))
    return found


def _inline(text: str) -> tuple[Field, str, str] | None:
    if match := _INLINE.fullmatch(text):
        label, value = match.groups()
        field = _FIELD_OF.get(_key(label))
        if field is not None and len(value) <= 120:
            return field, label.strip(), value.strip()
    if match := _SPACED.fullmatch(text):
        label, value = match.groups()
        field = _FIELD_OF.get(_key(label))
        shape = _SHAPES.get(field) if field is not None and field is not Field.NUMBER else None
        if field is not None and shape is not None and shape.fullmatch(value.strip()):
            return field, label.strip(), value.strip()
    return None


def _closes_label(text: str) -> bool:
    return text.rstrip().endswith((":", "："))


def _cost(
    label: Piece, field: Field, value: Piece, rulings: Sequence[Segment]
) -> float | None:
    """How far a value is from a label that it may belong to; None if it cannot."""
    height = label.y1 - label.y0
    across = max(0.0, value.x0 - label.x1)
    down = max(0.0, value.y0 - label.y1)
    is_beside = min(label.y1, value.y1) - max(label.y0, value.y0) > 0.3 * height
    if value.x1 <= label.x0 + 0.3 * height or value.y1 < label.y0 + 0.5 * height:
        return None
    if is_beside and value.x0 < label.x0 + 0.3 * (label.x1 - label.x0):
        is_beside = False
    if not is_beside and (value.y0 + value.y1 < label.y0 + label.y1 + 0.4 * height):
        return None
    if not is_beside and across > 0.5 * _MAX_DISTANCE * value.size:
        return None
    size = max(label.size, value.size)
    if across + down > _MAX_DISTANCE * size or down > 3.0 * size:
        return None
    shape = _SHAPES.get(field)
    fits = shape is None or shape.fullmatch(value.text.strip()) is not None
    if not fits and field in {Field.SCALE, Field.SHEET, Field.SIZE, Field.DATE, Field.REVISION}:
        return None
    if _is_parted(label, value, rulings):
        return None
    return across + 1.5 * down + (0.0 if fits else 4.0 * size)


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


# Lines that say what they are.

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
    r"(?i)tolerances?\b.*\d|unless otherwise.*(?:±|\+/?-)\s*[\d.,]|ISO\s?2768|JIS\s?B\s?0405|ISO\s?8015"
    r"|ISO\s?22081|(?:公差|許容差).*\d|指示(?:なき|無き|のない).*(?:±|\d)"
)
_UNITS = re.compile(
    r"(?i)\b(?:all\s+)?dim(?:ension)?s?\b.{0,12}\b(?:mm|cm|millimet(?:er|re)s?|inch(?:es)?|in\.?)(?:\W|$)"
    r"|^units?\s*[:：]?\s*(?:mm|inch(?:es)?|in)\.?$|単位\s*[:：(（]?\s*(?:mm|ミリ|インチ|㎜)"
)
_SCALE_LINE = re.compile(r"(?i)\bscale\s*[:=]?\s*(\d+(?:\.\d+)?\s*[:/]\s*\d+)|(?:尺度|縮尺)\s*[:：]?\s*(\d+\s*[:：/]\s*\d+)")
_SIZE_LINE = re.compile(r"\bA[0-4]\b")
_QUANTITY_LINE = re.compile(r"(?i)\b(\d+\s*(?:pieces|pcs|off)|qty\.?\s*[:=]?\s*\d+)\b|(?:数量|個数)\s*[:：]?\s*\d+\s*[個枚本台]?")
_COMPANY = re.compile(
    r"(?i)\b(?:inc|ltd|llc|gmbh|corp|corporation|company|co\.|initiative|institute|university|s\.r\.l)\b"
    r"|株式会社|有限会社|[(（]株[)）]|製作所|工業"
)
_LIST_MARK = re.compile(r"^\s*(?:\d{1,2}[.)．]|[-•*])\s*")


def told_fields(lines: Sequence[Piece], present: Sequence[Field]) -> Iterator[FieldValue]:
    """Fields without a label, from lines that can be nothing else; ``present`` are known."""
    known = set(present)
    for field, value, line in _told(lines):
        if field not in known:
            known.add(field)
            yield FieldValue(field, "", value, line.rect)


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
            date = _SHAPES[Field.DATE].search(text)
            yield Field.UNITS, (text[: date.start()] if date else text).rstrip(" /-,"), line
        if match := _SCALE_LINE.search(text):
            yield Field.SCALE, match[1] or match[2], line
            if size := _SIZE_LINE.search(text):
                yield Field.SIZE, size[0], line
        if match := _QUANTITY_LINE.search(text):
            yield Field.QUANTITY, match[0], line
        if match := _SHAPES[Field.DATE].search(text):
            yield Field.DATE, match[0], line
        if _COMPANY.search(text) and "//" not in text:
            yield Field.COMPANY, text, line


def _material(text: str, line: Piece, following: Sequence[Piece]) -> tuple[str, Piece]:
    """A material with the form of stock that the next line may give."""
    for below in following:
        is_stock = re.search(r"(?i)\b(?:rod|bar|sheet|plate|tube|stock|wire|profile)s?\b|[板棒材管]", below.text)
        if is_stock and below.y0 - line.y1 < 0.5 * line.size:
            whole = f"{text}{joint(text, below.text)}{' '.join(below.text.split())}"
            around = Rect.around([line.rect, below.rect])
            place = replace(line, x0=around.x0, y0=around.y0, x1=around.x1, y1=around.y1)
            return whole, place
    return text, line


def title_of(lines: Sequence[Piece]) -> FieldValue | None:
    """The drawing's name where no label says it: the largest lettering, or what stands by a date."""
    named = [line for line in lines if len(re.findall(r"[^\W\d_]", line.text)) >= 3]
    if not named:
        return None
    sizes = sorted(line.size for line in named)
    largest = max(named, key=lambda line: line.size)
    if largest.size >= 1.4 * sizes[len(sizes) // 2] and len(largest.text.split()) > 1:
        return FieldValue(Field.TITLE, "", " ".join(largest.text.split()), largest.rect)
    for line in named:
        text = " ".join(line.text.split())
        date = _SHAPES[Field.DATE].search(text)
        before = text[: date.start()].rstrip(" -–/,:") if date else ""
        if len(before) >= 3 and not _UNITS.search(before):
            return FieldValue(Field.TITLE, "", before, line.rect)
    return None
