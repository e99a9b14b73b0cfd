"""What the word problem benchmark reads and counts, on made-up problems."""

from __future__ import annotations

import json
from decimal import Decimal
from pathlib import Path

import pytest

from tests.bench.scores import Reply
from tests.bench.word_problems import fault_of, given, print_report
from tests.bench.word_problems_data import WordProblem, read_word_problems

PROBLEM = WordProblem("p-1", "Subtraction", "Of 1,024 bolts 24 are used. How many?", Decimal(1000))


@pytest.fixture
def data(tmp_path: Path) -> Path:
    """A folder in the form of both sets."""
    for folder in ("gsm8k", "svamp"):
        (tmp_path / folder).mkdir()
    solved = {
        "question": "How many\u2028bolts?",
        "answer": "2 * 600 = <<2*600=1200>>1200\n#### 1,200",
    }
    lines = [json.dumps(solved, ensure_ascii=False)] * 3
    (tmp_path / "gsm8k/test.jsonl").write_text("\n".join(lines) + "\n", encoding="utf-8")
    raw = {
        "ID": "chal-1",
        "Body": "Dan had $ 3",
        "Question": " How much is left?",
        "Answer": 3.0,
        "Type": "Common-Divison",
    }
    (tmp_path / "svamp/SVAMP.json").write_text(json.dumps([raw]), encoding="utf-8")
    return tmp_path


def test_both_sets_are_read_with_their_numbers(data: Path) -> None:
    problems = read_word_problems(data, "gsm8k", None, 1)
    assert {problem.id for problem in problems} == {"gsm8k-0", "gsm8k-1", "gsm8k-2"}
    assert problems[0].answer == 1200
    (problem,) = read_word_problems(data, "svamp", None, 1)
    assert problem.text == "Dan had $ 3. How much is left?"
    assert problem.kind == "Common-Division"
    assert problem.answer == 3
    assert read_word_problems(data, "gsm8k", 2, 5) == read_word_problems(data, "gsm8k", 3, 5)[:2]


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("It is 3 * 4 = 12. The answer is 12.", "12"),
        ("The answer is $1,234.50.", "1234.50"),
        ("The answer is -5", "-5"),
        ("I do not know.", None),
    ],
)
def test_the_last_number_of_words_counts(text: str, number: str | None) -> None:
    assert given("bare", text) == (None if number is None else Decimal(number))


@pytest.mark.parametrize(
    ("way", "text", "is_whole", "expected"),
    [
        ("bare", "1024 - 24 = 1,000.00", True, ""),
        ("bare", "The answer is 1001.", True, "another number"),
        ("bare", "The answer is 1000", False, "cut off"),
        ("calculator", "answer = 1024 - 24", True, ""),
        ("calculator", "answer = bolts - 24", True, "no number"),
    ],
)
def test_a_reply_is_right_or_has_a_fault(
    way: str, text: str, is_whole: bool, expected: str
) -> None:
    assert fault_of(PROBLEM, way, Reply("p-1", "a model", text, is_whole, 1.0)) == expected


def test_the_report_counts_by_kind_and_in_all(capsys: pytest.CaptureFixture[str]) -> None:
    replies = [Reply("p-1", "a model", text, True, 1.0) for text in ("1000", "7")]
    print_report("svamp", "bare", [PROBLEM, PROBLEM], replies)
    shown = capsys.readouterr().out
    assert shown.count("9.5 to 90.5") == 2
    assert "svamp, bare, Subtraction" in shown
    assert "Rho-Math-1B-Interpreter" in shown
