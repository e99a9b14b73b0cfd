"""Questions with checked answers, and what counts as right. Shared by the benchmark programs.

A questions file holds one JSON object a line: id, question, answer (or NOT_ANSWERABLE), aliases,
must (parts that all have to be there), source_file, page, type.
"""

from __future__ import annotations

import json
import platform
import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from importlib.metadata import version
from pathlib import Path
from typing import Any

import psutil

NOT_ANSWERABLE = "NOT_ANSWERABLE"

# Not a piece of a code, a longer number, a range or a date; a unit may follow without a space.
_FIGURE = re.compile(r"(?<![a-z0-9.])(?<![a-z0-9]-)(?<!\d,)\d+(?:\.\d+)?(?![a-z0-9.]*\d)(?![,-]\d)")
_CITATION_MARK = re.compile(r"\[\d+\]")
_HYPHENS = str.maketrans("‐‑−", "---")
_MONTHS = "jan feb mar apr may jun jul aug sep oct nov dec".split()
_DATE = re.compile(r"(\d{4}) ?[年/.-] ?(\d{1,2}) ?[月/.-] ?(\d{1,2})(?: ?日)?")
_DAY_FIRST = re.compile(rf"(\d{{1,2}})(?:st|nd|rd|th)? ({'|'.join(_MONTHS)})[a-z]*\.?,? (\d{{4}})")
_MONTH_FIRST = re.compile(
    rf"\b({'|'.join(_MONTHS)})[a-z]*\.? (\d{{1,2}})(?:st|nd|rd|th)?,? (\d{{4}})"
)


@dataclass(frozen=True, slots=True)
class CheckedQuestion:
    """A question and its checked answer; ``page`` is None where the source has no pages."""

    id: str
    text: str
    kind: str
    answers: tuple[str, ...]
    must: tuple[str, ...]
    sources: tuple[str, ...]
    page: int | None

    def is_right(self, answer: str, *, is_abstained: bool) -> bool:
        """Whether an answer says what was checked; abstaining is right if there is no answer."""
        if self.answers[0] == NOT_ANSWERABLE:
            return is_abstained
        if is_abstained:
            return False
        if self.must:
            return all(_folded(part) in _folded(answer) for part in self.must)
        return any(_says(answer, wanted) for wanted in self.answers)

    def is_source(self, document: str, page: int | None) -> bool:
        """Whether a place is the one where the answer stands."""
        return page == self.page and any(document.endswith(source) for source in self.sources)


def read_questions(path: Path) -> tuple[CheckedQuestion, ...]:
    """The questions of a file, in order."""
    with path.open(encoding="utf-8") as lines:
        return tuple(_question(json.loads(line)) for line in lines if line.strip())


def says_whole(answer: str, wanted: str) -> bool:
    """Whether an answer holds a value as a whole: 45 is not in 145, 45.2 or L-45.

    Figures are compared by value, dates however they are written, all else letter by letter
    without regard to width, case and space. Citation marks are not part of an answer.
    """
    answer, wanted = _CITATION_MARK.sub(" ", _plain(answer)), _plain(wanted)
    if re.fullmatch(r"\d+(\.\d+)?", wanted):
        return Decimal(wanted) in {Decimal(figure) for figure in _FIGURE.findall(answer)}
    letters = r"\s*".join(re.escape(letter) for letter in wanted if not letter.isspace())
    return bool(re.search(rf"(?<![a-z0-9])(?<![a-z0-9]-){letters}(?!-?[a-z0-9])", answer))


def print_machine(*packages: str) -> None:
    """One line that says where a table was measured."""
    cores = psutil.cpu_count()
    gb = psutil.virtual_memory().total / 2**30
    versions = ", ".join(f"{name} {version(name)}" for name in packages)
    print(f"{platform.system()} {platform.machine()}, {cores} cores, {gb:.0f} GB, {versions}")


def print_table(titles: Sequence[str], rows: Sequence[Sequence[object]]) -> None:
    """Rows under their titles in columns."""
    cells = [[str(value) for value in row] for row in (titles, *rows)]
    widths = [max(len(row[i]) for row in cells) for i in range(len(titles))]
    for row in cells:
        print("  ".join(value.ljust(width) for value, width in zip(row, widths, strict=True)))


def _question(raw: dict[str, Any]) -> CheckedQuestion:
    sources = raw["source_file"]
    return CheckedQuestion(
        id=raw["id"],
        text=raw["question"],
        kind=raw["type"],
        answers=(raw["answer"], *raw.get("aliases", ())),
        must=tuple(raw.get("must", ())),
        sources=tuple(sources) if isinstance(sources, list) else (sources,),
        page=raw.get("page"),
    )


def _says(answer: str, wanted: str) -> bool:
    if re.fullmatch(r"\d+(\.\d+)?", wanted):
        return says_whole(answer, wanted)
    if re.fullmatch(r"[A-Za-z]", wanted):
        # A bare letter counts only as a word of its own.
        pattern = rf"(?<![\w.]){wanted}(?![\w.]*\d)(?!\w)"
        return bool(re.search(pattern, unicodedata.normalize("NFKC", answer)))
    return _folded(wanted) in _folded(answer)


def _folded(text: str) -> str:
    return re.sub(r"[\s,　、_]+", "", unicodedata.normalize("NFKC", text).casefold())


def _plain(text: str) -> str:
    """One width, one case, one hyphen, one form of a date."""
    text = unicodedata.normalize("NFKC", text).casefold().translate(_HYPHENS)
    text = _DAY_FIRST.sub(lambda m: _iso(m[3], _MONTHS.index(m[2]) + 1, m[1]), text)
    text = _MONTH_FIRST.sub(lambda m: _iso(m[3], _MONTHS.index(m[1]) + 1, m[2]), text)
    return _DATE.sub(lambda m: _iso(m[1], m[2], m[3]), text)


def _iso(year: str, month: str | int, day: str) -> str:
    return f"{year}-{int(month):02}-{int(day):02}"
