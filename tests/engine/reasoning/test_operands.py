"""What a formula may be made of."""

from __future__ import annotations

import pytest

from engine.reasoning.operands import operands_of


@pytest.mark.parametrize(
    "text",
    [
        "See section 5 and Figure 3 on page 12.",
        "Table 4 and step 2 of clause 7",
        "図3と表4、手順2、ページ12を参照",
    ],
)
def test_the_number_of_a_section_figure_or_page_is_no_operand(text: str) -> None:
    assert operands_of("How much is it?", [text]) == ()


def test_quantities_beside_such_numbers_are_operands() -> None:
    text = "See Figure 3: apply 5 g of grease, 12 bolts, step of 2 mm, table 4 mm thick"
    found = operands_of("How much is it?", [text])
    assert [operand.split()[0] for operand in found] == ["5", "12", "2", "4"]


def test_the_question_may_count_with_them() -> None:
    assert operands_of("How many steps are there from step 2 to step 7?", []) == ("2", "7")
