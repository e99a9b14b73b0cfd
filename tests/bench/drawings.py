"""How much of a drawing is read as a person reads it: fields of title blocks and dimensions.

    python tests/bench/drawings.py FOLDER… [--truth tests/data/drawing_truth.toml] [--show]

Looks for each drawing of the truth file by name in the folders (PDF or DXF), reads it as the
program does, and prints what was found, missed and made up. A field counts if its value is that
of the truth; a dimension counts if it is printed the same, spaces aside, once for each time that
it stands on the sheet. A letter in place of a number counts if what it measures is within a
hundredth of the truth's. "Unsure" are those of the made up that the program itself doubts.
"""

from __future__ import annotations

import argparse
import platform
import re
import sys
import tomllib
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import pymupdf

from engine.domain import SURE_CONFIDENCE, Block, BlockKind, Page
from engine.errors import GenbaError
from ingest.reading import read
from ingest.title_words import Field

TRUTH = Path(__file__).parents[1] / "data" / "drawing_truth.toml"
_HEADINGS = ("Dimensions", "寸法")
_TITLE_BLOCKS = ("Title block", "表題欄")
_OF_DXF = re.compile(
    r"(?:linear|angular|diameter|radius|ordinate)"
    r"(?:, text override '(?P<letters>[^']*)', measured (?P<size>[\d.]+)| (?P<plain>.+))"
)
_LETTERS = re.compile(r"(.+?)=([\d.]+)°?")
_RULER = 0.01
_FACTS = ("Drawing units", "Everything drawn", "Layers", "Blocks", "Entities", "Diameters of")
_LARGEST = ("Largest", "横方向", "縦方向")
_MEANING = re.compile(r" \([^()]*\)$")


@dataclass(frozen=True)
class Sheet:
    """What was read: values of fields by name, dimensions as printed, other texts of a DXF.

    ``unsure`` are those of the dimensions that the program says it doubts.
    """

    fields: dict[str, str]
    dimensions: Counter[str]
    unsure: Counter[str]
    texts: Counter[str]


@dataclass(frozen=True)
class Score:
    """Counts over one drawing; ``unsure`` of the made up are marked as such."""

    right: int = 0
    expected: int = 0
    made_up: int = 0
    unsure: int = 0


def main() -> int:
    """Print a line for each drawing and the accuracy over all of them."""
    arguments = _arguments()
    truth = tomllib.loads(arguments.truth.read_text(encoding="utf-8"))
    print(f"{platform.processor() or platform.machine()}, PyMuPDF {pymupdf.__version__}")
    print(
        f"{'drawing':38} {'fields':>7} {'dimensions':>11} {'made up':>8} {'unsure':>7} {'texts':>6}"
    )
    totals = {"fields": Score(), "dimensions": Score(), "texts and counts": Score()}
    for name, expected in truth.items():
        path = _find(name, arguments.folders)
        if path is None:
            print(f"{name:38} not in the folders given")
            continue
        sheet = _sheet(path)
        fields = _field_score(expected.get("fields", {}), sheet, show=arguments.show)
        dimensions = _dimension_score(expected["dimensions"], sheet, show=arguments.show)
        texts = _text_score(expected, sheet, show=arguments.show)
        print(
            f"{name:38} {_of(fields):>7} {_of(dimensions):>11} {dimensions.made_up:>8}"
            f" {dimensions.unsure:>7} {_of(texts):>6}"
        )
        for what, new in zip(totals, (fields, dimensions, texts), strict=True):
            totals[what] = _sum(totals[what], new)
    for what, total in totals.items():
        share = total.right / total.expected if total.expected else 0.0
        unsure = f", {total.unsure} of them unsure" if what == "dimensions" else ""
        print(f"{what}: {_of(total)} = {share:.1%}, made up {total.made_up}{unsure}")
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
    sheet = Sheet({}, Counter(), Counter(), Counter())
    heading = ""
    for block in blocks:
        text = block.text.strip()
        own = _OF_DXF.fullmatch(text)
        if block.kind is BlockKind.HEADING:
            heading = text
        elif own or (heading.startswith(_HEADINGS) and not text.startswith(_LARGEST)):
            printed = _key(_of_dxf(own) if own else _as_printed(text))
            sheet.dimensions[printed] += 1
            sheet.unsure[printed] += block.confidence < SURE_CONFIDENCE
        elif text.startswith(_FACTS):
            continue
        elif heading in _TITLE_BLOCKS:
            for name, value in _field(block):
                sheet.fields.setdefault(name, value)
        elif path.suffix.casefold() == ".dxf":
            sheet.texts[_key(text)] += 1
    return sheet


def _of_dxf(found: re.Match[str]) -> str:
    return found["plain"] or f"{found['letters']}={found['size']}"


def _field(block: Block) -> Iterator[tuple[str, str]]:
    """The field that a line under the title block gives."""
    label, colon, value = block.text.strip().partition(": ")
    words = label.casefold()
    named = [f for f in Field if colon and f.value.removesuffix("s") in words]
    if named:
        yield max(named, key=lambda field: len(field.value)).name.casefold(), value
    for field in Field:
        if not colon and field.value.split()[-1] in words:
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
    others = {name: sheet.fields[name] for name in sheet.fields if name not in expected}
    if show and others:
        print(f"    fields besides {others}")
    return Score(right, len(expected), len(others))


def _dimension_score(expected: list[str], sheet: Sheet, *, show: bool) -> Score:
    found = _as_expected(sheet.dimensions, [_key(text) for text in expected])
    score = _score(Counter(map(_key, expected)), found, show=show)
    return replace(score, unsure=((found - Counter(map(_key, expected))) & sheet.unsure).total())


def _as_expected(found: Counter[str], expected: list[str]) -> Counter[str]:
    """What was found, as the truth has it where a letter measures the same but for the ruler."""
    same: Counter[str] = Counter()
    waiting = list(expected)
    for text in found.elements():
        near = next((wanted for wanted in waiting if _is_near(text, wanted)), text)
        if near in waiting:
            waiting.remove(near)
        same[near] += 1
    return same


def _is_near(text: str, wanted: str) -> bool:
    mine, other = _LETTERS.fullmatch(text), _LETTERS.fullmatch(wanted)
    if mine is None or other is None or mine[1] != other[1]:
        return False
    return abs(float(mine[2]) - float(other[2])) <= _RULER * float(other[2])


def _text_score(expected: dict[str, Any], sheet: Sheet, *, show: bool) -> Score:
    """Of the other texts, and of the number of circles as a text."""
    wanted = Counter(map(_key, expected.get("texts", ())))
    if circles := expected.get("circles"):
        wanted[_key(f"Circles: {circles} in all")] += 1
        return _score(wanted, sheet.texts, show=show)
    found = Counter({text: n for text, n in sheet.texts.items() if not text.startswith("Circles")})
    return _score(wanted, found, show=show)


def _score(wanted: Counter[str], found: Counter[str], *, show: bool) -> Score:
    made_up = found - wanted
    if show and (wanted - found or made_up):
        print(f"    missed {sorted((wanted - found).elements())}")
        print(f"    made up {sorted(made_up.elements())}")
    return Score((wanted & found).total(), wanted.total(), made_up.total())


def _of(score: Score) -> str:
    return f"{score.right}/{score.expected}"


def _sum(a: Score, b: Score) -> Score:
    return Score(
        a.right + b.right, a.expected + b.expected, a.made_up + b.made_up, a.unsure + b.unsure
    )


if __name__ == "__main__":
    sys.exit(main())
