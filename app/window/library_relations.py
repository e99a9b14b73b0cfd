"""Which files of the library belong together: the same bytes, the same drawing, much the same name.

Names are compared without what people add for a copy or a version: "plate (2).pdf", "plate_v3.dxf"
and "plate のコピー.pdf" are all "plate". Names alone prove nothing, so these groups are only shown.
"""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property, lru_cache

from engine.domain import Source, TitleBlock

Key = tuple[str, str]

MAX_SIMILAR = 6  # Larger groups are names that a shop gives to everything, such as "report".
MAX_COMPARED = 20_000  # Files whose names are compared: 0.15 s once, in the window's thread.

_VERSION = re.compile(
    r"[\s_\-.]*(\(\d{1,3}\)|(?<![a-z])(copy|final|old|new)(\s?\d+)?|(の)?コピー(\s?\(?\d+\)?)?"
    r"|(?<![a-z0-9])(v|ver|version|r|rev|revision)[.\s_]?([a-z]|\d{1,3}(\.\d{1,3})*)"
    r"|最終版?|最新版?|旧版?|新版?|[第]?\d{0,2}版)$"
)
_COPY_OF = re.compile(r"^(copy of\s+|コピー\s?[~〜-]\s?)")


class Relation(StrEnum):
    """Why files belong together, the surest first."""

    COPIES = "copies"
    REVISIONS = "revisions"
    SIMILAR = "similar"


@dataclass(frozen=True, slots=True)
class Related:
    """A group of at least two files by (root, path), in the order of the library."""

    relation: Relation
    keys: tuple[Key, ...]


class Relations:
    """The groups of one listing of the library. Each kind is made when it is first asked for."""

    def __init__(
        self, sources: Sequence[Source] = (), drawings: Mapping[str, TitleBlock] | None = None
    ) -> None:
        """``drawings`` are title blocks by the id of their document."""
        self._sources = sources
        self._drawings = drawings or {}

    def of(self, position: int) -> tuple[Related, ...]:
        """The groups that the file at a position is in, each once."""
        source = self._sources[position]
        document_id = source.document_id or ""
        found: dict[tuple[int, ...], Relation] = {}
        for relation, group in (
            (Relation.COPIES, self._copies.get(document_id)),
            (Relation.REVISIONS, self._revisions.get(self._number(document_id))),
            (Relation.SIMILAR, self._similar.get(bare_name(source.path))),
        ):
            is_too_many = relation is Relation.SIMILAR and group and len(group) > MAX_SIMILAR
            if group and len(group) > 1 and not is_too_many:
                found.setdefault(tuple(group), relation)
        return tuple(
            Related(relation, tuple((self._sources[n].root, self._sources[n].path) for n in group))
            for group, relation in found.items()
        )

    def n_copies(self, document_id: str | None) -> int:
        """How many files lead to a document."""
        return len(self._copies.get(document_id or "", ()))

    def _number(self, document_id: str) -> str:
        drawing = self._drawings.get(document_id)
        return "".join(folded(drawing.number).split()) if drawing is not None else ""

    @cached_property
    def _copies(self) -> Mapping[str, Sequence[int]]:
        return _grouped(source.document_id or "" for source in self._sources)

    @cached_property
    def _revisions(self) -> Mapping[str, Sequence[int]]:
        return _grouped(self._number(source.document_id or "") for source in self._sources)

    @cached_property
    def _similar(self) -> Mapping[str, Sequence[int]]:
        if len(self._sources) > MAX_COMPARED:
            return {}
        return _grouped(bare_name(source.path) for source in self._sources)


def _grouped(names: Iterable[str]) -> Mapping[str, Sequence[int]]:
    """The positions of each name; no name is no group."""
    groups: dict[str, list[int]] = defaultdict(list)
    for position, name in enumerate(names):
        if name:
            groups[name].append(position)
    return dict(groups)


@lru_cache(maxsize=MAX_COMPARED)
def bare_name(path: str) -> str:
    """The name of a file without its kind and without marks of copies and versions."""
    name = path.rpartition("/")[2]
    stem = folded(name.rpartition(".")[0] or name)
    stem = _COPY_OF.sub("", stem)
    while (shorter := _VERSION.sub("", stem)) != stem:
        stem = shorter
    return stem.strip(" _-.")


def folded(text: str) -> str:
    """For comparing what people wrote: one width, one case."""
    plain = text if text.isascii() else unicodedata.normalize("NFKC", text)
    return plain.casefold()
