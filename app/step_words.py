"""The words for the steps of an answer: what is being done, and what was done.

Used by the window and by the command line; works without an application object (in English then).
"""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QCoreApplication

from app.tool_calls import one_line
from engine.answers import Answer, Fate, Route, Step, StepKind

translate = QCoreApplication.translate

MAX_QUESTION = 120
MAX_SUBJECT = 300
MAX_OUTCOME = 200
SHORT_S = 0.1


def followed(steps: tuple[Step, ...], step: Step) -> tuple[Step, ...]:
    """The steps under way once one has begun or is over; the last one stays when none is left."""
    others = tuple(one for one in steps if one.id != step.id and not one.is_over)
    return (others or (step,)) if step.is_over else (*others, step)


def doing_words(steps: Sequence[Step], read_share: float | None) -> str:
    """What is being done: the step that began last and, behind it, the part it belongs to.

    ``steps`` are as ``followed`` gives them; ``read_share`` is 0 to 1 of what the model reads now.
    """
    part = next((step for step in reversed(steps) if step.kind is StepKind.PART), None)
    if not steps:
        return reading_words(read_share)
    if steps[-1] is part:
        return _part_words(part)
    words = _doing(steps[-1], read_share)
    return f"{words} · {_part_words(part)}" if part else words


def reading_words(share: float | None) -> str:
    """That the evidence is being read, and how much of it has been."""
    if share is None:
        return translate("Steps", "Reading the evidence")
    text = translate("Steps", "Reading the evidence {percent} %")
    return text.format(percent=round(share * 100))


def _doing(step: Step, read_share: float | None) -> str:
    match step.kind:
        case StepKind.SEARCH:
            return translate("Steps", "Searching the documents")
        case StepKind.READING:
            return reading_words(read_share)
        case StepKind.QUERY:
            return translate("Steps", "Asking the log")
        case StepKind.CALCULATION:
            return translate("Steps", "Calculating")
        case StepKind.DIVISION:
            return translate("Steps", "Dividing the question")
        case StepKind.PART:
            return _part_words(step)


def _part_words(part: Step) -> str:
    text = translate("Steps", "Part: {question}")
    return text.format(question=one_line(part.subject, MAX_QUESTION))


def step_name(kind: StepKind) -> str:
    """What kind of step it was, in a list of them."""
    match kind:
        case StepKind.SEARCH:
            return translate("Steps", "Search")
        case StepKind.READING:
            return translate("Steps", "Reading")
        case StepKind.QUERY:
            return translate("Steps", "Query")
        case StepKind.CALCULATION:
            return translate("Steps", "Calculation")
        case StepKind.DIVISION:
            return translate("Steps", "Division")
        case StepKind.PART:
            return translate("Steps", "Part")


def step_title(kind: StepKind, subject: str) -> str:
    """What kind of step it was and, where that says something new, what it was about."""
    if not subject:
        return step_name(kind)
    text = translate("Steps", "{step}: {subject}")
    return text.format(step=step_name(kind), subject=one_line(subject, MAX_SUBJECT))


def outcome_words(step: Step) -> str:
    """What came of a step that is over."""
    if step.outcome:
        return one_line(step.outcome, MAX_OUTCOME)
    if step.call is not None and step.call.error:
        return translate("Steps", "dropped")
    return translate("Steps", "nothing found")


def seconds_words(step: Step) -> str:
    """How long a step took; empty if it never ended."""
    return "" if step.seconds is None else _seconds(step.seconds)


def total_words(answer: Answer) -> str:
    """How long the whole answer took."""
    return _seconds(answer.timings.total_s)


def _seconds(seconds: float) -> str:
    shown = f"{seconds:.1f}" if seconds >= SHORT_S else f"< {SHORT_S}"
    return translate("Steps", "{seconds} s").format(seconds=shown)


def route_words(route: Route) -> str:
    """How a question was taken: what was done first of all."""
    words = {
        Route.LOOKUP: translate("Steps", "looked up in the text"),
        Route.TABLE_LOOKUP: translate("Steps", "looked up in a table"),
        Route.COMPUTATION: translate("Steps", "calculated"),
        Route.LOG_QUERY: translate("Steps", "asked of the logs"),
        Route.SEVERAL: translate("Steps", "divided into several steps"),
        Route.NO_DOCUMENT: translate("Steps", "not about the documents"),
        Route.NOTE: translate("Steps", "kept as a note"),
    }
    return words[route]


def fate_words(fate: Fate) -> str:
    """What became of what a reader said of its passage, and why."""
    words = {
        Fate.USED: translate("Steps", "This is the answer."),
        Fate.AGREES: translate("Steps", "It agrees."),
        Fate.CONTRADICTS: translate("Steps", "It contradicts; both are quoted."),
        Fate.BEHIND: translate("Steps", "Not used: another passage was surer."),
        Fate.NOT_ASKED: translate("Steps", "Dropped: it is not all that is asked."),
        Fate.NOTHING: translate("Steps", "The passage does not tell."),
        Fate.CUT_OFF: translate("Steps", "Dropped: it was cut off."),
        Fate.FOREIGN_FIGURE: translate(
            "Steps", "Dropped: it has a number that the passage does not have."
        ),
        Fate.OTHER_ROW: translate(
            "Steps", "Dropped: it is from another row than the one asked about."
        ),
        Fate.UNSURE: translate("Steps", "Dropped: the passage does not back it well enough."),
    }
    return words[fate]
