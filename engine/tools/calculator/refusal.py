"""Why an expression is not calculated."""

from __future__ import annotations


class Refusal(Exception):
    """Raised anywhere inside the calculator; never leaves ``calculate``.

    ``reason`` is plain English without capital or full stop, as a fact for a message.
    """

    def __init__(self, reason: str) -> None:
        self.reason = reason
        super().__init__(reason)
