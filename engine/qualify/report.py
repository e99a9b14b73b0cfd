"""The report on a qualification: one HTML file with all in it, or the same for printed pages.

The file needs nothing beside it: styles and charts are inside, there are no scripts, and nothing
is fetched. The words are English or Japanese, whatever the language of the window.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import lru_cache

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from engine.assets import asset
from engine.qualify import report_rows as rows
from engine.qualify.charts import ability_bars, colour_scale, heatmap
from engine.qualify.cost_report import Costs, month_in_words
from engine.qualify.costs import BreakEven
from engine.qualify.line_charts import CostCurve, Series, cost_chart, speed_chart
from engine.qualify.paged import PagedReport
from engine.qualify.summary import Summary, TicketSummary
from engine.qualify.svg import DARK, LIGHT, Look, css_look, css_variables
from engine.qualify.tornado import tornado_chart
from engine.qualify.words import Words, figure, words_in

_SPEED_COLUMNS = (
    "column_first",
    "column_answer",
    "column_energy",
    "column_memory",
    "column_weights",
)
_MEMORY_COLUMNS = ("column_load", "column_kv", "column_cells", "column_watts")
_LIMITS = (
    "limit_cases",
    "limit_future",
    "limit_many",
    "limit_grading",
    "limit_machine",
    "limit_check",
)


@dataclass(frozen=True, slots=True)
class _TicketView:
    letter: str
    name: str
    settings: str
    verdict: rows.VerdictView
    notes: tuple[str, ...]
    speed: tuple[str, ...]
    memory: tuple[str, ...]
    bars: str
    more_cases: str
    is_plan_too_small: bool
    heatmaps: tuple[str, ...]
    examples: tuple[rows.ExampleView, ...]
    n_not_right: int
    n_judged_asked: int
    facts: list[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class _CostRow:
    name: str
    month: str
    question: str
    end: str


@dataclass(frozen=True, slots=True)
class _CostView:
    name: str
    costs: Costs
    rows: tuple[_CostRow, ...]


@dataclass(frozen=True, slots=True)
class _Page:
    headline: str
    sentences: list[str]
    tickets: tuple[_TicketView, ...]
    kinds: list[rows.KindRow]
    languages: list[dict[str, object]]
    speed_charts: tuple[str, ...]
    cost: _CostView | None
    facts: list[tuple[str, str]]
    thresholds: list[dict[str, str]]
    speed_columns: tuple[str, ...] = _SPEED_COLUMNS
    memory_columns: tuple[str, ...] = _MEMORY_COLUMNS
    limits: tuple[str, ...] = _LIMITS
    charts: Mapping[str, str] = field(default_factory=dict)

    @property
    def has_heatmaps(self) -> bool:
        return any(one.heatmaps for one in self.tickets)


def html_report(summary: Summary, *, language: str, costs: Costs | None = None) -> str:
    """One HTML file with styles and charts in it, light or dark as the reader's system is.

    ``language`` is "en" or "ja"; raises KeyError for another.
    """
    words = words_in(language)
    page = _page(summary, words, css_look(), costs)
    return (
        _templates()
        .get_template("report.html.j2")
        .render(
            _values(summary, words, page, lambda key: Markup(page.charts[key])),  # noqa: S704 our own
            light=css_variables(LIGHT),
            dark=css_variables(DARK),
        )
    )


def paged_report(
    summary: Summary, *, language: str, look: Look = LIGHT, costs: Costs | None = None
) -> PagedReport:
    """The same content for pages: plain HTML, and the charts beside it in a look of fixed colours.

    ``language`` is "en" or "ja"; raises KeyError for another.
    """
    words = words_in(language)
    page = _page(summary, words, look, costs)
    values = _values(
        summary, words, page, lambda key: Markup('<img src="chart:{}">').format(key)
    ) | {"is_paged": True}
    html = _templates().get_template("report_body.html.j2").render(values)
    return PagedReport(words("title"), language, summary.about.started, html, page.charts)


def all_charts(
    summary: Summary, *, language: str, look: Look, costs: Costs | None = None
) -> Mapping[str, str]:
    """Every chart of a report as SVG by key, for the window.

    Keys are ``bars-0``, ``needle-0-program``, ``scale``, ``prefill``, ``decode``, ``cost`` and
    ``tornado-manual``; the number is the ticket's place in the run.
    """
    return _page(summary, words_in(language), look, costs).charts


def _values(
    summary: Summary, words: Words, page: _Page, chart: Callable[[str], Markup]
) -> dict[str, object]:
    return {"w": words, "about": summary.about, "page": page, "chart": chart, "is_paged": False}


@lru_cache
def _templates() -> Environment:
    return Environment(
        loader=FileSystemLoader(asset("qualify")),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )


def _page(summary: Summary, words: Words, look: Look, costs: Costs | None) -> _Page:
    names = rows.ticket_names(summary, words)
    charts = _charts(summary, names, words, look)
    if costs:
        charts |= _cost_charts(costs, words, look)
    return _Page(
        headline=rows.headline(summary, names, words),
        sentences=rows.sentences(summary, names, words),
        tickets=tuple(
            _ticket(at, one, summary, names, words) for at, one in enumerate(summary.tickets)
        ),
        kinds=rows.kind_rows(summary, words),
        languages=[
            {"language": name, "cells": cells} for name, cells in rows.language_rows(summary, words)
        ],
        speed_charts=tuple(key for key in ("prefill", "decode") if key in charts),
        cost=_cost(costs, words) if costs else None,
        facts=rows.run_facts(summary, words),
        thresholds=[
            {"ability": ability, "least": least, "reason": reason}
            for ability, least, reason in rows.threshold_rows(summary, words)
        ],
        charts=charts,
    )


def _charts(summary: Summary, names: Mapping[str, str], words: Words, look: Look) -> dict[str, str]:
    charts = {}
    for at, one in enumerate(summary.tickets):
        name = names[one.ticket.id]
        charts[f"bars-{at}"] = ability_bars(
            one.verdict.abilities, ticket=name, words=words, look=look
        )
        for found in one.heatmaps:
            key = f"needle-{at}-{found.condition}"
            charts[key] = heatmap(found, ticket=name, words=words, look=look)
    charts["scale"] = colour_scale(words=words, look=look)
    for kind in ("prefill", "decode"):
        series = _speed_series(summary, names, kind)
        if any(one.points for one in series):
            title = words(f"speed_{kind}")
            charts[kind] = speed_chart(series, title=title, words=words, look=look)
    return charts


def _cost_charts(costs: Costs, words: Words, look: Look) -> dict[str, str]:
    currency = costs.currency
    charts = {"cost": cost_chart(costs.curves, currency=currency, words=words, look=look)}
    for one in costs.tornados:
        if one.bars:
            charts[one.key] = tornado_chart(one, currency=currency, words=words, look=look)
    return charts


def _speed_series(summary: Summary, names: Mapping[str, str], kind: str) -> list[Series]:
    """A line for each ticket, so that a ticket has the same colour in both charts."""
    series = []
    for one in summary.tickets:
        found = (one.speed.prefill if kind == "prefill" else one.speed.decode) if one.speed else ()
        points = tuple((float(depth), rate) for depth, rate in found)
        series.append(Series(names[one.ticket.id], points))
    return series


def _ticket(
    at: int, one: TicketSummary, summary: Summary, names: Mapping[str, str], words: Words
) -> _TicketView:
    notes = []
    if summary.cheapest and summary.cheapest.ticket is one and len(summary.tickets) > 1:
        notes.append(words("is_cheapest"))
    if one.dropped:
        notes.append(words("stopped_early"))
    speed, facts = one.speed, one.facts
    return _TicketView(
        letter=rows.letter(at),
        name=names[one.ticket.id],
        settings=rows.settings(one, words),
        verdict=rows.verdict_view(one.verdict.verdict, words),
        notes=tuple(notes),
        speed=(
            rows.measured(speed.first_answer_s if speed else None),
            rows.measured(speed.answer_s if speed else None),
            rows.measured(speed.wh_per_answer if speed else None),
            rows.measured(speed.resident_mb if speed else None),
            rows.measured(facts.n_bytes / 1e6 if facts else None),
        ),
        memory=(
            figure(speed.load_s),
            figure(speed.kv_bytes_per_token),
            figure(speed.n_cells),
            figure(speed.watts),
        )
        if speed
        else (),
        bars=f"bars-{at}",
        more_cases=rows.more_cases(one, words),
        is_plan_too_small=rows.is_plan_too_small(one),
        heatmaps=tuple(f"needle-{at}-{found.condition}" for found in one.heatmaps),
        examples=tuple(rows.example_view(example, words) for example in one.examples),
        n_not_right=one.n_not_right,
        n_judged_asked=sum(found.tally.n for found in one.verdict.abilities),
        facts=rows.ticket_facts(one, words),
    )


def _cost(costs: Costs, words: Words) -> _CostView:
    own = costs.curves[0]
    found = zip(costs.curves, costs.per_question, costs.at_end, strict=True)
    return _CostView(
        own.name,
        costs,
        tuple(
            _CostRow(one.name, "–" if one is own else _month(one, words), question, end)
            for one, question, end in found
        ),
    )


def _month(one: CostCurve, words: Words) -> str:
    found = BreakEven(one.break_even, one.is_kept)
    return month_in_words(found, len(one.values) - 1, words)
