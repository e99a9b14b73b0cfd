"""What of a question may be a value of a log: its numbers, and runs of its words."""

from __future__ import annotations

import re

from engine.text import normalise

_NUMBER = re.compile(r"(?<![A-Za-z0-9_.])(?<![A-Za-z]-)\d+(?:[.,]\d+)*")
_THOUSANDS = re.compile(r"\d{1,3}(?:,\d{3})+(?:\.\d+)?")
_DECIMAL = re.compile(r"\d+(?:\.\d+)?")
_NUMBER_WORDS = {
    word: str(n)
    for n, word in enumerate(
        "zero one two three four five six seven eight nine ten eleven twelve".split()
    )
} | {"once": "1", "twice": "2"}
_WORD = re.compile(r"[^\s,;:?!()\"“”「」、。？]+")
_JAPANESE = re.compile(r"[぀-ヿ一-鿿]")
_JAPANESE_RUN = re.compile(r"[ァ-ヶー]+|[一-鿿々]+|[A-Za-z0-9][A-Za-z0-9./_-]*")
_MAX_SPAN_WORDS = 4


def numbers_in(question: str) -> tuple[str, ...]:
    """The numbers of a question as SQL writes them, in order; number words too."""
    plain = normalise(question)
    found = []
    for match in _NUMBER.finditer(plain):
        text = match.group()
        if _THOUSANDS.fullmatch(text):
            text = text.replace(",", "")
        found.append(text.replace(",", "."))
    found += [_NUMBER_WORDS[word] for word in re.findall(r"[a-z]+", plain) if word in _NUMBER_WORDS]
    return tuple(dict.fromkeys(text for text in found if _DECIMAL.fullmatch(text)))


def spans_of(question: str) -> tuple[str, ...]:
    """Runs of up to four words of a question as it writes them.

    Japanese is cut where the kind of letter changes.
    """
    words = []
    for match in _WORD.finditer(question):
        text = match.group().rstrip(".'")
        if _JAPANESE.search(text):
            words += [run.group() for run in _JAPANESE_RUN.finditer(text)]
        else:
            words.append(text)
    spans: dict[str, None] = {}
    for i in range(len(words)):
        for n in range(1, min(_MAX_SPAN_WORDS, len(words) - i) + 1):
            span = " ".join(words[i : i + n])
            if span in question:
                spans[span] = None
    return tuple(spans)


def is_like_a_code(text: str) -> bool:
    """Whether a text is one word with a digit in it, as serials and part numbers are."""
    return any(c.isdigit() for c in text) and not any(c.isspace() for c in text)
