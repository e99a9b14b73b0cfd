"""Which files of a folder are read, as patterns: the same as ``genba index --include``."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Qt, Signal, Slot
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QLabel,
    QPlainTextEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from app.window import theme
from app.window.folder_model import FolderRow
from engine.domain import Folder
from ingest.rules import Rules

N_LINES = 4


class PatternDialog(QDialog):
    """Two lists of patterns, one a line. Open it with ``open``; it deletes itself."""

    chosen = Signal(object)  # Folder, with the new patterns

    def __init__(self, row: FolderRow, owner: QWidget | None = None) -> None:
        super().__init__(owner)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._row = row
        self._how = _words(self)
        self._how.setObjectName("muted")
        self._include_label, self.include = self._field(row.folder.include)
        self._exclude_label, self.exclude = self._field(row.folder.exclude)
        self.trouble = _words(self)
        self.trouble.setObjectName("danger")
        self.trouble.hide()
        self.save = QPushButton(self)
        self.save.setObjectName("primary")
        self.save.setDefault(True)
        self._cancel = QPushButton(self)
        buttons = QDialogButtonBox(self)  # The order of buttons is the system's.
        buttons.addButton(self.save, QDialogButtonBox.ButtonRole.AcceptRole)
        buttons.addButton(self._cancel, QDialogButtonBox.ButtonRole.RejectRole)
        buttons.accepted.connect(self._choose)
        buttons.rejected.connect(self.reject)
        column = QVBoxLayout(self)
        column.setContentsMargins(theme.WIDE, theme.GAP, theme.WIDE, theme.GAP)
        column.setSpacing(theme.SPACE)
        for widget in (
            self._how,
            self._include_label,
            self.include,
            self._exclude_label,
            self.exclude,
            self.trouble,
        ):
            if isinstance(widget, QLabel) and widget.buddy():
                column.addSpacing(theme.SPACE)  # A label belongs to the field below it.
            column.addWidget(widget)
        column.addSpacing(theme.SPACE)
        column.addWidget(buttons)
        self.setMinimumWidth(440)
        self.retranslate()

    @Slot()
    def _choose(self) -> None:
        """Hand over what was written, unless a line is no pattern."""
        include, exclude = _lines(self.include), _lines(self.exclude)
        for field, patterns in ((self.include, include), (self.exclude, exclude)):
            for pattern in patterns:
                if not _is_pattern(pattern):
                    # Not str.format: the pattern is what a person typed.
                    words = self.tr("“{pattern}” is no pattern. Correct or delete the line.")
                    self.trouble.setText(words.replace("{pattern}", pattern))
                    self.trouble.show()
                    self.adjustSize()
                    field.setFocus()
                    return
        folder = self._row.folder
        if (include, exclude) != (folder.include, folder.exclude):
            self.chosen.emit(Folder(folder.path, include, exclude, folder.is_watched))
        self.accept()

    def _field(self, patterns: tuple[str, ...]) -> tuple[QLabel, QPlainTextEdit]:
        field = QPlainTextEdit("\n".join(patterns), self)
        field.setObjectName("patterns")
        field.setTabChangesFocus(True)
        field.setFont(theme.code_font(self.font()))
        field.setFixedHeight(field.fontMetrics().lineSpacing() * N_LINES + theme.GAP + theme.HALF)
        label = _words(self)
        label.setBuddy(field)
        return label, field

    def changeEvent(self, event: QEvent) -> None:
        """Follow the language."""
        if event.type() is QEvent.Type.LanguageChange:
            self.retranslate()
        super().changeEvent(event)

    def retranslate(self) -> None:
        """All words again."""
        title = self.tr("Patterns of “{folder}”").replace("{folder}", self._row.name)
        self.setWindowTitle(title)
        self._how.setText(
            self.tr(
                "One pattern a line, as in .gitignore: *.pdf, old/, /drafts/*.xlsx. Capitals do "
                "not matter. Files that are left out leave the library; on the disk nothing "
                "changes."
            )
        )
        only, without = self.tr("Read &only files like this"), self.tr("&Leave out files like this")
        self._include_label.setText(only)
        self._exclude_label.setText(without)
        self.include.setAccessibleName(self.tr("Patterns of files to read"))
        self.exclude.setAccessibleName(self.tr("Patterns of files to leave out"))
        self.include.setPlaceholderText(self.tr("All files that Genba can read"))
        self.exclude.setPlaceholderText(self.tr("None"))
        self.save.setText(self.tr("Save and check"))
        self._cancel.setText(self.tr("Cancel"))


def _words(owner: QWidget) -> QLabel:
    label = QLabel(owner)
    label.setTextFormat(Qt.TextFormat.PlainText)
    label.setWordWrap(True)
    return label


def _lines(field: QPlainTextEdit) -> tuple[str, ...]:
    lines = (line.strip() for line in field.toPlainText().splitlines())
    return tuple(dict.fromkeys(line for line in lines if line))


def _is_pattern(text: str) -> bool:
    try:
        Rules([text])
    except ValueError:
        return False
    return True
