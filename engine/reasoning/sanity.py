"""Cheap checks of whether a passage can answer a question at all, and an answer fit it.

They catch what small models do when they are pressed: a length for a torque, the first row of a
log for its lowest. Each errs towards saying nothing.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

from engine.domain import Passage
from engine.reasoning.figures.figure import FigureKind
from engine.reasoning.numbers import figures
from engine.text import language_of, normalise
from engine.words import holds_identifier, identifiers, query_words, stems

# What a question asks for, by its words, and the units such an answer comes in.
_KINDS: tuple[tuple[str, str], ...] = (
    (
        r"torque|トルク",
        r"[kmc]?N[·・.\- ]?[cm]?m|kgf[·・. ]?c?m|lbf?[·・. \-]?(?:ft|in)|ft[·・. \-]?lbs?",
    ),
    (r"force|tension|張力|荷重", r"k?N(?![·・.\- ]?c?m)"),
    (r"weigh|mass|payload|重量|質量|重さ|可搬", r"kg|g|mg|t|lbs?|oz"),
    (
        r"length|width|height|diameter|depth|thickness|distance|clearance|長さ|全長|幅|高さ|直径|外径"
        r"|内径|深さ|厚さ|距離|すき間"
        r"|how (?:deep|long|wide|high|tall|thick) (?:is|are|must|should)",
        r"mm|cm|m|km|µm|um|nm|in|inch(?:es)?|ft|feet|mil",
    ),
    (r"temperature|温度", r"°C|°F|℃|K"),
    (r"current|電流", r"[µmk]?A"),
    (r"voltage|電圧", r"[µmk]?V"),
    (r"pressure|圧力", r"[kMh]?Pa|m?bar|psi"),
    (
        r"rpm|revolutions per minute|rotation(?:al)? speed|spindle speed|回転数|回転速度",
        r"rpm|min-1|r/min|1/min",
    ),
    (r"frequency|周波数", r"[kMG]?Hz"),
)
# A Japanese word that goes on, as 温度 does in 温度補償型, is another word.
_ASKED = r"(?:{words})(?![一-鿿ァ-ヶ])"
# Not inside a part number such as DSB211SDN_26MHz.
_NUMBER_WITH = r"(?<![A-Za-z0-9_.])\d+(?:[.,]\d+)*\s*(?:{units})(?![A-Za-z])"
_UNIT = r"(?<![A-Za-z])(?:{units})(?![A-Za-z])"

_BARE_FIGURE = re.compile(r"[\d.,+\-±\s]+(?:mm)?")
_WORD = re.compile(r"[^\W\d_]{3,}|[一-鿿ァ-ヶ]{2,}")
_LINES_BEFORE = 2
_DATE = re.compile(r"\d{4}[-./年]\d{1,2}[-./月]\d{1,2}日?|\d{1,2}[-./]\d{1,2}[-./]\d{4}")
_ASKS_DATE = re.compile(
    r"\bwhen\b|\bdates?\b|\bday\b|\buntil\b|\bsince\b|\bexpir|\bvalid|\bdue\b|\bversion|\brevision"
    r"|いつ|日|期限|年月|まで",
    re.IGNORECASE,
)
_CAPITALISED = re.compile(r"(?<![A-Za-z0-9_.-])[A-Z][A-Za-z]{3,}(?![A-Za-z0-9_.-])")
_SHORT_ANSWER = 8
# As English and Japanese papers write them.
_MAKERS_OF_EXAMPLES = {"hirose": "ヒロセ", "alps": "アルプス"}
_DIGITS = re.compile(r"\d{3,}")
_COUNTS_THINGS = re.compile(r"\bhow many \w+s (?:are|does|do|has|have|is)\b", re.I)

_TIME_OF_DAY = re.compile(r"(?<![\d:])\d{1,2}:\d{2}(?::\d{2})?(?![\d:])")
_MEANS = re.compile(r"\b(?:do|does|did)\b[^.?!;]{1,80}?\bmean\b", re.IGNORECASE)
_AGGREGATE = re.compile(
    r"\bhow (?:many|often)\b|\bcount\b|\baverage\b|\bmean\b(?! (?:for|that|by)\b)|\btotal\b|\bsum\b"
    r"|(?<!part )(?<!serial )(?<!model )(?<!drawing )(?<!order )\bnumber of\b"
    r"|\b(?:minimum|maximum|most)\b|(?<!at )(?<!the very )\bleast\b"
    r"|\b(?:high|low|small|larg|bigg|great|hott|cool|cold|warm|long|short|heavi|light|earli|lat|old"
    r"|new|wid|thick|thinn?|fast|slow|tall|deep)est\b|\b(?:worst|best)\b"
    r"|\bper ?cent(?:age)?\b|\bshare of\b|\bstandard deviation\b|\bscatter\b"
    r"|\bwhich \w+s (?:have|has|had|were|was|are|did|ever|never)\b|\ball of\b"
    r"|何件|何個|何本|何回|何枚|何台|いくつある|平均|合計|合わせて|最小|最大|最低|最高|最長|最短|最多"
    r"|一番|最も|もっとも|件数|割合|標準偏差|ばらつき|全部挙げ|すべて挙げ|全て挙げ",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class AskedQuantity:
    """The kind of quantity a question asks for, as the words for it and its units (patterns)."""

    words: str
    units: str
    name: str

    def is_named_in(self, title: str) -> bool:
        """Whether a column's title names the kind, or a unit of it: "Torque", "force_kN"."""
        plain = _unified(title).replace("_", " ")
        unit = rf"(?<![A-Za-z])(?:{self.units})(?![A-Za-z])"
        # A log's titles are short: "temp" is the temperature.
        noun = self.name.lower().split()[-1]
        is_short_for = any(noun.startswith(word.lower()) for word in re.findall(r"\w{4,}", plain))
        return is_short_for or bool(re.search(self.words, plain, re.I) or re.search(unit, plain))


def asked_quantity(question: str) -> AskedQuantity | None:
    """The one kind of quantity that a question names; None if it names none or several."""
    found = [
        AskedQuantity(words, units, match.group())
        for words, units in _KINDS
        if (match := re.search(_ASKED.format(words=words), question, re.I))
    ]
    return found[0] if len(found) == 1 else None


def without_meaning(question: str) -> str:
    """A question without "does … mean", which asks for no average."""
    return _MEANS.sub(" ", question)


def is_aggregate(question: str) -> bool:
    """Whether the answer depends on every row of a log, so that no one passage can hold it."""
    return bool(_AGGREGATE.search(without_meaning(question)))


def can_be_read_for(passage: Passage, question: str) -> bool:
    """False for some rows of a log when the question is about all of them."""
    return passage.rows is None or not is_aggregate(question)


def holds_the_row(passage: Passage, question: str) -> bool:
    """Whether a row in the passage has the time of day and the parts that the question names.

    That row is the one that is meant: what it says need not be compared with other rows.
    """
    times = _TIME_OF_DAY.findall(question)
    names = identifiers(_TIME_OF_DAY.sub(" ", question))
    return bool(times and names) and any(
        all(time in line for time in times) and all(holds_identifier(line, n) for n in names)
        for line in passage.text.splitlines()
    )


def has_fitting_unit(answer: str, question: str, passage: str) -> bool:
    """False if the question names one kind of quantity and the answer is plainly of another.

    That is when its units are all of other kinds, or when it is a bare figure from a passage that
    knows no unit of the kind.
    """
    if _is_date_unasked(answer, question) or _is_half_a_thing(answer, question):
        return False
    asked = [
        units for words, units in _KINDS if re.search(_ASKED.format(words=words), question, re.I)
    ]
    if len(asked) != 1:
        return True
    answer = _unified(answer)
    if _holds(answer, asked[0]):
        return True
    if any(_holds(answer, units) for _, units in _KINDS if units != asked[0]):
        return False
    return not is_bare_figure(answer) or bool(
        re.search(_UNIT.format(units=asked[0]), _unified(passage))
    )


def has_codes_of(question: str, evidence: str) -> bool:
    """Whether a passage has every code of digits that a question names: 0603, 417, not 250 mm."""
    codes = {
        figure.text
        for figure in figures(question)
        if figure.kind is not FigureKind.DATE and not figure.unit and _DIGITS.fullmatch(figure.text)
    }
    return codes <= set(_DIGITS.findall(evidence))


def has_foreign_name(answer: str, question: str, evidence: str) -> bool:
    """Whether a short answer has a name that neither evidence nor question has.

    Where they are of different languages a name may have been translated, so nothing is said.
    """
    words = answer.split()
    if len(words) > _SHORT_ANSWER or language_of(evidence) != language_of(answer):
        return False
    held = stems(f"{evidence} {question}")
    return any(not stems(name) <= held for name in _CAPITALISED.findall(answer))


def has_name_of_examples(answer: str, question: str, evidence: str) -> bool:
    """Whether an answer names a maker that only the instructions' worked examples name.

    A small model does that where it is asked for a maker and the passage has none.
    """
    said, held = query_words(answer), normalise(f"{evidence} {question}")
    return any(
        name in said and name not in held and kana not in held
        for name, kana in _MAKERS_OF_EXAMPLES.items()
    )


def _is_date_unasked(answer: str, question: str) -> bool:
    return bool(_DATE.fullmatch(answer.strip())) and not _ASKS_DATE.search(question)


def _is_half_a_thing(answer: str, question: str) -> bool:
    """A count is a whole number: 3.70 poles are something else."""
    is_whole = re.fullmatch(r"[\d,]+(?:\.0+)?", answer.strip()) is not None
    return is_bare_figure(answer) and not is_whole and bool(_COUNTS_THINGS.search(question))


def is_bare_figure(text: str) -> bool:
    """Whether a text is figures and nothing else, at most with a mm behind."""
    return _BARE_FIGURE.fullmatch(text.strip()) is not None


def stands_alone(answer: str, question: str, text: str) -> bool:
    """Whether an answer is a bare figure that nothing around it ties to the question.

    The text of a drawing is full of figures, each in a line of its own, and no line says what they
    are of.
    """
    figure = answer.strip()
    if not is_bare_figure(figure):
        return False
    lines = [line for line in text.splitlines() if line.strip()]
    at = [i for i, line in enumerate(lines) if figure in line]
    around = "\n".join(line for i in at for line in lines[max(i - _LINES_BEFORE, 0) : i + 2])
    if language_of(question) == language_of(text):
        return bool(at) and not stems(around) & stems(" ".join(query_words(question)))
    return bool(at) and not _WORD.search(around)


def _unified(text: str) -> str:
    return unicodedata.normalize("NFKC", text).replace("μ", "µ")


def _holds(answer: str, units: str) -> bool:
    return bool(re.search(_NUMBER_WITH.format(units=units), answer))
