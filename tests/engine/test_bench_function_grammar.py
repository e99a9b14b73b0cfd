"""What the tool choice benchmark puts before a model, lets it write, and reads."""

from __future__ import annotations

import re

import pytest

from tests.bench.function_calls import Call, Function, Parameter, Value
from tests.bench.function_grammar import NO_CALL, NoCall, call_grammar, described, read_call
from tests.engine.tools.gbnf_reader import drawn, read_grammar

BOOK = Function(
    "room.book",
    "Book a\n  room.",
    (
        Parameter("note", "string", is_required=False, default='"none"'),
        Parameter("floor", "integer", "Which floor."),
        Parameter("size", "float", is_required=False),
        Parameter("quiet", "boolean"),
        Parameter("things", "array", items=Parameter("", "string", enum=("phone", '19" screen'))),
        Parameter("corner", "tuple", is_required=False, items=Parameter("", "float")),
        Parameter(
            "who",
            "dict",
            fields=(Parameter("name", "string"), Parameter("n", "integer", is_required=False)),
        ),
        Parameter("more", "dict", is_required=False),
        Parameter("rest", "array", is_required=False),
        Parameter("key", "any", is_required=False),
    ),
)
NOW = Function("now", "The time.", ())
LATER = Function("later", "", (Parameter("by", "integer", is_required=False),))
TYPES = {
    "note": str,
    "floor": int,
    "size": float,
    "quiet": bool,
    "things": list,
    "corner": list,
    "who": dict,
    "more": dict,
    "rest": list,
    "key": object,
}


def test_functions_are_described_a_line_a_parameter() -> None:
    lines = described([BOOK, NOW]).splitlines()
    assert lines[0] == "room.book: Book a room."
    assert lines[1] == '- note (string, optional, default "none"):'
    assert lines[2] == "- floor (integer): Which floor."
    assert lines[5] == r'- things (list of "phone" | "19\" screen"):'
    assert lines[7] == '- who ({"name": string, "n": integer}):'
    assert lines[-1] == "now: The time."


def test_every_call_of_the_grammar_has_what_is_required_and_the_right_types() -> None:
    rules = read_grammar(call_grammar([BOOK, NOW, LATER]))
    texts = [text for text in (drawn(seed, rules, depth=40) for seed in range(300)) if text]
    calls = [read_call(text) for text in texts]
    named = {call.function if call else NO_CALL for call in calls}
    assert named == {"room.book", "now", "later", NO_CALL}
    seen: set[str] = set()
    for call in (call for call in calls if call and call.function == "room.book"):
        assert {"floor", "quiet", "things", "who"} <= set(call.arguments) <= set(TYPES)
        assert list(call.arguments) == sorted(call.arguments, key=list(TYPES).index)
        for name, value in call.arguments.items():
            assert isinstance(value, TYPES[name])
        things, who = call.arguments["things"], call.arguments["who"]
        assert isinstance(things, list)
        assert set(map(str, things)) <= {"phone", '19" screen'}
        assert isinstance(who, dict)
        assert {"name"} <= set(who) <= {"name", "n"}
        seen |= set(call.arguments)
    assert seen == set(TYPES)


def test_only_an_optional_argument_may_be_the_first_or_left_out() -> None:
    rules = read_grammar(call_grammar([LATER]))
    texts = {drawn(seed, rules) for seed in range(60)}
    assert NO_CALL in texts
    assert all(re.fullmatch(r"later\((by=-?\d+)?\)|NONE", text) for text in texts)
    assert "later()" in texts


def test_a_call_is_read() -> None:
    text = 'math.area(a=-2, b=[1.5, 2.0], c="x=1, (y)", d={"k": True})'
    arguments: dict[str, Value] = {"a": -2, "b": [1.5, 2.0], "c": "x=1, (y)", "d": {"k": True}}
    assert read_call(text) == Call("math.area", arguments)
    assert read_call(" NONE\n") is None


@pytest.mark.parametrize("text", ["", "f(a=1", "f(1)", "f(a=b)", "f", "There is none."])
def test_what_is_no_call_is_refused(text: str) -> None:
    with pytest.raises(NoCall):
        read_call(text)
