"""Units that a number has from its label, its column's title or the text around it.

"Torque [N·m]: 85" and a row under such a title say 85 N·m, and nothing else: a label binds. A unit
that stands apart, in a heading or in "all dimensions in mm", may be meant for any bare number.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from dataclasses import dataclass, replace

from engine.reasoning.figures.figure import Figure, FigureKind
from engine.reasoning.figures.folding import fold
from engine.reasoning.figures.mentions import Mention, mentions
from engine.reasoning.figures.units import unit_at
from engine.reasoning.numbers import figures


@dataclass(frozen=True, slots=True)
class Labelled:
    """The figures of a text with the units that labels give them.

    ``loose_unit`` is the one unit that stands apart from every number and label, '' where there is
    none or more than one: then nobody can tell which number it is for.
    """

    figures: tuple[Figure, ...]
    loose_unit: str = ""


def labelled(text: str, context: str = "") -> Labelled:
    """The figures of ``text``; ``context`` are headings and lines of column titles above it."""
    page, above = _Page(text), _Page(context)
    named = [
        _with_unit_cell(page, _titled(page, above, _named(page, i)))
        for i in range(len(page.figures))
    ]
    loose = page.loose_units() | above.loose_units()
    return Labelled(tuple(named), loose.pop() if len(loose) == 1 else "")


_NEXT_CELL = re.compile(r"[ \u202f]*[|\t][ \u202f]*")
_CELL_END = re.compile(r"[ \u202f]*(?:[|\t\n]|\Z)")
_CELL_ENDS = re.compile(r"[|\t\n;。、]|,(?![0-9])|(?<![0-9]),|\.[ \n]")
_COLUMN_ENDS = (re.compile(r"\|"), re.compile(r"\t"), re.compile(r",(?![0-9])|(?<![0-9]),"))


@dataclass(frozen=True, slots=True)
class _Title:
    """A line of column titles: where it is, and where each column begins."""

    start: int
    cuts: tuple[int, ...]


class _Page:
    """A text with its figures, its cells and the units and marks that stand at no figure."""

    def __init__(self, text: str) -> None:
        self.folded = fold(text)
        self.figures = tuple(figures(text))
        self.starts = [figure.whole_start for figure in self.figures]
        apart = [mention for mention in mentions(self.folded) if not self._is_at_figure(mention)]
        self.units = [mention for mention in apart if mention.unit]
        self.unit_starts = [mention.start for mention in self.units]
        self.marks = [mention for mention in apart if mention.mark]
        self.mark_starts = [mention.start for mention in self.marks]
        self.cell_starts = [0, *(match.end() for match in _CELL_ENDS.finditer(self.folded))]
        self.title_starts: set[int] = set()
        self.unit_cells: set[int] = set()
        self._lines: dict[tuple[int, int], _Title] = {}
        self._titles: dict[tuple[int, int], _Title | None] = {}

    def unit_before(self, position: int, *, since: int) -> str:
        """The last unit that is named in a stretch; '' if there is none."""
        i = bisect_left(self.unit_starts, position) - 1
        return self.units[i].unit if i >= 0 and self.units[i].start >= since else ""

    def mark_before(self, position: int, *, since: int) -> Mention | None:
        """The last mark that is named in a stretch."""
        i = bisect_left(self.mark_starts, position) - 1
        return self.marks[i] if i >= 0 and self.marks[i].start >= since else None

    def cell_start(self, position: int) -> int:
        """Where the cell around a position begins."""
        return self.cell_starts[bisect_right(self.cell_starts, position) - 1]

    def line(self, position: int) -> tuple[int, int]:
        """The line around a position."""
        start = self.folded.rfind("\n", 0, position) + 1
        end = self.folded.find("\n", position)
        return start, len(self.folded) if end < 0 else end

    def columns(self, position: int, way: int) -> _Title:
        """The line around a position, cut into columns in one of the ways."""
        start, end = self.line(position)
        if (start, way) not in self._lines:
            ends = _COLUMN_ENDS[way].finditer(self.folded, start, end)
            cuts = (start, *(match.end() for match in ends), end + 1)
            self._lines[start, way] = _Title(start, cuts)
        return self._lines[start, way]

    def titles(self, n_cuts: int, way: int) -> _Title | None:
        """The first line with so many columns that names a unit."""
        if (n_cuts, way) not in self._titles:
            lines = (self.columns(unit.start, way) for unit in self.units)
            fitting = (line for line in lines if len(line.cuts) == n_cuts)
            self._titles[n_cuts, way] = next(fitting, None)
        return self._titles[n_cuts, way]

    def loose_units(self) -> set[str]:
        """The units that stand in no label and no line of titles."""
        return {unit.unit for unit in self.units if not self._is_bound(unit)}

    def _is_bound(self, mention: Mention) -> bool:
        """Whether a unit belongs to a number behind it in its cell, or to a column."""
        is_title = self.line(mention.start)[0] in self.title_starts
        if is_title or mention.start in self.unit_cells:
            return True
        i = bisect_left(self.starts, mention.end)
        ends = bisect_right(self.cell_starts, mention.start)
        cell_end = self.cell_starts[ends] if ends < len(self.cell_starts) else len(self.folded)
        return any(
            figure.kind is FigureKind.NUMBER and figure.start < cell_end
            for figure in self.figures[i : i + _NEAR]
        )

    def _is_at_figure(self, mention: Mention) -> bool:
        i = bisect_right(self.starts, mention.start) - 1
        return i >= 0 and mention.start < self.figures[i].whole_end


_NEAR = 6  # So many figures behind a label are looked at for the number it is for.


def _named(page: _Page, index: int) -> Figure:
    """The figure with the unit and mark that its own cell names before it."""
    figure = page.figures[index]
    if figure.kind is not FigureKind.NUMBER:
        return figure
    cell = page.cell_start(figure.start)
    if not figure.unit:
        figure = replace(figure, unit=page.unit_before(figure.whole_start, since=cell))
    mark = None if figure.mark else page.mark_before(figure.whole_start, since=cell)
    if mark is None:
        return figure
    # "Diameter 25 and length 120": only the first number is meant.
    first = bisect_left(page.starts, mark.end)
    between = page.figures[max(first, index - _NEAR) : index]
    is_first = all(other.kind is not FigureKind.NUMBER for other in between)
    return replace(figure, mark=mark.mark) if is_first else figure


def _titled(page: _Page, above: _Page, figure: Figure) -> Figure:
    """The figure with the unit of its column's title, in its own text or above it."""
    if figure.kind is not FigureKind.NUMBER or figure.unit:
        return figure
    for way in range(len(_COLUMN_ENDS)):
        row = page.columns(figure.start, way)
        if len(row.cuts) == 2:
            continue
        column = bisect_right(row.cuts, figure.start) - 1
        for sheet in (page, above):
            titles = sheet.titles(len(row.cuts), way)
            if titles and (sheet is above or titles.start < row.start):
                sheet.title_starts.add(titles.start)
                cell, cell_end = titles.cuts[column : column + 2]
                return replace(figure, unit=sheet.unit_before(cell_end, since=cell))
    return figure


def _with_unit_cell(page: _Page, figure: Figure) -> Figure:
    """The figure with the unit that has the next cell for itself: | 85 | N·m |."""
    if figure.kind is not FigureKind.NUMBER or figure.unit:
        return figure
    cell = _NEXT_CELL.match(page.folded, figure.whole_end)
    unit = unit_at(page.folded, cell.end()) if cell else None
    if unit is None or not _CELL_END.match(page.folded, unit.end):
        return figure
    page.unit_cells.add(unit.start)
    return replace(figure, unit=unit.symbol)
