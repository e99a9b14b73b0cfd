"""Questions of the tools suite for the calculator, and for documents without any tool.

Right values are worked out here from the invented facts, in decimals, and not by the calculator.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from random import Random
from typing import Any

from engine.qualify.cases import Expected, WorldDocument
from engine.qualify.suites.balance import NOTHING, Asked, figure, mixed, value
from engine.qualify.suites.invented import Names

_N_MACHINES = 6
_TAKES_NO_TOOL = ("torque", "pressure", "interval")
_TAKES_CALCULATOR = ("pressure_bar", "area", "largest", "parts_in_all", "oil_ml")

# (from, to, factor, values from which one is taken); each result is exact.
_CONVERSIONS: tuple[tuple[str, str, str, tuple[str, ...]], ...] = (
    ("in", "mm", "25.4", ("1.5", "2.5", "3.5", "4.5")),
    ("MPa", "bar", "10", ("0.35", "0.62", "0.84", "0.27")),
    ("kN", "N", "1000", ("0.47", "0.83", "0.29", "0.56")),
    ("min", "s", "60", ("3.5", "6.5", "8.5", "12.5")),
    ("l/min", "m³/h", "0.06", ("35", "45", "65", "85")),
    ("cm²", "mm²", "100", ("3.7", "4.9", "8.3", "6.1")),
    ("m", "mm", "1000", ("0.365", "0.482", "0.793", "0.518")),
    ("kg", "g", "1000", ("0.315", "0.725", "0.465", "0.935")),
    ("h", "min", "60", ("1.5", "2.5", "3.5", "4.5")),
    ("kW", "W", "1000", ("0.55", "0.75", "0.37", "0.18")),
)
# Of ISO 286-1:2010, tables 1, 2 and 4, in µm: sizes of a range, upper deviation of holes H7 and H8,
# and upper and lower deviations of shafts.
_FITS: tuple[tuple[tuple[int, ...], Mapping[str, int], Mapping[str, tuple[int, int]]], ...] = (
    ((8, 9), {"H7": 15, "H8": 22}, {"g6": (-5, -14), "h6": (0, -9), "f7": (-13, -28)}),
    ((12, 14, 16), {"H7": 18, "H8": 27}, {"g6": (-6, -17), "h6": (0, -11), "f7": (-16, -34)}),
    ((20, 22, 25), {"H7": 21, "H8": 33}, {"g6": (-7, -20), "h6": (0, -13), "f7": (-20, -41)}),
    ((32, 35, 40), {"H7": 25, "H8": 39}, {"g6": (-9, -25), "h6": (0, -16), "f7": (-25, -50)}),
    ((55, 60, 70), {"H7": 30, "H8": 46}, {"g6": (-10, -29), "h6": (0, -19), "f7": (-30, -60)}),
)


@dataclass(frozen=True, slots=True)
class _Machine:
    """What the papers of one machine say, as they write it."""

    name: str
    facts: Mapping[str, str]

    def answers(self) -> dict[str, Decimal]:
        """The right value of each question that can be asked of it."""
        fact = {key: Decimal(text) for key, text in self.facts.items()}
        return {
            "torque": fact["torque"],
            "pressure": fact["pressure"],
            "interval": fact["interval"],
            "pressure_bar": fact["pressure"] * 10,
            "oil_ml": fact["oil"] * 1000,
            "area": fact["length"] * fact["width"],
            "largest": fact["diameter"] + fact["upper"],
            "parts_in_all": fact["trays"] * fact["parts"],
        }


def sheet_questions(
    words: Mapping[str, Any], language: str, world: str, names: Names, random: Random
) -> tuple[tuple[WorldDocument, ...], list[Asked]]:
    """The papers of a few machines that are alike, and the questions that they answer."""
    called = names.alike(_N_MACHINES + 1)
    machines = list(_machines(called[:-1], random))
    documents = tuple(
        WorldDocument(name, tuple(text.format(machine=m.name, **m.facts) for m in machines))
        for name, text in words["sheets"].values()
    )
    questions = words["sheet_questions"]
    asked: list[Asked] = []
    for kind, tool, keys in (
        ("lookup", "none", _TAKES_NO_TOOL),
        ("document value", "calculator", _TAKES_CALCULATOR),
    ):
        for i, machine in enumerate(machines):
            for key in (*keys[i % len(keys) :], *keys[: i % len(keys)]):
                others = [m.answers()[key] for m in machines if m is not machine]
                expected = value(machine.answers()[key], *others, tool=tool)
                question = random.choice(questions[key]).format(machine=machine.name)
                asked.append(Asked(kind, language, question, world, expected))
    for key in (*_TAKES_NO_TOOL, "area"):
        question = random.choice(questions[key]).format(machine=called[-1])
        asked.append(Asked("near miss", language, question, world, NOTHING))
    return documents, mixed(asked, random)


def calculator_questions(
    words: Mapping[str, Any], language: str, world: str, random: Random
) -> list[Asked]:
    """Questions that give all that there is to calculate with."""
    asked = [*_conversions(words), *_fits(words, random), *_sums(words, random)]
    return mixed(
        [Asked(kind, language, question, world, expected) for kind, question, expected in asked],
        random,
    )


def irrelevant_questions(
    words: Mapping[str, Any], language: str, world: str, random: Random
) -> list[Asked]:
    """Chat and general knowledge: no tool and no document of a shop has to do with it."""
    texts = list(words["irrelevant"])
    return mixed([Asked("irrelevance", language, one, world, NOTHING) for one in texts], random)


def _machines(called: list[str], random: Random) -> Iterator[_Machine]:
    """Machines of which no two have the same answer to a question."""
    n = len(called)
    plates = _distinct_products(range(12, 60), range(61, 99), n, random)
    trays = _distinct_products(range(3, 10), range(12, 49), n, random)
    # What is worked out must not stand in the papers as something else.
    in_all = {a * b for a, b in trays}
    torques = random.sample(sorted({*range(121, 199)} - in_all), n)
    intervals = random.sample(sorted({*range(200, 600, 20)} - in_all), n)
    pressures = random.sample(range(21, 99), n)
    oils = random.sample(sorted({*range(12, 99)} - {*pressures}), n)
    diameters = random.sample(range(30, 90), n)
    for i, name in enumerate(called):
        yield _Machine(
            name,
            {
                "torque": str(torques[i]),
                "pressure": f"0.{pressures[i]}",
                "oil": f"{oils[i] / 10:.1f}",
                "interval": str(intervals[i]),
                "width": str(plates[i][0]),
                "length": str(plates[i][1]),
                "diameter": f"{diameters[i]}.00",
                "upper": f"0.{random.randrange(11, 49)}",
                "lower": f"0.{random.randrange(51, 99)}",
                "trays": str(trays[i][0]),
                "parts": str(trays[i][1]),
            },
        )


def _distinct_products(a: range, b: range, n: int, random: Random) -> list[tuple[int, int]]:
    found: dict[int, tuple[int, int]] = {}
    while len(found) < n:
        pair = (random.choice(a), random.choice(b))
        found.setdefault(pair[0] * pair[1], pair)
    return list(found.values())


_Worked = Iterator[tuple[str, str, Expected]]


def _conversions(words: Mapping[str, Any]) -> _Worked:
    for a, b, factor, numbers in _CONVERSIONS:
        for number in numbers:
            expected = value(Decimal(number) * Decimal(factor), tool="calculator")
            for wording in words["calculator"]["convert"]:
                yield "conversion", wording.format(value=number, a=a, b=b), expected


def _fits(words: Mapping[str, Any], random: Random) -> _Worked:
    """Clearances and limits of size; the other limit is the near miss."""
    said = words["calculator"]
    for sizes, holes, shafts in _FITS:
        for hole, up in holes.items():
            for shaft, (high, low) in shafts.items():
                size = random.choice(sizes)
                expected = value(size + _mm(low), size - _mm(low), tool="calculator")
                question = random.choice(said["shaft_min"]).format(size=f"{size} {shaft}")
                yield "fit", question, expected
                if not high:
                    continue  # A clearance of 0 would be told from nothing in an answer.
                ends = {"clearance_max": _mm(up - low), "clearance_min": _mm(-high)}
                for key, must in ends.items():
                    expected = value(must, *ends.values(), tool="calculator")
                    question = random.choice(said[key]).format(size=f"{size} {hole}/{shaft}")
                    yield "fit", question, expected
            size = random.choice(sizes)
            expected = value(size + _mm(up), size - _mm(up), tool="calculator")
            yield "fit", random.choice(said["hole_max"]).format(size=f"{size} {hole}"), expected


def _sums(words: Mapping[str, Any], random: Random) -> _Worked:
    """Arithmetic with quantities that the question gives."""
    said = words["calculator"]
    for form in ("product", "quotient", "total", "plain"):
        for wording in said[form] * 3:
            a = Decimal(random.randrange(105, 495, 10)) / 10
            b, n = Decimal(random.randrange(61, 99)), random.randrange(6, 20)
            must = {"product": a * n, "quotient": a, "total": a + b, "plain": a * n + b}[form]
            question = wording.format(a=a, b=b, n=n, product=figure(a * n))
            yield "arithmetic", question, value(must, tool="calculator")


def _mm(micrometres: int) -> Decimal:
    return Decimal(micrometres) / 1000
