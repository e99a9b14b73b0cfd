"""A log table with a line above it: how many rows, how many cited, and the way between those."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence

from PySide6.QtCore import QEvent, Qt, QTimer, Signal, Slot
from PySide6.QtWidgets import QHBoxLayout, QLabel, QToolButton, QVBoxLayout, QWidget

from app.protocol import RowsRead
from app.row_runs import runs
from app.window import icons, theme
from app.window.row_table import RowTable

NOTE_MS = 4000  # How long the line says what was copied.


class RowView(QWidget):
    """Shows what it is given; asks for rows by a signal."""

    rows_wanted = Signal(str, object)  # table, row numbers ascending

    def __init__(self, owner: QWidget | None = None) -> None:
        super().__init__(owner)
        self._name = ""
        self._cited: tuple[int, ...] = ()
        self._places: tuple[tuple[int, int], ...] = ()
        self._place = 0
        self._copied: tuple[int, int] | None = None
        self.table = RowTable(self)
        self.count = QLabel(self)
        self.count.setObjectName("muted")
        self.where = QLabel(self)
        self.where.setObjectName("muted")
        self.previous = self._button("previous")
        self.next = self._button("next")
        self._bar = QWidget(self)
        self._bar.setObjectName("rowBar")
        self._bar.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        line = QHBoxLayout(self._bar)
        line.setContentsMargins(theme.GAP, 2, theme.SPACE, 2)
        line.setSpacing(2)
        line.addWidget(self.count)
        line.addStretch(1)
        for widget in (self.previous, self.where, self.next):
            line.addWidget(widget)
        self._bar.setMinimumHeight(theme.CONTROL_HEIGHT + 4)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self._bar)
        column.addWidget(self.table, 1)
        self._note_ends = QTimer(self)
        self._note_ends.setSingleShot(True)
        self._note_ends.setInterval(NOTE_MS)
        self._note_ends.timeout.connect(self._end_note)
        self.setFocusProxy(self.table)
        self.table.rows_wanted.connect(lambda rows: self.rows_wanted.emit(self._name, rows))
        self.table.stepped.connect(self.step)
        self.table.copied.connect(self._note_copied)
        self.previous.clicked.connect(lambda: self.step(-1))
        self.next.clicked.connect(lambda: self.step(1))
        self.retranslate()

    def show_table(self, name: str, cited: Sequence[int]) -> None:
        """Another table, from its first cited row on; ``cited`` are row numbers."""
        self._name = name
        self._cited = tuple(sorted(set(cited)))
        self._places = runs(self._cited)
        self._place = 0
        self._end_note()
        self.table.begin(self._cited)

    @Slot(object)
    def take(self, read: RowsRead) -> None:
        """Rows have come; those of another table are dropped."""
        if read.table == self._name:
            self.table.take(read)
            self.retranslate()

    @Slot(int)
    def step(self, by: int) -> None:
        """Go to the next (1) or the previous (-1) cited place, on from the row that is current."""
        here = self.table.current_row
        firsts = [first for first, _ in self._places]
        if not firsts:
            return
        n = bisect_right(firsts, here) if by > 0 else bisect_left(firsts, here) - 1
        self._place = n % len(firsts)  # Behind the last comes the first.
        self.table.show_row(firsts[self._place])
        self.table.setFocus()
        self.retranslate()

    @Slot(int, int)
    def _note_copied(self, n_copied: int, n_selected: int) -> None:
        self._copied = (n_copied, n_selected)
        self._note_ends.start()
        self.retranslate()

    @Slot()
    def _end_note(self) -> None:
        self._copied = None
        self.retranslate()

    def _button(self, icon_name: str) -> QToolButton:
        button = QToolButton(self)
        button.setProperty("iconName", icon_name)
        button.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        return button

    def changeEvent(self, event: QEvent) -> None:
        """Follow language and palette."""
        if event.type() in {QEvent.Type.LanguageChange, QEvent.Type.PaletteChange}:
            self.retranslate()
        super().changeEvent(event)

    def retranslate(self) -> None:
        """All words and icons again."""
        words = {
            self.previous: self.tr("Previous cited row (Shift+F3)"),
            self.next: self.tr("Next cited row (F3)"),
        }
        for button, text in words.items():
            button.setToolTip(text)
            button.setAccessibleName(text)
            button.setIcon(icons.icon(str(button.property("iconName")), theme.current().text))
            button.setVisible(len(self._places) > 1)
        self.where.setVisible(len(self._places) > 1)
        self.where.setText(f"{self._place + 1} / {len(self._places)}")
        self.table.setAccessibleName(self.tr("Rows of the log table"))
        self.count.setText(self._note() if self._copied else self._counted())

    def _counted(self) -> str:
        n = self.table.rows.rowCount()
        n_cited = bisect_right(self._cited, n)  # The log may have lost some since.
        if n == 0:
            return ""
        if n_cited == 0:
            text = self.tr("1 row") if n == 1 else self.tr("{n} rows")
        else:
            text = self.tr("1 row, cited") if n == 1 else self.tr("{n} rows, {cited} cited")
        return text.format(n=f"{n:,}", cited=f"{n_cited:,}")

    def _note(self) -> str:
        n_copied, n_selected = self._copied or (0, 0)
        if n_copied < n_selected:
            text = self.tr("Only the first {n} of {all} rows were copied.")
        else:
            text = self.tr("1 row copied") if n_copied == 1 else self.tr("{n} rows copied")
        return text.format(n=f"{n_copied:,}", all=f"{n_selected:,}")
