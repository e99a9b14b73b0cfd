"""What is packed fits; what does not fit is left out whole."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.domain import Passage
from engine.errors import QuestionTooLong
from engine.reasoning.packing import pack
from tests.contracts.doubles import ScriptedModel


def passage(n_words: int, name: str = "a.pdf") -> Passage:
    return Passage(1, "sha256:1", name, " ".join(["word"] * n_words), (), (), None, 1.0)


@given(st.lists(st.integers(1, 400), max_size=12), st.integers(60, 600))
def test_the_prompt_never_exceeds_the_context(lengths: list[int], n_context: int) -> None:
    model = ScriptedModel(n_context=n_context)
    packed = pack(
        [passage(n) for n in lengths],
        model,
        system="be brief",
        question="what torque",
        max_evidence_tokens=1000,
        max_answer_tokens=40,
    )
    assert model.prompt_tokens(packed.prompt) + 40 <= n_context


def test_a_passage_that_does_not_fit_makes_room_for_a_shorter_one() -> None:
    packed = pack(
        [passage(30, "a.pdf"), passage(500, "b.pdf"), passage(20, "c.pdf")],
        ScriptedModel(),
        system="s",
        question="q",
        max_evidence_tokens=100,
        max_answer_tokens=10,
    )
    assert [p.document for p in packed.passages] == ["a.pdf", "c.pdf"]
    assert "[2] c.pdf" in packed.prompt.evidence
    assert packed.n_tokens <= 100


def test_a_question_that_cannot_fit_is_refused() -> None:
    with pytest.raises(QuestionTooLong):
        pack(
            [],
            ScriptedModel(n_context=50),
            system="s",
            question="word " * 60,
            max_evidence_tokens=100,
            max_answer_tokens=10,
        )
