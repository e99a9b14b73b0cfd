"""Small workbooks written by hand: what a test needs of OOXML and OpenDocument, and no more."""

from __future__ import annotations

import zipfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TypeAlias
from xml.sax.saxutils import escape, quoteattr

Value: TypeAlias = str | int | float | bool | None
"""A cell: "#…!" is an error, "date:45757" a day by its number."""

_OOXML = "http://schemas.openxmlformats.org"
_MAIN = f"{_OOXML}/spreadsheetml/2006/main"
_RELATIONS = f"{_OOXML}/officeDocument/2006/relationships"
_PACKAGE = f"{_OOXML}/package/2006"


@dataclass(frozen=True)
class Sheet:
    """Rows from the first; ``merges`` as "A1:C1"; ``xml`` in place of rows for odd ones."""

    rows: Sequence[Sequence[Value]] = ()
    merges: Sequence[str] = ()
    state: str = "visible"
    xml: str = ""


def write_xlsx(path: Path, sheets: Mapping[str, Sheet]) -> Path:
    """A workbook that calamine and Excel open."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as package:
        for name, text in _frame(sheets).items():
            package.writestr(name, f'<?xml version="1.0" encoding="UTF-8"?>{text}')
        for number, sheet in enumerate(sheets.values(), start=1):
            package.writestr(f"xl/worksheets/sheet{number}.xml", _worksheet(sheet))
    return path


def column_letters(column: int) -> str:
    """A for 0, AA for 26."""
    return (column_letters(column // 26 - 1) if column > 25 else "") + chr(65 + column % 26)


def _frame(sheets: Mapping[str, Sheet]) -> dict[str, str]:
    numbers = range(1, len(sheets) + 1)
    kind = "application/vnd.openxmlformats-officedocument.spreadsheetml"
    parts = "".join(
        f'<Override PartName="/xl/worksheets/sheet{n}.xml" ContentType="{kind}.worksheet+xml"/>'
        for n in numbers
    )
    listed = "".join(
        f'<sheet name={quoteattr(name)} sheetId="{n}" state="{sheet.state}" r:id="rId{n}"/>'
        for n, (name, sheet) in enumerate(sheets.items(), start=1)
    )
    targets = "".join(
        f'<Relationship Id="rId{n}" Type="{_RELATIONS}/worksheet"'
        f' Target="worksheets/sheet{n}.xml"/>'
        for n in numbers
    )
    styles = f'<Relationship Id="rIdS" Type="{_RELATIONS}/styles" Target="styles.xml"/>'
    return {
        "[Content_Types].xml": f'<Types xmlns="{_PACKAGE}/content-types">'
        '<Default Extension="rels"'
        ' ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Override PartName="/xl/workbook.xml" ContentType="{kind}.sheet.main+xml"/>{parts}'
        "</Types>",
        "_rels/.rels": f'<Relationships xmlns="{_PACKAGE}/relationships"><Relationship Id="rId1"'
        f' Type="{_RELATIONS}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
        "xl/workbook.xml": f'<workbook xmlns="{_MAIN}" xmlns:r="{_RELATIONS}">'
        f"<sheets>{listed}</sheets></workbook>",
        "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{_PACKAGE}/relationships">'
        f"{targets}{styles}</Relationships>",
        # Style 1 is a date.
        "xl/styles.xml": f'<styleSheet xmlns="{_MAIN}"><cellXfs count="2"><xf numFmtId="0"/>'
        '<xf numFmtId="14" applyNumberFormat="1"/></cellXfs></styleSheet>',
    }


def _worksheet(sheet: Sheet) -> str:
    rows = sheet.xml or "".join(
        f'<row r="{r}">{"".join(_cell(f"{column_letters(c)}{r}", v) for c, v in enumerate(row))}'
        "</row>"
        for r, row in enumerate(sheet.rows, start=1)
    )
    merges = "".join(f'<mergeCell ref="{merge}"/>' for merge in sheet.merges)
    merged = f'<mergeCells count="{len(sheet.merges)}">{merges}</mergeCells>' if merges else ""
    return f'<worksheet xmlns="{_MAIN}"><sheetData>{rows}</sheetData>{merged}</worksheet>'


def _cell(place: str, value: Value) -> str:
    if value is None:
        return f'<c r="{place}" s="1"/>'
    if isinstance(value, bool):
        return f'<c r="{place}" t="b"><v>{int(value)}</v></c>'
    if isinstance(value, (int, float)):
        return f'<c r="{place}"><v>{value!r}</v></c>'
    if value.startswith("#") and value.endswith("!"):
        return f'<c r="{place}" t="e"><f>1/0</f><v>{value}</v></c>'
    if value.startswith("date:"):
        return f'<c r="{place}" s="1"><v>{value[5:]}</v></c>'
    text = escape(value)
    return f'<c r="{place}" t="inlineStr"><is><t xml:space="preserve">{text}</t></is></c>'


def write_ods(path: Path, name: str, rows: Sequence[Sequence[Value]], *, repeats: int = 1) -> Path:
    """An OpenDocument sheet; the last row is repeated."""
    oasis = "urn:oasis:names:tc:opendocument:xmlns"
    lines = []
    for number, row in enumerate(rows):
        times = repeats if number == len(rows) - 1 else 1
        cells = "".join(_ods_cell(value) for value in row)
        lines.append(
            f'<table:table-row table:number-rows-repeated="{times}">{cells}</table:table-row>'
        )
    content = (
        f'<office:document-content xmlns:office="{oasis}:office:1.0"'
        f' xmlns:table="{oasis}:table:1.0" xmlns:text="{oasis}:text:1.0"><office:body>'
        f"<office:spreadsheet><table:table table:name={quoteattr(name)}>{''.join(lines)}"
        "</table:table></office:spreadsheet></office:body></office:document-content>"
    )
    manifest = f'<manifest:manifest xmlns:manifest="{oasis}:manifest:1.0"/>'
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as package:
        package.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        package.writestr("META-INF/manifest.xml", manifest)
        package.writestr("content.xml", content)
    return path


def _ods_cell(value: Value) -> str:
    if value is None:
        return "<table:table-cell/>"
    if isinstance(value, str):
        return (
            '<table:table-cell office:value-type="string">'
            f"<text:p>{escape(value)}</text:p></table:table-cell>"
        )
    return (
        f'<table:table-cell office:value-type="float" office:value="{value}">'
        f"<text:p>{value}</text:p></table:table-cell>"
    )
