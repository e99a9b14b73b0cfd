"""One step along a chain: "the fuse that protects drive D-2" is fuse F-9, where a document says so.

No passage about the fuse has the name of the drive, so the question is put with the name of the
fuse instead. That is read off one sentence with both names, without the model: the thing has to be
called what the question calls it, and only one such thing may be named with the other.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from engine.addressed import as_data
from engine.domain import Passage
from engine.text import language_of, sentences
from engine.words import holds_identifier, identifiers, stem

_NAME = r"[A-Za-z][A-Za-z0-9_.]*-?\d[A-Za-z0-9_-]*"
_WORDS = r"(?:(?!the\b|that\b|which\b|of\b)[a-z]+ )"
_NOUNS = r"(?:(?!the\b|that\b|which\b|of\b|(?:in|on|to|from|by|with|at) which\b)[a-z]+ )"
_ENGLISH = re.compile(
    rf"\bthe (?P<thing>{_NOUNS}{{1,2}})"
    rf"(?:(?:that|which|of|[a-z]+ing|driven by|fed by|(?:in|on|to|from|by|with|at) which) )"
    rf"{_WORDS}{{0,4}}(?:the )?{_WORDS}{{0,2}}(?P<name>{_NAME})(?![\w-])"
    r"(?P<verb> is [a-z]+)?"
)
_JAPANESE = re.compile(
    rf"(?:[一-鿿ァ-ヶー]{{1,10}})?(?P<name>{_NAME})[がをはにのへで](?:[ぁ-ん一-鿿]{{0,11}}[ぁ-ん])?"
    r"(?P<thing>[一-鿿ァ-ヶー]{1,10})(?=[のにをはがへで])"
)
# "What is the fuse of drive D-2?" asks for the name itself.
_ASKS_FOR_IT = re.compile(r"^(?:what|which(?: [a-z]+)?) (?:is|are|was) $|^$", re.IGNORECASE)
_DENIED = re.compile(
    r"\bnot?\b|\bno longer\b|\bformer|\buntil\b|\binstead\b|\breplaced?\b|ない|ません|以前|廃止"
    r"|代わり",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Hop:
    """A question with the name of a thing in place of what leads to it, and where that stands."""

    question: str
    name: str
    number: int
    passage: Passage
    sentence: str


def next_hop(question: str, found: Sequence[tuple[int, Passage]]) -> Hop | None:
    """The first step of a chain that the passages found tell; None if they tell none, or two."""
    if len(identifiers(question)) != 1:
        return None  # What leads to one of two things does not lead to the other.
    is_english = language_of(question) == "en"
    for match in (_ENGLISH if is_english else _JAPANESE).finditer(question):
        thing, before = match["thing"].strip(), question[: match.start()]
        if _ASKS_FOR_IT.search(before) and is_english:
            continue
        noun = thing.split()[-1] if is_english else thing
        named = {
            name: (number, passage, sentence)
            for number, passage, sentence in _speaking_of(match["name"], found)
            for name in _called(noun, sentence, match["name"], is_english=is_english)
        }
        if len(named) == 1:
            ((name, (number, passage, sentence)),) = named.items()
            shown = f"{noun} {name}" if is_english else f"{noun}{name}"
            behind = question[match.end() :]
            is_inverted = " which " in match[0] and match.groupdict().get("verb")
            if is_english and match.groupdict().get("verb") and not is_inverted:
                behind = f"{match['verb']}{behind}"
            return Hop(f"{before}{shown}{behind}", shown, number, passage, sentence)
    return None


def _speaking_of(
    name: str, found: Sequence[tuple[int, Passage]]
) -> Iterator[tuple[int, Passage, str]]:
    """The sentences of passages that have a name, and deny nothing."""
    (wanted,) = identifiers(name) or ("",)
    for number, passage in found:
        data = as_data(passage)
        for start, end in sentences(data.text):
            sentence = data.text[start:end]
            is_of_it = bool(wanted) and holds_identifier(sentence, wanted)
            if passage.rows is None and is_of_it and not _DENIED.search(sentence):
                yield number, passage, sentence


def _called(noun: str, sentence: str, but: str, *, is_english: bool) -> Iterator[str]:
    """The names in a sentence that stand behind a noun: fuse F-9, ヒューズF-9."""
    if is_english:
        pairs = re.findall(rf"([A-Za-z]+) (?:no\.? ?)?({_NAME})(?![\w-])", sentence)
        names = [name for word, name in pairs if stem(word.lower()) == stem(noun.lower())]
    else:
        names = re.findall(rf"{re.escape(noun)} ?({_NAME})", sentence)
    yield from (name.rstrip(".") for name in names if identifiers(name) != identifiers(but))
