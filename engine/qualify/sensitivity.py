"""Which input decides: each one made smaller and larger while the others stay (a tornado).

One at a time, as in the tornado diagrams of decision analysis (Howard 1988, "Decision analysis:
practice and promise", Management Science 34(6)); what inputs do together is not seen.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, fields, replace

from engine.qualify.cost_inputs import CostInputs, bounds_of, names_of
from engine.qualify.costs import Alternative, BreakEven, Measured, compared, cost_per_question

_MEASURED = "measured"


@dataclass(frozen=True, slots=True)
class Outcome:
    """What comes out: the break-even month, and what a question costs with either."""

    break_even: BreakEven
    genba_per_question: float
    other_per_question: float

    @property
    def saved_per_question(self) -> float:
        """How much cheaper a question is with Genba; below 0 if it is dearer."""
        return self.other_per_question - self.genba_per_question


@dataclass(frozen=True, slots=True)
class Swing:
    """What one input does: its least and largest value, and what comes out of them."""

    name: str
    low: float
    high: float
    at_low: Outcome
    at_high: Outcome
    is_example: bool

    @property
    def effect(self) -> float:
        """By how much the saving per question differs between the two."""
        return abs(self.at_high.saved_per_question - self.at_low.saved_per_question)


def outcome(inputs: CostInputs, measured: Measured, against: Alternative) -> Outcome:
    """What comes out of the inputs as they are. The alternative must be among them."""
    comparison = compared(inputs, measured)
    return Outcome(
        comparison.break_even[against],
        cost_per_question(comparison.genba, inputs),
        cost_per_question(comparison.alternatives[against], inputs),
    )


def swings(
    inputs: CostInputs, measured: Measured, against: Alternative, *, change: float = 0.5
) -> tuple[Swing, ...]:
    """Every input with its effect, the largest first; measured ones are among them.

    An input goes over the range given for it, or else from (1 - change) to (1 + change) times its
    value, as far as such a value can be. An input of 0 without a range so has no effect.
    """
    found = [
        Swing(
            name,
            low,
            high,
            outcome(*_with(inputs, measured, name, low), against),
            outcome(*_with(inputs, measured, name, high), against),
            name in inputs.examples,
        )
        for name, low, high in _ranges(inputs, measured, against, change)
    ]
    return tuple(sorted(found, key=lambda swing: -swing.effect))


def _ranges(
    inputs: CostInputs, measured: Measured, against: Alternative, change: float
) -> Iterator[tuple[str, float, float]]:
    sections = dict.fromkeys(("shop", "manual", "genba", against.value))
    values = {name: inputs.value(name) for name in names_of(inputs, sections)}
    for one in fields(measured):
        if one.name != "title":
            values[f"{_MEASURED}.{one.name}"] = getattr(measured, one.name)
    for name, value in values.items():
        least, most = bounds_of(name)
        around = (max(least, value * (1 - change)), min(most, value * (1 + change)))
        low, high = inputs.ranges.get(name, around)
        yield name, low, high


def _with(
    inputs: CostInputs, measured: Measured, name: str, value: float
) -> tuple[CostInputs, Measured]:
    section, key = name.split(".")
    if section != _MEASURED:
        return inputs.with_value(name, value), measured
    changes: dict[str, float] = {key: value}
    return inputs, replace(measured, **changes)  # type: ignore[arg-type]  # Never the title.
