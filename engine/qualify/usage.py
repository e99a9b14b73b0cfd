"""How Genba is used in a shop, as its journal tells: waiting times, tokens, questions a month."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

import numpy as np

from engine.qualify.cost_inputs import CostInputs
from engine.store.journal import Entry, EntryKind

_SHORTEST = timedelta(days=7)  # A week has all its shifts in it; less says nothing of a month.
_MONTH = timedelta(days=365.25 / 12)
_QUESTIONS = "shop.questions_per_month"


@dataclass(frozen=True, slots=True)
class Usage:
    """What a journal says of the answers in it. Notes and questions without an end do not count.

    ``median_s``, ``p90_s`` and ``mean_s``: seconds to the whole answer. A month's waiting adds up
    to its number of answers times the mean; with a few long waits the median is far below it.
    ``prompt_tokens`` and ``generated_tokens`` are means of a question. ``questions_per_month`` is
    None if the journal spans less than a week.
    """

    n_answers: int
    median_s: float
    p90_s: float
    mean_s: float
    prompt_tokens: float
    generated_tokens: float
    abstained_share: float
    questions_per_month: float | None


@dataclass(frozen=True, slots=True)
class Observed:
    """What a journal says of all its answers, and of those of each model.

    ``by_model`` goes by the name that answers are recorded with: id@12 digits of the weights' hash.
    """

    everything: Usage
    by_model: Mapping[str, Usage]


def observed(entries: Iterable[Entry], *, until: datetime) -> Observed | None:
    """What the answers among a journal's entries say, up to now; None without any."""
    answers = [entry for entry in entries if entry.kind is EntryKind.ANSWER]
    everything = usage(answers, until=until)
    if everything is None:
        return None
    by_model: dict[str, list[Entry]] = {}
    for entry in answers:
        by_model.setdefault(entry.body["model"], []).append(entry)
    found = {model: usage(own, until=until) for model, own in by_model.items()}
    return Observed(everything, {model: one for model, one in found.items() if one is not None})


def usage(entries: Iterable[Entry], *, until: datetime) -> Usage | None:
    """What the answers among a journal's entries say, up to now (``until``); None without any.

    Questions a month are the answers after the first one / time since the first one (the first
    only says when the time begins). The 90th percentile lies on the line between the two nearest
    answers (type 7 of Hyndman and Fan 1996, "Sample quantiles in statistical packages").
    """
    answers = [entry for entry in entries if entry.kind is EntryKind.ANSWER]
    if not answers:
        return None
    seconds = [float(entry.body["timings"]["total_s"]) for entry in answers]
    span = until - min(datetime.fromisoformat(entry.at) for entry in answers)
    rate = (len(answers) - 1) / (span / _MONTH) if span >= _SHORTEST else None
    return Usage(
        n_answers=len(answers),
        median_s=float(np.quantile(seconds, 0.5)),
        p90_s=float(np.quantile(seconds, 0.9)),
        mean_s=float(np.mean(seconds)),
        prompt_tokens=float(np.mean([entry.body["tokens"]["prompt"] for entry in answers])),
        generated_tokens=float(np.mean([entry.body["tokens"]["generated"] for entry in answers])),
        abstained_share=float(np.mean([entry.body["abstained"] for entry in answers])),
        questions_per_month=rate,
    )


def with_observed_use(inputs: CostInputs, observed: Usage) -> CostInputs:
    """The inputs with the observed questions a month in the place of an example.

    A number that the user typed in stays, and so does an example if less than one was observed.
    """
    rate = observed.questions_per_month
    if rate is None or rate < 1 or _QUESTIONS not in inputs.examples:
        return inputs
    return inputs.with_value(_QUESTIONS, rate)
