"""One step along a chain of things that documents name with each other."""

from __future__ import annotations

import pytest

from engine.domain import Passage
from engine.reasoning.hops import next_hop

TEXTS = (
    "Conveyor K-1 is driven by drive D-6. The conveyor has a mass of 812 kg.",
    "Drive D-6 is protected by fuse F-9.",
    "Fuse F-9 is kept in box B-3.",
    "箱B-3は棚R-8に置かれている。モータM-5に給電するのはインバータI-3である。",
)


def hop(question: str, *texts: str) -> str:
    found = [
        (n, Passage(n, f"sha256:{n}", f"{n}.md", text, (), (), None, 1.0))
        for n, text in enumerate(texts or TEXTS, start=1)
    ]
    step = next_hop(question, found)
    return step.question if step else ""


@pytest.mark.parametrize(
    ("question", "next_question"),
    [
        (
            "What is the rating of the fuse that protects the drive that drives conveyor K-1?",
            "What is the rating of the fuse that protects drive D-6?",
        ),
        (
            "What is the rating of the fuse that protects drive D-6?",
            "What is the rating of fuse F-9?",
        ),
        (
            "What is the depth of the box in which fuse F-9 is kept?",
            "What is the depth of box B-3?",
        ),
        ("What torque does the drive of conveyor K-1 need?", "What torque does drive D-6 need?"),
        ("箱B-3を載せる棚の高さはいくつですか。", "棚R-8の高さはいくつですか。"),
        (
            "モータM-5に給電するインバータの出力はいくつですか。",
            "インバータI-3の出力はいくつですか。",
        ),
    ],
)
def test_what_leads_to_a_thing_gives_way_to_its_name(question: str, next_question: str) -> None:
    assert hop(question) == next_question


@pytest.mark.parametrize(
    "question",
    [
        "What is the fuse that protects drive D-6?",
        "What is the mass of conveyor K-1?",
        "What is the colour of the guard of conveyor K-1?",
        "What is the rating of the fuse that protects drive D-7?",
        "What is the rating of the fuse of drive D-6 and of K-1?",
        "箱B-3の奥行はいくつですか。",
    ],
)
def test_without_a_sentence_that_names_it_there_is_no_step(question: str) -> None:
    assert hop(question) == ""


@pytest.mark.parametrize(
    "text",
    [
        "Drive D-6 is protected by fuse F-9. Drive D-6 has fuse F-4 besides.",
        "Drive D-6 is no longer protected by fuse F-9.",
    ],
)
def test_of_two_such_things_or_one_that_is_denied_none_is_taken(text: str) -> None:
    assert hop("What is the rating of the fuse that protects drive D-6?", text) == ""
