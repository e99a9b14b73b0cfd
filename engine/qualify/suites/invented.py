"""Machines and values that no shop has, the order of cases, and the wording beside a suite."""

from __future__ import annotations

import importlib.resources
import re
import tomllib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from random import Random
from string import ascii_uppercase
from typing import Any

from engine.qualify.material import Material

_TRIES = 200  # Before names and values get longer.
_LETTERS = ascii_uppercase.replace("I", "").replace("O", "")  # Not to be taken for figures.
_PREFIX_LETTERS = "FGHJKLNPTVWXZ"
_DIGITS = "123456789"
_NEAR = 6  # Steps on either side in which the values of one property lie.


@dataclass(frozen=True, slots=True)
class Spread:
    """Where the values of a property lie: from ``low`` on by ``step`` to ``high``."""

    low: Decimal
    high: Decimal
    step: Decimal

    @classmethod
    def of(cls, raw: dict[str, Any]) -> Spread:
        """A spread as it stands in the wording."""
        return cls(Decimal(raw["low"]), Decimal(raw["high"]), Decimal(raw["step"]))


class Values:
    """Numbers of one world: near each other where they belong together, none of them twice."""

    def __init__(self, random: Random, taken: Iterable[str] = ()) -> None:
        """``taken`` are numbers that the world has already."""
        self._random = random
        self._taken = {Decimal(number) for number in taken}

    def near(self, spread: Spread, n: int) -> tuple[str, ...]:
        """``n`` values of a property within a dozen steps, in no order."""
        n_steps = int((spread.high - spread.low) / spread.step)
        free: list[Decimal] = []
        while len(free) < n:
            centre = self._random.randrange(n_steps + 1)
            around = range(max(0, centre - _NEAR), min(n_steps, centre + _NEAR) + 1)
            numbers = (spread.low + i * spread.step for i in around)
            free = [number for number in numbers if number not in self._taken]
        chosen = self._random.sample(free, n)
        self._taken.update(chosen)
        return tuple(map(str, chosen))


class Names:
    """Gives out machine names, none of them twice, and values, none twice at a time."""

    def __init__(self, material: Material, random: Random) -> None:
        self._own_text = "\0".join(text for _, texts in material.paragraphs for text in texts)
        self._random = random
        self._given: set[str] = set()

    def alike(self, n: int) -> list[str]:
        """``n`` machines of one series, such as KX-417 and KX-471: the same letters and figures.

        Six arrangements of three figures; a longer list goes on with other figures.
        """
        series = self._new_series()
        found: list[str] = []
        while len(found) < n:
            figures = self._random.sample("123456789", 3)
            arranged = {"".join(self._random.sample(figures, 3)) for _ in range(12)}
            for figure in sorted(arranged):
                name = f"{series}-{figure}"
                if name not in self._given and len(found) < n:
                    self._given.add(name)
                    found.append(name)
        self._random.shuffle(found)
        return found

    def values(self, n: int) -> list[str]:
        """``n`` values with one decimal of the same few figures, such as 47.3 and 43.7.

        None is in the shop's text; if that has too many of them, they get more figures.
        """
        found: list[str] = []
        n_figures, n_tried = 3, 0
        while len(found) < n:
            figures = self._random.sample("123456789", n_figures)
            *whole, tenth = figures
            for shuffled in (whole, [tenth, *whole[1:]], whole[::-1]):
                last = next(figure for figure in figures if figure not in shuffled)
                value = f"{''.join(shuffled)}.{last}"
                if value not in found and value not in self._own_text and len(found) < n:
                    found.append(value)
            n_tried += 1
            n_figures = min(3 + n_tried // _TRIES, 9)
        self._random.shuffle(found)
        return found

    def _new_series(self) -> str:
        n_tried = 0
        while True:
            series = "".join(self._random.sample(_LETTERS, min(2 + n_tried // _TRIES, 8)))
            if series not in self._given and f"{series}-" not in self._own_text:
                self._given.add(series)
                return series
            n_tried += 1


def machine_pairs(random: Random, n: int, text: str) -> tuple[tuple[str, str], ...]:
    """``n`` machines, each with one that is named like it but for two digits in other order.

    All have the same letters, such as KX-417 and KX-471, and ``text`` has none with these letters.
    """
    prefix = ""
    while not prefix or re.search(rf"{prefix}\W?\d", text, re.IGNORECASE):
        prefix = "".join(random.sample(_PREFIX_LETTERS, 2))
    pairs: dict[str, str] = {}
    while len(pairs) < n:
        a, b, c = random.sample(_DIGITS, 3)
        number, twin = f"{a}{b}{c}", f"{a}{c}{b}"
        if not {number, twin} & {*pairs, *pairs.values()}:
            pairs[number] = twin
    return tuple((f"{prefix}-{number}", f"{prefix}-{twin}") for number, twin in pairs.items())


def balanced(kinds: Sequence[str], languages: Sequence[str]) -> tuple[tuple[str, str], ...]:
    """Every kind in every language once, so that any beginning is balanced over both."""
    return tuple(
        (kind, languages[(at + shift) % len(languages)])
        for shift in range(len(languages))
        for at, kind in enumerate(kinds)
    )


@cache
def wording_of(suite: str) -> dict[str, Any]:
    """The wording of a suite, from the file beside it; numbers with a point are Decimals."""
    text = importlib.resources.files("engine.qualify.suites").joinpath(f"{suite}.toml")
    return tomllib.loads(text.read_text(encoding="utf-8"), parse_float=Decimal)
