"""Near misses of dates, part numbers and table rows. Made up from shop sentences."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date, timedelta
from decimal import Decimal
from random import Random

from tests.bench.near_miss_case import Maker, Pair, case
from tests.bench.near_miss_quantities import full_width, shops, swapped


def _day_forms(day: date) -> tuple[str, ...]:
    return (
        f"{day:%Y-%m-%d}",
        f"{day:%Y/%m/%d}",
        f"{day.year}/{day.month}/{day.day}",
        f"{day:%d.%m.%Y}",
        f"{day:%B} {day.day}, {day.year}",
        f"{day.day} {day:%B} {day.year}",
        f"{day:%b} {day.day}, {day.year}",
        f"{day.year}年{day.month}月{day.day}日",
        full_width(f"{day.year}") + f"年{day.month}月{day.day}日",
        f"令和{day.year - 2018}年{day.month}月{day.day}日",
        f"R{day.year - 2018}.{day.month}.{day.day}",
    )


_DATED = (
    "L-7 was inspected on {q} during the planned stop.",
    "| A-001 | マイクロメータ | {q} | 山田 |",
    "点検日：{q}、検査者：佐藤",
    "Calibration certificate valid until {q}.",
    "date: {q}, part: SH-204, result: PASS",
)


def _dates(change: Callable[[Random, date], date]) -> Maker:
    def make(random: Random) -> Iterator[Pair]:
        while True:
            day = date(2020, 2, 2) + timedelta(days=random.randint(0, 3000))
            forms, wrong = _day_forms(day), _day_forms(change(random, day))
            text = random.choice(_DATED).format(q=random.choice(forms))
            answered = random.choice(["On {q}.", "{q}", "{q}です。", "It was done on {q}."])
            yield (
                case("", text, answered.format(q=f"«{random.choice(wrong)}»")),
                case("", text, answered.format(q=random.choice(forms))),
            )

    return make


def _next_day(random: Random, day: date) -> date:
    return day + timedelta(days=random.choice([-10, -1, 1, 1, 30]))


def _other_year(random: Random, day: date) -> date:
    return day.replace(year=day.year + random.choice([-1, 1, 10]), day=min(day.day, 28))


def _day_for_month(random: Random, day: date) -> date:
    if day.day <= 12 and day.day != day.month:
        return date(day.year, day.day, day.month)
    return day.replace(month=day.month % 12 + 1, day=min(day.day, 28))


def _more_than_a_month(random: Random) -> Iterator[Pair]:
    """A day from evidence that only knows the month; the month from a day is right."""
    while True:
        day = date(2024, 1, 1) + timedelta(days=random.randint(0, 900))
        months = [f"{day:%B} {day.year}", f"{day.year}年{day.month}月", f"{day:%Y-%m}"]
        text = random.choice(_DATED)
        yield (
            case(
                "", text.format(q=random.choice(months)), f"On «{random.choice(_day_forms(day))}»."
            ),
            case("", text.format(q=random.choice(_day_forms(day))), f"In {random.choice(months)}."),
        )


def _times(random: Random) -> Iterator[Pair]:
    while True:
        hour, minute = random.randint(1, 11), random.randint(13, 58)
        day = date(2026, 5, 4) + timedelta(days=random.randint(0, 25))
        right = [
            f"{day} {hour:02}:{minute}",
            f"{day}T{hour:02}:{minute}",
            f"{day.year}年{day.month}月{day.day}日{hour}時{minute}分",
        ]
        wrong = [
            f"{day} {hour + 12}:{minute}",
            f"{day} {hour:02}:{minute + 1}",
            f"{day}T{minute:02}:{hour:02}",
            f"{hour}.{minute}",
        ]
        text = f"timestamp: {random.choice(right)}, value: 73.967, state: OK"
        answered = random.choice(["At {q}.", "{q}です。"])
        usable = [w for w in wrong if not w.startswith(f"{day}T{minute:02}") or minute < 24]
        yield (
            case("", text, answered.format(q=f"«{random.choice(usable)}»")),
            case(
                "",
                text,
                answered.format(q=random.choice([*right, f"{day}", f"{hour:02}:{minute}"])),
            ),
        )


def _look_alikes(random: Random) -> Iterator[Pair]:
    heads = ("SH", "HF", "LF", "SK", "DF40C", "MM-L7", "QS-SH", "VRN-BP")
    stated = (
        "The hydraulic filter is part number {q}; change it when the indicator turns red.",
        "| CN4 | Board-to-Board connector | {q} | Hirose |",
        "交換部品は{q}、在庫は棚にある。",
        "part: {q}, result: PASS, inspector: Sato",
    )
    while True:
        head, n = random.choice(heads), random.randint(201, 898)
        name = f"{head}-{n}"
        wrong = random.choice(
            [
                f"{head}-{n + 1}", f"{head}-{n}1", f"{head}-{n // 10}", f"{head}-{n}A", f"X{name}",
                f"{head}-{str(n)[::-1]}" if str(n)[0] != str(n)[2] else f"{head}-{n + 10}",
                f"{name}-2", name.replace("-", "-0", 1),
            ]
        )  # fmt: skip
        right = random.choice(
            [name, name.replace("-", ""), name.lower(), full_width(name), name.replace("-", "‐")]
        )
        text = random.choice(stated).format(q=name)
        answered = random.choice(["It is {q}.", "{q}", "{q}です。", "Use part {q} from the shelf."])
        yield (
            case("", text, answered.format(q=f"«{wrong}»")),
            case("", text, answered.format(q=right)),
        )


def _truncated(random: Random) -> Iterator[Pair]:
    while True:
        n, pins = random.randint(100, 900), random.choice([20, 40, 100])
        full, short = f"DF40C-{pins}DP-0.4V({n})", f"DF40C-{pins}DP"
        wrong = [
            f"DF40C-{pins}",
            "DF40C",
            f"DF40C-{pins}DP-0.4",
            f"DF40C-{pins}DP-04V({n + 1})",
            f"DF40C-{pins}DS",
        ]
        text = f"| CN4 | Board-to-Board connector | {full} | Hirose |"
        if random.random() < 0.5:
            text, full, short = (
                f"Serial SH-{n}-00{pins % 7 + 1} passed.",
                f"SH-{n}-00{pins % 7 + 1}",
                f"SH{n}00{pins % 7 + 1}",
            )
            wrong = [f"SH-{n}", f"SH-{n}-00{pins % 7 + 2}", f"SH-{n}-0{pins % 7 + 1}"]
        answered = random.choice(["It is {q}.", "型番は{q}です。"])
        yield (
            case("", text, answered.format(q=f"«{random.choice(wrong)}»")),
            case("", text, answered.format(q=random.choice([full, short, full.lower()]))),
        )


def _rows(random: Random) -> Iterator[Pair]:
    """The cited row of a table, and a value from the row below it."""
    titles = "Part | Thread | Torque [N·m] | Depth [mm] | Pieces"
    parts = ("Spindle lock nut", "Set screw", "Chuck flange bolt", "主軸ロックナット", "止めねじ")
    while True:
        a, torques = random.choice(parts), random.sample(range(11, 199), 2)
        depth, pieces = random.randint(200, 900), random.randint(2, 9)
        row = f"{a} | M{random.choice([6, 8, 10])} | {torques[0]} | {depth} | {pieces}"
        context = f"{titles}\nTightening torques\nL-7 maintenance manual.pdf"
        wrong = random.choice(
            [
                f"{torques[1]} N·m",
                f"{torques[1]}",
                f"{depth} N·m",
                f"{torques[0]} mm",
                f"{pieces} N·m",
            ]
        )
        right = random.choice(
            [f"{torques[0]} N·m", f"{torques[0]}", f"{depth} mm", f"{torques[0]} Nm"]
        )
        yield (
            case("", row, f"«{wrong}» for {a}", context=context),
            case("", row, f"{right} for {a}", context=context),
        )


def _log_rows(random: Random) -> Iterator[Pair]:
    while True:
        n = random.randint(101, 399)
        diameter, length = (
            24 + Decimal(random.randint(961, 999)).scaleb(-3),
            119 + Decimal(random.randint(11, 99)).scaleb(-2),
        )
        rough = Decimal(random.randint(31, 79)).scaleb(-2)
        row = (
            f"date: 2026-05-04 08:00, part: SH-{n}, serial: SH-{n}-001, diameter_mm: {diameter},"
            f" length_mm: {length}, roughness_um: {rough}, inspector: Sato, result: PASS"
        )
        wrong = random.choice(
            [
                f"{rough} mm",
                f"{diameter} µm",
                f"{swapped(random, length)} mm",
                f"{diameter} cm",
                f"{n} mm",
            ]
        )
        right = random.choice(
            [f"{rough} µm", f"{diameter} mm", f"{length}0 mm", f"{rough} ミクロン", f"{length}"]
        )
        yield (
            case("", row, f"SH-{n}: «{wrong}»", context="inspection log May 2026.csv"),
            case("", row, f"SH-{n}: {right}", context="inspection log May 2026.csv"),
        )


def _elsewhere(random: Random) -> Iterator[Pair]:
    """The headings have numbers of their own; only dates, parts and units of them count."""
    for shop in shops(random):
        other = int(shop.value) + random.randint(200, 900)
        unit = shop.unit()
        text = f"{shop.part}: {shop.value}{unit}"
        context = f"4.2 Values from {other}{unit}\nL-7 maintenance manual.pdf"
        yield (
            case("", text, f"L-7: «{other}{shop.unit()}»", context=context),
            case("", text, f"L-7: {shop.value}{shop.unit()}", context=context),
        )


def _in_part_numbers(random: Random) -> Iterator[Pair]:
    for shop in shops(random):
        n, unit = random.randint(201, 899), shop.unit()
        text = f"Sheet SH-{n}, thread M{n % 9 + 10}: {shop.value}{unit}."
        wrong = random.choice([f"{n}{unit}", f"{n % 9 + 10}{unit}", f"{n}", f"-{n}"])
        yield case("", text, f"«{wrong}»"), case("", text, f"SH-{n}: {shop.value}{shop.unit()}")


def _tools(random: Random) -> Iterator[Pair]:
    """What a tool has reckoned is computed, in the unit that it gives or its columns name."""
    for shop in shops(random):
        unit = shop.unit()
        wrong = swapped(random, shop.value)
        text, context = random.choice(
            [
                (f"mean = {shop.value}{unit}", ""),
                (f"{shop.value}", f"mean of value [{shop.kind.writings[0].strip()}]"),
            ]
        )
        yield (
            case("", text, f"The mean is «{wrong}{shop.unit()}».", context=context, is_tool=True),
            case(
                "", text, f"The mean is {shop.value}{shop.unit()}.", context=context, is_tool=True
            ),
        )


TEXT_KINDS: dict[str, Maker] = {
    "day off by one": _dates(_next_day),
    "year or era": _dates(_other_year),
    "day and month swapped": _dates(_day_for_month),
    "a day from a month": _more_than_a_month,
    "time of day": _times,
    "look-alike part number": _look_alikes,
    "part number cut short": _truncated,
    "digits of a part number": _in_part_numbers,
    "row below, other column": _rows,
    "other column of a log": _log_rows,
    "elsewhere in the document": _elsewhere,
    "tool result": _tools,
}
