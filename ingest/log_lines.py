"""The lines of a log one by one, with their number and where they end in the file."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

from engine.domain import ReadProblem
from ingest.encodings import line_encoding

_ZEROS = re.compile("\x00+")
_BEHIND_RETURN = re.compile(r"(?<=\r)(?!\n|$)")


class LogLines:
    """Gives the lines of a file as text, each with its end. A context manager.

    ``number`` counts from 1. What cannot be decoded is noted in ``problems``.
    """

    def __init__(
        self,
        path: Path,
        encoding: str,
        problems: list[ReadProblem],
        *,
        start: int = 0,
        number: int = 0,
    ) -> None:
        self.number = number
        self._end = start
        self._is_exact = True
        self._path = path
        self._encoding = encoding
        self._problems = problems
        self._open = ExitStack()
        self._lines = self._numbered(self._decoded(start))

    def __enter__(self) -> LogLines:
        return self

    def __exit__(self, *_: object) -> None:
        self._open.close()

    def __iter__(self) -> Iterator[str]:
        return self

    def __next__(self) -> str:
        return next(self._lines)

    @property
    def end(self) -> int | None:
        """The byte behind the last line that was given.

        None where bytes and lines cannot be matched: UTF-16, and carriage returns for line ends.
        """
        return self._end if self._is_exact else None

    def _decoded(self, start: int) -> Iterator[str]:
        if self._encoding.startswith("utf-16") or not has_line_feeds(self._path):
            self._is_exact = False
            yield from self._open.enter_context(
                self._path.open(encoding=self._encoding, errors="replace", newline="")
            )
            return
        file = self._open.enter_context(self._path.open("rb"))
        file.seek(start)
        # A mark is no letter, but only where the file begins.
        encoding = "utf-8" if start and self._encoding == "utf-8-sig" else self._encoding
        for raw in file:
            self._end += len(raw)
            found = line_encoding(raw, encoding)
            if found != encoding:
                self._problems.append(ReadProblem("other-encoding", found, line=self.number + 1))
            yield raw.decode(found, "replace")
            encoding = "utf-8" if encoding == "utf-8-sig" else encoding

    def _numbered(self, lines: Iterator[str]) -> Iterator[str]:
        for whole in lines:
            divided = _BEHIND_RETURN.split(whole) if "\r" in whole else [whole]
            if len(divided) > 1:
                self._is_exact = False
            for line in divided:
                self.number += 1
                if "\ufffd" in line:
                    self._problems.append(ReadProblem("undecodable", "", line=self.number))
                yield self._without_zeros(line) if "\x00" in line else line

    def _without_zeros(self, line: str) -> str:
        """Zeros around the text go. Between its characters they may stand for lost ones."""
        self._problems.append(ReadProblem("zero-bytes", "", line=self.number))
        text = line.rstrip("\r\n")
        return _ZEROS.sub("\ufffd", text.strip("\x00")) + line[len(text) :]


def has_line_feeds(path: Path) -> bool:
    """Whether a file in a one-byte or multi-byte encoding has the usual line ends."""
    with path.open("rb") as file:
        sample = file.read(65536)
    return b"\n" in sample or b"\r" not in sample
