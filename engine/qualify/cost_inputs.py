"""What the user tells the cost model: prices and habits of the shop, and what is still an example.

The file is TOML. A plain number is the user's own; ``{ example = 40 }`` is one that shipped and
waits to be replaced, so that replacing it takes the mark away. ``low`` and ``high`` beside either
give the range that the sensitivity tries.
"""

from __future__ import annotations

import difflib
import math
import tomllib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, fields, replace
from pathlib import Path
from typing import Any, TypeAlias, cast

from engine.assets import asset
from engine.errors import CostsInvalid

_MONTHS_PER_YEAR = 12
_MOST_MONTHS = 600
_BOUNDS: Mapping[str, tuple[float, float]] = {
    "months": (1, _MOST_MONTHS),
    "questions_per_month": (1, math.inf),
    "life_years": (1 / _MONTHS_PER_YEAR, _MOST_MONTHS / _MONTHS_PER_YEAR),
}
_LANGUAGES = ("en", "ja")


@dataclass(frozen=True, slots=True)
class Shop:
    """Whom it is for. ``check_minutes`` a question; ``waiting_used_share`` of 0 to 1."""

    questions_per_month: float
    wage_per_hour: float
    check_minutes: float
    waiting_used_share: float
    energy_price_per_kwh: float


@dataclass(frozen=True, slots=True)
class Manual:
    """Searching by hand."""

    minutes_per_search: float


@dataclass(frozen=True, slots=True)
class Genba:
    """What Genba costs beside what is measured.

    ``hardware`` is bought anew every ``life_years``; ``licences`` are paid once. ``attended_share``
    (0 to 1) of the hours of indexing and bank building cost working time. ``maintenance_hours`` a
    month.
    """

    hardware: float
    life_years: float
    licences: float
    setup_hours: float
    attended_share: float
    maintenance_hours: float


@dataclass(frozen=True, slots=True)
class Cloud:
    """A model that is paid by the token: ``price_in`` and ``price_out`` a million of them."""

    price_in: float
    price_out: float
    fee_per_month: float
    answer_s: float
    unanswered_share: float
    setup_hours: float
    maintenance_hours: float


@dataclass(frozen=True, slots=True)
class Server:
    """An own server with a GPU; ``watts`` is its mean power over ``hours_per_month``."""

    hardware: float
    life_years: float
    licences: float
    watts: float
    hours_per_month: float
    answer_s: float
    unanswered_share: float
    setup_hours: float
    maintenance_hours: float


Section: TypeAlias = Shop | Manual | Genba | Cloud | Server


@dataclass(frozen=True, slots=True)
class CostInputs:
    """All inputs. Amounts are in ``currency``, a label; names of inputs are like "cloud.price_in".

    ``examples`` are the names of those that are still examples to replace. ``ranges`` are (low,
    high) by name. Without ``discount_percent`` (a year) there is no present value; without
    ``cloud`` or ``server`` nothing is compared with it.
    """

    currency: str
    months: int
    shop: Shop
    manual: Manual
    genba: Genba
    cloud: Cloud | None = None
    server: Server | None = None
    discount_percent: float | None = None
    examples: frozenset[str] = frozenset()
    ranges: Mapping[str, tuple[float, float]] = field(default_factory=dict)

    def value(self, name: str) -> float:
        """The number of that name, such as "shop.wage_per_hour"."""
        section, key = name.split(".")
        return cast(float, getattr(getattr(self, section), key))

    def with_value(self, name: str, value: float) -> CostInputs:
        """The same with another number, and that one no longer an example."""
        section, key = name.split(".")
        changes: dict[str, Any] = {section: replace(getattr(self, section), **{key: value})}
        return replace(self, examples=self.examples - {name}, **changes)


_SECTIONS: Mapping[str, type[Section]] = {
    "shop": Shop,
    "manual": Manual,
    "genba": Genba,
    "cloud": Cloud,
    "server": Server,
}
_MAY_LACK = frozenset({"cloud", "server", "discount_percent"})


def read_costs(path: Path) -> CostInputs:
    """The inputs of a file. A missing key is an error: no number stands in silently.

    Raises:
        CostsInvalid: quoting the key, what is wrong, and the nearest known key.
    """
    try:
        raw = tomllib.loads(path.read_text(encoding="utf-8-sig"))  # Editors on Windows sign it.
    except (OSError, ValueError) as error:  # tomllib's and the decoder's errors are ValueErrors.
        raise CostsInvalid(path=path, key=path.name, detail=str(error), nearest="") from error
    return _Reader(path).inputs(raw)


def example_text(language: str) -> str:
    """The example file with its comments in one language, "en" or "ja"; English for others."""
    wanted = language if language in _LANGUAGES else "en"
    lines = asset("qualify", "costs.toml").read_text(encoding="utf-8").splitlines()
    return "".join(f"{line}\n" for line in _lines_in(wanted, lines))


def write_example(path: Path, language: str) -> None:
    """Write the example file for the user to edit. Raises FileExistsError, or another OSError."""
    with path.open("x", encoding="utf-8") as file:
        file.write(example_text(language))


def names_of(inputs: CostInputs, sections: Iterable[str]) -> Iterator[str]:
    """The names of the numbers in some sections, in the order of the file."""
    for section in sections:
        for one in fields(getattr(inputs, section)):
            yield f"{section}.{one.name}"


def bounds_of(name: str) -> tuple[float, float]:
    """The least and the most that a number of that name can be."""
    key = name.rpartition(".")[2]
    return (0, 1) if key.endswith("_share") else _BOUNDS.get(key, (0, math.inf))


def _lines_in(wanted: str, lines: Iterable[str]) -> Iterator[str]:
    for line in lines:
        language = next((one for one in _LANGUAGES if line.startswith(f"#{one}:")), "")
        if not language:
            yield line
        elif language == wanted:
            yield f"#{line.removeprefix(f'#{language}:')}"


class _Reader:
    """Reads one file, and notes which values are examples and which have ranges."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._examples: set[str] = set()
        self._ranges: dict[str, tuple[float, float]] = {}

    def inputs(self, raw: Mapping[str, Any]) -> CostInputs:
        self._check_keys(raw, ("currency", "months", "discount_percent", *_SECTIONS), "")
        currency = self._plain(raw["currency"], "currency")
        if not isinstance(currency, str):
            raise self._error("currency", f'text such as "EUR" expected, {currency!r} found')
        months = self._checked(self._plain(raw["months"], "months"), "months", "months")
        if months != int(months):
            raise self._error("months", f"a whole number expected, {months!r} found")
        sections = {
            name: kind(**self._numbers(raw[name], name, kind))
            for name, kind in _SECTIONS.items()
            if name in raw
        }
        return CostInputs(
            currency=currency,
            months=int(months),
            discount_percent=self._discount(raw),
            examples=frozenset(self._examples),
            ranges=self._ranges,
            **cast(dict[str, Any], sections),
        )

    def _discount(self, raw: Mapping[str, Any]) -> float | None:
        key = "discount_percent"
        return self._checked(self._plain(raw[key], key), key, key) if key in raw else None

    def _numbers(self, raw: object, section: str, kind: type[Section]) -> dict[str, float]:
        if not isinstance(raw, dict):
            raise self._error(section, f"a part headed [{section}] expected, {raw!r} found")
        keys = [one.name for one in fields(kind)]
        self._check_keys(raw, keys, f"{section}.")
        return {key: self._number(raw[key], f"{section}.{key}") for key in keys}

    def _number(self, raw: object, name: str) -> float:
        value = self._checked(self._plain(raw, name, beside=("low", "high")), name, name)
        if isinstance(raw, dict) and ("low" in raw or "high" in raw):
            low = self._checked(raw.get("low", value), name, f"{name}.low")
            high = self._checked(raw.get("high", value), name, f"{name}.high")
            if not low <= value <= high:
                raise self._error(name, f"{value:g} is not from {low:g} to {high:g}")
            self._ranges[name] = (low, high)
        return value

    def _plain(self, raw: object, name: str, *, beside: tuple[str, ...] = ()) -> object:
        """What is given for a name, without what may stand beside it."""
        if not isinstance(raw, dict):
            return raw
        for key in raw:
            if key not in ("value", "example", *beside):
                raise self._unknown(f"{name}.{key}", key, ("value", "example", *beside))
        if ("value" in raw) == ("example" in raw):
            raise self._error(name, "either value or example expected")
        if "example" in raw:
            self._examples.add(name)
            return raw["example"]
        return raw["value"]

    def _checked(self, value: object, name: str, where: str) -> float:
        # True is an int to Python, and no amount to anyone; TOML knows nan and inf.
        if (
            isinstance(value, bool)
            or not isinstance(value, int | float)
            or not math.isfinite(value)
        ):
            raise self._error(where, f"a number expected, {value!r} found")
        low, high = bounds_of(name)
        if not low <= value <= high:
            limits = f"at least {low:g}" if high == math.inf else f"from {low:.3g} to {high:g}"
            raise self._error(where, f"a number {limits} expected, {value:g} found")
        return float(value)

    def _check_keys(self, raw: Mapping[str, Any], known: Iterable[str], where: str) -> None:
        known = tuple(known)
        for key in raw:
            if key not in known:
                raise self._unknown(f"{where}{key}", key, known)
        for key in known:
            if key not in raw and key not in _MAY_LACK:
                raise self._error(f"{where}{key}", "it is missing")

    def _unknown(self, where: str, key: str, known: Iterable[str]) -> CostsInvalid:
        near = difflib.get_close_matches(key, list(known), 1, 0.3)
        return self._error(where, "unknown key", near[0] if near else "")

    def _error(self, key: str, detail: str, nearest: str = "") -> CostsInvalid:
        return CostsInvalid(path=self._path, key=key, detail=detail, nearest=nearest)
