"""The header of a table in a CSV file: names over one, two or three lines, with units."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from ingest.dialects import header_index, is_numeric
from ingest.typed_rows import Record, count_columns, titles_of
from ingest.units import is_unit

_BRACKETED = re.compile(r"[\[(（［〔{]\s*([^\[\]()（）［］]{1,20}?)\s*[\])）］〕}]")
_NONE = frozenset({"-", "--", "—", "－", "ー", "―"})
_BELOW = 200  # Rows that tell what stands below a header.


@dataclass(frozen=True, slots=True)
class Header:
    """The records above a table's rows. ``notes`` say by column how its title came about."""

    preamble: Sequence[Record]
    rows: Sequence[Record]
    titles: Sequence[str]
    notes: Sequence[str]

    @property
    def n_records(self) -> int:
        """How many records stand above the rows."""
        return len(self.preamble) + len(self.rows)


def header_of(records: Sequence[Record], *, has_comments: bool) -> Header:
    """The header of a table that begins with ``records``; lines with "#" may be comments."""
    n_comments = 0
    while has_comments and n_comments < len(records) and is_comment(records[n_comments]):
        n_comments += 1
    comments, rest = records[:n_comments], records[n_comments:]
    if comments and (not rest or header_index([record.cells for record in rest]) < 0):
        # "# time,torque" above the numbers is a header.
        comments, rest = records[: n_comments - 1], records[n_comments - 1 :]
    header = _header(rest)
    return replace(header, preamble=(*comments, *header.preamble))


def is_comment(record: Record) -> bool:
    """Whether a line begins with the sign of a comment."""
    return record.cells[0].lstrip().startswith("#")


def shape(record: Record) -> tuple[str, ...]:
    """The cells without outer space and empty ones at the end."""
    cells = [cell.strip() for cell in record.cells]
    while cells and not cells[-1]:
        cells.pop()
    return tuple(cells)


def _header(records: Sequence[Record]) -> Header:
    index = header_index([record.cells for record in records])
    if index < 0:
        width = count_columns([], [record.cells for record in records])
        return Header((), (), titles_of([], width), [""] * width)
    first, last = index, index
    names = [cell.strip() for cell in records[index].cells]
    names[0] = names[0].removeprefix("#").lstrip() or names[0]
    if index and _is_group(records[index - 1], records[index]):
        first, names = index - 1, _joined(records[index - 1].cells, names)
    elif _is_below(records, index, names):
        last, names = index + 1, _joined(names, records[index + 1].cells)
    width = count_columns(names, [record.cells for record in records[last + 1 :]])
    units = _units(records, last + 1, width)
    last += bool(units)
    titles = titles_of(names, width)
    titles = [_with_unit(title, units[i : i + 1]) for i, title in enumerate(titles)]
    rows = records[first : last + 1]
    return Header(records[:first], rows, titles, [_note(rows)] * width)


def _note(rows: Sequence[Record]) -> str:
    return f"title from lines {rows[0].line} to {rows[-1].line}" if len(rows) > 1 else ""


def _is_group(above: Record, names: Record) -> bool:
    """Whether a line with gaps names groups of columns: "Torque,,Diameter,"."""
    if names.is_after_blank or len(above.cells) != len(names.cells):
        return False
    groups = [cell.strip() for cell in above.cells]
    titles = [cell.strip() for cell in names.cells]
    filled = [group for group in groups if group]
    if len(filled) < 2 or len(filled) == len(groups) or any(map(is_numeric, filled)):
        return False
    fills_a_gap = any(group and not title for group, title in zip(groups, titles, strict=True))
    return fills_a_gap or _has_repeats(titles)


def _is_below(records: Sequence[Record], index: int, names: Sequence[str]) -> bool:
    """Whether the line below the names divides them: ",target,actual," below "No,Torque,,OK"."""
    if index + 2 >= len(records) or not (_has_repeats(names) or "" in names):
        return False
    record = records[index + 1]
    cells = [cell.strip() for cell in record.cells]
    filled = [i for i, cell in enumerate(cells) if cell]
    if record.is_after_blank or len(cells) != len(names) or not filled:
        return False
    if any(is_numeric(cells[i]) for i in filled) or all(_unit_in(cells[i]) for i in filled):
        return False
    is_needed = any(not names[i] or names.count(names[i]) > 1 for i in filled)
    titles = [title for title in _joined(names, cells) if title]
    below = _rows_below(records, index + 2)
    return is_needed and len(set(titles)) == len(titles) and _has_numbers(below, filled)


def _has_repeats(titles: Sequence[str]) -> bool:
    filled = [title for title in titles if title]
    return len(set(filled)) < len(filled)


def _has_numbers(rows: Sequence[Sequence[str]], columns: Sequence[int]) -> bool:
    """Whether one of the columns holds numbers; which ones they are is not asked here."""
    for i in columns:
        cells = [cell for row in rows if i < len(row) and (cell := row[i].strip())]
        if cells and sum(map(is_numeric, cells)) >= 0.9 * len(cells):
            return True
    return False


def _joined(groups: Sequence[str], names: Sequence[str]) -> list[str]:
    """Each name behind its group. A group reaches over the gaps behind it if it has names."""
    titles = []
    group = ""
    for above, name in zip(groups, names, strict=True):
        above, name = above.strip(), name.strip()  # noqa: PLW2901
        if above:
            group = above if name else ""
        titles.append(" ".join(filter(None, [above or (group if name else ""), name])))
    return titles


def _rows_below(records: Sequence[Record], start: int) -> list[list[str]]:
    """Some rows below a header, without a line of units and without the header again."""
    heads = {shape(record) for record in records[:start]}
    below = [record for record in records[start : start + _BELOW] if shape(record) not in heads]
    if below and all(_unit_in(cell) or cell in _NONE for cell in shape(below[0]) if cell):
        below = below[1:]
    return [record.cells for record in below]


def _units(records: Sequence[Record], index: int, width: int) -> list[str]:
    """The units by column if a line holds nothing else; else none."""
    if index >= len(records):
        return []
    cells = [cell.strip() for cell in records[index].cells]
    units = [_unit_in(cell) for cell in cells[:width]]
    given = [i for i, unit in enumerate(units) if unit]
    if not given or any(not _unit_in(cell) and cell not in _NONE for cell in cells if cell):
        return []
    # "A" and "m" are units and may as well be parts: they are units above numbers only.
    below = _rows_below(records, index + 1)
    is_repeated = any(row[i].strip() == cells[i] for row in below for i in given if i < len(row))
    return [] if is_repeated or not _has_numbers(below, given) else units


def _unit_in(cell: str) -> str:
    bracketed = _BRACKETED.fullmatch(cell)
    if bracketed:
        return bracketed[1]
    return cell if is_unit(cell) else ""


def _with_unit(title: str, unit: Sequence[str]) -> str:
    return f"{title} [{unit[0]}]" if unit and unit[0] and unit[0] not in title else title
