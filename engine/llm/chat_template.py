"""A model's own chat template, split so that document text is never read as control tokens.

The template (Jinja, from the GGUF) is rendered once with sentinels in place of the contents. What
lies between the sentinels is the template's own text, tokenised with control tokens; the contents
are tokenised without, so a document that spells ``<|im_end|>`` stays plain text. The pieces up to
the evidence are the same bytes for every question, which is what a KV cache can keep.
"""

from __future__ import annotations

import logging
import re
from dataclasses import dataclass
from enum import Enum, auto

from jinja2 import TemplateError
from jinja2.sandbox import ImmutableSandboxedEnvironment

log = logging.getLogger("engine.llm")

_PLAIN = "{% for m in messages %}{{ m['content'] }}\n\n{% endfor %}"


class Slot(Enum):
    """Where a part of the prompt goes."""

    SYSTEM = auto()
    EVIDENCE = auto()
    QUESTION = auto()


@dataclass(frozen=True, slots=True)
class ChatTemplate:
    """The prompt as a sequence of the template's own text and slots for contents."""

    pieces: tuple[str | Slot, ...]


_SENTINEL = {slot: f"@@genba-{slot.name.lower()}@@" for slot in Slot}
_SPLIT = re.compile("(" + "|".join(map(re.escape, _SENTINEL.values())) + ")")
_SLOT = {sentinel: slot for slot, sentinel in _SENTINEL.items()}


def split_template(source: str | None, *, bos: str, eos: str) -> ChatTemplate:
    """The template's pieces. Without a usable template the contents follow each other plainly.

    Models whose template knows no system role get the system text before the evidence.
    """
    user = f"{_SENTINEL[Slot.EVIDENCE]}\n\n{_SENTINEL[Slot.QUESTION]}"
    conversations = (
        [
            {"role": "system", "content": _SENTINEL[Slot.SYSTEM]},
            {"role": "user", "content": user},
        ],
        [{"role": "user", "content": f"{_SENTINEL[Slot.SYSTEM]}\n\n{user}"}],
    )
    if source:
        for messages in conversations:
            rendered = _render(source, messages, bos, eos)
            pieces = tuple(_SLOT.get(part, part) for part in _SPLIT.split(rendered) if part)
            if [piece for piece in pieces if isinstance(piece, Slot)] == list(Slot):
                return ChatTemplate(pieces)
    log.warning("the model has no usable chat template, a plain prompt is used")
    rendered = _render(_PLAIN, conversations[0], bos, eos)
    return ChatTemplate(tuple(_SLOT.get(part, part) for part in _SPLIT.split(rendered) if part))


def _render(source: str, messages: list[dict[str, str]], bos: str, eos: str) -> str:
    environment = ImmutableSandboxedEnvironment(trim_blocks=True, lstrip_blocks=True)
    environment.globals["raise_exception"] = _refuse
    try:
        return environment.from_string(source).render(
            messages=messages, add_generation_prompt=True, bos_token=bos, eos_token=eos
        )
    except TemplateError:
        return ""


def _refuse(message: str) -> None:
    raise TemplateError(message)
