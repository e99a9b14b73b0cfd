"""Where pages of a laid-out document break: no heading alone, no small table torn apart.

Qt breaks pages between any two lines. It knows no "keep with next", so breaks are set here, from
the first page to the last, because each one moves all that follows.
"""

from __future__ import annotations

from PySide6.QtGui import QTextBlock, QTextCursor, QTextDocument, QTextFormat, QTextTable

_SMALL_TABLE = 0.4  # Of a page: a taller one may break, its header row is repeated.
_SHORT_TEXT = 4  # Lines of a paragraph between a heading and what it is about.
_ALWAYS_BEFORE = QTextFormat.PageBreakFlag.PageBreak_AlwaysBefore


def keep_together(document: QTextDocument) -> None:
    """Set page breaks in a document that has a page size."""
    block = document.begin()
    while block.isValid():
        table = _table_of(block)
        if table is None:
            if block.blockFormat().headingLevel() and _is_left_alone(document, block):
                shape = block.blockFormat()
                shape.setPageBreakPolicy(_ALWAYS_BEFORE)
                QTextCursor(block).setBlockFormat(shape)
            block = block.next()
            continue
        if _is_torn(document, table):
            table_shape = table.format()
            table_shape.setPageBreakPolicy(_ALWAYS_BEFORE)
            table.setFormat(table_shape)
        block = table.lastCursorPosition().block().next()


def headings_of(document: QTextDocument) -> list[tuple[int, str, int]]:
    """The headings of a laid-out document: level, text, and page from 1."""
    found = []
    block = document.begin()
    while block.isValid():
        level = block.blockFormat().headingLevel()
        if level:
            found.append((level, block.text(), _first_page(document, block) + 1))
        block = block.next()
    return found


def _is_left_alone(document: QTextDocument, heading: QTextBlock) -> bool:
    """Whether what a heading stands above begins on a later page."""
    block = heading.next()
    while block.isValid() and _table_of(block) is None and _is_introduction(block):
        block = block.next()
    if not block.isValid():
        return False
    table = _table_of(block)
    if table is not None:
        if _is_torn(document, table):
            return True
        # A header row without a row below it says nothing.
        row = min(1, table.rows() - 1)
        block = table.cellAt(row, 0).lastCursorPosition().block()
    return _first_page(document, block) > _first_page(document, heading)


def _is_introduction(block: QTextBlock) -> bool:
    is_picture = "\ufffc" in block.text()
    is_short = block.layout().lineCount() <= _SHORT_TEXT and not block.textList()
    return bool(block.blockFormat().headingLevel()) or (is_short and not is_picture)


def _is_torn(document: QTextDocument, table: QTextTable) -> bool:
    """Whether a table that would fit on a page lies on two."""
    height = document.documentLayout().frameBoundingRect(table).height()
    if height > _SMALL_TABLE * document.pageSize().height():
        return False
    first = table.firstCursorPosition().block()
    last = [
        table.cellAt(table.rows() - 1, column).lastCursorPosition().block()
        for column in range(table.columns())
    ]
    return any(_last_page(document, block) > _first_page(document, first) for block in last)


def _table_of(block: QTextBlock) -> QTextTable | None:
    return QTextCursor(block).currentTable()


def _first_page(document: QTextDocument, block: QTextBlock) -> int:
    return _page(document, block, 0)


def _last_page(document: QTextDocument, block: QTextBlock) -> int:
    return _page(document, block, block.layout().lineCount() - 1)


def _page(document: QTextDocument, block: QTextBlock, line: int) -> int:
    """The page of a line. One that did not fit lies far below the top of its own block."""
    top = document.documentLayout().blockBoundingRect(block).top()
    layout = block.layout()
    if 0 <= line < layout.lineCount():
        top += layout.lineAt(line).rect().center().y()
    return int(top // document.pageSize().height())
