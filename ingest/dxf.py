"""DXF drawings to pages of their texts and a table of their entities.

Rectangles are those of the page that ``ingest.dxf_page`` draws. Entities inside blocks are counted
but have no rows: the row of the reference says which block it is.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import islice
from pathlib import Path
from typing import TypeAlias

from ezdxf.entities.dxfentity import DXFEntity
from ezdxf.entities.insert import Insert

from engine.domain import (
    Block,
    Cell,
    Column,
    ColumnType,
    DocumentHead,
    DocumentKind,
    LogRows,
    LogTable,
    Page,
    ReadPart,
    ReadProblem,
    Rect,
)
from ingest.drawing_blocks import field_blocks
from ingest.drawing_page import title_block_of
from ingest.dxf_entities import Measures, measures, number, text_of
from ingest.dxf_file import DXF_FAULTS, DxfFile, load_dxf
from ingest.dxf_page import DrawnLayout, drawn_layouts
from ingest.pdf_lines import Piece
from ingest.title_block import labelled_fields
from ingest.title_words import FieldValue
from ingest.typed_rows import table_name

_BATCH_ROWS = 500
_MAX_PROBLEMS = 50
_UNITS = {1: "in", 2: "ft", 3: "mi", 4: "mm", 5: "cm", 6: "m", 7: "km", 9: "mil", 13: "µm"}
_TEXTS = ("handle", "type", "layer", "layout", "block", "text")
_LENGTHS = ("x", "y", "length", "diameter", "radius", "width", "height")

_Entry: TypeAlias = tuple[DXFEntity, Measures, str]
"""An entity with its measures and its text."""


def read_dxf(path: Path) -> Iterator[ReadPart]:
    """Head, a page a layout, then the table of entities. Errors: FileDamaged, FileEmpty."""
    file = load_dxf(path)
    unit = _UNITS.get(file.units, "")
    yield DocumentHead(DocumentKind.DRAWING, path.stem, len(file.layouts))
    yield from file.problems
    problems: list[ReadProblem] = []
    rows: list[tuple[Cell, ...]] = []
    for page, drawn in enumerate(drawn_layouts(file), start=1):
        entries = list(_entries(file, page, unit, problems))
        texts = _texts(drawn, entries)
        fields = _fields(texts)
        blocks = [*_facts(file, page, drawn, entries, unit), *field_blocks(fields), *texts]
        if block := title_block_of(fields, path.stem):
            yield block
        yield Page(page, drawn.width_pt, drawn.height_pt, tuple(blocks), drawn.name)
        rows += [_row(entry, drawn.name) for entry in entries]
    yield from problems[:_MAX_PROBLEMS]
    # Read in words, the number of rows was taken for the number of holes.
    name = table_name(f"{path.stem}_entities")
    yield LogTable(name, tuple(_columns(unit)), is_in_words=False)
    remaining = iter(rows)
    first = 1
    while batch := tuple(islice(remaining, _BATCH_ROWS)):
        yield LogRows(first, batch)
        first += len(batch)


def _entries(file: DxfFile, page: int, unit: str, problems: list[ReadProblem]) -> Iterator[_Entry]:
    for entity in file.layouts[page - 1]:
        if entity.dxftype() == "VIEWPORT":
            continue
        for part in (entity, *(entity.attribs if isinstance(entity, Insert) else ())):
            try:
                yield part, measures(part), text_of(part, unit)
            except DXF_FAULTS as error:
                detail = f"{part.dxftype()} {part.dxf.get('handle', '')}: {error}"
                problems.append(ReadProblem("entity-unreadable", detail[:200], page=page))


# The page.


def _facts(
    file: DxfFile, page: int, drawn: DrawnLayout, entries: list[_Entry], unit: str
) -> Iterator[Block]:
    """What a person sees of the whole: each fact stands for all that is drawn."""
    rect = Rect(0.0, 0.0, drawn.width_pt, drawn.height_pt)
    box = drawn.extent
    lines = [f"Drawing units: {unit or 'not given'}"]
    if box is not None:
        size = f"{number(box[0])} x {number(box[1])} {unit or 'drawing units'}"
        # Not the size of the part: frames and dimension lines stand around it.
        lines.append(f"Everything drawn, with texts and dimensions (width x height): {size}")
    layers = sorted({str(entity.dxf.get("layer", "0")) for entity, _, _ in entries})
    lines.append(f"Layers: {', '.join(layers)}")
    inserts = Counter(str(e.dxf.get("name", "")) for e, _, _ in entries if isinstance(e, Insert))
    if inserts:
        lines.append(f"Blocks: {_counts(inserts)}")
    lines.append(f"Entities: {_counts(Counter(m.type for _, m, _ in entries))}")
    if page == 1 and file.unfolded:
        lines.append(f"Entities inside the blocks of all layouts: {_counts(file.unfolded)}")
    circles = Counter(number(m.diameter) for _, m, _ in entries if m.diameter is not None)
    if circles:
        ending = f" ({unit})" if unit else ""
        lines.append(f"Circles: {circles.total()} in all")
        # Without their counts: the first of them was read as the number of holes.
        lines.append(f"Diameters of the circles{ending}: {', '.join(sorted(circles, key=float))}")
    for line in lines:
        yield Block(line + "\n", rect)


def _counts(counter: Counter[str]) -> str:
    return ", ".join(f"{name} {n}" for name, n in sorted(counter.items()))


def _texts(drawn: DrawnLayout, entries: list[_Entry]) -> list[Block]:
    """Top to bottom, then left to right."""
    found = []
    for entity, measured, text in entries:
        if text:
            handle = str(entity.dxf.get("handle", ""))
            found.append((drawn.place(handle, measured.x or 0.0, measured.y or 0.0), text))
    ordered = sorted(found, key=lambda item: (round(item[0].y0), item[0].x0))
    return [Block(text + "\n", rect) for rect, text in ordered]


def _fields(texts: Sequence[Block]) -> list[FieldValue]:
    """The title block's fields, where texts or attributes are labelled as such."""
    pieces = [
        Piece(b.text.strip(), b.rect.x0, b.rect.y0, b.rect.x1, b.rect.y1, b.rect.y1 - b.rect.y0)
        for b in texts
    ]
    return labelled_fields(pieces, ())


# The table.


def _columns(unit: str) -> Iterator[Column]:
    reason = "of every drawing"
    titled = f" ({unit})" if unit else ""
    for name in _TEXTS[:-1]:
        yield Column(name, name, ColumnType.TEXT, reason)
    for name in _LENGTHS:
        yield Column(name, name + titled, ColumnType.REAL, reason)
    yield Column("closed", "closed (1 = yes)", ColumnType.INTEGER, reason)
    yield Column("text", "text", ColumnType.TEXT, reason)
    yield Column("measured", f"measured{titled}", ColumnType.REAL, "degrees for angles")


def _row(entry: _Entry, layout: str) -> tuple[Cell, ...]:
    entity, found, text = entry
    attributes = entity.dxf
    block = str(attributes.get("name", "")) if isinstance(entity, Insert) else None
    sizes = [getattr(found, name) for name in _LENGTHS]
    return (
        str(attributes.get("handle", "")),
        found.type,
        str(attributes.get("layer", "0")),
        layout,
        block,
        *[None if size is None else round(size, 6) for size in sizes],
        None if found.is_closed is None else int(found.is_closed),
        text or None,
        None if found.measured is None else round(found.measured, 6),
    )
