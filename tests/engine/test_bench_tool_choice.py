"""What the tool choice benchmark reads and counts, on made-up questions."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.bench.function_calls import Function, Parameter
from tests.bench.scores import Reply
from tests.bench.tool_choice import fault_of, print_report
from tests.bench.tool_choice_data import ToolQuestion, read_tool_questions

STOCK = {
    "name": "stock.find",
    "description": "Find parts.",
    "parameters": {
        "type": "dict",
        "properties": {
            "name": {"type": "string", "description": "The part."},
            "limit": {"type": "integer", "description": "How many.", "default": 5},
            "where": {"type": "array", "items": {"type": "string", "enum": ["A", "B"]}},
            "size": {"type": "dict", "properties": {"mm": {"type": "float"}}, "required": ["mm"]},
        },
        "required": ["name"],
    },
}
NOW = {"name": "now", "description": "", "parameters": {"type": "dict", "properties": {}}}


@pytest.fixture
def data(tmp_path: Path) -> Path:
    """A folder in the form of the data; the last line of a file has no line break."""
    (tmp_path / "possible_answer").mkdir()
    question = [[{"role": "user", "content": "Find\u2028bolts."}]]
    raws = [{"id": f"m_{i}", "question": question, "function": [NOW, STOCK]} for i in range(9)]
    wanted = {"stock.find": {"name": ["bolt"], "limit": [5, ""], "where": [""], "size": [""]}}
    answers = [{"id": f"m_{i}", "ground_truth": [wanted]} for i in range(9)]
    for path, lines in (
        ("BFCL_v4_multiple.json", raws),
        ("BFCL_v4_irrelevance.json", raws),
        ("possible_answer/BFCL_v4_multiple.json", answers),
    ):
        text = "\n".join(json.dumps(line, ensure_ascii=False) for line in lines)
        (tmp_path / path).write_text(text, encoding="utf-8")
    return tmp_path


def reply(text: str, question: ToolQuestion) -> Reply:
    return Reply(question.id, "a model", text, True, 1.0)


def test_a_question_is_read_with_its_functions_and_the_call_that_is_wanted(data: Path) -> None:
    question = read_tool_questions(data, "multiple", None, 1)[0]
    stock = question.right_function
    assert [function.name for function in question.functions] == ["now", "stock.find"]
    assert question.wanted["limit"] == [5, ""]
    assert stock is not None
    assert stock.parameters == (
        Parameter("name", "string", "The part."),
        Parameter("limit", "integer", "How many.", is_required=False, default="5"),
        Parameter(
            "where", "array", is_required=False, items=Parameter("", "string", enum=("A", "B"))
        ),
        Parameter("size", "dict", is_required=False, fields=(Parameter("mm", "float"),)),
    )


def test_fewer_questions_are_the_first_of_the_same(data: Path) -> None:
    questions = read_tool_questions(data, "multiple", None, 1)
    assert read_tool_questions(data, "multiple", 4, 1) == questions[:4]
    assert {question.id for question in questions} == {f"m_{i}" for i in range(9)}


def test_without_an_answer_no_function_helps(data: Path) -> None:
    question = read_tool_questions(data, "irrelevance", 1, 1)[0]
    assert question.right_function is None
    assert question.functions[0] == Function("now", "", ())


@pytest.mark.parametrize(
    ("text", "where_one_helps", "where_none_does"),
    [
        ('stock.find(name="bolt")', "", "called"),
        ('stock.find(name="nut", limit=5)', "value", "called"),
        ("now()", "other function", "called"),
        ("NONE", "none called", ""),
        ('stock.find(name="bolt bolt bolt', "cut off", "called"),
    ],
)
def test_a_reply_is_right_or_has_a_fault(
    data: Path, text: str, where_one_helps: str, where_none_does: str
) -> None:
    for category, expected in (("multiple", where_one_helps), ("irrelevance", where_none_does)):
        question = read_tool_questions(data, category, 1, 1)[0]
        assert fault_of(question, reply(text, question)) == expected


def test_the_report_counts_and_shows_the_peers(
    data: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    questions = read_tool_questions(data, "irrelevance", 2, 1)
    replies = [reply(text, q) for text, q in zip(("NONE", "now()"), questions, strict=True)]
    print_report("irrelevance", questions, replies)
    shown = capsys.readouterr().out
    assert "9.5 to 90.5" in shown
    assert "Qwen2.5-1.5B-Instruct" in shown
