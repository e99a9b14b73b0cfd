"""The answer's own words around what was found, in the language of the question."""

from __future__ import annotations

from collections.abc import Sequence

from engine.reasoning.asked_limit import Limit
from engine.reasoning.choice import Choice
from engine.tools.sql.absence import Absence

_DISAGREE = {"en": "The documents disagree: ", "ja": "文書の間で内容が食い違っています："}
_NOTED = {
    "en": "Noted. It will be found when you ask about it.",
    "ja": "記録しました。あとで質問すると参照します。",
}
_NO_DOCUMENT = {
    "en": "Genba answers questions from your documents and logs. Ask for what you would look up.",
    "ja": "Genbaは文書とログをもとに質問に答えます。調べたいことを質問してください。",
}
_NO_ROW = {
    "en": "{document} has no row with {column} = {value}.",
    "ja": "{document}に{column}が「{value}」の行はありません。",
}
_OUTSIDE = {
    "en": "{document} covers {low} to {high} only, not {value}.",
    "ja": "{document}の期間は{low}から{high}までで、{value}は含まれません。",
}
_NO_ROWS = {"en": "No row fits the query.", "ja": "条件に合う行はありません。"}
_PART_MISSING = {
    "en": "Nothing answers “{missing}”",
    "ja": "「{missing}」に答える記載がありません",
}
_FOUND = {"en": "Found: {found}", "ja": "見つかったもの：{found}"}
_NO_UNIT = {
    "en": "They give “{given}”, which cannot be told in {unit}.",
    "ja": "「{given}」とありますが、{unit}では答えられません。",
}
_LIMITS = {
    "en": {Limit.SMALLEST: "smallest", Limit.LARGEST: "largest", Limit.WIDTH: "tolerance"},
    "ja": {Limit.SMALLEST: "最小", Limit.LARGEST: "最大", Limit.WIDTH: "公差"},
}
_END = {"en": ".", "ja": "。"}
_BETWEEN = {"en": "; ", "ja": "；"}


def answer_text(choice: Choice, language: str) -> str:
    """The chosen finding with its passage's number, and those of the readers that agree.

    When documents contradict each other all of them are quoted, each with its passage.
    """
    if choice.contradicting:
        said = [finding.grounding.text for finding in (choice.best, *choice.contradicting)]
        return _DISAGREE[language] + _BETWEEN[language].join(said)
    markers = "".join(f"[{finding.number}]" for finding in choice.agreeing)
    return choice.best.grounding.text + markers


def noted_text(language: str) -> str:
    """That a note was taken."""
    return _NOTED[language]


def absence_text(absence: Absence, language: str) -> str:
    """That a log has no row with a value, or does not reach to a date."""
    words = _NO_ROW if absence.low is None else _OUTSIDE
    return words[language].format(
        document=absence.document,
        column=absence.column,
        value=absence.value,
        low=str(absence.low)[:10],
        high=str(absence.high)[:10],
    )


def no_rows_text(language: str) -> str:
    """That a query gives no row."""
    return _NO_ROWS[language]


def part_missing_text(found: Sequence[str], missing: str, language: str) -> str:
    """Which part of a question has no answer, and what the others say."""
    sentences = [_PART_MISSING[language].format(missing=missing.rstrip("?？。")) + _END[language]]
    if found:
        sentences.append(_FOUND[language].format(found=_BETWEEN[language].join(found)))
    return (" " if language == "en" else "").join(sentences)


def limits_text(limits: Sequence[Limit], said: Sequence[str], language: str) -> str:
    """Several limits of a size, each with its calculation."""
    words = _LIMITS[language]
    return _BETWEEN[language].join(
        f"{words[limit]} {one}" for limit, one in zip(limits, said, strict=True)
    )


def no_unit_text(given: str, unit: str, language: str) -> str:
    """That what stands there cannot be told in the unit that is asked for."""
    return _NO_UNIT[language].format(given=given, unit=unit)


def no_document_text(language: str) -> str:
    """That a message asks nothing that documents could tell."""
    return _NO_DOCUMENT[language]
