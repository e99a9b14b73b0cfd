"""What may be asked is let through as it is meant, and what may not is named in the reason."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.errors import QueryRefused
from engine.tools.sql.functions import ALLOWED, MedianBudget, register
from engine.tools.sql.guard import checked
from tests.engine.tools.sql.conftest import TABLES


def reason(sql: str) -> str:
    with pytest.raises(QueryRefused) as caught:
        checked(sql, TABLES)
    return caught.value.facts["reason"]


def test_a_query_comes_back_in_one_form_with_its_tables() -> None:
    query = checked("select  Part,torque from NIST_LOG -- all\n where status='NG';", TABLES)
    assert query.sql == "SELECT Part, torque FROM NIST_LOG WHERE status = 'NG'"
    assert [table.name for table in query.tables] == ["nist_log"]


def test_what_will_be_run_is_its_own_normal_form() -> None:
    once = checked("select sum(torque) over (rows unbounded preceding) s from nist_log", TABLES)
    assert checked(once.sql, TABLES) == once


def test_japanese_names_need_no_quotes_and_may_have_them() -> None:
    sql = 'select 判定, "測定値" as "平均 [mm]" from 検査ログ as 表 where 表.[日付] > \'2024-05\''
    assert checked(sql, TABLES).sql == (
        'SELECT 判定, "測定値" AS "平均 [mm]" FROM 検査ログ AS 表 WHERE 表."日付" > \'2024-05\''
    )


SAME = [
    "select count(*), count(distinct station), sum(torque), total(torque) from nist_log",
    "select avg(torque), min(torque), max(torque, 1), group_concat(part, ';') from nist_log",
    "select station, count(*) n from nist_log group by 1 having n > 2 order by n desc, 1 limit 3",
    "select part from nist_log order by torque desc, part limit 2, 3",
    "select part from nist_log where status isnull or torque notnull and not station in (1, 2)",
    "select part, torque between 5 and 10, part like 'A%1', part glob '*2' from nist_log",
    "select part from nist_log where part like 'A\\_%' escape '\\' or status is not 'NG'",
    "select abs(-torque), round(torque, 0), coalesce(null, part), ifnull(part, 1) from nist_log",
    "select nullif(station, 3), iif(station > 3, 'a', 'b'), length(part) from nist_log",
    "select lower(part), upper(part), trim(part), ltrim(part, 'A'), rtrim(part, '0') from nist_log",
    "select substr(part, 2), substring(part, 1, 2), replace(part, 'A', 'B') from nist_log",
    "select instr(part, '1'), cast(torque as integer), cast(part as text) from nist_log",
    "select date(日付), time(日付), datetime(日付, '+1 day'), julianday(日付) from 検査ログ",
    "select strftime('%Y-%m', 日付) m, count(*) from 検査ログ group by m",
    "select part, row_number() over (partition by station order by torque) from nist_log",
    "select rank() over w, dense_rank() over w, ntile(3) over w from nist_log"
    " window w as (order by torque)",
    "select lag(part) over (order by part), lead(part, 2, 'x') over (order by part) from nist_log",
    "select first_value(part) over w, last_value(part) over w from nist_log window w as"
    " (partition by station order by torque, part rows between 1 preceding and 1 following)",
    "select n.part, maker from nist_log n join parts p on n.part = p.part where maker = '甲'",
    "select count(*) from nist_log, parts where nist_log.part = parts.part",
    "select part, maker, torque from parts natural join nist_log",
    "select p.part, status from parts p left join nist_log using (part) order by 1",
    "with ng as (select * from nist_log where status = 'NG') select count(*) from ng",
    "with a(x, y) as (select part, torque from nist_log), b as (select x from a where y > 50)"
    " select count(*) from a join b on a.x = b.x",
    "select part from nist_log union select part from parts except select 'A0001' order by 1",
    "select part from parts where exists (select 1 from nist_log n where n.part = parts.part)",
    "select part from nist_log where torque = (select max(torque) from nist_log)",
    "select max(torque) - (select min(torque) from nist_log) from nist_log",
    "select case station when 1 then 'one' else 'more' end, case when 1 then 2 end from nist_log",
    "select rowid, _rowid_, oid from parts",
    "select distinct station from nist_log order by station collate nocase desc nulls last",
    "select sum(torque) filter (where station = 1) from nist_log",
    "select 1 + 2 * 3 - -4, 7 / 2, 7 % 4, 'a' || 'b' || 1 * 2, 1 << 2 | 1 & 3, ~5, not 1 = 2",
    "select a from (select station a from nist_log) where a == 3 limit 1",
    "select (torque > 5) = 1, (status = 'NG') is null, not (torque in (1)) from nist_log",
    "select (station, part) in (select station, part from nist_log) from nist_log limit 2",
    "select stdev(torque), median(torque) from nist_log",
]


def results(database: sqlite3.Connection, sql: str) -> list[tuple[object, ...]]:
    register(database, MedianBudget(10**6))
    return database.execute(sql).fetchall()


@pytest.mark.parametrize("sql", SAME)
def test_the_normal_form_means_what_was_written(sql: str, tables_db: Path) -> None:
    with closing(sqlite3.connect(tables_db)) as database:
        assert results(database, checked(sql, TABLES).sql) == results(database, sql)


def expressions() -> st.SearchStrategy[str]:
    leaf = st.sampled_from(["torque", "station", "part", "1", "-2", "'A'", "null", "true"])
    binary = "+ - * / % || < <= = <> == and or is & | << like".split()

    def grown(inner: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
        return st.one_of(
            st.tuples(inner, st.sampled_from(binary), inner).map(" ".join),
            inner.map("({})".format),
            inner.map("not {}".format),
            inner.map("- {}".format),
            inner.map("{} is not null".format),
            inner.map("{} notnull".format),
            st.tuples(inner, inner, inner).map(lambda t: "{} between {} and {}".format(*t)),
            st.tuples(inner, inner).map(lambda t: "{} not in ({})".format(*t)),
            st.tuples(inner, inner).map(lambda t: "case when {} then {} end".format(*t)),
        )

    return st.recursive(leaf, grown, max_leaves=6)


@given(expressions())
def test_an_expression_that_is_let_through_keeps_its_value(expression: str) -> None:
    sql = f"select {expression} as v from nist_log"
    try:
        normal = checked(sql, TABLES).sql
    except QueryRefused:
        return
    with closing(sqlite3.connect(":memory:")) as database:
        database.execute("create table nist_log (part text, torque real, station integer)")
        database.execute("insert into nist_log values ('A1', 2.5, 3), ('', 0, null), (null, -1, 0)")
        assert results(database, normal) == results(database, sql), normal


@pytest.mark.parametrize(
    ("sql", "expected"),
    [
        (
            "select statuss from nist_log",
            "there is no column 'statuss' in nist_log; the nearest is 'status'",
        ),
        (
            "select ｓｔａｔｕｓ from nist_log",
            "there is no column 'ｓｔａｔｕｓ' in nist_log; the nearest is 'status'",
        ),
        (
            'select part from nist_log where status = "NG"',
            "there is no column 'NG' in nist_log; there are part, torque, station, status;"
            " a text stands in single quotes",
        ),
        ("select 1 from nist_logs", "there is no log table 'nist_logs'; the nearest is 'nist_log'"),
        (
            "select 1 from sqlite_schema",
            "there is no log table 'sqlite_schema'; there are nist_log, 検査ログ, parts",
        ),
        (
            "select p.torque from nist_log n, parts p",
            "there is no column 'torque' in p; there are part, maker",
        ),
        ("select nist_log.part from nist_log n", "there is no table 'nist_log' here; there are n"),
        ("select main.parts.part from parts", "write 'parts.part' without the database before it"),
        ("select part from main.parts", "'main.parts' cannot be read as a table"),
        ("select 1 from (parts)", "'(parts)' cannot be read as a table"),
        ("select random() from parts", "the function random() is not allowed"),
        ("select sun(1) from parts", "the function sun() is not allowed; the nearest is 'sum'"),
        ("select rank() from parts", "rank() needs OVER behind it"),
        ("select median(torque) over () from nist_log", "median() cannot stand before OVER"),
        ("select trim(part, part) from parts", "trim() takes the characters to remove as a short"),
        ("select cast(part as blob) from parts", "CAST gives INTEGER, REAL or TEXT only"),
        ("select cast(torque as decimal(5, 2)) from nist_log", "CAST gives INTEGER, REAL or TEXT"),
        ("select x'41'", "'x'41'' is not allowed"),
        ("select part -> 'a' from parts", "'part -> '$.a'' is not allowed"),
        ("select part regexp 'a' from parts", "'part REGEXP 'a'' is not allowed"),
        ("select 1e309 from parts", "the number 1e309 is too large"),
        ("select part from parts where part in parts", "IN needs a list or a SELECT in brackets"),
        ("select distinct on (part) part from parts", "DISTINCT ON is not allowed; use GROUP BY"),
        ("select part from parts semi join nist_log", "SEMI JOIN is not allowed"),
        ("select part from parts asof join nist_log", "ASOF JOIN is not allowed"),
        ("select part from parts for update", "'lock' is not allowed"),
        ("select part from parts tablesample (5)", "'tablesample' is not allowed"),
        ("select part from parts indexed by i", "'parts INDEXED BY i' cannot be read as a table"),
        ("select a from (select 1) as t(a)", "it cannot be understood as SQL"),
        ("with recursive a as (select 1) select 1 from a", "WITH RECURSIVE is not allowed"),
        (
            "with a as (select 1 x union all select x + 1 from a) select x from a",
            "the WITH part 'a' refers to itself",
        ),
        (
            "with parts as (select 1) select 1 from parts",
            "a WITH part cannot have the name of the log table 'parts'",
        ),
        ("select 1 from parts a, parts b, parts c, parts d, parts e", "more than 4 tables are"),
        (
            "select " + " + ".join(["(select 1)"] * 17),
            "there are more than 16 SELECTs",
        ),
        ("select 1 from nist_log where 5 < torque < 9", "'5 < torque' needs brackets around"),
        ("select 1 < station not in (1) from nist_log", "'NOT station IN (1)' needs brackets"),
        ("select 1 from nist_log where 1 = not station", "'NOT station' needs brackets around it"),
        ("select part collate japanese from parts", "'japanese' is not allowed"),
        ("select 1 union (select 2)", "brackets around a part of a UNION are not allowed"),
        ("select part from", "it cannot be understood as SQL"),
        ("select part part part from parts", "it cannot be understood as SQL"),
        ("drop table parts", "only SELECT is allowed, not DROP"),
    ],
)
def test_a_reason_names_what_is_in_the_way(sql: str, expected: str) -> None:
    assert reason(sql).startswith(expected)


def test_a_reason_is_no_sentence_of_its_own() -> None:
    assert not reason("select statuss from nist_log").endswith(".")


def test_a_subquery_may_use_the_columns_around_it_but_not_the_reverse() -> None:
    inside = "select (select count(*) from parts p where p.part = n.part) from nist_log n"
    assert checked(inside, TABLES)
    assert "'maker'" in reason("select maker from nist_log where exists (select 1 from parts)")


def test_a_name_given_with_as_is_known_behind_the_select_but_not_in_it() -> None:
    assert checked("select torque t from nist_log where t > 1 group by t order by t", TABLES)
    assert "'t'" in reason("select torque t, t + 1 from nist_log")


def test_a_row_number_is_known_for_stored_tables_only() -> None:
    assert checked("select rowid from parts", TABLES)
    assert "'rowid'" in reason("select rowid from (select part from parts) a")


def test_a_query_of_many_words_but_little_depth_is_fine() -> None:
    ors = " or ".join(f"part = 'A{i:04}'" for i in range(45))
    assert checked(f"select count(*) from nist_log where {ors}", TABLES)


def test_every_function_that_is_allowed_is_there(tables_db: Path) -> None:
    with closing(sqlite3.connect(tables_db)) as database:
        register(database, MedianBudget(1))
        known = {name for (name,) in database.execute("select name from pragma_function_list")}
    # Both are no functions to SQLite any more, but words of its grammar.
    assert ALLOWED - known <= {"iif", "coalesce"}
