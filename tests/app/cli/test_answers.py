"""An answer on a terminal, from scripted events: no model, no process."""

from __future__ import annotations

import pytest

from app.cli.answers import show_answer
from engine.answers import Answer, AnswerNumber, Citation, NumberStatus, Step, StepKind
from engine.events import (
    AnswerCancelled,
    AnswerEvent,
    AnswerFinished,
    AnswerGrew,
    EvidenceFound,
    PrefillAdvanced,
    StepChanged,
)
from tests.app.scripted import CITATION, answer, calculation, passage, query

SQL = "SELECT Part, AVG(Torque) FROM log WHERE Result = 'FAIL' GROUP BY Part"


def printed(capsys: pytest.CaptureFixture[str], one: Answer) -> list[str]:
    show_answer([AnswerFinished(one)], is_quiet=False)
    return [line.rstrip() for line in capsys.readouterr().out.splitlines()]


def test_a_calculation_is_printed_with_its_result(capsys: pytest.CaptureFixture[str]) -> None:
    lines = printed(capsys, answer("73 N·m", tool_calls=(calculation("85 - 12", "73"),)))

    assert lines[0] == "73 N·m"
    assert lines[lines.index("Calculated") + 1] == "  85 - 12 = 73"


def test_a_query_is_printed_with_its_rows(capsys: pytest.CaptureFixture[str]) -> None:
    rows = [(f"SH-{n}", 10 + n / 2) for n in range(12)]
    lines = printed(capsys, answer(tool_calls=(query(SQL, rows, "Part", "検査[b]員"),)))
    start = lines.index("Asked the log")

    assert lines[start + 1 : start + 8] == [
        "  SELECT Part, AVG(Torque)",
        "  FROM log",
        "  WHERE Result = 'FAIL'",
        "  GROUP BY Part",
        "  Part  検査[b]員",
        "  SH-0         10",
        "  SH-1       10.5",
    ]
    assert "  and 2 more rows" in lines
    assert not any("SH-10" in line for line in lines)


@pytest.mark.parametrize(("rows", "line"), [([(11.5,)], "  → 11.5"), ([], "  → no row fits")])
def test_a_query_is_printed_with_its_value(
    capsys: pytest.CaptureFixture[str], rows: list[tuple[float, ...]], line: str
) -> None:
    assert line in printed(capsys, answer(tool_calls=(query("SELECT 1", rows),)))


def test_tries_that_failed_are_one_line(capsys: pytest.CaptureFixture[str]) -> None:
    failed = query("SELECT secret", (), error="it gives nothing")
    lines = printed(capsys, answer(tool_calls=(failed, query(SQL, [("a", 1)]), failed)))

    assert "2 other queries were tried and dropped" in lines
    assert not any("secret" in line for line in lines)


def test_an_abstention_is_printed_with_its_reason(capsys: pytest.CaptureFixture[str]) -> None:
    text = "The documents do not say. log.csv has no row with Part = SH-299."
    lines = printed(capsys, answer(text, is_abstained=True, citations=()))

    assert lines[:2] == [
        "The documents do not say.",
        "log.csv has no row with Part = SH-299.",
    ]


def test_places_and_doubtful_numbers_are_printed(capsys: pytest.CaptureFixture[str]) -> None:
    rows = Citation(2, "d", "log.csv", None, (), "a\nb", table="log", rows=(3, 17, 250, 251))
    row = Citation(3, "d", "log.csv", None, (), "c", table="log", rows=(4,))
    doubtful = (AnswerNumber("12", NumberStatus.UNVERIFIED),)
    lines = printed(capsys, answer(citations=(CITATION, rows, row), numbers=doubtful))

    assert "[1] manual.pdf, page 3  lock nut to 12 Nm" in lines
    assert "[2] log.csv, rows 3, 17, 250-251  a b" in lines
    assert "[3] log.csv, row 4  c" in lines
    assert "12: not found in the evidence" in lines


def test_a_quiet_answer_and_a_cancelled_one_print_nothing(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert show_answer([AnswerFinished(answer())], is_quiet=True) == answer()
    assert show_answer([AnswerCancelled(1)], is_quiet=False) is None
    assert capsys.readouterr().out == ""


def test_steps_are_followed_whatever_they_are_about(capsys: pytest.CaptureFixture[str]) -> None:
    part = Step(1, 0, StepKind.PART, "Is [/b] {0} markup?")
    events: list[AnswerEvent] = [
        EvidenceFound((passage(),), 0.1),
        PrefillAdvanced(0, 0),
        PrefillAdvanced(1, 2),
        StepChanged(part),
        StepChanged(Step(2, 1, StepKind.READING, "x")),
        PrefillAdvanced(1, 2),
        AnswerGrew("12"),
        StepChanged(Step(2, 1, StepKind.READING, "x", "y", seconds=1.0)),
        StepChanged(Step(1, 0, StepKind.PART, "x", "y", seconds=2.0)),
        AnswerFinished(answer()),
    ]

    assert show_answer(events, is_quiet=False) == answer()
    assert "Traceback" not in capsys.readouterr().err
