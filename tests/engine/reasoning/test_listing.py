"""Questions about a list of named things, divided without a model."""

from __future__ import annotations

import pytest

from engine.reasoning.division import Combination
from engine.reasoning.listing import divide_by_words


@pytest.mark.parametrize(
    ("question", "combination", "first", "n_parts"),
    [
        (
            "What is the average length of the belts of the conveyors K-1, K-2 and K-3?",
            Combination.MEAN,
            "What is the length of the belts of the conveyors K-1?",
            3,
        ),
        (
            "How many metres of belt do the conveyors K-1 and K-2 have together?",
            Combination.SUM,
            "How many metres of belt do the conveyors K-1 have?",
            2,
        ),
        (
            "What is the combined mass of robot M-1 and gripper G-2?",
            Combination.SUM,
            "What is the mass of robot M-1?",
            2,
        ),
        (
            "How many metres longer is the belt of K-1 than the belt of K-2?",
            Combination.DIFFERENCE,
            "How long is the belt of K-1?",
            2,
        ),
        (
            "Which crew runs the conveyor with the shortest belt, K-1, K-2 or K-3?",
            Combination.SMALLEST,
            "How long is the belt of conveyor K-1?",
            3,
        ),
        (
            "コンベアK-1とK-2のベルトの長さの平均はいくつですか。",
            Combination.MEAN,
            "コンベアK-1のベルトの長さはいくつですか。",
            2,
        ),
        (
            "K-1のベルトはK-2のベルトより何メートル長いですか。",
            Combination.DIFFERENCE,
            "K-1のベルトの長さはいくつですか。",
            2,
        ),
    ],
)
def test_a_list_is_looked_up_name_by_name(
    question: str, combination: Combination, first: str, n_parts: int
) -> None:
    division = divide_by_words(question)
    assert division
    assert division.combination is combination
    assert division.parts[0] == first
    assert len(division.parts) == n_parts


def test_each_is_asked_about_in_the_same_words() -> None:
    division = divide_by_words("What is the average mass of the conveyors K-1 and K-2?")
    assert division
    assert division.parts == (
        "What is the mass of the conveyors K-1?",
        "What is the mass of the conveyors K-2?",
    )


def test_what_is_named_by_a_word_of_its_own_keeps_it() -> None:
    division = divide_by_words("What is the combined mass of robot M-1 and gripper G-2?")
    assert division
    assert division.parts[1] == "What is the mass of gripper G-2?"


@pytest.mark.parametrize(
    "question",
    [
        "What is the total length of the rail?",
        "What is the mass of M-1 and M-2?",
        "What is the average torque of K-1?",
        "What is the total mass of A-1, A-2, A-3, A-4, A-5, A-6 and A-7?",
    ],
)
def test_other_questions_are_not_divided(question: str) -> None:
    assert divide_by_words(question) is None
