"""What is packed fits; what does not fit is left out whole."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.domain import Passage, RowSpan
from engine.errors import QuestionTooLong
from engine.reasoning.packing import Reading, pack
from tests.contracts.doubles import ScriptedModel


def passage(n_words: int, name: str = "a.pdf") -> Passage:
    return Passage(1, f"sha256:{name}", name, " ".join(["word"] * n_words), (), (), None, 1.0)


def packed(
    passages: Sequence[Passage],
    model: ScriptedModel,
    question: str = "what torque",
) -> tuple[Reading, ...]:
    return pack(
        list(enumerate(passages, start=1)),
        model,
        system="be brief",
        question=question,
        max_readings=4,
        max_answer_tokens=40,
    )


@given(st.lists(st.integers(1, 400), max_size=12), st.integers(60, 600))
def test_no_prompt_exceeds_the_context(lengths: list[int], n_context: int) -> None:
    model = ScriptedModel(n_context=n_context)
    readings = packed([passage(n) for n in lengths], model)
    assert all(model.prompt_tokens(r.prompt) + 40 <= n_context for r in readings)


def test_a_passage_that_does_not_fit_makes_room_for_a_shorter_one() -> None:
    readings = packed(
        [passage(30, "a.pdf"), passage(500, "b.pdf"), passage(20, "c.pdf")],
        ScriptedModel(n_context=140),
    )
    assert [(r.number, r.passage.document) for r in readings] == [(1, "a.pdf"), (3, "c.pdf")]


def test_only_documents_that_name_the_part_are_read_for_it() -> None:
    other, named = passage(5, "sh-203.pdf"), passage(5, "sh-204.pdf")
    readings = packed([other, named], ScriptedModel(), "what torque has SH-204")
    assert [r.number for r in readings] == [2]


def test_nothing_is_read_for_a_part_that_no_passage_names() -> None:
    sheets = [passage(5, "sh-203.pdf"), passage(5, "sh-204.pdf")]
    assert packed(sheets, ScriptedModel(), "torque of SH-999") == ()
    assert packed(sheets, ScriptedModel(), "torque of SH-203 and SH-999") == ()


def test_parts_that_no_passage_names_together_are_read_each_for_itself() -> None:
    sheets = [passage(5, "sh-203.pdf"), passage(5, "sh-204.pdf"), passage(5, "sh-205.pdf")]
    readings = packed(sheets, ScriptedModel(), "is the torque of SH-203 or of SH-205 higher")
    assert [(r.number, r.has_all_names) for r in readings] == [(1, False), (3, False)]


def test_rows_of_a_log_are_not_read_for_a_question_about_all_rows() -> None:
    rows = replace(passage(5, "log.csv"), rows=RowSpan("log", 1, 5))
    page = passage(5, "manual.pdf")
    asked_of = {
        "what was measured for the plate": ["log.csv", "manual.pdf"],
        "how many parts failed": ["manual.pdf"],
        "不合格は何件ですか": ["manual.pdf"],
    }
    for question, documents in asked_of.items():
        readings = packed([rows, page], ScriptedModel(), question)
        assert [r.passage.document for r in readings] == documents


def test_a_question_that_cannot_fit_is_refused() -> None:
    with pytest.raises(QuestionTooLong):
        packed([], ScriptedModel(n_context=50), "word " * 60)
