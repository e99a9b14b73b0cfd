"""What a grammar leaves no choice about is no guess."""

from __future__ import annotations

import math
import threading

import pytest

from engine.llm.runtime import LlamaModel
from engine.ports import Prompt, Reader, ReadersStopped

GRAMMAR = 'root ::= "zq" [x] "7" [y]'


def read(model: LlamaModel, grammar: str | None) -> Reader:
    events = model.read(
        [Prompt("Answer.", "", "Question: which?\nAnswer:")],
        max_tokens=12,
        cancel=threading.Event(),
        grammar=grammar,
    )
    (stopped,) = (event for event in events if isinstance(event, ReadersStopped))
    return stopped.readers[0]


def test_a_text_that_is_forced_is_certain(banked_model: LlamaModel) -> None:
    reader = read(banked_model, GRAMMAR)
    assert reader.text == "zqx7y"
    # Which tokens spell it is still the model's choice.
    assert reader.mean_log_probability > math.log(0.2)


def test_a_choice_is_as_sure_as_the_model_is(banked_model: LlamaModel) -> None:
    (yes, no) = (read(banked_model, f'root ::= "{word}"') for word in (" alpha", " beta"))
    either = read(banked_model, 'root ::= " alpha" | " beta"')
    assert either.text.strip() in ("alpha", "beta")
    assert either.mean_log_probability <= max(yes.mean_log_probability, no.mean_log_probability)


@pytest.mark.parametrize("grammar", [None, GRAMMAR])
def test_no_text_is_surer_than_certain(banked_model: LlamaModel, grammar: str | None) -> None:
    assert read(banked_model, grammar).mean_log_probability <= 0
