"""The text area of the answer: a page written with formats, never with markup."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QMimeData, Qt
from PySide6.QtGui import (
    QBrush,
    QColor,
    QFont,
    QFontMetricsF,
    QTextBlockFormat,
    QTextCharFormat,
    QTextCursor,
    QTextFrameFormat,
    QTextTableCellFormat,
    QTextTableFormat,
)
from PySide6.QtWidgets import QTextBrowser, QTextEdit, QWidget

from app.tool_calls import ShownTable
from app.window import theme
from app.window.answer_length import MAX_QUESTION, shown_part
from app.window.answer_spans import Span
from app.window.tool_tips import plain_tip
from engine.answers import NumberStatus

SCHEME = "genba-citation"
CALL_SCHEME = "genba-call"
DOCUMENT_SCHEME = "genba-document"
PLACE_SCHEME = "genba-place"
TRY_SCHEME = "genba-try"
ADD_SCHEME = "genba-add"


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

    def show_place(self, position: int) -> None:
        """Bring the paragraph at a position of the document into view and mark it."""
        cursor = QTextCursor(self.document())
        cursor.setPosition(position)
        block = self.document().documentLayout().blockBoundingRect(cursor.block())
        bar = self.verticalScrollBar()
        top, bottom = bar.value(), bar.value() + self.viewport().height()
        if block.top() < top or block.bottom() + theme.WIDE * 3 > bottom:
            bar.setValue(round(block.top()) - theme.GAP)
        # Not BlockUnderCursor: at the beginning of a frame that takes the whole frame.
        cursor.movePosition(QTextCursor.MoveOperation.EndOfBlock, QTextCursor.MoveMode.KeepAnchor)
        mark = QTextEdit.ExtraSelection()
        mark.cursor = cursor
        mark.format.setBackground(theme.current().row_marker)
        mark.format.setForeground(theme.current().text)
        self.setExtraSelections([mark])


class Page:
    """Writes one page from top to bottom and keeps the reader's place if the text only grew."""

    def __init__(self, browser: AnswerBrowser) -> None:
        colours = theme.current()
        font = browser.font()
        self._browser = browser
        browser.clear()
        browser.setExtraSelections([])
        self._cursor = QTextCursor(browser.document())
        self._is_fresh = True  # The cursor stands in an empty block, which the next text takes.
        self.body = body_look(font)
        self.strong = _format(theme.scaled(font, 1.1, weight=QFont.Weight.DemiBold), colours.text)
        self.muted = _format(theme.scaled(font, 0.95), colours.muted)
        self.faint = _format(theme.scaled(font, 0.85), colours.muted)
        self.warning = _format(font, colours.warning)
        self.plain = _format(font, colours.text)
        self._code = _format(theme.code_font(font), colours.text)
        self._cell = _format(theme.scaled(font, 0.95), colours.text)
        self._heading = _format(
            theme.scaled(font, 1.0, weight=QFont.Weight.DemiBold), colours.muted
        )

    @property
    def position(self) -> int:
        """Where in the document the next text will stand, or the last one began."""
        return self._cursor.block().position()

    def question(self, text: str) -> None:
        """The question as the heading of the page."""
        self._begin(below=theme.SPACE)
        shown, n_left = shown_part(text, MAX_QUESTION)
        self._cursor.insertText(f"{shown} …" if n_left else shown, self._heading)

    def paragraph(self, text: str, look: QTextCharFormat, *, tip: str = "") -> None:
        """A paragraph in one look, perhaps with more to be read on hover."""
        self._begin(below=theme.SPACE)
        shown = QTextCharFormat(look)
        if tip:
            shown.setToolTip(plain_tip(tip))
        self._cursor.insertText(text, shown)

    def answer(self, spans: Sequence[Span], *, tip: Callable[[Span], str]) -> None:
        """The finished answer with its citations and its numbers; ``tip`` says what one is."""
        self._begin(below=theme.SPACE)
        edits = self._cursor
        edits.beginEditBlock()  # Laid out once, not for every span.
        for span in spans:
            edits.insertText(span.text, self._look(span, self.body, tip(span)))
        edits.endEditBlock()

    def link(self, text: str, target: str, *, tip: str = "") -> None:
        """A line of its own that can be clicked, high enough to be hit."""
        self._begin(below=0, height=150.0)
        look = QTextCharFormat(self.plain)
        look.setAnchor(True)
        look.setAnchorHref(target)
        look.setForeground(theme.current().accent)
        if tip:
            look.setToolTip(plain_tip(tip))
        self._cursor.insertText(text, look)

    def cautions(self, lines: Sequence[Sequence[Span]]) -> None:
        """What to know before the answer is used, on a ground that is not overlooked."""
        if not lines:
            return
        sign = "⚠ "
        hanging = round(QFontMetricsF(self._browser.font()).horizontalAdvance(sign))
        self._open_frame(theme.current().warning_soft)
        for n, spans in enumerate(lines):
            is_last = n == len(lines) - 1
            self._begin(below=0 if is_last else theme.HALF, hanging=hanging, height=115.0)
            self._cursor.insertText(sign, self.warning)
            for span in spans:
                self._cursor.insertText(span.text, self._look(span, self.plain, ""))
        self.close_card()

    def line(self, spans: Sequence[Span]) -> None:
        """A line of small text with its citations; what is too long is indented below it."""
        self._begin(below=theme.HALF, hanging=theme.GAP, height=110.0)
        for span in spans:
            self._cursor.insertText(span.text, self._look(span, self._cell, ""))

    def streamed(self, text: str) -> None:
        """An answer being written; ``append`` goes on from here."""
        self._begin(below=theme.SPACE)
        shown, n_left = shown_part(text)
        self._cursor.insertText(f"{shown} …" if n_left else shown, self.body)

    def open_card(self) -> None:
        """Begin a sunken area; all that is written goes into it until it is closed."""
        self._open_frame(theme.current().window)

    def _open_frame(self, ground: QColor) -> None:
        if self._is_fresh:
            self._shrink()
        shape = QTextFrameFormat()
        shape.setBackground(ground)
        shape.setPadding(theme.SPACE)
        shape.setTopMargin(theme.HALF)
        shape.setBottomMargin(theme.HALF)
        self._cursor.insertFrame(shape)
        self._is_fresh = True

    def close_card(self) -> None:
        """Go on behind the sunken area."""
        if self._is_fresh:
            self._shrink()
        self._cursor.movePosition(QTextCursor.MoveOperation.End)
        self._is_fresh = True

    def caption(self, text: str) -> None:
        """What a card is about."""
        self._begin(below=theme.HALF)
        self._cursor.insertText(text, self.faint)

    def code(self, lines: Sequence[str]) -> None:
        """Lines of a query, to the letter; what is too long for a line is indented below it."""
        for n, line in enumerate(lines):
            self._begin(
                below=theme.HALF if n == len(lines) - 1 else 0, hanging=theme.WIDE, height=105.0
            )
            self._cursor.insertText(line, self._code)

    def result(self, text: str) -> None:
        """What came of a query, where it is no table."""
        self._begin(below=0)
        self._cursor.insertText(f"→ {text}", self._cell)

    def table(self, shown: ShownTable) -> None:
        """Titles and rows, numbers to the right."""
        if self._is_fresh:
            self._shrink()
        shape = QTextTableFormat()
        shape.setBorder(0)
        shape.setCellSpacing(0)
        shape.setCellPadding(0)
        shape.setBorderCollapse(True)
        shape.setTopMargin(theme.HALF)
        shape.setBottomMargin(theme.HALF)
        shape.setHeaderRowCount(1)
        edits = self._cursor
        edits.beginEditBlock()  # Laid out once, not for every cell: 0.02 s instead of 0.9 s.
        table = edits.insertTable(len(shown.rows) + 1, len(shown.columns), shape)
        for n_row, row in enumerate((shown.columns, *shown.rows)):
            for n_column, text in enumerate(row):
                cell = table.cellAt(n_row, n_column)
                cell.setFormat(_cell_shape(is_title=n_row == 0))
                block = QTextBlockFormat()
                block.setNonBreakableLines(True)  # 24.98 above 9 is read as another number.
                if shown.are_numbers[n_column]:
                    block.setAlignment(Qt.AlignmentFlag.AlignRight)
                cursor = cell.firstCursorPosition()
                cursor.setBlockFormat(block)
                cursor.insertText(text, self._cell if n_row else self.faint)
        edits.endEditBlock()
        self._cursor = table.lastCursorPosition()
        self._cursor.movePosition(QTextCursor.MoveOperation.NextCharacter)
        self._is_fresh = True

    def end(self) -> None:
        """Leave no empty line at the end of the page."""
        if self._is_fresh:
            self._shrink()

    def _look(self, span: Span, plain: QTextCharFormat, tip: str) -> QTextCharFormat:
        colours = theme.current()
        look = QTextCharFormat(self.strong if span.is_bold else plain)
        if span.document:
            look.setAnchor(True)
            look.setAnchorHref(_document_link(span.document))
            look.setToolTip(plain_tip(span.document))
            look.setForeground(colours.accent)
            look.setFontUnderline(True)
        if span.citation is not None:
            look.setAnchor(True)
            look.setAnchorHref(f"{SCHEME}:{span.citation}")
            look.setForeground(colours.accent)
            look.setBackground(colours.accent_soft)
            look.setFontWeight(QFont.Weight.DemiBold)
        if tip:
            look.setToolTip(plain_tip(tip))
        _mark_number(look, span)
        return look

    def _begin(self, *, below: int, hanging: int = 0, height: float = 125.0) -> None:
        shape = QTextBlockFormat()
        shape.setBottomMargin(below)
        shape.setLeftMargin(hanging)
        shape.setTextIndent(-hanging)
        shape.setLineHeight(height, QTextBlockFormat.LineHeightTypes.ProportionalHeight.value)
        if self._is_fresh:
            self._cursor.setBlockFormat(shape)
            self._cursor.setBlockCharFormat(QTextCharFormat())
        else:
            self._cursor.insertBlock(shape, QTextCharFormat())
        self._is_fresh = False

    def _shrink(self) -> None:
        """Qt keeps an empty line before and behind every frame and table; make it a small gap."""
        tiny = QTextCharFormat()
        tiny.setFontPointSize(1)
        self._cursor.setBlockFormat(QTextBlockFormat())
        self._cursor.setBlockCharFormat(tiny)


def append(browser: AnswerBrowser, text: str) -> None:
    """Go on writing at the end. The view follows only if the end was in view."""
    bar = browser.verticalScrollBar()
    is_at_end = bar.value() >= bar.maximum() - 2
    cursor = QTextCursor(browser.document())
    cursor.movePosition(QTextCursor.MoveOperation.End)
    cursor.insertText(text, body_look(browser.font()))
    if is_at_end:
        bar.setValue(bar.maximum())


def _mark_number(look: QTextCharFormat, span: Span) -> None:
    """A number that was found looks as calm as the text; one that was not cannot be overlooked."""
    colours = theme.current()
    styles = QTextCharFormat.UnderlineStyle
    match span.status:
        case NumberStatus.UNVERIFIED:
            look.setUnderlineStyle(styles.WaveUnderline)
            look.setUnderlineColor(colours.danger)
            look.setForeground(colours.danger)
        case NumberStatus.COMPUTED:
            look.setUnderlineStyle(styles.DotLine)
            look.setUnderlineColor(colours.accent)
        case NumberStatus.FOUND:
            look.setUnderlineStyle(styles.SingleUnderline)
            look.setUnderlineColor(colours.edge)
    if span.call is not None:
        look.setAnchor(True)
        look.setAnchorHref(f"{CALL_SCHEME}:{span.call}")
    elif span.place is not None:
        look.setAnchor(True)
        look.setAnchorHref(f"{PLACE_SCHEME}:{span.place}")


def _document_link(document: str) -> str:
    """The name is a stranger's, so every sign of it is written as plain digits."""
    return f"{DOCUMENT_SCHEME}:{document.encode().hex()}"


def linked_document(path: str) -> str:
    """The document that a link of DOCUMENT_SCHEME opens."""
    return bytes.fromhex(path).decode()


def body_look(font: QFont) -> QTextCharFormat:
    """How an answer is written, while it comes and when it is there."""
    return _format(theme.scaled(font, 1.1), theme.current().text)


def _cell_shape(*, is_title: bool) -> QTextTableCellFormat:
    shape = QTextTableCellFormat()
    shape.setTopPadding(theme.HALF / 2)
    shape.setBottomPadding(theme.HALF / 2)
    shape.setRightPadding(theme.GAP)
    if is_title:
        shape.setBottomBorder(1)
        shape.setBottomBorderStyle(QTextFrameFormat.BorderStyle.BorderStyle_Solid)
        shape.setBottomBorderBrush(QBrush(theme.current().line))
    return shape


def _format(font: QFont, ink: QColor) -> QTextCharFormat:
    look = QTextCharFormat()
    look.setFont(font)
    look.setForeground(ink)
    return look
