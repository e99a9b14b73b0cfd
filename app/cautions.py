"""What to know of a citation before its answer is used, in words for people."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QT_TRANSLATE_NOOP, QCoreApplication

from engine.answers import Answer, CautionKind

CAUTIONS: dict[CautionKind, Any] = {
    CautionKind.SUPERSEDED: QT_TRANSLATE_NOOP(
        "Cautions", "[{number}] is an older revision; revision {revision} is {document}."
    ),
    CautionKind.RECOGNISED: QT_TRANSLATE_NOOP(
        "Cautions",
        "[{number}] was read from a picture and is {confidence} sure. Compare it with the page.",
    ),
}


def caution_lines(answer: Answer) -> tuple[str, ...]:
    """A line for each caution of the citations, each once."""
    lines = []
    for citation in answer.citations:
        for caution in citation.cautions:
            words = QCoreApplication.translate("Cautions", CAUTIONS[caution.kind])
            lines.append(words.format(number=citation.number, **dict(caution.facts)))
    return tuple(dict.fromkeys(lines))
