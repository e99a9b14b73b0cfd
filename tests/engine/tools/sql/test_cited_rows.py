"""The rows that are cited are those that a result rests on: without the others it is the same."""

from __future__ import annotations

import shutil
import sqlite3
import threading
from contextlib import closing
from pathlib import Path

import pytest

from engine.domain import Column, ColumnType, LogTable
from engine.store.library import Library
from engine.tools.sql.cited_rows import CitedRows, cited_rows
from engine.tools.sql.guard import checked
from engine.tools.sql.row_queries import row_queries
from engine.tools.sql.sandbox import LogSandbox, QueryLimits
from engine.tools.sql.watch import QueryCancelled
from tests.engine.tools.sql.conftest import N_ROWS, TABLES, store


def cited(tables_db: Path, sql: str, limit: int = 1_000) -> dict[str, tuple[int, ...]]:
    """Row numbers of each table that a query rests on."""
    sandbox = LogSandbox(tables_db)
    found = cited_rows(checked(sql, TABLES), sandbox, limit=limit, cancel=threading.Event())
    assert all(rows.n_total >= len(rows.rows) for rows in found)
    return {rows.table: rows.rows for rows in found}


EXACT = [
    # A look-up, and a join: the rows that are in the result.
    ("select part from nist_log where torque > 99.8", {"nist_log": (322, 1322)}),
    (
        "select p.maker from nist_log n join parts p on p.part = n.part where n.torque > 92",
        {"nist_log": (14,), "parts": (14,)},
    ),
    # Every row that was counted, also if there were none.
    ("select count(*) from 検査ログ where 判定 = '合格'", {"検査ログ": (1, 3)}),
    ("select count(*) from 検査ログ where 判定 = '?'", {}),
    # Order and limit decide which.
    ("select part from nist_log order by torque desc limit 3", {"nist_log": (322, 643, 1322)}),
    ("select part from parts limit 2 offset 4", {"parts": (5, 6)}),
    (
        "select part, sum(torque) filter (where station > 1) over (partition by part) s"
        " from nist_log order by torque desc, part limit 1",
        {"nist_log": (322,)},
    ),
    ("select part as p, torque from nist_log order by 2 desc, p limit 1", {"nist_log": (322,)}),
    # The rows that hold the extreme.
    ("select max(torque) from nist_log", {"nist_log": (322, 1322)}),
    (
        "select part, min(torque) from nist_log where station = 2 and status = 'OK'",
        {"nist_log": (38,)},
    ),
    ("select min(日付), max(日付) from 検査ログ", {"検査ログ": (1, 3)}),
    # Groups that are returned, those without a value too.
    ("select 判定 from 検査ログ group by 判定 having count(*) > 1", {"検査ログ": (1, 3)}),
    ("select 測定値 v, count(*) from 検査ログ group by v order by v limit 1", {"検査ログ": (3,)}),
    ("select distinct 判定 from 検査ログ order by 判定 desc limit 1", {"検査ログ": (1, 3)}),
    ("select 判定 from 検査ログ group by 1 order by avg(測定値) desc limit 1", {"検査ログ": (2,)}),
    # Through WITH parts and tables in FROM, to the rows that got through.
    (
        "with ok as (select * from 検査ログ where 判定 = '合格')"
        " select 日付 from ok where 測定値 > 1",
        {"検査ログ": (1,)},
    ),
    (
        "with a(d, v) as (select 日付, 測定値 from 検査ログ order by 測定値 desc limit 1)"
        " select d from a",
        {"検査ログ": (2,)},
    ),
    (
        "select m from (select 判定, max(測定値) m from 検査ログ group by 判定) where m > 2",
        {"検査ログ": (1, 2, 3)},
    ),
    # Each branch of a UNION, each subquery of a SELECT without FROM.
    (
        "select part from parts where part = 'A0003' union select 日付 from 検査ログ"
        " where 測定値 = 1.5 union all select part from parts where part < 'A0002'",
        {"parts": (1, 2, 4), "検査ログ": (1,)},
    ),
    (
        "select (select max(測定値) from 検査ログ) - (select min(測定値) from 検査ログ)",
        {"検査ログ": (1, 2)},
    ),
    # What a row is compared with is not followed.
    (
        "select 日付 from 検査ログ where 測定値 = (select max(測定値) from 検査ログ)",
        {"検査ログ": (2,)},
    ),
    # The outer side of a join that has no partner.
    (
        "select part, 日付 from parts left join 検査ログ on 判定 = maker where part < 'A0002'",
        {"parts": (1, 2)},
    ),
    ("select 1", {}),
]


@pytest.mark.parametrize(("sql", "expected"), EXACT)
def test_the_rows_behind_a_result(
    tables_db: Path, sql: str, expected: dict[str, tuple[int, ...]]
) -> None:
    assert cited(tables_db, sql) == expected


ENOUGH = [
    "select avg(torque), stdev(torque), count(*) from nist_log where station = 3",
    "select status, count(*) n from nist_log where torque > 90 group by status order by n",
    "select station s, avg(torque) a from nist_log where torque > 60 group by s order by a limit 2",
    "select station, status, max(torque) from nist_log group by 1, 2 having max(torque) > 99.7",
    "select distinct station, status from nist_log where torque < 9 order by 1, 2 limit 3 offset 1",
    "select max(torque) - min(torque) from nist_log where station in (1, 2)",
    "select substr(part, 1, 3) p, sum(torque) from nist_log group by p order by 2 desc limit 1",
    "select station, maker, count(*) from nist_log n, parts p where n.part = p.part group by 1, 2",
    "select maker, max(torque) from parts natural join nist_log group by maker order by 2 limit 1",
    "with a as (select part, station from nist_log where status = 'NG'), b as (select part from a"
    " where station < 3) select count(*) from a join b using (part) where a.part < 'A0500'",
    "with m as (select station, avg(torque) t from nist_log where torque > 70 group by station)"
    " select max(t) from m",
    "select part from nist_log where torque > 99 union select part from parts order by 1 limit 9",
    "select count(distinct station) filter (where torque > 50) from nist_log where torque > 40",
    "select a.part, b.part from nist_log a join nist_log b on a.torque = b.torque"
    " where a.part < 'A0003' and b.part > 'A1000'",
]


@pytest.mark.parametrize("sql", [*ENOUGH, *(sql for sql, _ in EXACT)])
def test_without_the_other_rows_the_result_is_the_same(
    tables_db: Path, workspace: Path, sql: str
) -> None:
    copy = Path(shutil.copy(tables_db, workspace / "tables.db"))
    query, cancel = checked(sql, TABLES), threading.Event()
    before = LogSandbox(tables_db).run(query, cancel=cancel).rows
    rows = cited(tables_db, sql, limit=N_ROWS)
    with closing(sqlite3.connect(copy)) as writer, writer:
        for table in query.tables:
            kept = rows.get(table.name, ())
            marks = ", ".join("?" * len(kept))
            writer.execute(f'delete from "{table.name}" where rowid not in ({marks})', kept)
    # OFFSET counts rows that are not cited.
    after = LogSandbox(copy).run(checked(sql.partition(" offset ")[0], TABLES), cancel=cancel).rows
    assert after == before


def test_no_more_rows_are_listed_than_asked_for_but_all_are_counted(tables_db: Path) -> None:
    query = checked("select avg(torque) from nist_log where station = 3", TABLES)
    found = cited_rows(query, LogSandbox(tables_db), limit=4, cancel=threading.Event())
    assert found == (CitedRows("nist_log", (4, 11, 18, 25), 286),)


def test_a_query_that_takes_too_long_to_cite_has_no_rows(tables_db: Path) -> None:
    query = checked("select count(*) from nist_log a, nist_log b, nist_log c", TABLES)
    quick = LogSandbox(tables_db, QueryLimits(seconds=0.05))
    assert cited_rows(query, quick, limit=5, cancel=threading.Event()) == ()


def test_a_file_that_went_away_has_no_rows(workspace: Path) -> None:
    query = checked("select part from parts", TABLES)
    gone = LogSandbox(workspace / "tables.db")
    assert cited_rows(query, gone, limit=5, cancel=threading.Event()) == ()


def test_a_cancelled_question_is_not_answered_without_rows(tables_db: Path) -> None:
    cancel = threading.Event()
    cancel.set()
    query = checked("select part from parts", TABLES)
    with pytest.raises(QueryCancelled):
        cited_rows(query, LogSandbox(tables_db), limit=5, cancel=cancel)


@pytest.mark.parametrize(
    "sql",
    [
        "with a(x) as (select * from parts) select x from a",
        "with a as (select 1 y), b as (with a as (select 2 y) select y from a) select y from b",
    ],
)
def test_a_form_that_is_not_taken_apart_has_no_rows(tables_db: Path, sql: str) -> None:
    assert cited(tables_db, sql) == {}


def test_the_query_itself_is_left_as_it_is() -> None:
    query = checked("with a as (select part p from parts) select p from a order by p", TABLES)
    before = query.tree.copy()
    row_queries(query.tree, query.tables, limit=5)
    assert query.tree == before


def test_a_log_with_a_column_named_like_the_row_number_is_cited_by_its_rows(
    workspace: Path,
) -> None:
    names = ["ROWID", "_rowid_"]
    one = LogTable("one", tuple(Column(n, n, ColumnType.INTEGER, "") for n in names))
    names.append("oid")
    none = LogTable("none_left", tuple(Column(n, n, ColumnType.INTEGER, "") for n in names))
    library = Library.open(workspace)
    store(library, one, [(70, 70), (80, 80)])
    store(library, none, [(70, 70, 70)])
    library.close()
    sandbox, cancel = LogSandbox(workspace / "tables.db"), threading.Event()
    query = checked("select rowid from one where rowid > 75", [one, none])
    assert cited_rows(query, sandbox, limit=5, cancel=cancel) == (CitedRows("one", (2,), 1),)
    query = checked("select oid from none_left", [one, none])
    assert cited_rows(query, sandbox, limit=5, cancel=cancel) == ()
