"""What a model is told of the tables."""

from __future__ import annotations

from engine.tools.sql.schema_text import schema_texts
from tests.engine.tools.sql.profiles import FIXTURES, INSPECTIONS, table, text


def test_a_table_is_told_with_what_its_columns_hold() -> None:
    (told,) = schema_texts([INSPECTIONS], 1)
    assert told.splitlines()[:5] == [
        "Table inspections (inspections.csv, 400 rows)",
        "- time datetime: 2026-04-01 08:00:00 to 2026-05-02 17:10:00",
        "- part text: SH-201, SH-204, SH-210",
        '- bolt_size "Bolt size" text: M6, M8',
        '- torque_N_m "Torque [N·m]" real: 8.4 to 51.6',
    ]
    assert "- site text: always Plant 2" in told


def test_how_two_tables_are_joined_is_told() -> None:
    (told,) = schema_texts([INSPECTIONS, FIXTURES], 1)
    assert "Join inspections.part = fixtures.part" in told


def test_each_order_has_the_same_lines() -> None:
    texts = schema_texts([INSPECTIONS], 3)
    assert len(set(texts)) == 3
    assert len({frozenset(told.splitlines()) for told in texts}) == 1


def test_a_later_round_gets_orders_that_no_reader_has_seen() -> None:
    assert not set(schema_texts([INSPECTIONS], 2)) & set(schema_texts([INSPECTIONS], 2, first=2))


def test_many_values_are_counted_and_long_ones_cut() -> None:
    many = table("a", text("code", *(f"C{n:02}" for n in range(30))), text("note", "x" * 200))
    (told,) = schema_texts([many], 1)
    assert "C07, … (30 different)" in told
    assert max(map(len, told.splitlines())) < 120
