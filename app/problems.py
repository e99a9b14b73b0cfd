"""The words for what a reader could not read in a document that it could read otherwise."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QT_TRANSLATE_NOOP, QCoreApplication

from engine.domain import ReadProblem

# By ReadProblem.code, as str (PySide6's stubs do not say so). The reader's own detail follows in
# brackets where there is one.
PROBLEMS: dict[str, Any] = {
    "repaired": QT_TRANSLATE_NOOP("problems", "The file was damaged and has been repaired"),
    "page-damaged": QT_TRANSLATE_NOOP("problems", "The page is damaged and was left out"),
    "recognised-unsurely": QT_TRANSLATE_NOOP(
        "problems", "Lines of the picture could not be read for certain: compare them with it"
    ),
    "page-recognised": QT_TRANSLATE_NOOP(
        "problems", "The page's text is unreadable: it was recognised from its picture"
    ),
    "page-without-text": QT_TRANSLATE_NOOP("problems", "The page has no text to search"),
    "mislabelled": QT_TRANSLATE_NOOP("problems", "The file is not what its name says"),
    "undecodable": QT_TRANSLATE_NOOP("problems", "Letters that cannot be read were replaced"),
    "row-too-short": QT_TRANSLATE_NOOP("problems", "The row has too few cells"),
    "row-too-long": QT_TRANSLATE_NOOP("problems", "The row has too many cells"),
    "row-shifted": QT_TRANSLATE_NOOP(
        "problems", "The row lacks a cell or has one too many; what is not certain was left empty"
    ),
    "header-repeated": QT_TRANSLATE_NOOP("problems", "The header stands here again"),
    "comment-line": QT_TRANSLATE_NOOP("problems", "A comment is no row"),
    "totals-row": QT_TRANSLATE_NOOP("problems", "A total is no row, or sums would count twice"),
    "several-tables": QT_TRANSLATE_NOOP("problems", "Another table begins in the same file"),
    "other-encoding": QT_TRANSLATE_NOOP("problems", "The line is in another encoding"),
    "zero-bytes": QT_TRANSLATE_NOOP("problems", "The line holds zero bytes"),
    "event-divided": QT_TRANSLATE_NOOP("problems", "The event is very long and was divided"),
    "row-unreadable": QT_TRANSLATE_NOOP("problems", "The row cannot be read"),
    "value-of-other-type": QT_TRANSLATE_NOOP("problems", "A value does not fit its column"),
    "lines-before-header": QT_TRANSLATE_NOOP("problems", "Lines stand before the header"),
    "block-holds-itself": QT_TRANSLATE_NOOP("problems", "A block holds itself and was left out"),
    "block-too-large": QT_TRANSLATE_NOOP("problems", "Not all of the blocks' contents were read"),
    "entity-unreadable": QT_TRANSLATE_NOOP("problems", "A part of the drawing cannot be read"),
    "table-without-titles": QT_TRANSLATE_NOOP(
        "problems", "The table has no titles: its columns are numbered"
    ),
    "cells-read-as-text": QT_TRANSLATE_NOOP(
        "problems", "Cells that may be a table were read as text, as they have no titles"
    ),
    "totals-left-out": QT_TRANSLATE_NOOP(
        "problems", "Rows of totals are not part of the table, or they would count twice"
    ),
    "merged-number-repeated": QT_TRANSLATE_NOOP(
        "problems", "A number in a merged cell stands in each of its rows: sums count it again"
    ),
    "error-value": QT_TRANSLATE_NOOP("problems", "A cell holds an error in place of a value"),
    "columns-left-out": QT_TRANSLATE_NOOP("problems", "The table has too many columns"),
    "sheet-too-large": QT_TRANSLATE_NOOP("problems", "The sheet is too large and was left out"),
    "characteristic-unknown": QT_TRANSLATE_NOOP(
        "problems", "A result refers to a characteristic that the file does not have"
    ),
    "sheet-hidden": QT_TRANSLATE_NOOP("problems", "The sheet is hidden; it was read as well"),
    "rows-not-in-word-search": QT_TRANSLATE_NOOP(
        "problems", "The log is long: word search covers its beginning only"
    ),
}


def describe_problem(problem: ReadProblem) -> str:
    """Where it is, what it is, and the reader's detail, on one line."""
    known = PROBLEMS.get(problem.code)
    words = QCoreApplication.translate("problems", known) if known else problem.code
    text = f"{words} ({problem.detail})" if problem.detail else words
    if problem.page is not None:
        place = QCoreApplication.translate("problems", "p. {page}").format(page=problem.page)
        return f"{place}: {text}"
    if problem.line is not None:
        place = QCoreApplication.translate("problems", "line {line}").format(line=problem.line)
        return f"{place}: {text}"
    return text
