"""Part, drawing and document numbers: which letters belong to one, and which two are the same.

Digits inside an identifier are no numbers of their own. Width, case and most separators do not
matter; a separator that tells two numbers apart does: V2.4 is not V24, SH-20-4 is not SH-2-04.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from engine.reasoning.figures.folding import fold

# Letters and digits with what joins them. A dot and a slash join only a few: "Fig.3" is no
# identifier, A13/A14 are two, and H7/g6 is one.
# Letters of other alphabets are among them: a Cyrillic А13 is no 13.
LETTERS = r"0-9A-Za-z_À-ÖØ-öø-ɏͰ-ΨΪ-λν-ϿЀ-ӿ"
TOKEN = re.compile(
    rf"[{LETTERS}]+(?:[-#][{LETTERS}]+|(?<=[0-9])\.[0-9]+[0-9A-Za-z_]*)*"
    r"(?:(?<=[A-Z][0-9])/[a-z]{1,2}[0-9]{1,2}(?![0-9A-Za-z])|(?:\([0-9A-Za-z]{1,6}\))+)?"
)
FIT = re.compile(
    r"(?:JS|js|[E-HJKMNPR-Ue-hjkmnpr-u])[4-9](?:/(?:js|[e-hjkmnpr-u])[4-9])?(?![0-9A-Za-z])"
)
"""A fit such as H7 or H7/g6, as it stands behind a diameter."""


@dataclass(frozen=True, slots=True)
class IdentifierAt:
    """An identifier of several words in folded text, with its folded letters."""

    start: int
    end: int
    reading: str


def spoken_identifiers(folded: str) -> Iterator[IdentifierAt]:
    """Identifiers that are not one token: ISO 9001, Rev. B, 改訂 B, M5x0.8, a scale of 1:2."""
    for pattern, prefix in _SPOKEN:
        for match in pattern.finditer(folded):
            letters = match[1] if prefix else match.group()
            yield IdentifierAt(match.start(), match.end(), prefix + folded_letters(letters))


def folded_letters(identifier: str) -> str:
    """The letters and digits of an identifier, in one width and case. A colon is kept."""
    return _SEPARATORS.sub("", fold(identifier).replace("×", "x")).casefold()


def identifier_name(written: str, reading: str) -> str:
    """What to compare an identifier by: 改訂 B is read as revb, all others as they are written."""
    return reading if reading.startswith("rev") else written


def is_same_identifier(one: str, other: str) -> bool:
    """Whether two writings are one identifier."""
    a, b = _skeleton(one), _skeleton(other)
    if a.letters != b.letters or a.minus != b.minus:
        return False
    is_joined = not (a.gaps and b.gaps)  # One of them has no separators at all.
    if not (is_joined or a.gaps ^ b.gaps <= _turns(a.letters)):
        return False
    # A decimal point may go only where all other separators go with it.
    return a.points == b.points or any(
        not (x.points or x.gaps) and bool(y.gaps) for x, y in ((a, b), (b, a))
    )


def safe_tail(short: str, full: str) -> str:
    """What ``short`` leaves out of ``full`` if it names that part all the same; '' if it does not.

    DF40C-100DP names DF40C-100DP-0.4V(51) without its packing code, ISO 9001 names ISO 9001:2015,
    M5 names M5x0.8 and H7 is in H7/g6. A tail of a few letters or of digits only is what tells
    look-alike parts, revisions and serial numbers apart: LF-330 does not name LF-330-2, nor SH-204
    the serial number SH-204-001.
    """
    short, full = fold(short).strip(), fold(full).strip()
    is_start = folded_letters(full).startswith(folded_letters(short))
    for match in _TAIL.finditer(full) if is_start and len(full) <= _LONGEST else ():
        tail = full[match.start() :].strip()
        if is_same_identifier(short, full[: match.start()]) and _is_safe_cut(short, tail):
            return tail
    fit = _FIT_PARTS.fullmatch(full)
    return fit[1] if fit and is_same_identifier(short, fit[2]) else ""


def spaced_pattern(identifier: str) -> re.Pattern[str] | None:
    """Finds an identifier in folded lower-case text where spaces divide it: "SH 204" for SH-204.

    None for what is too short to be looked for by its letters alone.
    """
    text = fold(identifier).casefold()
    if len(folded_letters(text)) < _MIN_SPACED or not re.search("[a-z]", text):
        return None
    middle = "".join(_spaced(_ATOMS.findall(text)))
    return re.compile(rf"(?<![0-9a-z])(?<![0-9a-z][-_./#]){middle}(?![0-9a-z])(?![-_./#(][0-9a-z])")


def _spaced(atoms: Sequence[str]) -> Iterator[str]:
    for before, atom, behind in zip(["", *atoms], atoms, [*atoms[1:], ""], strict=False):
        if atom in " _-":
            # Between two numbers a separator tells them apart; elsewhere it may be missing.
            yield "[ _-]" if before.isdigit() and behind.isdigit() else "[ _-]?"
        else:
            yield "[ _]?" if before.isalnum() and atom.isalnum() else ""
            yield re.escape(atom)


def _turns(letters: str) -> frozenset[int]:
    """Where letters turn to digits or back: there a hyphen tells no two numbers apart."""
    return frozenset(
        i for i in range(1, len(letters)) if letters[i - 1].isdigit() != letters[i].isdigit()
    )


@dataclass(frozen=True, slots=True)
class _Skeleton:
    letters: str
    gaps: frozenset[int]
    points: frozenset[int]
    minus: bool


_STANDARD = (
    r"(?<![A-Za-z])(?:ISO|IEC|JIS|DIN|ANSI|ASTM|ASME|SAE|MIL|EN|BS)(?:[ /](?:ISO|IEC|EN|TS|TR))*"
    r"[ -]?(?:[A-Z]{1,3}[ -]?)?[0-9]{1,6}(?:-[0-9]{1,4})*(?::[0-9]{4})?(?![0-9A-Za-z])"
)
_SPOKEN: tuple[tuple[re.Pattern[str], str], ...] = (
    (re.compile(_STANDARD), ""),
    (
        re.compile(
            r"(?:(?<![A-Za-z])(?:[Rr]ev(?:ision)?|REV(?:ISION)?)\.?[ :]{0,2}|改訂[ :]?|版[ :])"
            r"([A-Z][0-9]?|[0-9]{1,2})(?![0-9A-Za-z/-]|\.[0-9])"
        ),
        "rev",
    ),
    (
        re.compile(
            r"(?<![0-9A-Za-z])M[0-9]{1,3}(?:\.[0-9])?"
            r"(?: ?[x×] ?[0-9]{1,2}(?:\.[0-9]{1,2})?(?: ?-? ?[4-8][GHgh]{1,2})?)(?![0-9A-Za-z])"
        ),
        "",
    ),
    (re.compile(r"(?<![0-9A-Za-z:.,])[0-9]{1,5}:[0-9]{1,5}(?![0-9A-Za-z:]|\.[0-9])"), ""),
    # A coordinate of a program: its minus is a sign, and no separator.
    (re.compile(r"(?<![0-9A-Za-z])[XYZUVWIJK]-[0-9]+\.[0-9]*(?![0-9A-Za-z])"), ""),
)
_SEPARATORS = re.compile(r"[\s\-_./#()]+")
_SEPARATOR = re.compile(r"[\s\-_./#()]")
_COORDINATE = re.compile(r"[XYZUVWIJKxyzuvwijk]-[0-9]+\.[0-9]*")
_FIT_PARTS = re.compile(r"([A-Za-z]{1,2}[0-9]{1,2}/)([a-z]{1,2}[0-9]{1,2})")
_TAIL = re.compile(r"[-_./#(:]|(?<=[0-9]) ?[x×] ?(?=[0-9])")
_ATOMS = re.compile(r"[a-z]+|[0-9]+|.", re.DOTALL)
_MIN_SPACED = 4
_FIT_TAIL = re.compile(r"/[a-z]{1,2}[0-9]{1,2}")
_LONGEST = 80
_MIN_LEADING = 8
_MIN_TAIL = 4


def _skeleton(identifier: str) -> _Skeleton:
    letters: list[str] = []
    gaps: set[int] = set()
    points: set[int] = set()
    text = fold(identifier).replace("×", "x").replace(" x ", "x").strip()
    for i, letter in enumerate(text):
        is_point = letter == "." and text[i - 1 : i].isdigit() and text[i + 1 : i + 2].isdigit()
        if is_point:
            points.add(len(letters))
        elif _SEPARATOR.match(letter):
            gaps.add(len(letters))
        else:
            letters.append(letter.casefold())
    inner = frozenset(gap for gap in gaps if 0 < gap < len(letters))
    return _Skeleton("".join(letters), inner, frozenset(points), bool(_COORDINATE.fullmatch(text)))


def _is_safe_cut(short: str, tail: str) -> bool:
    if tail[0] in ":(xX×" or _FIT_TAIL.fullmatch(tail):
        return True  # An edition, a packing code, the pitch of a thread, the other half of a fit.
    if _SEPARATOR.search(short) is None or len(folded_letters(short)) < _MIN_LEADING:
        return False
    return len(folded_letters(tail)) >= _MIN_TAIL and not folded_letters(tail).isdigit()
