"""The box a question is typed into. Enter asks, Shift+Enter breaks the line, up and down recall."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QMimeData, QSize, Qt, Signal, Slot
from PySide6.QtGui import (
    QFocusEvent,
    QInputMethodEvent,
    QKeyEvent,
    QResizeEvent,
    QTextCursor,
)
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPlainTextEdit, QPushButton, QWidget

from app.window import theme
from app.window.appearance import is_font_change

MAX_LINES = 4


class AskBox(QFrame):
    """Text and one button, which asks or, while an answer is running, stops it."""

    asked = Signal(str)
    stopped = Signal()

    def __init__(self, owner: QWidget | None = None) -> None:
        super().__init__(owner)
        self.setObjectName("askFrame")
        self._is_running = False
        self.text = QuestionEdit(self)
        self.text.submitted.connect(self._submit)
        self.text.focused.connect(self._show_focus)
        self.button = QPushButton(self)
        self.button.setObjectName("primary")
        self.button.clicked.connect(self._press)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(theme.SPACE, theme.SPACE, theme.SPACE, theme.SPACE)
        layout.setSpacing(theme.SPACE)
        layout.addWidget(self.text, 1)
        layout.addWidget(self.button, 0, Qt.AlignmentFlag.AlignBottom)
        self.setFocusProxy(self.text)
        self.retranslate()

    @property
    def is_running(self) -> bool:
        """Whether an answer is on its way."""
        return self._is_running

    @Slot()
    def show_running(self) -> None:
        """An answer is on its way: the button stops it."""
        self._is_running = True
        self.retranslate()

    @Slot()
    def show_idle(self) -> None:
        """Ready for the next question."""
        self._is_running = False
        self.retranslate()

    def set_question(self, question: str) -> None:
        """Put a question into the box without asking it."""
        self.text.setPlainText(question)
        self.text.moveCursor(QTextCursor.MoveOperation.End)

    @Slot(str)
    def give_back(self, question: str) -> None:
        """A question that could not be answered; what has been typed since then stays."""
        if not self.text.toPlainText().strip():
            self.set_question(question)

    def offer_question(self, question: str) -> None:
        """Put a question in place of the draft, which Up brings back."""
        if draft := self.text.toPlainText().strip():
            self.text.remember(draft)
        self.set_question(question)

    @Slot()
    def _press(self) -> None:
        if self._is_running:
            self.stopped.emit()
        else:
            self._submit()

    @Slot()
    def _submit(self) -> None:
        question = self.text.toPlainText().strip()
        if question and not self._is_running:
            self.text.remember(question)
            self.asked.emit(question)  # First: an emptied box would take away what was found.
            self.text.clear()  # The answer shows the question; Up brings it back.

    @Slot(bool)
    def _show_focus(self, has_focus: bool) -> None:
        self.setProperty("hasFocus", has_focus)
        self.style().unpolish(self)
        self.style().polish(self)

    def changeEvent(self, event: QEvent) -> None:
        """Follow the language and the size of text."""
        if event.type() is QEvent.Type.LanguageChange or is_font_change(event):
            self.retranslate()
        super().changeEvent(event)

    def retranslate(self) -> None:
        """All words again."""
        self.text.set_hint(self.tr("Ask about your documents"))
        self.text.setAccessibleName(self.tr("Question"))
        ask, stop = self.tr("Ask"), self.tr("Stop")
        metrics = self.button.fontMetrics()
        widest = max(metrics.horizontalAdvance(text) for text in (ask, stop))
        self.button.setFixedWidth(widest + 5 * theme.SPACE)  # The same for both.
        if self._is_running:
            self.button.setText(stop)
            self.button.setToolTip(self.tr("Stop the answer (Esc)"))
        else:
            self.button.setText(ask)
            self.button.setToolTip(self.tr("Ask (Enter). Shift+Enter starts a new line."))


class QuestionEdit(QPlainTextEdit):
    """A text field that grows with its text up to a few lines and remembers questions."""

    submitted = Signal()
    edited = Signal()  # The text is another one, or an input method has begun or ended.
    escaped = Signal()
    focused = Signal(bool)

    def __init__(self, owner: QWidget | None = None) -> None:
        super().__init__(owner)
        self.setObjectName("askText")
        self.setFont(theme.scaled(self.font(), 1.1))
        self.setTabChangesFocus(True)
        self.document().setDocumentMargin(theme.HALF)
        self._hint = ""
        self._history: list[str] = []
        self._position = 0  # In the history; at its length a draft is being written.
        self._draft = ""
        self._is_composing = False
        self.textChanged.connect(self.edited)
        self.document().documentLayout().documentSizeChanged.connect(self._fit)
        self._fit()

    @property
    def is_composing(self) -> bool:
        """Whether an input method is at work: what it shows is not the text yet."""
        return self._is_composing

    def set_hint(self, text: str) -> None:
        """What the empty field says, on its one line."""
        self._hint = text
        self._show_hint()

    def _show_hint(self) -> None:
        """Shortened where there is no room: Qt would break the line and cut the second one."""
        room = self.viewport().width() - 2 * round(self.document().documentMargin()) - theme.HALF
        shown = self.fontMetrics().elidedText(self._hint, Qt.TextElideMode.ElideRight, room)
        self.setPlaceholderText(shown if room > 0 else self._hint)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """The hint follows the width."""
        super().resizeEvent(event)
        self._show_hint()

    def remember(self, question: str) -> None:
        """Add to the history; the same question twice in a row counts once."""
        if not self._history or self._history[-1] != question:
            self._history.append(question)
        self._position = len(self._history)
        self._draft = ""

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter submits; up on the first line and down on the last walk through the history.

        The Enter that confirms a Japanese conversion goes to the input method, not here.
        """
        plain = event.modifiers() in {
            Qt.KeyboardModifier.NoModifier,
            Qt.KeyboardModifier.KeypadModifier,
        }
        if plain and event.key() == Qt.Key.Key_Escape:
            self.escaped.emit()
        elif plain and event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            self.submitted.emit()
        elif plain and event.key() == Qt.Key.Key_Up and self._is_at(QTextCursor.MoveOperation.Up):
            self._recall(self._position - 1)
        elif (
            plain and event.key() == Qt.Key.Key_Down and self._is_at(QTextCursor.MoveOperation.Down)
        ):
            self._recall(self._position + 1)
        else:
            super().keyPressEvent(event)

    def inputMethodEvent(self, event: QInputMethodEvent) -> None:
        """Remember whether a Japanese conversion is under way."""
        was_composing, self._is_composing = self._is_composing, bool(event.preeditString())
        super().inputMethodEvent(event)
        if was_composing != self._is_composing:
            self.edited.emit()

    def canInsertFromMimeData(self, source: QMimeData) -> bool:
        """Files dropped here go to the library, as anywhere in the window."""
        return not source.hasUrls() and super().canInsertFromMimeData(source)

    def insertFromMimeData(self, source: QMimeData) -> None:
        """Paste words only, never formats."""
        if not source.hasUrls():
            self.insertPlainText(source.text())

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Let the frame show it."""
        super().focusInEvent(event)
        self.focused.emit(True)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Let the frame show it."""
        super().focusOutEvent(event)
        self.focused.emit(False)

    def sizeHint(self) -> QSize:
        """One line; the layout gives the width."""
        return QSize(320, self.height())

    def _is_at(self, way: QTextCursor.MoveOperation) -> bool:
        """Whether the cursor can go no further that way."""
        return not QTextCursor(self.textCursor()).movePosition(way)

    def _recall(self, position: int) -> None:
        if not 0 <= position <= len(self._history):
            return
        if self._position == len(self._history):
            self._draft = self.toPlainText()
        self._position = position
        is_draft = position == len(self._history)
        self.setPlainText(self._draft if is_draft else self._history[position])
        self.moveCursor(QTextCursor.MoveOperation.End)

    def changeEvent(self, event: QEvent) -> None:
        """Follow the size of text."""
        super().changeEvent(event)
        if is_font_change(event):
            self._fit()

    @Slot()
    def _fit(self) -> None:
        n_lines = max(1, round(self.document().size().height()))  # Counted in lines, not pixels.
        shown = min(MAX_LINES, n_lines)
        height = shown * self.fontMetrics().lineSpacing() + 2 * theme.HALF + theme.HALF
        needed = Qt.ScrollBarPolicy.ScrollBarAsNeeded
        off = Qt.ScrollBarPolicy.ScrollBarAlwaysOff
        self.setVerticalScrollBarPolicy(needed if n_lines > MAX_LINES else off)
        self.setFixedHeight(max(theme.CONTROL_HEIGHT, height))
