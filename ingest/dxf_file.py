"""A DXF file opened and made safe to draw: no block holds itself, none unfolds without end."""

from __future__ import annotations

import contextlib
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import ezdxf.recover
from ezdxf.document import Drawing
from ezdxf.entities.dimension import Dimension
from ezdxf.entities.dxfgfx import DXFGraphic
from ezdxf.entities.insert import Insert
from ezdxf.entities.mtext import MText
from ezdxf.entities.text import Text
from ezdxf.filemanagement import readfile
from ezdxf.layouts.blocklayout import BlockLayout
from ezdxf.layouts.layout import Layout
from ezdxf.lldxf.const import DXFError
from ezdxf.lldxf.encoding import decode_dxf_unicode
from ezdxf.math import Vec2

from engine.domain import ReadProblem
from engine.errors import FileDamaged, FileEmpty
from ingest.encodings import SAMPLE_BYTES, encoding_of

MAX_DEPTH = 4  # Blocks inside blocks; a deeper nest is neither drawn nor counted.
MAX_UNFOLDED = 200_000  # Entities of all block references together; more takes minutes to draw.

_ALIGNED = 1
_ANGULAR = frozenset({2, 5})  # ezdxf draws some of these round the other way: better no lines.

DXF_FAULTS = (
    DXFError,
    ValueError,
    TypeError,
    AttributeError,
    LookupError,
    ArithmeticError,
    RecursionError,
)
"""What ezdxf raises on a broken file or entity."""


@dataclass(frozen=True, slots=True)
class DxfFile:
    """An opened drawing, with the layouts that hold something: at least one.

    ``units`` are as DXF numbers them: 0 where they are not given. ``skipped`` are the handles of
    block references too large to unfold, and ``unfolded`` counts the entities inside the others.
    """

    document: Drawing
    units: int
    layouts: tuple[Layout, ...]
    unfolded: Counter[str]
    skipped: frozenset[str]
    problems: tuple[ReadProblem, ...]


def load_dxf(path: Path) -> DxfFile:
    """The drawing, repaired where needed. Errors: FileDamaged, FileEmpty."""
    problems: list[ReadProblem] = []
    with path.open("rb") as file:
        sample = file.read(SAMPLE_BYTES)
    document = _opened(path, sample, problems)
    # ezdxf fills a header that is not there with metres.
    units = int(document.header.get("$INSUNITS", 0) or 0) if b"$INSUNITS" in sample else 0
    units = units if 0 <= units <= 24 else 0
    _make_shown(document)
    for name in _without_cycles(document):
        problems.append(ReadProblem("block-holds-itself", name))
    layouts = tuple(layout for layout in _layouts(document) if len(layout))
    if not layouts:
        if problems:
            raise FileDamaged(path=path, detail=problems[0].detail)
        raise FileEmpty(path=path)
    blocks = _Blocks(document)
    unfolded: Counter[str] = Counter()
    skipped: set[str] = set()
    for layout in layouts:
        for insert in [entity for entity in layout if isinstance(entity, Insert)]:
            inside = blocks.content_of(insert)
            if inside is None or unfolded.total() + inside.total() > MAX_UNFOLDED:
                skipped.add(str(insert.dxf.handle))
                problems.append(ReadProblem("block-too-large", str(insert.dxf.get("name", ""))))
            else:
                unfolded += inside
    return DxfFile(document, units, layouts, unfolded, frozenset(skipped), tuple(problems))


def _opened(path: Path, sample: bytes, problems: list[ReadProblem]) -> Drawing:
    # A file that names no code page was written in the shop's own, not in Western European.
    is_unnamed = b"$DWGCODEPAGE" not in sample and not sample.startswith(b"AutoCAD Binary")
    encoding = encoding_of(sample) if is_unnamed else None
    try:
        return readfile(path, encoding=encoding)
    except (*DXF_FAULTS, OSError) as error:
        cause = str(error)
    try:
        document, _ = ezdxf.recover.readfile(path)
    except (*DXF_FAULTS, OSError) as error:
        raise FileDamaged(path=path, detail=str(error)[:200]) from error
    problems.append(ReadProblem("repaired", cause[:200]))
    return document


def _make_shown(document: Drawing) -> None:
    """Signs as characters, and lines for dimensions that have none: both are left to programs."""
    for entity in list(document.entitydb.values()):
        if isinstance(entity, MText):
            entity.text = decode_dxf_unicode(entity.text.replace("\\~", " "))
        elif isinstance(entity, Text):
            entity.dxf.text = decode_dxf_unicode(str(entity.dxf.get("text", "")))
        elif (
            isinstance(entity, Dimension)
            and entity.dimtype not in _ANGULAR
            and not entity.get_geometry_block()
        ):
            with contextlib.suppress(*DXF_FAULTS):
                if entity.dimtype == _ALIGNED:
                    # Its lines give its direction; ezdxf draws it level, of no length if upright.
                    way = Vec2(entity.dxf.defpoint3) - Vec2(entity.dxf.defpoint2)
                    entity.dxf.angle = way.angle_deg
                entity.render()


def _layouts(document: Drawing) -> Iterator[Layout]:
    yield document.modelspace()
    for name in document.layouts.names_in_taborder():
        if name != "Model":
            yield document.layouts.get(name)


def _without_cycles(document: Drawing) -> list[str]:
    """Names of the blocks that held themselves; the references that close the circle are cut."""
    cut: list[str] = []
    state: dict[str, bool] = {}  # False while the block is open above us, True once it is done.
    for block in document.blocks:
        stack = [(block, iter(_references(block)))]
        if state.setdefault(block.name.casefold(), False):
            continue
        while stack:
            parent, rest = stack[-1]
            insert = next(rest, None)
            if insert is None:
                state[parent.name.casefold()] = True
                stack.pop()
                continue
            name = str(insert.dxf.get("name", ""))
            held = document.blocks.get(name)
            if held is None or state.get(name.casefold()):
                continue
            if name.casefold() in state:
                cut.append(name)
                parent.delete_entity(insert)
                continue
            state[name.casefold()] = False
            stack.append((held, iter(_references(held))))
    return cut


def _references(block: BlockLayout) -> list[Insert]:
    return [entity for entity in block if isinstance(entity, Insert)]


class _Blocks:
    """What block references unfold to, counted without unfolding them."""

    def __init__(self, document: Drawing) -> None:
        self._document = document
        self._known: dict[tuple[str, int], Counter[str] | None] = {}

    def content_of(self, insert: Insert, depth: int = 1) -> Counter[str] | None:
        """Entities by type, or None beyond the bounds."""
        name = str(insert.dxf.get("name", ""))
        if (name, depth) not in self._known:
            self._known[name, depth] = self._content(name, depth)
        content = self._known[name, depth]
        if content is None or content.total() * insert.mcount > MAX_UNFOLDED:
            return None
        return Counter({kind: n * insert.mcount for kind, n in content.items()})

    def _content(self, name: str, depth: int) -> Counter[str] | None:
        if depth > MAX_DEPTH:
            return None
        content: Counter[str] = Counter()
        for entity in self._document.blocks.get(name) or ():
            if not isinstance(entity, DXFGraphic):
                continue
            if isinstance(entity, Insert):
                inside = self.content_of(entity, depth + 1)
                if inside is None:
                    return None
                content += inside
            elif entity.dxftype() != "ATTDEF":
                content[entity.dxftype()] += 1
            if content.total() > MAX_UNFOLDED:
                return None
        return content
