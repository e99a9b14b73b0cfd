"""Values that a query looks for and no row has."""

from __future__ import annotations

import pytest

from engine.tools.sql.absence import absences
from engine.tools.sql.guard import checked
from engine.tools.sql.linking import link
from tests.engine.tools.sql.profiles import INSPECTIONS, RECORDS, TABLES, table, text


def missing(sql: str) -> list[str]:
    query = checked(sql, [profile.stored.table for profile in TABLES])
    return [absence.value for absence in absences(query, link("?", TABLES))]


@pytest.mark.parametrize(
    ("condition", "values"),
    [
        ("part = 'SH-299'", ["SH-299"]),
        ("part = 'SH-204'", []),
        ("part = 'sh-204'", []),
        ("part IN ('SH-204', 'SH-300')", ["SH-300"]),
        ("part LIKE '%299%'", ["299"]),
        ("part LIKE '%20%'", []),
        ("NOT part = 'SH-299'", []),
        ("part <> 'SH-299'", []),
        ("time LIKE '2027-07%'", ["2027-07"]),
        ("time LIKE '2026-04%'", []),
        ("time = '2026-05-02'", []),
        ("torque_N_m > 500", []),
    ],
)
def test_a_value_that_no_row_has_is_told(condition: str, values: list[str]) -> None:
    assert missing(f"SELECT COUNT(*) FROM inspections WHERE {condition}") == values


def test_of_a_date_the_ends_of_the_log_are_told() -> None:
    query = checked(
        "SELECT COUNT(*) FROM 検査記録 WHERE 検査日 = '2025-01-01'", [RECORDS.stored.table]
    )
    (absence,) = absences(query, link("?", [RECORDS]))
    assert (absence.low, absence.high) == ("2026-03-03", "2026-04-01")


def test_a_column_with_more_values_than_are_known_lacks_nothing_for_certain() -> None:
    serials = table("serials", text("serial", "A1", "A2", is_complete=False))
    query = checked("SELECT COUNT(*) FROM serials WHERE serial = 'Z9'", [serials.stored.table])
    assert absences(query, link("?", [serials, INSPECTIONS])) == ()
