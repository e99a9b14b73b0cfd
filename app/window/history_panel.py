"""The history at the left: the questions of the journal, newest first, to search and to open."""

from __future__ import annotations

from datetime import datetime, timedelta
from enum import StrEnum

from PySide6.QtCore import QEvent, QModelIndex, QPoint, QSize, Qt, QTimer, Signal, Slot
from PySide6.QtGui import QAction, QColor, QGuiApplication, QPainter
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QListView,
    QMenu,
    QStyleOptionViewItem,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from app.window import icons, theme
from app.window.choices import ChoiceBox
from app.window.history_model import (
    ITEM_ROLE,
    Day,
    HistoryModel,
    answer_words,
    day_words,
    time_words,
)
from app.window.panel_switch import PanelSwitch, Side
from app.window.row_delegate import AnyIndex, RowDelegate, RowLine, RowLook
from engine.answers import Judgement
from engine.asked import Ending, HistoryPage, HistoryQuery, HistoryRow, Kept

TYPING_MS = 200  # A pause in typing; then the list is searched.


class Since(StrEnum):
    """From when on questions are listed."""

    EVER = "ever"
    TODAY = "today"
    WEEK = "week"
    MONTH = "month"
    YEAR = "year"


_DAYS = {Since.TODAY: 0, Since.WEEK: 6, Since.MONTH: 29, Since.YEAR: 364}


class HistoryPanel(QWidget):
    """Shows what it is given; asks for other lists, older questions, and what is done with one."""

    query_changed = Signal()
    more_wanted = Signal()
    opened = Signal(object)  # HistoryRow
    asked_again = Signal(str)
    export_wanted = Signal(object)  # tuple[HistoryRow, ...]
    copied = Signal(object)  # tuple[HistoryRow, ...]

    def __init__(self, owner: QWidget | None = None) -> None:
        super().__init__(owner)
        self.setObjectName("libraryPanel")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.model = HistoryModel(self)
        self.model.more_wanted.connect(self.more_wanted)
        self.switch = PanelSwitch(Side.HISTORY, self)
        self.export = QToolButton(self)
        self.export.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.words = QLineEdit(self)
        self.words.setClearButtonEnabled(True)
        self.kept = ChoiceBox(self)
        for kept in Kept:
            self.kept.addItem("", kept)
        self.since = ChoiceBox(self)
        for since in Since:
            self.since.addItem("", since)
        self._nothing = QLabel(self)
        self._nothing.setObjectName("muted")
        self._nothing.setWordWrap(True)
        self._nothing.hide()
        self.list = QListView(self)
        self.list.setModel(self.model)
        self.list.setItemDelegate(_HistoryDelegate(_look, self.list))
        self.list.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.list.setMouseTracking(True)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.list.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self._typed = QTimer(self)
        self._typed.setSingleShot(True)
        self._typed.setInterval(TYPING_MS)
        self._lay_out()
        self._make_actions()
        self._connect()
        self._follow_selection()
        self.retranslate()

    @property
    def query(self) -> HistoryQuery:
        """What is to be listed."""
        since = None
        n_days = _DAYS.get(Since(self.since.currentData()))
        if n_days is not None:
            midnight = (
                datetime.now().astimezone().replace(hour=0, minute=0, second=0, microsecond=0)
            )
            since = midnight - timedelta(days=n_days)
        return HistoryQuery(self.words.text().strip(), Kept(self.kept.currentData()), since)

    def show_page(self, page: HistoryPage) -> None:
        """Another list from its top; what was chosen in the last one stays so where it is there."""
        chosen = {row.id for row in self.selected_rows()}
        self.model.set_page(page)
        if chosen:
            selection = self.list.selectionModel()
            for n in range(self.model.rowCount()):
                row = self.model.index(n).data(ITEM_ROLE)
                if isinstance(row, HistoryRow) and row.id in chosen:
                    selection.select(self.model.index(n), selection.SelectionFlag.Select)
        self.list.scrollToTop()
        self._say_if_nothing()

    def show_older(self, page: HistoryPage) -> None:
        """More of the same list."""
        self.model.append(page)

    def put(self, rows: tuple[HistoryRow, ...]) -> None:
        """News of questions; what is being looked at stays where it is."""
        bar = self.list.verticalScrollBar()
        at, length = bar.value(), bar.maximum()
        self.model.put(rows)
        if at:
            self.list.doItemsLayout()  # The new length is not known before.
            bar.setValue(at + bar.maximum() - length)
        self._say_if_nothing()

    def selected_rows(self) -> tuple[HistoryRow, ...]:
        """The chosen questions, newest first."""
        indexes = sorted(self.list.selectionModel().selectedIndexes(), key=lambda i: i.row())
        items = (index.data(ITEM_ROLE) for index in indexes)
        return tuple(item for item in items if isinstance(item, HistoryRow))

    def focus_first(self) -> None:
        """Go to the list, or to the field if there is nothing in it."""
        (self.list if self.model.rowCount() else self.words).setFocus()
        if not self.list.currentIndex().isValid() and self.model.rowCount() > 1:
            self.list.setCurrentIndex(self.model.index(1))

    def _say_if_nothing(self) -> None:
        self._nothing.setVisible(not self.model.rowCount())
        self.retranslate()

    @Slot(QModelIndex)
    def _open(self, index: QModelIndex) -> None:
        row = index.data(ITEM_ROLE)
        if isinstance(row, HistoryRow):
            self.opened.emit(row)

    @Slot(QModelIndex)
    def _open_if_single(self, index: QModelIndex) -> None:
        """A click that chooses several for an export does not open each of them."""
        if QGuiApplication.keyboardModifiers() == Qt.KeyboardModifier.NoModifier:
            self._open(index)

    @Slot()
    def _open_selected(self) -> None:
        for row in self.selected_rows()[:1]:
            self.opened.emit(row)

    @Slot()
    def _ask_selected(self) -> None:
        for row in self.selected_rows()[:1]:
            self.asked_again.emit(row.question)

    @Slot()
    def _follow_selection(self) -> None:
        n = len(self.selected_rows())
        for action in (self._open_action, self._again_action):
            action.setEnabled(n == 1)
        for action in (self._export_action, self._copy_action):
            action.setEnabled(n > 0)
        self.export.setEnabled(n > 0)

    @Slot(QPoint)
    def _show_menu(self, where: QPoint) -> None:
        if self.selected_rows():
            menu = QMenu(self)
            menu.setToolTipsVisible(True)
            menu.addActions(self.list.actions())
            menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
            menu.popup(self.list.viewport().mapToGlobal(where))

    def _lay_out(self) -> None:
        header = QWidget(self)
        header.setObjectName("panelHeader")
        header.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        header.setFixedHeight(theme.HEADER_HEIGHT)
        row = QHBoxLayout(header)
        row.setContentsMargins(theme.SPACE, 0, theme.SPACE, 0)
        row.addWidget(self.switch, 1)
        row.addWidget(self.export)
        inset = QWidget(self)
        column = QVBoxLayout(inset)
        column.setContentsMargins(theme.SPACE, theme.SPACE, theme.SPACE, 0)
        column.setSpacing(theme.SPACE)
        column.addWidget(self.words)
        choices = QHBoxLayout()
        choices.setSpacing(theme.HALF)
        choices.addWidget(self.kept, 1)
        choices.addWidget(self.since, 1)
        for box in (self.kept, self.since):
            box.setMinimumWidth(60)
        column.addLayout(choices)
        column.addWidget(self._nothing)
        column.addWidget(self.list, 1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(header)
        layout.addWidget(inset, 1)

    def _make_actions(self) -> None:
        self._open_action = QAction(self)
        self._open_action.triggered.connect(self._open_selected)
        self._again_action = QAction(self)
        self._again_action.triggered.connect(self._ask_selected)
        self._copy_action = QAction(self)
        self._copy_action.triggered.connect(lambda: self.copied.emit(self.selected_rows()))
        self._export_action = QAction(self)
        self._export_action.triggered.connect(lambda: self.export_wanted.emit(self.selected_rows()))
        self._kept_action = QAction(self)  # Says why there is no Delete.
        self._kept_action.setEnabled(False)
        self.list.addActions(
            (
                self._open_action,
                self._again_action,
                self._copy_action,
                self._export_action,
                self._kept_action,
            )
        )

    def _connect(self) -> None:
        self.words.textChanged.connect(self._typed.start)
        self.words.returnPressed.connect(self._typed.start)
        self._typed.timeout.connect(self.query_changed)
        for box in (self.kept, self.since):
            box.currentIndexChanged.connect(self.query_changed)
        self.list.clicked.connect(self._open_if_single)
        self.list.activated.connect(self._open)
        self.list.customContextMenuRequested.connect(self._show_menu)
        self.list.selectionModel().selectionChanged.connect(self._follow_selection)
        self.model.modelReset.connect(self._follow_selection)
        self.export.clicked.connect(lambda: self.export_wanted.emit(self.selected_rows()))

    def changeEvent(self, event: QEvent) -> None:
        """Follow language and palette."""
        if event.type() in {QEvent.Type.LanguageChange, QEvent.Type.PaletteChange}:
            self.retranslate()
        super().changeEvent(event)

    def retranslate(self) -> None:
        """All words again."""
        self.words.setPlaceholderText(self.tr("Words of question or answer"))
        self.words.setAccessibleName(self.tr("Search questions, answers and document names"))
        kept = {
            Kept.ALL: self.tr("All"),
            Kept.RIGHT: self.tr("Marked right"),
            Kept.WRONG: self.tr("Marked wrong"),
            Kept.UNANSWERED: self.tr("Without an answer"),
        }
        since = {
            Since.EVER: self.tr("Any day"),
            Since.TODAY: self.tr("Today"),
            Since.WEEK: self.tr("Last 7 days"),
            Since.MONTH: self.tr("Last 30 days"),
            Since.YEAR: self.tr("Last 12 months"),
        }
        for n, text in enumerate(kept.values()):
            self.kept.setItemText(n, text)
        for n, text in enumerate(since.values()):
            self.since.setItemText(n, text)
        for box, name in (
            (self.kept, self.tr("Which questions are listed")),
            (self.since, self.tr("From which day on")),
        ):
            box.setAccessibleName(name)
            box.view().setAccessibleName(name)
        is_everything = self.query == HistoryQuery()
        self._nothing.setText(
            self.tr("Questions you ask appear here.")
            if is_everything
            else self.tr("No question fits.")
        )
        self.list.setAccessibleName(self.tr("Questions asked before"))
        self.export.setIcon(icons.icon("export", theme.current().text))
        self.export.setToolTip(self.tr("Export the chosen answers"))
        self.export.setAccessibleName(self.tr("Export the chosen answers"))
        self._open_action.setText(self.tr("Open"))
        self._again_action.setText(self.tr("Ask again"))
        self._copy_action.setText(self.tr("Copy question"))
        self._export_action.setText(self.tr("Export…"))
        self._kept_action.setText(self.tr("Entries cannot be deleted"))
        self._kept_action.setToolTip(
            self.tr("The journal only grows, so that it can prove what was asked and answered.")
        )
        self.list.viewport().update()


class _HistoryDelegate(RowDelegate):
    """Questions as rows, days as headings."""

    def sizeHint(self, option: QStyleOptionViewItem, index: AnyIndex) -> QSize:
        """A heading is one line with air above it."""
        if isinstance(index.data(ITEM_ROLE), Day):
            return QSize(0, option.fontMetrics.height() + theme.SPACE + theme.HALF)
        return super().sizeHint(option, index)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: AnyIndex) -> None:
        """The day, or the question."""
        item = index.data(ITEM_ROLE)
        if not isinstance(item, Day):
            super().paint(painter, option, index)
            return
        painter.save()
        painter.setFont(theme.scaled(option.font, 0.9))
        painter.setPen(theme.current().muted)
        where = option.rect.adjusted(theme.SPACE, 0, 0, -2)
        bottom = Qt.AlignmentFlag.AlignBottom | Qt.AlignmentFlag.AlignLeft
        painter.drawText(where, bottom, day_words(item.day))
        painter.restore()


def _look(index: AnyIndex) -> RowLook | None:
    row = index.data(ITEM_ROLE)
    if not isinstance(row, HistoryRow):
        return None
    colours = theme.current()
    lines = (
        RowLine(" ".join(row.question.split()), colours.text, n_lines=2),
        RowLine(f"{time_words(row.at)} · {answer_words(row)}", colours.muted),
    )
    return RowLook(*_sign(row), lines)


def _sign(row: HistoryRow) -> tuple[str, QColor]:
    colours = theme.current()
    if row.judged is not None:
        is_right = row.judged.judgement is Judgement.RIGHT
        return ("right", colours.good) if is_right else ("wrong", colours.danger)
    match row.ending:
        case Ending.ANSWERED:
            return "answered", colours.muted
        case Ending.NOTE:
            return "note", colours.muted
        case Ending.FAILED | Ending.INTERRUPTED:
            return "warning", colours.warning
        case _:
            return "unanswered", colours.muted
