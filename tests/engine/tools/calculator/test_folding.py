from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.tools.calculator.folding import fold
from engine.tools.calculator.refusal import Refusal


@pytest.mark.parametrize(
    ("typed", "folded"),
    [
        ("２５．５ｍｍ", "25.5mm"),
        ("5 mm²", "5 mm^2"),
        ("min⁻¹", "min^-1"),
        ("10⁻¹²", "10^-12"),
        ("3 × 4 ÷ 2 − 1", "3 * 4 / 2 - 1"),
        ("N·m N⋅m N・m N･m", "N*m N*m N*m N*m"),
        ("1 ≤ 2 ≧ 3", "1 <= 2 >= 3"),
        ("20 ℃ → ℉", "20 °C -> °F"),
        ("㎜ ㎏ ㎡", "mm kg m2"),
        ("mean（１、２；３）", "mean(1;2;3)"),
        ("2″ 2”", '2" 2"'),
        ("5 µm 5 μm", "5 μm 5 μm"),
        ("5 Ω 5 Ω", "5 Ω 5 Ω"),
    ],
)
def test_every_way_of_writing_becomes_one(typed: str, folded: str) -> None:
    assert fold(typed).text == folded


def test_a_place_in_the_folded_text_leads_back_to_what_was_typed() -> None:
    folded = fold("㎜²+")
    assert folded.text == "mm^2+"
    assert [folded.position(index) for index in range(6)] == [1, 1, 2, 2, 3, 4]


@pytest.mark.parametrize("typed", ["½ inch", "1½ inch", "⅜"])
def test_a_fraction_character_is_refused_because_it_would_be_misread(typed: str) -> None:
    with pytest.raises(Refusal, match="as a decimal"):
        fold(typed)


@given(st.text())
def test_any_text_is_folded_or_refused(typed: str) -> None:
    try:
        folded = fold(typed)
    except Refusal:
        return
    assert len(folded.origins) == len(folded.text) + 1
    assert folded.position(len(folded.text)) == len(typed) + 1
