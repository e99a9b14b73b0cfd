"""The evidence as compact cards: document, page, and the words of the question marked in it."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from pathlib import PurePath
from typing import Final

from PySide6.QtCore import (
    QAbstractListModel,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QPointF,
    QRectF,
    QSize,
    Qt,
    QTimer,
    Signal,
    Slot,
)
from PySide6.QtGui import QFont, QPainter, QPen, QTextCharFormat, QTextLayout, QTextOption
from PySide6.QtWidgets import (
    QAbstractItemView,
    QListView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)

from app.window import icons, theme
from app.window.places import age_text, passage_place, rows_text
from app.window.tool_tips import plain_tip
from app.window.words import Snippet, marked, marked_lines, question_words, snippet
from engine.answers import Citation
from engine.domain import Passage

PASSAGE_ROLE: Final = Qt.ItemDataRole.UserRole + 1
WORDS_ROLE: Final = Qt.ItemDataRole.UserRole + 2
NUMBERS_ROLE: Final = Qt.ItemDataRole.UserRole + 3
PLACE_ROLE: Final = Qt.ItemDataRole.UserRole + 4
N_LINES = 2
N_CHARACTERS = 360

AnyIndex = QModelIndex | QPersistentModelIndex


class PassageModel(QAbstractListModel):
    """Passages, best first, and which citations of the answer stand in each."""

    def __init__(self, owner: QObject | None = None) -> None:
        super().__init__(owner)
        self._passages: tuple[Passage, ...] = ()
        self._words: tuple[str, ...] = ()
        self._citations: tuple[Citation, ...] = ()

    def set_passages(self, passages: Sequence[Passage], question: str) -> None:
        """Show other passages; those that are shown and go on are left alone, with the view."""
        new, words = tuple(passages), question_words(question)
        n = len(self._passages)
        if self._passages and new[:n] == self._passages and words == self._words:
            if len(new) > n:
                self.beginInsertRows(QModelIndex(), n, len(new) - 1)
                self._passages = new
                self.endInsertRows()
            return
        self.beginResetModel()
        self._passages, self._words, self._citations = new, words, ()
        self.endResetModel()

    def set_citations(self, citations: Sequence[Citation]) -> None:
        """Mark the passages the answer cites."""
        self._citations = tuple(citations)
        if self._passages:
            self.dataChanged.emit(self.index(0), self.index(len(self._passages) - 1))

    def cited_rows(self, passage: Passage) -> tuple[int, ...]:
        """The very rows that are cited of a passage of a log; empty if it is not cited."""
        if passage not in self._passages:
            return ()
        cited = self._cited_in(self._passages.index(passage))
        return tuple(row for citation in cited for row in citation.rows)

    def rowCount(self, parent: AnyIndex = QModelIndex()) -> int:  # noqa: B008 - Qt's signature
        """How many passages."""
        return 0 if parent.isValid() else len(self._passages)

    def data(self, index: AnyIndex, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """Texts for screen readers, values for the delegate."""
        if not index.isValid() or index.row() >= len(self._passages):
            return None
        passage = self._passages[index.row()]
        match role:
            case Qt.ItemDataRole.DisplayRole:
                said = (_name(passage), self._place(index.row()), age_text(passage))
                return ", ".join(filter(None, said))
            case Qt.ItemDataRole.AccessibleDescriptionRole:
                return passage.text
            case Qt.ItemDataRole.ToolTipRole:
                return plain_tip(" › ".join((passage.document, *passage.heading_path)))
            case _:
                return self._value(index.row(), role)

    def _value(self, position: int, role: int) -> object:
        values: dict[int, object] = {
            PASSAGE_ROLE: self._passages[position],
            WORDS_ROLE: self._words,
            NUMBERS_ROLE: tuple(dict.fromkeys(c.number for c in self._cited_in(position))),
            PLACE_ROLE: self._place(position),
        }
        return values.get(role)

    def _place(self, position: int) -> str:
        passage = self._passages[position]
        return rows_text(self.cited_rows(passage)) or passage_place(passage)

    def _cited_in(self, position: int) -> list[Citation]:
        """The citations with the number of a passage: they count from 1 in the order shown."""
        document_id = self._passages[position].document_id
        return [
            citation
            for citation in self._citations
            if citation.number == position + 1 and citation.document_id == document_id
        ]


def _name(passage: Passage) -> str:
    return PurePath(passage.document).name or passage.document


class PassageList(QListView):
    """The cards. Enter, click and second click open the passage on its page."""

    chosen = Signal(object)  # Passage

    def __init__(self, owner: QWidget | None = None) -> None:
        super().__init__(owner)
        self._passages = PassageModel(self)
        self.setModel(self._passages)
        self.setItemDelegate(PassageDelegate(self))
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setResizeMode(QListView.ResizeMode.Adjust)
        self.setUniformItemSizes(True)
        self.setMouseTracking(True)
        self.verticalScrollBar().rangeChanged.connect(self._keep_width)
        self.clicked.connect(self._choose)
        self.activated.connect(self._choose)

    @property
    def passages(self) -> PassageModel:
        """The model, to fill."""
        return self._passages

    def show_passages(self, passages: Sequence[Passage], question: str) -> None:
        """Other passages in place of those before; one that is selected stays so if it is there."""
        selected = self.currentIndex().data(PASSAGE_ROLE)
        self._passages.set_passages(passages, question)
        if isinstance(selected, Passage) and not self.currentIndex().isValid():
            ids = [passage.chunk_id for passage in passages]
            if selected.chunk_id in ids:
                self.setCurrentIndex(self._passages.index(ids.index(selected.chunk_id)))

    def show_cited(self, citations: Sequence[Citation]) -> None:
        """Mark what is cited, and bring the first of it into view if nobody has moved the list."""
        self._passages.set_citations(citations)
        positions = range(self._passages.rowCount())
        cited = (self._passages.index(n) for n in positions)
        first = next((index for index in cited if index.data(NUMBERS_ROLE)), None)
        is_untouched = not self.verticalScrollBar().value() and not self.selectedIndexes()
        if first is not None and is_untouched:
            self.scrollTo(first)
            # And again when all around the list has found its size.
            QTimer.singleShot(0, self, partial(self._show_again, QPersistentModelIndex(first)))

    def _show_again(self, index: QPersistentModelIndex) -> None:
        if index.isValid():
            self.scrollTo(index)

    @Slot(int, int)
    def _keep_width(self, _first: int, last: int) -> None:
        """Leave the scroll bar its room when it is not there, so that the cards do not jump."""
        self.setViewportMargins(0, 0, 0 if last else theme.SCROLL_BAR, 0)

    @Slot(QModelIndex)
    def _choose(self, index: QModelIndex) -> None:
        passage = index.data(PASSAGE_ROLE)
        if isinstance(passage, Passage):
            self.chosen.emit(passage)


class PassageDelegate(QStyledItemDelegate):
    """Draws a card without HTML: the passage is a stranger's text."""

    def sizeHint(self, option: QStyleOptionViewItem, index: AnyIndex) -> QSize:  # noqa: ARG002
        """Three lines of text and the card around them."""
        line = option.fontMetrics.height()
        return QSize(0, line * (1 + N_LINES) + 2 * theme.SPACE + theme.HALF + theme.SPACE)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: AnyIndex) -> None:
        """The card, its heading line, the snippet."""
        passage = index.data(PASSAGE_ROLE)
        if not isinstance(passage, Passage):
            return
        colours = theme.current()
        state = option.state
        is_selected = bool(state & QStyle.StateFlag.State_Selected)
        is_hot = bool(state & QStyle.StateFlag.State_MouseOver)
        has_focus = bool(state & QStyle.StateFlag.State_HasFocus)
        card = QRectF(option.rect).adjusted(1, 1, -1, 1 - theme.SPACE)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        edge = colours.accent if is_selected or has_focus else colours.line
        painter.setPen(QPen(edge, 2 if has_focus else 1))
        fill = colours.accent_soft if is_selected else colours.hover if is_hot else colours.base
        painter.setBrush(fill)
        painter.drawRoundedRect(card, theme.RADIUS, theme.RADIUS)

        inner = card.adjusted(12, theme.SPACE, -12, -theme.SPACE)
        font: QFont = option.font
        bold = theme.scaled(font, 1.0, weight=QFont.Weight.DemiBold)
        line_height = option.fontMetrics.height()
        head = QRectF(inner.x(), inner.y(), inner.width(), line_height)
        head = self._paint_numbers(painter, head, index.data(NUMBERS_ROLE) or (), bold)
        if passage.rows is not None:
            head = _paint_table_sign(painter, head)
        painter.setFont(bold)
        _paint_head(painter, head, passage, str(index.data(PLACE_ROLE)), font)
        body = QRectF(inner.x(), head.bottom() + theme.HALF, inner.width(), line_height * N_LINES)
        painter.setPen(colours.text)
        words = index.data(WORDS_ROLE) or ()
        if passage.rows is not None:
            _paint_rows(painter, body, passage.text, words, font)
        else:
            _paint_snippet(painter, body, snippet(passage.text, words, N_CHARACTERS), font)
        painter.restore()

    def _paint_numbers(
        self, painter: QPainter, head: QRectF, numbers: Sequence[int], font: QFont
    ) -> QRectF:
        """Badges of the citations at the right of the heading; gives the room that is left."""
        colours = theme.current()
        painter.setFont(font)
        right = head.right()
        for number in reversed(numbers):
            width = painter.fontMetrics().horizontalAdvance(str(number)) + 14
            badge = QRectF(right - width, head.y(), width, head.height())
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(colours.accent)
            painter.drawRoundedRect(badge, badge.height() / 2, badge.height() / 2)
            painter.setPen(colours.on_accent)
            painter.drawText(badge, Qt.AlignmentFlag.AlignCenter, str(number))
            right = badge.left() - theme.HALF
        return QRectF(head.x(), head.y(), right - head.x(), head.height())


def _paint_head(painter: QPainter, head: QRectF, passage: Passage, place: str, font: QFont) -> None:
    """The name in the painter's font, and in ``font`` where it stands and that it is old."""
    colours = theme.current()
    metrics = painter.fontMetrics()
    beside = [(place, colours.muted), (age_text(passage), colours.warning)]
    beside = [(f"·  {text}", ink) for text, ink in beside if text]
    room = head.width() - sum(metrics.horizontalAdvance(text) + theme.SPACE for text, _ in beside)
    name = metrics.elidedText(_name(passage), Qt.TextElideMode.ElideMiddle, int(room))
    painter.setPen(colours.text)
    painter.drawText(head, Qt.AlignmentFlag.AlignVCenter, name)
    left = metrics.horizontalAdvance(name) + theme.SPACE
    painter.setFont(font)
    for text, ink in beside:
        painter.setPen(ink)
        painter.drawText(head.adjusted(left, 0, 0, 0), Qt.AlignmentFlag.AlignVCenter, text)
        left += painter.fontMetrics().horizontalAdvance(text) + theme.SPACE


def _paint_table_sign(painter: QPainter, head: QRectF) -> QRectF:
    """A sign that the card is of a log; gives the room that is left."""
    top = head.center().y() - theme.ICON / 2
    sign = QRectF(head.x(), top, theme.ICON, theme.ICON)
    icons.paint(painter, "table", theme.current().muted, sign)
    return head.adjusted(theme.ICON + theme.SPACE, 0, 0, 0)


def _paint_rows(
    painter: QPainter, where: QRectF, text: str, words: tuple[str, ...], font: QFont
) -> None:
    """Rows of a log, each on a line of its own."""
    metrics = painter.fontMetrics()
    line = QRectF(where.x(), where.y(), where.width(), metrics.height())
    for row in marked_lines(text, words, N_LINES):
        shown = metrics.elidedText(row, Qt.TextElideMode.ElideRight, int(line.width()))
        _paint_snippet(painter, line, marked(shown, words), font)
        line.translate(0, line.height())


def _paint_snippet(painter: QPainter, where: QRectF, shown: Snippet, font: QFont) -> None:
    layout = QTextLayout(shown.text, font)
    option = QTextOption()
    option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
    layout.setTextOption(option)
    mark = QTextCharFormat()
    mark.setBackground(theme.current().word_marker)
    formats = []
    for start, length in shown.marks:
        run = QTextLayout.FormatRange()
        run.start, run.length, run.format = start, length, mark
        formats.append(run)
    layout.setFormats(formats)
    layout.beginLayout()
    line_height = painter.fontMetrics().height()
    for n in range(round(where.height() / line_height)):
        line = layout.createLine()
        if not line.isValid():
            break
        line.setLineWidth(where.width())
        line.setPosition(QPointF(0, n * line_height))
    layout.endLayout()
    layout.draw(painter, where.topLeft())
