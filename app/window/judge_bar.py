"""Below a finished answer: whether it is right, said with one press and taken back with another.

Of a wrong answer the correct value can be given, in a line that opens and never in a dialog.
"""

from __future__ import annotations

from PySide6.QtCore import QEvent, Qt, Signal, Slot
from PySide6.QtWidgets import (
    QHBoxLayout,
    QLineEdit,
    QPushButton,
    QSizePolicy,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from app.window import icons, theme
from app.window.elided_label import ElidedLabel
from engine.answers import Answer, Judged, Judgement, Route

WITHDRAWN = Judged(Judgement.WITHDRAWN)


class JudgeBar(QWidget):
    """Shows what was said of the answer on show, and tells what is said now."""

    judged = Signal(object)  # Judged

    def __init__(self, owner: QWidget | None = None) -> None:
        super().__init__(owner)
        self.setObjectName("judgeBar")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._said: Judged | None = None
        self.right = self._button()
        self.wrong = self._button()
        self.undo = QPushButton(self)
        self.undo.setObjectName("quiet")
        self._state = ElidedLabel(self, elide=Qt.TextElideMode.ElideRight)
        self._state.set_muted()
        self.details = QWidget(self)
        self.correct = QLineEdit(self.details)
        self.note = QLineEdit(self.details)
        self.keep = QPushButton(self.details)
        self._lay_out()
        self.right.clicked.connect(lambda: self.say(Judgement.RIGHT))
        self.wrong.clicked.connect(lambda: self.say(Judgement.WRONG))
        self.undo.clicked.connect(self.take_back)
        self.keep.clicked.connect(self._keep)
        for field in (self.correct, self.note):
            field.returnPressed.connect(self._keep)
            field.textChanged.connect(self._follow_typing)
        self.hide()
        self.retranslate()

    @property
    def said(self) -> Judged | None:
        """What was said of the answer."""
        return self._said

    def show_answer(self, answer: Answer | None, said: Judged | None = None) -> None:
        """An answer to judge, or none; ``said`` is what was said of it before."""
        self.setVisible(answer is not None and answer.route is not Route.NOTE)
        self._show(said)

    @Slot(object)
    def say(self, judgement: Judgement) -> None:
        """The person's word; the same word again takes it back."""
        if self.isHidden():
            return
        if self._said is not None and self._said.judgement is judgement:
            self.take_back()
            return
        self._show(Judged(judgement))
        self.judged.emit(self._said)
        if judgement is Judgement.WRONG:
            self.correct.setFocus()

    @Slot()
    def take_back(self) -> None:
        """Nothing is said of the answer."""
        if self._said is not None:
            fields = (self.undo, self.correct, self.note, self.keep)
            had_focus = any(one.hasFocus() for one in fields)
            self._show(None)
            self.judged.emit(WITHDRAWN)
            if had_focus:  # What had it is hidden now.
                self.right.setFocus()

    @Slot()
    def _keep(self) -> None:
        said = Judged(Judgement.WRONG, self.correct.text().strip(), self.note.text().strip())
        if said != self._said:
            self._said = said
            self.judged.emit(said)
        self._follow_typing()
        self.wrong.setFocus()

    def _show(self, said: Judged | None) -> None:
        self._said = said
        self.correct.setText(said.correct if said else "")
        self.note.setText(said.note if said else "")
        self._refresh()

    def _refresh(self) -> None:
        judgement = self._said.judgement if self._said else None
        self.right.setChecked(judgement is Judgement.RIGHT)
        self.wrong.setChecked(judgement is Judgement.WRONG)
        self.undo.setVisible(judgement is not None)
        self.details.setVisible(judgement is Judgement.WRONG)
        self._follow_typing()
        self.retranslate()

    @Slot()
    def _follow_typing(self) -> None:
        typed = (self.correct.text().strip(), self.note.text().strip())
        kept = (self._said.correct, self._said.note) if self._said else ("", "")
        self.keep.setEnabled(typed != kept)

    def _button(self) -> QToolButton:
        button = QToolButton(self)
        button.setCheckable(True)
        button.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        button.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        button.setFixedHeight(theme.CONTROL_HEIGHT)
        return button

    def _lay_out(self) -> None:
        row = QHBoxLayout()
        row.setSpacing(theme.HALF)
        for widget in (self.right, self.wrong):
            row.addWidget(widget)
        row.addSpacing(theme.HALF)
        row.addWidget(self._state, 1)
        row.addWidget(self.undo)
        fields = QHBoxLayout(self.details)  # One line: a small window has no room for two.
        fields.setContentsMargins(0, 0, 0, 0)
        fields.setSpacing(theme.HALF)
        for field, share in ((self.correct, 2), (self.note, 3)):
            field.setMinimumHeight(theme.CONTROL_HEIGHT)
            field.setMinimumWidth(60)
            fields.addWidget(field, share)
        fields.addWidget(self.keep)
        column = QVBoxLayout(self)
        column.setContentsMargins(theme.GAP - theme.HALF, theme.HALF, theme.GAP, theme.HALF)
        column.setSpacing(theme.HALF)
        column.addLayout(row)
        column.addWidget(self.details)

    def changeEvent(self, event: QEvent) -> None:
        """Follow language and palette."""
        if event.type() in {QEvent.Type.LanguageChange, QEvent.Type.PaletteChange}:
            self.retranslate()
        super().changeEvent(event)

    def retranslate(self) -> None:
        """All words again."""
        colours = theme.current()
        is_right, is_wrong = self.right.isChecked(), self.wrong.isChecked()
        self.right.setIcon(icons.icon("right", colours.good if is_right else colours.text))
        self.wrong.setIcon(icons.icon("wrong", colours.danger if is_wrong else colours.text))
        for button, text, name, tip in (
            (
                self.right,
                self.tr("Right"),
                self.tr("Mark the answer right"),
                self.tr("The answer is right; it is kept as a case for qualifications"),
            ),
            (
                self.wrong,
                self.tr("Wrong"),
                self.tr("Mark the answer wrong"),
                self.tr("The answer is wrong; give the correct value if you know it"),
            ),
        ):
            button.setText(text)
            button.setAccessibleName(name)
            button.setToolTip(tip)
        state = {(True, False): self.tr("Marked right"), (False, True): self.tr("Marked wrong")}
        self._state.set_text(state.get((is_right, is_wrong), ""))
        self.undo.setText(self.tr("Undo"))
        self.undo.setAccessibleName(self.tr("Take the mark back"))
        for field, name in ((self.correct, self.tr("Correct value")), (self.note, self.tr("Note"))):
            field.setPlaceholderText(name)
            field.setAccessibleName(name)
            field.setToolTip(name)
        self.keep.setText(self.tr("Save"))
        self.keep.setAccessibleName(self.tr("Save the correct value and the note"))
