"""Dimensions of a drawing: told from other labels, limits put beside their nominal, put in words.

Notation: ISO 129-1:2018, ASME Y14.5-2018 and, for ``4-φ2`` and ``C0.5``, JIS B 0001:2019.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from ingest.pdf_lines import Piece

_NUMBER = r"(?:\d+(?:[.,]\d+)?|[.,]\d+)"
_SIGNED = rf"[+\-−–±]\s*{_NUMBER}"
_LIMIT = re.compile(rf"{_SIGNED}|0(?:[.,]0+)?")
_SYMBOLS = "⌀φΦϕ∅Øø□±°⌴⌵↧∠⟂⏥⌓○⫽⌭↗⌯⌖⌒ⓁⓂⓅ◎Ⓢ⌰⏤⌲⌳"
_CHARACTERISTICS = "∠⟂⏥⌓○⫽⌭↗⌯⌖⌒◎⌰⏤"
_WORDS = (
    r"TYP|PLCS?|PLACES?|THRU(?:\s+ALL)?|DEEP|DP|DEPTH|CHAMFER|CHAM|C'?BORE|C'?SINK|CSK|DRILL|TAP"
    r"|REF|MAX|MIN|BASIC|BSC|EQ|SP|DIA|RAD|HOLES?|SLOTS?|FLATS?|UN[CFS]?|UNEF|UNRC|NPTF?|BSPP?|TIR"
    r"|mm|cm|in|inch(?:es)?|deg|キリ|リーマ|タップ|ドリル|ザグリ|座ぐり"
    r"|深ザグリ|皿|面取り?|通し|貫通|深[さサ]|等配|箇所|ヶ所|か所|カ所|個|穴|ねじ|以下|以上|参考|両側"
)
_TOKEN = re.compile(
    r"\d{1,2}[A-HJKMNPR-Za-hjkmnp]{1,2}(?!\w)|(?<=\d)\s?[A-HJKMNPR-Z]{1,2}\d{1,2}(?!\w)"
    rf"|{_NUMBER}|[{_SYMBOLS}]|(?:R[az]|Rmax|S?R|C|M|G|Rc|Rp|PT|PF|PCD|BCD|t|T|W|H|L|P)(?=\s*[=.\d⌀φ])"
    rf"|(?:(?<![^\W\d_])(?:{_WORDS})(?![^\W\d_]))|×|[xX](?![a-z])"
    r"|[-+−–±/()\[\]*:=,.\"'″′~～]|\s+",
    re.IGNORECASE,
)
_NO_DIMENSION = re.compile(
    r"\d:\d|^\d{1,4}[./-]\d{1,2}[./-]\d{2,4}$|^0\d|^\d{1,2}[.)]$|^(?:mm|cm|in)\W*\d"
)
_PLACES = re.compile(
    r"^\(?\s*(\d{1,3})\s*[xX×*]\s*(?=\D)|^\(?\s*(\d{1,3})\s*[xX×]\s+(?=[\d.])"
    r"|^(\d{1,3})\s*[-–]\s*(?=[⌀φΦϕ∅ØøRCM□])|(\d{1,3})\s*(?:PLCS?|PLACES?|箇所|[ヶかカ]所|HOLES)",
    re.IGNORECASE,
)
_GLOSSES: Sequence[tuple[re.Pattern[str], str, str]] = tuple(
    (re.compile(pattern, re.IGNORECASE if ignore else 0), english, japanese)
    for pattern, ignore, english, japanese in (
        (r"[⌀φΦϕ∅Øø]|\bDIA\b", True, "diameter", "直径"),
        (r"(?<![A-Za-z])R\s*[\d.,]", False, "radius", "半径"),
        (r"(?<![A-Za-z])M\s*\d", False, "metric thread", "メートルねじ"),
        (r"\bUN[CFS]?\b|\bNPT|\bBSP", False, "thread", "ねじ"),
        (r"(?<![A-Za-z])R(?:[az]|max)\s*[\d.,]", False, "surface roughness", "表面粗さ"),
        (r"⌴|C'?BORE|ザグリ|座ぐり", True, "counterbore", "座ぐり"),
        (r"⌵|C'?SINK|CSK|皿", True, "countersink", "皿穴"),
        (r"↧|\bDEEP\b|\bDP\b|\bDEPTH\b|深[さサ]", True, "depth", "深さ"),
        (r"\bTHRU\b|通し|貫通", True, "through", "貫通"),
        (r"CHAM|面取|(?<![A-Za-z])C\s*[\d.,]|[xX×]\s*45\s*°", False, "chamfer", "面取り"),
        (r"°", False, "angle", "角度"),
        (r"□", False, "square", "正方形"),
        (r"^\(.*\)$|\bREF\b|参考", True, "reference", "参考寸法"),
        (r"\bTYP\b", True, "typical", "代表"),
        ("⌖", False, "position", "位置度"),
        ("⏥", False, "flatness", "平面度"),
        ("⟂", False, "perpendicularity", "直角度"),
        ("⫽", False, "parallelism", "平行度"),
        ("∠", False, "angularity", "傾斜度"),
        ("○", False, "circularity", "真円度"),
        ("⌭", False, "cylindricity", "円筒度"),
        ("⏤", False, "straightness", "真直度"),
        ("⌓", False, "profile of a surface", "面の輪郭度"),
        ("⌒", False, "profile of a line", "線の輪郭度"),
        ("◎", False, "concentricity", "同軸度"),
        ("⌯", False, "symmetry", "対称度"),
        ("↗", False, "circular run-out", "円周振れ"),
        ("⌰", False, "total run-out", "全振れ"),
    )
)
NUMBER_ALONE = re.compile(r"\(?\s*\d+(?:[.,]\d+)?\s*\)?(?:\s*(?:mm|cm|in))?")
"""A length or a reference length with nothing said about it."""

SIZE_ALONE = re.compile(
    r"(?:\d{1,3}\s*[-–xX×]\s*)?(?:[⌀φΦϕ∅Øø□]|S?R)?\s*" + NUMBER_ALONE.pattern, re.IGNORECASE
)
"""As NUMBER_ALONE, or that of a diameter, a radius or a square, and how often it occurs."""

_ZERO_FOR_DIAMETER = re.compile(r"((?:\d{1,2}\s*[-–xX×]\s*)?)[0O](\d{1,3}[.,]\d{1,3})")
_DECIMALS = re.compile(r"(?<=\d)([.,])(?=\d+(?![\d.,]))")
_FACTOR = re.compile(r"[.,]\d{3}(?!\d)")
_STRAY_MARK = re.compile(r"(?<=\d)\s*[.,]\s*(?=(?:mm|cm|in)$)")
_ENOUGH = 3
_TAIL = re.compile(rf"(?P<nominal>.*[\d)].*?)\s*(?P<lower>{_SIGNED}|(?<=\s)0(?:[.,]0+)?)\s*$")
_AFTER_DIAMETER = re.compile(r"(?<=[⌀±])\s+(?=[\d.,])")
_SPACES = re.compile(r"\s+")


def plain_text(text: str) -> str:
    """One space between words, none between a diameter sign or plus-minus and its number."""
    return _AFTER_DIAMETER.sub("", _SPACES.sub(" ", text)).strip()


def is_dimension(text: str) -> bool:
    """Whether the text is nothing but numbers, symbols and words of a dimension."""
    text = plain_text(text)
    if text[:1] in _CHARACTERISTICS:
        text = re.sub(r"(?<= )[A-Z](?:-[A-Z])?(?= |$)", "", text)  # Its datums.
    if not any(character.isdigit() for character in text) or len(text) > 80:
        return False
    position = 0
    while position < len(text):
        token = _TOKEN.match(text, position)
        if token is None or token.end() == position:
            return False
        position = token.end()
    return not _NO_DIMENSION.search(text)


def with_diameter(text: str) -> str:
    """A recognised text with the diameter sign that was taken for a nought: ``06.8`` is ``⌀6.8``.

    Nobody writes a nought before a length of one and more.
    """
    found = _ZERO_FOR_DIAMETER.fullmatch(text.strip())
    return f"{found[1]}⌀{found[2]}" if found else text


def usual_separator(texts: Iterable[str]) -> str:
    """The decimal sign of the dimensions of a sheet, or nothing if they are few or not alike."""
    signs = [sign for text in texts for sign in _DECIMALS.findall(text)]
    return signs[0] if len(signs) >= _ENOUGH and len(set(signs)) == 1 else ""


def as_usual(text: str, separator: str) -> str:
    """A recognised dimension as its sheet writes dimensions: ``0.1500, in`` becomes ``0,1500 in``.

    Its figures stay what they are, and so does a mark that may be one of thousands.
    """
    text = _STRAY_MARK.sub(" ", text)
    if not separator or _FACTOR.search(text):
        return text
    return _DECIMALS.sub(separator, text)


def is_called_out(text: str) -> bool:
    """Whether a dimension says more than a number: a diameter, thread, radius or tolerance."""
    return any(pattern.search(text) for pattern, _, _ in _GLOSSES) or "±" in text


def is_only_count(text: str) -> bool:
    """Whether a dimension only says how often it occurs: ``TYP 2 PLCS``."""
    rest = _PLACES.sub("", plain_text(text))
    return rest != plain_text(text) and not any(character.isdigit() for character in rest)


def in_words(text: str, *, is_japanese: bool) -> str:
    """The dimension as printed, with what its symbols mean in brackets."""
    meanings = [
        japanese if is_japanese else english
        for pattern, english, japanese in _GLOSSES
        if pattern.search(text)
    ]
    places = _PLACES.search(text)
    if places:
        count = next(group for group in places.groups() if group)
        meanings.append(f"{count}箇所" if is_japanese else f"{count} places")
    return f"{text} ({', '.join(meanings)})" if meanings else text


def with_limits(segments: Sequence[Piece]) -> list[Piece]:
    """Segments with the two limits of a tolerance beside their nominal: ``⌀3,99 0/-0,02``.

    The limits stand over each other behind the nominal, or the upper one above a lower one that
    shares the nominal's line.
    """
    rest = list(segments)
    for upper in [piece for piece in segments if _LIMIT.fullmatch(plain_text(piece.text))]:
        if upper not in rest:
            continue
        for parts in _limits_below(upper, [piece for piece in rest if piece is not upper]):
            nominal, lower_text, used = parts
            limits = f"{plain_text(upper.text)}/{lower_text}".replace(" ", "")
            joined = _around([upper, *used], f"{nominal} {limits}", used[0])
            rest = [piece for piece in rest if piece is not upper and piece not in used]
            rest.append(joined)
            break
    return rest


def _limits_below(
    upper: Piece, others: Sequence[Piece]
) -> Iterator[tuple[str, str, tuple[Piece, ...]]]:
    """Nominal, lower limit and the segments that hold them, for a piece that may be the upper."""
    for below in others:
        distance = (below.y0 + below.y1 - upper.y0 - upper.y1) / 2
        if not 0.3 * upper.size < distance < 1.6 * max(upper.size, below.size):
            continue
        text = plain_text(below.text)
        tail = _TAIL.fullmatch(text)
        if tail and is_dimension(tail["nominal"]):
            start = below.x1 - (below.x1 - below.x0) * len(tail["lower"]) / len(text)
            if abs(upper.x0 - start) < 1.0 * below.size:
                yield tail["nominal"], tail["lower"], (below,)
        elif _LIMIT.fullmatch(text) and abs(upper.x0 - below.x0) < 1.0 * upper.size:
            for nominal in others:
                if nominal is not below and _is_before(nominal, upper, below):
                    yield plain_text(nominal.text), text, (nominal, below)


def _is_before(nominal: Piece, upper: Piece, lower: Piece) -> bool:
    gap = min(upper.x0, lower.x0) - nominal.x1
    middle = (nominal.y0 + nominal.y1) / 2
    is_level = upper.y0 <= middle <= lower.y1
    is_near = -0.3 * nominal.size < gap < 1.0 * nominal.size
    return is_level and is_near and is_dimension(nominal.text)


def _around(pieces: Sequence[Piece], text: str, like: Piece) -> Piece:
    return replace(
        like,
        text=text,
        x0=min(piece.x0 for piece in pieces),
        y0=min(piece.y0 for piece in pieces),
        x1=max(piece.x1 for piece in pieces),
        y1=max(piece.y1 for piece in pieces),
        confidence=min(piece.confidence for piece in pieces),
    )
