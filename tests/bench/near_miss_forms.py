"""Near misses in what is written in many ways: ranges, powers, inches, durations, counts."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from random import Random

from tests.bench.near_miss_case import Maker, Pair, case


def _minutes_for_hours(random: Random) -> Iterator[Pair]:
    units = (
        ("{n} hours", "{n}時間", "{n} h", "{n} minutes", "{n}分", "{n} min"),
        ("{n} minutes", "{n}分", "{n} min", "{n} seconds", "{n}秒", "{n} hours"),
        ("{n} years", "{n}年間", "{n}年", "{n} months", "{n}か月", "{n} days"),
        ("{n} days", "{n}日", "{n}日間", "{n} weeks", "{n}週間", "{n} hours"),
        ("{n} seconds", "{n}秒", "{n} s", "{n} ms", "{n}ミリ秒", "{n}分"),
    )
    stated = (
        "Let the spindle warm up for {q} before the check.",
        "恒温室に{q}置くこと。",
        "Interval | {q} | filter",
    )
    while True:
        *right, a, b, c = random.choice(units)
        n = random.randint(2, 59)
        text = random.choice(stated).format(q=random.choice(right).format(n=n))
        yield (
            case("", text, f"It takes «{random.choice([a, b, c]).format(n=n)}»."),
            case("", text, f"It takes {random.choice(right).format(n=n)}."),
        )


def _words(random: Random) -> Iterator[Pair]:
    english = "two three four five six seven eight nine ten eleven twelve".split()
    japanese = "二 三 四 五 六 七 八 九 十 十一 十二".split()
    things = (
        ("bolts", "本"),
        ("hours", "時間"),
        ("screws", "本"),
        ("days", "日"),
        ("samples", "個"),
    )
    stated = (
        "Loosen {e} {thing} before the cover is lifted.",
        "作業には{j}{counter}かかる。",
        "Use {n} {thing} for it.",
        "{n}{counter}を使う。",
    )
    while True:
        i, (thing, counter) = random.randrange(len(english)), random.choice(things)
        k = random.choice([m for m in range(len(english)) if m != i])
        facts = [
            {"e": english[m], "j": japanese[m], "n": m + 2, "thing": thing, "counter": counter}
            for m in (i, k)
        ]
        text = random.choice(stated).format(**facts[0])
        form = random.choice(["{e} {thing}", "{j}{counter}", "{n} {thing}", "{n}{counter}"])
        yield (
            case("", text, f"It takes «{form.format(**facts[1])}»."),
            case("", text, f"It takes {form.format(**facts[0])}."),
        )


def _counters(random: Random) -> Iterator[Pair]:
    forms = {
        "本": ("{n}本", "{n} bolts"),
        "回": ("{n}回", "{n} times"),
        "枚": ("{n}枚", "{n} sheets"),
        "人": ("{n}人", "{n}名"),
        "個": ("{n}個", "{n} pieces", "{n}件"),
    }
    while True:
        right, n = random.choice(list(forms)), random.randint(2, 40)
        wrong = random.choice(
            [
                c
                for c in ("本", "回", "枚", "人")
                if c != right and {c, right} != {"本", "個"} and {c, right} != {"枚", "個"}
            ]
        )
        text = random.choice(
            ["記録：{q}、異常なし。", "Log of the shift: {q}, nothing else."]
        ).format(q=random.choice(forms[right]).format(n=n) if right in "個回人" else f"{n}{right}")
        unit = random.choice([f"{n} mm", f"{n} N·m", f"{n}{wrong}"])
        yield (
            case("", text, f"«{unit}»です。"),
            case("", text, f"{random.choice(forms[right]).format(n=n)}です。"),
        )


def _ranges(random: Random) -> Iterator[Pair]:
    joints = ("-", "〜", "～", " to ", " - ", "–", "から")
    while True:
        low = random.randint(11, 60)
        high = low + random.randint(5, 30)
        unit = random.choice([" mm", "mm", " °C", " N·m", " V"])
        stated = random.choice(
            ["Keep it at {q} during the run.", "範囲は{q}とする。", "Depth | {q} | drilled"]
        )
        text = stated.format(q=f"{low}{random.choice(joints)}{high}{unit}")
        a, b = random.choice(
            [(f"«{low - 1}»", f"{high}"), (f"{low}", f"«{high + 10}»"), (f"«{low}0»", f"{high}")]
        )
        yield (
            case("", text, f"{a}{random.choice(joints[1:5])}{b}{unit}"),
            case(
                "",
                text,
                random.choice(
                    [f"{low}{random.choice(joints)}{high}{unit}", f"{low}{unit}", f"{high}{unit}"]
                ),
            ),
        )


def _inches(random: Random) -> Iterator[Pair]:
    sizes = (
        ("1/4", "6.35", "0.25"),
        ("1/2", "12.7", "0.5"),
        ("3/8", "9.525", "0.375"),
        ("3 1/2", "88.9", "3.5"),
        ("1 3/4", "44.45", "1.75"),
    )
    while True:
        (fraction, mm, decimal), (other, other_mm, _) = random.sample(sizes, 2)
        text = random.choice(
            [
                f'{fraction}" End Mill | Medium Feed',
                f"Use a {decimal} inch drill.",
                f"{fraction} in コレットを使う。",
            ]
        )
        wrong = random.choice(
            [f"{other} in", f"{other_mm} mm", f"{decimal} mm", f"{mm} in", f'{other}"']
        )
        right = random.choice(
            [f"{fraction} in", f'{fraction}"', f"{mm} mm", f"{decimal} inch", f"{decimal} インチ"]
        )
        yield case("", text, f"«{wrong}»"), case("", text, right)


def _marks(random: Random) -> Iterator[Pair]:
    while True:
        n = random.randint(3, 60)
        mark = random.choice(["⌀", "φ", "Ø", "Φ"])
        text, right, wrong = random.choice(
            [
                (f"{mark}{n} THRU, deburr", f"⌀{n}", f"R{n}"),
                (f"Corner radius R{n} all round", f"R{n}", f"φ{n}"),
                (f"穴径 {mark}{n}、深さ {n + 61} mm", f"直径{n}", f"半径{n}"),
                (f"The diameter is {n} mm.", f"⌀{n} mm", f"R{n} mm"),
                (f"外径{n} mm、長さ{n + 61} mm", f"外径は{n} mm", f"半径は{n} mm"),
            ]
        )
        yield case("", text, f"«{wrong}»です"), case("", text, f"{right}です")


def _powers(random: Random) -> Iterator[Pair]:
    while True:
        n, power = Decimal(random.randint(11, 99)).scaleb(-1), random.choice([3, 4, 5])
        superscript = "⁰¹²³⁴⁵"[power]
        value = n.scaleb(power)
        forms = [
            f"{n}×10{superscript} N",
            f"{n} x 10^{power} N",
            f"{n}e{power} N",
            f"{value:,.0f} N",
            f"{value:.0f} N",
        ]
        wrong = [
            f"{n}×10⁻{superscript} N",
            f"{n} x 10^{power + 1} N",
            f"{n}e-{power} N",
            f"{value * 10:.0f} N",
        ]
        text = f"Rated load of the bearing: {random.choice(forms)}, dynamic."
        yield case("", text, f"«{random.choice(wrong)}»"), case("", text, random.choice(forms))


FORM_KINDS: dict[str, Maker] = {
    "end of a range": _ranges,
    "power of ten": _powers,
    "fraction of an inch": _inches,
    "radius for diameter": _marks,
    "minutes for hours": _minutes_for_hours,
    "number word": _words,
    "other counter or unit": _counters,
}
