"""A card beside the list: what there is to know about one file, its relatives, what can be done."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Qt, Signal, Slot
from PySide6.QtGui import QAction, QFont, QKeyEvent
from PySide6.QtWidgets import (
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QScrollArea,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from app.window import icons, theme
from app.window.elided_label import ElidedLabel
from app.window.file_actions import FileActions
from app.window.file_facts import facts, relation_words, troubles
from app.window.library_row import Row, RowState
from app.window.tool_tips import plain_tip

WIDTH = 400


class FileCard(QFrame):
    """Lies over the middle of the window; not modal. Esc closes it."""

    left = Signal()
    relative_wanted = Signal(object)  # (root, path)

    def __init__(self, actions: FileActions, beside: QWidget) -> None:
        super().__init__(beside)
        self._beside = beside
        self.setObjectName("fileCard")
        self._actions = actions
        self.row: Row | None = None
        self._name = ElidedLabel(self)
        self._name.setFont(theme.scaled(self.font(), 1.0, weight=QFont.Weight.DemiBold))
        self.close_button = QToolButton(self)
        self.close_button.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.close_button.clicked.connect(self.leave)
        self._scroll = QScrollArea(self)
        self._scroll.setObjectName("fileCardScroll")
        self._scroll.setWidgetResizable(True)
        self._scroll.setFrameShape(QFrame.Shape.NoFrame)
        self._scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.relatives: list[QPushButton] = []
        self.buttons = [self._button(action) for action in actions.of_one_file]
        self._lay_out()
        self.retranslate()
        self.hide()

    def show_row(self, row: Row) -> None:
        """Everything about this file. The same file again leaves the keyboard where it is."""
        if self.isVisible() and row == self.row:
            return
        self.row = row
        self._name.set_text(row.name)
        self._name.setToolTip(plain_tip(row.full_path))
        self._fill()
        self.place()
        self.show()
        self.raise_()

    def place(self) -> None:
        """Beside the list, as high as needed, as far as there is room."""
        window = self._beside.window()
        if self.parentWidget() is not window:
            self.setParent(window)
        corner = self._beside.mapTo(window, self._beside.rect().topRight())
        inside = self._scroll.widget()
        width = min(WIDTH, window.width() - corner.x() - 2 * theme.SPACE)
        around = self._around.sizeHint().height() + theme.HEADER_HEIGHT + 2 * theme.GAP
        wanted = inside.heightForWidth(width - 2) if inside is not None else 0
        height = min(wanted + around, self._beside.height() - 2 * theme.SPACE)
        self.setGeometry(corner.x() + theme.SPACE, corner.y() + theme.SPACE, width, height)

    @Slot()
    def leave(self) -> None:
        """Close it; the keyboard goes back to where it came from."""
        self.hide()
        self.left.emit()

    def _fill(self) -> None:
        row = self.row
        if row is None:
            return
        inside = QWidget(self)
        inside.setObjectName("fileCardInside")
        column = QVBoxLayout(inside)
        column.setContentsMargins(theme.GAP, theme.HALF, theme.GAP, theme.SPACE)
        column.setSpacing(theme.SPACE)
        column.addLayout(_fact_grid(row, inside))
        self._add_troubles(row, inside, column)
        self._add_relatives(row, inside, column)
        column.addStretch(1)
        self._scroll.setWidget(inside)  # The one before is deleted.

    def _add_troubles(self, row: Row, inside: QWidget, column: QVBoxLayout) -> None:
        for n, words in enumerate(troubles(row)):
            label = _text(words, inside)
            if n == 0 and row.state is RowState.FAILED:
                label.setObjectName("danger")
            elif row.state is not RowState.FAILED:
                label.setObjectName("warning")
            column.addWidget(label)

    def _add_relatives(self, row: Row, inside: QWidget, column: QVBoxLayout) -> None:
        self.relatives = []
        for group in row.related:
            title = QLabel(relation_words(group.relation), inside)
            title.setObjectName("muted")
            column.addWidget(title)
            for key in group.keys:
                if key != row.key:
                    button = self._relative(key, inside)
                    self.relatives.append(button)
                    column.addWidget(button)

    def _relative(self, key: tuple[str, str], inside: QWidget) -> QPushButton:
        button = QPushButton(inside)
        button.setObjectName("link")
        shown = self.fontMetrics().elidedText(
            key[1], Qt.TextElideMode.ElideMiddle, WIDTH - 4 * theme.GAP
        )
        button.setText(shown.replace("&", "&&"))
        button.setToolTip(plain_tip(f"{key[0]}/{key[1]}"))
        button.setAccessibleName(key[1])
        button.clicked.connect(lambda: self.relative_wanted.emit(key))
        return button

    def _button(self, action: QAction) -> QPushButton:
        button = QPushButton(self)
        button.clicked.connect(action.trigger)
        return button

    def _lay_out(self) -> None:
        top = QHBoxLayout()
        top.setContentsMargins(theme.GAP, theme.SPACE, theme.SPACE, 0)
        top.addWidget(self._name, 1)
        top.addWidget(self.close_button)
        self._around = QGridLayout()
        self._around.setContentsMargins(theme.GAP, theme.SPACE, theme.GAP, theme.GAP)
        self._around.setSpacing(theme.SPACE)
        for n, button in enumerate(self.buttons):
            self._around.addWidget(button, n // 2, n % 2)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.HALF)
        column.addLayout(top)
        column.addWidget(self._scroll, 1)
        column.addLayout(self._around)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc closes the card, and does not stop the answer."""
        if event.key() == Qt.Key.Key_Escape:
            self.leave()
        else:
            super().keyPressEvent(event)

    def event(self, event: QEvent) -> bool:
        """Have Esc come here: the window has a shortcut on it."""
        is_escape = isinstance(event, QKeyEvent) and event.key() == Qt.Key.Key_Escape
        if is_escape and event.type() is QEvent.Type.ShortcutOverride:
            event.accept()
            return True
        return super().event(event)

    def changeEvent(self, event: QEvent) -> None:
        """Follow language and palette."""
        if event.type() in {QEvent.Type.LanguageChange, QEvent.Type.PaletteChange}:
            self.retranslate()
        super().changeEvent(event)

    def retranslate(self) -> None:
        """All words again. The actions have theirs already."""
        self._actions.retranslate()
        self.setAccessibleName(self.tr("Details of the file"))
        self.close_button.setIcon(icons.icon("close", theme.current().text))
        self.close_button.setToolTip(self.tr("Close (Esc)"))
        self.close_button.setAccessibleName(self.tr("Close the details"))
        for button, action in zip(self.buttons, self._actions.of_one_file, strict=True):
            button.setText(action.text())
        self._fill()


def _fact_grid(row: Row, inside: QWidget) -> QGridLayout:
    grid = QGridLayout()
    grid.setHorizontalSpacing(theme.GAP)
    grid.setVerticalSpacing(theme.HALF)
    grid.setColumnStretch(1, 1)
    for n, (label, value) in enumerate(facts(row)):
        title = QLabel(label, inside)
        title.setObjectName("muted")
        grid.addWidget(title, n, 0, Qt.AlignmentFlag.AlignTop)
        grid.addWidget(_text(value, inside, name=label), n, 1)
    return grid


def _text(words: str, owner: QWidget, *, name: str = "") -> QLabel:
    """Strangers' words: plain, to be copied, broken anywhere, as paths have no spaces."""
    label = QLabel(owner)
    label.setTextFormat(Qt.TextFormat.PlainText)
    label.setText(words.replace("/", "/\u200b").replace("\\", "\\\u200b"))
    label.setWordWrap(True)
    label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
    label.setAccessibleName(f"{name}: {words}" if name else words)
    return label
