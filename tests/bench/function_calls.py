"""Functions as BFCL describes them, and whether a call is the one that is wanted.

The rules are those of the AST checker of the Berkeley Function-Calling Leaderboard for Python, for
one call, written anew from their description; the checker's own code is not here. Where it is odd
it is followed: 1 is accepted for 1.0 as an argument but not in a list.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal, TypeAlias

Value: TypeAlias = "str | int | float | bool | list[Value] | dict[str, Value]"
"""An argument. What a schema calls a tuple is a list here, as in the wanted answers."""

Wanted: TypeAlias = Mapping[str, Sequence[Any]]
"""By parameter the values that are right; "" among them says that it may be left out."""

Fault: TypeAlias = Literal[
    "", "other function", "missing", "not in the schema", "type", "value", "left out"
]
"""Why a call is not right; empty if it is. ``left out``: not required, but wanted all the same."""

_TYPES: dict[str, type] = {
    "string": str,
    "integer": int,
    "float": float,
    "boolean": bool,
    "array": list,
    "tuple": list,
    "dict": dict,
    "any": str,
}
_IGNORED = re.compile(r"[ ,./\-_*^]")


@dataclass(frozen=True, slots=True)
class Parameter:
    """One parameter, or the items of a list, or a key of a dictionary.

    ``kind`` is BFCL's word for the type, ``default`` how the schema writes it, ``items`` what a
    list holds and ``fields`` the keys of a dictionary, if the schema says so.
    """

    name: str
    kind: str
    description: str = ""
    is_required: bool = True
    default: str = ""
    enum: tuple[str, ...] = ()
    items: Parameter | None = None
    fields: tuple[Parameter, ...] = ()


@dataclass(frozen=True, slots=True)
class Function:
    """A function that may be called."""

    name: str
    description: str
    parameters: tuple[Parameter, ...]


@dataclass(frozen=True, slots=True)
class Call:
    """A call with its arguments by name."""

    function: str
    arguments: Mapping[str, Value]


def fault(call: Call, function: Function, wanted: Wanted) -> Fault:
    """What is wrong with a call; ``function`` is the one that should be called."""
    if call.function != function.name:
        return "other function"
    by_name = {parameter.name: parameter for parameter in function.parameters}
    if any(p.is_required and p.name not in call.arguments for p in function.parameters):
        return "missing"
    for name, value in call.arguments.items():
        if name not in by_name or name not in wanted:
            return "not in the schema"
        if found := _fault_of_value(value, by_name[name], wanted[name]):
            return found
    if any("" not in allowed for name, allowed in wanted.items() if name not in call.arguments):
        return "left out"
    return ""


def _fault_of_value(value: Value, parameter: Parameter, allowed: Sequence[Any]) -> Fault:
    expected = _TYPES[parameter.kind]
    nested = None
    if parameter.kind in ("array", "tuple") and parameter.items:
        nested = _TYPES[parameter.items.kind]
    if expected is float and type(value) is int:
        value = float(value)
    if not _has_type(value, expected, nested, allowed):
        return "type"
    # A wanted value of another type than the schema's stands for a name; it is compared plainly.
    if _type_of(allowed) in (expected, None):
        is_right = _is_allowed(value, nested, allowed)
    else:
        is_right = value in allowed
    return "" if is_right else "value"


def _has_type(
    value: object, expected: type, nested: type | None, allowed: Sequence[object]
) -> bool:
    if type(value) is not expected:
        return type(value) is _type_of(allowed)
    if nested is None or not isinstance(value, list):
        return True
    return any(
        not isinstance(one, list) or all(_has_type(item, nested, None, one) for item in value)
        for one in allowed
    )


def _type_of(allowed: Sequence[object]) -> type | None:
    return next((type(one) for one in allowed if one != ""), None)


def _is_allowed(value: object, nested: type | None, allowed: Sequence[Any]) -> bool:
    match value:
        case dict():
            return any(_fits(value, one) for one in allowed if one != "")
        case list() if nested is dict:
            return any(_fit_in_order(value, one) for one in allowed)
        case list():
            return [*map(_plain, value)] in [[*map(_plain, one)] for one in allowed]
        case str():
            return _plain(value) in [_plain(one) for one in allowed if isinstance(one, str)]
        case _:
            return value in allowed


def _fit_in_order(values: Sequence[Any], wanted: Sequence[Any]) -> bool:
    return len(values) == len(wanted) and all(
        other != "" and _fits(one, other) for one, other in zip(values, wanted, strict=True)
    )


def _fits(value: Mapping[str, object], wanted: Mapping[str, Sequence[object]]) -> bool:
    """Whether a dictionary has a right value at each key, and nothing is left out or added."""
    return all(
        key in wanted and _plain(one) in [*map(_plain, wanted[key])] for key, one in value.items()
    ) and all(key in value or "" in allowed for key, allowed in wanted.items())


def _plain(value: object) -> object:
    """A text without what does not matter; anything else as it is."""
    if not isinstance(value, str):
        return value
    return _IGNORED.sub("", value).lower().replace("'", '"')
