"""What SQLite would take otherwise than it is meant."""

from __future__ import annotations

from dataclasses import replace

import pytest

from engine.tools.sql.meaning import as_meant
from tests.engine.tools.sql.profiles import INSPECTIONS, RECORDS, number, table, text


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        (
            "SELECT 100 * SUM(torque_N_m) / COUNT(*) FROM inspections",
            "SELECT CAST(100 * SUM(torque_N_m) AS REAL) / COUNT(*) FROM inspections",
        ),
        (
            "SELECT COUNT(*) FROM inspections WHERE time BETWEEN '2026-04-01' AND '2026-04-07'",
            "SELECT COUNT(*) FROM inspections"
            " WHERE DATE(time) BETWEEN '2026-04-01' AND '2026-04-07'",
        ),
        (
            "SELECT COUNT(*) FROM inspections WHERE time <= '2026-04-07'",
            "SELECT COUNT(*) FROM inspections WHERE DATE(time) <= '2026-04-07'",
        ),
        (
            "SELECT COUNT(*) FROM inspections WHERE time = '2026-04'",
            "SELECT COUNT(*) FROM inspections WHERE time LIKE '2026-04%'",
        ),
        (
            "SELECT date(time) FROM inspections ORDER BY torque_N_m LIMIT 1",
            "SELECT time FROM inspections ORDER BY torque_N_m LIMIT 1",
        ),
        (
            "SELECT AVG(CASE WHEN part = 'SH-204' THEN torque_N_m ELSE 0 END) FROM inspections",
            "SELECT AVG(CASE WHEN part = 'SH-204' THEN torque_N_m END) FROM inspections",
        ),
        (
            "SELECT STRFTIME('%m', time), COUNT(*) FROM inspections GROUP BY STRFTIME('%m', time)",
            "SELECT STRFTIME('%Y-%m', time), COUNT(*) FROM inspections"
            " GROUP BY STRFTIME('%Y-%m', time)",
        ),
        ("SELECT STDDEV(torque_N_m) FROM inspections", "SELECT STDEV(torque_N_m) FROM inspections"),
        (
            "SELECT 100.0 * SUM(CASE WHEN result = 'FAIL' THEN 1 ELSE 0 END) / COUNT(*)"
            " FROM inspections WHERE result = 'FAIL' AND inspector = 'Mori'",
            "SELECT CAST(100.0 * SUM(CASE WHEN result = 'FAIL' THEN 1 ELSE 0 END) AS REAL)"
            " / COUNT(*) FROM inspections WHERE inspector = 'Mori'",
        ),
    ],
)
def test_it_is_written_so_that_it_cannot_be(written: str, meant: str) -> None:
    assert as_meant(written, [INSPECTIONS]) == meant


@pytest.mark.parametrize(
    "sql",
    [
        "SELECT date(time), COUNT(*) FROM inspections GROUP BY date(time)",
        "SELECT COUNT(*) FROM inspections WHERE time > '2026-04-01 10:00'",
        "SELECT SUM(CASE WHEN part = 'SH-204' THEN 1 ELSE 0 END) FROM inspections",
        "SELECT COUNT(*) FROM inspections WHERE STRFTIME('%m', time) = '04'",
        "SELECT COUNT(*) FROM inspections WHERE part = '2026-04-01'",
    ],
)
def test_what_is_right_is_left(sql: str) -> None:
    assert as_meant(sql, [INSPECTIONS]).lower() == sql.lower()


def test_a_log_of_whole_days_is_compared_as_it_is() -> None:
    sql = "SELECT COUNT(*) FROM 検査記録 WHERE 検査日 <= '2026-03-20'"
    assert as_meant(sql, [RECORDS]) == sql


def test_what_cannot_be_read_is_left_to_the_guard() -> None:
    assert as_meant("SELECT ((", [INSPECTIONS]) == "SELECT (("


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        (
            "SELECT AVG(torque) FROM readings",
            "SELECT AVG(CASE WHEN TYPEOF(torque) <> 'text' THEN torque END) FROM readings",
        ),
        (
            "SELECT COUNT(*) FROM readings WHERE torque > 40",
            "SELECT COUNT(*) FROM readings WHERE (TYPEOF(torque) <> 'text' AND torque > 40)",
        ),
        (
            "SELECT serial FROM readings ORDER BY torque DESC LIMIT 1",
            "SELECT serial FROM readings WHERE TYPEOF(torque) <> 'text'"
            " ORDER BY torque DESC LIMIT 1",
        ),
        ("SELECT COUNT(torque) FROM readings", "SELECT COUNT(torque) FROM readings"),
    ],
)
def test_a_text_among_numbers_is_no_number(written: str, meant: str) -> None:
    torque = replace(number("torque", 39.5, 51.0), n_texts=1)
    assert as_meant(written, [table("readings", text("serial", "A01"), torque)]) == meant


def test_a_column_of_numbers_alone_is_asked_as_it_is() -> None:
    sql = "SELECT AVG(torque_N_m) FROM inspections WHERE torque_N_m > 40"
    assert as_meant(sql, [INSPECTIONS]) == sql
