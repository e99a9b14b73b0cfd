"""What a report says of a run, in words: the verdict's sentences, and the rows of its tables."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import PurePath

from engine.qualify.cases import Ability, Case
from engine.qualify.summary import CheapestBy, Example, GroupKey, Summary, TicketSummary
from engine.qualify.verdict import DEFAULT_THRESHOLDS, AbilityVerdict, Tally, Verdict
from engine.qualify.words import Words, figure

_MOST_LETTERS = 320  # Of a shown question or answer.
_NOT_MEASURED = "–"
_SIGNS = {Verdict.PASSES: "●", Verdict.FAILS: "×", Verdict.OPEN: "△"}
_TONES = {Verdict.PASSES: "good", Verdict.FAILS: "bad", Verdict.OPEN: "open"}


@dataclass(frozen=True, slots=True)
class VerdictView:
    """A verdict as a sign, a tone and words; the sign says it without colour too."""

    sign: str
    tone: str
    words: str


@dataclass(frozen=True, slots=True)
class ExampleView:
    """A case that was not right, as text."""

    ability: str
    kind: str
    condition: str
    language: str
    question: str
    expected: str
    mark: str
    answer: str


@dataclass(frozen=True, slots=True)
class KindRow:
    """A group of cases, and "right/asked" of each ticket."""

    ability: str
    kind: str
    condition: str
    is_compared: bool
    cells: tuple[str, ...]


def ticket_names(summary: Summary, words: Words) -> dict[str, str]:
    """A name for each ticket's id: a letter, the model's title, and what else tells them apart."""
    titles = {
        one.ticket.id: one.facts.title if one.facts else one.ticket.model for one in summary.tickets
    }
    names = {}
    for at, one in enumerate(summary.tickets):
        title = titles[one.ticket.id]
        alike = [other for other in summary.tickets if titles[other.ticket.id] == title]
        said = [setting_parts(other, words) for other in alike]
        parts = [
            part
            for number, part in enumerate(setting_parts(one, words))
            if part and len({parts[number] for parts in said}) > 1
        ]
        names[one.ticket.id] = f"{letter(at)} · {', '.join([title, *parts])}"
    return names


def letter(at: int) -> str:
    """A, B, C ... for the columns of tables; after Z two letters."""
    return letter(at // 26 - 1) + letter(at % 26) if at >= 26 else chr(ord("A") + at)


def verdict_view(verdict: Verdict, words: Words) -> VerdictView:
    """A verdict as a report shows it."""
    return VerdictView(_SIGNS[verdict], _TONES[verdict], words(f"verdict_{verdict.name.lower()}"))


def headline(summary: Summary, names: Mapping[str, str], words: Words) -> str:
    """The one sentence that a manager has to read."""
    passing = [one for one in summary.tickets if one.is_passing]
    if not passing:
        is_failed = all(one.verdict.verdict is Verdict.FAILS for one in summary.tickets)
        return words("verdict_none_fail" if is_failed and summary.tickets else "verdict_none_open")
    best = summary.cheapest
    if best is None:
        return words(
            "verdict_uncompared", names=words.listed([names[one.ticket.id] for one in passing])
        )
    name, speed = names[best.ticket.ticket.id], best.ticket.speed
    match best.by:
        case CheapestBy.ONLY_ONE:
            is_alone = len(summary.tickets) == 1
            key = "verdict_one_of_one" if is_alone else "verdict_only_one"
            return words(key, name=name, n=len(summary.tickets))
        case CheapestBy.ENERGY:
            price = speed.wh_per_answer if speed else None
        case CheapestBy.SECONDS:
            price = speed.answer_s if speed else None
    return words(
        f"verdict_cheapest_{best.by}", name=name, passing=len(passing), price=measured(price)
    )


def sentences(summary: Summary, names: Mapping[str, str], words: Words) -> list[str]:
    """Why each of the other tickets does not pass, and what was not measured at all."""
    said = []
    for one in summary.tickets:
        name, parts = names[one.ticket.id], []
        if one.verdict.verdict is Verdict.FAILS:
            items = [_failed_item(found, words) for found in one.abilities(Verdict.FAILS)]
            parts.append(words("sentence_fails", name=name, abilities=words.listed(items)))
        elif one.verdict.verdict is Verdict.OPEN and one.verdict.abilities:
            items = [_open_item(found, words) for found in one.abilities(Verdict.OPEN)]
            parts.append(words("sentence_open", name=name, abilities=words.listed(items)))
        if one.dropped:
            values = {"asked": one.n_asked, "planned": one.n_planned}
            parts.append(words("sentence_dropped", **values))
        if parts:
            said.append(words("sentence_separator").join(parts))
    going_on = [one for one in summary.tickets if not one.dropped]
    asked = sum(one.n_asked for one in going_on)
    planned = sum(one.n_planned for one in going_on)
    if asked < planned:
        said.append(words("sentence_unfinished", asked=asked, planned=planned))
    if Ability.MARKED in summary.abilities:
        said.append(words("sentence_few_marked"))
    if summary.about.left_out:
        reasons = [
            words("left_out_" + why.replace(" ", "_"), n=n)
            for why, n in summary.about.left_out.items()
        ]
        said.append(words("sentence_left_out", reasons=words.listed(reasons)))
    if summary.unmeasured:
        items = [words(f"ability_{ability}") for ability in summary.unmeasured]
        said.append(words("sentence_unmeasured", abilities=words.listed(items)))
    return said


def _failed_item(found: AbilityVerdict, words: Words) -> str:
    return words(
        "item_fails",
        ability=words(f"ability_{found.ability}"),
        share=words.percent(found.tally.share),
        least=words.exact_percent(found.threshold),
    )


def _open_item(found: AbilityVerdict, words: Words) -> str:
    ability = words(f"ability_{found.ability}")
    if not found.n_missing:
        return words("item_never", ability=ability, least=words.exact_percent(found.threshold))
    return words("item_open", ability=ability, n=found.n_missing)


def more_cases(one: TicketSummary, words: Words) -> str:
    """How many cases each undecided ability still needs; empty if none does."""
    return words.listed(
        [
            words(
                "more_cases_item",
                ability=words(f"ability_{found.ability}"),
                n=found.n_missing,
                left=one.n_left[found.ability],
            )
            for found in one.abilities(Verdict.OPEN)
            if found.n_missing
        ]
    )


def is_plan_too_small(one: TicketSummary) -> bool:
    """Whether even all the cases that are left, all right, would leave an ability undecided.

    Not of the shop's own questions: a larger profile has no more of them, only more marks have.
    """
    return any(
        found.n_missing > one.n_left[found.ability]
        for found in one.abilities(Verdict.OPEN)
        if found.ability is not Ability.MARKED
    )


def settings(one: TicketSummary, words: Words) -> str:
    """All of a ticket but its model."""
    return words.listed([part for part in setting_parts(one, words) if part])


def setting_parts(one: TicketSummary, words: Words) -> tuple[str, ...]:
    """Each setting of a ticket in words, in an order that is the same for all; may be empty."""
    ticket = one.ticket
    searched = "setting_embedder" if ticket.embedder else "setting_words_only"
    return (
        words("setting_kv", kv=ticket.kv_type),
        words("setting_limit", mb=ticket.kv_limit_mb),
        words("setting_bank" if ticket.has_bank else "setting_no_bank"),
        words(searched, embedder=ticket.embedder),
        words("setting_template", template=PurePath(ticket.template).name)
        if ticket.template
        else "",
    )


def kind_rows(summary: Summary, words: Words) -> list[KindRow]:
    """The groups of cases with what each ticket made of them."""
    keys: dict[GroupKey, None] = {}
    for one in summary.tickets:
        keys |= dict.fromkeys(one.kinds)
    return [
        KindRow(
            words(f"ability_{key.ability}"),
            words.kind(key.kind),
            words(f"condition_{key.condition}"),
            not key.is_judged,
            tuple(counts(one.kinds[key]) for one in summary.tickets),
        )
        for key in keys
    ]


def language_rows(summary: Summary, words: Words) -> list[tuple[str, tuple[str, ...]]]:
    """The languages of judged cases with what each ticket made of them."""
    names: dict[str, None] = {}
    for one in summary.tickets:
        names |= dict.fromkeys(one.languages)
    return [
        (
            words(f"language_{name}"),
            tuple(counts(one.languages[name]) for one in summary.tickets),
        )
        for name in names
    ]


def threshold_rows(summary: Summary, words: Words) -> list[tuple[str, str, str]]:
    """Ability, threshold and why; a threshold of the shop's own says what the default is."""
    rows = []
    for ability in summary.abilities:
        asked, default = summary.thresholds[ability], DEFAULT_THRESHOLDS[ability]
        reason = (
            words(f"reason_{ability}")
            if asked.least == default.least
            else words("own_threshold", share=words.exact_percent(default.least))
        )
        rows.append((words(f"ability_{ability}"), words.exact_percent(asked.least), reason))
    return rows


def run_facts(summary: Summary, words: Words) -> list[tuple[str, str]]:
    """Name and value of what was measured."""
    about = summary.about
    values = {
        "fact_started": about.started,
        "fact_machine": about.machine,
        "fact_profile": words(
            "fact_profile_value", profile=about.profile.name, seed=about.profile.seed
        ),
        "fact_library": words("fact_library_value", n=about.n_documents, library=about.library),
        "fact_cases": words("fact_cases_value", n=summary.n_cases, judged=summary.n_judged),
        "fact_plan": about.plan_digest,
    }
    return [(words(key), value) for key, value in values.items()]


def ticket_facts(one: TicketSummary, words: Words) -> list[tuple[str, str]]:
    """Name and value of all that tells a ticket from others."""
    facts, unknown = one.facts, words("unknown")
    values = {
        "model_sha": facts.sha256 if facts else unknown,
        "column_weights": figure(facts.n_bytes / 1e6) if facts else unknown,
        "model_licence": facts.licence if facts else unknown,
        "model_settings": settings(one, words),
        "model_id": one.ticket.id,
        "model_asked": words("model_asked_value", asked=one.n_asked, planned=one.n_planned),
    }
    if one.dropped:
        values["model_dropped"] = drop_reason(one.dropped, words)
    return [(words(key), value) for key, value in values.items()]


def drop_reason(reason: str, words: Words) -> str:
    """Why a ticket was stopped: the abilities that fail, or the note as it was made."""
    names = [part.strip() for part in reason.split(",")]
    if not set(names) <= {ability.value for ability in Ability}:
        return reason
    failing = words.listed([words(f"ability_{name}") for name in names])
    return words("dropped_for", abilities=failing)


def example_view(example: Example, words: Words) -> ExampleView:
    """A case that was not right, as text; a long question or answer is cut."""
    case, result = example.case, example.result
    return ExampleView(
        words(f"ability_{case.ability}"),
        words.kind(case.kind),
        words(f"condition_{case.condition}"),
        case.language[:2],
        _cut(case.question),
        expected_in_words(case, words),
        words(f"mark_{result.mark}"),
        _cut(result.text) or words("no_text"),
    )


def expected_in_words(case: Case, words: Words) -> str:
    """What a right answer would have had."""
    expected = case.expected
    if not expected.is_answerable:
        return words("expected_abstain")
    said = words.listed(list(expected.must)) or words("expected_something")
    if expected.must_not:
        values = words.listed(list(expected.must_not))
        said = words("expected_must_not", must=said, values=values)
    if expected.tool:
        tool = words.texts.get(f"tool_{expected.tool}", expected.tool)
        said = words.listed([said, words("expected_tool", tool=tool)])
    return said


def counts(found: Tally) -> str:
    """Right of asked, such as 11/12; a dash if none was asked."""
    return f"{found.right}/{found.n}" if found.n else _NOT_MEASURED


def measured(value: float | None) -> str:
    """A figure, or a dash if it was not measured."""
    return _NOT_MEASURED if value is None else figure(value)


def _cut(text: str) -> str:
    """One line of a shown length, without what a model may write and no page can show."""
    text = " ".join("".join(c if c.isprintable() else " " for c in text).split())
    return text if len(text) <= _MOST_LETTERS else text[: _MOST_LETTERS - 1].rstrip() + "…"
