"""Which words of a question to mark in a passage, and which part of it to show. No Qt."""

from __future__ import annotations

import re
from dataclasses import dataclass

# Latin words and part numbers, katakana words, kanji compounds. Hiragana is grammar, not subject.
WORD = re.compile(r"[A-Za-z0-9À-ɏ][\w.\-/]*\w|[ァ-ヺー]{2,}|[一-鿿々〆]+")
GRAMMAR = frozenset(
    "a an and are as at be by can did do does for from had has have how if in into is it its many "
    "may much must no not of on or per should than that the their then there these this to used "
    "using was were what when where which who why will with would you".split()
)


@dataclass(frozen=True, slots=True)
class Snippet:
    """A part of a text on one line, with (start, length) of the words to mark."""

    text: str
    marks: tuple[tuple[int, int], ...]


def question_words(question: str) -> tuple[str, ...]:
    """The words worth looking for, longest first, each once."""
    words = {word for word in WORD.findall(question) if word.casefold() not in GRAMMAR}
    return tuple(sorted(words, key=lambda word: (-len(word), word)))


def snippet(text: str, words: tuple[str, ...], n_characters: int) -> Snippet:
    """The stretch of ``n_characters`` that begins shortly before the first marked word."""
    line = " ".join(text.split())
    first = next(iter(_marks(line, words)), (0, 0))[0]
    if len(line) <= n_characters or first < n_characters // 2:
        shown = line[:n_characters]
    else:
        start = _word_start(line, max(0, first - n_characters // 4))
        shown = "… " + line[start : start + n_characters]
    return Snippet(shown, _marks(shown, words))


def marked_lines(text: str, words: tuple[str, ...], n_lines: int) -> tuple[str, ...]:
    """``n_lines`` that follow each other, from the one with most of the words on."""
    lines = [" ".join(line.split()) for line in text.splitlines() if line.strip()]
    best = max(range(len(lines)), key=lambda n: _n_words(lines[n], words), default=0)
    start = min(best, max(0, len(lines) - n_lines))
    return tuple(lines[start : start + n_lines])


def marked(line: str, words: tuple[str, ...]) -> Snippet:
    """The line as it is, with its marks."""
    return Snippet(line, _marks(line, words))


def _n_words(line: str, words: tuple[str, ...]) -> int:
    return len({line[start : start + length].casefold() for start, length in _marks(line, words)})


def _marks(line: str, words: tuple[str, ...]) -> tuple[tuple[int, int], ...]:
    if not words:
        return ()
    pattern = "|".join(_pattern(word) for word in words)
    found = re.finditer(pattern, line, re.IGNORECASE)
    return tuple((match.start(), match.end() - match.start()) for match in found)


def _pattern(word: str) -> str:
    """Latin words with their endings (torque finds torques, not untorqued), others anywhere."""
    escaped = re.escape(word)
    return rf"(?<![A-Za-z0-9]){escaped}[a-z]*" if word[0].isascii() else escaped


def _word_start(line: str, position: int) -> int:
    """The next beginning of a word, unless the text has no spaces near."""
    space = line.find(" ", position, position + 24)
    return position if space < 0 else space + 1
