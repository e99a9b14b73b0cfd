"""An answer made again from a step that a person edited: the query, or what is calculated.

The same tools do the work, within the same bounds, and no model takes part. The answer says that it
was edited and from which entry of the journal it comes; the answer before stays as it is.
"""

from __future__ import annotations

import json
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from engine.answers import (
    Answer,
    AnswerNumber,
    Edit,
    NumberStatus,
    Route,
    Step,
    StepKind,
    Timings,
    TokenCounts,
    ToolCall,
)
from engine.domain import Passage
from engine.errors import CalculationRefused
from engine.events import (
    AnswerEvent,
    AnswerFinished,
    CancelToken,
    EvidenceFound,
    QuestionAccepted,
)
from engine.liveness import this_process
from engine.reasoning.calculation import calculated, with_standards
from engine.reasoning.details import call_details
from engine.reasoning.evidence import Evidence
from engine.reasoning.grounding import ground
from engine.reasoning.log_answer import Logs, tell
from engine.reasoning.query_writing import query_call
from engine.reasoning.solved import Solved
from engine.reasoning.verification import Source, check
from engine.reasoning.wording import no_rows_text
from engine.records import answer_record, passage_record, step_record
from engine.store.journal import EntryKind, Journal
from engine.store.library import Library
from engine.tools.calculator.calculation import calculate
from engine.tools.sql.guard import checked
from engine.tools.sql.watch import QueryCancelled


@dataclass(frozen=True, slots=True)
class Reruns:
    """Edited steps over one library. What is refused leaves no trace in the journal."""

    library: Library
    logs: Logs
    journal: Journal

    def query(
        self, answer: Answer, step: Step, sql: str, *, cancel: CancelToken
    ) -> Iterator[AnswerEvent]:
        """The answer that a person's own query gives, in place of the query of ``step``.

        Raises:
            QueryRefused, QueryTooCostly: as of a query that the model writes.

        """
        started = time.perf_counter()
        profiles = self.logs.tables()
        query = checked(sql, [profile.stored.table for profile in profiles])
        named = {table.name for table in query.tables}
        read = [profile for profile in profiles if profile.name in named]
        evidence = Evidence()
        try:
            result = self.logs.sandbox.run(query, cancel=cancel)
            told = tell(
                query,
                result,
                read,
                logs=self.logs,
                evidence=evidence,
                language=answer.language,
                cancel=cancel,
            )
        except QueryCancelled:
            return
        if not result.rows:
            told = replace(told, text=no_rows_text(answer.language), numbers=(), citations=())
        told = replace(told, calls=(query_call(query.sql, result),))
        seconds = time.perf_counter() - started
        yield from self._finished(answer, step, told, evidence.passages, seconds)

    def calculation(
        self, answer: Answer, step: Step, expression: str, passages: Sequence[Passage]
    ) -> Iterator[AnswerEvent]:
        """The answer that a person's own expression gives, in place of that of ``step``.

        ``passages`` are the evidence of the answer in the order of their numbers. A number of the
        expression that stands neither in them, in the question, nor in the expression before is
        one that the person entered.

        Raises:
            CalculationRefused: the calculator does not take it.

        """
        started = time.perf_counter()
        call, result = calculated(expression)
        if result is None:
            raise CalculationRefused(expression=expression, reason=call.error)
        numbered = list(enumerate(passages, start=1))
        cited = ground(result.expression, answer.question, numbered).citations
        shown = with_standards(result)
        marks = "".join(dict.fromkeys(f"[{citation.number}]" for citation in cited))
        operands = _operands(result.expression, answer.question, _called_with(step), passages)
        told = Solved(
            text=f"{shown} ({result.expression}) {marks}".strip(),
            route=Route.COMPUTATION,
            citations=cited,
            numbers=(*check(shown, [Source("calculator 1", shown, is_tool=True)]), *operands),
            calls=(call,),
        )
        seconds = time.perf_counter() - started
        yield from self._finished(answer, step, told, tuple(passages), seconds)

    def _finished(
        self,
        before: Answer,
        step: Step,
        told: Solved,
        passages: tuple[Passage, ...],
        seconds: float,
    ) -> Iterator[AnswerEvent]:
        (call,) = told.calls
        edit = Edit(call.tool, _called_with(step), _argument(call), before.journal_id)
        journal_id = self.journal.begin(
            {
                "question": before.question,
                "model": "",
                "library": self.library.identity,
                "generation": self.library.generation,
                "process": this_process(),
                "edit_of": before.journal_id,
            }
        )
        yield QuestionAccepted(journal_id)
        found = {"passages": [passage_record(passage) for passage in passages]}
        self.journal.record(journal_id, EntryKind.EVIDENCE, found)
        kind = StepKind.QUERY if call.tool == "sql" else StepKind.CALCULATION
        details = call_details(told)
        done = Step(1, 0, kind, before.question, told.text, call, seconds, details)
        self.journal.record(journal_id, EntryKind.STEP, step_record(done))
        answer = Answer(
            question=before.question,
            text=told.text,
            is_abstained=False,
            language=before.language,
            route=told.route,
            citations=told.citations,
            tool_calls=told.calls,
            numbers=told.numbers,
            timings=Timings(0.0, None, seconds),
            tokens=TokenCounts(),
            model="",
            journal_id=journal_id,
            steps=(done,),
            edit=edit,
        )
        self.journal.record(journal_id, EntryKind.ANSWER, answer_record(answer))
        yield EvidenceFound(passages, 0.0)
        yield AnswerFinished(answer)


def _operands(
    expression: str, question: str, before: str, passages: Sequence[Passage]
) -> tuple[AnswerNumber, ...]:
    """The numbers of an expression with where each comes from, a person's own as entered."""
    sources = [
        Source(f"[{n}]", passage.text, "\n".join((*passage.heading_path, passage.document)))
        for n, passage in enumerate(passages, start=1)
    ]
    sources += [Source("question", question), Source("expression before", before)]
    return tuple(
        replace(number, status=NumberStatus.ENTERED, source="entered")
        if number.status is NumberStatus.UNVERIFIED and not _stood_in(before, number.text)
        else replace(number, status=NumberStatus.FOUND)
        for number in check(expression, sources)
    )


def _stood_in(before: str, number: str) -> bool:
    """Whether a number is one of those of an expression, however either is written."""
    try:
        return set(calculate(number).inputs) <= set(calculate(before).inputs)
    except CalculationRefused:
        return False


def _called_with(step: Step) -> str:
    return _argument(step.call) if step.call is not None else ""


def _argument(call: ToolCall) -> str:
    """The query or the expression of a call."""
    values: dict[str, str] = json.loads(call.arguments)
    return next(iter(values.values()), "")
