"""The evidence as compact cards: document, page, and the words of the question marked in it."""

from __future__ import annotations

from collections.abc import Sequence
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

from app.window import theme
from app.window.places import passage_place
from app.window.tool_tips import plain_tip
from app.window.words import question_words, snippet
from engine.answers import Citation
from engine.domain import Passage

PASSAGE_ROLE: Final = Qt.ItemDataRole.UserRole + 1
WORDS_ROLE: Final = Qt.ItemDataRole.UserRole + 2
NUMBERS_ROLE: Final = Qt.ItemDataRole.UserRole + 3
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
        """Show other passages."""
        self.beginResetModel()
        self._passages = tuple(passages)
        self._words = question_words(question)
        self._citations = ()
        self.endResetModel()

    def set_citations(self, citations: Sequence[Citation]) -> None:
        """Mark the passages the answer cites."""
        self._citations = tuple(citations)
        if self._passages:
            self.dataChanged.emit(self.index(0), self.index(len(self._passages) - 1))

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
                return f"{_name(passage)}, {passage_place(passage)}"
            case Qt.ItemDataRole.AccessibleDescriptionRole:
                return passage.text
            case Qt.ItemDataRole.ToolTipRole:
                return plain_tip(" › ".join((passage.document, *passage.heading_path)))
            case _:
                return self._value(passage, role)

    def _value(self, passage: Passage, role: int) -> object:
        values: dict[int, object] = {
            PASSAGE_ROLE: passage,
            WORDS_ROLE: self._words,
            NUMBERS_ROLE: self._numbers(passage),
        }
        return values.get(role)

    def _numbers(self, passage: Passage) -> tuple[int, ...]:
        return tuple(c.number for c in self._citations if _stands_in(c, passage))


def _name(passage: Passage) -> str:
    return PurePath(passage.document).name or passage.document


def _stands_in(citation: Citation, passage: Passage) -> bool:
    if citation.document_id != passage.document_id:
        return False
    if passage.rows is not None:
        return any(passage.rows.first <= row <= passage.rows.last for row in citation.rows)
    rects = {place.rect for place in passage.places if place.page == citation.page}
    return any(rect in rects for rect in citation.rects)


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
        place = passage_place(passage)
        painter.setFont(bold)
        metrics = painter.fontMetrics()
        place_width = metrics.horizontalAdvance(place) + theme.SPACE
        name = metrics.elidedText(
            _name(passage), Qt.TextElideMode.ElideMiddle, int(head.width() - place_width)
        )
        painter.setPen(colours.text)
        painter.drawText(head, Qt.AlignmentFlag.AlignVCenter, name)
        painter.setFont(font)
        painter.setPen(colours.muted)
        name_width = metrics.horizontalAdvance(name) + theme.SPACE
        painter.drawText(
            head.adjusted(name_width, 0, 0, 0), Qt.AlignmentFlag.AlignVCenter, f"·  {place}"
        )
        body = QRectF(inner.x(), head.bottom() + theme.HALF, inner.width(), line_height * N_LINES)
        painter.setPen(colours.text)
        _paint_snippet(painter, body, passage.text, index.data(WORDS_ROLE) or (), font)
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


def _paint_snippet(
    painter: QPainter, where: QRectF, text: str, words: tuple[str, ...], font: QFont
) -> None:
    shown = snippet(text, words, N_CHARACTERS)
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
    y = 0.0
    for _ in range(N_LINES):
        line = layout.createLine()
        if not line.isValid():
            break
        line.setLineWidth(where.width())
        line.setPosition(QPointF(0, y))
        y += painter.fontMetrics().height()
    layout.endLayout()
    layout.draw(painter, where.topLeft())
