"""The cost pages of a report: every amount, its mark, and what the figures rest on."""

from __future__ import annotations

import re
from dataclasses import fields, replace
from pathlib import Path

import pytest

from engine.qualify.cost_inputs import CostInputs, names_of, read_costs, write_example
from engine.qualify.cost_report import Costs, input_name, report_costs
from engine.qualify.costs import Alternative, CostKind, Measured
from engine.qualify.report import all_charts, html_report, paged_report
from engine.qualify.summary import Summary
from engine.qualify.svg import LIGHT, text_width
from engine.qualify.tornado import Bar, Tornado, ticks_between, tornado_chart
from engine.qualify.usage import Observed
from engine.qualify.words import LANGUAGES, Words, money, words_in
from tests.engine.qualify.test_costing import NAME, USAGE, summary_of
from tests.engine.qualify.test_costs import SHOP_FILE, read
from tests.engine.qualify.test_report import TABLE, rows_of

EN, JA = words_in("en"), words_in("ja")


@pytest.fixture
def own(tmp_path: Path) -> CostInputs:
    """A shop's own prices."""
    return read(tmp_path, SHOP_FILE)


@pytest.fixture
def examples(tmp_path: Path) -> CostInputs:
    """Prices of which none was replaced."""
    write_example(tmp_path / "example.toml", "en")
    return read_costs(tmp_path / "example.toml")


def costs_of(inputs: CostInputs, language: str = "en", **changes: Observed) -> Costs:
    found = report_costs(summary_of(), inputs, language=language, **changes)
    assert found is not None
    return found


def cells(html: str) -> dict[str, list[str]]:
    return {row[0]: row[1:] for row in rows_of(html, n_columns=5)}


def test_the_report_has_the_amounts_worked_out_by_hand(own: CostInputs) -> None:
    # An hour of the machine: 30 / 1000 · 0.2 + 0.25 · 36 = 9.006; 0.5 h and 2 h of them.
    # A month of 300 questions at 36 an hour is 180 for each minute of a question.
    # Genba: waiting 6 s, half of it used: 0.05 min = 9; checking 1 min = 180; by hand 0.5 · 8 min
    # = 720; energy 0.05 Wh · 0.2 · 300 = 0.003; maintenance 2 · 36 = 72. Sum 981.003.
    # Cloud: waiting 0.05 min, by hand 0.05 · 8 min; (1200 · 4 + 20 · 20) / 10^6 · 300 = 1.56.
    # Server: waiting 0.025 min, by hand 0.02 · 8 min; 0.25 kW · 200 h · 0.2 = 10.
    found = cells(html_report(summary_of(), language="en", costs=costs_of(own)))
    assert found["Hardware"] == ["1,200", "–", "–", "6,000"]
    assert found["Licences"] == ["150", "–", "–", "60.0"]
    assert found["Setup"] == ["360", "–", "720", "1,080"]
    assert found["Indexing"] == ["4.50", "–", "–", "–"]
    assert found["Bank building"] == ["18.0", "–", "–", "–"]
    assert found["First cost, sum"] == ["1,733", "–", "720", "7,140"]
    assert found["Searching by hand"] == ["–", "1,440", "–", "–"]
    assert found["Waiting"] == ["9.00", "–", "9.00", "4.50"]
    assert found["Checking answers"] == ["180", "–", "180", "180"]
    assert found["Searching by hand after no answer"] == ["720", "–", "72.0", "28.8"]
    assert found["Energy"] == ["0.003", "–", "–", "10.0"]
    assert found["Tokens"] == ["–", "–", "1.56", "–"]
    assert found["Fee"] == ["–", "–", "10.0", "–"]
    assert found["Maintenance"] == ["72.0", "–", "36.0", "144"]
    assert found["A month, sum"] == ["981", "1,440", "309", "367"]


def test_break_even_and_a_question_are_those_worked_out_by_hand(own: CostInputs) -> None:
    # By hand: 1732.515 / (1440 - 981.003) = 3.77 months. New hardware in month 13 changes nothing.
    # A question: (981.003 + 1200 / 12 + 532.515 / 24) / 300 = 3.677; 1440 / 300 = 4.80.
    # At the end: 1732.515 + 24 · 981.003 + 1200 = 26 476.6; 24 · 1440 = 34 560.
    html = html_report(summary_of(), language="en", costs=costs_of(own))
    found = {row[0]: row[1:] for row in rows_of(html, n_columns=4)}
    assert found["A · T"] == ["–", "3.68", "26,477"]
    assert found["Searching by hand"] == ["from month 4 on", "4.80", "34,560"]


def test_own_prices_have_no_mark_and_examples_have_one_each(
    own: CostInputs, examples: CostInputs
) -> None:
    assert "†" not in html_report(summary_of(), language="en", costs=costs_of(own))
    found = costs_of(examples)
    assert found.is_example
    amounts = [cell for row in (*found.first, *found.monthly) for cell in row.cells]
    assert all(cell.startswith("† ") for cell in amounts if cell != "–")
    html = html_report(summary_of(), language="en", costs=found)
    assert EN("cost_mark_note") in html


def test_only_what_rests_on_the_example_is_marked(own: CostInputs) -> None:
    html = html_report(
        summary_of(),
        language="en",
        costs=costs_of(replace(own, examples=frozenset({"server.watts"}))),
    )
    found = cells(html)
    marked = {name: row for name, row in found.items() if any("†" in cell for cell in row)}
    assert marked == {
        "Energy": ["0.003", "–", "–", "† 10.0"],
        "A month, sum": ["981", "1,440", "309", "† 367"],
    }
    options = {row[0]: row[2] for row in rows_of(html, n_columns=4)}
    assert options["Own GPU server"].startswith("†")
    assert not options["Cloud model"].startswith("†")


def test_a_discount_rate_adds_a_present_value(own: CostInputs) -> None:
    found = costs_of(replace(own, discount_percent=0.0))
    assert found.monthly[-1].name == "All 24 months as one amount of today, at 0 % a year"
    assert found.monthly[-1].cells[:2] == ("26,477", "34,560")  # At 0 % that is what is spent.


def test_what_was_not_measured_is_not_written_as_an_amount(own: CostInputs) -> None:
    found = report_costs(summary_of(speed=None), own, language="en")
    assert found is not None
    names = {row.name: row.cells[0] for row in found.first}
    assert names["Indexing"] == names["Bank building"] == "not measured"
    assert EN("cost_note_lacking", kinds="Indexing; Bank building") in found.notes
    assert not any("of the machine" in note for note in found.notes)


def test_notes_say_where_the_seconds_are_from(own: CostInputs, examples: CostInputs) -> None:
    notes = costs_of(own).notes
    assert any("6 s for an answer, the mean of the 3 questions" in note for note in notes)
    assert EN("cost_note_indexing", hours="0.5", n=7200) in notes
    assert EN("cost_note_bank", hours="2", n=360_000) in notes
    notes = costs_of(examples, journal=Observed(USAGE, {NAME: USAGE})).notes
    assert any("12 s for an answer, the mean of the 20 answers" in note for note in notes)
    assert EN("cost_note_rate", n="250") in notes


def test_costs_of_a_ticket_that_does_not_pass_are_no_recommendation(own: CostInputs) -> None:
    found = costs_of(own)
    assert found.caution == EN("cost_note_no_pass", name="A · T", share="50 %")
    assert found.caution in html_report(summary_of(), language="en", costs=found)


def test_costs_of_the_cheapest_that_passes_have_no_caution(
    summary: Summary, own: CostInputs
) -> None:
    found = report_costs(summary, own, language="en")
    assert found is not None
    assert found.caution == ""
    passing = replace(summary, tickets=(summary.tickets[0],), cheapest=None)
    found = report_costs(passing, own, language="en")
    assert found is not None
    assert "cannot be said" in found.caution


def test_every_ticket_is_compared(summary: Summary, own: CostInputs) -> None:
    found = report_costs(summary, own, language="en")
    assert found is not None
    assert [row.cells[0] for row in found.tickets] == [
        "passes",
        "not enough cases yet",
        "fails; stopped early",
    ]


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_sensitivity_has_both_ends_of_the_eight_largest(own: CostInputs, language: str) -> None:
    found = costs_of(own, language)
    html = html_report(summary_of(), language=language, costs=found)
    for one in found.tornados:
        assert 0 < len(one.bars) <= 8
        effects = [abs(bar.saved_high - bar.saved_low) for bar in one.bars]
        assert effects == sorted(effects, reverse=True)
        for bar in one.bars:
            for said in (bar.name, money(bar.saved_low), bar.month_low, bar.month_high):
                assert f">{said}</text>" in html


def test_the_ends_of_an_input_are_those_worked_out_by_hand(own: CostInputs) -> None:
    # 4 minutes a search: Genba 9 + 180 + 360 + 72.003 = 621.003 a month, by hand 720: paid back
    # after 1732.515 / 98.997 = 17.5 months, but in month 13 comes new hardware for 1200 more.
    # A question: 720 / 300 - (621.003 + 122.188) / 300 = -0.077.
    # 12 minutes: 1341.003 and 2160; 1732.515 / 818.997 = 2.1; 7.2 - 1463.191 / 300 = 2.323.
    searching = costs_of(own).tornados[0].bars[0]
    assert searching.name == "Minutes for a search by hand"
    assert (searching.low, searching.high) == ("4", "12")
    assert searching.saved_low == pytest.approx(-0.0773, abs=1e-4)
    assert searching.saved_high == pytest.approx(2.3227, abs=1e-4)
    assert (searching.month_low, searching.month_high) == ("not in 24 months", "month 3")


def test_the_words_of_a_cost_page_are_all_there_and_none_is_left_over(own: CostInputs) -> None:
    names = {*names_of(own, [*Alternative, "shop", "genba"])}
    names |= {f"measured.{one.name}" for one in fields(Measured) if one.name != "title"}
    wanted = {f"cost_of_{kind.name.lower()}" for kind in CostKind}
    wanted |= {f"alternative_{name}" for name in Alternative}
    wanted |= {f"input_{name.split('.')[1]}" for name in names}
    wanted |= {f"input_of_{name.split('.')[0]}" for name in names}
    assert wanted == {
        key for key in TABLE if key.startswith(("cost_of_", "alternative_", "input_"))
    }
    for words in (EN, JA):
        # The bars begin 234 px from the left; the mark needs two letters.
        assert max(text_width(f"{input_name(name, words)} †", 11) for name in names) < 234


def test_without_a_price_file_the_report_says_how_to_get_one() -> None:
    assert "genba qualify costs FILE" in html_report(summary_of(), language="en")


def test_pages_and_window_have_the_chart_of_each_alternative(own: CostInputs) -> None:
    found = costs_of(own)
    keys = {"tornado-manual", "tornado-cloud", "tornado-server"}
    assert keys <= set(all_charts(summary_of(), language="en", look=LIGHT, costs=found))
    assert keys <= set(
        re.findall(r"chart:([\w-]+)", paged_report(summary_of(), language="ja", costs=found).html)
    )
    alone = costs_of(replace(own, cloud=None, server=None))
    assert [one.key for one in alone.tornados] == ["tornado-manual"]


@pytest.mark.parametrize(
    ("value", "said"),
    [(0, "0"), (0.0037, "0.0037"), (1, "1.00"), (17.77, "17.8"), (2667, "2,667"), (-3.2, "−3.20")],
)
def test_an_amount_keeps_its_digits(value: float, said: str) -> None:
    assert money(value) == said


@pytest.mark.parametrize(
    ("low", "high", "ticks"),
    [
        (2.3, 9, [2, 4, 6, 8, 10]),
        (-1, 1, [-1, -0.5, 0, 0.5, 1]),
        (0, 0, [0, 1]),
        (5, 5, [5, 10]),
    ],
)
def test_an_axis_goes_below_zero_where_it_must(low: float, high: float, ticks: list[float]) -> None:
    assert ticks_between(low, high) == pytest.approx(ticks)


@pytest.mark.parametrize("words", [EN, JA], ids=LANGUAGES)
def test_a_saving_that_changes_sign_has_its_zero(words: Words) -> None:
    bar = Bar("input", "1", "3", -0.5, 0.4, "month 3", "not in 24 months")
    svg = tornado_chart(Tornado("k", "x", 0.0, (bar,)), currency="EUR", words=words, look=LIGHT)
    assert "−0.50" in svg
    assert ">month 3</text>" in svg
