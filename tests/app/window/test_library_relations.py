"""Which files belong together, and which days a period has."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from app.window.library_criteria import Criteria, Period
from app.window.library_relations import MAX_SIMILAR, Related, Relation, Relations, bare_name
from engine.domain import Source, SourceState, TitleBlock


def source(path: str, document_id: str | None = None) -> Source:
    found = document_id or path
    return Source("/shop", path, 1, 0, SourceState.INDEXED, found, found)


@pytest.mark.parametrize(
    ("path", "name"),
    [
        ("a/Plate.pdf", "plate"),
        ("plate (2).pdf", "plate"),
        ("plate - Copy.pdf", "plate"),
        ("Copy of plate.dxf", "plate"),
        ("plate のコピー.pdf", "plate"),
        ("ｐｌａｔｅ－コピー (3).pdf", "plate"),
        ("plate_v2.1.pdf", "plate"),
        ("plate rev.B (2).pdf", "plate"),
        ("plate_REV12.dxf", "plate"),
        ("手順書_最終版.docx", "手順書"),
        ("手順書 第3版.docx", "手順書"),
        # What only looks like a mark of a version.
        ("log_2026-05-01.csv", "log_2026-05-01"),
        ("part-12.pdf", "part-12"),
        ("hardcopy.pdf", "hardcopy"),
        ("lever.pdf", "lever"),
        ("driver.pdf", "driver"),
        ("GB-204.pdf", "gb-204"),
        ("(2).pdf", ""),
    ],
)
def test_a_name_without_marks_of_copies_and_versions(path: str, name: str) -> None:
    assert bare_name(path) == name


def test_copies_come_before_revisions_before_names() -> None:
    sources = [
        source("plate.pdf", "a"),
        source("backup/plate.pdf", "a"),
        source("plate_v2.pdf", "b"),
        source("other.pdf", "c"),
    ]
    relations = Relations(
        sources, {"a": TitleBlock("GB 204", "A"), "c": TitleBlock("ＧＢ204", "C")}
    )
    keys = [("/shop", found.path) for found in sources]

    assert relations.of(0) == (
        Related(Relation.COPIES, (keys[0], keys[1])),
        Related(Relation.REVISIONS, (keys[0], keys[1], keys[3])),
        Related(Relation.SIMILAR, (keys[0], keys[1], keys[2])),
    )
    assert relations.of(2) == (Related(Relation.SIMILAR, (keys[0], keys[1], keys[2])),)


def test_one_group_is_told_once() -> None:
    relations = Relations([source("plate.pdf", "a"), source("b/plate.pdf", "a")])

    assert [group.relation for group in relations.of(0)] == [Relation.COPIES]


def test_a_name_that_everything_has_says_nothing() -> None:
    sources = [source(f"{n}/report.pdf", f"d{n}") for n in range(MAX_SIMILAR + 1)]

    assert Relations(sources).of(0) == ()


def test_files_that_failed_are_no_copies_of_each_other() -> None:
    failed = [Source("/s", path, 1, 0, SourceState.FAILED, "h", None) for path in ("a.x", "b.x")]

    assert Relations(failed).of(0) == ()


@pytest.mark.parametrize(
    ("period", "first", "after"),
    [
        (Period.WEEK, date(2026, 5, 4), date(2026, 5, 8)),  # From Monday on.
        (Period.MONTH, date(2026, 5, 1), date(2026, 5, 8)),
        (Period.YEAR, date(2026, 1, 1), date(2026, 5, 8)),
        (Period.RANGE, date(2026, 2, 3), date(2026, 3, 5)),
    ],
)
def test_a_period_has_whole_local_days(period: Period, first: date, after: date) -> None:
    turned_round = Criteria(period=period, first=date(2026, 3, 4), last=date(2026, 2, 3))
    bounds = turned_round.bounds_ns(date(2026, 5, 7))

    assert bounds is not None
    days = [datetime.fromtimestamp(ns / 1e9, UTC).astimezone() for ns in bounds]
    assert [day.date() for day in days] == [first, after]
    assert all(day.hour == day.minute == 0 for day in days)
