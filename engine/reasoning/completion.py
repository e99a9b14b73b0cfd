"""Giving an answer back what stands around it in the evidence.

A small model answers "0.5" where the drawing says "+/- 0.5 mm", and "green" where a table says
"dark green", with "green" in another row. Both are half an answer, and the whole can be copied from
the cited sentence.
"""

from __future__ import annotations

import re

from engine.reasoning.figures.backing import is_backed
from engine.reasoning.figures.figure import Figure, FigureKind, Sign
from engine.reasoning.numbers import figures

_BEFORE = re.compile(r"[≤≥<>]=?\s?$")
_TWO_WORDS = re.compile(r"[^\W\d_]+ [^\W\d_]+")
_AFTER = re.compile(r"\s?(?:以下|以上|以内|未満|max\.?|min\.?)")


def complete_figure(answer: str, sentence: str) -> str:
    """The answer with sign and unit if it is one bare number of ``sentence``, else unchanged."""
    bare = answer.strip().rstrip(".。")
    asked = list(figures(bare))
    if len(asked) != 1 or asked[0].kind is not FigureKind.NUMBER or asked[0].text != bare:
        return answer
    numbers = [figure for figure in figures(sentence) if figure.kind is FigureKind.NUMBER]
    same = [figure for figure in numbers if is_backed(asked[0], figure)]
    if not same and asked[0].sign is Sign.NONE:
        # The model left out a minus, or the R of a radius.
        same = [figure for figure in numbers if figure.numbers & asked[0].numbers]
    return _written(same[0], sentence) if same else answer


def complete_cell(answer: str, row: str) -> str:
    """The answer with the word before it, if it is the last of two in a cell of ``row``."""
    said = answer.strip().rstrip(".。")
    wholes = [cell.strip() for cell in row.split("|")] if "|" in row else []
    longer = [whole for whole in wholes if _TWO_WORDS.fullmatch(whole) and whole != said]
    return next((w for w in longer if w.casefold().endswith(f" {said.casefold()}")), answer)


def _written(figure: Figure, sentence: str) -> str:
    """A figure as its sentence has it, with its unit and what bounds it."""
    before = _BEFORE.search(sentence, 0, figure.whole_start)
    after = _AFTER.match(sentence, figure.whole_end) if figure.unit else None
    start = before.start() if before else figure.whole_start
    return sentence[start : after.end() if after else figure.whole_end]
