"""Every problem that a reader reports has words."""

from __future__ import annotations

import re
from pathlib import Path

from app.problems import PROBLEMS, describe_problem
from engine.domain import ReadProblem

INGEST = Path(__file__).parents[2] / "ingest"


def test_every_code_that_a_reader_uses_has_words_and_no_other() -> None:
    used = {
        code
        for path in INGEST.glob("*.py")
        for code in re.findall(r'ReadProblem\(\s*"([a-z-]+)"', path.read_text(encoding="utf-8"))
    }
    assert used == set(PROBLEMS)


def test_a_problem_is_told_with_its_place_and_detail() -> None:
    assert (
        describe_problem(ReadProblem("row-too-short", "3 of 5 cells", line=17))
        == "line 17: The row has too few cells (3 of 5 cells)"
    )
    page = describe_problem(ReadProblem("page-without-text", "", page=4))
    assert page == "p. 4: The page has no text to search"
    assert describe_problem(ReadProblem("new-code", "why")) == "new-code (why)"
