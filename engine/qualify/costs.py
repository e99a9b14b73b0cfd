"""What answers cost over time: Genba with a ticket, and what could be had instead of it.

Every option is the total cost of ownership (Ellram 1995, "Total cost of ownership: an analysis
approach for purchasing", IJPDLM 25(8); life cycle costing as in IEC 60300-3-3): a first cost in
month 0, the same running cost in each month from 1, and hardware bought anew when its life is
over. Amounts are in the currency of the inputs; nothing is said of inflation or taxes.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from engine.qualify.cost_inputs import Cloud, CostInputs, Server

_MONTHS_PER_YEAR = 12
_TOKENS_PER_PRICE = 1_000_000
# Sums of the same amounts in another order differ in the last bits; that decides no month.
_RELATIVE_ERROR = 1e-9


class CostKind(StrEnum):
    """What an amount is for."""

    HARDWARE = "hardware"
    LICENCES = "licences"
    SETUP = "setup"
    INDEXING = "indexing"
    BANK = "bank building"
    SEARCHING = "searching by hand"
    WAITING = "waiting"
    CHECKING = "checking"
    FALLBACK = "searching by hand after no answer"
    ENERGY = "energy"
    TOKENS = "tokens"
    FEE = "fee"
    MAINTENANCE = "maintenance"


class Alternative(StrEnum):
    """What could be had instead of Genba."""

    MANUAL = "manual"
    CLOUD = "cloud"
    SERVER = "server"


@dataclass(frozen=True, slots=True)
class Measured:
    """What a run measured of one ticket; nobody types it in.

    ``answer_s``: seconds of waiting for an answer, ``wh_per_answer`` watt-hours.
    ``indexing_hours`` and ``bank_hours`` of the machine for the whole library, at ``watts``.
    ``prompt_tokens`` and ``generated_tokens``: of a question, what a model paid by the token
    would be sent and write. ``unanswered_share`` (0 to 1): of the questions, those after which
    somebody searches by hand all the same, because it abstained or was wrong.
    """

    title: str
    answer_s: float
    wh_per_answer: float
    indexing_hours: float
    bank_hours: float
    watts: float
    prompt_tokens: float
    generated_tokens: float
    unanswered_share: float = 0.0


@dataclass(frozen=True, slots=True)
class CostItem:
    """One amount, and the names of the inputs it is made from; "measured.…" are measured."""

    kind: CostKind
    amount: float
    sources: tuple[str, ...]

    def is_example(self, inputs: CostInputs) -> bool:
        """Whether any of its inputs is still an example to replace."""
        return not inputs.examples.isdisjoint(self.sources)


@dataclass(frozen=True, slots=True)
class CostOption:
    """One way of getting answers: ``first`` in month 0, ``monthly`` in each month after it.

    The hardware in ``first`` is bought anew after every ``life_months``, if there is any.
    """

    title: str
    first: tuple[CostItem, ...]
    monthly: tuple[CostItem, ...]
    life_months: int | None = None

    @property
    def first_cost(self) -> float:
        """The sum of the first cost."""
        return math.fsum(item.amount for item in self.first)

    @property
    def monthly_cost(self) -> float:
        """The sum of the running cost of a month, without new hardware."""
        return math.fsum(item.amount for item in self.monthly)

    @property
    def hardware(self) -> float:
        """The price of the hardware, part of the first cost."""
        return math.fsum(item.amount for item in self.first if item.kind is CostKind.HARDWARE)

    def cumulative(self, month: int) -> float:
        """All that is spent up to the end of a month."""
        return self.curve(month)[-1]

    def curve(self, months: int) -> tuple[float, ...]:
        """The cumulative cost of months 0 to ``months``.

        C(m) = first + m · monthly + hardware · floor((m - 1) / life), the last for m > 0: a
        machine with a life of 60 months serves in months 1 to 60, and month 61 begins with a new
        one.
        """
        first, monthly, hardware = self.first_cost, self.monthly_cost, self.hardware
        life = self.life_months or max(1, months)
        return tuple(
            first + month * monthly + max(0, (month - 1) // life) * hardware
            for month in range(months + 1)
        )


@dataclass(frozen=True, slots=True)
class BreakEven:
    """The first month in which an option has cost no more than another, None if there is none.

    It is the simple payback time: nothing is discounted. ``is_kept``: it costs no more at the end
    of any month after that one either, as far as was looked.
    """

    month: int | None
    is_kept: bool


@dataclass(frozen=True, slots=True)
class Comparison:
    """Genba with a ticket against every alternative that has prices."""

    genba: CostOption
    alternatives: Mapping[Alternative, CostOption]
    break_even: Mapping[Alternative, BreakEven]


def compared(inputs: CostInputs, measured: Measured) -> Comparison:
    """A ticket against the alternatives, over the months of the inputs."""
    genba = genba_option(inputs, measured)
    alternatives = {Alternative.MANUAL: manual_option(inputs)}
    if inputs.cloud is not None:
        alternatives[Alternative.CLOUD] = _cloud_option(inputs, inputs.cloud, measured)
    if inputs.server is not None:
        alternatives[Alternative.SERVER] = _server_option(inputs, inputs.server)
    months = {name: break_even(genba, other, inputs.months) for name, other in alternatives.items()}
    return Comparison(genba, alternatives, months)


def break_even(option: CostOption, other: CostOption, months: int) -> BreakEven:
    """When an option has cost no more than another, looking at months 0 to ``months``.

    The months are gone through one by one: new hardware makes steps, so that there is no formula.
    """
    is_cheaper = [
        mine <= theirs or math.isclose(mine, theirs, rel_tol=_RELATIVE_ERROR)
        for mine, theirs in zip(option.curve(months), other.curve(months), strict=True)
    ]
    if True not in is_cheaper:
        return BreakEven(None, is_kept=False)
    month = is_cheaper.index(True)
    return BreakEven(month, is_kept=all(is_cheaper[month:]))


def cost_per_question(option: CostOption, inputs: CostInputs) -> float:
    """What one question costs, with its part of the first cost.

    (monthly + hardware / life + (first - hardware) / months) / questions a month. Hardware is
    written off in equal parts over its life (straight-line depreciation, IAS 16), the rest of the
    first cost over the months of the inputs.
    """
    written_off = option.hardware / option.life_months if option.life_months else 0.0
    once = (option.first_cost - option.hardware) / inputs.months
    return (option.monthly_cost + written_off + once) / inputs.shop.questions_per_month


def present_value(option: CostOption, inputs: CostInputs) -> float | None:
    """All costs of the months of the inputs as one amount of today; None without a discount rate.

    Sum of c(m) / (1 + r)^(m / 12), with c(m) spent at the end of month m and r the rate of a year
    (net present value).
    """
    if inputs.discount_percent is None:
        return None
    yearly = 1 + inputs.discount_percent / 100
    curve = option.curve(inputs.months)
    spent = (after - before for before, after in zip((0.0, *curve), curve, strict=False))
    return math.fsum(c / yearly ** (m / _MONTHS_PER_YEAR) for m, c in enumerate(spent))


def manual_option(inputs: CostInputs) -> CostOption:
    """Staying with searching by hand: minutes / 60 · wage · questions, each month."""
    minutes = inputs.manual.minutes_per_search
    item = _working_time(inputs, CostKind.SEARCHING, minutes, ("manual.minutes_per_search",))
    return CostOption(Alternative.MANUAL.value, (), (item,))


def genba_option(inputs: CostInputs, measured: Measured) -> CostOption:
    """Genba with a ticket.

    First: hardware, licences, set-up hours · wage, and for each hour of indexing and of bank
    building  watts / 1000 · energy price + attended share · wage.
    Each month: working time (see ``_asking``), Wh / 1000 · energy price · questions, maintenance
    hours · wage. What the computer uses while nothing is asked is not counted: it is on anyway.
    """
    shop, genba = inputs.shop, inputs.genba
    hour = measured.watts / 1000 * shop.energy_price_per_kwh
    hour += genba.attended_share * shop.wage_per_hour
    of_hour = (
        "measured.watts",
        "shop.energy_price_per_kwh",
        "genba.attended_share",
        "shop.wage_per_hour",
    )
    energy = measured.wh_per_answer / 1000 * shop.energy_price_per_kwh * shop.questions_per_month
    of_energy = ("measured.wh_per_answer", "shop.energy_price_per_kwh", "shop.questions_per_month")
    indexing, bank = ("measured.indexing_hours", *of_hour), ("measured.bank_hours", *of_hour)
    return CostOption(
        measured.title,
        (
            CostItem(CostKind.HARDWARE, genba.hardware, ("genba.hardware",)),
            CostItem(CostKind.LICENCES, genba.licences, ("genba.licences",)),
            _hours(inputs, CostKind.SETUP, genba.setup_hours, "genba.setup_hours"),
            CostItem(CostKind.INDEXING, measured.indexing_hours * hour, indexing),
            CostItem(CostKind.BANK, measured.bank_hours * hour, bank),
        ),
        (
            *_asking(inputs, measured.answer_s, measured.unanswered_share, "measured"),
            CostItem(CostKind.ENERGY, energy, of_energy),
            _hours(
                inputs, CostKind.MAINTENANCE, genba.maintenance_hours, "genba.maintenance_hours"
            ),
        ),
        _life_months(genba.life_years),
    )


def _cloud_option(inputs: CostInputs, cloud: Cloud, measured: Measured) -> CostOption:
    """A model paid by the token: (tokens in · price in + tokens out · price out) / 10^6 a question.

    It is sent as much as Genba's own model reads. What searching for that costs is part of its
    set-up and its fees.
    """
    tokens = measured.prompt_tokens * cloud.price_in + measured.generated_tokens * cloud.price_out
    of_tokens = (
        "measured.prompt_tokens",
        "cloud.price_in",
        "measured.generated_tokens",
        "cloud.price_out",
        "shop.questions_per_month",
    )
    price = tokens / _TOKENS_PER_PRICE * inputs.shop.questions_per_month
    return CostOption(
        Alternative.CLOUD.value,
        (_hours(inputs, CostKind.SETUP, cloud.setup_hours, "cloud.setup_hours"),),
        (
            *_asking(inputs, cloud.answer_s, cloud.unanswered_share, "cloud"),
            CostItem(CostKind.TOKENS, price, of_tokens),
            CostItem(CostKind.FEE, cloud.fee_per_month, ("cloud.fee_per_month",)),
            _hours(
                inputs, CostKind.MAINTENANCE, cloud.maintenance_hours, "cloud.maintenance_hours"
            ),
        ),
    )


def _server_option(inputs: CostInputs, server: Server) -> CostOption:
    """An own server: watts / 1000 · hours on · energy price each month, asked or not."""
    energy = server.watts / 1000 * server.hours_per_month * inputs.shop.energy_price_per_kwh
    of_energy = ("server.watts", "server.hours_per_month", "shop.energy_price_per_kwh")
    return CostOption(
        Alternative.SERVER.value,
        (
            CostItem(CostKind.HARDWARE, server.hardware, ("server.hardware",)),
            CostItem(CostKind.LICENCES, server.licences, ("server.licences",)),
            _hours(inputs, CostKind.SETUP, server.setup_hours, "server.setup_hours"),
        ),
        (
            *_asking(inputs, server.answer_s, server.unanswered_share, "server"),
            CostItem(CostKind.ENERGY, energy, of_energy),
            _hours(
                inputs, CostKind.MAINTENANCE, server.maintenance_hours, "server.maintenance_hours"
            ),
        ),
        _life_months(server.life_years),
    )


def _asking(
    inputs: CostInputs, answer_s: float, unanswered_share: float, section: str
) -> tuple[CostItem, ...]:
    """Working time for asking, in minutes a question.

    Waiting: seconds / 60 · (1 - share used for other work). Checking: as typed in, for every
    question. Fallback: share without an answer · minutes of a search by hand.
    """
    waiting = answer_s / 60 * (1 - inputs.shop.waiting_used_share)
    fallback = unanswered_share * inputs.manual.minutes_per_search
    of_waiting = (f"{section}.answer_s", "shop.waiting_used_share")
    of_fallback = (f"{section}.unanswered_share", "manual.minutes_per_search")
    return (
        _working_time(inputs, CostKind.WAITING, waiting, of_waiting),
        _working_time(
            inputs, CostKind.CHECKING, inputs.shop.check_minutes, ("shop.check_minutes",)
        ),
        _working_time(inputs, CostKind.FALLBACK, fallback, of_fallback),
    )


def _working_time(
    inputs: CostInputs, kind: CostKind, minutes: float, sources: tuple[str, ...]
) -> CostItem:
    """The cost of a month: minutes a question / 60 · wage · questions."""
    amount = minutes / 60 * inputs.shop.wage_per_hour * inputs.shop.questions_per_month
    return CostItem(kind, amount, (*sources, "shop.wage_per_hour", "shop.questions_per_month"))


def _hours(inputs: CostInputs, kind: CostKind, hours: float, name: str) -> CostItem:
    return CostItem(kind, hours * inputs.shop.wage_per_hour, (name, "shop.wage_per_hour"))


def _life_months(years: float) -> int:
    """Whole months, so that new hardware comes in a month and not between two."""
    return max(1, round(years * _MONTHS_PER_YEAR))
