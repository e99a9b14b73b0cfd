"""The words for the choices of the library's filter."""

from __future__ import annotations

from enum import StrEnum

from PySide6.QtCore import QCoreApplication

from app.window.library_criteria import Criteria, Kind, Period, Revisions, Shown

translate = QCoreApplication.translate


def choice_words(choice: StrEnum) -> str:
    """A choice as it stands in its box and on its chip."""
    words: dict[StrEnum, str] = {
        Shown.ALL: translate("LibraryFilter", "All files"),
        Shown.FAILED: translate("LibraryFilter", "With errors"),
        Shown.TO_CHECK: translate("LibraryFilter", "To check"),
        Shown.COPIED: translate("LibraryFilter", "Several copies"),
        Kind.ALL: translate("LibraryFilter", "All kinds"),
        Kind.PDF: translate("LibraryFilter", "PDF"),
        Kind.DRAWING: translate("LibraryFilter", "Drawings"),
        Kind.LOG: translate("LibraryFilter", "Logs"),
        Kind.SPREADSHEET: translate("LibraryFilter", "Spreadsheets"),
        Kind.WORD: translate("LibraryFilter", "Word"),
        Kind.TEXT: translate("LibraryFilter", "Text"),
        Kind.IMAGE: translate("LibraryFilter", "Pictures"),
        Revisions.ALL: translate("LibraryFilter", "All revisions"),
        Revisions.NEWEST: translate("LibraryFilter", "Newest only"),
        Revisions.OLDER: translate("LibraryFilter", "Older revisions"),
        Period.ALL: translate("LibraryFilter", "Any date"),
        Period.WEEK: translate("LibraryFilter", "This week"),
        Period.MONTH: translate("LibraryFilter", "This month"),
        Period.YEAR: translate("LibraryFilter", "This year"),
        Period.RANGE: translate("LibraryFilter", "From – to"),
    }
    return words[choice]


def period_words(criteria: Criteria) -> str:
    """The period, a range with its days."""
    if criteria.period is not Period.RANGE:
        return choice_words(criteria.period)
    first, last = sorted((criteria.first, criteria.last))
    return f"{first.isoformat()} – {last.isoformat()}"
