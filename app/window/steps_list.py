"""How an answer was found: its steps as a list that is closed until somebody wants to know."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QSize, Qt, Slot
from PySide6.QtGui import QStandardItem, QStandardItemModel
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

from app.step_words import outcome_words, seconds_words, step_title
from app.tool_calls import plain_call
from app.window import icons, theme
from app.window.tool_tips import plain_tip
from engine.answers import Answer, Step

MAX_TIP = 1200
N_ROWS_OPEN = 6  # More than that is scrolled to, so that the answer stays in sight.


class StepsList(QWidget):
    """A line with the number of steps, and below it, once it is opened, the steps."""

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
        self.tree = _StepTree(self)
        self.tree.hide()
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
        indented.setContentsMargins(theme.SPACE, 0, 0, 0)  # Below the sign of the line above.
        indented.addWidget(self.tree)
        column.addLayout(indented)
        self.toggle.toggled.connect(self._open)
        self.hide()
        self.retranslate()

    def show_answer(self, answer: Answer | None) -> None:
        """The steps of an answer, closed; nothing at all where there are none."""
        self._answer = answer if answer and answer.steps else None
        self.toggle.setChecked(False)
        self.setVisible(self._answer is not None)
        self.retranslate()

    @Slot(bool)
    def _open(self, is_open: bool) -> None:
        self.tree.setVisible(is_open)
        self.retranslate()

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
            self.tree.show_steps(answer.steps, answer.question)


class _StepTree(QTreeView):
    """The steps, each below the one that it belongs to: what was done, what came of it, how long.

    A step about the same as the one it belongs to does not repeat what it is about.
    """

    def __init__(self, owner: QWidget) -> None:
        super().__init__(owner)
        self.setObjectName("stepTree")
        self._n_rows = 1
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

    def show_steps(self, steps: Sequence[Step], question: str) -> None:
        """Other steps, or the same in another language."""
        self.steps.clear()
        self.steps.setColumnCount(3)
        items: dict[int, tuple[QStandardItem, str]] = {}
        for step in steps:  # A step begins after the one it belongs to.
            owner, owner_subject = items.get(
                step.parent, (self.steps.invisibleRootItem(), question)
            )
            row = _row(step, is_about_the_same=step.subject.strip() == owner_subject)
            owner.appendRow(row)
            items[step.id] = row[0], step.subject.strip()
        self.expandAll()
        modes = (QHeaderView.ResizeMode.Stretch, QHeaderView.ResizeMode.Stretch)
        for column, mode in enumerate((*modes, QHeaderView.ResizeMode.ResizeToContents)):
            self.header().setSectionResizeMode(column, mode)
        self._n_rows = len(items)
        self.updateGeometry()

    def sizeHint(self) -> QSize:
        """As high as its rows, up to a few."""
        n = min(self._n_rows, N_ROWS_OPEN)
        return QSize(super().sizeHint().width(), n * self._row_height() + theme.SPACE)

    def minimumSizeHint(self) -> QSize:
        """Two rows."""
        return QSize(super().minimumSizeHint().width(), 2 * self._row_height() + theme.SPACE)

    def _row_height(self) -> int:
        return max(self.sizeHintForRow(0), self.fontMetrics().height())


def _row(step: Step, *, is_about_the_same: bool) -> list[QStandardItem]:
    title = step_title(step.kind, "" if is_about_the_same else step.subject)
    outcome, seconds = outcome_words(step), seconds_words(step)
    row = [QStandardItem(text) for text in (title, outcome, seconds)]
    row[2].setTextAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
    tip = plain_tip(_whole(step))
    for item in row:
        item.setToolTip(tip)
        item.setEditable(False)
    row[0].setAccessibleText(", ".join(filter(None, (title, outcome, seconds))))
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
