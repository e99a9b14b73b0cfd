"""From what a run measured to what the cost model takes: which ticket, and its figures.

Nothing here is typed in or worded. What could not be measured is told beside the figures, so that
an amount of 0 for it is not taken for a price.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from engine.qualify.cost_inputs import CostInputs
from engine.qualify.costs import CostKind, CostOption, Measured, genba_option
from engine.qualify.runs import RunAbout
from engine.qualify.summary import Summary, TicketSummary
from engine.qualify.usage import Observed, Usage, with_observed_use

LEAST_ANSWERS = 20
"""Answers that a journal must hold before its own mean takes the place of the run's."""

_SECONDS_PER_HOUR = 3600


class ChosenBy(StrEnum):
    """Why the costs are those of this ticket."""

    CHEAPEST = "cheapest"
    SHARE = "share"
    SHARE_OF_PASSING = "share of passing"


@dataclass(frozen=True, slots=True)
class TicketCost:
    """A ticket with its figures, and what of them could not be measured.

    ``usage`` is what the journal says of its model where the seconds are the journal's, and None
    where they are the run's.
    """

    ticket: TicketSummary
    measured: Measured
    option: CostOption
    lacking: tuple[CostKind, ...] = ()
    usage: Usage | None = None


@dataclass(frozen=True, slots=True)
class Costing:
    """The ticket that costs are shown of, and every ticket beside it by the run's own seconds.

    ``inputs`` hold the observed questions a month where ``is_rate_observed``.
    """

    inputs: CostInputs
    chosen: TicketCost
    by: ChosenBy
    tickets: tuple[TicketCost, ...]
    is_rate_observed: bool = False


def costing(
    summary: Summary,
    inputs: CostInputs,
    titles: Mapping[str, str],
    *,
    journal: Observed | None = None,
) -> Costing | None:
    """What a run's tickets cost; None if no question of it was put to the program yet.

    ``titles`` are what tickets are called, by id. A journal with fewer than ``LEAST_ANSWERS``
    answers says nothing: neither how often people ask, nor, by model, how long they wait.
    """
    found = chosen(summary)
    if found is None:
        return None
    ticket, by = found
    is_rate_observed = False
    if journal is not None and journal.everything.n_answers >= LEAST_ANSWERS:
        replaced = with_observed_use(inputs, journal.everything)
        is_rate_observed, inputs = replaced is not inputs, replaced

    def cost(one: TicketSummary, usage: Usage | None = None) -> TicketCost:
        figures, lacking = measured(one, summary.about, titles[one.ticket.id], usage)
        return TicketCost(one, figures, genba_option(inputs, figures), lacking, usage)

    return Costing(
        inputs,
        cost(ticket, _usage_of(ticket, journal)),
        by,
        tuple(cost(one) for one in summary.tickets if _has_figures(one)),
        is_rate_observed,
    )


def chosen(summary: Summary) -> tuple[TicketSummary, ChosenBy] | None:
    """The cheapest that passes, else the one with the best share of right judged answers.

    One that was stopped early comes last: it was asked another part of the plan, and fails.
    None if no ticket's program was asked anything that is judged.
    """
    asked = [one for one in summary.tickets if _has_figures(one)]
    if not asked:
        return None
    if summary.cheapest is not None and summary.cheapest.ticket in asked:
        return summary.cheapest.ticket, ChosenBy.CHEAPEST
    best = max(asked, key=lambda one: (one.is_passing, not one.dropped, one.judged.share))
    return best, ChosenBy.SHARE_OF_PASSING if best.is_passing else ChosenBy.SHARE


def measured(
    one: TicketSummary, about: RunAbout, title: str, usage: Usage | None = None
) -> tuple[Measured, tuple[CostKind, ...]]:
    """The figures of a ticket that was asked something, and what could not be measured (as 0).

    Seconds are the mean of the run's questions to the program, or of the journal's. Energy is the
    assumed watts times the same seconds: the mean, because a month's energy adds up by it, and not
    the typical answer's of ``SpeedRecord``. Indexing: passages / embedded passages a second, the
    longest part of it. Bank building: the library's tokens / tokens read a second with the least
    before them, as each passage is read on its own. Unanswered: all judged cases but the right.
    """
    if one.program is None:
        raise ValueError(f"no question was put to the program with {one.ticket.id}")
    seconds = usage.mean_s if usage else one.program.seconds
    speed = one.speed
    watts = speed.watts if speed else about.watts
    embedding_rate = speed.embedded_per_s if speed else None
    reading_rate = min(speed.prefill)[1] if speed and speed.prefill else None
    indexing, bank, lacking = 0.0, 0.0, list[CostKind]()
    if one.ticket.embedder:
        if embedding_rate and about.n_chunks:
            indexing = about.n_chunks / embedding_rate / _SECONDS_PER_HOUR
        else:
            lacking.append(CostKind.INDEXING)
    if one.ticket.has_bank:
        if reading_rate and about.n_tokens:
            bank = about.n_tokens / reading_rate / _SECONDS_PER_HOUR
        else:
            lacking.append(CostKind.BANK)
    if not watts:
        lacking.append(CostKind.ENERGY)
    figures = Measured(
        title=title,
        answer_s=seconds,
        wh_per_answer=watts * seconds / _SECONDS_PER_HOUR,
        indexing_hours=indexing,
        bank_hours=bank,
        watts=watts,
        prompt_tokens=one.program.prompt_tokens,
        generated_tokens=one.program.generated_tokens,
        unanswered_share=1 - one.judged.share,
    )
    return figures, tuple(lacking)


def _has_figures(one: TicketSummary) -> bool:
    # Without judged answers the share of right ones would be 0, which nobody measured.
    return one.program is not None and one.judged.n > 0


def _usage_of(one: TicketSummary, journal: Observed | None) -> Usage | None:
    """What the journal says of exactly these weights, if that is enough."""
    if journal is None or one.facts is None:
        return None
    found = journal.by_model.get(f"{one.ticket.model}@{one.facts.sha256[:12]}")
    return found if found is not None and found.n_answers >= LEAST_ANSWERS else None
