"""Looking one thing up: what is read of the passages found, and the answer that one of them backs.

An answer with a figure that its passage does not have is not let through, nor one from another row
than the question is about. The reader is told which figure it was, or is shown the rows that are
meant, and asked once more; what is still not backed is dropped.
"""

from __future__ import annotations

from collections.abc import Generator, Sequence
from dataclasses import dataclass, field, replace

from engine.answers import Route
from engine.domain import Passage
from engine.events import AnswerEvent, CancelToken
from engine.ports import Embedder, LanguageModel, Prompt
from engine.reasoning.choice import Finding
from engine.reasoning.joining import read_joined
from engine.reasoning.operands import single_quantity
from engine.reasoning.outcome import Outcome, ReadingBounds, added
from engine.reasoning.packing import Reading, pack, passage_text, question_text
from engine.reasoning.prompting import system_text
from engine.reasoning.reading import read_one, read_passages
from engine.reasoning.refusal import is_refusal
from engine.reasoning.solved import Solved, unmarked
from engine.reasoning.table_rows import best_rows, rows_of
from engine.reasoning.verification import first_unbacked
from engine.reasoning.wording import answer_text
from engine.text import language_of

_ROWS_AGAIN = 3


@dataclass(frozen=True, slots=True)
class LookupBounds:
    """Passages read for one question, and what reading them may cost."""

    max_readings: int = 8
    reading: ReadingBounds = field(default_factory=ReadingBounds)


def readings_of(
    question: str,
    passages: Sequence[tuple[int, Passage]],
    model: LanguageModel,
    bounds: LookupBounds,
) -> tuple[Reading, ...]:
    """The readings of numbered passages that a lookup may make. Raises QuestionTooLong."""
    return pack(
        passages,
        model,
        system=system_text("read"),
        question=question,
        max_readings=bounds.max_readings,
        max_answer_tokens=bounds.reading.max_answer_tokens,
    )


def look_up(
    question: str,
    readings: Sequence[Reading],
    *,
    model: LanguageModel,
    embedder: Embedder | None,
    bounds: LookupBounds,
    cancel: CancelToken,
) -> Generator[AnswerEvent, None, Solved]:
    """The answer of the surest reader; from several passages if no one has all that is named."""
    # A question about several parts that no passage has together is answered from pieces.
    is_joined = bool(readings) and not any(reading.has_all_names for reading in readings)
    read = read_joined if is_joined else read_passages
    outcome = yield from read(
        model, readings, question, bounds=bounds.reading, embedder=embedder, cancel=cancel
    )
    if not is_joined and not outcome.is_cancelled:
        outcome = yield from _try_again(question, readings, outcome, model, bounds, cancel)
    return _solved(question, outcome)


def _try_again(
    question: str,
    readings: Sequence[Reading],
    before: Outcome,
    model: LanguageModel,
    bounds: LookupBounds,
    cancel: CancelToken,
) -> Generator[AnswerEvent, None, Outcome]:
    """The surest reader that can be told what was wrong reads its passage once more.

    Where another answers, only if its passage is the better one and it took the wrong row.
    """
    best = before.choice.best if before.choice else None
    doubtful = [
        finding
        for finding in before.findings
        if not is_refusal(finding.reader.text)
        and (finding.is_from_other_row(question) or (best is None and _foreign_figure(finding)))
        and (best is None or finding.rank < best.rank)
    ]
    if not doubtful:
        return before
    finding = min(doubtful, key=lambda one: one.reader.refusal)
    reading = next(reading for reading in readings if reading.number == finding.number)
    again = replace(reading, prompt=_mended(reading, finding, question))
    outcome = yield from read_one(model, again, question, bounds=bounds.reading, cancel=cancel)
    return replace(
        outcome if outcome.choice or outcome.is_cancelled else before,
        findings=(*before.findings, *outcome.findings),
        tokens=added(before.tokens, outcome.tokens),
    )


def _mended(reading: Reading, finding: Finding, question: str) -> Prompt:
    """The reading's prompt with the foreign figure named, or with the rows that are meant alone."""
    foreign = _foreign_figure(finding)
    if foreign:
        hint = f"{question} (Not {foreign}: the passage does not have it.)"
        return replace(reading.prompt, question=question_text(hint))
    text = reading.passage.text
    rows = dict.fromkeys((*rows_of(text)[:1], *best_rows(text, question, _ROWS_AGAIN)))
    # Without an owner: a few rows are nobody's passage to keep.
    return replace(
        reading.prompt, evidence=passage_text(reading.passage, "\n".join(rows)), owner=""
    )


def _foreign_figure(finding: Finding) -> str:
    return first_unbacked(finding.grounding.numbers) or ""


def _solved(question: str, outcome: Outcome) -> Solved:
    choice = outcome.choice
    if choice is None:
        return Solved(
            findings=outcome.findings,
            tokens=outcome.tokens,
            is_cancelled=outcome.is_cancelled,
        )
    said = [choice.best, *choice.contradicting]
    cited = [*said, *choice.agreeing]
    best = choice.best.grounding
    has_one_value = not choice.contradicting and "\n" not in best.text
    return Solved(
        text=answer_text(choice, language_of(question)),
        value=single_quantity(unmarked(best.text, best.citations)) if has_one_value else "",
        route=Route.TABLE_LOOKUP if _is_from_table(choice.best) else Route.LOOKUP,
        citations=tuple(c for finding in cited for c in finding.grounding.citations),
        numbers=tuple(n for finding in said for n in finding.grounding.numbers),
        findings=outcome.findings,
        tokens=outcome.tokens,
        is_cancelled=outcome.is_cancelled,
    )


def _is_from_table(finding: Finding) -> bool:
    """Whether an answer stands in a row of a table or a log."""
    quotes = [citation.quote for citation in finding.grounding.citations]
    return finding.passage.rows is not None or any(" | " in quote for quote in quotes)
