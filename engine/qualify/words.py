"""The words of a report, English and Japanese, from ``assets/qualify/words.toml``.

They are data of the engine and not Qt translations: a report is made without a window too, and in
the language of who reads it, which need not be that of the window.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

from engine.assets import asset

LANGUAGES = ("en", "ja")


@dataclass(frozen=True, slots=True)
class Words:
    """The words of one language: ``words("cases", n=3)``."""

    language: str
    texts: Mapping[str, str]

    def __call__(self, key: str, **values: object) -> str:
        """A text with its values filled in. Raises KeyError for an unknown key or lacking value."""
        return self.texts[key].format(**values)

    def kind(self, name: str) -> str:
        """What a kind of case is called; its own name if there is no word for it."""
        return self.texts.get("kind_" + re.sub(r"\W", "_", name), name)

    def percent(self, share: float) -> str:
        """A share as a whole percentage; 100 % and 0 % only if all and none are meant."""
        percent = round(share * 100)
        if share < 1 and percent == 100:
            return "> 99 %"
        return "< 1 %" if share > 0 and percent == 0 else f"{percent} %"

    def exact_percent(self, share: float) -> str:
        """A share that someone set, such as a threshold or a depth, not rounded: 92.5 %."""
        return f"{share * 100:.4g} %"

    def listed(self, items: list[str]) -> str:
        """Items of one sentence, one after the other."""
        return self("list_separator").join(items)


@lru_cache
def words_in(language: str) -> Words:
    """The words of a language of ``LANGUAGES``. Raises KeyError for another."""
    content = tomllib.loads(asset("qualify", "words.toml").read_text(encoding="utf-8"))
    return Words(language, {key: texts[language] for key, texts in content.items()})


def figure(value: float) -> str:
    """A measured figure with three significant digits at most: 0.034, 4.2, 127, 16,000."""
    if value == 0:
        return "0"
    if abs(value) >= 100:
        return f"{value:,.0f}"
    return "< 0.001" if 0 < value < 0.001 else f"{value:.3g}"


def money(value: float) -> str:
    """An amount with three digits, ends of a column alike: 0.0037, 1.00, 17.8, 2,667, −3.20."""
    size = abs(value)
    if size == 0:
        return "0"
    if size >= 100:
        written = f"{size:,.0f}"
    elif size >= 0.1:
        written = f"{size:.1f}" if size >= 10 else f"{size:.2f}"
    else:
        written = figure(size)
    return f"−{written}" if value < 0 else written


def short_count(n: int) -> str:
    """A count of tokens for an axis: 500, 2k, 16k, 1M."""
    for unit, name in ((1_000_000, "M"), (1_000, "k")):
        if n >= unit:
            return f"{n / unit:.3g}{name}"
    return str(n)
