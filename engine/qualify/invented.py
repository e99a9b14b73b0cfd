"""Invented machines and values: alike enough to be mixed up, and nowhere in the shop's own text."""

from __future__ import annotations

from random import Random
from string import ascii_uppercase

from engine.qualify.material import Material

_LETTERS = ascii_uppercase.replace("I", "").replace("O", "")  # Not to be taken for figures.


class Names:
    """Gives out machine names and values, none of them twice."""

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
        """``n`` values with one decimal of the same few figures, such as 47.3 and 43.7."""
        found: list[str] = []
        while len(found) < n:
            a, b, c = self._random.sample("123456789", 3)
            for value in (f"{a}{b}.{c}", f"{a}{c}.{b}", f"{b}{a}.{c}"):
                if value not in self._given and value not in self._own_text and len(found) < n:
                    self._given.add(value)
                    found.append(value)
        self._random.shuffle(found)
        return found

    def _new_series(self) -> str:
        while True:
            series = "".join(self._random.sample(_LETTERS, 2))
            if series not in self._given and f"{series}-" not in self._own_text:
                self._given.add(series)
                return series
