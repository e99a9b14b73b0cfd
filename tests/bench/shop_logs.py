"""Made-up logs of a workshop, the same for a seed, and questions about them with gold SQL.

    inspections.csv     a shift's torque inspections     English
    machine_m7.csv      a machine's temperature, 10 min  English
    fixtures.csv        the fixture of each part         English, joins with inspections
    検査記録.csv         dimensional inspection           Japanese
    不具合一覧.csv       defects and who mended them       Japanese

The questions are in shop_logs.toml.
"""

from __future__ import annotations

import csv
import tomllib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from random import Random

Row = Sequence[object]


@dataclass(frozen=True, slots=True)
class LogQuestion:
    """A question, the SQL that answers it ("" if the logs cannot), and what it exercises."""

    id: str
    text: str
    kind: str
    language: str
    sql: str


def read_log_questions() -> tuple[LogQuestion, ...]:
    """All questions, in order."""
    raw = tomllib.loads(Path(__file__).with_suffix(".toml").read_text(encoding="utf-8"))
    return tuple(
        LogQuestion(f"g{n:02}", one["ask"], one["kind"], one.get("lang", "en"), one["sql"])
        for n, one in enumerate(raw["question"], start=1)
    )


def write_logs(folder: Path, seed: int = 11) -> None:
    """Write the files into ``folder``."""
    random = Random(seed)
    folder.mkdir(parents=True, exist_ok=True)
    for name, rows in (
        ("inspections.csv", _inspections(random)),
        ("machine_m7.csv", _machine(random)),
        ("fixtures.csv", _fixtures(random)),
        ("検査記録.csv", _records(random)),
        ("不具合一覧.csv", _defects(random)),
    ):
        with (folder / name).open("w", encoding="utf-8", newline="") as file:
            csv.writer(file).writerows(rows)


_PARTS = tuple(f"SH-{n}" for n in range(201, 213))
_PEOPLE = ("Mori", "Tanaka", "Weber", "Okafor")


def _inspections(random: Random) -> Iterator[Row]:
    yield "No.", "Date", "Part", "Bolt size", "Torque [N·m]", "Result", "Inspector"
    when = datetime(2026, 4, 1, 8, 0)
    for n in range(1, 401):
        when += timedelta(minutes=random.randint(20, 190))
        size, nominal = random.choice((("M6", 9.5), ("M8", 23.0), ("M10", 46.0)))
        torque = round(random.gauss(nominal, nominal * 0.05), 1)
        result = "PASS" if abs(torque - nominal) <= nominal * 0.1 else "FAIL"
        person = random.choice(_PEOPLE)
        yield n, f"{when:%Y-%m-%d %H:%M}", random.choice(_PARTS), size, torque, result, person


def _machine(random: Random) -> Iterator[Row]:
    yield "timestamp", "spindle_temp_C", "coolant_l_min", "alarm"
    when = datetime(2026, 5, 1)
    temperature = 41.0
    for _ in range(1500):
        temperature += random.gauss(0, 0.4) + (44 - temperature) * 0.02
        alarm = random.choices(("", "A12", "A40", "B07"), (96, 2, 1, 1))[0]
        flow = round(random.uniform(11, 13), 2)
        yield f"{when:%Y-%m-%d %H:%M:%S}", round(temperature, 2), flow, alarm
        when += timedelta(minutes=10)


def _fixtures(random: Random) -> Iterator[Row]:
    yield "part", "fixture", "clamp force kN", "coolant"
    for part in _PARTS:
        force = random.choice((4.5, 6, 8))
        yield part, random.choice(("FX1", "FX2", "FX3")), force, random.choice(("flood", "mist"))


def _records(random: Random) -> Iterator[Row]:
    yield "検査日", "品番", "測定項目", "基準値", "測定値(mm)", "判定", "検査員"
    day = datetime(2026, 3, 2)
    for n in range(240):
        if n % 8 == 0:
            day += timedelta(days=1)
        item, nominal = random.choice(
            (("外径", 25.0), ("内径", 12.0), ("全長", 80.0), ("段差", 3.0))
        )
        value = round(random.gauss(nominal, 0.012), 3)
        verdict = "合格" if abs(value - nominal) <= 0.02 else "不合格"
        part = random.choice(("K-101", "K-102", "K-103"))
        yield (
            f"{day:%Y/%m/%d}",
            part,
            item,
            nominal,
            value,
            verdict,
            random.choice(("佐藤", "鈴木", "高橋")),
        )


def _defects(random: Random) -> Iterator[Row]:
    yield "発生日", "設備", "不具合内容", "停止時間(分)", "対応者", "状態"
    day = datetime(2026, 1, 5)
    for _ in range(60):
        day += timedelta(days=random.randint(0, 3))
        yield (
            f"{day.year}年{day.month}月{day.day}日",
            random.choice(("旋盤1号", "旋盤2号", "フライス盤", "研削盤")),
            random.choice(("油漏れ", "異音", "センサ不良", "工具折損", "チャック不良")),
            random.choice((10, 15, 30, 45, 60, 120)),
            random.choice(("田中", "渡辺", "伊藤")),
            random.choice(("完了", "完了", "対応中")),
        )
