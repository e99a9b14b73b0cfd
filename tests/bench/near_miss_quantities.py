"""Near misses of one quantity: another value, another unit, a lost sign."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from random import Random

from tests.bench.near_miss_case import Maker, Pair, case

# Where a quantity stands in a document, and how an answer says it.
_STATED = (
    "Tighten the {part} to {q} and mark it with paint.",
    "{part} | M70 x 1.5 | {q} | in one movement",
    "Set the {part} to {q} and read the gauge again after the warm-up.",
    "{part}の規定値は{q}とし、記録に残す。",
    "| {part} | {q} | 毎月点検 |",
    "{part}：{q}（計画停止中に確認）",
)
_ANSWERED = (
    "The {part} takes {q}.",
    "{q}",
    "Set it to {q}, as the sheet says.",
    "{part}は{q}です。",
    "規定値は{q}です。",
    "**{q}** ({part})",
)
_PARTS = (
    "spindle lock nut|chuck flange bolt|tailstock|X axis|主軸ロックナット|チャック圧力|駆動ベルト"
).split("|")


@dataclass(frozen=True, slots=True)
class _Kind:
    """A kind of quantity: its unit's writings, one unit of the same and one of another kind.

    ``values`` are the lowest and the highest with the decimal places to divide them by;
    ``converted`` is another unit with the factor that makes the value the same in it.
    """

    writings: tuple[str, ...]
    values: tuple[int, int, int]
    same: str
    other: str
    converted: tuple[str, Decimal] | None = None


_QUANTITIES = (
    _Kind(
        (" N·m", "N·m", " Nm", " N-m", "Ｎ・ｍ", " ニュートンメートル", "ニュートン・メートル"),
        (21, 195, 0),
        same=" kN·m",
        other=" mm",
        converted=(" kN·m", Decimal("0.001")),
    ),
    _Kind(
        (" mm", "mm", "ミリ", "㎜", "ｍｍ"),
        (1012, 98765, 3),
        same=" cm",
        other=" kg",
        converted=(" µm", Decimal(1000)),
    ),
    _Kind(
        (" mA", "mA", "ミリアンペア"),
        (1100, 4900, 0),
        same=" A",
        other=" mV",
        converted=(" A", Decimal("0.001")),
    ),
    _Kind(
        (" MPa", "MPa", " N/mm²", "メガパスカル"),
        (211, 645, 2),
        same=" kPa",
        other=" °C",
        converted=(" kPa", Decimal(1000)),
    ),
    _Kind((" °C", "℃", "°C", "度"), (21, 85, 0), same=" °F", other=" %"),
    _Kind((" rpm", "rpm", " r/min", " min⁻¹"), (810, 8990, 0), same=" Hz", other=" mm"),
    _Kind(
        (" l/min", " L/min", "l/min", "リットル毎分"),
        (12, 98, 0),
        same=" ml/min",
        other=" bar",
        converted=(" ml/min", Decimal(1000)),
    ),
    _Kind(
        (" kN", "kN", "キロニュートン"),
        (12, 98, 1),
        same=" N",
        other=" kg",
        converted=(" N", Decimal(1000)),
    ),
    _Kind(
        (" V", "V", "ボルト"),
        (12, 480, 0),
        same=" mV",
        other=" A",
        converted=(" mV", Decimal(1000)),
    ),
    _Kind((" dB", "dB", "デシベル"), (61, 99, 0), same=" dBm", other=" Hz"),
)


@dataclass(slots=True)
class _Shop:
    """A place in a document with a quantity, and an answer about it."""

    random: Random
    kind: _Kind
    part: str
    value: Decimal

    def unit(self) -> str:
        """One of the writings of the unit."""
        return self.random.choice(self.kind.writings)

    def pair(self, evidence: str, right: str, wrong: str) -> Pair:
        """A near miss and its twin about one quantity."""
        stated = self.random.choice(_STATED).format(part=self.part, q=evidence)
        answered = self.random.choice(_ANSWERED)
        return (
            case("", stated, answered.format(part=self.part, q=f"«{wrong}»")),
            case("", stated, answered.format(part=self.part, q=right)),
        )


def shops(random: Random, kinds: Sequence[_Kind] = _QUANTITIES) -> Iterator[_Shop]:
    """Quantities of the kinds in turn, without end."""
    while True:
        for kind in random.sample(kinds, len(kinds)):
            low, high, places = kind.values
            value = Decimal(random.randint(low, high)).scaleb(-places)
            yield _Shop(random, kind, random.choice(_PARTS), value)


def full_width(text: str) -> str:
    """The text with its digits and signs in full width."""
    return "".join(chr(ord(c) + 0xFEE0) if c in "0123456789.-+" else c for c in text)


def _dressed(random: Random, value: Decimal) -> str:
    """The same number in another dress."""
    digits = f"{value}"
    dresses = [digits, full_width(digits), f"{value:,}"]
    if "." in digits:
        dresses += [digits + "0", full_width(digits + "0")]
        if value < 1000:
            dresses.append(digits.replace(".", ",") if len(digits.split(".")[1]) != 3 else digits)
    return random.choice(dresses)


def swapped(random: Random, value: Decimal) -> Decimal:
    """The value with two neighbouring digits in the other order."""
    digits = f"{value}"
    places = [i for i in range(len(digits) - 1) if digits[i : i + 2].isdigit()]
    places = [i for i in places if digits[i] != digits[i + 1]]
    if not places:
        return value + Decimal(1).scaleb(-2)
    i = random.choice(places)
    return Decimal(digits[:i] + digits[i + 1] + digits[i] + digits[i + 2 :])


def _changed(maker: Callable[[Random, Decimal], Decimal]) -> Maker:
    """Near misses whose value is another."""

    def make(random: Random) -> Iterator[Pair]:
        for shop in shops(random):
            wrong = maker(random, shop.value)
            yield shop.pair(
                f"{_dressed(random, shop.value)}{shop.unit()}",
                f"{_dressed(random, shop.value)}{shop.unit()}",
                f"{_dressed(random, wrong)}{shop.unit()}",
            )

    return make


def _one_off(random: Random, value: Decimal) -> Decimal:
    """The value with one more or less in its last digit."""
    return value + random.choice([-1, 1]) * Decimal((0, (1,), value.as_tuple().exponent))


def _full_width_only(random: Random) -> Iterator[Pair]:
    for shop in shops(random):
        wrong = swapped(random, shop.value)
        yield shop.pair(
            f"{shop.value}{shop.unit()}",
            f"{full_width(str(shop.value))}{shop.unit()}",
            f"{full_width(str(wrong))}{shop.unit()}",
        )


def _rounded(random: Random) -> Iterator[Pair]:
    for shop in shops(random, [_QUANTITIES[1], _QUANTITIES[3], _QUANTITIES[7]]):
        value = shop.value if shop.value % 1 else shop.value + Decimal("0.37")
        fewer = value.quantize(Decimal(1).scaleb(random.choice([0, -1])))
        fewer = fewer if fewer != value else value.to_integral_value()
        unit = shop.unit()
        yield shop.pair(f"{value}{unit}", f"{value}0{shop.unit()}", f"{fewer}{unit}")


def _wrong_unit(attribute: str) -> Maker:
    def make(random: Random) -> Iterator[Pair]:
        for shop in shops(random):
            yield shop.pair(
                f"{shop.value}{shop.unit()}",
                f"{shop.value}{shop.unit()}",
                f"{shop.value}{getattr(shop.kind, attribute)}",
            )

    return make


def _prefix(random: Random) -> Iterator[Pair]:
    """2000 mA is 2 A and not 2000 A."""
    for shop in shops(random, [k for k in _QUANTITIES if k.converted]):
        unit, factor = shop.kind.converted or ("", Decimal(1))
        converted = (shop.value * factor).normalize()
        yield shop.pair(f"{shop.value}{shop.unit()}", f"{converted:f}{unit}", f"{shop.value}{unit}")


def _thousands(random: Random) -> Iterator[Pair]:
    for shop in shops(random, [_QUANTITIES[2], _QUANTITIES[5]]):
        value = int(shop.value) + 1000
        unit = shop.unit()
        right = random.choice([f"{value}", f"{value:,}", f"{value:,}".replace(",", "'")])
        if random.random() < 0.5:
            yield shop.pair(f"{value:,}{unit}", f"{right}{unit}", f"{value / 1000:.3f}{unit}")
        else:
            yield shop.pair(f"{value}{unit}", f"{right}{unit}", f"{value / 1000:.3f}{unit}")


def _signs(random: Random) -> Iterator[Pair]:
    evidence = (
        "The cold store is kept at {q} °C; check the door seal.",
        "tol_lower_mm: {q}, tol_upper_mm: 0.9, status: PASS",
        "保管温度は{q}℃とする。",
        "X axis offset | {q} mm | after warm-up",
    )
    minus = ("-", "−", "－", "–")
    while True:
        value = Decimal(random.randint(11, 880)).scaleb(-2)
        stated = random.choice(evidence)
        units = {"°C": "°C", "lower": "mm", "℃": "度", "offset": "mm"}
        unit = next(unit for word, unit in units.items() if word in stated)
        right, wrong = f"{random.choice(minus)}{value}", f"{random.choice(['', '+'])}{value}"
        if random.random() < 0.4:
            right, wrong = f"{value}", f"{random.choice(minus)}{value}"
        text = stated.format(q=right.replace("−", random.choice(minus)))
        answered = random.choice(["It is {q} {u}.", "{q}{u}です。", "{q} {u}"])
        yield (
            case("", text, answered.format(q=f"«{wrong}»", u=unit)),
            case("", text, answered.format(q=right, u=unit)),
        )


_TOLERANCED = (
    "TOLERANCES ARE {q} UNLESS OTHERWISE NOTED.",
    "全長 | 120.0 {q} | デジタルノギス",
    "The flange must be flat within {q} over its width.",
    "外径の許容差は{q}とする。",
)


def _lost_plus_minus(random: Random) -> Iterator[Pair]:
    both = ("±{v} mm", "+/- {v} mm", "+/-{v}mm", "± {v}ミリ", "±{v}㎜")
    while True:
        value = Decimal(random.randint(1, 49)).scaleb(-random.choice([1, 2]))
        stated = random.choice(_TOLERANCED)
        right = random.choice([*both, "{v} mm", "+{v}/-{v} mm", "プラスマイナス{v} mm"]).format(
            v=value
        )
        evidence, wrong = random.choice(both).format(v=value), random.choice(["+{v}", "-{v}"])
        if random.random() < 0.3:
            evidence, wrong = f"{value} mm", "±{v}"
            right = f"{value}mm"
        answered = random.choice(["The tolerance is {q}.", "許容差は{q}です。", "{q}"])
        text = stated.format(q=evidence)
        yield (
            case("", text, answered.format(q=f"«{wrong.format(v=value)} mm»")),
            case("", text, answered.format(q=right)),
        )


def _swapped_limits(random: Random) -> Iterator[Pair]:
    while True:
        size, thousandth = random.randint(10, 90), Decimal("0.001")
        up, down = (n * thousandth for n in random.sample(range(5, 60), 2))
        stated = random.choice(
            [
                "外径 A | {s}.000 {u} / {d} mm | 全数",
                "Bore {s} {u}/{d} mm, honed",
                "⌀{s} {u} {d} mm",
            ]
        )
        text = stated.format(s=size, u=f"+{up}", d=f"-{down}")
        wrong = f"{size} «+{down}»/«-{up}» mm"
        right = random.choice(
            [
                f"{size} +{up}/-{down} mm",
                f"{size}.0 mm +{up} / −{down}",
                f"{size} ＋{up}／－{down} mm",
            ]
        )
        answered = random.choice(["{q}", "It is {q}.", "寸法は{q}です。"])
        yield case("", text, answered.format(q=wrong)), case("", text, answered.format(q=right))


QUANTITY_KINDS: dict[str, Maker] = {
    "digits swapped": _changed(swapped),
    "zero dropped or added": _changed(lambda random, value: value * random.choice([10, 100])),
    "decimal point moved": _changed(lambda random, value: value / random.choice([10, 100])),
    "one off": _changed(_one_off),
    "rounded": _rounded,
    "full width, digits swapped": _full_width_only,
    "unit of the same dimension": _wrong_unit("same"),
    "unit of another dimension": _wrong_unit("other"),
    "prefix of the unit lost": _prefix,
    "thousands misread": _thousands,
    "sign lost or added": _signs,
    "± lost or added": _lost_plus_minus,
    "limits swapped": _swapped_limits,
}
