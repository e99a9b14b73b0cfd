"""The unit that a question asks for its answer in, and the question without it.

A document that gives a temperature in Rankine is not found, or not believed, for one in kelvin. So
the value is looked up as the document has it, and converted by the calculator.
"""

from __future__ import annotations

import re

from engine.reasoning.figures.units import SPELLINGS
from engine.reasoning.operands import named_units, units_asked_for
from engine.text import language_of

_UNIT = r"(?:square |cubic )?[A-Za-zµ°Ω·²³/]{1,14}(?: (?:per|of) [a-z]+)?"
_IN_UNIT = re.compile(
    rf"(?:, |\s)(?:expressed |given |measured )?in (?P<unit>{_UNIT})(?:,|(?=[?.;]|$))",
    re.IGNORECASE,
)
_CONVERT = re.compile(
    rf"^(?:please )?convert (?P<what>.+?) (?:in)?to (?P<unit>{_UNIT})[?.]*$", re.IGNORECASE
)
_JAPANESE = re.compile(
    r"(?:を|は|、)?\s?(?P<unit>[A-Za-zµ°Ω·²³/ァ-ヶー]{1,14})\s?(?:で(?:いうと|表すと)?|に)"
    r"(?:換算|直)(?:する|した|して|すと)?.*$"
)


# What makes a unit one that the answer is asked for in, and not a letter of a name.
_BEFORE = re.compile(
    r"(?:\b(?:in|to|into|many|much) |[(（]|何|なん)(?:square |cubic |平方|立方)?$", re.I
)
_BEHIND = re.compile(r"^(?:に|で|換算)")
# Units that are words or letters of a language, too: nothing but a unit stands in these places.
_LETTER = r"(?P<unit>[lmshgtLAVWNK]|min|bar|tons?|feet|foot|pounds?)"
_LETTER_AT_END = re.compile(rf"(?:, |\s)(?:expressed |given |measured )?in {_LETTER}(?=[?.]*$)")
_LETTER_JAPANESE = re.compile(
    rf"(?:を|は|、)?\s?(?<![A-Za-z]){_LETTER}\s?(?:で(?:答え|表す|表し|いう|示し|何|いくつ|いくら)"
    r"|に(?:換算|直)).*$"
)


def asked_unit(question: str) -> str:
    """The one unit that a question asks for its answer in; empty if there is none or several.

    A percentage is calculated, not converted.
    """
    letter = _letter(question)
    if letter:
        return SPELLINGS[letter["unit"]]
    units = {
        unit
        for unit, before, behind in named_units(question)
        if _BEFORE.search(before) or _BEHIND.search(behind.lstrip())
    } - {"%"}
    return units.pop() if len(units) == 1 else ""


def without_unit(question: str) -> str:
    """The question without the unit that it asks for; itself if it is not told in a known form."""
    if not asked_unit(question):
        return question
    convert = _CONVERT.match(question.strip())
    if convert and units_asked_for(f"in {convert['unit']}"):
        return f"What is {convert['what']}?"
    letter = _letter(question)
    if letter:
        is_english = language_of(question) == "en"
        rest = question[letter.end() :] if is_english else "はいくつですか。"
        return question[: letter.start()] + rest
    for form, rest in ((_IN_UNIT, ""), (_JAPANESE, "はいくつですか。")):
        match = form.search(question)
        if match and units_asked_for(f"in {match['unit']}"):
            return question[: match.start()] + rest + ("" if rest else question[match.end() :])
    return question


def _letter(question: str) -> re.Match[str] | None:
    """Where a question asks for a unit that elsewhere is a letter or a word: "..., in l?"."""
    is_english = language_of(question) == "en"
    match = (_LETTER_AT_END if is_english else _LETTER_JAPANESE).search(question.strip())
    return match if match is not None and match["unit"] in SPELLINGS else None
