"""Cutting text into the words that lexical search counts.

SQLite's own tokenisers fail on shop text: ``unicode61`` sees a Japanese sentence as one word,
``trigram`` cannot find two-character terms such as 公差. So text is normalised (NFKC, casefold) and
cut here: CJK runs into overlapping bigrams (the usual choice for CJK retrieval without a
dictionary; Nie et al. 2000, "On the use of words and n-grams for Chinese information retrieval"),
identifiers such as ``DF40C-100DP-0.4V`` whole, without separators, and in parts.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

import snowballstemmer

from engine.text import normalise

_RUN = re.compile(
    r"(?P<cjk>[぀-ゟ゠-ヿ㐀-䶿一-鿿豈-﫿々ー]+)"
    r"|(?P<word>[^\W_぀-ヿ㐀-䶿一-鿿豈-﫿]+(?:[-_./+#][^\W_぀-ヿ㐀-䶿一-鿿豈-﫿]+)*)"
)
_PART = re.compile(r"\d+(?:\.\d+)?|[^\W\d_]+")
_SEPARATORS = re.compile(r"[-_./+#]")
_BETWEEN_PARTS = r"[-\s_./+#()]{0,2}"
_INSIDE_A_PART = "[-_./]?"  # Without spaces, or "M1 25 off" would be M125.
_STEMMER = snowballstemmer.stemmer("english")
_MIN_BEGINNING = 3
_MIN_INITIALS = 3
_HIRAGANA_ONLY = re.compile(r"[぀-ゟ]+")

_STOP_WORDS = frozenset(
    "a an and are as at be by can did do does for from had has have how i if in into is it its "
    "many much of on or shall should that the their there these they this to was were what when "
    "where which who whose why will with would you your".split()
)


def index_words(text: str) -> str:
    """The words of a text for the index, separated by spaces, repeats kept for BM25."""
    return " ".join(_cut(text))


def query_words(text: str) -> tuple[str, ...]:
    """The distinct words of a question in order, without stop words and particles."""
    kept = dict.fromkeys(
        word
        for word in _cut(text)
        if word not in _STOP_WORDS
        and not _HIRAGANA_ONLY.fullmatch(word)
        and not (len(word) == 1 and word.isascii() and word.isalpha())
    )
    return tuple(kept)


def unfinished_word(text: str) -> str:
    """The word that a text ends in, if more of it may be typed and its letters tell something.

    Not of Japanese, where two characters are a word, and not what may become a stop word.
    """
    *_, last = ["", *(m["word"] or "" for m in _RUN.finditer(normalise(text)))]
    is_at_end = bool(last) and normalise(text).endswith(last)
    is_telling = len(last) >= _MIN_BEGINNING and not any(w.startswith(last) for w in _STOP_WORDS)
    return last if is_at_end and is_telling else ""


@cache
def stem(word: str) -> str:
    """The English stem of a word (Porter 2); words of other scripts stay as they are."""
    return str(_STEMMER.stemWord(word)) if word.isascii() and word.isalpha() else word


def stems(text: str) -> frozenset[str]:
    """The stems of all words of a text."""
    return frozenset(map(stem, _cut(text)))


def identifiers(text: str) -> tuple[str, ...]:
    """Words with a letter and a digit (part and drawing numbers), without their separators."""
    found = (_SEPARATORS.sub("", m.group()) for m in _RUN.finditer(normalise(text)) if m["word"])
    return tuple(
        dict.fromkeys(
            word
            for word in found
            if len(word) > 1 and any(c.isdigit() for c in word) and any(c.isalpha() for c in word)
        )
    )


def holds_identifier(text: str, identifier: str) -> bool:
    """Whether a text has an identifier (as ``identifiers`` gives it), however it is separated.

    "SH 204", "SH-204" and "sh204" are one, and so are "NIST-MTC-001" and "nistmtc001"; "SH-2041"
    is another.
    """
    parts = (_INSIDE_A_PART.join(map(re.escape, part)) for part in _PART.findall(identifier))
    pattern = rf"(?<![a-z0-9]){_BETWEEN_PARTS.join(parts)}(?![a-z0-9])"
    return bool(re.search(pattern, normalise(text)))


def _cut(text: str) -> Iterator[str]:
    for match in _RUN.finditer(normalise(text)):
        if match["cjk"]:
            yield from _bigrams(match["cjk"])
        else:
            yield from _word_forms(match["word"])


def _bigrams(run: str) -> Iterator[str]:
    if len(run) == 1:
        yield run
    for i in range(len(run) - 1):
        yield run[i : i + 2]


def _word_forms(word: str) -> Iterator[str]:
    yield word
    if word.isalpha():
        singular = _singular(word)
        if singular != word:
            yield singular
        return
    joined = _SEPARATORS.sub("", word)
    if joined != word:
        yield joined
    parts = _PART.findall(word)
    if len(parts) > 1:
        yield from parts


def _singular(word: str) -> str:
    if len(word) > 4 and word.isascii():
        if word.endswith("ies"):
            return word[:-3] + "y"
        if word.endswith("s") and not word.endswith(("ss", "us", "is")):
            return word[:-1]
    return word


def initials(title: str) -> frozenset[str]:
    """What a title's words are called for short, in lower case: rpm of "Revolutions per minute".

    Of three words and more, as two letters are too many things.
    """
    firsts = "".join(word[0] for word in re.findall(r"[a-z]+", title.lower()))
    return frozenset(
        firsts[start:end]
        for start in range(len(firsts))
        for end in range(start + _MIN_INITIALS, len(firsts) + 1)
    )
