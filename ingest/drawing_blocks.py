"""A sheet of a drawing as blocks under headings of our own, with what symbols mean in words."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace

from engine.domain import Block, BlockKind, Rect
from ingest.dimensions import NUMBER_ALONE, in_words
from ingest.drawing_page import Dimension, DrawingPage, Label
from ingest.title_words import Field, FieldValue

_JAPANESE = re.compile(r"[ぁ-ゖァ-ヺ一-鿿]")
_FEW_LETTERS = 3  # Fewer in Japanese are a recogniser's mistakes.


def blocks_of_drawing(page: DrawingPage, name: str) -> list[Block]:
    """The blocks of a sheet under headings; ``name`` is what its document is called."""
    texts = " ".join([name, *(f.value for f in page.fields), *(la.text for la in page.labels)])
    is_japanese = len(_JAPANESE.findall(texts)) >= _FEW_LETTERS
    blocks: list[Block] = []
    title_field = page.field(Field.TITLE)
    if title_field is not None:
        text = title_field.value + "\n"
        blocks.append(Block(text, title_field.rect, BlockKind.HEADING, 1))
    units = page.field(Field.UNITS)
    blocks += field_blocks(page.fields, is_japanese=is_japanese)
    notes = [_label_block(label) for label in page.labels if label.is_note]
    blocks += _under("注記" if is_japanese else "Notes", notes)
    heading = "寸法" if is_japanese else "Dimensions"
    unit = _unit_of(units.value) if units is not None else ""
    heading += f" ({unit})" if unit else ""
    blocks += _under(heading, list(_dimension_blocks(page.dimensions, is_japanese=is_japanese)))
    for table in page.tables:
        rows = [replace(_label_block(row), kind=BlockKind.TABLE_ROW) for row in table]
        blocks += _under("表" if is_japanese else "Table", rows)
    others = [_label_block(label) for label in page.labels if not label.is_note]
    blocks += _under("図中の文字" if is_japanese else "Other text on the drawing", others)
    return blocks


def _label_block(label: Label) -> Block:
    return Block(label.text + "\n", label.rect, confidence=label.confidence)


def field_blocks(fields: Sequence[FieldValue], *, is_japanese: bool = False) -> list[Block]:
    """A heading and a line for each field; nothing for no fields."""
    heading = "表題欄" if is_japanese else "Title block"
    return _under(heading, [_field_block(found) for found in fields])


def _under(heading: str, blocks: list[Block]) -> list[Block]:
    if not blocks:
        return []
    rect = Rect.around([block.rect for block in blocks])
    return [Block(heading + "\n", rect, BlockKind.HEADING, 2), *blocks]


def _field_block(found: FieldValue) -> Block:
    label = found.label.rstrip(" .:：")
    name = found.field.value
    if not label:
        if name.split()[-1] in found.value.casefold():
            return Block(found.value + "\n", found.rect, confidence=found.confidence)
        label = name[:1].upper() + name[1:]
    elif name.rstrip("s") not in label.casefold():
        label = f"{label} ({name})"
    return Block(f"{label}: {found.value}\n", found.rect, confidence=found.confidence)


def _dimension_blocks(dimensions: Sequence[Dimension], *, is_japanese: bool) -> Iterator[Block]:
    for dimension in dimensions:
        text = in_words(dimension.text, is_japanese=is_japanese)
        yield Block(text + "\n", dimension.rect, confidence=dimension.confidence)
    words = (
        ("横方向の最大寸法（外形）", "縦方向の最大寸法（外形）")
        if is_japanese
        else (
            "Largest horizontal dimension (overall length or width)",
            "Largest vertical dimension (overall height or width)",
        )
    )
    usual = _usual_form(dimensions)
    for is_upright, word in zip((False, True), words, strict=True):
        lengths = [
            (_length(d.text), d)
            for d in dimensions
            if d.is_upright is is_upright and _form(d.text) == usual
        ]
        known = [(length, d) for length, d in lengths if length is not None]
        if len(known) >= 2:
            _, largest = max(known, key=lambda pair: pair[0])
            yield Block(f"{word}: {largest.text}\n", largest.rect, confidence=largest.confidence)


def _usual_form(dimensions: Sequence[Dimension]) -> tuple[bool, bool]:
    forms = Counter(_form(d.text) for d in dimensions if NUMBER_ALONE.fullmatch(d.text))
    return max(forms, key=lambda form: (forms[form], form), default=(False, False))


def _form(text: str) -> tuple[bool, bool]:
    """Whether a number has decimals and whether it has a unit: one sheet writes lengths alike."""
    return ("." in text or "," in text, text.rstrip(")").endswith(("mm", "cm", "in")))


def _length(text: str) -> float | None:
    match = NUMBER_ALONE.fullmatch(text)
    return float(re.sub(r"[^\d.]", "", text.replace(",", ".")) or 0) if match else None


def _unit_of(units: str) -> str:
    folded = units.casefold()
    if "inch" in folded or re.search(r"\bin\b\.?$", folded) or "インチ" in units:
        return "in"
    if re.search(r"\bcm\b|centim", folded):
        return "cm"
    return "mm" if re.search(r"mm|millim|ミリ|㎜", folded) else ""
