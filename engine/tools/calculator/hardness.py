"""Hardness converted between scales, by the table of ISO 18265 for unalloyed and low-alloy steels.

A converted hardness is an estimate: the standard allows it where a hardness cannot be measured on
the scale that is asked for. Between two rows it is interpolated, outside the table refused.
"""

from __future__ import annotations

import functools
import importlib.resources
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from engine.tools.calculator.arithmetic import computed
from engine.tools.calculator.refusal import Refusal

STRENGTH = "MPa"
"""The column of the approximate tensile strength."""

_WHOLE_FROM = Decimal(100)  # Brinell numbers from here on have no decimals in the table.
_RESOLUTIONS = {"HV": Decimal(1), "MPa": Decimal(5), "HRB": Decimal("0.1"), "HRC": Decimal("0.1")}


@dataclass(frozen=True, slots=True)
class _Table:
    source: str
    columns: Mapping[str, Sequence[Decimal | None]]


def source() -> str:
    """The table by name, for the reader of a result."""
    return _table().source


def converted_hardness(number: Decimal, scale: str, target: str) -> Decimal:
    """The hardness on another scale, or the tensile strength in MPa, as finely as the table has it.

    ``scale`` and ``target`` are columns of the table: HV, HBW, HRB, HRC, and as target MPa.
    """
    table = _table()
    both = zip(table.columns[scale], table.columns[target], strict=True)
    rows = [(have, want) for have, want in both if have is not None and want is not None]
    if not rows[0][0] <= number <= rows[-1][0]:
        wanted = "a tensile strength" if target == STRENGTH else target
        raise Refusal(
            f"the table has {wanted} from {rows[0][0]} to {rows[-1][0]} {scale} only,"
            f" not for {number:f} {scale}"
        )
    after = next(index for index, row in enumerate(rows) if number <= row[0])
    return _at_resolution(_between(number, rows[max(after - 1, 0)], rows[after]), target)


_Row = tuple[Decimal, Decimal]


def _between(number: Decimal, below: _Row, above: _Row) -> Decimal:
    if number == above[0]:
        return above[1]
    share = (number - below[0]) / (above[0] - below[0])
    return below[1] + share * (above[1] - below[1])


def _at_resolution(number: Decimal, target: str) -> Decimal:
    brinell = Decimal(1) if number >= _WHOLE_FROM else Decimal("0.1")
    step = _RESOLUTIONS.get(target, brinell)
    steps = computed(lambda context: context.to_integral_value(number / step)).number
    return steps * step


@functools.cache
def _table() -> _Table:
    text = importlib.resources.files("engine.tools.calculator").joinpath("hardness.toml")
    data = tomllib.loads(text.read_text(encoding="utf-8"))
    rows = [row.split() for row in data["rows"].splitlines() if row]
    columns = zip(data["columns"].split(), zip(*rows, strict=True), strict=True)
    return _Table(
        data["source"],
        {name: [None if v == "-" else Decimal(v) for v in values] for name, values in columns},
    )
