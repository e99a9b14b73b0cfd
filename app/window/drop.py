"""What other programs drag over the window or leave on the clipboard, and the sheet that says so.

Mail programs drag attachments that are no files yet. Windows programs (Outlook, Thunderbird, the
archive viewers) describe them as app.file_descriptors says and give the contents one by one, which
Qt passes on as ``application/x-qt-windows-mime``; programs for Linux put a temporary file in their
place, or only a link that none but they can follow.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QMimeData, Qt, QUrl
from PySide6.QtGui import QFont, QImage
from PySide6.QtWidgets import QFrame, QLabel, QVBoxLayout, QWidget

from app.file_descriptors import DescribedFile, described_files
from app.received import MAX_BYTES
from app.window import theme

DESCRIPTORS = 'application/x-qt-windows-mime;value="FileGroupDescriptorW"'
CONTENTS = 'application/x-qt-windows-mime;value="FileContents"'
MOZILLA_LINK = "text/x-moz-url"  # UTF-16: an address and a title, on a line each.


@dataclass(frozen=True, slots=True)
class GivenFile:
    """A file that came as data. ``content`` is None where it could not be had, or is too large."""

    name: str
    content: bytes | None


@dataclass(frozen=True, slots=True)
class Given:
    """What was dropped or pasted: at most one of files on the disk, files as data, a picture.

    ``links`` are addresses that lead out of this computer or into another program.
    """

    paths: tuple[Path, ...] = ()
    files: tuple[GivenFile, ...] = ()
    picture: QImage | None = None
    text: str = ""
    links: tuple[str, ...] = ()

    @property
    def is_welcome(self) -> bool:
        """Whether there is something to add."""
        return bool(self.paths or self.files or self.picture is not None or self.text)


def local_paths(data: QMimeData) -> list[Path]:
    """The files and folders of this computer in a drop. Web addresses are not fetched."""
    return [Path(url.toLocalFile()) for url in _urls(data) if url.isLocalFile()]


def is_welcome(data: QMimeData) -> bool:
    """Whether something of it can be added, without asking for any contents."""
    if local_paths(data) or data.hasFormat(DESCRIPTORS) or data.hasImage():
        return True
    return not _urls(data) and data.hasText() and bool(data.text().strip())


def is_link(data: QMimeData) -> bool:
    """Whether it is an address and nothing else."""
    return bool(_urls(data)) and not is_welcome(data)


def given(data: QMimeData) -> Given:
    """What there is, in the order of what keeps most: files, data, a picture, text, links."""
    if paths := local_paths(data):
        return Given(paths=tuple(paths))
    if data.hasFormat(DESCRIPTORS):
        return Given(files=_described(data))
    links = tuple(url.toString() for url in _urls(data))
    if data.hasImage():
        picture = data.imageData()
        if isinstance(picture, QImage) and not picture.isNull():
            return Given(picture=picture, links=links)
    return Given(text="" if links else data.text().strip(), links=links)


def _urls(data: QMimeData) -> list[QUrl]:
    if urls := data.urls():
        return urls
    if not data.hasFormat(MOZILLA_LINK):
        return []
    lines = bytes(data.data(MOZILLA_LINK).data()).decode("utf-16-le", "replace").splitlines()
    first = QUrl(lines[0].strip("\ufeff\0 ")) if lines else QUrl()
    return [first] if first.isValid() and first.scheme() else []


def _described(data: QMimeData) -> tuple[GivenFile, ...]:
    try:
        files = described_files(bytes(data.data(DESCRIPTORS).data()))
    except ValueError:
        return ()
    return tuple(GivenFile(file.name, _content(data, file, len(files))) for file in files)


def _content(data: QMimeData, file: DescribedFile, n_files: int) -> bytes | None:
    """Qt asks the other program for the contents of that number (the lindex of a FORMATETC)."""
    if file.n_bytes is not None and file.n_bytes > MAX_BYTES:
        return None
    content = bytes(data.data(f"{CONTENTS};index={file.index}").data())
    if not content and n_files == 1:
        content = bytes(data.data(CONTENTS).data())
    if len(content) > MAX_BYTES or (not content and file.n_bytes != 0):
        return None
    # The piece of memory that a program hands over may be longer than the file.
    return content if file.n_bytes is None else content[: file.n_bytes]


class DropOverlay(QFrame):
    """Lies over the whole window while something is being dragged."""

    def __init__(self, owner: QWidget) -> None:
        super().__init__(owner)
        self.setObjectName("dropOverlay")
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self._owner = owner
        self._text = QLabel(self)
        self._text.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._text.setWordWrap(True)
        self._text.setFont(theme.scaled(self.font(), 1.7, weight=QFont.Weight.DemiBold))
        layout = QVBoxLayout(self)
        layout.addWidget(self._text)
        self.hide()

    def cover(self, *, is_welcome: bool = True) -> None:
        """Lie down over everything, and say whether a drop would add something."""
        inset = theme.SPACE
        self._text.setText(
            self.tr("Drop to add to the library")
            if is_welcome
            else self.tr("This is only a link. Save the file first, then drop it here.")
        )
        self.setGeometry(self._owner.rect().adjusted(inset, inset, -inset, -inset))
        self.raise_()
        self.show()
