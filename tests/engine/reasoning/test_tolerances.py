"""A nominal and a tolerance belong together only where a line has both."""

from __future__ import annotations

import pytest

from engine.reasoning.tolerances import has_tolerance_of_another

DRAWING = (
    "Material: 3.99 mm precision ground rod\nGeneral tolerances ±0.1mm\n25 ±0,05\n12,50 +/-0.02"
)


@pytest.mark.parametrize("answer", ["3.99 mm ±0.1 mm", "3.99 ± 0.1", "25 ±0.1 mm", "12.5 +-0.05"])
def test_a_tolerance_from_another_line_is_told(answer: str) -> None:
    assert has_tolerance_of_another(answer, DRAWING)


@pytest.mark.parametrize("answer", ["25 ±0.05", "25 mm ±0,05", "12.50 +/- 0.02", "±0.1 mm", "25"])
def test_one_of_the_same_line_is_not(answer: str) -> None:
    assert not has_tolerance_of_another(answer, DRAWING)
