"""A place in a row of tokens that moves on as they are taken."""

from __future__ import annotations

from engine.tools.calculator.refusal import Refusal
from engine.tools.calculator.tokens import Kind, Token


class TokenStream:
    """Tokens read from left to right; the last one is the end and is never passed."""

    def __init__(self, row: tuple[Token, ...]) -> None:
        self._row = row
        self.index = 0

    @property
    def current(self) -> Token:
        """The token not yet taken."""
        return self._row[self.index]

    @property
    def previous(self) -> Token | None:
        """The token taken last."""
        return self._row[self.index - 1] if self.index else None

    def has_ended(self) -> bool:
        """Whether every token was taken."""
        return self.current.kind is Kind.END

    def ahead(self, by: int = 1) -> Token:
        """The token ``by`` places after the current one, or the end."""
        return self._row[min(self.index + by, len(self._row) - 1)]

    def since(self, start: int) -> tuple[Token, ...]:
        """The tokens taken since the index was ``start``."""
        return self._row[start : self.index]

    def advance(self) -> Token:
        """Take the current token."""
        token = self.current
        self.index = min(self.index + 1, len(self._row) - 1)
        return token

    def is_at(self, *texts: str) -> bool:
        """Whether the current token is a word or mark with one of these texts."""
        return self.current.kind in (Kind.MARK, Kind.WORD) and self.current.text in texts

    def take(self, *marks: str) -> Token | None:
        """Take the current token if it is one of these marks."""
        is_one = self.current.kind is Kind.MARK and self.current.text in marks
        return self.advance() if is_one else None

    def take_word(self, *words: str) -> Token | None:
        """Take the current token if it is one of these words."""
        is_one = self.current.kind is Kind.WORD and self.current.text in words
        return self.advance() if is_one else None

    def expect(self, mark: str, *, opened: Token) -> None:
        """Take ``mark``, which closes the token ``opened``."""
        if self.take(mark):
            return
        found = self.current
        if found.kind is Kind.END:
            raise Refusal(f"the parenthesis opened at character {opened.position} is never closed")
        raise Refusal(f"{mark!r} or an operator is missing at character {found.position}")
