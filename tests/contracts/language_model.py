"""What every ``LanguageModel`` keeps. A test class inherits this and gives a ``model`` fixture."""

from __future__ import annotations

import threading

import pytest

from engine.errors import QuestionTooLong
from engine.ports import LanguageModel, Prefilled, Prompt, Stopped, TextPiece

PROMPT = Prompt(
    "You answer from passages.",
    "[1] sheet.pdf, page 1\nThe spindle lock nut is tightened to 45 N·m.",
    "Question: What torque has the spindle lock nut?",
)


class LanguageModelContract:
    def test_the_last_event_is_the_only_stop(self, model: LanguageModel) -> None:
        events = list(model.generate(PROMPT, max_tokens=8, cancel=threading.Event()))
        assert [type(e) for e in events].count(Stopped) == 1
        assert isinstance(events[-1], Stopped)
        assert events[-1].reason in ("end", "length")

    def test_prefill_reaches_the_whole_prompt_before_any_text(self, model: LanguageModel) -> None:
        events = list(model.generate(PROMPT, max_tokens=4, cancel=threading.Event()))
        first_text = next(i for i, e in enumerate(events) if isinstance(e, TextPiece))
        before = [e for e in events[:first_text] if isinstance(e, Prefilled)]
        assert before[-1].done == before[-1].total == model.prompt_tokens(PROMPT)
        assert not any(isinstance(e, Prefilled) for e in events[first_text:])

    def test_no_more_than_the_allowed_tokens_are_written(self, model: LanguageModel) -> None:
        stopped = list(model.generate(PROMPT, max_tokens=2, cancel=threading.Event()))[-1]
        assert isinstance(stopped, Stopped)
        assert stopped.tokens.generated <= 2

    def test_a_set_cancel_token_stops_before_any_text(self, model: LanguageModel) -> None:
        cancel = threading.Event()
        cancel.set()
        events = list(model.generate(PROMPT, max_tokens=8, cancel=cancel))
        assert not any(isinstance(e, TextPiece) for e in events)
        assert isinstance(events[-1], Stopped)
        assert events[-1].reason == "cancelled"

    def test_cancel_is_heard_within_one_token(self, model: LanguageModel) -> None:
        cancel = threading.Event()
        n_after = 0
        for event in model.generate(PROMPT, max_tokens=8, cancel=cancel):
            if isinstance(event, TextPiece):
                n_after += cancel.is_set()
                cancel.set()
        assert n_after == 0
        assert isinstance(event, Stopped)

    def test_a_prompt_that_cannot_fit_is_refused_and_not_cut(self, model: LanguageModel) -> None:
        too_long = Prompt("", "word " * model.n_context, "?")
        with pytest.raises(QuestionTooLong) as caught:
            list(model.generate(too_long, max_tokens=8, cancel=threading.Event()))
        assert int(caught.value.facts["tokens"]) > model.n_context

    def test_the_prompt_holds_more_tokens_than_its_contents(self, model: LanguageModel) -> None:
        contents = (PROMPT.system, PROMPT.evidence, PROMPT.question)
        assert model.prompt_tokens(PROMPT) >= sum(map(model.count_tokens, contents)) - 3
