"""What SQLite would take otherwise than the question means it, written so that it cannot.

Two traps that give a plausible wrong number and no error: ``569 / 620`` is 0 for whole numbers,
and a log's ``2026-04-12 16:20:00`` is not ``<= '2026-04-12'``, so the last day of a span is lost.
A model that is asked when something was gives the day of a log that knows the minute, and one that
is asked for the share of failures takes it of the failures alone, which is 100 per cent; one that
averages the rows of one kind counts those of the others as 0. What is shown and run is the
rewritten query.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator

from sqlglot import exp

from engine.domain import ColumnType, TableProfile
from engine.tools.sql.dialect import SQLGLOT_FAULTS, parsed, written
from engine.tools.sql.names import folded_name
from engine.tools.sql.stray_texts import columns_with_texts, leave_texts_out

_DAY = re.compile(r"\d{4}-\d\d-\d\d")
_MONTH_OR_YEAR = re.compile(r"\d{4}(?:-\d\d)?")
_OF_CHOSEN_ROWS = frozenset("avg min max median stdev".split())
_COMPARISONS = (exp.EQ, exp.NEQ, exp.GT, exp.GTE, exp.LT, exp.LTE)


def as_meant(sql: str, profiles: Collection[TableProfile]) -> str:
    """The query with real division and with days compared as days.

    A text that cannot be parsed comes back as it is: the guard says what is wrong with it.
    """
    try:
        tree = parsed(sql)
        times = frozenset(_date_columns(profiles, with_times=True))
        dates = frozenset(_date_columns(profiles))
        for call in tree.find_all(exp.Anonymous):
            if call.name.lower() == "stddev":
                call.set("this", "stdev")  # The name that models know is not the sandbox's.
            if call.name.lower() in _OF_CHOSEN_ROWS:
                _leave_others_out(call)
        for division in list(tree.find_all(exp.Div)):
            _divide_exactly(division)
        for comparison in list(tree.find_all(*_COMPARISONS)):
            _compare_days(comparison, dates, times)
        for select in list(tree.find_all(exp.Select)):
            if not select.args.get("group") and not select.args.get("distinct"):
                _give_whole_times(select, times)
            _share_of_all(select)
            _whole_months(select)
        leave_texts_out(tree, columns_with_texts(profiles))
        for between in list(tree.find_all(exp.Between)):
            if _is_one_of(between.this, times) and _DAY.fullmatch(between.args["high"].name):
                between.set("this", _day_of(between.this))
        return written(tree)
    except SQLGLOT_FAULTS:
        return sql


def _date_columns(profiles: Collection[TableProfile], *, with_times: bool = False) -> Iterator[str]:
    """Columns of dates, or of those only the ones whose values go on behind the day."""
    for profile in profiles:
        for column in profile.columns:
            is_date = column.column.type is ColumnType.DATETIME
            if is_date and not (with_times and _DAY.fullmatch(str(column.high or ""))):
                yield folded_name(column.column.name)


def _divide_exactly(division: exp.Div) -> None:
    if not any(cast.to.this is exp.DType.DOUBLE for cast in division.this.find_all(exp.Cast)):
        division.set("this", exp.cast(division.this.copy(), exp.DType.DOUBLE))


def _compare_days(comparison: exp.Binary, dates: frozenset[str], times: frozenset[str]) -> None:
    column, literal = comparison.this, comparison.expression
    if not (_is_one_of(column, dates) and isinstance(literal, exp.Literal) and literal.is_string):
        return
    if _DAY.fullmatch(literal.name) and _is_one_of(column, times):
        comparison.set("this", _day_of(column))
    elif isinstance(comparison, exp.EQ) and _MONTH_OR_YEAR.fullmatch(literal.name):
        pattern = exp.Literal.string(f"{literal.name}%")
        comparison.replace(exp.Like(this=column.copy(), expression=pattern))


def _give_whole_times(select: exp.Select, times: frozenset[str]) -> None:
    for item in list(select.expressions):
        is_day = isinstance(item, exp.Anonymous) and item.name.lower() == "date"
        if is_day and _is_one_of(item.expressions[0], times):
            item.replace(item.expressions[0].copy())


def _share_of_all(select: exp.Select) -> None:
    """Rows are not left out by what a share of them counts."""
    where = select.args.get("where")
    counted = {
        test.sql()
        for item in select.expressions
        for case in item.find_all(exp.Case)
        if item.find(exp.Div)
        for test in case.find_all(exp.EQ)
    }
    if where is None or not counted:
        return
    tests = list(where.this.flatten()) if isinstance(where.this, exp.And) else [where.this]
    kept = [test for test in tests if test.sql() not in counted]
    if len(kept) < len(tests):
        select.set("where", exp.Where(this=exp.and_(*kept, copy=True)) if kept else None)


def _leave_others_out(total: exp.Anonymous) -> None:
    """The rows that a CASE does not choose are not counted as 0: AVG(CASE WHEN x THEN y ELSE 0)."""
    for case in total.find_all(exp.Case):
        is_zero = isinstance(case.args.get("default"), exp.Literal) and case.args["default"].name
        chosen = [branch.args["true"] for branch in case.args["ifs"]]
        if is_zero == "0" and all(isinstance(value, exp.Column) for value in chosen):
            case.set("default", None)


def _whole_months(select: exp.Select) -> None:
    """Months that rows are put together by are those of a year, not January of all years."""
    group = select.args.get("group")
    for part in (*select.expressions, *(group.expressions if group else ())):
        for call in part.find_all(exp.Anonymous):
            formats = [one for one in call.expressions if isinstance(one, exp.Literal)]
            if group and call.name.lower() == "strftime" and formats[0].name == "%m":
                formats[0].replace(exp.Literal.string("%Y-%m"))


def _is_one_of(node: exp.Expr, columns: frozenset[str]) -> bool:
    return isinstance(node, exp.Column) and folded_name(node.name) in columns


def _day_of(column: exp.Expr) -> exp.Anonymous:
    return exp.Anonymous(this="date", expressions=[column.copy()])
