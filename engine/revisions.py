"""Revisions of one drawing: which documents are older ones, and of what.

Drawings with one number are one drawing. Revisions are counted in numbers or in letters (A to Z,
then AA; ASME Y14.35); a shop that has both for one number is not understood, and nothing is said.
"""

from __future__ import annotations

import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from itertools import pairwise

from engine.domain import DrawingRevision

_NONE = frozenset({"", "-", "–", "—", "初版"})  # Before the first revision.


def superseded(drawings: Iterable[DrawingRevision]) -> Mapping[str, DrawingRevision]:
    """The newest revision for each document (by its id) that is an older one."""
    by_number: dict[str, list[DrawingRevision]] = defaultdict(list)
    for drawing in drawings:
        by_number[_folded(drawing.title_block.number)].append(drawing)
    found: dict[str, DrawingRevision] = {}
    for revisions in by_number.values():
        found |= _older(revisions)
    return found


def names_revision(question: str, revision: str) -> bool:
    """Whether a question asks for this very revision: ``rev B``, ``revision 2``, ``版 B``."""
    words = unicodedata.normalize("NFKC", question).casefold()
    wanted = revision.casefold()
    before = ("rev", "rev.", "revision", "version", "版", "改訂", "リビジョン")
    parts = words.replace("　", " ").replace(",", " ").replace("?", " ").split()
    pairs = pairwise(parts)
    is_after_word = any(a in before and b == wanted for a, b in pairs)
    return is_after_word or any(f"{word}{wanted}" in parts for word in before)


def _older(revisions: Sequence[DrawingRevision]) -> dict[str, DrawingRevision]:
    orders = {drawing.document_id: _order(drawing.title_block.revision) for drawing in revisions}
    known = [order for order in orders.values() if order is not None]
    kinds = {order[0] for order in known} - {0}
    if len(known) < len(revisions) or len(kinds) > 1:
        return {}
    newest = max(revisions, key=lambda drawing: orders[drawing.document_id] or (0, 0, ""))
    limit = orders[newest.document_id]
    return {
        drawing.document_id: newest for drawing in revisions if orders[drawing.document_id] != limit
    }


def _order(revision: str) -> tuple[int, int, str] | None:
    """What revisions of one kind can be compared by; None if it is neither number nor letters."""
    text = _folded(revision).removeprefix("rev").strip(". ")
    if text in _NONE:
        return (0, 0, "")
    if text.isdecimal():
        return (1, int(text), "")
    if text.isascii() and text.isalpha() and len(text) <= 2:
        return (2, len(text), text)
    return None


def _folded(text: str) -> str:
    return "".join(unicodedata.normalize("NFKC", text).casefold().split())
