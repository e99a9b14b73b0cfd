"""Earlier turns as external memory: what leaves the model's short-term memory is found by search.

Every question is answered with an empty short-term memory, so turns cost no cells. Two kinds of
turn can be evidence later: a note, which the person states ("Note: ..."), and, only when a
question refers back to the conversation, an earlier answer that nobody marked wrong. Otherwise the
model's own words are no evidence: documents are asked again.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from engine.answers import Judgement
from engine.domain import Passage
from engine.store.journal import Entry, EntryKind, Journal
from engine.words import identifiers, index_words, query_words

TURNS = "Conversation"
"""What stands as the document of a passage that is a turn."""

_NOTE = re.compile(
    r"\s*(?:(?:please\s+)?(?:note|remember|memo)(?:\s*[:,]|\s+that\b|：)|(?:メモ|覚えて|記録)\s*[:：、,])"
    r"\s*(?P<text>.+)",
    re.IGNORECASE | re.DOTALL,
)
_REFERS_BACK = re.compile(
    r"\bearlier\b|\bjust now\b|\byou (?:said|told|answered)\b|\bdid (?:I|we) (?:ask|note|say)\b"
    r"|\bmy (?:last|first|previous) question\b|先ほど|さっき|前に(?:聞|質問|言)|先の質問",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class _Turn:
    id: int
    text: str
    words: frozenset[str]
    is_note: bool


class Turns:
    """The turns of one workspace's journal, searched by words."""

    def __init__(self, journal: Journal) -> None:
        self._journal = journal
        self._turns: list[_Turn] = []
        self._wrong: set[int] = set()  # Questions whose answer is marked wrong.
        self._last_id = 0

    def find(self, question: str, n: int) -> tuple[Passage, ...]:
        """Up to ``n`` notes (and earlier answers, if the question refers back), best first."""
        self._catch_up()
        wanted = {*query_words(question), *identifiers(question)}
        refers_back = bool(_REFERS_BACK.search(question))
        turns = [
            turn
            for turn in self._turns
            if turn.is_note or (refers_back and turn.id not in self._wrong)
        ]
        # A word that stands in many turns tells little about which one is meant.
        n_with = Counter(word for turn in turns for word in turn.words & wanted)
        scored = [
            (sum(1 / n_with[word] for word in turn.words & wanted), turn.id, turn) for turn in turns
        ]
        enough = [one for one in scored if len(one[2].words & wanted) >= min(2, len(wanted))]
        best = sorted(enough, key=lambda one: (-one[0], -one[1]))[:n]
        return tuple(_passage(turn, score) for score, _, turn in best)

    def _catch_up(self) -> None:
        for entry in self._journal.entries(after=self._last_id):
            self._last_id = entry.id
            if entry.kind is EntryKind.JUDGEMENT:
                is_wrong = entry.body["judgement"] == Judgement.WRONG
                (self._wrong.add if is_wrong else self._wrong.discard)(entry.question_id)
            turn = _turn_of(entry)
            if turn:
                self._turns.append(turn)


def note_in(message: str) -> str | None:
    """What a person wants remembered, without the words that say so; None for a question."""
    match = _NOTE.fullmatch(message)
    return match["text"].strip() if match else None


def _turn_of(entry: Entry) -> _Turn | None:
    day = entry.at[:10]
    if entry.kind is EntryKind.NOTE:
        text = f"Note of {day}: {entry.body['text']}"
    elif entry.kind is EntryKind.ANSWER and entry.body.get("edit"):
        return None  # A person's own query or numbers are no answer to the question.
    elif entry.kind is EntryKind.ANSWER and not entry.body["abstained"]:
        text = f"On {day} it was asked: {entry.body['question']} Answer: {entry.body['answer']}"
    else:
        return None
    return _Turn(entry.question_id, text, _words(text), entry.kind is EntryKind.NOTE)


def _words(text: str) -> frozenset[str]:
    return frozenset({*index_words(text).split(), *identifiers(text)})


def _passage(turn: _Turn, score: float) -> Passage:
    return Passage(
        chunk_id=-turn.id,
        document_id="",
        document=TURNS,
        text=turn.text,
        heading_path=(),
        places=(),
        rows=None,
        score=score,
    )


def merged(passages: Sequence[Passage], turns: Sequence[Passage]) -> tuple[Passage, ...]:
    """Turns among the passages: a note that was found goes second, where it is surely read."""
    return (*passages[:1], *turns, *passages[1:])
