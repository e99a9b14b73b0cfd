from __future__ import annotations

import re
import xml.etree.ElementTree as ET
from collections.abc import Sequence

import pytest

from engine.qualify.cases import Ability, Condition
from engine.qualify.charts import ability_bars, colour_scale, heatmap
from engine.qualify.line_charts import CostCurve, Series, cost_chart, speed_chart
from engine.qualify.summary import HeatCell, HeatMap, Summary
from engine.qualify.svg import DARK, LIGHT, css_look, css_variables, ink_on, share_colour
from engine.qualify.verdict import Tally, judge
from engine.qualify.words import figure, short_count, words_in

SVG = "{http://www.w3.org/2000/svg}"
EN, JA = words_in("en"), words_in("ja")


def texts(svg: str) -> list[str]:
    return [found.text or "" for found in ET.fromstring(svg).iter(f"{SVG}text")]


def luminance(colour: str) -> float:
    channels = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    lighter, darker = sorted((luminance(one), luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def test_each_cell_of_a_heatmap_says_its_share_and_counts(summary: Summary) -> None:
    found = summary.tickets[1].heatmaps[2]
    said = texts(heatmap(found, ticket="A", words=EN, look=LIGHT))
    counts = [text for text in said if re.fullmatch(r"\d+/\d+", text)]
    expected = [f"{cell.tally.right}/{cell.tally.n}" for cell in found.cells]
    assert counts == expected
    for cell in found.cells:
        assert EN.percent(cell.tally.share) in said


def test_a_cell_without_a_case_has_a_dash_and_one_that_did_not_fit_a_cross() -> None:
    cells = (HeatCell(500, 0.0, Tally()), HeatCell(8000, 0.0, Tally(n=2, failed=2)))
    svg = heatmap(HeatMap(Condition.PROMPT, cells), ticket="A", words=EN, look=LIGHT)
    said = texts(svg)
    assert "–" in said
    assert "0/2" in said
    assert svg.count("<polyline") == 2


def test_a_heatmap_describes_itself_in_words(summary: Summary) -> None:
    svg = heatmap(summary.tickets[0].heatmaps[0], ticket="A", words=JA, look=LIGHT)
    root = ET.fromstring(svg)
    assert root.findtext(f"{SVG}title") == "全文をプロンプトに入れる：A"
    assert "8,000 トークン、深さ 0 %：3 問中" in (root.findtext(f"{SVG}desc") or "")


def test_bars_say_share_interval_counts_and_verdict() -> None:
    verdicts = [judge(Ability.NEEDLE, Tally(60, 58, 2), 0.9), judge(Ability.TOOLS, Tally(), 0.85)]
    said = texts(ability_bars(verdicts, ticket="A", words=EN, look=LIGHT))
    assert "97 % (88.6–99.1 %), 58 of 60" in said
    assert said.count("not enough cases yet") == 2
    assert "no case asked yet" in said
    assert "≥ 85 %" in said


def test_every_cell_can_be_read() -> None:
    for percent in range(101):
        fill = share_colour(percent / 100)
        assert contrast(fill, ink_on(fill)) >= 4.5, fill


def test_a_higher_share_is_lighter_in_black_and_white_too() -> None:
    greys = [luminance(share_colour(percent / 100)) for percent in range(0, 101, 5)]
    assert greys == sorted(greys)


@pytest.mark.parametrize("look", [LIGHT, DARK], ids=["light", "dark"])
def test_words_and_lines_stand_out_from_the_paper(look: object) -> None:
    assert isinstance(look, type(LIGHT))
    assert contrast(look.ink, look.paper) >= 7
    assert contrast(look.muted, look.paper) >= 4.5
    for colour in (look.good, look.bad, look.undecided):
        assert contrast(colour, look.paper) >= 3


def test_a_page_can_give_every_colour_of_its_charts() -> None:
    svg = colour_scale(words=EN, look=css_look()) + speed_chart(
        [Series(str(i), ((0, 1.0), (10, 2.0))) for i in range(6)],
        title="",
        words=EN,
        look=css_look(),
    )
    wanted = set(re.findall(r"var\((--[\w-]+)\)", svg))
    given = set(re.findall(r"(--[\w-]+):", css_variables(DARK)))
    assert wanted <= given


def test_a_speed_chart_names_only_tickets_that_were_timed() -> None:
    series = [Series("timed", ((0, 10.0), (4096, 5.0))), Series("untimed", ())]
    said = texts(speed_chart(series, title="T", words=EN, look=LIGHT))
    assert "timed" in said
    assert "untimed" not in said


def test_lines_of_one_chart_differ_without_colour() -> None:
    series = [Series(str(i), ((0, 1.0), (10, i + 2.0))) for i in range(4)]
    svg = speed_chart(series, title="T", words=EN, look=LIGHT)
    dashes = re.findall(r'stroke-width="2"(?: stroke-dasharray="([^"]*)")?', svg)
    assert len(set(dashes)) == 4


def costs(*curves: tuple[Sequence[float], int | None]) -> list[str]:
    named = [CostCurve(str(i), values, month) for i, (values, month) in enumerate(curves)]
    return texts(cost_chart(named, currency="EUR", words=EN, look=LIGHT))


def test_the_month_of_a_break_even_is_marked() -> None:
    said = costs(([100, 110, 120], None), ([50, 100, 150], 2), ([500, 500, 500], 0))
    assert said.count("month 2") == 1
    assert not any(text.startswith("month") and text != "month 2" for text in said)


def test_costs_of_nothing_are_drawn_too() -> None:
    assert "Cost added up, EUR" in costs(([0, 0], None))


@pytest.mark.parametrize(
    ("value", "said"),
    [(0, "0"), (0.0345, "0.0345"), (4.216, "4.22"), (1117.4, "1,117"), (0.0001, "< 0.001")],
)
def test_a_figure_has_three_digits(value: float, said: str) -> None:
    assert figure(value) == said


def test_an_axis_counts_in_thousands() -> None:
    assert [short_count(n) for n in (0, 500, 2000, 200_000, 1_000_000)] == [
        "0", "500", "2k", "200k", "1M",
    ]  # fmt: skip


def test_only_all_is_a_hundred_percent() -> None:
    assert [EN.percent(share) for share in (0, 0.001, 0.5, 0.999, 1)] == [
        "0 %", "< 1 %", "50 %", "> 99 %", "100 %",
    ]  # fmt: skip
