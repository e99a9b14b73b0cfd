"""What an empty library shows: the first steps, or one sentence and a big place to drop on."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QFont
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from app.window import icons, theme
from app.window.first_steps import FirstSteps


class EmptyState(QWidget):
    """Stands in for the panels until there is a document."""

    files_wanted = Signal()
    folder_wanted = Signal()
    sample_wanted = Signal()

    def __init__(self, owner: QWidget | None = None) -> None:
        super().__init__(owner)
        self.setObjectName("emptyState")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.guide = FirstSteps(self)
        self.guide.files_wanted.connect(self.files_wanted)
        self.guide.folder_wanted.connect(self.folder_wanted)
        self.guide.sample_wanted.connect(self.sample_wanted)
        self._plain = QWidget(self)
        area = QFrame(self._plain)
        area.setObjectName("dropArea")
        area.setMaximumSize(880, 440)
        area.setMinimumSize(480, 280)
        self._sign = QLabel(area)
        self._sign.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._title = QLabel(area)
        self._title.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._title.setFont(theme.scaled(self.font(), 1.7, weight=QFont.Weight.DemiBold))
        self._title.setWordWrap(True)
        self._detail = QLabel(area)
        self._detail.setObjectName("muted")
        self._detail.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._detail.setWordWrap(True)
        self.files = QPushButton(area)
        self.files.setObjectName("primary")
        self.files.clicked.connect(self.files_wanted)
        self.folder = QPushButton(area)
        self.folder.clicked.connect(self.folder_wanted)
        self.sample = QPushButton(area)
        self.sample.setObjectName("quiet")
        self.sample.clicked.connect(self.sample_wanted)
        self._lay_out(area)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(self.guide)
        whole.addWidget(self._plain)
        self.show_guide(is_wanted=False)
        self.retranslate()

    def show_guide(self, *, is_wanted: bool) -> None:
        """The first steps, or the plain place to drop on."""
        self.guide.setVisible(is_wanted)
        self._plain.setVisible(not is_wanted)

    @property
    def first(self) -> QPushButton:
        """The button that most people want. No focus proxy: that breaks the order of Tab."""
        return self.files if self.guide.isHidden() else self.guide.sample

    def _lay_out(self, area: QFrame) -> None:
        buttons = QHBoxLayout()
        buttons.setSpacing(theme.SPACE)
        buttons.addStretch(1)
        for button in (self.files, self.folder, self.sample):
            buttons.addWidget(button)
        buttons.addStretch(1)
        inside = QVBoxLayout(area)
        inside.setContentsMargins(48, 48, 48, 48)
        inside.setSpacing(theme.SPACE)
        inside.addStretch(1)
        inside.addWidget(self._sign)
        inside.addSpacing(theme.SPACE)
        inside.addWidget(self._title)
        inside.addWidget(self._detail)
        inside.addSpacing(theme.GAP)
        inside.addLayout(buttons)
        inside.addStretch(1)
        row = QHBoxLayout()
        row.addStretch(1)
        row.addWidget(area, 100)
        row.addStretch(1)
        layout = QVBoxLayout(self._plain)
        layout.setContentsMargins(48, 48, 48, 48)
        layout.addStretch(1)
        layout.addLayout(row, 100)
        layout.addStretch(1)

    def changeEvent(self, event: QEvent) -> None:
        """Follow language and palette."""
        if event.type() in {QEvent.Type.LanguageChange, QEvent.Type.PaletteChange}:
            self.retranslate()
        super().changeEvent(event)

    def retranslate(self) -> None:
        """All words again."""
        ink = theme.current().accent
        self._sign.setPixmap(icons.pixmap("drop", ink, 48, self.devicePixelRatioF()))
        self._title.setText(self.tr("Drop PDFs, logs or a whole folder here"))
        self._detail.setText(
            self.tr(
                "Then ask a question in English or Japanese and see the answer marked on the page. "
                "Nothing leaves this computer."
            )
        )
        self.files.setText(self.tr("Add files…"))
        self.folder.setText(self.tr("Add a folder…"))
        self.sample.setText(self.tr("Try the sample documents"))
