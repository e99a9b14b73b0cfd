"""An SQL text cut into tokens as SQLite cuts it, and the bounds a parser needs before it reads.

Both sqlglot and SQLite are recursive, and SQLite copies a WITH part for each use of it: ten lines
can ask for a million copies before a single row is read. Neither can be stopped while it parses,
so the text is measured first.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

# SQLite's own rules (sqlite3GetToken): every character beyond ASCII is part of a word, the
# full-width space too; only these five are space.
_TOKEN = re.compile(
    r"""
      (?P<space>   [ \t\n\f\r]+ )
    | (?P<comment> --[^\n]* | /\*.*?(?:\*/|\Z) )
    | (?P<text>    '(?:[^']|'')*+' )
    | (?P<quoted>  "(?:[^"]|"")*+" | `(?:[^`]|``)*+` | \[[^\]]*\] )
    | (?P<number>  \.?[0-9][0-9A-Za-z_.]* )
    | (?P<word>    [A-Za-z_\x80-\U0010ffff][A-Za-z0-9_$\x80-\U0010ffff]* )
    | (?P<bind>    [?:@\#$] )
    | (?P<broken>  ['"`\[] )
    | (?P<symbol>  \|\| | . )
    """,
    re.VERBOSE | re.DOTALL,
)
_OPERATORS = frozenset("and or not - + ~ * / % || < > = & | ! like glob between is collate".split())
_PREFIXES = frozenset("not - + ~".split())
_SHOWN = 300


class Refusal(Exception):
    """Says why a text is refused, within this package; outside it is ``QueryRefused``."""


class TokenKind(StrEnum):
    """What a token is; space and comments are none."""

    TEXT = "text"
    QUOTED = "quoted"
    NUMBER = "number"
    WORD = "word"
    BIND = "bind"
    BROKEN = "broken"
    SYMBOL = "symbol"


@dataclass(frozen=True, slots=True)
class Token:
    """One token. ``name`` is its text in lower case and without quotes."""

    kind: TokenKind
    name: str


@dataclass(frozen=True, slots=True)
class TextBounds:
    """How large an SQL text may be. ``n_copies`` bounds what WITH parts multiply to."""

    n_characters: int
    n_tokens: int
    n_operators: int
    depth: int
    n_copies: int


def bounded_tokens(sql: str, bounds: TextBounds) -> tuple[Token, ...]:
    """The tokens of one statement within ``bounds``, without the semicolon behind it.

    Raises:
        Refusal: it is larger, or more than one statement, or holds what no query here may.

    """
    if len(sql) > bounds.n_characters:
        raise Refusal(f"the query is longer than {bounds.n_characters:,} characters")
    if any(character == "\0" or "\ud800" <= character <= "\udfff" for character in sql):
        raise Refusal("the query holds a character that is no text")
    tokens = tuple(_tokens(sql))
    if len(tokens) > bounds.n_tokens:
        raise Refusal(f"the query has more than {bounds.n_tokens:,} words and signs")
    _require_closed(tokens, bounds.depth)
    tokens = _single_statement(tokens)
    if sum(token.name in _OPERATORS for token in tokens) > bounds.n_operators:
        raise Refusal(f"the query has more than {bounds.n_operators} terms")
    if _copies(tokens) > bounds.n_copies:
        raise Refusal("the WITH parts use each other too often")
    return tokens


def shown(sql: str) -> str:
    """The text as an error shows it: cut off where nobody reads on, and fit for any encoding."""
    cut = sql if len(sql) <= _SHOWN else f"{sql[:_SHOWN]}…"
    return cut.encode("utf-8", "replace").decode("utf-8").replace("\0", "␀")


def _tokens(sql: str) -> Iterator[Token]:
    for match in _TOKEN.finditer(sql):
        kind, text = str(match.lastgroup), match.group()
        if kind in ("space", "comment"):
            continue
        if kind in ("text", "quoted"):
            text = text[1:-1]
        yield Token(TokenKind(kind), text.lower())


def _require_closed(tokens: Sequence[Token], max_depth: int) -> None:
    depth = n_prefixes = 0
    for token in tokens:
        match token.kind:
            case TokenKind.BIND:
                raise Refusal(f"'{token.name}' stands for a value to be filled in; write the value")
            case TokenKind.BROKEN:
                raise Refusal(f"the quote {token.name} is not closed")
            case TokenKind.SYMBOL | TokenKind.WORD:
                depth += (token.name in ("(", "case")) - (token.name in (")", "end"))
                n_prefixes = n_prefixes + 1 if token.name in _PREFIXES else 0
            case _:
                n_prefixes = 0
        if depth > max_depth or n_prefixes > max_depth:
            raise Refusal(f"the query is nested more than {max_depth} deep")
        if depth < 0:
            raise Refusal("a bracket or a CASE is closed that was not opened")
    if depth:
        raise Refusal("a bracket or a CASE is not closed")


def _single_statement(tokens: tuple[Token, ...]) -> tuple[Token, ...]:
    end = len(tokens)
    while end and tokens[end - 1] == Token(TokenKind.SYMBOL, ";"):
        end -= 1
    if Token(TokenKind.SYMBOL, ";") in tokens[:end]:
        raise Refusal("there is more than one statement")
    if not end:
        raise Refusal("the query is empty")
    if tokens[0].name not in ("select", "with") or tokens[0].kind is not TokenKind.WORD:
        raise Refusal(f"only SELECT is allowed, not {tokens[0].name.upper()[:40]}")
    return tokens[:end]


def _copies(tokens: Sequence[Token]) -> int:
    """How many copies of the innermost WITH part SQLite may make, or more: never fewer."""
    defined = Counter(with_names(tokens))
    if not defined:
        return 1
    before_dot = (*tokens[1:], Token(TokenKind.SYMBOL, ""))
    used = Counter(
        token.name for token, after in zip(tokens, before_dot, strict=True) if after.name != "."
    )
    uses = ((max(1, used[name] - n), n) for name, n in defined.items())
    return math.prod(n_uses**n for n_uses, n in uses)


def with_names(tokens: Sequence[Token]) -> Iterator[str]:
    """Names before AS and a bracket: every WITH part, and named windows, which do no harm."""
    for i, token in enumerate(tokens):
        after = tokens[i + 1].name if i + 1 < len(tokens) else ""
        if i and token.name == "as" and after in ("(", "not", "materialized"):
            j = i - 1
            if tokens[j].name == ")":  # The part names its columns.
                while j and tokens[j].name != "(":
                    j -= 1
                j = max(0, j - 1)
            yield tokens[j].name
