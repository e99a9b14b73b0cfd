"""The result of a query as the text of an answer: values with their units, short lists, rows."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from sqlglot import exp

from engine.domain import Cell, Column, ColumnType, TableProfile
from engine.reasoning.figures.labels import labelled
from engine.tools.sql.guard import CheckedQuery
from engine.tools.sql.names import folded_name
from engine.tools.sql.sandbox import QueryResult

_MAX_LISTED = 30
_MAX_ROWS = 12
_DIGITS, _SPREAD_DIGITS, _ALL_DIGITS, _STORED_DIGITS = 4, 3, 7, 15
_NO_VALUE = {"en": "no value", "ja": "値なし"}
_MORE = {"en": "and {n} more", "ja": "ほか{n}件"}
_AND = {"en": ", ", "ja": "、"}
_ROW_END = {"en": "; ", "ja": "；"}
_KEEP_UNIT = frozenset("min max avg sum stdev median round abs".split())
_AS_STORED = frozenset("min max date".split())


def result_text(
    query: CheckedQuery, result: QueryResult, profiles: Sequence[TableProfile], language: str
) -> str:
    """A value, a list of values, or rows with the titles of their columns."""
    items, columns = _items(query), _columns(profiles)
    shown = [
        _Shown(_unit_of(item, columns), _is_stored(item), _digits(item), language) for item in items
    ]
    rows = list(dict.fromkeys(result.rows))
    if len(items) == 1:
        values = [shown[0].text(row[0]) for row in rows]
        return _AND[language].join(_cut(values, _MAX_LISTED, language))
    if len(rows) == 1:
        titles = [_title_of(*one, columns) for one in zip(items, result.columns, strict=True)]
        cells = [one.text(cell) for one, cell in zip(shown, rows[0], strict=True)]
        pairs = zip(titles, cells, strict=True)
        return _AND[language].join(f"{title}: {cell}" for title, cell in pairs)
    lines = []
    for row in rows:
        first, *others = [one.text(cell) for one, cell in zip(shown, row, strict=True)]
        lines.append(f"{first}: {_AND[language].join(others)}")
    return _ROW_END[language].join(_cut(lines, _MAX_ROWS, language))


def result_units(query: CheckedQuery, profiles: Sequence[TableProfile]) -> list[str]:
    """The unit of each column of a result, '' where there is none or none is certain."""
    columns = _columns(profiles)
    return [_unit_of(item, columns) for item in _items(query)]


def row_text(titles: Sequence[str], row: Sequence[Cell]) -> str:
    """A row of a log as its chunks have it: every value that is there behind its title."""
    return ", ".join(
        f"{title}: {cell}" for title, cell in zip(titles, row, strict=True) if cell is not None
    )


def _columns(profiles: Sequence[TableProfile]) -> Mapping[str, Column]:
    return {
        folded_name(column.column.name): column.column
        for profile in profiles
        for column in profile.columns
    }


def _items(query: CheckedQuery) -> list[exp.Expr]:
    select = query.tree.find(exp.Select)
    assert select is not None
    return list(select.expressions)


def _title_of(item: exp.Expr, name: str, columns: Mapping[str, Column]) -> str:
    """The title of a plain column; what the query calls it otherwise."""
    if isinstance(item, exp.Column) and folded_name(item.name) in columns:
        return columns[folded_name(item.name)].title
    return name


def _unit_of(item: exp.Expr, columns: Mapping[str, Column]) -> str:
    """The unit of what one column of the result holds, where it is certain; else ''."""
    if _is_percentage(item):
        return "%"
    names = {node.name.lower() for node in item.find_all(exp.Anonymous)}
    if item.find(exp.Mul, exp.Div) is not None or not names <= _KEEP_UNIT:
        return ""
    found = {_unit_in(columns[name]) for name in _value_columns(item) if name in columns}
    return found.pop() if len(found) == 1 else ""


def _value_columns(item: exp.Expr) -> Iterator[str]:
    """The columns whose values an expression gives: not those that a CASE only tests."""
    cases = list(item.find_all(exp.Case))
    tested = {
        id(column)
        for case in cases
        for branch in case.args["ifs"]
        for column in branch.this.find_all(exp.Column)
    }
    for column in item.find_all(exp.Column):
        if id(column) not in tested:
            yield folded_name(column.name)


def _is_percentage(item: exp.Expr) -> bool:
    """Whether it is a quotient taken times 100, or a mean of hundreds."""
    hundreds = [one for one in item.find_all(exp.Literal) if one.name in ("100", "100.0")]
    has_share = item.find(exp.Div) is not None or item.find(exp.Case) is not None
    is_factor = any(isinstance(one.parent, exp.Mul | exp.If) for one in hundreds)
    return is_factor and has_share


def _unit_in(column: Column) -> str:
    if column.type not in (ColumnType.INTEGER, ColumnType.REAL):
        return ""
    figures = labelled(f"{column.title}: 1").figures
    return figures[-1].unit if figures else ""


def _digits(item: exp.Expr) -> int:
    """Significant digits to read a calculated number to: a spread is no exact thing."""
    names = {node.name.lower() for node in item.find_all(exp.Anonymous)}
    return _SPREAD_DIGITS if "stdev" in names else _DIGITS


def _is_stored(item: exp.Expr) -> bool:
    """Whether a column of the result holds values as the log has them."""
    names = {node.name.lower() for node in item.find_all(exp.Anonymous)}
    is_calculated = any(True for _ in item.find_all(exp.Binary, exp.Case))
    return names <= _AS_STORED and not is_calculated


def _cut(texts: Sequence[str], n: int, language: str) -> Iterator[str]:
    yield from texts[:n]
    if len(texts) > n:
        yield _MORE[language].format(n=len(texts) - n)


@dataclass(frozen=True, slots=True)
class _Shown:
    """How the cells of one column of a result are written."""

    unit: str
    is_stored: bool
    digits: int
    language: str

    def text(self, cell: Cell) -> str:
        """One cell with its unit."""
        match cell:
            case None:
                return _NO_VALUE[self.language]
            case float() if self.is_stored:
                return f"{_plain(cell, _STORED_DIGITS)} {self.unit}".strip()
            case float():
                return self._number(cell)
            case _:
                return f"{cell} {self.unit}".strip()

    def _number(self, value: float) -> str:
        """A number to read, and what it is to more digits where that is not all of it.

        A mean of a thousand readings has digits that nobody needs and somebody may want.
        """
        exact = _plain(value, _ALL_DIGITS)
        short = _plain(value, max(self.digits, len(str(abs(int(value))))))
        shown = f"{short} {self.unit}".strip()
        return shown if short == exact else f"{shown} ({exact})"


def _plain(value: float, digits: int) -> str:
    text = f"{Decimal(f'{value:.{digits}g}'):f}"
    return text.rstrip("0").rstrip(".") if "." in text else text
