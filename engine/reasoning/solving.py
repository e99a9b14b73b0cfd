"""Solving a question in steps: the ways that may answer it, parts of it, and what they come to.

The algorithm of the Lottery LLM hypothesis (Tang et al. 2025, arXiv 2502.17535), made to end and to
aggregate: a question that documents or tools can answer is answered from them; one that they cannot
is divided while the depth allows it, each part is solved like a question of its own, and the parts'
answers become the evidence of the whole; what nothing answers is left without an answer. Steps,
seconds and depth are bounded, every step is told as it begins and as it ends.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Generator, Sequence
from dataclasses import dataclass, field, replace

from engine.answers import AnswerNumber, Route, StepDetails, StepKind
from engine.domain import Passage
from engine.events import (
    AnswerEvent,
    AnswerGrew,
    AnswerWithdrawn,
    CancelToken,
    EvidenceFound,
    StepChanged,
)
from engine.ports import Embedder, LanguageModel
from engine.reasoning.asked_limit import asked_limits, without_limits
from engine.reasoning.asked_unit import asked_unit, without_unit
from engine.reasoning.budget import Budget, SolvingBounds
from engine.reasoning.calculation import CalculationBounds, calculate_directly, calculate_from
from engine.reasoning.combining import (
    answered_about,
    as_passages,
    combined,
    in_unit,
    winner_of,
    with_parts,
)
from engine.reasoning.details import call_details, reading_details
from engine.reasoning.direct import direct_expression
from engine.reasoning.division import (
    Combination,
    Division,
    divide_by_model,
)
from engine.reasoning.evidence import Evidence
from engine.reasoning.grounding import ground
from engine.reasoning.hops import Hop, next_hop
from engine.reasoning.limits import limits_of
from engine.reasoning.listing import divide_by_words
from engine.reasoning.log_answer import Logs, ask_logs
from engine.reasoning.lookup import LookupBounds, look_up, readings_of
from engine.reasoning.packing import Reading
from engine.reasoning.query_writing import QueryBounds
from engine.reasoning.routing import ask_model, route
from engine.reasoning.sanity import holds_the_row
from engine.reasoning.solved import Solved
from engine.reasoning.steps import (
    Solving,
    behind,
    leaves_out,
    lists_it,
    states_it,
    unseen,
    with_answers,
)
from engine.reasoning.trail import Trail
from engine.reasoning.wording import no_document_text
from engine.text import language_of
from engine.tools.sql.linking import Link, needed

Search = Callable[[str], Sequence[Passage]]
_Found = Sequence[tuple[int, Passage]]

_NAMED_DOCUMENTS = 3


@dataclass(frozen=True, slots=True)
class Abilities:
    """Which of its abilities a solver may use; all of them but for measuring what each is worth."""

    tools: bool = True
    steps: bool = True
    verification: bool = True


@dataclass(frozen=True, slots=True)
class Bounds:
    """What one answer may cost, by what it is spent on."""

    solving: SolvingBounds = field(default_factory=SolvingBounds)
    lookup: LookupBounds = field(default_factory=LookupBounds)
    query: QueryBounds = field(default_factory=QueryBounds)
    calculation: CalculationBounds = field(default_factory=CalculationBounds)

    def unverified(self) -> Bounds:
        """The same without any check of what a reader, a query or a formula gives."""
        reading = replace(self.lookup.reading, is_verified=False)
        return replace(
            self,
            lookup=replace(self.lookup, reading=reading),
            query=replace(self.query, n_readers=1, n_agreeing=1, is_verified=False),
            calculation=replace(self.calculation, is_verified=False),
        )


@dataclass(frozen=True, slots=True)
class _Task:
    """A question or a part of one, with what was found for it and what its parts came to."""

    question: str
    found: _Found
    links: tuple[Link, ...]
    parent: int
    depth: int
    has_asked_logs: bool = False
    of_parts: tuple[AnswerNumber, ...] = ()


class Solver:
    """Solves one question. ``evidence``, ``trail`` and ``read`` tell what it rested on."""

    def __init__(
        self,
        *,
        search: Search,
        logs: Logs,
        model: LanguageModel,
        embedder: Embedder | None,
        bounds: Bounds,
        abilities: Abilities,
        cancel: CancelToken,
    ) -> None:
        self.evidence = Evidence()
        self.trail = Trail(Budget(bounds.solving))
        self._search = search
        self._logs = logs
        self._model = model
        self._embedder = embedder
        self._bounds = bounds if abilities.verification else bounds.unverified()
        self._abilities = abilities
        self._cancel = cancel

    def solve(self, question: str, *, parent: int = 0, depth: int = 0) -> Solving:
        """The answer of the first way that has one; at least one way is always tried."""
        if not self._abilities.tools:
            return (yield from self._solve(question, parent, depth))
        expression = direct_expression(question)
        if expression is not None:
            return (yield from self._calculate_directly(expression, parent))
        unit = asked_unit(question)
        solved = yield from self._solve(without_unit(question) if unit else question, parent, depth)
        if unit and solved.is_answered:
            return (yield from self._in_unit(solved, unit, language_of(question), parent))
        return solved

    def _in_unit(self, solved: Solved, unit: str, language: str, parent: int) -> Solving:
        whole = in_unit(solved, unit, language)
        if whole is solved:
            return solved
        begun = self.trail.begin(parent, StepKind.CALCULATION, f"{solved.value} in {unit}")
        yield begun
        yield AnswerWithdrawn()
        if whole.text:
            yield AnswerGrew(whole.text)
        yield self.trail.end(begun, whole.text, whole.calls[-1] if whole.text else None)
        return whole

    def _solve(self, question: str, parent: int, depth: int) -> Solving:
        found = yield from self._find(question, parent)
        hop = next_hop(question, found) if self._abilities.steps else None
        if hop is not None and not self.trail.budget.is_spent:
            solved = yield from self._hop(hop, question, parent, depth)
            if solved.is_answered or solved.is_cancelled:
                return solved
        links = self._links(question, found)
        routed = route(question, links)
        if not routed.is_sure and self._abilities.tools:
            routed = yield from ask_model(question, routed, model=self._model, cancel=self._cancel)
        task = _Task(question, found, links, parent, depth)
        tried = yield from self._limits(task, routed.route)
        if tried.is_answered or tried.is_cancelled:
            return tried
        for n, way in enumerate(routed.ways):
            if n > 0 and self.trail.budget.is_spent:
                break
            tried = behind(tried, (yield from self._try(way, task)))
            task = replace(task, has_asked_logs=task.has_asked_logs or bool(tried.calls))
            if way is Route.SEVERAL:
                task = replace(task, of_parts=tried.numbers)
            if tried.is_answered or tried.is_cancelled:
                break
        return tried

    def _hop(self, hop: Hop, question: str, parent: int, depth: int) -> Solving:
        """The answer about the thing that a sentence names, with that sentence behind it."""
        begun = self.trail.begin(parent, StepKind.PART, hop.question)
        yield begun
        solved = yield from unseen(self._solve(hop.question, begun.step.id, depth))
        if solved.is_answered:
            led = ground(hop.sentence, question, [(hop.number, hop.passage)]).citations[:1]
            cited = tuple(dict.fromkeys((*solved.citations, *led)))
            mark = f"[{hop.number}]"
            text = solved.text if mark in solved.text else f"{solved.text}{mark}"
            solved = replace(solved, text=text, citations=cited, route=Route.SEVERAL)
            yield AnswerGrew(solved.text)
        yield self.trail.end(begun, solved.text or solved.reason)
        return solved

    def _find(self, question: str, parent: int) -> Generator[AnswerEvent, None, _Found]:
        begun = self.trail.begin(parent, StepKind.SEARCH, question)
        yield begun
        started = time.perf_counter()
        found = self.evidence.add(self._search(question))
        seconds = time.perf_counter() - started
        yield EvidenceFound(self.evidence.passages, seconds)
        documents = dict.fromkeys(passage.document for _, passage in found)
        details = StepDetails(passages=tuple(number for number, _ in found))
        named = ", ".join(list(documents)[:_NAMED_DOCUMENTS])
        yield self.trail.end(begun, named, details=details)
        return found

    def _links(self, question: str, found: _Found) -> tuple[Link, ...]:
        if not self._abilities.tools:
            return ()
        return self._logs.linked(question, [passage for _, passage in found], self._embedder)

    def _try(self, way: Route, task: _Task) -> Solving:
        abilities = self._abilities
        match way:
            case Route.LOG_QUERY if abilities.tools and task.links:
                return (yield from self._ask_logs(task))
            case Route.COMPUTATION if abilities.tools:
                return (yield from self._calculate(task))
            case Route.SEVERAL if abilities.steps and task.depth < self._bounds.solving.depth:
                return (yield from self._divide(task))
            case Route.LOOKUP | Route.TABLE_LOOKUP:
                return (yield from self._look_up(task))
            case Route.NO_DOCUMENT:
                return Solved(route=way, reason=no_document_text(language_of(task.question)))
        return Solved(route=way)

    def _look_up(self, task: _Task) -> Solving:
        begun = self.trail.begin(task.parent, StepKind.READING, task.question)
        yield begun
        readings = self._readings(task)
        solved = yield from look_up(
            task.question,
            readings,
            model=self._model,
            embedder=self._embedder,
            bounds=self._bounds.lookup,
            cancel=self._cancel,
        )
        is_checked = self._abilities.verification
        is_short = leaves_out(solved, task.of_parts) or not states_it(task.question, solved)
        if is_checked and solved.is_answered and is_short:
            # Its number is one to calculate with, which looks like an answer all the same.
            yield AnswerWithdrawn()
            solved = replace(solved, text="", value="", citations=(), numbers=())
        bounds = self._bounds.lookup.reading
        details = reading_details(task.question, readings, solved, bounds)
        yield self.trail.end(begun, solved.text, details=details)
        return solved

    def _limits(self, task: _Task, route: Route) -> Solving:
        """The limits of a size, if a question asks for them and a document gives the size."""
        limits = asked_limits(task.question) if self._abilities.tools else ()
        if not limits or route is Route.LOG_QUERY:
            return Solved(route=route)
        # The rows of a log tell what was measured, not what is allowed.
        plain = replace(task, question=without_limits(task.question), has_asked_logs=True)
        size = yield from unseen(self._look_up(plain))
        begun = self.trail.begin(task.parent, StepKind.CALCULATION, task.question)
        yield begun
        solved = limits_of(task.question, limits, size)
        if solved.text:
            yield AnswerGrew(solved.text)
        yield self._called(begun, solved)
        return solved if solved.text else replace(solved, route=route)

    def _readings(self, task: _Task) -> tuple[Reading, ...]:
        found = task.found
        if task.has_asked_logs:
            # What the logs were asked in vain, a few rows do not tell; the one that is meant does.
            found = [
                (number, passage)
                for number, passage in found
                if passage.rows is None or holds_the_row(passage, task.question)
            ]
        return readings_of(task.question, found, self._model, self._bounds.lookup)

    def _ask_logs(self, task: _Task) -> Solving:
        links, is_joined = needed(task.links)
        begun = self.trail.begin(task.parent, StepKind.QUERY, task.question)
        yield begun
        solved = yield from ask_logs(
            task.question,
            links,
            is_joined=is_joined,
            logs=self._logs,
            model=self._model,
            evidence=self.evidence,
            bounds=self._bounds.query,
            cancel=self._cancel,
        )
        if solved.citations:
            yield EvidenceFound(self.evidence.passages, 0.0)
        yield self._called(begun, solved)
        return solved

    def _calculate_directly(self, expression: str, parent: int) -> Solving:
        begun = self.trail.begin(parent, StepKind.CALCULATION, expression)
        yield begun
        solved = calculate_directly(expression)
        yield AnswerGrew(solved.text)
        yield self._called(begun, solved)
        return solved

    def _calculate(self, task: _Task) -> Solving:
        passages = [(reading.number, reading.passage) for reading in self._readings(task)]
        if not passages:
            return Solved(route=Route.COMPUTATION)
        return (yield from self._calculate_from(task, passages))

    def _calculate_from(self, task: _Task, passages: _Found) -> Solving:
        begun = self.trail.begin(task.parent, StepKind.CALCULATION, task.question)
        yield begun
        solved = yield from calculate_from(
            task.question,
            passages,
            model=self._model,
            bounds=self._bounds.calculation,
            cancel=self._cancel,
        )
        yield self._called(begun, solved)
        return solved

    def _called(self, begun: StepChanged, solved: Solved) -> StepChanged:
        """The end of a step that used a tool."""
        call = next(iter(solved.calls), None)
        outcome = solved.text or solved.reason
        return self.trail.end(begun, outcome, call, call_details(solved))

    def _divide(self, task: _Task) -> Solving:
        division = yield from self._parts(task)
        if division.is_cancelled or len(division.parts) < 2:
            return Solved(
                route=Route.SEVERAL, tokens=division.tokens, is_cancelled=division.is_cancelled
            )
        parts: list[Solved] = []
        for part in division.parts:
            asked = with_answers(part, parts)
            begun = self.trail.begin(task.parent, StepKind.PART, asked)
            yield begun
            solved = yield from unseen(
                self.solve(asked, parent=begun.step.id, depth=task.depth + 1)
            )
            yield self.trail.end(begun, solved.text or solved.reason)
            parts.append(solved)
            if not solved.is_answered or self.trail.budget.is_spent:
                break
        whole = combined(task.question, division, parts)
        if whole.text and division.then:
            whole = yield from self._then(task, division, parts)
        has_all = len(parts) == len(division.parts) and all(part.is_answered for part in parts)
        if has_all and division.combination is Combination.FORMULA:
            facts = list(enumerate(as_passages(division, parts), start=1))
            whole = with_parts((yield from unseen(self._calculate_from(task, facts))), parts)
        is_list = bool(whole.text) and division.combination is Combination.LIST
        told = list(zip(division.parts, parts, strict=False))
        if is_list and self._abilities.verification and not lists_it(task.question, told, whole):
            whole = replace(whole, text="", value="", citations=(), numbers=())
        if whole.text:
            yield AnswerGrew(whole.text)
        return whole

    def _then(self, task: _Task, division: Division, parts: Sequence[Solved]) -> Solving:
        """What is asked about the part that has the most, with what tells that it has."""
        winner = winner_of(division, parts)
        assert winner is not None
        asked = division.then.replace("#", division.names[winner])
        begun = self.trail.begin(task.parent, StepKind.PART, asked)
        yield begun
        solved = yield from unseen(self.solve(asked, parent=begun.step.id, depth=task.depth + 1))
        yield self.trail.end(begun, solved.text or solved.reason)
        return answered_about(task.question, division, parts, solved)

    def _parts(self, task: _Task) -> Generator[AnswerEvent, None, Division]:
        begun = self.trail.begin(task.parent, StepKind.DIVISION, task.question)
        yield begun
        division = divide_by_words(task.question)
        if division is None:
            division = yield from divide_by_model(
                task.question, model=self._model, cancel=self._cancel
            )
            division = replace(division, parts=division.parts[: self._bounds.solving.n_parts])
        parts = division.parts
        yield self.trail.end(begun, " / ".join(parts) if len(parts) > 1 else "")
        return division
