"""Invented machines and values: alike enough to be mixed up, and nowhere in the shop's own text."""

from __future__ import annotations

from random import Random
from string import ascii_uppercase

from engine.qualify.material import Material

_TRIES = 200  # Before names and values get longer.
_LETTERS = ascii_uppercase.replace("I", "").replace("O", "")  # Not to be taken for figures.


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
