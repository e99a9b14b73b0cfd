"""A query runs on what was committed last, within its limits, and can be cancelled."""

from __future__ import annotations

import hashlib
import shutil
import sqlite3
import threading
import time
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path, PurePosixPath, PureWindowsPath

import pytest

from engine.domain import Column, ColumnType, LogTable
from engine.errors import (
    QueryRefused,
    QueryTooCostly,
    WorkspaceDamaged,
    WorkspaceLocked,
    WorkspaceUnwritable,
)
from engine.store.library import Library
from engine.tools.sql.guard import checked
from engine.tools.sql.refusals import plain
from engine.tools.sql.sandbox import LogSandbox, QueryLimits, read_only_uri
from engine.tools.sql.watch import QueryCancelled
from tests.engine.tools.sql.conftest import N_ROWS, TABLES, store, unchecked

BOMB = "select count(*) from nist_log a, nist_log b, nist_log c, nist_log d"


@pytest.fixture
def copy(tables_db: Path, workspace: Path) -> Path:
    """A tables.db that a test may write to."""
    return Path(shutil.copy(tables_db, workspace / "tables.db"))


def test_a_checked_query_gives_named_columns_and_typed_rows(
    sandbox: LogSandbox, going_on: threading.Event
) -> None:
    query = checked("select 判定, count(*) as 件数, avg(測定値) from 検査ログ group by 1", TABLES)
    result = sandbox.run(query, cancel=going_on)
    assert result.sql == query.sql
    assert result.columns == ("判定", "件数", "AVG(測定値)")
    assert sorted(result.rows) == [("不合格", 1, 2.5), ("合格", 2, 1.5)]
    assert not result.is_truncated
    assert 0 < result.seconds < 0.3


def test_rows_beyond_the_limit_are_left_out_and_that_is_said(
    tables_db: Path, going_on: threading.Event
) -> None:
    three = LogSandbox(tables_db, QueryLimits(n_rows=3))
    result = three.run(unchecked("select part from nist_log"), cancel=going_on)
    assert (len(result.rows), result.is_truncated) == (3, True)
    result = three.run(unchecked("select part from nist_log limit 3"), cancel=going_on)
    assert (len(result.rows), result.is_truncated) == (3, False)


def test_bytes_beyond_the_limit_are_left_out_and_that_is_said(
    tables_db: Path, going_on: threading.Event
) -> None:
    small = LogSandbox(tables_db, QueryLimits(result_bytes=26))
    result = small.run(unchecked("select part from nist_log"), cancel=going_on)
    assert (len(result.rows), result.is_truncated) == (5, True)


def test_a_row_that_is_larger_than_a_result_may_be_is_too_costly(
    tables_db: Path, going_on: threading.Event
) -> None:
    tiny = LogSandbox(tables_db, QueryLimits(result_bytes=4))
    with pytest.raises(QueryTooCostly):
        tiny.run(unchecked("select part from nist_log"), cancel=going_on)


def test_what_was_committed_meanwhile_is_seen_and_what_is_not_committed_is_not(
    workspace: Path, going_on: threading.Event
) -> None:
    library = Library.open(workspace)
    store(library, TABLES[2], [("A1", "甲")])
    sandbox = LogSandbox(workspace / "tables.db")
    count = unchecked("select count(*) from parts")
    assert sandbox.run(count, cancel=going_on).rows == ((1,),)
    with closing(sqlite3.connect(workspace / "tables.db", isolation_level=None)) as writer:
        writer.execute("begin immediate")
        writer.execute("insert into parts values ('A2', '乙')")
        assert sandbox.run(count, cancel=going_on).rows == ((1,),)
        writer.execute("commit")
        assert sandbox.run(count, cancel=going_on).rows == ((2,),)
    store(library, TABLES[1], [("2024-05-01", 1.0, "合格")])
    assert sandbox.run(unchecked("select 判定 from 検査ログ"), cancel=going_on).rows == (("合格",),)
    library.close()


def test_a_file_that_nobody_has_open_can_be_read_and_stays_as_it_was(
    copy: Path, going_on: threading.Event
) -> None:
    before = hashlib.sha256(copy.read_bytes()).digest()
    assert not copy.with_name("tables.db-wal").exists()
    assert LogSandbox(copy).run(unchecked("select 1 from parts"), cancel=going_on).rows
    assert hashlib.sha256(copy.read_bytes()).digest() == before


def test_a_query_that_is_not_wanted_any_more_ends_within_a_moment(tables_db: Path) -> None:
    cancel = threading.Event()
    timer = threading.Timer(0.1, cancel.set)
    timer.start()
    start = time.monotonic()
    with pytest.raises(QueryCancelled):
        LogSandbox(tables_db).run(unchecked(BOMB), cancel=cancel)
    assert time.monotonic() - start < 10
    timer.join()


def test_a_query_that_was_cancelled_before_does_not_start(sandbox: LogSandbox) -> None:
    cancel = threading.Event()
    cancel.set()
    with pytest.raises(QueryCancelled):
        sandbox.run(unchecked("select 1"), cancel=cancel)


def test_a_caller_may_give_less_time_than_the_limit(
    tables_db: Path, going_on: threading.Event
) -> None:
    with pytest.raises(QueryTooCostly) as caught:
        LogSandbox(tables_db).run(unchecked(BOMB), cancel=going_on, seconds=0.1)
    assert caught.value.facts == {"sql": BOMB, "limit": "0.1 s"}


def test_several_threads_may_ask_at_once(sandbox: LogSandbox, going_on: threading.Event) -> None:
    found: list[object] = []

    def ask() -> None:
        query = unchecked("select count(*) from nist_log")
        found.extend(sandbox.run(query, cancel=going_on).rows)

    threads = [threading.Thread(target=ask) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert found == [(N_ROWS,)] * 8


def test_a_log_with_very_many_columns_can_be_read(
    workspace: Path, going_on: threading.Event
) -> None:
    columns = tuple(Column(f"測定値_{i}", "", ColumnType.REAL, "") for i in range(900))
    library = Library.open(workspace)
    store(library, LogTable("wide", columns), [tuple(float(i) for i in range(900))])
    library.close()
    small = LogSandbox(workspace / "tables.db", QueryLimits(cell_bytes=10_000))
    result = small.run(unchecked("select * from wide"), cancel=going_on)
    assert result.rows[0][-1] == 899.0


def test_a_text_that_is_no_utf_8_does_not_end_a_query(
    copy: Path, going_on: threading.Event
) -> None:
    with closing(sqlite3.connect(copy)) as writer, writer:
        writer.execute("insert into parts values ('bad', cast(x'41ff42' as text))")
    query = unchecked("select maker from parts where part = 'bad'")
    assert LogSandbox(copy).run(query, cancel=going_on).rows == (("A\ufffdB",),)


def test_a_query_that_compiles_to_too_many_steps_is_too_costly(
    tables_db: Path, going_on: threading.Event
) -> None:
    parts = [f"p0 as not materialized (select {' + '.join(['torque'] * 90)} as c from nist_log)"]
    for i in range(1, 10):
        before = f"(select c from p{i - 1})"
        parts.append(f"p{i} as not materialized (select {before} + {before} as c)")
    sql = f"with {', '.join(parts)} select c from p9"
    with pytest.raises(QueryTooCostly) as caught:
        LogSandbox(tables_db).run(unchecked(sql), cancel=going_on)
    assert caught.value.facts["limit"] == "the size of a query"


def test_a_query_with_very_many_function_calls_is_refused_for_their_number(
    sandbox: LogSandbox, going_on: threading.Event
) -> None:
    calls = ", ".join(["max(abs(torque), 1, abs(station))"] * 70)
    with pytest.raises(QueryRefused) as caught:
        sandbox.run(unchecked(f"select {calls} from nist_log"), cancel=going_on)
    assert caught.value.facts["reason"] == "there are more than 200 calls of functions"


# What keeps the file from being read.


def test_a_file_that_is_not_there_is_told_and_not_made(
    workspace: Path, going_on: threading.Event
) -> None:
    with pytest.raises(WorkspaceUnwritable) as caught:
        LogSandbox(workspace / "tables.db").run(unchecked("select 1"), cancel=going_on)
    assert caught.value.facts["path"].endswith("tables.db")
    assert list(workspace.iterdir()) == []


def test_a_file_that_is_no_database_is_damaged(workspace: Path, going_on: threading.Event) -> None:
    path = workspace / "tables.db"
    path.write_bytes(b"no database" * 1_000)
    with pytest.raises(WorkspaceDamaged):
        LogSandbox(path).run(unchecked("select 1"), cancel=going_on)


def test_a_database_without_logs_is_damaged(workspace: Path, going_on: threading.Event) -> None:
    path = workspace / "tables.db"
    with closing(sqlite3.connect(path)) as database, database:
        database.execute("create table parts (part text)")
    with pytest.raises(WorkspaceDamaged) as caught:
        LogSandbox(path).run(unchecked("select part from parts"), cancel=going_on)
    assert caught.value.facts["path"] == str(path)


def test_pages_that_are_overwritten_are_damage(copy: Path, going_on: threading.Event) -> None:
    content = bytearray(copy.read_bytes())
    content[8192:-4096] = b"\xff" * (len(content) - 8192 - 4096)
    copy.write_bytes(content)
    with pytest.raises(WorkspaceDamaged):
        LogSandbox(copy).run(unchecked("select sum(torque) from nist_log"), cancel=going_on)


def test_a_file_that_another_program_holds_is_locked(copy: Path, going_on: threading.Event) -> None:
    with closing(sqlite3.connect(copy, isolation_level=None)) as other:
        other.execute("pragma locking_mode = exclusive")
        other.execute("begin exclusive")
        other.execute("delete from parts")
        with pytest.raises(WorkspaceLocked):
            LogSandbox(copy).run(unchecked("select 1 from parts"), cancel=going_on)


@pytest.fixture
def hostile(copy: Path) -> Iterator[Path]:
    """A tables.db from elsewhere, which lists as logs what are none."""
    with closing(sqlite3.connect(copy)) as writer, writer:
        writer.execute("create view v as select name from sqlite_master")
        writer.execute("create table secret (x text)")
        for name in ("v", "sqlite_master", "_log_table", "_LOG_TABLE", "pragma_user_version"):
            writer.execute("insert into _log_table values (?, ?)", (name, name))
    return copy


@pytest.mark.parametrize("name", ["v", "sqlite_master", "_log_table", "secret"])
def test_what_is_no_log_cannot_be_read_even_if_the_file_lists_it(
    hostile: Path, name: str, going_on: threading.Event
) -> None:
    for what in ("*", "count(*)"):
        with pytest.raises(QueryRefused):
            LogSandbox(hostile).run(unchecked(f"select {what} from {name}"), cancel=going_on)


# Words and addresses.


@pytest.mark.parametrize(
    ("message", "words"),
    [
        ("no such column: n.x", "there is no column 'n.x'"),
        ("ambiguous column name: part", "'part' is in several tables; write the table before it"),
        ("misuse of aggregate: COUNT()", "COUNT() cannot stand here"),
        ("misuse of aggregate function MAX()", "MAX() cannot stand here"),
        ("misuse of window function RANK()", "RANK() cannot stand here"),
        ("wrong number of arguments to function ROUND()", "ROUND() takes other arguments"),
        ("integer overflow", "a whole number became too large"),
        ("Expression tree is too large (maximum depth 200)", "the query is nested too deeply"),
        ("something new happened.", "something new happened"),
    ],
)
def test_sqlites_words_are_made_plain(message: str, words: str) -> None:
    assert plain(message) == words


@pytest.mark.parametrize(
    ("sql", "expected"),
    [
        ("select sum(9223372036854775807) from parts", "a whole number became too large"),
        ("select part from parts, nist_log", "'part' is in several tables"),
        ("select sum(count(*)) from parts", "count() cannot stand here"),
        ("select part from parts where count(*) > 1", "count() cannot stand here"),
        ("select part from parts limit 'x'", "LIMIT and OFFSET take whole numbers"),
        ("select round() from parts", "round() takes other arguments"),
        ("select (select 1, 2) from parts", "sub-select returns 2 columns - expected 1"),
        ("select 1e308 * 10", "a number in the result is too large"),
        ("select cast(part as blob) from parts", "the result is neither text nor number"),
    ],
)
def test_what_sqlite_refuses_has_a_reason(
    sandbox: LogSandbox, sql: str, expected: str, going_on: threading.Event
) -> None:
    with pytest.raises(QueryRefused) as caught:
        sandbox.run(unchecked(sql), cancel=going_on)
    assert caught.value.facts["reason"].startswith(expected)


def test_the_address_of_a_file_keeps_every_letter_and_no_meaning_of_its_own() -> None:
    assert (
        read_only_uri(PurePosixPath("/a b/50%?#/t.db")) == "file:///a%20b/50%25%3F%23/t.db?mode=ro"
    )
    home = PureWindowsPath(r"C:\Users\山田　太郎\tables.db")
    assert read_only_uri(home) == (
        "file:///C:/Users/%E5%B1%B1%E7%94%B0%E3%80%80%E5%A4%AA%E9%83%8E/tables.db?mode=ro"
    )
    share = PureWindowsPath(r"\\server\logs\tables.db")
    assert read_only_uri(share) == "file:////server/logs/tables.db?mode=ro"
