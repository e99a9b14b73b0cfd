"""Whether a query asks what the question asks."""

from __future__ import annotations

import pytest

from engine.reasoning.query_doubts import NOT_GIVEN, UNUSED, doubts
from engine.tools.sql.guard import checked
from engine.tools.sql.linking import link
from tests.engine.tools.sql.profiles import FIXTURES, INSPECTIONS, RECORDS

PROFILES = (INSPECTIONS, FIXTURES, RECORDS)


def doubted(question: str, sql: str) -> tuple[str, ...]:
    query = checked(sql, [profile.stored.table for profile in PROFILES])
    used = [one for one in link(question, PROFILES) if one.profile.stored.table in query.tables]
    return doubts(query, question, used)


@pytest.mark.parametrize(
    ("question", "sql"),
    [
        ("How many inspections failed?", "SELECT COUNT(*) FROM inspections WHERE result = 'FAIL'"),
        (
            "How many M8 bolts did Weber inspect?",
            "SELECT COUNT(*) FROM inspections WHERE bolt_size = 'M8' AND inspector = 'Weber'",
        ),
        (
            "When was the lowest torque on an M6 bolt recorded?",
            "SELECT time FROM inspections WHERE bolt_size = 'M6' ORDER BY torque_N_m LIMIT 1",
        ),
        (
            "Which part had more than 35 inspections?",
            "SELECT part FROM inspections GROUP BY part HAVING COUNT(*) > 35",
        ),
        (
            "What share of the inspections passed, in percent?",
            "SELECT 100.0 * SUM(CASE WHEN result = 'PASS' THEN 1 ELSE 0 END) / COUNT(*)"
            " FROM inspections",
        ),
        ("Did SH-204 pass or fail?", "SELECT result FROM inspections WHERE part = 'SH-204'"),
        (
            "What was the mean torque on 5 April 2026?",
            "SELECT AVG(torque_N_m) FROM inspections WHERE time LIKE '2026-04-05%'",
        ),
        (
            "内径の最大値はいくつですか。",
            "SELECT MAX(測定値_mm) FROM 検査記録 WHERE 測定項目 = '内径'",
        ),
        (
            "How many inspections of SH-299 failed?",
            "SELECT COUNT(*) FROM inspections WHERE part = 'SH-299' AND result = 'FAIL'",
        ),
        (
            "Leaving M6 aside, what is the highest torque?",
            "SELECT MAX(torque_N_m) FROM inspections WHERE bolt_size <> 'M6'",
        ),
        (
            "Who measured the highest torque, and what does that mean for the bolt size?",
            "SELECT inspector, bolt_size FROM inspections ORDER BY torque_N_m DESC LIMIT 1",
        ),
    ],
)
def test_a_query_that_asks_it_is_not_doubted(question: str, sql: str) -> None:
    assert doubted(question, sql) == ()


@pytest.mark.parametrize(
    ("question", "sql", "part"),
    [
        ("How many inspections failed?", "SELECT COUNT(*) FROM inspections", UNUSED),
        (
            "検査記録は何年間保管しますか？",
            "SELECT MAX(time) FROM inspections",
            "the query gives a date",
        ),
        (
            "What torque did SH-204 get?",
            "SELECT COUNT(*) FROM inspections WHERE part = 'SH-204'",
            "the query counts",
        ),
        (
            "SH-204のトルクはいくつですか。",
            "SELECT COUNT(*) FROM inspections WHERE part = 'SH-204'",
            "counts",
        ),
        (
            "How many did Schmidt inspect?",
            "SELECT COUNT(*) FROM inspections",
            "names Schmidt",
        ),
        (
            "How many inspections of SH-299 failed?",
            "SELECT COUNT(*) FROM inspections WHERE result = 'FAIL'",
            "names SH-299",
        ),
        (
            "What is the lowest torque of the ODRI frame?",
            "SELECT MIN(torque_N_m) FROM inspections",
            "names ODRI",
        ),
        (
            "What share of the inspections failed, in percent?",
            "SELECT SUM(CASE WHEN result = 'FAIL' THEN 1 ELSE 0 END) * 1.0 / COUNT(*)"
            " FROM inspections",
            "times 100",
        ),
        (
            "What is the highest torque, in litres?",
            "SELECT MAX(torque_N_m) * 1000 FROM inspections",
            "calculates with 1000",
        ),
        (
            "What percentage of the inspections failed?",
            "SELECT 100.0 * SUM(CASE WHEN torque_N_m < 9 THEN 1 ELSE 0 END) / COUNT(*)"
            " FROM inspections WHERE result = 'FAIL'",
            "looks only at",
        ),
        (
            "What is the mean torque on M6 bolts?",
            "SELECT AVG(torque_N_m) FROM inspections WHERE bolt_size = 'M6' AND part LIKE '%M6%'",
            "says 'm6' once",
        ),
        (
            "What is the mean torque of SH-204?",
            "SELECT AVG(torque_N_m) FROM inspections WHERE inspector = 'SH-204'",
            "not inspector",
        ),
        (
            "Which part was inspected more than 35 times?",
            "SELECT DISTINCT part FROM inspections WHERE torque_N_m > 35",
            "a count",
        ),
        (
            "Which bolt has the worst torque?",
            "SELECT bolt_size, torque_N_m FROM inspections",
            "worst or best",
        ),
        (
            "Which bolt is it, with the lowest torque?",
            "SELECT MIN(torque_N_m) FROM inspections",
            NOT_GIVEN,
        ),
        (
            "How many readings are above 46 N·m?",
            "SELECT COUNT(*) FROM inspections WHERE torque_N_m > 0",
            "names 46",
        ),
        (
            "What was the mean torque in April 2026?",
            "SELECT AVG(torque_N_m) FROM inspections",
            "April 2026",
        ),
        (
            "What was the highest torque on SH-204?",
            "SELECT MIN(torque_N_m) FROM inspections WHERE part = 'SH-204'",
            "highest or last",
        ),
        (
            "What was the lowest torque?",
            "SELECT torque_N_m FROM inspections ORDER BY torque_N_m DESC LIMIT 1",
            "lowest or first",
        ),
        ("What is the median torque?", "SELECT AVG(torque_N_m) FROM inspections", "a median"),
        (
            "How many inspections failed?",
            "SELECT part FROM inspections WHERE result = 'FAIL'",
            "a count",
        ),
        (
            "How much does SH-204 weigh?",
            "SELECT torque_N_m FROM inspections WHERE part = 'SH-204'",
            "asks for weigh",
        ),
        (
            "Which part had the highest torque?",
            "SELECT inspector FROM inspections ORDER BY torque_N_m DESC LIMIT 1",
            NOT_GIVEN,
        ),
        (
            "When was the highest torque?",
            "SELECT MAX(torque_N_m) FROM inspections",
            NOT_GIVEN,
        ),
        (
            "What is the mean torque?",
            "SELECT AVG(torque_N_m) FROM inspections WHERE part = 'SH-204'",
            "does not name",
        ),
        (
            "What is the mean torque?",
            "SELECT AVG(torque_N_m) FROM inspections WHERE torque_N_m > 12",
            "compares with 12",
        ),
        (
            "What is the mean torque?",
            "SELECT AVG(torque_N_m) FROM inspections WHERE time LIKE '2026-04%'",
            "does not name",
        ),
        (
            "Leaving M6 aside, what is the highest torque?",
            "SELECT MAX(torque_N_m) FROM inspections WHERE bolt_size = 'M6'",
            "is not meant",
        ),
        (
            "How many parts did Mori and Weber inspect?",
            "SELECT COUNT(*) FROM inspections WHERE inspector = 'Mori' AND inspector = 'Weber'",
            "two things at once",
        ),
        (
            "How many torques are there?",
            "SELECT COUNT(*) FROM inspections WHERE torque_N_m > torque_N_m",
            "with itself",
        ),
        ("内径の最大値はいくつですか。", "SELECT MAX(測定値_mm) FROM 検査記録", UNUSED),
        ("山田さんの検査は何件ですか。", "SELECT COUNT(*) FROM 検査記録", "山田"),
    ],
)
def test_a_query_that_asks_something_else_is_doubted(question: str, sql: str, part: str) -> None:
    assert any(part in doubt for doubt in doubted(question, sql)), doubted(question, sql)
