"""Functions put before a model as text, the calls it may write as a grammar, and reading one.

A call is written as in Python with every argument by its name, ``area(width=2.0, unit="m")``, in
the order of the schema. The grammar leaves no other function, no other parameter, no required one
left out and no other type; the model may also write ``NO_CALL``.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from engine.tools.gbnf import literal, one_of
from tests.bench.function_calls import Call, Function, Parameter

NO_CALL = "NONE"

_VALUES = {
    "string": r'"\"" ([^"\\\n] | "\\" ["\\nt])* "\""',
    "integer": '"-"? ("0" | [1-9] [0-9]*)',
    # A point or an exponent: in a list, 2 would not be the float that it has to be.
    "float": 'integer ("." [0-9]+ ("e" [+-]? [0-9]+)? | "e" [+-]? [0-9]+)',
    "boolean": '"True" | "False"',
    "list": '"[" (any (", " any)*)? "]"',
    "dict": '"{" (string ": " any (", " string ": " any)*)? "}"',
    "any": "string | integer | float | boolean | list | dict",
}


class NoCall(ValueError):
    """A text that is no call, such as one that was cut off."""


def described(functions: Sequence[Function]) -> str:
    """The functions as compact text, one line a parameter."""
    return "\n".join(line for function in functions for line in _lines(function))


def call_grammar(functions: Sequence[Function]) -> str:
    """The grammar (GBNF) of one call of one of the functions, or ``NO_CALL``; root ``root``."""
    rules = _Rules()
    calls = [_call(function, rules) for function in functions]
    bodies = {"root": " | ".join([*calls, literal(NO_CALL)]), **rules.bodies, **_VALUES}
    return "".join(f"{name} ::= {body}\n" for name, body in bodies.items())


def read_call(text: str) -> Call | None:
    """The call that a model wrote; None if it calls nothing. Raises NoCall."""
    if text.strip() == NO_CALL:
        return None
    try:
        tree = ast.parse(text.strip(), mode="eval").body
        if not isinstance(tree, ast.Call) or tree.args:
            raise NoCall(text)
        arguments = {one.arg or "": ast.literal_eval(one.value) for one in tree.keywords}
    except (ValueError, SyntaxError) as error:
        raise NoCall(text) from error
    return Call(ast.unparse(tree.func), arguments)


def _lines(function: Function) -> Iterator[str]:
    yield f"{function.name}: {_one_line(function.description)}"
    for parameter in function.parameters:
        yield f"- {parameter.name} ({_type(parameter)}): {_one_line(parameter.description)}".strip()


def _type(parameter: Parameter) -> str:
    words = _kind(parameter)
    if parameter.is_required:
        return words
    return f"{words}, optional" + (f", default {parameter.default}" if parameter.default else "")


def _kind(parameter: Parameter) -> str:
    if parameter.enum:
        return " | ".join(map(_quoted, parameter.enum))
    if parameter.fields:
        keys = (f"{_quoted(one.name)}: {_kind(one)}" for one in parameter.fields)
        return "{" + ", ".join(keys) + "}"
    if parameter.items:
        return f"list of {_kind(parameter.items)}"
    return parameter.kind


@dataclass(slots=True)
class _Rules:
    """Rules made so far, numbered."""

    bodies: dict[str, str] = field(default_factory=dict)

    def add(self, body: str) -> str:
        name = f"r{len(self.bodies)}"
        self.bodies[name] = body
        return name


def _call(function: Function, rules: _Rules) -> str:
    arguments = [(f"{p.name}=", p) for p in function.parameters]
    return f'{literal(function.name + "(")} {_in_order(arguments, rules)} ")"'


def _in_order(named: Sequence[tuple[str, Parameter]], rules: _Rules) -> str:
    """Every required value and any of the others, in order, with commas between them."""
    first, later = '""', '""'
    for label, parameter in reversed(named):
        value = f"{literal(label)} {_value(parameter, rules)}"
        begun, going_on = f"{value} {later}", f'", " {value}'
        if parameter.is_required:
            first, later = rules.add(begun), rules.add(f"{going_on} {later}")
        else:
            first = rules.add(one_of((begun, first)))
            later = rules.add(f"({going_on})? {later}")
    return first


def _value(parameter: Parameter, rules: _Rules) -> str:
    if parameter.enum:
        return rules.add(" | ".join(literal(_quoted(one)) for one in parameter.enum))
    if parameter.fields:
        keys = [(f"{_quoted(one.name)}: ", one) for one in parameter.fields]
        return rules.add(f'"{{" {_in_order(keys, rules)} "}}"')
    if parameter.kind in ("array", "tuple"):
        item = _value(parameter.items, rules) if parameter.items else "any"
        return rules.add(f'"[" ({item} (", " {item})*)? "]"')
    return parameter.kind


def _quoted(text: str) -> str:
    escaped = text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n")
    return f'"{escaped}"'


def _one_line(text: str) -> str:
    return " ".join(text.split())
