"""Shows a file in other programs, at its page where the viewer can be told one."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QObject, QProcess, QUrl
from PySide6.QtGui import QDesktopServices

# Desktop entries of viewers, with how each is told the page. All take the file as an argument.
_VIEWERS = {
    "org.gnome.Evince": ("evince", "--page-index={page}"),
    "evince": ("evince", "--page-index={page}"),
    "org.gnome.Papers": ("papers", "--page-index={page}"),
    "org.kde.okular": ("okular", "--page={page}"),
    "okularApplication_pdf": ("okular", "--page={page}"),
    "atril": ("atril", "--page-index={page}"),
    "xreader": ("xreader", "--page-index={page}"),
    "org.pwmt.zathura": ("zathura", "--page={page}"),
    "org.pwmt.zathura-pdf-mupdf": ("zathura", "--page={page}"),
}


def open_at_page(
    path: Path, page: int, *, owner: QObject, on_opened: Callable[[bool, bool], None]
) -> None:
    """Open a file in the system's viewer; only a PDF's viewer is told the page (from 1).

    ``on_opened`` is told whether a viewer was found, and whether it was told the page. Where the
    system says which viewer it uses, that is waited for without blocking.
    """
    if path.suffix.lower() != ".pdf" or not sys.platform.startswith("linux"):
        on_opened(_open(path), False)
        return
    asked = QProcess(owner)

    def answer() -> None:
        desktop = bytes(asked.readAllStandardOutput().data()).decode("utf-8", "replace").strip()
        asked.deleteLater()
        program, argument = _VIEWERS.get(desktop.removesuffix(".desktop"), ("", ""))
        arguments = [argument.format(page=page), str(path)]
        if program and QProcess.startDetached(program, arguments)[0]:
            on_opened(True, True)
        else:
            on_opened(_open(path), False)

    asked.finished.connect(lambda *_: answer())
    asked.errorOccurred.connect(
        lambda error: answer() if error is QProcess.ProcessError.FailedToStart else None
    )
    asked.start("xdg-mime", ["query", "default", "application/pdf"])


def show_in_folder(path: Path) -> bool:
    """Open the folder of a file, with the file selected where the system can do that."""
    if sys.platform == "win32" and QProcess.startDetached("explorer", ["/select,", str(path)])[0]:
        return True
    if sys.platform == "darwin" and QProcess.startDetached("open", ["-R", str(path)])[0]:
        return True
    return _open(path.parent)


def _open(path: Path) -> bool:
    return QDesktopServices.openUrl(QUrl.fromLocalFile(str(path)))
