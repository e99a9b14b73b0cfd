"""Every unit that can be written, by spelling. Built once, at first use.

pint's definitions are the authority for sizes and dimensions; its parser sees only the names of
our own table.
"""

from __future__ import annotations

import functools
from collections.abc import Mapping
from decimal import Decimal
from difflib import get_close_matches
from fractions import Fraction
from types import MappingProxyType
from typing import TYPE_CHECKING

from engine.tools.calculator.folding import fold
from engine.tools.calculator.unit_table import COMPOSED, COUNTS, MEANT, MEASURED, SPELLED_OUT
from engine.tools.calculator.units import PERCENT, Dimension, Part, Unit, composed

if TYPE_CHECKING:
    import pint

HARDNESS_SCALES = ("HV", "HBW", "HRB", "HRC")

PI = Decimal("3.14159265358979323846264338327950288419716939937510582097494459")

_RECIPROCALS = {"rpm": "min", "Hz": "s"}
_SCALES_OF_TEMPERATURE = {
    # Of pint's kelvin. pint's own °F is 0.5555… K in Decimal, which is not 5/9.
    "°C": (Fraction(1), Fraction("273.15"), "degC 度C 摂氏"),
    "°F": (Fraction(5, 9), Fraction("459.67") * Fraction(5, 9), "degF"),
}
_HARDNESS_SPELLINGS = {"HV": "HV5 HV10 HV30", "HBW": "HB", "HRB": "", "HRC": ""}


def unit_spelled(spelling: str) -> Unit | None:
    """The unit with that folded spelling, if there is one."""
    return _catalogue().get(spelling)


@functools.cache
def spellings(first: str) -> tuple[str, ...]:
    """The folded spellings that begin with a character, longest first."""
    begun = (spelling for spelling in _catalogue() if spelling.startswith(first))
    return tuple(sorted(begun, key=len, reverse=True))


def nearest(spelling: str) -> str:
    """What was probably meant by a word that is no unit; empty if nothing is near."""
    if spelling in MEANT:
        return MEANT[spelling]
    lowered = {known.lower(): known for known in _catalogue()}
    matches = [spelling.lower()] if spelling.lower() in lowered else []
    matches = matches or get_close_matches(spelling.lower(), lowered, n=1, cutoff=0.5)
    return _catalogue()[lowered[matches[0]]].symbol if matches else ""


@functools.cache
def _catalogue() -> Mapping[str, Unit]:
    parts = _measured_parts()
    for symbol, (factors, _) in COMPOSED.items():
        whole = _unit_of(factors, parts)
        reciprocal = parts[_RECIPROCALS[symbol]] if symbol in _RECIPROCALS else None
        parts[symbol] = Part(symbol, whole.scale, whole.dimension, reciprocal=reciprocal)
    units: dict[str, Unit] = {fold("%").text: PERCENT, "percent": PERCENT, "パーセント": PERCENT}
    tables = {**MEASURED, **COMPOSED}
    for symbol, part in parts.items():
        unit = Unit(((part, 1),))
        for spelling in (symbol, *tables[symbol][1].split()):
            units[fold(spelling).text] = unit
    for part, spelled in _further_parts():
        for spelling in (part.symbol, *spelled.split()):
            units[fold(spelling).text] = Unit(((part, 1),))
    for spelling, factors in SPELLED_OUT.items():
        units[spelling] = _unit_of(factors, parts)
    return MappingProxyType(units)


def _measured_parts() -> dict[str, Part]:
    parts: dict[str, Part] = {}
    for symbol, (name, _) in MEASURED.items():
        scale, dimension = _definition(name)
        reciprocal = parts[_RECIPROCALS[symbol]] if symbol in _RECIPROCALS else None
        parts[symbol] = Part(symbol, scale, dimension, reciprocal=reciprocal)
    return parts


def _further_parts() -> list[tuple[Part, str]]:
    kelvin = _definition("kelvin")[1]
    angle: Dimension = (("[angle]", 1),)
    radian = Fraction(180) / Fraction(PI)
    return [
        *((Part(symbol), spelled) for symbol, spelled in COUNTS.items()),
        *(
            (Part(symbol, scale, kelvin, offset=zero), spelled)
            for symbol, (scale, zero, spelled) in _SCALES_OF_TEMPERATURE.items()
        ),
        (Part("°", dimension=angle), "deg degree degrees 度"),
        (Part("rad", radian, angle, is_irrational=True), "radian radians"),
        *(
            (Part(scale, dimension=((f"[{scale}]", 1),)), _HARDNESS_SPELLINGS[scale])
            for scale in HARDNESS_SCALES
        ),
    ]


def _unit_of(factors: str, parts: Mapping[str, Part]) -> Unit:
    pairs = (factor.partition("^") for factor in factors.split())
    return composed((parts[symbol], int(power or 1)) for symbol, _, power in pairs)


def _definition(name: str) -> tuple[Fraction, Dimension]:
    quantity = _registry().Quantity(Decimal(1), name).to_root_units()
    powers = sorted((key, int(str(power))) for key, power in quantity.dimensionality.items())
    return Fraction(quantity.magnitude), tuple(powers)


@functools.cache
def _registry() -> pint.UnitRegistry[Decimal]:
    # pint takes a quarter of a second to import and half as long to read its definitions; a window
    # that calculates nothing does without.
    import pint  # noqa: PLC0415

    return pint.UnitRegistry(non_int_type=Decimal)
