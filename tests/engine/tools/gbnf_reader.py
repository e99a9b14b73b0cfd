"""Drawing strings from a grammar in GBNF, as a model would write them.

Written from llama.cpp's description, as far as our grammars need it: literals, classes of letters,
groups, alternatives, and how often.
"""

from __future__ import annotations

import random
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import TypeAlias

_TOKEN = re.compile(
    r'"(?P<text>(?:\\.|[^"\\])*)"|\[(?P<letters>\^?(?:\\.|[^\]\\])*)\]'
    r"|\{(?P<least>\d+)(?:,(?P<most>\d*))?\}|(?P<rule>[\w-]+)|(?P<mark>[()|?*+])"
)
_MOST = 3  # Repetitions of what may be repeated for ever.


@dataclass(frozen=True, slots=True)
class _Text:
    text: str


@dataclass(frozen=True, slots=True)
class _Letters:
    letters: str


@dataclass(frozen=True, slots=True)
class _Rule:
    name: str


_Item: TypeAlias = "_Text | _Letters | _Rule | list[_Sequence]"
_Sequence: TypeAlias = list[tuple[_Item, int, int]]
Rules: TypeAlias = Mapping[str, list[_Sequence]]


def read_grammar(grammar: str) -> Rules:
    """The rules by name."""
    lines = (line.split(" ::= ", 1) for line in grammar.splitlines() if " ::= " in line)
    return {name: _alternatives(_TOKEN.finditer(body)) for name, body in lines}


def _alternatives(tokens: Iterator[re.Match[str]]) -> list[_Sequence]:
    alternatives: list[_Sequence] = [[]]
    for token in tokens:
        sequence = alternatives[-1]
        match token["mark"]:
            case "|":
                alternatives.append([])
            case "(":
                sequence.append((_alternatives(tokens), 1, 1))
            case ")":
                break
            case "?":
                sequence[-1] = (sequence[-1][0], 0, 1)
            case "*" | "+" as mark:
                sequence[-1] = (sequence[-1][0], int(mark == "+"), _MOST)
            case _:
                _add(sequence, token)
    return alternatives


def _add(sequence: _Sequence, token: re.Match[str]) -> None:
    if token["least"] is not None:
        least = int(token["least"])
        most = least if token["most"] is None else int(token["most"] or least + _MOST)
        sequence[-1] = (sequence[-1][0], least, most)
    elif token["text"] is not None:
        sequence.append((_Text(_unescaped(token["text"])), 1, 1))
    elif token["letters"] is not None:
        sequence.append((_Letters(_letters(token["letters"])), 1, 1))
    else:
        sequence.append((_Rule(token["rule"]), 1, 1))


def _unescaped(text: str) -> str:
    return re.sub(r"\\(.)", lambda match: {"n": "\n"}.get(match[1], match[1]), text)


def _letters(body: str) -> str:
    """The letters of a class; of a negated one a few, or none if it leaves nothing over."""
    if body.startswith("^"):
        return "" if body == r"^\x00-\U0010FFFF" else "aZ 9?。"
    plain = re.sub(r"(.)-(.)", lambda m: "".join(map(chr, range(ord(m[1]), ord(m[2]) + 1))), body)
    return _unescaped(plain)


def drawn(seed: int, rules: Rules, name: str = "root", depth: int = 12) -> str:
    """A string of a rule, or "" where its depth ran out or nothing fits; the same for a seed."""
    return _from(random.Random(seed), rules, rules[name], depth) or ""


def _from(chance: random.Random, rules: Rules, body: list[_Sequence], depth: int) -> str | None:
    """A string of one of the alternatives that can be written; None if none can."""
    for sequence in chance.sample(body, len(body)):
        text = _sequence(chance, rules, sequence, depth)
        if text is not None:
            return text
    return None


def _sequence(chance: random.Random, rules: Rules, sequence: _Sequence, depth: int) -> str | None:
    pieces: list[str] = []
    for item, least, most in sequence:
        # Few repetitions, or a string would never end; all lengths are alike to a parser.
        for i in range(chance.randint(least, min(most, least + 1))):
            piece = _item(chance, rules, item, depth - 1)
            if piece is None:
                if i < least:
                    return None
                break
            pieces.append(piece)
    return "".join(pieces)


def _item(chance: random.Random, rules: Rules, item: _Item, depth: int) -> str | None:
    match item:
        case _Text(text):
            return text
        case _Letters(letters):
            return chance.choice(letters) if letters else None
        case _Rule(name):
            return _from(chance, rules, rules[name], depth) if depth > 0 else None
        case _:
            return _from(chance, rules, item, depth)
