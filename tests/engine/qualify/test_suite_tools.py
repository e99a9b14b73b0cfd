from __future__ import annotations

import re
import sqlite3
import unicodedata
from collections import Counter
from dataclasses import replace
from fractions import Fraction

import pytest

from engine.domain import ColumnType
from engine.qualify.cases import Case, Condition, Plan
from engine.qualify.grading import says_whole
from engine.qualify.suites.tools import tools_cases
from tests.engine.qualify.plans import (
    LARGE,
    MATERIAL,
    NOTHING,
    check_balance,
    check_names,
    check_plan,
    text_of,
)


@pytest.fixture(scope="module")
def plan() -> Plan:
    return tools_cases(MATERIAL, LARGE)


def of_kind(plan: Plan, kind: str, language: str = "") -> list[Case]:
    found = [case for case in plan.cases if case.kind == kind and language in case.language]
    assert found
    return found


def name_in(question: str) -> str:
    """The one invented name, however it is spelled."""
    (found,) = re.findall(r"[A-Z]{2}-\d{3}", unicodedata.normalize("NFKC", question).upper())
    return str(found)


@pytest.fixture(scope="module")
def logs(plan: Plan) -> dict[str, sqlite3.Connection]:
    """The worlds' tables in SQLite, as p and g with columns a, b, c ..."""
    connections = {}
    for language in ("en", "ja"):
        connection = sqlite3.connect(":memory:")
        for name, table in zip("pg", plan.worlds[f"tools-{language}"].tables, strict=True):
            letters = "abcdef"[: len(table.columns)]
            connection.execute(f"create table {name} ({', '.join(letters)})")
            marks = ", ".join("?" * len(letters))
            connection.executemany(f"insert into {name} values ({marks})", table.rows)
        connections[language] = connection
    return connections


@pytest.mark.parametrize("seed", [1, 2, 3, 17])
def test_the_plan_holds_together_for_any_seed(seed: int) -> None:
    profile = replace(LARGE, seed=seed)
    found = tools_cases(MATERIAL, profile)
    check_plan(found, profile)
    check_balance([case for case in found.cases if case.is_judged], profile)
    beside = [case for case in found.cases if case.condition is Condition.CHOICE]
    check_balance(beside, profile)


def test_no_name_is_one_of_the_shop() -> None:
    check_names(tools_cases, LARGE)


def test_the_same_seed_gives_the_same_and_another_another(plan: Plan) -> None:
    assert tools_cases(MATERIAL, LARGE) == plan
    assert tools_cases(MATERIAL, replace(LARGE, seed=2)) != plan


def test_a_library_without_text_and_one_language_are_enough() -> None:
    profile = replace(LARGE, languages=("ja",), n_cases=24)
    found = tools_cases(NOTHING, profile)
    check_plan(found, profile)
    assert set(found.worlds) == {"tools-ja"}


def test_every_kind_of_tool_use_is_judged(plan: Plan) -> None:
    judged = [case for case in plan.cases if case.is_judged]
    assert {case.condition for case in judged} == {Condition.PROGRAM}
    assert len({case.kind for case in judged}) == 15
    tools = Counter(case.expected.tool for case in judged)
    assert set(tools) == {"calculator", "sql", "none", ""}
    assert all(not case.expected.is_answerable for case in judged if not case.expected.tool)


def test_choices_are_not_judged_and_even_over_the_letters(plan: Plan) -> None:
    choices = [case for case in plan.cases if case.condition is Condition.CHOICE]
    letters = Counter(case.expected.must for case in choices)
    assert not any(case.is_judged or case.world for case in choices)
    assert letters == {("A",): 24, ("B",): 24, ("C",): 24, ("D",): 24}


def test_choices_are_not_the_examples_of_the_prompt(plan: Plan) -> None:
    from engine.reasoning.prompting import system_text

    examples = set(re.findall(r"^Question: (.+)$", system_text("route"), re.MULTILINE))
    assert not examples & {case.question for case in plan.cases}


def test_a_value_that_is_looked_up_stands_in_the_papers(plan: Plan) -> None:
    for case in of_kind(plan, "lookup"):
        text = text_of(plan, case.world)
        about = [line for line in text.splitlines() if name_in(case.question) in line]
        assert any(says_whole(line, case.expected.must[0]) for line in about)
        assert all(says_whole(text, wrong) for wrong in case.expected.must_not)


def test_a_value_that_is_worked_out_stands_nowhere_of_its_machine(plan: Plan) -> None:
    for case in of_kind(plan, "document value"):
        lines = text_of(plan, case.world).splitlines()
        about = "\n".join(line for line in lines if name_in(case.question) in line)
        assert not says_whole(about, case.expected.must[0])


def test_areas_and_trays_are_products_of_what_the_papers_say(plan: Plan) -> None:
    n = 0
    for case in of_kind(plan, "document value", "en"):
        lines = text_of(plan, case.world).splitlines()
        about = " ".join(line for line in lines if name_in(case.question) in line)
        pattern = {
            "area": r"(\d+) cm long and (\d+) cm",
            "trays": r"(\d+) trays with (\d+) parts",
        }
        for word, form in pattern.items():
            if word in case.question:
                a, b = map(int, re.findall(form, about)[0])
                assert case.expected.must == (str(a * b),)
                n += 1
    assert n


def test_conversions_agree_with_factors_of_the_test(plan: Plan) -> None:
    factors = {"in": "25.4", "MPa": "10", "kN": "1000", "l/min": "0.06", "cm²": "100", "kW": "1000"}
    factors |= {"m": "1000", "kg": "1000", "min": "60", "h": "60"}
    for case in of_kind(plan, "conversion"):
        number, unit = re.findall(r"([\d.]+) ([A-Za-z/²]+)", case.question)[0]
        right = Fraction(number) * Fraction(factors[unit])
        assert Fraction(case.expected.must[0]) == right


def test_fits_agree_with_known_ones() -> None:
    # 25 H7/g6 and 40 H7/f7 as any table book has them.
    known = {"25 H7/g6": ("0.041", "0.007"), "40 H7/f7": ("0.075", "0.025")}
    found = {}
    for seed in range(1, 60):
        plan = tools_cases(NOTHING, replace(LARGE, seed=seed, languages=("en",)))
        for case in of_kind(plan, "fit", "en"):
            for size, (greatest, least) in known.items():
                if size in case.question:
                    found[size] = case.expected.must
                    is_greatest = "maximum" in case.question
                    assert case.expected.must == (greatest if is_greatest else least,)
    assert set(found) == set(known)


def test_logs_mix_texts_among_numbers_and_type_every_column(plan: Plan) -> None:
    for world in plan.worlds.values():
        press, grind = world.tables
        assert [kind for _, kind in press.columns].count(ColumnType.REAL) == 2
        assert all(len(row) == len(press.columns) for row in press.rows)
        assert {type(row[3]) for row in grind.rows} == {float, str}


def test_averages_are_those_of_the_rows(plan: Plan, logs: dict[str, sqlite3.Connection]) -> None:
    for case in [*of_kind(plan, "average"), *of_kind(plan, "other spelling")]:
        column = "e" if re.search(r"hold|時間", case.question) else "d"
        (mean,) = (
            logs[case.language]
            .execute(f"select avg({column}) from p where b = ?", [name_in(case.question)])
            .fetchone()
        )
        assert float(case.expected.must[0]) == pytest.approx(mean)
        assert len(case.expected.must_not) >= 2


def test_counts_are_those_of_the_rows(plan: Plan, logs: dict[str, sqlite3.Connection]) -> None:
    for case in of_kind(plan, "count"):
        above = re.search(r"(\d+) kN", case.question)
        test = f"d > {above[1]}" if above else "f = 'NG'"
        (n,) = (
            logs[case.language]
            .execute(
                f"select count(*) from p where ? in (b, c) and {test}", [name_in(case.question)]
            )
            .fetchone()
        )
        assert case.expected.must == (str(n),)


def test_texts_count_for_nothing(plan: Plan, logs: dict[str, sqlite3.Connection]) -> None:
    for case in of_kind(plan, "text among numbers"):
        (mean, least, most), (with_texts,) = (
            logs[case.language].execute(query, [name_in(case.question)]).fetchone()
            for query in (
                "select avg(d), min(d), max(d) from g where b = ? and typeof(d) <> 'text'",
                "select avg(d) from g where b = ?",
            )
        )
        right = float(case.expected.must[0])
        assert any(right == pytest.approx(one) for one in (mean, least, most))
        wrong = [float(one) for one in case.expected.must_not if one != "ERR"]
        assert any(one == pytest.approx(with_texts) for one in wrong)


def test_dates_and_names_are_those_of_one_row_or_group_alone(
    plan: Plan, logs: dict[str, sqlite3.Connection]
) -> None:
    for case in of_kind(plan, "date", "en"):
        if not case.question.startswith("On which"):
            continue
        column = "e" if "hold" in case.question else "d"
        choose = "max" if "highest" in case.question else "min"
        query = f"select date(a), {choose}({column}) from p where b = ?"
        date, _ = logs["en"].execute(query, [name_in(case.question)]).fetchone()
        assert case.expected.must == (date,)
    for case in of_kind(plan, "by name", "en"):
        if "NG" not in case.question:
            continue
        column = "b" if "part" in case.question else "c"
        query = f"select {column} from p where f = 'NG' group by 1 order by count(*) desc limit 1"
        assert case.expected.must == logs["en"].execute(query).fetchone()


def test_near_misses_are_in_no_row_and_no_paper(plan: Plan) -> None:
    for case in of_kind(plan, "near miss"):
        world = plan.worlds[case.world]
        cells = {cell for table in world.tables for row in table.rows for cell in row}
        name = name_in(case.question)
        assert name not in cells
        assert name not in text_of(plan, case.world)
        alike = {str(cell)[:3] for cell in cells} | set(
            re.findall("[A-Z]{2}-", text_of(plan, case.world))
        )
        assert name[:3] in alike
