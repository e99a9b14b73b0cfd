"""Dividing a question into parts that can be looked up one by one, and what to do with them.

The usual forms of a comparison are read off the question itself. Only what they do not cover goes
to the model, under a grammar that lets it write a few short lines.
"""

from __future__ import annotations

import re
from collections.abc import Generator, Iterator
from dataclasses import dataclass
from enum import Enum, auto

from engine.answers import TokenCounts
from engine.events import AnswerEvent, CancelToken, PrefillAdvanced
from engine.ports import LanguageModel, Prefilled, Prompt, Stopped, TextPiece
from engine.reasoning.prompting import system_text
from engine.text import language_of, normalise
from engine.words import identifiers, query_words

_MAX_TOKENS = 140
_MAX_PARTS = 4


class Combination(Enum):
    """What is made of the parts' answers."""

    DIFFERENCE = auto()
    GREATER = auto()
    SMALLER = auto()
    SUM = auto()
    MEAN = auto()
    LARGEST = auto()
    SMALLEST = auto()
    FORMULA = auto()  # The model writes one over the answers.
    LIST = auto()


@dataclass(frozen=True, slots=True)
class Division:
    """The parts of a question in order. A part may name an earlier answer: #1, #2.

    ``names`` are what each part is about, where the question says so. ``then`` is what is asked
    about the largest or smallest of them, with # for its name; empty if only which one it is.
    """

    parts: tuple[str, ...]
    combination: Combination
    names: tuple[str, ...] = ()
    then: str = ""
    tokens: TokenCounts = TokenCounts()  # noqa: RUF009  (a frozen value)
    is_cancelled: bool = False


_LESS = "lower smaller shorter less lighter slower cooler colder thinner fewer narrower".replace(
    " ", "|"
)
_MORE = (
    "higher larger bigger greater longer more heavier faster hotter warmer thicker taller wider"
    " deeper"
).replace(" ", "|")
_LESS_JA, _MORE_JA = r"小さ|低|短|少な|軽|遅|細|薄|狭|浅", r"大き|高|長|多|重|速|早|太|厚|広|深"
_FORMS: tuple[tuple[re.Pattern[str], str], ...] = (
    (
        re.compile(
            r"^what is the difference in (?P<what>.+?) between (?P<a>.+?) and (?P<b>.+?)\?*$", re.I
        ),
        "What is the {what} of {name}?",
    ),
    (
        re.compile(
            r"^which (?:\w+ )?(?:has|needs|takes|gets|requires) (?:the|a) "
            rf"(?P<sign>{_MORE}|{_LESS}) "
            r"(?P<what>.+?),? (?P<a>[^,]+?) or (?P<b>[^,]+?)(?:,? and (?:what|how) .+)?\?*$",
            re.I,
        ),
        "What is the {what} of {name}?",
    ),
    (
        re.compile(r"^(?P<a>.+?)と(?P<b>.+?)の(?P<what>.+?)の差は.+$"),
        "{name}の{what}はいくらですか。",
    ),
    (
        re.compile(
            rf"^(?P<a>.+?)と(?P<b>.+?)(?:とで|で|では|のうち)(?:は)?、?(?P<what>.+?)[がの]"
            rf"(?P<sign>{_MORE_JA}|{_LESS_JA})(?:い|な)?(?:い)?のは.+$"
        ),
        "{name}の{what}はいくらですか。",
    ),
)
_IS_LESS = re.compile(rf"^(?:{_LESS}|{_LESS_JA})$", re.I)
_CALCULATES = re.compile(
    rf"\bdifference\b|\bhow (?:much|many|far)(?: \w+)? (?:{_MORE}|{_LESS})\b|\btotal\b|\bsum\b"
    r"|\b(?:al)?together\b|\bcombined\b|\baverage\b|\bmean\b(?! (?:for|that|by)\b)"
    r"|\bratio\b|\btimes\b|差|合計|合わせて|平均|何倍|比率",
    re.IGNORECASE,
)
_SUBTRACTS = re.compile(
    rf"\bdifference\b|\bhow (?:much|many|far)(?: \w+)? (?:{_MORE}|{_LESS})\b|差は|差はいくら",
    re.IGNORECASE,
)


_ASKS_TWO = re.compile(
    r"\b(?:which|what|who|when|where|how)\b.+\b(?:and|or) (?:at |on |in |to |from |by |with )?"
    r"(?:what|which|who|when|where|how)\b"
    r"|それぞれ|(?:何|誰|いつ|どこ|いくら|いくつ).{1,12}(?:何|誰|いつ|どこ|いくら|いくつ)",
    re.IGNORECASE,
)
_BETWEEN_TWO = re.compile(r"[,、;；・/\n:：]| and |と|および|から")


def has_all_parts(question: str, answer: str) -> bool:
    """False if a question asks for two things and the answer is one."""
    return not _ASKS_TWO.search(question) or bool(_BETWEEN_TWO.search(answer))


def divide_by_form(question: str) -> Division | None:
    """The parts of a difference or comparison of two things in one of its usual forms."""
    for form, part in _FORMS:
        match = form.match(question.strip())
        if match is None:
            continue
        names = (match["a"].strip(), match["b"].strip())
        parts = tuple(part.format(what=match["what"].strip(), name=name) for name in names)
        sign = match.groupdict().get("sign")
        if sign is None:
            return Division(parts, Combination.DIFFERENCE, names)
        is_less = bool(_IS_LESS.match(sign))
        return Division(parts, Combination.SMALLER if is_less else Combination.GREATER, names)
    return None


def divide_by_model(
    question: str, *, model: LanguageModel, cancel: CancelToken
) -> Generator[AnswerEvent, None, Division]:
    """The parts that the model writes; the question itself if it is none of several."""
    prompt = Prompt(system_text("divide"), "", f"Question: {question}\nParts:\n")
    text, tokens, is_cancelled = "", TokenCounts(), False
    for event in model.generate(prompt, max_tokens=_MAX_TOKENS, cancel=cancel, grammar=_GRAMMAR):
        match event:
            case Prefilled(done, total):
                yield PrefillAdvanced(done, total)
            case TextPiece(piece):
                text += piece
            case Stopped(reason, counts):
                tokens, is_cancelled = counts, reason == "cancelled"
    parts = tuple(_usable(text.splitlines(), question))
    return Division(parts, _combination(question, parts), tokens=tokens, is_cancelled=is_cancelled)


_POINTS_BACK = re.compile(r"\b(?:its|it|they|them|their|those|these)\b|それ|その|これら|彼")
_GRAMMAR = rf"""
root ::= line ("\n" line){{0,{_MAX_PARTS - 1}}} "\n"?
line ::= [^\n]{{8,160}}
"""


def _usable(lines: list[str], question: str) -> Iterator[str]:
    """The lines that ask for something of the question, each once, in its language."""
    asked = frozenset((*query_words(question), *identifiers(question)))
    seen = {normalise(question).strip(" ?？。")}
    for line in lines:
        plain = normalise(line).strip(" ?？。")
        shares = asked & frozenset((*query_words(line), *identifiers(line)))
        is_new = plain not in seen and bool(shares or "#" in line)
        if _POINTS_BACK.search(plain) and "#" not in line:
            return  # Alone it would be answered about anything.
        if is_new and language_of(line) == language_of(question):
            seen.add(plain)
            yield line.strip()


def _combination(question: str, parts: tuple[str, ...]) -> Combination:
    calculating = sum(bool(_CALCULATES.search(part)) for part in parts)
    if not _CALCULATES.search(question) or 0 < calculating < len(parts):
        return Combination.LIST  # A part that asks for a mean itself has it when it is answered.
    is_plain = len(parts) == 2 and not any("#" in part for part in parts)
    if is_plain and _SUBTRACTS.search(question):
        return Combination.DIFFERENCE
    return Combination.FORMULA
