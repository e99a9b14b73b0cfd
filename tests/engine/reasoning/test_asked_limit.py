"""Questions for a limit of size, and the question for the size that takes their place."""

from __future__ import annotations

import pytest

from engine.reasoning.asked_limit import Limit, asked_limits, without_limits

SMALLEST, LARGEST, WIDTH = (Limit.SMALLEST,), (Limit.LARGEST,), (Limit.WIDTH,)
BOTH = (Limit.SMALLEST, Limit.LARGEST)


@pytest.mark.parametrize(
    ("question", "limits", "size"),
    [
        (
            "What is the smallest diameter the pin may have?",
            SMALLEST,
            "What is the diameter the pin has, with its tolerance?",
        ),
        (
            "What is the largest permissible length of the pin?",
            LARGEST,
            "What is the length of the pin, with its tolerance?",
        ),
        (
            "What are the minimum and maximum allowable diameters of the pin?",
            BOTH,
            "What are the diameters of the pin, with its tolerance?",
        ),
        (
            "What are the limits of size of the bore?",
            BOTH,
            "What is the bore, with its tolerance?",
        ),
        (
            "What are the limits of size on the drawing?",
            BOTH,
            "What are the size on the drawing, with its tolerance?",
        ),
        (
            "What is the upper limit of the pin diameter?",
            LARGEST,
            "What is the pin diameter, with its tolerance?",
        ),
        (
            "What is the width of the tolerance of the pin diameter?",
            WIDTH,
            "What is the pin diameter, with its tolerance?",
        ),
        ("ピンの最小許容寸法は？", SMALLEST, "ピンの寸法と公差は？"),
        ("ピンの最大許容直径はいくつですか。", LARGEST, "ピンの直径と公差はいくつですか。"),
        ("ピンの許容最大直径は？", LARGEST, "ピンの直径と公差は？"),
        ("ピンの最大と最小の許容寸法は？", BOTH, "ピンの寸法と公差は？"),
        ("ピンの許容限界寸法は？", BOTH, "ピンの寸法と公差は？"),
        ("ピンの下の許容サイズは？", SMALLEST, "ピンの寸法と公差は？"),
        ("ピンの直径の公差幅は？", WIDTH, "ピンの直径の寸法と公差は？"),
    ],
)
def test_a_limit_is_taken_out_of_a_question(
    question: str, limits: tuple[Limit, ...], size: str
) -> None:
    assert asked_limits(question) == limits
    assert without_limits(question) == size


@pytest.mark.parametrize(
    "question",
    [
        "What is the smallest diameter measured?",
        "What is the maximum allowed torque?",
        "What is the maximum current?",
        "What is the minimum length of the bolt?",
        "What is the tolerance of the pin?",
        "最大直径は？",
        "最大許容電流は？",
        "寸法は？",
    ],
)
def test_other_questions_ask_for_no_limit(question: str) -> None:
    assert asked_limits(question) == ()
    assert without_limits(question) == question
