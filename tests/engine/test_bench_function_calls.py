"""The checker's rules that the tool choice benchmark counts by."""

from __future__ import annotations

from typing import Any

import pytest

from tests.bench.function_calls import Call, Function, Parameter, Value, fault


def a_list(name: str, item: str) -> Parameter:
    return Parameter(name, "array", is_required=False, items=Parameter("", item))


def check(kind: str, value: Value, *allowed: Any, is_right: bool) -> None:
    """One parameter of a kind: whether a value is right where some are allowed."""
    items = Parameter("", kind.partition(" of ")[2]) if " of " in kind else None
    parameter = Parameter("p", kind.partition(" ")[0], items=items)
    found = fault(Call("f", {"p": value}), Function("f", "", (parameter,)), {"p": allowed})
    assert (found == "") is is_right, found


@pytest.mark.parametrize(
    ("value", "is_right"),
    [
        ("April 1, 2024", True),
        ("april 1 2024", True),
        ("April-1/2024.", True),
        ("April 2, 2024", False),
        ("(April 1 2024)", False),
        (20240401, False),
    ],
)
def test_a_text_is_right_without_regard_to_case_space_and_marks(
    value: Value, is_right: bool
) -> None:
    check("string", value, "April 1, 2024", is_right=is_right)


def test_quotes_in_a_text_are_all_alike() -> None:
    check("string", "the 'old' bolt", 'the "old" bolt', is_right=True)


@pytest.mark.parametrize(
    ("kind", "value", "is_right"),
    [
        ("integer", 5, True),
        ("integer", 5.0, False),
        ("integer", True, False),
        ("integer", "5", False),
        ("float", 5.0, True),
        ("float", 5, True),
        ("float", 5.1, False),
        ("boolean", 1, False),
    ],
)
def test_a_number_has_to_have_the_type_but_a_whole_one_may_be_a_float(
    kind: str, value: Value, is_right: bool
) -> None:
    check(kind, value, True if kind == "boolean" else 5, is_right=is_right)


def test_a_wanted_name_in_place_of_a_number_is_compared_as_it_is() -> None:
    check("integer", "n_rows", "n_rows", is_right=True)
    check("integer", "N rows", "n_rows", is_right=False)
    check("any", 5, 5, is_right=True)


@pytest.mark.parametrize(
    ("kind", "value", "is_right"),
    [
        ("array of string", ["m6", "M-8"], True),
        ("array of string", ["M8", "M6"], False),
        ("array of string", ["M6"], False),
        ("array of string", ["M6", 8], False),
        ("array of string", [], True),
        ("array of string", "M6", False),
    ],
)
def test_a_list_is_right_in_its_order(kind: str, value: Value, is_right: bool) -> None:
    check(kind, value, ["M6", "M8"], "", is_right=is_right)


def test_a_whole_number_is_no_float_in_a_list() -> None:
    check("array of float", [1.0, 2.5], [1.0, 2.5], is_right=True)
    check("array of float", [1, 2.5], [1.0, 2.5], is_right=False)
    check("array of float", [1.0, 2.0], [1, 2], is_right=True)
    check("tuple of float", [1.0, 2.0], [1.0, 2.0], is_right=True)
    check("array of array", [[1, 2], [3]], [[1, 2], [3]], is_right=True)


@pytest.mark.parametrize(
    ("value", "is_right"),
    [
        ({"size": "m6", "n": 4}, True),
        ({"size": "M6"}, True),
        ({"n": 4}, False),
        ({"size": "M8", "n": 4}, False),
        ({"size": "M6", "colour": "red"}, False),
    ],
)
def test_a_dictionary_is_right_key_by_key(value: Value, is_right: bool) -> None:
    wanted = {"size": ["M6", "6 mm"], "n": [4, ""]}
    check("dict", value, wanted, is_right=is_right)
    check("array of dict", [value], [wanted], is_right=is_right)


def test_dictionaries_in_a_list_are_as_many_and_in_order() -> None:
    one, other = {"n": [1]}, {"n": [2]}
    check("array of dict", [{"n": 1}, {"n": 2}], [one, other], is_right=True)
    check("array of dict", [{"n": 2}, {"n": 1}], [one, other], is_right=False)
    check("array of dict", [{"n": 1}], [one, other], is_right=False)
    check("array of dict", [{"n": 1}], [""], is_right=False)
    check("dict", {}, "", is_right=False)


FUNCTION = Function(
    "stock.find",
    "",
    (Parameter("name", "string"), Parameter("limit", "integer", is_required=False)),
)


@pytest.mark.parametrize(
    ("call", "limits", "expected"),
    [
        (Call("stock.find", {"name": "bolt"}), [5, ""], ""),
        (Call("stock.find", {"name": "bolt", "limit": 5}), [5, ""], ""),
        (Call("stock.find", {"name": "bolt", "limit": 6}), [5, ""], "value"),
        (Call("stock.find", {"name": "bolt"}), [5], "left out"),
        (Call("stock.find", {"limit": 5}), [5], "missing"),
        (Call("stock.find", {"name": "bolt", "colour": "red"}), [""], "not in the schema"),
        (Call("stock.find", {"name": 6}), [""], "type"),
        (Call("Stock.find", {"name": "bolt"}), [""], "other function"),
    ],
)
def test_a_call_is_right_or_has_a_fault(call: Call, limits: list[Any], expected: str) -> None:
    assert fault(call, FUNCTION, {"name": ["bolt"], "limit": limits}) == expected
