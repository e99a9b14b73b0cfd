"""Calculating an answer: the model chooses what is calculated, never with which numbers.

The model writes a formula under a grammar whose operands are the numbers of the passages and of
the question, letter for letter; the calculator gives the result. Two readers, one of the best
passage and one of several, have to come to the same.
"""

from __future__ import annotations

import json
import re
import time
from collections.abc import Generator, Sequence
from dataclasses import dataclass, replace

from engine.answers import Route, ToolCall
from engine.domain import Passage
from engine.errors import CalculationRefused
from engine.events import AnswerEvent, AnswerGrew, CancelToken
from engine.ports import LanguageModel, Prompt, Reader
from engine.reasoning.asking import ask_all
from engine.reasoning.figures.figure import FigureKind
from engine.reasoning.figures.units import COUNTED
from engine.reasoning.grounding import ground
from engine.reasoning.numbers import figure_values, figures
from engine.reasoning.operands import operands_of, units_asked_for
from engine.reasoning.packing import passage_text
from engine.reasoning.prompting import system_text
from engine.reasoning.sanity import has_fitting_unit
from engine.reasoning.solved import Solved
from engine.reasoning.trimming import trimmed
from engine.reasoning.verification import Source, check
from engine.tools.calculator.calculation import Calculation, calculate
from engine.tools.calculator.grammar import expression_grammar

_OPERATION = re.compile(r"[-+*/(×÷·^]|\bin\b")
_TIMES_100 = re.compile(r"\s*\* ?100(?:\.0)?(?: ?%)?$")
_FROM_100 = re.compile(r"(?<![\d.])100(?:\.0)? ?[-−]")  # A share is taken of 1, not of 100.
_DAYS = re.compile(r"\bhow many days\b|\bdays between\b|何日", re.IGNORECASE)
_PERCENT = re.compile(r"\bper ?cent(?:age)?\b|%|パーセント|割合", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class CalculationBounds:
    """Passages that a formula may draw on, tokens of each, and how sure its readers must be.

    ``is_verified`` is false only to measure what agreement and doubts are worth.
    """

    n_passages: int = 3
    passage_tokens: int = 220
    max_tokens: int = 60
    max_refusal: float = 0.5
    min_sureness: float = -0.6
    is_verified: bool = True


def calculate_directly(expression: str) -> Solved:
    """The answer of an expression that the question itself is; none if it is refused."""
    call, result = calculated(expression)
    if result is None:
        return Solved(route=Route.COMPUTATION, calls=(call,))
    text = with_standards(result)
    return Solved(
        text=text,
        value=_value(result),
        route=Route.COMPUTATION,
        calls=(call,),
        numbers=check(text, [Source("calculator 1", text, is_tool=True)]),
    )


def calculate_from(
    question: str,
    passages: Sequence[tuple[int, Passage]],
    *,
    model: LanguageModel,
    bounds: CalculationBounds,
    cancel: CancelToken,
) -> Generator[AnswerEvent, None, Solved]:
    """The answer of the formula that both readers write; none if they differ or refuse."""
    passages = passages[: bounds.n_passages]
    texts = [
        passage_text(p, trimmed(p.text, question, max_tokens=bounds.passage_tokens))
        for _, p in passages
    ]
    grammar = expression_grammar(operands_of(question, texts), targets=units_asked_for(question))
    # One sees only the best passage, the other all: what the others say must not change it.
    whole = "\n\n".join(texts)
    views = dict.fromkeys((texts[0], whole) if bounds.is_verified else (whole,))
    prompts = [
        Prompt(system_text("calculate"), text, f"Question: {question}\nFormula:") for text in views
    ]
    replies = yield from ask_all(
        prompts, model=model, grammar=grammar, max_tokens=bounds.max_tokens, cancel=cancel
    )
    solved = Solved(
        route=Route.COMPUTATION, tokens=replies.tokens, is_cancelled=replies.is_cancelled
    )
    if replies.is_cancelled or replies.refusal > bounds.max_refusal:
        return solved
    solved = _agreed(question, replies.readers, passages, solved, bounds)
    if solved.text:
        yield AnswerGrew(solved.text)
    return solved


def _agreed(
    question: str,
    readers: Sequence[Reader],
    passages: Sequence[tuple[int, Passage]],
    before: Solved,
    bounds: CalculationBounds,
) -> Solved:
    """The answer if every reader's formula is sound and gives the same result."""
    calls: list[ToolCall] = []
    results: list[Calculation | None] = []
    for reader in readers:
        call, result = calculated(_as_asked(reader.text.strip(), question))
        doubt = ""
        if result is not None and bounds.is_verified:
            doubt = _doubt(question, reader, result, passages, bounds)
        calls.append(replace(call, error=call.error or doubt))
        results.append(None if doubt else result)
    first = results[0] if results else None
    if first is None or any(result is None or result.text != first.text for result in results):
        return replace(before, calls=tuple(dict.fromkeys(calls)))
    return _answered(question, first, calls[0], passages, before)


def _as_asked(expression: str, question: str) -> str:
    """A share as a percentage where one is asked for: a / b and a / b * 100 are both meant so."""
    if not _PERCENT.search(question) or "/" not in expression:
        return expression
    return f"({_TIMES_100.sub('', expression.removesuffix(' in %'))}) in %"


def calculated(expression: str) -> tuple[ToolCall, Calculation | None]:
    """The call of the calculator, and what it gave; None if it refused."""
    started = time.perf_counter()
    result, error = None, ""
    try:
        result = calculate(expression)
    except CalculationRefused as refused:
        error = refused.facts["reason"]
    shown = result.expression if result else expression
    call = ToolCall(
        tool="calculator",
        arguments=json.dumps({"expression": shown}, ensure_ascii=False),
        result=result.text if result else "",
        seconds=time.perf_counter() - started,
        error=error,
    )
    return call, result


def _doubt(
    question: str,
    reader: Reader,
    result: Calculation,
    passages: Sequence[tuple[int, Passage]],
    bounds: CalculationBounds,
) -> str:
    """Why a formula is not believed; empty if nothing speaks against it."""
    if reader.mean_log_probability < bounds.min_sureness:
        return "it is only guessed"
    if not _OPERATION.search(result.expression):
        return "nothing is calculated"
    texts = " ".join(passage.text for _, passage in passages)
    is_of_kind = has_fitting_unit(result.text, question, texts)
    asked = _asked_otherwise(question, result) if is_of_kind else "another quantity"
    if asked:
        return f"the question asks for {asked}"
    given = [figure for figure in figures(question) if figure.kind is FigureKind.NUMBER]
    held = figure_values(" ".join((texts, *(passage.document for _, passage in passages))))
    n_quantities = sum(figure.unit not in ("", COUNTED) for figure in given)
    for figure in given:
        is_bare = figure.unit in ("", COUNTED)
        if is_bare and n_quantities > 1 and n_quantities in figure.numbers:
            continue  # "Two pipes of 45.5 mm and 87 mm" only counts what it gives.
        # What the passages have too only says what is meant.
        if not figure.numbers & held and not figure.numbers & {*result.inputs}:
            return f"the question gives {figure.text}, the formula does not use it"
    return ""


def _asked_otherwise(question: str, result: Calculation) -> str:
    """What a question asks for that a result is not; empty if it may be."""
    is_share = result.unit == "%" and not _FROM_100.search(result.expression)
    if _PERCENT.search(question) and not is_share:
        return "a percentage"
    return "days" if _DAYS.search(question) and result.unit != "day" else ""


def _answered(
    question: str,
    result: Calculation,
    call: ToolCall,
    passages: Sequence[tuple[int, Passage]],
    before: Solved,
) -> Solved:
    """The result with its formula, and the places where the operands stand."""
    cited = ground(result.expression, question, passages).citations
    text = f"{with_standards(result)} ({result.expression})"
    sources = [
        Source(f"[{number}]", passage.text, "\n".join((*passage.heading_path, passage.document)))
        for number, passage in passages
        if any(citation.number == number for citation in cited)
    ]
    # The grammar lets nothing else in: what no passage has is the question's, or exact.
    sources += [
        Source("question", question),
        Source("calculator 1", text, is_tool=True),
    ]
    marks = "".join(dict.fromkeys(f"[{citation.number}]" for citation in cited))
    return replace(
        before,
        text=f"{text} {marks}".strip(),
        value=_value(result),
        citations=cited,
        numbers=check(text, sources),
        calls=(call,),
    )


def _value(result: Calculation) -> str:
    return result.text if len(result.values) == 1 else ""


def with_standards(result: Calculation) -> str:
    """The result, with the standard whose tables it comes from."""
    return f"{result.text} ({'; '.join(result.sources)})" if result.sources else result.text
