"""Which files of the library belong together: the same bytes, the same drawing, much the same name.

Names are compared without what people add for a copy or a version: "plate (2).pdf", "plate_v3.dxf"
and "plate のコピー.pdf" are all "plate". Names alone prove nothing, so these groups are only shown.
"""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from engine.domain import Source, TitleBlock

Key = tuple[str, str]

MAX_SIMILAR = 6  # Larger groups are names that a shop gives to everything, such as "report".

# Only letters that a version can begin with are looked at, as most names have none of them.
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
    """The groups of one listing of the library."""

    def __init__(
        self, sources: Sequence[Source] = (), drawings: Mapping[str, TitleBlock] | None = None
    ) -> None:
        """``drawings`` are title blocks by the id of their document."""
        self._sources = sources
        self._drawings = drawings or {}
        self._groups: dict[Relation, Mapping[Hashable, list[int]]] | None = None

    def of(self, position: int) -> tuple[Related, ...]:
        """The groups that the file at a position is in."""
        if self._groups is None:
            self._groups = self._grouped()
        source = self._sources[position]
        found = []
        seen: set[tuple[int, ...]] = set()
        for relation, name in self._names(source):
            group = tuple(self._groups[relation].get(name, ()))
            if len(group) < 2 or group in seen:
                continue
            if relation is Relation.SIMILAR and len(group) > MAX_SIMILAR:
                continue
            seen.add(group)
            keys = tuple((self._sources[n].root, self._sources[n].path) for n in group)
            found.append(Related(relation, keys))
        return tuple(found)

    def n_copies(self, document_id: str | None) -> int:
        """How many files lead to a document."""
        if self._groups is None:
            self._groups = self._grouped()
        return len(self._groups[Relation.COPIES].get(document_id, ()))

    def _grouped(self) -> dict[Relation, Mapping[Hashable, list[int]]]:
        """By what the members of a group have in common."""
        groups: dict[Relation, dict[Hashable, list[int]]] = {
            relation: defaultdict(list) for relation in Relation
        }
        for position, source in enumerate(self._sources):
            for relation, name in self._names(source):
                groups[relation][name].append(position)
        return {relation: dict(found) for relation, found in groups.items()}

    def _names(self, source: Source) -> Iterable[tuple[Relation, Hashable]]:
        document_id = source.document_id
        if document_id is not None:
            yield Relation.COPIES, document_id
            if (drawing := self._drawings.get(document_id)) is not None:
                yield Relation.REVISIONS, "".join(folded(drawing.number).split())
        if name := bare_name(source.path):
            yield Relation.SIMILAR, name


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
