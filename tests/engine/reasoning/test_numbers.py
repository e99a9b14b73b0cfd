"""What is a figure in a text, and what it says. Compared by value, whatever its dress."""

from __future__ import annotations

import time
from dataclasses import astuple
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.reasoning.figures.figure import Figure, FigureKind, Moment, Value
from engine.reasoning.numbers import figure_values, figures


def shown(figure: Figure) -> str:
    """A figure in short: mark, sign, readings and unit; #letters of an identifier; @a date."""
    values = "|".join(sorted(_shown(value, figure) for value in figure.readings))
    return f"{figure.mark}{figure.sign}{values}{' ' if figure.unit else ''}{figure.unit}"


def _shown(value: Value, figure: Figure) -> str:
    match value:
        case Moment():
            day = "-".join("?" if part is None else str(part) for part in astuple(value)[:3])
            clock = ":".join(str(part) for part in astuple(value)[3:] if part is not None)
            return f"@{day}" + (f"T{clock}" if clock else "")
        case Decimal():
            return f"{value.normalize():f}" if value else "0"
        case _:
            return f"#{value}"


def check(text: str, *expected: str) -> None:
    assert [shown(figure) for figure in figures(text)] == list(expected)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("2000 mA", "2000mA"),
        ("1,250 rpm", "1250 rpm"),
        ("0,05 mm", "0.05 mm"),
        ("２５．４", "25.4"),
        ("12.50", "12.5"),
        ("±0.5", "+/- 0.5"),
        ("DF40C-100DP", "df40c100dp"),
        ("2026/04/10", "2026-04-10"),
        ("45N·m", "45 N·m"),
        ("99%", "99 %"),
    ],
)
def test_the_same_figure_in_two_dresses(one: str, other: str) -> None:
    assert figure_values(one) & figure_values(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("45", "54"),
        ("4.5", "45"),
        ("100", "DF40C-100DP"),
        ("0.05", "0.5"),
        ("M5", "5"),
        ("2026/04/10", "2026/04/11"),
    ],
)
def test_different_figures_stay_different(one: str, other: str) -> None:
    assert not figure_values(one) & figure_values(other)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("85N·m", "85 N·m"),
        ("85 N-m", "85 N·m"),
        ("85 ニュートンメートル", "85 N·m"),
        ("８５Ｎ・ｍ", "85 N·m"),
        ("25℃ ", "25 °C"),
        ("25度", "25 度"),
        ("5ミリ", "5 mm"),
        ("12 l/min", "12 l/min"),
        ("110 ipm", "110 in/min"),
        ("9000 1/min", "9000 rpm"),
        ("80 dB(A)", "80 dBA"),
        ("99 %", "99 %"),
        ("8,000 operating hours", "8|8000 h"),
        ("1'234.5 mm", "1234.5 mm"),
        ("1 234,5 mm", "1234.5 mm"),
        ("1\u00a0234.5 mm", "1234.5 mm"),
        ("1.234,5", "1234.5"),
        ("1,234,567", "1234567"),
        (".25 inch", "0.25 in"),
        ("1e-3", "0.001"),
        ("10^3", "1000"),
        ("1.5×10⁻³ N", "0.0015 N"),
        ('3 1/2"', "3.5 in"),
        ("1/4in", "0.25 in"),
        ("½ in", "0.5 in"),
        ("1/20W", "0.05 W"),
        ("⌀25", "⌀25"),
        ("φ 25 mm", "⌀25 mm"),
        ("R5", "R#r5|5"),
        ("R1,5 mm", "R#r1,5|1.5 mm"),
        ("HRC 58", "58 HRC"),
        ("¥500", "500 ¥"),
        ("-5 °C", "-5 °C"),
        ("温度−5℃", "-5 °C"),
        ("minus 5", "-5"),
        ("氷点下5度", "-5 度"),
        ("± 0.5 mm", "±0.5 mm"),
        ("プラスマイナス0.5", "±0.5"),
        ("図-3", "3"),
        ("4本", "4 本"),
        ("4本体", "4"),
        ("三本", "3 本"),
        ("八時間", "8 h"),
        ("二百五十", "250"),
        ("1万2千", "12000"),
        ("十日", "10 d"),
        ("十分間", "10 min"),
        ("three bolts", "3 #"),
        ("two angular contact bearings", "2 #"),
        ("twelve hours", "12 h"),
        ("twenty-five bolts", "25 #"),
        ("two hundred bolts", "200 #"),
        ("a dozen bolts", "12 #"),
        ("4 bolts", "4 #"),
        ("step 3 takes", "3"),
        ("3-jaw chuck", "3"),
        ("25-mm end mill", "25 mm"),
        ("85.The next", "85"),
        ("85 [N·m]", "85 N·m"),
        ("5 N·m/rad", "5 N·m/rad"),
        ("5 in May", "5"),
        ("5 in", "5 in"),
        ('"The torque is 85"', "85"),
    ],
)
def test_a_number_is_read_with_its_unit_and_sign(text: str, expected: str) -> None:
    check(text, expected)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("10-20 mm", ["10 mm", "20 mm"]),
        ("10〜20mm", ["10 mm", "20 mm"]),
        ("10mm–20mm", ["10 mm", "20 mm"]),
        ("10 to 20", ["10", "20"]),
        ("-10〜+40℃", ["-10 °C", "+40 °C"]),
        ("HRC 58 ～ 62", ["58 HRC", "62 HRC"]),
        ("10, 20 and 30 mm", ["10 mm", "20 mm", "30 mm"]),
        ("10, 20, 30 mm", ["10", "20", "30 mm"]),
        ("75 x 75 mm", ["75 mm", "75 mm"]),
        ("2x 120 mm", ["2", "120 mm"]),
        ("4 x 25 N·m", ["4", "25 N·m"]),
        ("25.000 +0 / -0.020 mm", ["25 mm", "+0 mm", "-0.02 mm"]),
        ("25 mm ±0.1", ["25 mm", "±0.1 mm"]),
        ("+0.05/-0.02", ["+0.05", "-0.02"]),
        ("4-M5", ["4", "#m5"]),
        ("4xφ10", ["4", "⌀10"]),
        ("⌀25H7/g6", ["⌀25", "#h7g6"]),
        ("5/10 mm", ["5 mm", "10 mm"]),
        ("1,2,3", ["1", "2", "3"]),
        ("4.5,-0.508,0.508", ["4.5", "-0.508", "0.508"]),
        ("A13-A18", ["#a13", "#a18"]),
        ("A13/A14", ["#a13", "#a14"]),
        ("1時間30分", ["1 h", "30 min"]),
        ("0E4月", ["#0e", "@?-4-?"]),
        ("0,05 mm, 1,234 mm", ["0.05 mm", "1.234 mm"]),
        ("0,05 mm, 2.5 mm, 1,234 mm", ["0.05 mm", "2.5 mm", "1.234|1234 mm"]),
    ],
)
def test_numbers_that_stand_together_are_read_apart_and_share_their_unit(
    text: str, expected: list[str]
) -> None:
    check(text, *expected)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("DF40C-100DP-0.4V(51)", "#df40c100dp04v51"),
        ("SH-204", "#sh204"),
        ("827-9999-904", "#8279999904"),
        ("内部-0456-2025", "#04562025"),
        ("0402", "#0402"),
        ("0603X4", "#0603x4"),
        ("0x08", "#0x08"),
        ("2.4.1", "#241"),
        ("20FHT-SMR-GAN-TF(HF)", "#20fhtsmrgantfhf"),
        ("ISO 9001", "#iso9001"),
        ("JIS B 0401-1:2016", "#jisb04011:2016"),
        ("H7/g6", "#h7g6"),
        ("M70 x 1.5", "#m70x15"),
        ("Rev. B", "#revb"),
        ("改訂 B", "#revb"),
        ("scale 1:2", "#1:2"),
        ("X-12.5", "#x125"),
        ("5S", "#5s"),
        ("А13", "#а13"),  # a Cyrillic letter
        ("1" * 40, "#" + "1" * 40),
        ("R12/3", "#r12"),
        ("R123456", "#r123456"),
        (".5ABC", "#5abc"),
    ],
)
def test_digits_inside_an_identifier_are_no_numbers(text: str, expected: str) -> None:
    assert shown(next(figures(text))) == expected


@pytest.mark.parametrize(
    "text",
    [
        "one of them",
        "the second bolt",
        "the 3rd bolt",
        "3番目",
        "第3条",
        "第1.0版",
        "3回目",
        "see [3] and [calculator 1]",
        "1. Remove the cover.",
        "(1) Remove the cover. ",
        "十分に注意する",
        "万一",
        "統一本部",
        "一般",
        "both documents; two documents",
        "no digits at all",
        "_",
    ],
)
def test_what_is_no_figure(text: str) -> None:
    check(text)


def test_list_markers_count_up_from_one_so_that_an_answer_of_85_is_none() -> None:
    check("1. Cover off.\n2. Loosen 4 bolts. 3. Lift it.", "4 #")
    check("85. Then see page 3", "85", "3")
    check("85.", "85")


def test_a_mark_in_brackets_with_a_unit_is_a_dimension() -> None:
    check("[25] mm", "25")
    check("85 N·m [2]", "85 N·m")


def test_a_day_without_a_year_is_a_date_or_a_fraction() -> None:
    check("4/10に点検", "@?-10-4|@?-4-10")
    check("3/4", "0.75|@?-3-4|@?-4-3")
    check("25/50", "25", "50")


def test_positions_are_those_of_the_text_as_given() -> None:
    text = "締付トルクは２５ N·m、M5 です"
    first, second = figures(text)
    assert (first.text, first.whole) == ("２５", "２５ N·m")
    assert text[first.start : first.end] == "２５"
    assert text[first.whole_start : first.whole_end] == "２５ N·m"
    assert (second.text, second.kind) == ("M5", FigureKind.IDENTIFIER)


SHOP_TEXT = st.lists(
    st.one_of(
        st.text(),
        st.text(alphabet="0123456789.,-/:x×± +'\"[]()"),
        st.sampled_from(
            "N·m mm SH- 10^ 令和8年 4月 分 本 十 三 two in May ISO Rev. R ⌀ HRC 第 1. °C".split()
        ),
    ),
    max_size=12,
).map("".join)


@given(SHOP_TEXT)
def test_any_text_can_be_read_in_order_and_without_overlap(text: str) -> None:
    end = 0
    for figure in figures(text):
        assert end <= figure.start < figure.end <= len(text)
        assert text[figure.start : figure.end] == figure.text
        assert figure.whole_start <= figure.start
        assert figure.end <= figure.whole_end
        assert text[figure.whole_start : figure.whole_end] == figure.whole
        assert figure.readings
        end = figure.end


@given(st.decimals(min_value=0, max_value=10**9, places=3))
def test_a_number_is_found_with_and_without_thousands_separators(number: Decimal) -> None:
    assert figure_values(f"{number:,}") & figure_values(f"{number}")


PROSE = (
    "Tighten the nut (item 12) to 85 N·m; on 2026-04-10 SH-204 passed with 24.989 +0 / -0.020 mm. "
)


@pytest.mark.parametrize(
    "piece",
    [
        PROSE,
        "1",
        "1,",
        "123,",
        "123 ",
        " ",
        "1.",
        "1-",
        "1/",
        "12:30:",
        "a1-",
        '1" ',
        "二十",
        "five ",
        "+/-",
        "1x",
        "[1",
        "a_",
        "1\u00a0",
        "5月",
        "12/12/",
        "1 and ",
        "R8.4.",
        "N·m·",
        "A-",
        "1'",
        "0x",
        "(1)",
    ],
)
def test_long_runs_take_no_longer_than_prose_does_by_an_order(piece: str) -> None:
    text = (piece * 10_000)[:10_000]
    started = time.process_time()
    for _ in figures(text):
        pass
    # Prose takes 25 ms, the worst of these 200; what backtracks takes minutes.
    assert time.process_time() - started < 20
