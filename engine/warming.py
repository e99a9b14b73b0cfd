"""Filling the KV bank while nobody waits: the likeliest passages first, until the bank is full.

Safe to stop between any two passages; what is banked stays. One passage costs about as long as
reading it for an answer.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from engine.events import CancelToken
from engine.ports import LanguageModel, Prompt
from engine.reasoning.packing import passage_text
from engine.reasoning.prompting import system_text
from engine.store.journal import EntryKind, Journal
from engine.store.library import Library

_RECENT_ANSWERS = 50
_BATCH = 64


@dataclass(frozen=True, slots=True)
class BankWarmed:
    """Passages looked at so far, of all that may go into the bank."""

    done: int
    total: int


def warm(
    library: Library,
    journal: Journal,
    model: LanguageModel,
    *,
    first: Sequence[int],
    cancel: CancelToken,
) -> Iterator[BankWarmed]:
    """Bank passages: the chunks ``first``, then those of documents cited lately, then the rest.

    Ends when all are banked, the bank is full or there is none. Nothing old is pushed out.
    """
    ids = _in_order(library, journal, first)
    for start in range(0, len(ids), _BATCH):
        batch = ids[start : start + _BATCH]
        found = library.passages(batch)
        for n, chunk_id in enumerate(batch, start=start):
            use = model.memory_use
            if cancel.is_set() or use.bank_off or use.is_bank_full:
                return
            passage = found.get(chunk_id)
            if passage is not None:
                prompt = Prompt(system_text("read"), passage_text(passage), "", passage.document_id)
                if not model.is_banked(prompt):
                    model.bank(prompt, cancel=cancel)
                    yield BankWarmed(n + 1, len(ids))
    yield BankWarmed(len(ids), len(ids))


def _in_order(library: Library, journal: Journal, first: Sequence[int]) -> list[int]:
    chunks = library.dense_chunk_ids()
    cited = dict.fromkeys(
        citation["document_id"]
        for answer in journal.latest(EntryKind.ANSWER, _RECENT_ANSWERS)
        for citation in answer.body["citations"]
        if citation["document_id"]
    )
    rank = {document: i for i, document in enumerate(cited)}
    likely = sorted((pair for pair in chunks if pair[0] in rank), key=lambda pair: rank[pair[0]])
    # Each once, where it comes first.
    return list(dict.fromkeys([*first, *(chunk for _, chunk in (*likely, *chunks))]))
