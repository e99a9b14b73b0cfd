"""How much of a drawing is read as a person reads it: fields of title blocks and dimensions.

    python tests/bench/drawings.py FOLDER… [--truth tests/data/drawing_truth.toml] [--show]

Looks for each drawing of the truth file by name in the folders (PDF or DXF), reads it as the
program does, and prints what was found, missed and made up. A field counts if its value is that
of the truth; a dimension counts if it is printed the same, spaces aside, once for each time that
it stands on the sheet.
"""

from __future__ import annotations

import argparse
import platform
import re
import sys
import tomllib
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pymupdf

from engine.domain import Block, BlockKind, Page
from engine.errors import GenbaError
from ingest.reading import read
from ingest.title_words import Field

TRUTH = Path(__file__).parents[1] / "data" / "drawing_truth.toml"
_HEADINGS = ("Dimensions", "寸法")
_LARGEST = ("Largest", "横方向", "縦方向")
_MEANING = re.compile(r" \([^()]*\)$")


@dataclass(frozen=True)
class Sheet:
    """What was read: values of fields by name, and dimensions as printed."""

    fields: dict[str, str]
    dimensions: Counter[str]


@dataclass(frozen=True)
class Score:
    """Counts over one drawing."""

    right: int
    expected: int
    made_up: int


def main() -> int:
    """Print a line for each drawing and the accuracy over all of them."""
    arguments = _arguments()
    truth = tomllib.loads(arguments.truth.read_text(encoding="utf-8"))
    print(f"{platform.processor() or platform.machine()}, PyMuPDF {pymupdf.__version__}")
    print(f"{'drawing':38} {'fields':>9} {'dimensions':>12} {'made up':>8}")
    totals = [Score(0, 0, 0), Score(0, 0, 0)]
    for name, expected in truth.items():
        path = _find(name, arguments.folders)
        if path is None:
            print(f"{name:38} not in the folders given")
            continue
        sheet = _sheet(path)
        fields = _field_score(expected.get("fields", {}), sheet, show=arguments.show)
        dimensions = _dimension_score(expected["dimensions"], sheet, show=arguments.show)
        print(f"{name:38} {_of(fields):>9} {_of(dimensions):>12} {dimensions.made_up:>8}")
        totals = [_sum(total, new) for total, new in zip(totals, (fields, dimensions), strict=True)]
    for what, total in zip(("fields", "dimensions"), totals, strict=True):
        share = total.right / total.expected if total.expected else 0.0
        print(f"{what}: {_of(total)} = {share:.1%}, made up {total.made_up}")
    return 0


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("folders", nargs="+", type=Path)
    parser.add_argument("--truth", type=Path, default=TRUTH)
    parser.add_argument("--show", action="store_true", help="print what is missed and made up")
    return parser.parse_args()


def _find(name: str, folders: list[Path]) -> Path | None:
    for folder in folders:
        for suffix in (".pdf", ".dxf", ".PDF", ".DXF"):
            if found := next(iter(sorted(folder.rglob(name + suffix))), None):
                return found
    return None


def _sheet(path: Path) -> Sheet:
    try:
        blocks = [block for part in read(path) if isinstance(part, Page) for block in part.blocks]
    except GenbaError as error:
        print(f"    {path.name}: {error.code}")
        blocks = []
    fields: dict[str, str] = {}
    dimensions: Counter[str] = Counter()
    heading = ""
    for block in blocks:
        text = block.text.strip()
        if block.kind is BlockKind.HEADING:
            heading = text
        elif heading.startswith(_HEADINGS) and not text.startswith(_LARGEST):
            dimensions[_key(_as_printed(text))] += 1
        else:
            for name, value in _field(block):
                fields.setdefault(name, value)
    return Sheet(fields, dimensions)


def _field(block: Block) -> Iterator[tuple[str, str]]:
    """The field that a line under the title block gives."""
    label, colon, value = block.text.strip().partition(": ")
    for field in Field:
        if colon and field.value.rstrip("s") in label.casefold():
            yield field.name.casefold(), value
        elif not colon and field.value.split()[-1] in label.casefold():
            yield field.name.casefold(), label


def _as_printed(text: str) -> str:
    """Without the meaning in brackets; a reference dimension is all brackets."""
    return text if text.startswith("(") and text.count("(") == 1 else _MEANING.sub("", text)


def _key(text: str) -> str:
    return re.sub(r"[\s/]", "", text)


def _field_score(expected: dict[str, Any], sheet: Sheet, *, show: bool) -> Score:
    right = 0
    for name, value in expected.items():
        found = sheet.fields.get(name, "")
        if _key(found).casefold() == _key(value).casefold():
            right += 1
        elif show:
            print(f"    {name}: {value!r} was read as {found!r}")
    return Score(right, len(expected), len(set(sheet.fields) - set(expected)))


def _dimension_score(expected: list[str], sheet: Sheet, *, show: bool) -> Score:
    wanted = Counter(_key(text) for text in expected)
    right = sum((wanted & sheet.dimensions).values())
    made_up = sheet.dimensions - wanted
    if show and (wanted - sheet.dimensions or made_up):
        print(f"    missed {sorted((wanted - sheet.dimensions).elements())}")
        print(f"    made up {sorted(made_up.elements())}")
    return Score(right, wanted.total(), made_up.total())


def _of(score: Score) -> str:
    return f"{score.right}/{score.expected}"


def _sum(a: Score, b: Score) -> Score:
    return Score(a.right + b.right, a.expected + b.expected, a.made_up + b.made_up)


if __name__ == "__main__":
    sys.exit(main())
