"""Limit deviations of ISO 286-1 tolerance classes: 25 H7 is +0.021/0 mm.

Sizes up to 3150 mm. What the standard does not tabulate is refused, never interpolated. The
deviations of holes come from those of shafts by the standard's own rules, which give its tables
of holes without exception but one (M6 over 250 up to 315 mm).
"""

from __future__ import annotations

import functools
import importlib.resources
import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from engine.tools.calculator.refusal import Refusal

_CLASS = re.compile(r"([A-Z]{1,2}|[a-z]{1,2})(01|\d|1[0-8])")
_LARGEST_MM = 3150


@dataclass(frozen=True, slots=True)
class Deviations:
    """Limit deviations of a class at a size, in mm to the µm, and the tables they come from."""

    upper: Decimal
    lower: Decimal
    sources: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Case:
    """A class at a size. ``size`` in mm."""

    size: Decimal
    letters: str
    grade: str

    @property
    def name(self) -> str:
        return f"{self.size:f} {self.letters}{self.grade}"

    @property
    def number(self) -> int:
        """The grade as a number; IT01 counts as below IT0."""
        return -1 if self.grade == "01" else int(self.grade)

    @property
    def is_hole(self) -> bool:
        return self.letters.isupper()


def is_hole(name: str) -> bool:
    """Whether a class such as H7 is one for holes."""
    return name[0].isupper()


def deviations(size_mm: Decimal, name: str) -> Deviations:
    """The limit deviations of the class ``name`` for a nominal size."""
    match = _CLASS.fullmatch(name)
    if match is None:
        raise Refusal(f"{name} is no tolerance class of ISO 286")
    case = _Case(size_mm, match.group(1), match.group(2))
    if not 0 < size_mm <= _LARGEST_MM:
        raise Refusal(f"ISO 286 has sizes over 0 up to {_LARGEST_MM} mm, not {size_mm:f} mm")
    _refuse_untabulated(case)
    tolerance = _tolerance(case, case.number)
    lower = _lower(case, tolerance)
    upper = lower + tolerance
    sources = (_tables()["sources"]["grades"], *_source_of(case))
    return Deviations(upper.scaleb(-3), lower.scaleb(-3), sources)


def _refuse_untabulated(case: _Case) -> None:
    letters, grade = case.letters.lower(), case.number
    is_tiny, is_large = case.size <= 1, case.size > 500
    if is_tiny and (letters in ("a", "b") or grade >= 14 or (case.letters == "N" and grade > 8)):
        raise Refusal(f"ISO 286 gives no {case.letters}{case.grade} for sizes up to 1 mm")
    if is_large and letters not in ("h", "js") and not 6 <= grade <= 16:
        raise Refusal(f"ISO 286 gives {case.letters} over 500 mm for IT6 to IT16 only")
    if case.letters == "K" and grade > 8 and case.size > 3:
        raise Refusal("ISO 286 gives K over 3 mm up to IT8 only")


def _lower(case: _Case, tolerance: Decimal) -> Decimal:
    """The lower limit deviation in µm."""
    letters = case.letters.lower()
    if letters == "js":
        return -tolerance / 2
    if letters == "j":
        tabulated = _value(case, "tabulated_j", f"{case.letters}{case.grade}")
        return tabulated - tolerance if case.is_hole else tabulated
    shaft = _of_shaft(case)
    if letters < "i":  # a to h lie below the nominal size, A to H above it
        return -shaft if case.is_hole else shaft - tolerance
    if not case.is_hole:
        return Decimal(0) if letters == "k" and not 4 <= case.number <= 7 else shaft
    return _upper_of_hole(case, shaft) - tolerance


def _upper_of_hole(case: _Case, shaft: Decimal) -> Decimal:
    """The upper limit deviation of holes K to ZC in µm."""
    letters, grade = case.letters, case.number
    if letters == "M" and grade == 6 and 250 < case.size <= 315:
        return Decimal(-9)  # The standard's exception; the rule gives -11.
    if letters == "N" and grade > 8 and 3 < case.size <= 500:
        return Decimal(0)
    last_with_delta = 8 if letters in ("K", "M", "N") else 7
    delta = _delta(case) if grade <= last_with_delta else Decimal(0)
    return delta - shaft


def _delta(case: _Case) -> Decimal:
    """The Δ of Tables 2 and 3: the step to the next finer grade, from IT3 on."""
    if not 3 < case.size <= 500:
        return Decimal(0)
    if case.number < 3:
        raise Refusal(f"ISO 286 gives {case.letters} over 3 mm from IT3 on")
    return _tolerance(case, case.number) - _tolerance(case, case.number - 1)


def _of_shaft(case: _Case) -> Decimal:
    letters = case.letters.lower()
    finer = "shafts_in_finer_steps"
    return _value(case, finer if letters in _tables()[finer] else "shafts", letters)


def _tolerance(case: _Case, grade: int) -> Decimal:
    return _value(case, "grades", "01" if grade < 0 else str(grade))


def _value(case: _Case, table: str, row: str) -> Decimal:
    rows = _tables()[table]
    if row not in rows:
        raise Refusal(f"{case.letters}{case.grade} is no tolerance class of ISO 286")
    sizes = (Decimal(size) for size in rows["sizes"].split())
    step = next((index for index, size in enumerate(sizes) if case.size <= size), len(rows[row]))
    values = rows[row].split()
    if step >= len(values) or values[step] == "-":
        raise Refusal(f"ISO 286 does not tabulate {case.name}")
    return Decimal(values[step])


def _source_of(case: _Case) -> tuple[str, ...]:
    letters = case.letters.lower()
    if letters == "js":
        return ()  # half the tolerance grade on either side
    if case.is_hole:
        name = "holes_a_to_m" if letters < "n" else "holes_n_to_zc"
    else:
        name = "shafts_a_to_j" if letters < "k" else "shafts_k_to_zc"
    return (_tables()["sources"][name],)


@functools.cache
def _tables() -> Mapping[str, dict[str, str]]:
    text = importlib.resources.files("engine.tools.calculator").joinpath("iso286.toml")
    return tomllib.loads(text.read_text(encoding="utf-8"))
