"""What a report says of costs, in words: amounts by item, break-even, sensitivity, assumptions."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from engine.qualify import report_rows as rows
from engine.qualify.cost_inputs import CostInputs
from engine.qualify.costing import ChosenBy, Costing, TicketCost, costing
from engine.qualify.costs import (
    Alternative,
    BreakEven,
    Comparison,
    CostItem,
    CostKind,
    CostOption,
    compared,
    cost_per_question,
    present_value,
)
from engine.qualify.line_charts import CostCurve
from engine.qualify.sensitivity import Outcome, Swing, outcome, swings
from engine.qualify.summary import Summary
from engine.qualify.tornado import Bar, Tornado
from engine.qualify.usage import Observed
from engine.qualify.words import Words, figure, money, words_in

_MOST_SWINGS = 8
_MARK = "†"  # Before an amount, so that digits stand below each other, and behind a name.
_NOTHING = "–"
_LIMITS = (
    "cost_limit_wrong",
    "cost_limit_share",
    "cost_limit_same",
    "cost_limit_again",
    "cost_limit_money",
    "cost_limit_break_even",
    "cost_limit_swings",
)


@dataclass(frozen=True, slots=True)
class AmountRow:
    """One line of a table of amounts: what it is for, and a cell for each option."""

    name: str
    cells: tuple[str, ...]
    is_total: bool = False


@dataclass(frozen=True, slots=True)
class Costs:
    """What options cost, in the words of one language; the first of ``curves`` is Genba's.

    ``curves`` are added up by month. ``per_question``, ``at_end``, and the cells of ``first`` and
    ``monthly`` go with the curves. ``tickets`` are the run's tickets beside each other.
    ``caution`` is why these costs recommend nothing, or empty. ``notes`` say what the figures
    rest on, ``limits`` what is left out. ``is_example``: at least one price is an example that
    nobody replaced; amounts that rest on one are marked.
    """

    currency: str
    curves: tuple[CostCurve, ...]
    per_question: tuple[str, ...]
    at_end: tuple[str, ...]
    is_example: bool = True
    caution: str = ""
    notes: tuple[str, ...] = ()
    first: tuple[AmountRow, ...] = ()
    monthly: tuple[AmountRow, ...] = ()
    tickets: tuple[AmountRow, ...] = ()
    tornados: tuple[Tornado, ...] = ()
    limits: tuple[str, ...] = ()


def report_costs(
    summary: Summary, inputs: CostInputs, *, language: str, journal: Observed | None = None
) -> Costs | None:
    """The costs of a run's tickets for a report; None if no question was put to the program yet.

    ``language`` is "en" or "ja"; raises KeyError for another.
    """
    words = words_in(language)
    found = costing(summary, inputs, rows.ticket_names(summary, words), journal=journal)
    if found is None:
        return None
    inputs = found.inputs
    comparison = compared(inputs, found.chosen.measured)
    options = (comparison.genba, *comparison.alternatives.values())
    return Costs(
        currency=inputs.currency,
        curves=_curves(comparison, inputs, words),
        per_question=tuple(_per_question(one, inputs) for one in options),
        at_end=tuple(_at_end(one, inputs) for one in options),
        is_example=bool(inputs.examples),
        caution=_caution(found, words),
        notes=tuple(_notes(found, summary, words)),
        first=(
            *_item_rows([one.first for one in options], found, words),
            _total_row("cost_total_first", [one.first for one in options], inputs, words),
        ),
        monthly=(
            *_item_rows([one.monthly for one in options], found, words),
            _total_row("cost_total_month", [one.monthly for one in options], inputs, words),
            *_present_values(options, inputs, words),
        ),
        tickets=tuple(_ticket_row(one, inputs, words) for one in found.tickets),
        tornados=tuple(_tornado(found, other, words) for other in comparison.alternatives),
        limits=tuple(words(key) for key in _LIMITS),
    )


def month_in_words(found: BreakEven, n_months: int, words: Words) -> str:
    """From which month on an option costs no more than another, of ``n_months`` looked at."""
    match found.month:
        case None:
            return words("break_even_never", n=n_months)
        case 0 if found.is_kept:
            return words("break_even_start")
        case month:
            return words("break_even_month" if found.is_kept else "break_even_passing", month=month)


def _short_month(found: BreakEven, n_months: int, words: Words) -> str:
    """The same for the column of a chart."""
    match found.month:
        case None:
            return words("break_even_short_never", n=n_months)
        case 0 if found.is_kept:
            return words("break_even_start")
        case month:
            key = "month_mark" if found.is_kept else "break_even_short_passing"
            return words(key, month=month)


def input_name(name: str, words: Words) -> str:
    """What an input such as "cloud.price_in" is called."""
    section, key = name.split(".")
    return words(f"input_of_{section}", name=words(f"input_{key}"))


def _curves(comparison: Comparison, inputs: CostInputs, words: Words) -> tuple[CostCurve, ...]:
    own = CostCurve(comparison.genba.title, comparison.genba.curve(inputs.months))
    rest = (
        CostCurve(
            words(f"alternative_{name}"),
            option.curve(inputs.months),
            comparison.break_even[name].month,
            comparison.break_even[name].is_kept,
        )
        for name, option in comparison.alternatives.items()
    )
    return own, *rest


def _item_rows(
    parts: Sequence[Sequence[CostItem]], found: Costing, words: Words
) -> list[AmountRow]:
    """A row for each kind that an option has, in the order of ``CostKind``.

    What could not be measured of Genba, the first option, is told and not written as 0.
    """
    by_kind = [{item.kind: item for item in items} for items in parts]
    rows_of_kinds = []
    for kind in CostKind:
        if not any(kind in one for one in by_kind):
            continue
        cells = [_amount([one[kind]] if kind in one else [], found.inputs) for one in by_kind]
        if kind in found.chosen.lacking and kind in by_kind[0]:
            cells[0] = words("cost_unmeasured")
        rows_of_kinds.append(AmountRow(_kind_name(kind, words), tuple(cells)))
    return rows_of_kinds


def _kind_name(kind: CostKind, words: Words) -> str:
    return words(f"cost_of_{kind.name.lower()}")


def _total_row(
    key: str, parts: Sequence[Sequence[CostItem]], inputs: CostInputs, words: Words
) -> AmountRow:
    return AmountRow(words(key), tuple(_amount(items, inputs) for items in parts), is_total=True)


def _amount(items: Sequence[CostItem], inputs: CostInputs) -> str:
    """The sum of items, marked if one of them rests on an example; a dash for none."""
    if not items:
        return _NOTHING
    is_example = any(item.is_example(inputs) for item in items)
    return _marked(money(math.fsum(item.amount for item in items)), is_example)


def _marked(amount: str, is_example: bool) -> str:
    return f"{_MARK} {amount}" if is_example else amount


def _per_question(option: CostOption, inputs: CostInputs) -> str:
    is_example = _rests_on_example(option, inputs, ("months", "shop.questions_per_month"))
    return _marked(money(cost_per_question(option, inputs)), is_example)


def _at_end(option: CostOption, inputs: CostInputs) -> str:
    is_example = _rests_on_example(option, inputs, ("months",))
    return _marked(f"{option.cumulative(inputs.months):,.0f}", is_example)


def _rests_on_example(option: CostOption, inputs: CostInputs, beside: Sequence[str]) -> bool:
    """Whether one of an option's items, or of the inputs ``beside`` them, is an example."""
    items = (*option.first, *option.monthly)
    is_example = any(item.is_example(inputs) for item in items)
    return is_example or not inputs.examples.isdisjoint(beside)


def _present_values(
    options: Iterable[CostOption], inputs: CostInputs, words: Words
) -> list[AmountRow]:
    if inputs.discount_percent is None:
        return []
    name = words("cost_present", rate=f"{inputs.discount_percent:g}", n=inputs.months)
    cells = []
    for option in options:
        value = present_value(option, inputs)
        is_example = _rests_on_example(option, inputs, ("months", "discount_percent"))
        cells.append(_NOTHING if value is None else _marked(money(value), is_example))
    return [AmountRow(name, tuple(cells))]


def _ticket_row(one: TicketCost, inputs: CostInputs, words: Words) -> AmountRow:
    option, ticket = one.option, one.ticket
    verdict = rows.verdict_view(ticket.verdict.verdict, words).words
    if ticket.dropped:
        verdict = words.listed([verdict, words("stopped_early")])
    return AmountRow(
        option.title,
        (
            verdict,
            _amount(option.first, inputs),
            _amount(option.monthly, inputs),
            _per_question(option, inputs),
            _at_end(option, inputs),
        ),
    )


def _tornado(found: Costing, against: Alternative, words: Words) -> Tornado:
    inputs, figures = found.inputs, found.chosen.measured
    base = outcome(inputs, figures, against)
    largest = [one for one in swings(inputs, figures, against) if one.effect > 0][:_MOST_SWINGS]
    return Tornado(
        key=f"tornado-{against}",
        against=words(f"alternative_{against}"),
        base=base.saved_per_question,
        bars=tuple(_bar(one, inputs, words) for one in largest),
    )


def _bar(one: Swing, inputs: CostInputs, words: Words) -> Bar:
    def month(found: Outcome) -> str:
        return _short_month(found.break_even, inputs.months, words)

    return Bar(
        input_name(one.name, words) + (f" {_MARK}" if one.is_example else ""),
        figure(one.low),
        figure(one.high),
        one.at_low.saved_per_question,
        one.at_high.saved_per_question,
        month(one.at_low),
        month(one.at_high),
    )


def _caution(found: Costing, words: Words) -> str:
    name = found.chosen.measured.title
    match found.by:
        case ChosenBy.SHARE:
            share = words.percent(found.chosen.ticket.judged.share)
            return words("cost_note_no_pass", name=name, share=share)
        case ChosenBy.SHARE_OF_PASSING:
            return words("cost_note_best_pass", name=name)
        case ChosenBy.CHEAPEST:
            return ""


def _notes(found: Costing, summary: Summary, words: Words) -> Iterable[str]:
    """What the ticket's figures rest on."""
    one, about = found.chosen, summary.about
    figures, usage, program = one.measured, one.usage, one.ticket.program
    if usage is not None:
        yield words("cost_note_journal", s=figure(figures.answer_s), n=usage.n_answers)
    elif program is not None:
        yield words("cost_note_run", s=figure(figures.answer_s), n=program.n)
    if found.is_rate_observed:
        yield words("cost_note_rate", n=figure(found.inputs.shop.questions_per_month))
    yield words("cost_note_energy", watts=figure(figures.watts))
    yield words(
        "cost_note_tokens",
        prompt=figure(figures.prompt_tokens),
        generated=figure(figures.generated_tokens),
    )
    share = words.percent(figures.unanswered_share)
    yield words("cost_note_fallback", share=share, n=one.ticket.judged.n)
    if figures.indexing_hours:
        hours = figure(figures.indexing_hours)
        yield words("cost_note_indexing", hours=hours, n=about.n_chunks)
    if figures.bank_hours:
        yield words("cost_note_bank", hours=figure(figures.bank_hours), n=about.n_tokens)
    if one.lacking:
        kinds = [_kind_name(kind, words) for kind in one.lacking]
        yield words("cost_note_lacking", kinds=words.listed(kinds))
