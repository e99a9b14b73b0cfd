"""Drafts come from what stood behind the same words before."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from engine.llm.prompt_lookup import PromptLookup


def test_the_latest_place_of_the_longest_match_is_continued() -> None:
    tokens = [1, 2, 3, 9, 9, 1, 2, 3, 7, 8, 5, 2, 3, 4, 1, 2, 3]
    assert PromptLookup().draft(tokens, n_max=2) == [7, 8]


def test_a_single_word_in_common_is_no_match() -> None:
    assert PromptLookup().draft([1, 2, 3, 4, 9, 3], n_max=4) == []


def test_useless_drafts_are_given_up() -> None:
    lookup = PromptLookup()
    tokens = [1, 2, 3, 4, 1, 2]
    for _ in range(2):
        assert lookup.draft(tokens, n_max=4)
        lookup.learn(2, 0)
    assert lookup.draft(tokens, n_max=4) == []


@given(st.lists(st.integers(0, 4), max_size=40), st.integers(0, 8))
def test_a_draft_is_short_and_taken_from_the_text(tokens: list[int], n_max: int) -> None:
    draft = PromptLookup().draft(tokens, n_max=n_max)
    assert len(draft) <= n_max
    text = ",".join(map(str, tokens))
    assert ",".join(map(str, draft)) in text
