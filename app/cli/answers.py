"""An answer on a terminal: what is being done, then the text, its places and its tool calls."""

from __future__ import annotations

from collections.abc import Iterable

from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from app.cautions import caution_lines
from app.cli.output import console, error_console
from app.refusals import refusal_and_reason
from app.row_runs import rows_in_figures
from app.step_words import doing_words, followed, reading_words
from app.tool_calls import Calculation, Query, ShownTable, dropped_calls, kept_calls, readable
from app.tool_words import call_name, dropped_words, more_rows_words
from engine.answers import Answer, Citation, NumberStatus, Step, ToolCall
from engine.events import (
    AnswerEvent,
    AnswerFinished,
    AnswerGrew,
    EvidenceFound,
    PrefillAdvanced,
    StepChanged,
)

MAX_ROWS = 10


def show_answer(events: Iterable[AnswerEvent], *, is_quiet: bool) -> Answer | None:
    """Follow an answer on standard error, print it with what backs it; None if cancelled."""
    answer: Answer | None = None
    steps: tuple[Step, ...] = ()
    with error_console.status("Searching the documents…") as status:
        for event in events:
            words = ""
            match event:
                case StepChanged(step):
                    steps = followed(steps, step)
                    words = doing_words(steps, None)
                case EvidenceFound(passages, seconds) if not steps:
                    words = f"{len(passages)} passages in {seconds:.2f} s, reading"
                case PrefillAdvanced(done, total) if total:
                    share = done / total
                    words = doing_words(steps, share) if steps else reading_words(share)
                case AnswerGrew():
                    words = "Writing the answer"
                case AnswerFinished(finished):
                    answer = finished
            if words:  # As Text: a question may look like rich's markup.
                status.update(Text(f"{words}…"))
    if answer is not None and not is_quiet:
        _print_answer(answer)
    return answer


def _print_answer(answer: Answer) -> None:
    if answer.is_abstained:
        refusal, reason = refusal_and_reason(answer)
        console.print(Text(refusal, style="bold"))
        if reason:
            console.print(Text(reason))
    else:
        console.print(Text(answer.text, style="bold"))
    for citation in answer.citations:
        quote = " ".join(citation.quote.split())
        console.print(Text.assemble((_place(citation), "cyan"), "  ", quote))
    for line in caution_lines(answer):
        console.print(Text(line, style="yellow"))
    for number in answer.numbers:
        if number.status is NumberStatus.UNVERIFIED:
            console.print(Text(f"{number.text}: not found in the evidence", style="yellow"))
    kept = kept_calls(answer)
    for _, call in kept:
        _print_call(call)
    for tool in dict.fromkeys(call.tool for call in answer.tool_calls):
        if dropped := dropped_calls(answer, tool):
            words = dropped_words(tool, len(dropped), is_beside_others=bool(kept))
            console.print(Text(words, style="dim"))
    first = answer.timings.first_token_s
    console.print(
        Text(
            f"{answer.timings.total_s:.1f} s"
            + (f", first token after {first:.1f} s" if first is not None else "")
            + f", {answer.model}, journal {answer.journal_id}",
            style="dim",
        )
    )


def _place(citation: Citation) -> str:
    where = f"[{citation.number}] {citation.document}"
    if citation.page is not None:
        where += f", page {citation.page}"
    if citation.rows:
        figures, n_left = rows_in_figures(citation.rows, dash="-")
        where += f", row {figures}" if len(citation.rows) == 1 else f", rows {figures}"
        where += f" and {n_left} more" if n_left else ""
    return where


def _print_call(call: ToolCall) -> None:
    console.print(Text(call_name(call), style="dim"))
    match readable(call, max_rows=MAX_ROWS):
        case Calculation(expression, result):
            _print_below(Text(f"{expression} = {result}"))
        case Query(clauses, value, table):
            _print_below(Text("\n".join(clauses)))
            if table is None:
                _print_below(Text(f"→ {value}" if value else "→ no row fits"))
            else:
                _print_below(_table(table))
                if more := more_rows_words(table):
                    _print_below(Text(more, style="dim"))


def _print_below(shown: Text | Table) -> None:
    console.print(Padding(shown, (0, 0, 0, 2), expand=False))


def _table(shown: ShownTable) -> Table:
    table = Table(box=None, padding=(0, 2, 0, 0), header_style="dim")
    for column, is_number in zip(shown.columns, shown.are_numbers, strict=True):
        table.add_column(Text(column), justify="right" if is_number else "left")
    for row in shown.rows:
        table.add_row(*map(Text, row))
    return table
