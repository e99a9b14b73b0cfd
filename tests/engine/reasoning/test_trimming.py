"""What is left of a passage is what the question is about, in order, within the bound."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from engine.reasoning.trimming import trimmed
from engine.text import estimate_tokens
from tests.contracts.doubles import HashEmbedder

TEXT = (
    "The lathe was delivered in spring. It stands in hall 2 beside the saw. "
    "The spindle lock nut is tightened to 85 N·m. Use the hook wrench for it. "
    "The chuck pressure is 1.9 MPa. The belt is tensioned to 320 N. "
    "The coolant is kept at 8.5 %. Way covers are wiped every evening."
)


def test_a_short_text_is_left_alone() -> None:
    assert trimmed(TEXT, "torque?", max_tokens=1000) == TEXT


def test_the_sentence_with_the_questions_words_stays_with_its_neighbour() -> None:
    text = trimmed(TEXT, "What torque for the spindle lock nut?", max_tokens=30)
    assert "85 N·m" in text
    assert "hook wrench" in text
    assert "coolant" not in text


def test_gaps_are_marked_and_the_order_is_kept() -> None:
    text = trimmed(TEXT, "chuck pressure and way covers", max_tokens=30)
    assert text.index("chuck pressure") < text.index(" … ") < text.index("Way covers")


def test_a_table_keeps_the_names_of_its_columns() -> None:
    rows = "\n".join(f"{n} | part {n} | {n * 10} N·m" for n in range(1, 30))
    text = trimmed(f"Pos | Name | Torque\n{rows}", "What torque for part 17?", max_tokens=40)
    assert text.startswith("Pos | Name | Torque")
    assert "17 | part 17 | 170 N·m" in text


def test_meaning_decides_where_no_words_are_shared() -> None:
    embedder = HashEmbedder()
    trimmed(TEXT, "締付トルクはいくつですか", max_tokens=30, embedder=embedder)
    assert embedder.n_embedded > 0
    embedder = HashEmbedder()
    trimmed(TEXT, "spindle lock nut", max_tokens=30, embedder=embedder)
    assert embedder.n_embedded == 0, "words are enough and cost nothing"


@given(st.text(max_size=600), st.text(max_size=60), st.integers(5, 80))
def test_the_bound_holds_for_any_text(text: str, question: str, max_tokens: int) -> None:
    left = trimmed(text, question, max_tokens=max_tokens)
    assert left == text or estimate_tokens(left.replace("…", "")) <= max_tokens
