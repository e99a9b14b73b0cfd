"""The template's text and the contents never mix."""

from __future__ import annotations

import pytest

from engine.llm.chat_template import Slot, split_template

CHATML = (
    "{% for m in messages %}{{ '<|im_start|>' + m.role + '\\n' + m.content + '<|im_end|>\\n' }}"
    "{% endfor %}{% if add_generation_prompt %}{{ '<|im_start|>assistant\\n' }}{% endif %}"
)
NO_SYSTEM = (
    "{% if messages[0].role == 'system' %}{{ raise_exception('no system role') }}{% endif %}"
    "{{ bos_token }}{% for m in messages %}<turn>{{ m.content | trim }}</turn>{% endfor %}<model>"
)


def slots(pieces: tuple[str | Slot, ...]) -> list[Slot]:
    return [piece for piece in pieces if isinstance(piece, Slot)]


@pytest.mark.parametrize("source", [CHATML, NO_SYSTEM, None, "{% broken", "no slots at all"])
def test_every_template_has_the_three_slots_in_order(
    source: str | None, caplog: pytest.LogCaptureFixture
) -> None:
    pieces = split_template(source, bos="<s>", eos="</s>").pieces
    assert slots(pieces) == [Slot.SYSTEM, Slot.EVIDENCE, Slot.QUESTION]
    is_fallback = source not in (CHATML, NO_SYSTEM)
    assert ("no usable chat template" in caplog.text) == is_fallback


def test_the_models_own_marks_stand_around_the_contents() -> None:
    pieces = split_template(CHATML, bos="", eos="").pieces
    assert pieces[0] == "<|im_start|>system\n"
    assert pieces[-1] == "<|im_end|>\n<|im_start|>assistant\n"


def test_a_template_without_a_system_role_gets_the_system_text_first() -> None:
    pieces = split_template(NO_SYSTEM, bos="<s>", eos="").pieces
    assert pieces[0] == "<s><turn>"


def test_a_template_cannot_reach_python() -> None:
    evil = "{{ ''.__class__.__mro__[1].__subclasses__() }}" + CHATML
    assert slots(split_template(evil, bos="", eos="").pieces) == list(Slot)
