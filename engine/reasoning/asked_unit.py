"""The unit that a question asks for its answer in, and the question without it.

A document that gives a temperature in Rankine is not found, or not believed, for one in kelvin. So
the value is looked up as the document has it, and converted by the calculator.
"""

from __future__ import annotations

import re

from engine.reasoning.operands import named_units, units_asked_for

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


def asked_unit(question: str) -> str:
    """The one unit that a question asks for its answer in; empty if there is none or several.

    A percentage is calculated, not converted.
    """
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
    for form, rest in ((_IN_UNIT, ""), (_JAPANESE, "はいくつですか。")):
        match = form.search(question)
        if match and units_asked_for(f"in {match['unit']}"):
            return question[: match.start()] + rest + ("" if rest else question[match.end() :])
    return question
