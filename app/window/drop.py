"""Dropping files on the window: which paths there are, and the sheet that says they are welcome."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QMimeData, Qt
from PySide6.QtGui import QFont
from PySide6.QtWidgets import QFrame, QLabel, QVBoxLayout, QWidget

from app.window import theme


def local_paths(data: QMimeData) -> list[Path]:
    """The files and folders of this computer in a drop. Web addresses are not fetched."""
    return [Path(url.toLocalFile()) for url in data.urls() if url.isLocalFile()]


class DropOverlay(QFrame):
    """Lies over the whole window while files are being dragged."""

    def __init__(self, owner: QWidget) -> None:
        super().__init__(owner)
        self.setObjectName("dropOverlay")
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self._owner = owner
        self._text = QLabel(self)
        self._text.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._text.setFont(theme.scaled(self.font(), 1.7, weight=QFont.Weight.DemiBold))
        layout = QVBoxLayout(self)
        layout.addWidget(self._text)
        self.hide()

    def cover(self) -> None:
        """Lie down over everything."""
        inset = theme.SPACE
        self._text.setText(self.tr("Drop to add to the library"))
        self.setGeometry(self._owner.rect().adjusted(inset, inset, -inset, -inset))
        self.raise_()
        self.show()
