"""The cost model: a hand-computed example, what the file says, and what must hold for any numbers.

The example's numbers are worked out in the comments with pencil and paper, not by the program.
"""

from __future__ import annotations

import tomllib
from dataclasses import fields, replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engine.assets import asset
from engine.errors import CostsInvalid
from engine.qualify.cost_inputs import (
    Cloud,
    CostInputs,
    Genba,
    Manual,
    Server,
    Shop,
    bounds_of,
    example_text,
    names_of,
    read_costs,
    write_example,
)
from engine.qualify.costs import (
    Alternative,
    BreakEven,
    CostItem,
    CostKind,
    CostOption,
    Measured,
    break_even,
    compared,
    cost_per_question,
    present_value,
)
from engine.qualify.sensitivity import outcome, swings

SHOP_FILE = """
currency = "EUR"
months = 24

[shop]
questions_per_month = 300
wage_per_hour = 36
check_minutes = 1
waiting_used_share = 0.5
energy_price_per_kwh = 0.20

[manual]
minutes_per_search = 8

[genba]
hardware = 1200
life_years = 1
licences = 150
setup_hours = 10
attended_share = 0.25
maintenance_hours = 2

[cloud]
price_in = 4
price_out = 20
fee_per_month = 10
answer_s = 6
unanswered_share = 0.05
setup_hours = 20
maintenance_hours = 1

[server]
hardware = 6000
life_years = 2
licences = 60
watts = 250
hours_per_month = 200
answer_s = 3
unanswered_share = 0.02
setup_hours = 30
maintenance_hours = 4
"""

MEASURED = Measured(
    title="a ticket",
    answer_s=12,
    wh_per_answer=0.5,
    indexing_hours=3,
    bank_hours=5,
    watts=40,
    prompt_tokens=2000,
    generated_tokens=100,
    unanswered_share=0.1,
)


@pytest.fixture
def inputs(tmp_path: Path) -> CostInputs:
    return read(tmp_path, SHOP_FILE)


def read(folder: Path, text: str) -> CostInputs:
    path = folder / "costs.toml"
    path.write_text(text, encoding="utf-8")
    return read_costs(path)


def amounts(items: tuple[CostItem, ...]) -> dict[CostKind, float]:
    return {item.kind: item.amount for item in items}


# The hand-computed example. A minute of working time is 36 / 60 = 0.60 EUR; a minute a question
# is 300 · 0.60 = 180 EUR a month.


def test_genba_costs_what_was_computed_by_hand(inputs: CostInputs) -> None:
    genba = compared(inputs, MEASURED).genba

    # First. An hour of the machine: 40 W = 0.040 kW · 0.20 = 0.008 EUR of energy, and somebody
    # watches for a quarter of it: 0.25 · 36 = 9.000 EUR; together 9.008 EUR.
    assert amounts(genba.first) == pytest.approx(
        {
            CostKind.HARDWARE: 1200.0,
            CostKind.LICENCES: 150.0,
            CostKind.SETUP: 360.0,  # 10 h · 36
            CostKind.INDEXING: 27.024,  # 3 h · 9.008
            CostKind.BANK: 45.040,  # 5 h · 9.008
        }
    )
    assert genba.first_cost == pytest.approx(1782.064)

    # Each month.
    assert amounts(genba.monthly) == pytest.approx(
        {
            CostKind.WAITING: 18.0,  # 12 s = 0.2 min, half of it used: 0.1 min · 180
            CostKind.CHECKING: 180.0,  # 1 min · 180
            CostKind.FALLBACK: 144.0,  # 0.1 of the questions · 8 min = 0.8 min · 180
            CostKind.ENERGY: 0.03,  # 0.5 Wh = 0.0005 kWh · 0.20 = 0.0001 EUR · 300
            CostKind.MAINTENANCE: 72.0,  # 2 h · 36
        }
    )
    assert genba.monthly_cost == pytest.approx(414.03)

    assert genba.cumulative(0) == pytest.approx(1782.064)
    assert genba.cumulative(1) == pytest.approx(2196.094)  # 1782.064 + 414.03
    assert genba.cumulative(2) == pytest.approx(2610.124)  # 1782.064 + 828.06
    assert genba.cumulative(12) == pytest.approx(6750.424)  # 1782.064 + 4968.36
    # After its life of 12 months the computer is bought anew: + 1200.
    assert genba.cumulative(13) == pytest.approx(8364.454)  # 1782.064 + 5382.39 + 1200
    assert genba.cumulative(24) == pytest.approx(12918.784)  # 1782.064 + 9936.72 + 1200

    # A question: 414.03 + 1200 / 12 + (1782.064 - 1200) / 24
    #   = 414.03 + 100 + 24.252667 = 538.282667 a month, / 300 = 1.794276.
    assert cost_per_question(genba, inputs) == pytest.approx(1.794276, abs=1e-6)


def test_searching_by_hand_costs_what_was_computed_by_hand(inputs: CostInputs) -> None:
    comparison = compared(inputs, MEASURED)
    manual = comparison.alternatives[Alternative.MANUAL]

    assert manual.first_cost == 0
    assert amounts(manual.monthly) == pytest.approx({CostKind.SEARCHING: 1440.0})  # 8 min · 180
    assert cost_per_question(manual, inputs) == pytest.approx(4.8)  # 8 min · 0.60
    # Month 1: 2196.094 against 1440. Month 2: 2610.124 against 2880, the first that is cheaper;
    # and so it stays: month 13, with the new computer, 8364.454 against 18720.
    assert comparison.break_even[Alternative.MANUAL] == BreakEven(2, is_kept=True)


def test_a_cloud_model_costs_what_was_computed_by_hand(inputs: CostInputs) -> None:
    comparison = compared(inputs, MEASURED)
    cloud = comparison.alternatives[Alternative.CLOUD]

    assert amounts(cloud.first) == pytest.approx({CostKind.SETUP: 720.0})  # 20 h · 36
    assert amounts(cloud.monthly) == pytest.approx(
        {
            CostKind.WAITING: 9.0,  # 6 s = 0.1 min, half of it used: 0.05 min · 180
            CostKind.CHECKING: 180.0,
            CostKind.FALLBACK: 72.0,  # 0.05 · 8 min = 0.4 min · 180
            # 2000 · 4 / 10^6 + 100 · 20 / 10^6 = 0.008 + 0.002 = 0.010 a question, · 300
            CostKind.TOKENS: 3.0,
            CostKind.FEE: 10.0,
            CostKind.MAINTENANCE: 36.0,
        }
    )
    assert cloud.monthly_cost == pytest.approx(310.0)
    assert cost_per_question(cloud, inputs) == pytest.approx(340 / 300)  # 310 + 720 / 24 = 340
    # First cost 1782.064 against 720 and 414.03 against 310 a month: never.
    assert comparison.break_even[Alternative.CLOUD] == BreakEven(None, is_kept=False)


def test_a_server_costs_what_was_computed_by_hand(inputs: CostInputs) -> None:
    comparison = compared(inputs, MEASURED)
    server = comparison.alternatives[Alternative.SERVER]

    assert amounts(server.first) == pytest.approx(
        {CostKind.HARDWARE: 6000.0, CostKind.LICENCES: 60.0, CostKind.SETUP: 1080.0}  # 30 h · 36
    )
    assert amounts(server.monthly) == pytest.approx(
        {
            CostKind.WAITING: 4.5,  # 3 s = 0.05 min, half of it used: 0.025 min · 180
            CostKind.CHECKING: 180.0,
            CostKind.FALLBACK: 28.8,  # 0.02 · 8 min = 0.16 min · 180
            CostKind.ENERGY: 10.0,  # 0.250 kW · 200 h = 50 kWh · 0.20
            CostKind.MAINTENANCE: 144.0,  # 4 h · 36
        }
    )
    # Month 24: 7140 + 24 · 367.30 = 15955.20; nothing is bought anew before month 25.
    assert server.cumulative(24) == pytest.approx(15955.2)
    assert server.cumulative(25) == pytest.approx(22322.5)  # + 367.30 + 6000
    # 367.30 + 6000 / 24 + 1140 / 24 = 367.30 + 250 + 47.50 = 664.80
    assert cost_per_question(server, inputs) == pytest.approx(664.8 / 300)
    # 1782.064 against 7140 in month 0, and 12918.784 against 15955.20 in month 24.
    assert comparison.break_even[Alternative.SERVER] == BreakEven(0, is_kept=True)


def test_a_present_value_is_what_was_computed_by_hand(inputs: CostInputs) -> None:
    # 1.01^12 = 1.12682503: one per cent a month. Two months of 1440:
    # 1440 / 1.01 + 1440 / 1.0201 = 1425.742574 + 1411.626311 = 2837.368885
    two_months = replace(inputs, months=2, discount_percent=12.682503)
    manual = compared(two_months, MEASURED).alternatives[Alternative.MANUAL]

    assert present_value(manual, two_months) == pytest.approx(2837.368885, abs=1e-4)
    assert present_value(manual, inputs) is None


def test_a_sensitivity_is_what_was_computed_by_hand(inputs: CostInputs) -> None:
    found = swings(inputs, MEASURED, Alternative.MANUAL)
    swing = next(one for one in found if one.name == "manual.minutes_per_search")

    assert (swing.low, swing.high) == (4.0, 12.0)
    # 4 min: by hand 720 a month; fallback 0.1 · 4 · 180 = 72, so Genba 414.03 - 72 = 342.03.
    # 1782.064 / (720 - 342.03) = 1782.064 / 377.97 = 4.71: month 5.
    assert swing.at_low.break_even == BreakEven(5, is_kept=True)
    # (342.03 + 100 + 24.252667) / 300 = 1.554276; by hand 4 · 0.60 = 2.40; saved 0.845724
    assert swing.at_low.genba_per_question == pytest.approx(1.554276, abs=1e-6)
    assert swing.at_low.saved_per_question == pytest.approx(0.845724, abs=1e-6)
    # 12 min: by hand 2160; Genba 414.03 + 72 = 486.03; 1782.064 / 1673.97 = 1.06: month 2.
    assert swing.at_high.break_even == BreakEven(2, is_kept=True)
    # (486.03 + 124.252667) / 300 = 2.034276; 7.20 - 2.034276 = 5.165724; - 0.845724 = 4.32
    assert swing.effect == pytest.approx(4.32)
    assert found[0] is swing


# Break-even months.


def option(first: float, monthly: float, life_months: int | None = None) -> CostOption:
    return CostOption(
        "an option",
        (CostItem(CostKind.HARDWARE, first, ()),),
        (CostItem(CostKind.ENERGY, monthly, ()),),
        life_months,
    )


def test_costing_the_same_is_breaking_even() -> None:
    # Ten times 0.1 is not 1.0 to a computer that adds up.
    assert break_even(option(0.7, 0.1), option(0.0, 0.8), 12) == BreakEven(1, is_kept=True)
    assert break_even(option(0.0, 0.0), option(0.0, 0.0), 12) == BreakEven(0, is_kept=True)


def test_new_hardware_can_undo_a_break_even() -> None:
    bought_anew = option(100.0, 0.0, life_months=10)

    assert break_even(bought_anew, option(0.0, 10.5), 10) == BreakEven(10, is_kept=True)
    assert break_even(bought_anew, option(0.0, 10.5), 24) == BreakEven(10, is_kept=False)


def test_a_small_start_that_ends_dearer_is_not_kept() -> None:
    assert break_even(option(0.0, 5.0), option(20.0, 1.0), 24) == BreakEven(0, is_kept=False)


# Which numbers stand behind an amount.


def test_every_amount_names_exactly_the_inputs_that_change_it(inputs: CostInputs) -> None:
    sections = ("shop", "manual", "genba", "cloud", "server")
    changed: dict[str, tuple[CostInputs, Measured]] = {
        name: (inputs.with_value(name, inputs.value(name) * 1.01), MEASURED)
        for name in names_of(inputs, sections)
    }
    for one in fields(MEASURED):
        if one.name != "title":
            values: dict[str, Any] = {one.name: getattr(MEASURED, one.name) * 1.01}
            changed[f"measured.{one.name}"] = (inputs, replace(MEASURED, **values))

    before = all_items(inputs, MEASURED)
    after = {name: all_items(*both) for name, both in changed.items()}

    for n, item in enumerate(before):
        movers = {name for name, items in after.items() if items[n].amount != item.amount}
        assert movers == set(item.sources), item.kind


def all_items(inputs: CostInputs, measured: Measured) -> list[CostItem]:
    comparison = compared(inputs, measured)
    options = (comparison.genba, *comparison.alternatives.values())
    return [item for option in options for item in (*option.first, *option.monthly)]


def test_an_amount_made_from_an_example_says_so(tmp_path: Path) -> None:
    text = SHOP_FILE.replace("licences = 150", "licences = { example = 150 }")
    inputs = read(tmp_path, text)
    marked = [item for item in all_items(inputs, MEASURED) if item.is_example(inputs)]

    assert inputs.examples == {"genba.licences"}
    assert [item.kind for item in marked] == [CostKind.LICENCES]
    assert inputs.with_value("genba.licences", 99).examples == frozenset()


# The file.


@pytest.mark.parametrize("language", ["en", "ja"])
def test_every_number_that_ships_is_an_example(tmp_path: Path, language: str) -> None:
    path = tmp_path / "costs.toml"
    write_example(path, language)
    inputs = read_costs(path)

    numbers = set(names_of(inputs, ("shop", "manual", "genba", "cloud", "server")))
    assert inputs.examples == numbers | {"currency", "months"}
    assert all(item.is_example(inputs) for item in all_items(inputs, MEASURED))


def test_the_example_is_the_same_in_both_languages_and_has_the_comments_of_one() -> None:
    english, japanese = example_text("en"), example_text("ja")

    shipped = asset("qualify", "costs.toml").read_text(encoding="utf-8")
    assert tomllib.loads(english) == tomllib.loads(japanese) == tomllib.loads(shipped)
    assert "# EVERY NUMBER HERE IS AN EXAMPLE TO REPLACE." in english
    assert "置き換えるための例" in japanese
    assert {letter for letter in english if not letter.isascii()} == {"¤"}
    assert "Working hours" not in japanese
    assert not any(line.startswith(("#en:", "#ja:")) for line in (english + japanese).splitlines())
    assert example_text("de") == english


def test_the_example_never_overwrites_a_file(tmp_path: Path) -> None:
    path = tmp_path / "costs.toml"
    path.write_text("mine", encoding="utf-8")

    with pytest.raises(FileExistsError):
        write_example(path, "en")
    assert path.read_text(encoding="utf-8") == "mine"


def test_a_range_is_what_the_sensitivity_tries(tmp_path: Path) -> None:
    wage = "wage_per_hour = { value = 36, low = 30, high = 60 }"
    inputs = read(tmp_path, SHOP_FILE.replace("wage_per_hour = 36", wage))
    swing = next(
        one
        for one in swings(inputs, MEASURED, Alternative.CLOUD)
        if one.name == "shop.wage_per_hour"
    )

    assert inputs.shop.wage_per_hour == 36
    assert (swing.low, swing.high, swing.is_example) == (30, 60, False)


def test_parts_that_are_left_out_are_not_compared(tmp_path: Path) -> None:
    inputs = read(tmp_path, SHOP_FILE[: SHOP_FILE.index("[cloud]")])

    assert set(compared(inputs, MEASURED).alternatives) == {Alternative.MANUAL}


def test_a_file_that_an_editor_signed_is_read(tmp_path: Path) -> None:
    assert read(tmp_path, "\ufeff" + SHOP_FILE).currency == "EUR"


@pytest.mark.parametrize(
    ("old", "new", "key", "detail", "nearest"),
    [
        ("wage_per_hour = 36", "wage = 36", "shop.wage", "unknown key", "wage_per_hour"),
        ("wage_per_hour = 36", "", "shop.wage_per_hour", "missing", ""),
        ("[manual]\nminutes_per_search = 8", "", "manual", "missing", ""),
        ("[genba]", "[gemba]", "gemba", "unknown key", "genba"),
        ("hardware = 1200", "hardware = '1,200'", "genba.hardware", "'1,200' found", ""),
        ("hardware = 1200", "hardware = true", "genba.hardware", "True found", ""),
        ("hardware = 1200", "hardware = nan", "genba.hardware", "nan found", ""),
        ("hardware = 1200", "hardware = -1", "genba.hardware", "at least 0", ""),
        ("hardware = 1200", "hardware = {exampel = 1}", "genba.hardware.exampel", "", "example"),
        ("hardware = 1200", "hardware = {low = 1}", "genba.hardware", "value or example", ""),
        (
            "hardware = 1200",
            "hardware = {value = 1, example = 2}",
            "genba.hardware",
            "value or example",
            "",
        ),
        (
            "hardware = 1200",
            "hardware = {value = 9, low = 1, high = 8}",
            "genba.hardware",
            "9 is not from 1 to 8",
            "",
        ),
        (
            "hardware = 1200",
            "hardware = {value = 9, low = -1}",
            "genba.hardware.low",
            "at least 0",
            "",
        ),
        ("life_years = 1", "life_years = 0", "genba.life_years", "from 0.0833 to 50", ""),
        ("attended_share = 0.25", "attended_share = 25", "genba.attended_share", "0 to 1", ""),
        ("questions_per_month = 300", "questions_per_month = 0", "shop.questions", "least 1", ""),
        ("months = 24", "months = 24.5", "months", "whole number", ""),
        ("months = 24", "months = 601", "months", "1 to 600", ""),
        ("months = 24", "months = {value = 24, low = 12}", "months.low", "unknown key", ""),
        ("months = 24", "months = 24\ndiscount_percent = -2", "discount_percent", "least 0", ""),
        ('currency = "EUR"', "currency = 3", "currency", "3 found", ""),
        ('currency = "EUR"', "currency = EUR", "costs.toml", "line 2", ""),
    ],
)
def test_an_error_names_the_key_and_what_is_wrong(
    tmp_path: Path, old: str, new: str, key: str, detail: str, nearest: str
) -> None:
    text = SHOP_FILE.replace(old, new, 1)
    with pytest.raises(CostsInvalid) as caught:
        read(tmp_path, text)

    facts = caught.value.facts
    assert facts["path"] == str(tmp_path / "costs.toml")
    assert facts["key"].startswith(key)
    assert detail in facts["detail"]
    if nearest:
        assert facts["nearest"] == nearest


def test_a_part_has_to_be_a_part(tmp_path: Path) -> None:
    text = SHOP_FILE.replace("months = 24", "months = 24\nmanual = 8").replace(
        "[manual]\nminutes_per_search = 8", ""
    )
    with pytest.raises(CostsInvalid, match=r"a part headed \[manual\] expected, 8 found"):
        read(tmp_path, text)


def test_a_file_that_is_not_there_is_told(tmp_path: Path) -> None:
    with pytest.raises(CostsInvalid, match="No such file"):
        read_costs(tmp_path / "costs.toml")


# What holds for any numbers.

AMOUNT = st.floats(0, 1e6)
SMALL = st.floats(0, 1e3)
SHARE = st.floats(0, 1)


@st.composite
def any_inputs(draw: st.DrawFn) -> CostInputs:
    def part(kind: type) -> Any:
        values: dict[str, float] = {}
        for one in fields(kind):
            least, most = bounds_of(one.name)
            values[one.name] = draw(st.floats(least, min(most, 1e5)))
        return kind(**values)

    return CostInputs(
        currency="¤",
        months=draw(st.integers(1, 120)),
        shop=part(Shop),
        manual=part(Manual),
        genba=part(Genba),
        cloud=part(Cloud),
        server=part(Server),
        discount_percent=draw(st.none() | st.floats(0, 50)),
    )


ANY_MEASURED = st.builds(
    Measured,
    title=st.just("a ticket"),
    answer_s=SMALL,
    wh_per_answer=SMALL,
    indexing_hours=SMALL,
    bank_hours=SMALL,
    watts=SMALL,
    prompt_tokens=AMOUNT,
    generated_tokens=AMOUNT,
    unanswered_share=SHARE,
)


@given(any_inputs(), ANY_MEASURED)
def test_what_is_spent_never_gets_less(inputs: CostInputs, measured: Measured) -> None:
    comparison = compared(inputs, measured)
    for one in (comparison.genba, *comparison.alternatives.values()):
        curve = one.curve(inputs.months)

        assert len(curve) == inputs.months + 1
        assert list(curve) == sorted(curve)
        assert curve[0] == one.first_cost


@given(any_inputs(), ANY_MEASURED)
def test_a_break_even_month_agrees_with_the_sums(inputs: CostInputs, measured: Measured) -> None:
    comparison = compared(inputs, measured)
    for name, found in comparison.break_even.items():
        genba = comparison.genba.curve(inputs.months)
        other = comparison.alternatives[name].curve(inputs.months)
        month = len(genba) if found.month is None else found.month

        assert all(mine > theirs for mine, theirs in zip(genba[:month], other, strict=False))
        if found.month is not None:
            assert genba[month] <= other[month] * (1 + 1e-8)
            after = zip(genba[month:], other[month:], strict=True)
            assert found.is_kept == all(a <= b * (1 + 1e-9) or a == b for a, b in after)


@given(any_inputs(), ANY_MEASURED)
def test_discounting_makes_nothing_dearer(inputs: CostInputs, measured: Measured) -> None:
    genba = compared(inputs, measured).genba
    value = present_value(genba, inputs)

    assert (value is None) == (inputs.discount_percent is None)
    if value is not None:
        assert genba.first_cost * (1 - 1e-9) <= value
        assert value <= genba.cumulative(inputs.months) * (1 + 1e-9)
    at_zero = present_value(genba, replace(inputs, discount_percent=0.0))
    assert at_zero == pytest.approx(genba.cumulative(inputs.months))


@settings(max_examples=20)  # Each goes through some fifty sets of inputs.
@given(any_inputs(), ANY_MEASURED, st.sampled_from(Alternative))
def test_no_change_has_no_effect(
    inputs: CostInputs, measured: Measured, against: Alternative
) -> None:
    unchanged = outcome(inputs, measured, against)
    for swing in swings(inputs, measured, against, change=0.0):
        assert swing.at_low == swing.at_high == unchanged
        assert swing.effect == 0


@settings(max_examples=20)  # Each goes through some fifty sets of inputs.
@given(any_inputs(), ANY_MEASURED, st.sampled_from(Alternative))
def test_a_tornado_narrows_and_stays_within_what_can_be(
    inputs: CostInputs, measured: Measured, against: Alternative
) -> None:
    found = swings(inputs, measured, against)
    effects = [swing.effect for swing in found]

    assert effects == sorted(effects, reverse=True)
    assert len({swing.name for swing in found}) == len(found)
    for swing in found:
        least, most = bounds_of(swing.name)
        assert least <= swing.low <= swing.high <= most


@given(any_inputs(), ANY_MEASURED)
def test_a_question_costs_its_part_of_all_that_is_spent_over_whole_lives(
    inputs: CostInputs, measured: Measured
) -> None:
    genba = compared(inputs, measured).genba
    assert genba.life_months is not None
    whole = replace(inputs, months=2 * genba.life_months)
    spent = genba.cumulative(whole.months)

    n_questions = whole.shop.questions_per_month * whole.months
    assert cost_per_question(genba, whole) == pytest.approx(spent / n_questions)
