"""Giving a bare figure back what stands around it in the evidence.

A small model answers "0.5" where the drawing says "+/- 0.5 mm". A figure without its sign and unit
is half an answer, and both can be copied from the cited sentence.
"""

from __future__ import annotations

import re

from engine.reasoning.numbers import figures

_UNIT = (
    r"[kmc]?N[·・.\-]?[cm]?m|kgf[·・.]?c?m|[µμmkM]?(?:A|V|W|Ω|Hz|Pa|N)|GHz|m?bar|psi|°C|°F|℃|°|%"
    r"|rpm|r/min|mm|cm|km|[µμ]m|um|nm|m/s|mm/s|mm/min|m|in(?:ch(?:es)?)?|ft|mil|kg|mg|g|lbs?"
    r"|ms|s|sec|min|h|hours?|days?|l/min|ml|l|litres?|pcs|本|個|件|回|枚|秒|分|時間|日|か月|年"
)
# A minus that belongs to the figure is part of its text already; one with a space is a dash.
_BEFORE = re.compile(r"(?:±|\+\s?/?\s?[-−]|[≤≥<>]=?)\s?$")
_AFTER = re.compile(rf"\s?(?:{_UNIT})(?![A-Za-z])(?:\s?(?:以下|以上|以内|未満|max\.?|min\.?))?")


def complete_figure(answer: str, sentence: str) -> str:
    """The answer with sign and unit if it is one bare figure of ``sentence``, else unchanged."""
    bare = answer.strip().rstrip(".。")
    asked = list(figures(bare))
    if len(asked) != 1 or asked[0].text != bare:
        return answer
    for figure in figures(sentence):
        if figure.readings & asked[0].readings:
            before = _BEFORE.search(sentence, 0, figure.start)
            after = _AFTER.match(sentence, figure.end)
            start = before.start() if before else figure.start
            return sentence[start : after.end() if after else figure.end]
    return answer
