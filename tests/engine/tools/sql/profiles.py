"""Profiles of made-up log tables, for tests of what a model is told and may write."""

from __future__ import annotations

from engine.domain import (
    Column,
    ColumnProfile,
    ColumnType,
    LogTable,
    StoredTable,
    TableProfile,
)


def text(name: str, *values: str, title: str = "", is_complete: bool = True) -> ColumnProfile:
    column = Column(name, title or name, ColumnType.TEXT, "")
    return ColumnProfile(column, values=values, is_complete=is_complete)


def number(name: str, low: float, high: float, title: str = "") -> ColumnProfile:
    column = Column(name, title or name, ColumnType.REAL, "")
    return ColumnProfile(column, low=low, high=high)


def moment(name: str, low: str, high: str, title: str = "") -> ColumnProfile:
    column = Column(name, title or name, ColumnType.DATETIME, "")
    return ColumnProfile(column, low=low, high=high)


def table(name: str, *columns: ColumnProfile, document: str = "") -> TableProfile:
    log_table = LogTable(name, tuple(profile.column for profile in columns))
    stored = StoredTable(log_table, f"sha256:{name}", document or f"{name}.csv", 400)
    return TableProfile(stored, columns)


INSPECTIONS = table(
    "inspections",
    moment("time", "2026-04-01 08:00:00", "2026-05-02 17:10:00"),
    text("part", "SH-201", "SH-204", "SH-210"),
    text("bolt_size", "M6", "M8", title="Bolt size"),
    number("torque_N_m", 8.4, 51.6, title="Torque [N·m]"),
    text("result", "PASS", "FAIL"),
    text("inspector", "Mori", "Weber"),
    text("site", "Plant 2"),
)
FIXTURES = table(
    "fixtures",
    text("part", "SH-201", "SH-204", "SH-210"),
    text("fixture", "FX1", "FX2"),
    number("clamp_force_kN", 4.5, 8, title="clamp force kN"),
)
RECORDS = table(
    "検査記録",
    moment("検査日", "2026-03-03", "2026-04-01"),
    text("測定項目", "外径", "内径", "全長"),
    number("測定値_mm", 2.9, 80.1, title="測定値(mm)"),
    text("判定", "合格", "不合格"),
)
DEFECTS = table(
    "defects",
    text("remark", "oil leak at the pump", "noise at the spindle", "leaking hose", title="Remark"),
    number("minutes", 5, 120),
)
TABLES = (INSPECTIONS, FIXTURES, RECORDS, DEFECTS)
