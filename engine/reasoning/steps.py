"""What the ways of solving a question share: one behind another, unseen, with earlier answers."""

from __future__ import annotations

import re
from collections.abc import Generator, Sequence
from dataclasses import replace

from engine.addressed import without_masked
from engine.answers import AnswerNumber
from engine.events import AnswerEvent, AnswerGrew, AnswerWithdrawn
from engine.reasoning.derived import derived_things, states_what_is_asked
from engine.reasoning.division import has_all_parts
from engine.reasoning.numbers import figure_values
from engine.reasoning.outcome import added
from engine.reasoning.solved import Solved, unmarked

Solving = Generator[AnswerEvent, None, Solved]

_REFERENCE = re.compile(r"#(\d)")


def states_it(question: str, solved: Solved) -> bool:
    """Whether an answer that was read is all that is asked, and not a step on the way to it."""
    answer = unmarked(solved.text, solved.citations)
    if not has_all_parts(question, answer):
        return False
    said = [citation.quote for citation in solved.citations]
    cited = {citation.number for citation in solved.citations}
    heads = [" ".join(f.passage.heading_path) for f in solved.findings if f.number in cited]
    return states_what_is_asked(question, answer, "\n".join((*said, *heads)))


def behind(tried: Solved, solved: Solved) -> Solved:
    """What a way came to, with what the ways before it cost."""
    has_text = bool(solved.text)
    return replace(
        solved,
        route=solved.route if has_text else tried.route,
        tokens=added(tried.tokens, solved.tokens),
        findings=(*tried.findings, *solved.findings),
        # Calls are counted from the first, so those of other ways come behind.
        calls=(*solved.calls, *tried.calls),
        citations=solved.citations or tried.citations,
        reason="" if has_text else tried.reason or solved.reason,
    )


def lists_it(question: str, parts: Sequence[tuple[str, Solved]], whole: Solved) -> bool:
    """Whether the parts' answers one behind the other are all that is asked.

    What has to be worked out, as a mean has, must be what a part asks for and a tool answered, or
    be stated: otherwise they are the values to calculate with, and look like an answer.
    """
    computed = (derived_things(asked) for asked, solved in parts if solved.calls)
    if derived_things(question) <= frozenset[str]().union(*computed):
        return has_all_parts(question, whole.text)
    return states_it(question, whole)


def leaves_out(solved: Solved, of_parts: Sequence[AnswerNumber]) -> bool:
    """Whether an answer has some of the numbers that the parts came to, but not all.

    It then gives the value of one thing for that of the other, too.
    """
    said = figure_values(unmarked(solved.text, solved.citations))
    n_said = sum(bool(figure_values(number.text) & said) for number in of_parts)
    return 0 < n_said < len(of_parts)


def with_answers(part: str, before: Sequence[Solved]) -> str:
    """A part of a question with the answers of earlier parts put in for #1, #2."""

    def answer(match: re.Match[str]) -> str:
        n = int(match[1])
        if not 1 <= n <= len(before):
            return match[0]
        return without_masked(unmarked(before[n - 1].text, before[n - 1].citations))

    return _REFERENCE.sub(answer, part)


def unseen(solving: Solving) -> Solving:
    """A part is solved without its text being shown as the answer to the whole."""
    while True:
        try:
            event = next(solving)
        except StopIteration as stop:
            solved: Solved = stop.value
            return solved
        if not isinstance(event, AnswerGrew | AnswerWithdrawn):
            yield event
