"""What a step can be checked by: what each reader said and what became of it, numbers, calls."""

from __future__ import annotations

from collections.abc import Sequence

from engine.answers import Fate, NumberStatus, Said, StepDetails
from engine.reasoning.choice import Finding
from engine.reasoning.outcome import ReadingBounds
from engine.reasoning.packing import Reading
from engine.reasoning.refusal import is_refusal
from engine.reasoning.solved import Solved


def reading_details(
    question: str, readings: Sequence[Reading], solved: Solved, bounds: ReadingBounds
) -> StepDetails:
    """The passages that were read, and what was said of each."""
    said = (
        Said(f.number, f.reader.text.strip(), _fate(f, question, solved, bounds))
        for f in solved.findings
    )
    return StepDetails(
        passages=tuple(dict.fromkeys(reading.number for reading in readings)),
        said=tuple(dict.fromkeys(said)),
    )


def call_details(solved: Solved) -> StepDetails:
    """What a query or a calculation rests on."""
    return StepDetails(
        passages=tuple(dict.fromkeys(citation.number for citation in solved.citations)),
        numbers=solved.numbers,
        dropped=solved.calls[1:],
    )


def _fate(finding: Finding, question: str, solved: Solved, bounds: ReadingBounds) -> Fate:
    if not bounds.accept(finding, question):
        return _why_dropped(finding, question)
    if not solved.is_answered:
        return Fate.NOT_ASKED
    cited = [citation.number for citation in solved.citations]
    is_quoted = finding.grounding.text in solved.text
    if finding.number in cited[:1]:
        return Fate.USED
    if finding.number not in cited:
        return Fate.BEHIND
    # Documents that contradict each other are quoted side by side, those that agree only marked.
    return Fate.CONTRADICTS if is_quoted else Fate.AGREES


def _why_dropped(finding: Finding, question: str) -> Fate:
    """The plainest of the reasons for which a finding is not let through."""
    text = finding.reader.text
    if not text.strip() or is_refusal(text):
        return Fate.NOTHING
    if not finding.reader.is_whole:
        return Fate.CUT_OFF
    if any(number.status is not NumberStatus.FOUND for number in finding.grounding.numbers):
        return Fate.FOREIGN_FIGURE
    if finding.is_from_other_row(question):
        return Fate.OTHER_ROW
    return Fate.UNSURE
