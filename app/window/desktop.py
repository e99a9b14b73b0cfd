"""Files in other programs: opened by what this computer has for them, shown where they lie."""

from __future__ import annotations

import sys
from pathlib import Path

from PySide6.QtCore import QDir, QProcess, QUrl
from PySide6.QtGui import QDesktopServices


def open_file(path: Path) -> bool:
    """Open a file in its program; false if it is not there or nothing opens it."""
    return path.exists() and QDesktopServices.openUrl(QUrl.fromLocalFile(str(path)))


def show_in_folder(path: Path) -> bool:
    """Show a file in its folder, chosen where the system can; false if it is not there."""
    if not path.exists():
        return False
    if sys.platform == "win32":  # explorer takes the comma for its own, so no quoting by Qt.
        process = QProcess()
        process.setProgram("explorer.exe")
        process.setNativeArguments(f'/select,"{QDir.toNativeSeparators(str(path))}"')
        return bool(process.startDetached())
    return QDesktopServices.openUrl(QUrl.fromLocalFile(str(path.parent)))
