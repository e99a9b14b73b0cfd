"""Text as search and budgets see it: normal form, language, token estimate, sentences."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

_CJK = "぀-ヿ㐀-䶿一-鿿豈-﫿ｦ-ﾟ"
# One match a token: up to four letters, or any other single character that is no space.
_ESTIMATE = re.compile(rf"[^\W\d_{_CJK}]{{1,4}}|\S")
_JAPANESE = re.compile(r"[぀-ヿ]")
_HAN = re.compile(r"[一-鿿]")
_SENTENCE_END = re.compile(r"(?<=[。！？])|(?<=[.!?])\s+(?=[\"'“(\[]?[A-Z0-9぀-鿿])|\n+")
# Behind a number they are units: 46 A, 5 min.
_ABBREVIATION = re.compile(
    r"(?<!\d)(?<!\d\s)(?:\b(?:e\.g|i\.e|Fig|Figs|No|Nos|Eq|Sec|Ref|vs|approx|min|max|Dr|Mr|Ms|St|cf|etc|al|Vol|pp)"
    r"|\b[A-Z])\.\s*$"
)


def normalise(text: str) -> str:
    """NFKC and casefold: full-width digits, half-width kana and case no longer matter."""
    return unicodedata.normalize("NFKC", text).casefold()


def language_of(text: str) -> str:
    """``ja`` if the text has kana or Han characters, else ``en``."""
    return "ja" if _JAPANESE.search(text) or _HAN.search(text) else "en"


def estimate_tokens(text: str) -> int:
    """Tokens under any of the catalogue's tokenisers, estimated from above without a model.

    Each digit, CJK character and mark counts one, a word one per started four letters. Chunks are
    bounded by this estimate so that another model never means chunking the library again; the
    prompt is packed with the model's own count.
    """
    return len(_ESTIMATE.findall(text))


def sentences(text: str) -> Iterator[tuple[int, int]]:
    """Spans (start, end) of the sentences of ``text``, in order, without surrounding space.

    English and Japanese sentence ends and line breaks divide; common abbreviations, initials and
    decimal points do not.
    """
    start = 0
    for match in _SENTENCE_END.finditer(text):
        if match.start() == start or _ABBREVIATION.search(text, start, match.start()):
            continue
        yield from _trimmed(text, start, match.start())
        start = match.end()
    yield from _trimmed(text, start, len(text))


def _trimmed(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    if start < end:
        yield start, end
