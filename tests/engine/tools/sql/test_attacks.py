"""Hostile SQL is refused or bounded by the guard alone, and by the sandbox alone.

Nothing is written: tables.db has the same bytes after each attack. Opened read-only it gets an
empty -wal and a -shm beside it, as any reader in WAL mode makes them; a -wal with content would be
a write, and is looked for too.
"""

from __future__ import annotations

import hashlib
import threading
import time
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import psutil
import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from engine.errors import QueryRefused, QueryTooCostly
from engine.tools.sql.cited_rows import cited_rows
from engine.tools.sql.guard import checked
from engine.tools.sql.sandbox import LogSandbox, QueryLimits, QueryResult
from tests.engine.tools.sql.conftest import TABLES, unchecked

SMALL = QueryLimits(seconds=0.08, spill_bytes=100_000_000)
ENOUGH_S = 2.0
"""From the question to the refusal, on a busy machine."""

WRITES = [
    "insert into parts values ('x', 'y')",
    "replace into parts values ('x', 'y')",
    "update parts set maker = 'x'",
    "delete from parts",
    "drop table parts",
    "create table x (a)",
    "create temp table x (a)",
    "create view v as select 1",
    "create trigger t after insert on parts begin delete from parts; end",
    "create index i on parts (part)",
    "create virtual table f using fts5(a)",
    "alter table parts rename to x",
    "select 1; drop table parts",
    "select 1; -- \n delete from parts",
    "select 1 /* ; */ ; delete from parts; --",
    "with x as (delete from parts returning part) select part from x",
    "with x as (insert into parts values ('a', 'b') returning part) select part from x",
    "with x as (select 1) delete from parts where 1 in (select 1 from x)",
    "with x as (select 1) update parts set part = 1",
    "with x as (select 1) insert into parts select 1, 2 from x",
    "select * from (delete from parts returning *)",
    "select part into outfile '/tmp/x' from parts",
    "select part into x from parts",
    "explain delete from parts",
]
COMMANDS = [
    "attach database ':memory:' as x",
    "attach 'other.db' as x",
    "detach main",
    "pragma query_only = off",
    "pragma writable_schema = on",
    "pragma table_info(parts)",
    "vacuum",
    "vacuum into 'copy.db'",
    "reindex",
    "analyze",
    "begin immediate",
    "commit",
    "rollback",
    "savepoint a",
    "explain select 1",
    "explain query plan select part from parts",
    "values (1)",
    "",
    ";",
    "\0",
    "select 1 \0; drop table parts",
    "\ufeffselect 1; select 2",
    "ｓｅｌｅｃｔ 1",
    "SELECT\u3000part FROM parts",
    "sel/**/ect 1",
]
READS = [
    "select * from sqlite_master",
    "select count(*) from sqlite_master",
    "select sql from sqlite_schema",
    'select name from "sqlite_master"',
    "select name from [sqlite_master]",
    "select name from `sqlite_master`",
    "select name from 'sqlite_master'",
    "select name from main.sqlite_master",
    "select name from SQLITE_MASTER as parts",
    "select name from ｓqlite_master",
    "select name from sqlite_temp_master",
    "select * from sqlite_sequence",
    "select * from sqlite_stat1",
    "select * from _log_table",
    "select count(*) from _log_table",
    'select 1 from "_log_table"',
    "select part from parts where part in _log_table",
    "select part from parts union select document_id from _log_table",
    "select (select name from _log_table limit 1) from parts",
    "select part from parts order by (select count(*) from _log_table)",
    "select count(*) over (order by (select name from sqlite_master)) from parts",
    "select part from parts natural join _log_table",
    "with x as (select * from _log_table) select * from x",
    "with sqlite_master as (select 1) select 1 from _log_table",
    "select * from pragma_table_info('parts')",
    "select count(*) from pragma_database_list",
    "select * from pragma_compile_options",
    "select * from dbstat",
    "select count(*) from sqlite_stmt",
    "select * from json_each('[1]')",
    "select * from generate_series(1, 1000000000)",
]
FUNCTIONS = [
    "select load_extension('x')",
    "select LOAD_EXTENSION('x') from parts",
    "select \"load_extension\"('x')",
    "select fts3_tokenizer('simple')",
    "select random() from parts",
    "select randomblob(1000000000)",
    "select zeroblob(1000000000)",
    "select length(zeroblob(1000000000))",
    "select printf('%1000000000d', 1)",
    "select format('%1000000000d', 1)",
    "select hex(part) from parts",
    "select quote(part) from parts",
    "select char(65, 66)",
    "select sqlite_version()",
    "select sqlite_compileoption_get(1)",
    "select writefile('x', part) from parts",
    "select readfile('/etc/passwd')",
    "select edit(part) from parts",
    "select json_extract('{}', '$')",
    "select last_insert_rowid(), changes()",
    "select part match 'a' from parts",
    "select part regexp 'a' from parts",
    "select raise(abort, 'x')",
    "select x'00'",
    "select cast(part as blob) from parts",
    "select 1e309",
    "select -1e999 from parts",
]
PARAMETERS = ["select ?", "select ?1", "select :part", "select @part", "select $part", "select #1"]
SIZES = [
    "select " + "(" * 10_000 + "1" + ")" * 10_000,
    "select " + "1 or " * 10_000 + "1",
    "select " + "not " * 10_000 + "1",
    "select " + "- " * 10_000 + "1",
    "select " + "case when 1 then " * 2_000 + "1" + " end" * 2_000,
    "select " + "1 + " * 10_000 + "1",
    "select " + "1 collate nocase " * 3_000,
    "select 1 " + "is null " * 3_000,
    "select 1" + " union all select 1" * 3_000,
    "select " + "(select " * 1_000 + "1" + ")" * 1_000,
    "select * from " + "(select * from " * 1_000 + "parts" + ")" * 1_000,
    "select 1 where 1 in (" + ", ".join(map(str, range(100_000))) + ")",
    "select " + ", ".join(["1"] * 10_000),
    "select '" + "x" * 1_000_000 + "'",
    "select 1 -- " + "x" * 1_000_000,
    "select " + "あ" * 1_000_000,
    "(" * 100_000,
    "select " + "'" * 99_999,
    "select part from " + ", ".join(f"parts p{i}" for i in range(65)),
]
# As deep as goes into the 4,000 characters that the guard reads.
DEPTHS = [
    "select " + "(" * 1_900 + "1" + ")" * 1_900,
    "select " + "1 or " * 700 + "1",
    "select " + "not " * 900 + "1",
    "select " + "-" * 3_900 + "1",
    "select " + "- " * 1_900 + "1",
    "select " + "~" * 3_900 + "1",
    "select " + "1+" * 1_900 + "1",
    "select " + "1||" * 1_300 + "1",
    "select 1 " + "is null " * 390,
    "select part" + " collate nocase" * 390 + " from parts",
    "select " + "case when 1 then " * 150 + "1" + " end" * 150,
    "select " + "case 1 when " * 150 + "1" + " then 1 end" * 150,
    "select " + "abs(" * 700 + "1" + ")" * 700,
    "select " + "(select " * 430 + "1" + ")" * 430,
    "select 1 where 1 in (" + "select 1 where 1 in (" * 150 + "1" + ")" * 151,
    "select * from " + "(" * 1_900 + "parts" + ")" * 1_900,
    "select * from parts " + "join parts using (part) " * 160,
    "select 1" + " union select 1" * 260,
    "select " + "1 between 1 and " * 240 + "1",
    "select a" + ".a" * 1_900 + " from parts",
    "with a as (" * 300 + "select 1" + ")" * 300,
    "select sum(1) over (" * 190 + ")" * 190,
]
# As deep as goes into the 4,000 characters that the guard reads.
DEPTHS = [
    "select " + "(" * 1_900 + "1" + ")" * 1_900,
    "select " + "1 or " * 700 + "1",
    "select " + "not " * 900 + "1",
    "select " + "- " * 1_900 + "1",
    "select " + "~" * 3_900 + "1",
    "select " + "1+" * 1_900 + "1",
    "select " + "1||" * 1_300 + "1",
    "select 1 " + "is null " * 390,
    "select " + "case when 1 then " * 150 + "1" + " end" * 150,
    "select " + "case 1 when " * 150 + "1" + " then 1 end" * 150,
    "select " + "abs(" * 700 + "1" + ")" * 700,
    "select " + "(select " * 430 + "1" + ")" * 430,
    "select 1 where 1 in (" + "select 1 where 1 in (" * 150 + "1" + ")" * 151,
    "select * from " + "(" * 1_900 + "parts" + ")" * 1_900,
    "select * from parts " + "join parts using (part) " * 160,
    "select 1" + " union select 1" * 260,
    "select " + "1 between 1 and " * 240 + "1",
    "select a" + ".a" * 1_900 + " from parts",
    "with a as (" * 300 + "select 1" + ")" * 300,
    "select sum(1) over (" * 190 + ")" * 190,
]
RECURSIONS = [
    "with recursive x(n) as (select 1 union all select n + 1 from x) select count(*) from x",
    "with x(n) as (select 1 union all select n + 1 from x) select count(*) from x",
    "with x(n) as (values (1) union all select n + 1 from x) select n from x limit 1000000000",
    "with a as (select * from b), b as (select * from a) select * from a",
    "with x as (select * from x) select * from x",
    "with recursive t(s) as (select 'a' union all select s || s from t) select max(s) from t",
    "select (with recursive x(n) as (select 1 union all select n + 1 from x) select max(n) from x)",
]


def with_bomb(n: int, use: str) -> str:
    """WITH parts of which each uses the one before it twice: 2^n copies."""
    parts = ["c0 as (select 1 as a)"]
    parts += [f"c{i} as ({use.format(f'c{i - 1}')})" for i in range(1, n)]
    return f"with {', '.join(parts)} select count(*) from c{n - 1}"


WITH_BOMBS = [
    with_bomb(30, "select x.a from {0} x, {0} y"),
    with_bomb(30, "select a from {0} union all select a from {0}"),
    with_bomb(25, "select (select a from {0}) + (select a from {0}) as a"),
    with_bomb(25, "select 1 as a where 1 in (select a from {0}) and 2 in (select a from {0})"),
    with_bomb(10, "select a.a from {0} a, {0} b, {0} c, {0} d"),
]
REFUSED = (
    WRITES + COMMANDS + READS + FUNCTIONS + PARAMETERS + SIZES + DEPTHS + RECURSIONS + WITH_BOMBS
)

# What is right as SQL, and asks for more than there is. The guard lets it through.
COSTLY = [
    "select count(*) from nist_log a, nist_log b, nist_log c",
    "select count(*) from nist_log a join nist_log b on a.station = b.station"
    " join nist_log c on b.station = c.station",
    "select a.part from nist_log a, nist_log b, nist_log c order by a.torque * b.torque",
    "select a.part || b.part, count(*) from nist_log a, nist_log b group by 1 order by 2",
    "select count(*) from (select distinct a.part || b.part from nist_log a, nist_log b)",
    "select count(distinct a.part || b.part) from nist_log a, nist_log b",
    "select a.part from nist_log a, nist_log b intersect select b.part || a.part"
    " from nist_log a, nist_log b",
    "select a.part, row_number() over (order by b.torque) from nist_log a, nist_log b",
    "select sum(a.torque) over (order by b.torque rows between 900000 preceding and 900000"
    " following) from nist_log a, nist_log b",
    "with x as materialized (select a.part p, b.part q from nist_log a, nist_log b)"
    " select count(*) from x y, x z where y.p || z.q = ''",
    "select median(a.torque) from nist_log a, nist_log b",
    "select median(a.torque), median(b.torque), stdev(b.torque) from nist_log a, nist_log b",
    "select group_concat(a.part) from nist_log a, nist_log b",
    "select group_concat(part || part || part || part || part, '" + "x" * 100 + "') from nist_log",
    "select count(*) from nist_log where (select count(*) from nist_log a, nist_log b"
    " where a.torque > nist_log.torque) > 5",
    "select part from nist_log limit 1000000000 offset 999999999",
    "select a.part from nist_log a, nist_log b, nist_log c limit 1 offset 9000000000",
    "select a.part from nist_log a, nist_log b limit 1000000000",
    "select instr(replace(x, '0', x), x) from (select replace(replace(replace(part, 'A',"
    " '00000000000000000000'), '0', '11111111110'), '0', '22222222220') x from nist_log)",
    "select sum(length(trim(x, '0123456789A'))) from (select a.part || b.part || c.part x"
    " from nist_log a, nist_log b, nist_log c)",
    "select count(*) from nist_log a, nist_log b, nist_log c where a.part || b.part || c.part"
    " like '" + "%_" * 100 + "%z'",
    "select count(*) from nist_log a, nist_log b, nist_log c where a.part || b.part || c.part"
    " glob '" + "*[0-9]" * 40 + "*z'",
]


@pytest.fixture
def same_bytes(tables_db: Path) -> Iterator[None]:
    before = hashlib.sha256(tables_db.read_bytes()).hexdigest()
    names = {path.name for path in tables_db.parent.iterdir()}
    yield
    assert hashlib.sha256(tables_db.read_bytes()).hexdigest() == before
    wal = tables_db.with_name("tables.db-wal")
    assert not wal.exists() or wal.stat().st_size == 0
    new = {path.name for path in tables_db.parent.iterdir()} - names
    assert new <= {"tables.db-wal", "tables.db-shm"}


def attack(sandbox: LogSandbox, sql: str) -> QueryResult | None:
    """Run SQL that the guard has not seen; nothing but the two errors may come, and soon."""
    start = time.monotonic()
    result = None
    with suppress(QueryRefused, QueryTooCostly):
        result = sandbox.run(unchecked(sql), cancel=threading.Event())
    assert time.monotonic() - start < ENOUGH_S
    return result


def short(sql: object) -> str:
    return ascii(sql)[:50]


@pytest.mark.parametrize("sql", REFUSED, ids=short)
def test_the_guard_alone_refuses(sql: str) -> None:
    start = time.monotonic()
    with pytest.raises(QueryRefused) as caught:
        checked(sql, TABLES)
    assert time.monotonic() - start < ENOUGH_S
    assert len(str(caught.value)) < 2_000


@pytest.mark.usefixtures("same_bytes")
@pytest.mark.parametrize(
    "sql", WRITES + COMMANDS + READS + PARAMETERS + RECURSIONS + WITH_BOMBS, ids=short
)
def test_the_sandbox_alone_lets_nothing_else_than_reading_logs_through(
    tables_db: Path, sql: str
) -> None:
    assert attack(LogSandbox(tables_db, SMALL), sql) is None


@pytest.mark.usefixtures("same_bytes")
@pytest.mark.parametrize("sql", FUNCTIONS, ids=short)
def test_the_sandbox_alone_calls_no_other_function(tables_db: Path, sql: str) -> None:
    assert attack(LogSandbox(tables_db, SMALL), sql) is None


@pytest.mark.usefixtures("same_bytes")
@pytest.mark.parametrize("sql", SIZES + DEPTHS, ids=short)
def test_the_sandbox_alone_survives_any_size(tables_db: Path, sql: str) -> None:
    assert attack(LogSandbox(tables_db, SMALL), sql) is None


@pytest.mark.usefixtures("same_bytes")
@pytest.mark.parametrize("sql", COSTLY, ids=short)
def test_what_is_too_costly_is_stopped_or_cut_off(tables_db: Path, sql: str) -> None:
    query = checked(sql, TABLES)
    result = attack(LogSandbox(tables_db, SMALL), query.sql)
    assert result is None or len(result.rows) <= SMALL.n_rows


@pytest.mark.usefixtures("same_bytes")
@pytest.mark.parametrize("sql", COSTLY, ids=short)
def test_rows_of_a_costly_query_are_cited_within_the_time_of_one_or_not(
    tables_db: Path, sql: str
) -> None:
    start = time.monotonic()
    query, quick = checked(sql, TABLES), LogSandbox(tables_db, SMALL)
    cited_rows(query, quick, limit=10, cancel=threading.Event())
    assert time.monotonic() - start < ENOUGH_S


@pytest.mark.parametrize(
    "sql",
    [
        "select a.part, b.part, c.part from nist_log a, nist_log b, nist_log c"
        " order by a.torque + b.torque + c.torque",
        "select a.part || b.part x, count(*) from nist_log a, nist_log b group by x order by 2",
        "select median(a.torque), median(b.torque) from nist_log a, nist_log b",
    ],
    ids=["sorted", "grouped", "median"],
)
def test_a_join_bomb_stays_small_in_memory(tables_db: Path, sql: str) -> None:
    process, peak = psutil.Process(), 0
    done = threading.Event()

    def watch() -> None:
        nonlocal peak
        while not done.wait(0.01):
            peak = max(peak, process.memory_info().rss)

    before = process.memory_info().rss
    sandbox = LogSandbox(tables_db, QueryLimits(seconds=0.6, spill_bytes=200_000_000))
    watcher = threading.Thread(target=watch)
    watcher.start()
    with pytest.raises(QueryTooCostly):
        sandbox.run(unchecked(sql), cancel=threading.Event())
    done.set()
    watcher.join()
    assert peak - before < 100_000_000


def test_what_a_sort_may_spill_is_bounded(tables_db: Path) -> None:
    sql = "select a.part || b.part || c.part x from nist_log a, nist_log b, nist_log c order by x"
    with pytest.raises(QueryTooCostly) as caught:
        LogSandbox(tables_db, QueryLimits(spill_bytes=20_000_000)).run(
            unchecked(sql), cancel=threading.Event()
        )
    assert caught.value.facts["limit"] == "20 MB on disk"


PIECES = [
    *("select from where group by order having limit offset with as union all except").split(),
    *("join left natural on using in between like is not null and or case when then end").split(),
    *("distinct over partition rows preceding filter exists collate cast recursive").split(),
    *("count( sum( max( median( ( ) , * . ; ' \" [ ] -- /* */ = < > || + - / % ? : 1 2.5").split(),
    *("nist_log parts 検査ログ part torque 判定 maker a b 'NG' '甲' delete drop pragma").split(),
    *("sqlite_master _log_table rowid random() 1e999 x'00' \0 \u3000 \ud800 values").split(),
]
VALID = [
    "select count(*) from nist_log where status = 'NG' and torque between 1 and 50",
    "select 判定, avg(測定値) from 検査ログ group by 1 having count(*) > 1 order by 2 desc limit 3",
    "with ng as (select * from nist_log) select p.maker from ng join parts p on ng.part = p.part",
    "select part, row_number() over (partition by station order by torque) n from nist_log",
    "select part from parts union select part from nist_log where part in (select part from parts)",
]


@st.composite
def mutated(draw: st.DrawFn) -> str:
    """A valid query with some of its text replaced, dropped or said twice."""
    sql = draw(st.sampled_from(VALID))
    for _ in range(draw(st.integers(1, 3))):
        start = draw(st.integers(0, len(sql)))
        end = draw(st.integers(start, min(len(sql), start + 12)))
        new = draw(st.sampled_from(PIECES) | st.text(max_size=3) | st.just(sql[start:end] * 2))
        sql = f"{sql[:start]}{new}{sql[end:]}"
    return sql


anything = st.one_of(
    st.text(max_size=60),
    st.lists(st.sampled_from(PIECES), max_size=25).map(" ".join),
    st.lists(st.sampled_from(PIECES), max_size=25).map(lambda p: " ".join(["select", *p])),
    mutated(),
)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=150)
@given(sql=anything)
@example(sql="select \ud800")
@example(sql="select 1 as '\0'")
def test_no_text_raises_anything_but_the_two_errors(tables_db: Path, sql: str) -> None:
    quick = LogSandbox(tables_db, QueryLimits(seconds=0.1))
    with suppress(QueryRefused, QueryTooCostly):
        query = checked(sql, TABLES)
        quick.run(query, cancel=threading.Event())
        cited_rows(query, quick, limit=5, cancel=threading.Event())
    with suppress(QueryRefused, QueryTooCostly):
        quick.run(unchecked(sql), cancel=threading.Event())
