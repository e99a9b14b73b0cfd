"""The text area of the answer: a page written with formats, never with markup."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QMimeData
from PySide6.QtGui import (
    QColor,
    QFont,
    QTextBlockFormat,
    QTextCharFormat,
    QTextCursor,
)
from PySide6.QtWidgets import QTextBrowser, QWidget

from app.window import theme
from app.window.answer_spans import Span

SCHEME = "genba-citation"


class AnswerBrowser(QTextBrowser):
    """Shows text, tells which link was clicked, loads nothing and opens nothing."""

    def __init__(self, owner: QWidget | None = None) -> None:
        super().__init__(owner)
        self.setOpenLinks(False)
        self.setOpenExternalLinks(False)
        self.setUndoRedoEnabled(False)
        self.document().setDocumentMargin(theme.GAP - 2)

    def loadResource(self, _type: int, _name: object) -> object:
        """Nothing: an answer has no pictures and no style sheets."""
        return None

    def createMimeDataFromSelection(self) -> QMimeData:
        """Copy words, not our formats."""
        data = QMimeData()
        data.setText(self.textCursor().selection().toPlainText())
        return data


class Page:
    """Writes one page from top to bottom and keeps the reader's place if the text only grew."""

    def __init__(self, browser: AnswerBrowser) -> None:
        colours = theme.current()
        font = browser.font()
        self._browser = browser
        browser.clear()
        self._cursor = QTextCursor(browser.document())
        self._is_first = True
        self.body = body_look(font)
        self.strong = _format(theme.scaled(font, 1.1, weight=QFont.Weight.DemiBold), colours.text)
        self.muted = _format(theme.scaled(font, 0.95), colours.muted)
        self.faint = _format(theme.scaled(font, 0.85), colours.muted)
        self.warning = _format(font, colours.warning)
        self._heading = _format(
            theme.scaled(font, 1.0, weight=QFont.Weight.DemiBold), colours.muted
        )

    def question(self, text: str) -> None:
        """The question as the heading of the page."""
        self._begin(below=theme.SPACE)
        self._cursor.insertText(text, self._heading)

    def paragraph(self, text: str, look: QTextCharFormat) -> None:
        """A paragraph in one look."""
        self._begin(below=theme.SPACE)
        self._cursor.insertText(text, look)

    def answer(self, spans: Sequence[Span], *, tip: str) -> None:
        """The finished answer with its citations and its doubtful numbers."""
        self._begin(below=theme.SPACE)
        for span in spans:
            self._cursor.insertText(span.text, self._look(span, tip))

    def streamed(self, text: str) -> None:
        """An answer being written; ``append`` goes on from here."""
        self._begin(below=theme.SPACE)
        self._cursor.insertText(text, self.body)

    def _look(self, span: Span, tip: str) -> QTextCharFormat:
        colours = theme.current()
        look = QTextCharFormat(self.strong if span.is_bold else self.body)
        if span.citation is not None:
            look.setAnchor(True)
            look.setAnchorHref(f"{SCHEME}:{span.citation}")
            look.setForeground(colours.accent)
            look.setBackground(colours.accent_soft)
            look.setFontWeight(QFont.Weight.DemiBold)
        if span.is_unverified:
            look.setUnderlineStyle(QTextCharFormat.UnderlineStyle.WaveUnderline)
            look.setUnderlineColor(colours.danger)
            look.setForeground(colours.danger)
            look.setToolTip(tip)
        return look

    def _begin(self, *, below: int) -> None:
        shape = QTextBlockFormat()
        shape.setBottomMargin(below)
        shape.setLineHeight(125.0, QTextBlockFormat.LineHeightTypes.ProportionalHeight.value)
        if self._is_first:
            self._cursor.setBlockFormat(shape)
        else:
            self._cursor.insertBlock(shape, QTextCharFormat())
        self._is_first = False


def append(browser: AnswerBrowser, text: str) -> None:
    """Go on writing at the end. The view follows only if the end was in view."""
    bar = browser.verticalScrollBar()
    is_at_end = bar.value() >= bar.maximum() - 2
    cursor = QTextCursor(browser.document())
    cursor.movePosition(QTextCursor.MoveOperation.End)
    cursor.insertText(text, body_look(browser.font()))
    if is_at_end:
        bar.setValue(bar.maximum())


def body_look(font: QFont) -> QTextCharFormat:
    """How an answer is written, while it comes and when it is there."""
    return _format(theme.scaled(font, 1.1), theme.current().text)


def _format(font: QFont, ink: QColor) -> QTextCharFormat:
    look = QTextCharFormat()
    look.setFont(font)
    look.setForeground(ink)
    return look
