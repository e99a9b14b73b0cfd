"""What to know of a citation before its answer is used, in words for people."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QT_TRANSLATE_NOOP, QCoreApplication

from engine.answers import Answer, Caution, CautionKind

CAUTIONS: dict[CautionKind, Any] = {
    CautionKind.SUPERSEDED: QT_TRANSLATE_NOOP(
        "Cautions", "Older revision: {citations}. The newest is revision {revision}, {document}."
    ),
    CautionKind.RECOGNISED: QT_TRANSLATE_NOOP(
        "Cautions",
        "Read from a picture, {confidence} sure: {citations}. Compare with the page.",
    ),
}


@dataclass(frozen=True, slots=True)
class CautionLine:
    """A caution in words; ``newer`` is the document in them that should be looked at, or ""."""

    text: str
    newer: str = ""


def cautions_of(answer: Answer) -> tuple[CautionLine, ...]:
    """A line for each caution, with all the citations that it is about."""
    about: dict[Caution, dict[int, None]] = {}
    for citation in answer.citations:
        for caution in citation.cautions:
            about.setdefault(caution, {})[citation.number] = None
    return tuple(_line(caution, tuple(numbers)) for caution, numbers in about.items())


def caution_lines(answer: Answer) -> tuple[str, ...]:
    """The cautions as plain text."""
    return tuple(line.text for line in cautions_of(answer))


def _line(caution: Caution, numbers: tuple[int, ...]) -> CautionLine:
    facts = dict(caution.facts)
    words = QCoreApplication.translate("Cautions", CAUTIONS[caution.kind])
    marks = " ".join(f"[{number}]" for number in numbers)
    newer = facts["document"] if caution.kind is CautionKind.SUPERSEDED else ""
    return CautionLine(words.format(citations=marks, **facts), newer)
