"""The folders of the library: which are watched, what is left out, and what to do with each."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import (
    QEvent,
    QModelIndex,
    QPoint,
    QSize,
    Qt,
    Signal,
    SignalInstance,
    Slot,
)
from PySide6.QtGui import QAction, QFont, QKeySequence
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHBoxLayout,
    QLabel,
    QListView,
    QMenu,
    QSizePolicy,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from app.window import icons, theme
from app.window.folder_model import (
    FOLDER_ROLE,
    FolderModel,
    FolderRow,
    news_words,
    pattern_words,
    state_words,
)
from app.window.row_delegate import AnyIndex, RowDelegate, RowLine, RowLook

N_LINES_OPEN = 11  # Two or three folders; more are scrolled to, so that the files stay in sight.


class FolderPanel(QWidget):
    """A line that opens the list. Shows what it is given; asks for everything by signals."""

    folder_wanted = Signal()
    watch_toggled = Signal(object)  # FolderRow
    patterns_wanted = Signal(object)  # FolderRow
    check_wanted = Signal(object)  # FolderRow
    removed = Signal(object)  # FolderRow

    def __init__(self, owner: QWidget | None = None) -> None:
        super().__init__(owner)
        self.setObjectName("folderPanel")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)
        self.model = FolderModel(self)
        self.toggle = QToolButton(self)
        self.toggle.setObjectName("disclosure")
        self.toggle.setCheckable(True)
        self.toggle.setChecked(True)
        self.toggle.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self.toggle.setFont(theme.scaled(self.font(), 1.0, weight=QFont.Weight.DemiBold))
        self.toggle.toggled.connect(self._open)
        self._count = QLabel(self)
        self._count.setObjectName("muted")
        self.more = QToolButton(self)  # Made in the order of the tab key.
        self.more.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self.add = QToolButton(self)
        self.add.clicked.connect(self.folder_wanted)
        for button in (self.toggle, self.more, self.add):
            button.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.list = _FolderList(self.model, self)
        self.list.customContextMenuRequested.connect(self._show_menu)
        self.list.activated.connect(self._ask_for_patterns)
        self.list.selectionModel().selectionChanged.connect(self._follow_selection)
        self._make_actions()
        self._lay_out()
        self.retranslate()

    def show_folders(self, rows: Sequence[FolderRow]) -> None:
        """What there is now; the folder that was chosen stays chosen, and an only one is."""
        chosen = self.chosen
        if tuple(rows) != tuple(self.model.rows):
            self.model.set_rows(rows)
        paths = [row.folder.path for row in self.model.rows]
        if chosen is not None and chosen.folder.path in paths:
            self.list.setCurrentIndex(self.model.index(paths.index(chosen.folder.path)))
        elif len(paths) == 1:
            self.list.setCurrentIndex(self.model.index(0))
        self._open(self.toggle.isChecked())
        self._follow_selection()

    @property
    def chosen(self) -> FolderRow | None:
        """The folder that the actions are about."""
        indexes = self.list.selectionModel().selectedIndexes()
        row = indexes[0].data(FOLDER_ROLE) if indexes else None
        return row if isinstance(row, FolderRow) else None

    @Slot(bool)
    def _open(self, is_open: bool) -> None:
        self.list.setVisible(is_open and bool(self.model.rows))
        self.list.updateGeometry()
        self.retranslate()

    @Slot()
    def _follow_selection(self) -> None:
        """What the actions would do to the folder that is chosen now."""
        chosen = self.chosen
        self.more.setEnabled(chosen is not None)
        for action in self._actions:
            action.setEnabled(chosen is not None)
        self._watch.setText(
            self.tr("Stop watching")
            if chosen is not None and chosen.folder.is_watched
            else self.tr("Watch")
        )

    @Slot(QModelIndex)
    def _ask_for_patterns(self, _index: QModelIndex) -> None:
        if self.chosen is not None:
            self.patterns_wanted.emit(self.chosen)

    @Slot(QPoint)
    def _show_menu(self, where: QPoint) -> None:
        if self.chosen is not None:
            self._menu.popup(self.list.viewport().mapToGlobal(where))

    def _make_actions(self) -> None:
        self._menu = QMenu(self)
        keys = QKeySequence
        self._watch = self._add_action(self.watch_toggled, keys(Qt.Key.Key_Space))
        self._patterns = self._add_action(self.patterns_wanted, keys(Qt.Key.Key_F2))
        self._check = self._add_action(self.check_wanted, keys("Shift+F5"))  # F5 is for all.
        self._menu.addSeparator()
        self._remove = self._add_action(self.removed, keys(QKeySequence.StandardKey.Delete))
        self._actions = (self._watch, self._patterns, self._check, self._remove)
        self.list.addActions(self._actions)
        self.more.setMenu(self._menu)

    def _add_action(self, wanted: SignalInstance, keys: QKeySequence) -> QAction:
        def ask() -> None:
            if self.chosen is not None:
                wanted.emit(self.chosen)

        action = QAction(self)
        action.setShortcut(keys)
        action.setShortcutContext(Qt.ShortcutContext.WidgetShortcut)
        action.triggered.connect(ask)
        self._menu.addAction(action)
        return action

    def _lay_out(self) -> None:
        line = QHBoxLayout()
        line.setContentsMargins(theme.HALF, theme.HALF, theme.SPACE, theme.HALF)
        line.setSpacing(theme.HALF)
        line.addWidget(self.toggle)
        line.addWidget(self._count)
        line.addStretch(1)
        line.addWidget(self.more)
        line.addWidget(self.add)
        inset = QHBoxLayout()
        inset.setContentsMargins(theme.SPACE, 0, theme.SPACE, theme.HALF)
        inset.addWidget(self.list)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(line)
        column.addLayout(inset)

    def changeEvent(self, event: QEvent) -> None:
        """Follow language and palette."""
        if event.type() in {QEvent.Type.LanguageChange, QEvent.Type.PaletteChange}:
            self.retranslate()
            self._follow_selection()
        super().changeEvent(event)

    def retranslate(self) -> None:
        """All words and icons again."""
        ink = theme.current().text
        self.toggle.setIcon(icons.icon("down" if self.toggle.isChecked() else "next", ink))
        self.toggle.setText(self.tr("Folders"))
        n = self.model.rowCount()
        self._count.setText(str(n) if n else "")
        self.add.setIcon(icons.icon("add", ink))
        self.more.setIcon(icons.icon("more", ink))
        for button, words in (
            (self.add, self.tr("Add a folder")),
            (self.more, self.tr("What to do with the chosen folder")),
        ):
            button.setToolTip(words)
            button.setAccessibleName(words)
        self.list.setAccessibleName(self.tr("Folders of the library"))
        self._patterns.setText(self.tr("Patterns…"))
        self._check.setText(self.tr("Check now"))
        self._remove.setText(self.tr("Remove from the library"))
        self.list.viewport().update()


class _FolderList(QListView):
    """As high as its folders, up to a bound."""

    def __init__(self, model: FolderModel, owner: QWidget) -> None:
        super().__init__(owner)
        self.setModel(model)
        self.setItemDelegate(RowDelegate(_look, self))
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setMouseTracking(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)

    def sizeHint(self) -> QSize:
        """All folders if they are few."""
        model = self.model()
        height = sum(self.sizeHintForRow(n) for n in range(model.rowCount()))
        return QSize(0, min(height, self.fontMetrics().height() * N_LINES_OPEN))

    def minimumSizeHint(self) -> QSize:
        """One folder, on a low screen."""
        return QSize(0, min(self.sizeHint().height(), self.fontMetrics().height() * 3))


def _look(index: AnyIndex) -> RowLook | None:
    row = index.data(FOLDER_ROLE)
    if not isinstance(row, FolderRow):
        return None
    colours = theme.current()
    sign, ink = ("watched", colours.accent) if row.folder.is_watched else ("folder", colours.muted)
    if row.away:
        sign, ink = "warning", colours.danger
    lines = [
        RowLine(row.folder.path, colours.text, Qt.TextElideMode.ElideMiddle),
        RowLine(state_words(row), colours.muted),
        RowLine(news_words(row), colours.danger if row.away else colours.muted),
    ]
    if patterns := pattern_words(row.folder):
        lines.append(RowLine(patterns, colours.muted))
    return RowLook(sign, ink, tuple(lines))
