"""How an answer was found: its steps, closed until somebody wants to know, each to be opened."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final, TypeAlias

from PySide6.QtCore import (
    QCoreApplication,
    QEvent,
    QModelIndex,
    QPersistentModelIndex,
    QSignalBlocker,
    QSize,
    Qt,
    Signal,
    Slot,
)
from PySide6.QtGui import QFocusEvent, QStandardItem, QStandardItemModel
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHBoxLayout,
    QHeaderView,
    QLabel,
    QSizePolicy,
    QToolButton,
    QTreeView,
    QVBoxLayout,
    QWidget,
)

from app.step_words import outcome_words, route_words, seconds_words, step_title, total_words
from app.tool_calls import plain_call
from app.window import icons, theme
from app.window.step_details import StepDetails
from app.window.tool_tips import plain_tip
from engine.answers import Answer, Step
from engine.domain import Passage

translate = QCoreApplication.translate

AnyIndex: TypeAlias = QModelIndex | QPersistentModelIndex
STEP_ROLE: Final = Qt.ItemDataRole.UserRole + 1
MAX_TIP = 1200
N_ROWS_OPEN = 6  # More than that is scrolled to, so that the answer stays in sight.


class StepsList(QWidget):
    """A line with the number of steps, and below it, once it is opened, the steps."""

    details_wanted = Signal(bool)  # Whether a step is open, so that its details are to be seen.

    def __init__(self, owner: QWidget | None = None) -> None:
        super().__init__(owner)
        self.setObjectName("stepsPanel")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)
        self._answer: Answer | None = None
        self.toggle = QToolButton(self)
        self.toggle.setObjectName("disclosure")
        self.toggle.setCheckable(True)
        self.toggle.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.toggle.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self._count = QLabel(self)
        self._count.setObjectName("muted")
        self._passages: tuple[Passage, ...] = ()
        self._documents: tuple[tuple[str, str], ...] = ()
        self.tree = _StepTree(self)
        self.tree.hide()
        self.details = StepDetails()  # Stands where there is room for it: see QuestionPanel.
        self.details.closed.connect(self._close_details)
        line = QHBoxLayout()
        line.setContentsMargins(theme.HALF, theme.HALF, theme.GAP, theme.HALF)
        line.setSpacing(theme.HALF)
        line.addWidget(self.toggle)
        line.addWidget(self._count)
        line.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(line)
        indented = QHBoxLayout()
        # Below the sign of the line above.
        indented.setContentsMargins(theme.SPACE, 0, theme.SPACE, 0)
        indented.addWidget(self.tree)
        column.addLayout(indented)
        self.toggle.toggled.connect(self._open)
        self.tree.chosen.connect(self._show_details)
        self.hide()
        self.retranslate()

    def show_answer(self, answer: Answer | None) -> None:
        """The steps of an answer, closed; nothing at all where there are none."""
        self._answer = answer if answer and answer.steps else None
        self.tree.steps.clear()  # Or a step of the answer before would be open.
        self.details_wanted.emit(False)
        self.toggle.setChecked(False)
        self.setVisible(self._answer is not None)
        self.retranslate()

    @property
    def passages(self) -> tuple[Passage, ...]:
        """The evidence of the answer in the order of its numbers."""
        return self._passages

    def show_evidence(self, passages: Sequence[Passage]) -> None:
        """What the steps speak of by number; told before the answer."""
        self._passages = tuple(passages)

    def show_documents(self, documents: Sequence[tuple[str, str]]) -> None:
        """The documents (id, path) of the library, of which one can be asked alone."""
        self._documents = tuple(documents)

    def open_last(self) -> None:
        """Open the list at its last step."""
        self.toggle.setChecked(True)
        self.tree.choose_last()

    @Slot(int)
    def _show_details(self, step_id: int) -> None:
        """Open a step, or with 0 the way the question was taken."""
        answer = self._answer
        if answer is None:
            return
        step = next((step for step in answer.steps if step.id == step_id), None)
        self.details.show_step(answer, step, self._passages)
        # Those of the answer first, then the others of the library.
        found = {p.document_id: p.document for p in self._passages if p.document_id}
        self.details.set_documents(tuple((found | dict(self._documents)).items()))
        self.details_wanted.emit(True)

    @Slot()
    def _close_details(self) -> None:
        self.details_wanted.emit(False)
        self.tree.setFocus()

    @Slot(bool)
    def _open(self, is_open: bool) -> None:
        self.tree.setVisible(is_open)
        self.retranslate()
        self.details_wanted.emit(False)
        chosen = self.tree.chosen_step
        if is_open and chosen is not None:
            self._show_details(chosen)

    def changeEvent(self, event: QEvent) -> None:
        """Follow language and palette."""
        if event.type() in {QEvent.Type.LanguageChange, QEvent.Type.PaletteChange}:
            self.retranslate()
        super().changeEvent(event)

    def retranslate(self) -> None:
        """All words again."""
        sign = "down" if self.toggle.isChecked() else "next"
        self.toggle.setIcon(icons.icon(sign, theme.current().text))
        self.toggle.setText(self.tr("How it was found"))
        self.tree.setAccessibleName(self.tr("How it was found"))
        answer = self._answer
        if answer is None:
            self.tree.steps.clear()
            return
        n = len(answer.steps)
        self._count.setText(self.tr("1 step") if n == 1 else self.tr("{n} steps").format(n=n))
        if self.toggle.isChecked():  # Nobody reads a closed list.
            self.tree.show_answer(answer)


class _StepTree(QTreeView):
    """How the question was taken, then the steps, each below the one that it belongs to.

    What was done, what came of it, how long. A step about the same as the one it belongs to does
    not repeat what it is about.
    """

    chosen = Signal(int)  # The id of the step that is current now; 0 is the first line.

    def __init__(self, owner: QWidget) -> None:
        super().__init__(owner)
        self.setObjectName("stepTree")
        self._n_rows = 1
        self._items: dict[int, QStandardItem] = {}
        self._is_entering = False
        self.clicked.connect(self._open_current)
        self.activated.connect(self._open_current)
        self.steps = QStandardItemModel(self)
        self.setModel(self.steps)
        self.setHeaderHidden(True)
        self.setRootIsDecorated(False)
        self.setItemsExpandable(False)
        self.setExpandsOnDoubleClick(False)
        self.setUniformRowHeights(True)
        self.setIndentation(theme.GAP)
        self.setAllColumnsShowFocus(True)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setFont(theme.scaled(self.font(), 0.95))
        self.header().setStretchLastSection(False)
        self.header().setMinimumSectionSize(theme.WIDE)

    def show_answer(self, answer: Answer) -> None:
        """The steps of another answer, or the same in another language."""
        chosen = self.chosen_step
        with QSignalBlocker(self):  # It is the same step that is open.
            self._fill(answer)
            if chosen is not None:
                self._choose(chosen)
        self.updateGeometry()

    @property
    def chosen_step(self) -> int | None:
        """The id of the current step, 0 for the first line, None before any was chosen."""
        chosen = self.currentIndex().siblingAtColumn(0).data(STEP_ROLE)
        return None if chosen is None else int(chosen)

    def choose_last(self) -> None:
        """Make the step that began last the current one."""
        self._choose(max(self._items, default=0))

    def _choose(self, step_id: int) -> None:
        item = self._items.get(step_id)
        if item is not None:
            self.setCurrentIndex(item.index())

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Qt makes the first line the current one; passing by with Tab opens nothing."""
        self._is_entering = True
        super().focusInEvent(event)
        self._is_entering = False

    def currentChanged(self, current: AnyIndex, previous: AnyIndex) -> None:
        """Open what the keyboard or the pointer is at."""
        super().currentChanged(current, previous)
        if not self._is_entering:
            self._open_current()

    @Slot()
    def _open_current(self) -> None:
        if (chosen := self.chosen_step) is not None:
            self.chosen.emit(chosen)

    def _fill(self, answer: Answer) -> None:
        self.steps.clear()
        self.steps.setColumnCount(3)
        root = self.steps.invisibleRootItem()
        route = _route_row(answer)
        root.appendRow(route)
        self._items = {0: route[0]}
        items: dict[int, tuple[QStandardItem, str]] = {}
        for step in answer.steps:  # A step begins after the one it belongs to.
            owner, owner_subject = items.get(step.parent, (root, answer.question))
            row = _row(step, is_about_the_same=step.subject.strip() == owner_subject)
            owner.appendRow(row)
            items[step.id] = row[0], step.subject.strip()
            self._items[step.id] = row[0]
        self.expandAll()
        modes = (QHeaderView.ResizeMode.Stretch, QHeaderView.ResizeMode.Stretch)
        for column, mode in enumerate((*modes, QHeaderView.ResizeMode.ResizeToContents)):
            self.header().setSectionResizeMode(column, mode)
        self._n_rows = len(items) + 1

    def sizeHint(self) -> QSize:
        """As high as its rows, up to a few."""
        n = min(self._n_rows, N_ROWS_OPEN)
        return QSize(super().sizeHint().width(), n * self._row_height() + theme.SPACE)

    def minimumSizeHint(self) -> QSize:
        """Two rows."""
        return QSize(super().minimumSizeHint().width(), 2 * self._row_height() + theme.SPACE)

    def _row_height(self) -> int:
        return max(self.sizeHintForRow(0), self.fontMetrics().height())


def _route_row(answer: Answer) -> list[QStandardItem]:
    words = translate("Steps", "Route"), route_words(answer.route), total_words(answer)
    return _items(words, step_id=0, tip="")


def _row(step: Step, *, is_about_the_same: bool) -> list[QStandardItem]:
    title = step_title(step.kind, "" if is_about_the_same else step.subject)
    outcome, seconds = outcome_words(step), seconds_words(step)
    return _items((title, outcome, seconds), step_id=step.id, tip=plain_tip(_whole(step)))


def _items(words: Sequence[str], *, step_id: int, tip: str) -> list[QStandardItem]:
    row = [QStandardItem(text) for text in words]
    row[2].setTextAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
    for item in row:
        item.setToolTip(tip)
        item.setEditable(False)
    row[0].setData(step_id, STEP_ROLE)
    row[0].setAccessibleText(", ".join(filter(None, words)))
    return row


def _whole(step: Step) -> str:
    """All of a step: what it was about, the query, what came of it or why it was dropped."""
    call = step.call
    lines = [step.subject.strip()]
    if call is not None:
        lines.append(plain_call(call, max_rows=0) if call.tool == "sql" else "")
        lines.append(call.error)
    lines.append(step.outcome.strip())
    return "\n".join(dict.fromkeys(filter(None, lines)))[:MAX_TIP]
