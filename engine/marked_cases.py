"""Answers that a person marked, as questions with what a right answer to them has.

Of an answer marked right that is what it says; of one marked wrong the correct value, and without
one nothing can be told.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from engine.answers import Answer, Judgement, NumberStatus, Route
from engine.asked import Recalled
from engine.recall import recalled
from engine.store.history import judged_ids
from engine.store.journal import Journal
from engine.text import language_of

NOT_ANSWERABLE = "NOT_ANSWERABLE"
"""Stands as the answer where there is rightly none."""

_MARKS = re.compile(r"\s*\[\d{1,3}\]|\*\*")
_FIGURE = re.compile(r"(?<![\w.])\d+(?:[.,]\d+)*(?![\w])|\d+(?:\.\d+)?(?=\s?[^\W\d_])")
_TYPES = {
    Route.LOOKUP: "lookup",
    Route.TABLE_LOOKUP: "table lookup",
    Route.COMPUTATION: "computation",
    Route.LOG_QUERY: "SQL over CSV",
    Route.SEVERAL: "multi-hop",
}


def marked_cases(journal: Journal) -> Iterator[dict[str, object]]:
    """A record of each marked answer that tells what is right, oldest first.

    In the form of the question sets that tests/bench/answers.py reads: ``must`` are the figures
    that a right answer has, and none where the answer has no figure.
    """
    for number in judged_ids(journal):
        one = recalled(journal.entries(number))
        if one is not None and one.answer is not None:
            case = case_of(one, one.answer)
            if case is not None:
                yield case


def case_of(one: Recalled, answer: Answer) -> dict[str, object] | None:
    """The record of one marked answer; None if nothing tells what is right."""
    judged = one.judged
    if judged is None:
        return None
    is_right = judged.judgement is Judgement.RIGHT
    if not (is_right or judged.correct):
        return None
    is_answerable = not (is_right and answer.is_abstained)
    text = _MARKS.sub("", answer.text).strip() if is_right else judged.correct
    cited = next(iter(answer.citations), None) if is_right else None
    return {
        "id": f"j{one.id}",
        "question": one.question,
        "answer": text if is_answerable else NOT_ANSWERABLE,
        "aliases": [],
        "source_file": cited.document if cited else None,
        "page": cited.page if cited else None,
        "type": _TYPES.get(answer.route, answer.route.value) if is_answerable else "not-answerable",
        "lang": language_of(one.question),
        "verified_by": "person",
        "evidence": cited.quote if cited else "",
        "checked": True,
        "must": _figures(answer, text, is_right=is_right) if is_answerable else [],
        "note": judged.note,
        "answered": None if is_right else _MARKS.sub("", answer.text).strip(),
        "model": one.model,
    }


def _figures(answer: Answer, text: str, *, is_right: bool) -> list[str]:
    if is_right:
        backed = (n.text for n in answer.numbers if n.status is not NumberStatus.UNVERIFIED)
        return list(dict.fromkeys(backed))
    return list(dict.fromkeys(_FIGURE.findall(text)))
