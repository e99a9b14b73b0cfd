"""The words for what a person changed of an answer: a step edited, some documents alone asked."""

from __future__ import annotations

from pathlib import PurePosixPath

from PySide6.QtCore import QCoreApplication

from engine.answers import Answer, NumberStatus

translate = QCoreApplication.translate

_N_NAMED = 3


def edit_words(answer: Answer) -> str:
    """That the answer is not what the program alone made of the question; empty if it is."""
    if answer.edit is not None:
        if answer.edit.tool == "sql":
            return translate("Edits", "Query edited by you")
        return translate("Edits", "Calculation edited by you")
    if not answer.only_from:
        return ""
    names = ", ".join(PurePosixPath(path).name for path in answer.only_from[:_N_NAMED])
    n_more = len(answer.only_from) - _N_NAMED
    if n_more > 0:
        text = translate("Edits", "From {documents} and {n} more documents alone")
        return text.replace("{n}", str(n_more)).replace("{documents}", names)
    return translate("Edits", "From {documents} alone").replace("{documents}", names)


def entered_words(answer: Answer) -> str:
    """Which numbers a person entered; empty if there are none."""
    texts = (n.text for n in answer.numbers if n.status is NumberStatus.ENTERED)
    numbers = ", ".join(dict.fromkeys(texts))
    if not numbers:
        return ""
    text = translate("Edits", "Entered by you, not from the evidence: {numbers}.")
    return text.replace("{numbers}", numbers)
