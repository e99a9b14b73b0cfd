"""Making one answer of the answers to the parts of a question.

Differences and comparisons are the calculator's. A part that has no answer, or several, leaves the
question without one; what was found is said all the same.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import chain

from engine.answers import AnswerNumber, NumberStatus, Route, ToolCall
from engine.domain import Passage
from engine.reasoning.calculation import calculated
from engine.reasoning.division import Combination, Division
from engine.reasoning.numbers import figure_values
from engine.reasoning.solved import Solved, total_tokens, unmarked
from engine.reasoning.wording import no_unit_text, part_missing_text
from engine.text import language_of
from engine.tools.calculator.calculation import Calculation

_TOOL = re.compile(r"(sql|calculator) (\d+)")
_BETWEEN = {"en": "; ", "ja": "；"}


def combined(question: str, division: Division, parts: Sequence[Solved]) -> Solved:
    """The answer to the whole; none, with the reason, if a part has none."""
    base = _together(parts)
    if len(parts) < len(division.parts) or not all(part.is_answered for part in parts):
        return replace(base, reason=_found_so_far(question, division, parts))
    match division.combination:
        case Combination.DIFFERENCE:
            return _difference(division, parts, base)
        case Combination.GREATER | Combination.SMALLER:
            return _comparison(division, parts, base)
        case Combination.SUM | Combination.MEAN:
            return _total(division, parts, base)
        case Combination.LARGEST | Combination.SMALLEST:
            winner = winner_of(division, parts)
            return base if winner is None else _most(division, parts, winner, base)
        case Combination.LIST | Combination.FORMULA:
            return replace(base, text=_BETWEEN[language_of(question)].join(p.text for p in parts))


def as_passages(division: Division, parts: Sequence[Solved]) -> list[Passage]:
    """The answers to the parts as passages that a formula can draw on."""
    return [
        Passage(
            chunk_id=0,
            document_id="",
            document="",
            text=f"{question} {unmarked(part.text, part.citations)}",
            heading_path=(),
            places=(),
            rows=None,
            score=1.0,
        )
        for question, part in zip(division.parts, parts, strict=True)
    ]


def with_parts(whole: Solved, parts: Sequence[Solved]) -> Solved:
    """An answer that was made from the parts' answers, with what backs those."""
    base = _together(parts)
    marks = "".join(dict.fromkeys(f"[{c.number}]" for c in base.citations))
    return replace(
        whole,
        text=f"{unmarked(whole.text, whole.citations)} {marks}".strip() if whole.text else "",
        route=Route.SEVERAL,
        citations=base.citations,
        numbers=(*base.numbers, *_shifted(whole.numbers, len(base.calls))),
        calls=(*base.calls, *whole.calls),
        findings=base.findings,
    )


def _together(parts: Sequence[Solved]) -> Solved:
    """What backs the parts, with their tool calls counted on."""
    numbers: list[AnswerNumber] = []
    calls: list[ToolCall] = []
    for part in parts:
        numbers += _shifted(part.numbers, len(calls))
        calls += part.calls
    return Solved(
        route=Route.SEVERAL,
        citations=tuple(dict.fromkeys(chain.from_iterable(part.citations for part in parts))),
        numbers=tuple(dict.fromkeys(numbers)),
        calls=tuple(calls),
        findings=tuple(chain.from_iterable(part.findings for part in parts)),
        tokens=total_tokens(parts),
        is_cancelled=any(part.is_cancelled for part in parts),
    )


def _shifted(numbers: Sequence[AnswerNumber], n: int) -> Iterator[AnswerNumber]:
    """Numbers of a part whose tool calls come behind ``n`` others."""
    for number in numbers:
        match = _TOOL.fullmatch(number.source)
        if match:
            number = replace(number, source=f"{match[1]} {int(match[2]) + n}")  # noqa: PLW2901
        yield number


def _difference(division: Division, parts: Sequence[Solved], base: Solved) -> Solved:
    values = [part.value for part in parts]
    calculation = _calculated(base, f"diff({values[0]}; {values[1]})") if all(values) else None
    if calculation is None:
        return base
    base, result = calculation
    shown = ", ".join(_named(division, parts, i) for i in range(2))
    return replace(base, text=f"{result.text} ({shown})", value=result.text)


def _comparison(division: Division, parts: Sequence[Solved], base: Solved) -> Solved:
    values = [part.value for part in parts]
    calculation = _calculated(base, f"{values[0]} > {values[1]}") if all(values) else None
    if calculation is None:
        return base
    base, result = calculation
    equal = _calculated(base, f"{values[0]} = {values[1]}")
    if equal is not None and equal[1].value:
        base = equal[0]
        return replace(base, text=" = ".join(_named(division, parts, i) for i in range(2)))
    is_first = bool(result.value) is (division.combination is Combination.GREATER)
    first = 0 if is_first else 1
    winner, other = _named(division, parts, first), _named(division, parts, 1 - first)
    return replace(base, text=f"{winner} ({other})", value=values[first])


def _total(division: Division, parts: Sequence[Solved], base: Solved) -> Solved:
    values = [part.value for part in parts]
    function = "sum" if division.combination is Combination.SUM else "mean"
    calculation = _calculated(base, f"{function}({'; '.join(values)})") if all(values) else None
    if calculation is None:
        return base
    base, result = calculation
    shown = ", ".join(_named(division, parts, i) for i in range(len(parts)))
    return replace(base, text=f"{result.text} ({shown})", value=result.text)


def winner_of(division: Division, parts: Sequence[Solved]) -> int | None:
    """Which part has the largest or smallest value; None if that cannot be told, or of two."""
    values = [part.value for part in parts]
    if len(values) < len(division.parts) or not all(values):
        return None
    sign = ">" if division.combination is Combination.LARGEST else "<"
    for i, value in enumerate(values):
        others = (calculated(f"{value} {sign} {other}") for other in values[:i] + values[i + 1 :])
        if all(result is not None and bool(result.value) for _, result in others):
            return i
    return None


def _most(division: Division, parts: Sequence[Solved], winner: int, base: Solved) -> Solved:
    others = [_named(division, parts, i) for i in range(len(parts)) if i != winner]
    text = f"{_named(division, parts, winner)} ({', '.join(others)})"
    return replace(base, text=text, value=parts[winner].value)


def answered_about(
    question: str, division: Division, parts: Sequence[Solved], about: Solved
) -> Solved:
    """The answer about the one that has the most, with what backs that it has."""
    base = _together((*parts, about))
    if not about.is_answered:
        asked = (*division.parts, division.then.replace("#", ""))
        whole = replace(division, parts=asked)
        return replace(base, reason=_found_so_far(question, whole, (*parts, about)))
    winner = winner_of(division, parts)
    assert winner is not None
    return replace(
        base, text=f"{about.text} ({_named(division, parts, winner)})", value=about.value
    )


def in_unit(solved: Solved, unit: str, language: str) -> Solved:
    """An answer that is one quantity, given in ``unit`` by the calculator.

    Several quantities stay as they are. What cannot be told in the unit is no answer: a bare
    figure may be of anything, and ten of something else are no minutes.
    """
    is_several = not solved.value and len(figure_values(solved.text)) > 1
    if is_several or solved.value.partition(" ")[2] == unit:
        return solved
    given = unmarked(solved.text, solved.citations)
    for value in dict.fromkeys((solved.value, given)):
        converted = _calculated(solved, f"{value} in {unit}")
        if converted is not None:
            break
    else:
        return replace(
            solved, text="", value="", numbers=(), reason=no_unit_text(given, unit, language)
        )
    whole, result = converted
    marks = "".join(dict.fromkeys(f"[{citation.number}]" for citation in solved.citations))
    return replace(whole, text=f"{result.text} ({given}) {marks}".strip(), value=result.text)


def _calculated(base: Solved, expression: str) -> tuple[Solved, Calculation] | None:
    """The answer with one more call of the calculator, and its result; None if it refuses."""
    call, result = calculated(expression)
    if result is None:
        return None
    source = f"calculator {len(base.calls) + 1}"
    numbers = [AnswerNumber(result.text, NumberStatus.COMPUTED, source)] if result.values else []
    calls = (*base.calls, call)
    return replace(base, calls=calls, numbers=(*base.numbers, *numbers)), result


def _named(division: Division, parts: Sequence[Solved], i: int) -> str:
    name = division.names[i] if division.names else f"{i + 1}"
    return f"{name}: {parts[i].text}"


def _found_so_far(question: str, division: Division, parts: Sequence[Solved]) -> str:
    found = [
        f"{asked} {part.text}"
        for asked, part in zip(division.parts, parts, strict=False)
        if part.is_answered
    ]
    # What was not come to is missing like what has no answer.
    missing = next(
        (asked for asked, p in zip(division.parts, parts, strict=False) if not p.is_answered),
        division.parts[min(len(parts), len(division.parts) - 1)],
    )
    return part_missing_text(found, missing, language_of(question))
