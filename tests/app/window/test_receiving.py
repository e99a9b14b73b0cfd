"""Dropping and pasting what is no file on the disk: kept in the workspace, said where, added."""

from __future__ import annotations

import struct
from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QColor, QDragEnterEvent, QDropEvent, QGuiApplication, QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from app.protocol import IndexPaths
from app.received import folder_of_today
from app.window.drop import CONTENTS, DESCRIPTORS, MOZILLA_LINK
from app.window.main_window import MainWindow
from tests.app.scripted import ScriptedEngine, settle
from tests.app.test_file_descriptors import entry, group


@pytest.fixture
def received(window: MainWindow, tmp_path: Path) -> Path:
    window.adding.receiving.keep_in(tmp_path / "received")
    window.adding.temporary = tmp_path / "temporary"
    return folder_of_today(tmp_path / "received")


def attachments(*files: tuple[str, bytes]) -> QMimeData:
    """As Qt on Windows gives what Outlook drags."""
    data = QMimeData()
    data.setData(DESCRIPTORS, group(*(entry(name, size=len(c)) for name, c in files)))
    for n, (_, content) in enumerate(files):
        data.setData(f"{CONTENTS};index={n}", content + b"\0" * (n * 8))  # Blocks are rounded up.
    return data


def drag(window: MainWindow, data: QMimeData) -> bool:
    buttons, keys = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    event = QDragEnterEvent(QPointF(9, 9).toPoint(), Qt.DropAction.CopyAction, data, buttons, keys)
    event.setAccepted(False)
    QApplication.sendEvent(window, event)
    return event.isAccepted()  # Otherwise Qt would keep the window as a target beyond its life.


def drop(window: MainWindow, data: QMimeData) -> None:
    """As a drop comes: Qt gives it to the widget that took the drag."""
    assert drag(window, data)
    buttons, keys = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    action = Qt.DropAction.CopyAction
    QApplication.sendEvent(window, QDropEvent(QPointF(9, 9), action, data, buttons, keys))
    settle()


def test_attachments_are_kept_and_added(
    window: MainWindow, engine: ScriptedEngine, received: Path, qtbot: QtBot
) -> None:
    drop(window, attachments(("検査.pdf", b"%PDF-1"), ("..\\log.csv", b"a,b")))
    qtbot.waitUntil(lambda: bool(engine.all(IndexPaths)))

    assert engine.last(IndexPaths).paths == (received / "検査.pdf", received / "log.csv")
    assert (received / "検査.pdf").read_bytes() == b"%PDF-1"
    assert (received / "log.csv").read_bytes() == b"a,b"
    assert str(received) in window.notices.text("received")


def test_what_comes_is_told_while_it_is_dragged(window: MainWindow, received: Path) -> None:
    data = attachments(("a.pdf", b"x"))
    assert drag(window, data)
    assert window.adding.overlay.isVisible()
    drop(window, data)
    assert not window.adding.overlay.isVisible()


def test_programs_are_left_out_and_named(
    window: MainWindow, engine: ScriptedEngine, received: Path, qtbot: QtBot
) -> None:
    drop(window, attachments(("a.pdf", b"%PDF"), ("setup.exe", b"MZ")))
    qtbot.waitUntil(lambda: bool(window.notices.text("not received")))

    assert "“setup.exe” cannot be read" in window.notices.text("not received")
    assert [path.name for path in received.iterdir()] == ["a.pdf"]
    assert engine.last(IndexPaths).paths == (received / "a.pdf",)


def test_contents_that_do_not_come_are_told(
    window: MainWindow, engine: ScriptedEngine, received: Path, qtbot: QtBot
) -> None:
    data = QMimeData()
    data.setData(DESCRIPTORS, group(entry("a.pdf", size=10)))
    drop(window, data)
    qtbot.waitUntil(lambda: bool(window.notices.text("not received")))

    assert "did not hand over “a.pdf”" in window.notices.text("not received")
    assert engine.all(IndexPaths) == []


@pytest.mark.parametrize("raw", [b"", struct.pack("<I", 3) + entry("a.pdf"), b"\xff" * 600])
def test_a_broken_descriptor_adds_nothing(
    window: MainWindow, engine: ScriptedEngine, received: Path, raw: bytes
) -> None:
    data = QMimeData()
    data.setData(DESCRIPTORS, raw)
    drop(window, data)

    assert "Save it as a file first" in window.notices.text("received")
    assert engine.all(IndexPaths) == []


def test_a_temporary_file_is_copied(
    window: MainWindow, engine: ScriptedEngine, received: Path, tmp_path: Path, qtbot: QtBot
) -> None:
    file = tmp_path / "temporary" / "mail" / "a.csv"
    file.parent.mkdir(parents=True)
    file.write_text("a,b\n1,2\n", "utf-8")
    lasting = tmp_path / "b.csv"
    lasting.write_text("a,b\n", "utf-8")
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(path)) for path in (file, lasting)])
    drop(window, data)
    qtbot.waitUntil(lambda: len(engine.all(IndexPaths)) == 2)

    assert [job.paths for job in engine.all(IndexPaths)] == [(lasting,), (received / "a.csv",)]
    assert (received / "a.csv").read_text("utf-8") == "a,b\n1,2\n"


def test_a_picture_is_kept(
    window: MainWindow, engine: ScriptedEngine, received: Path, qtbot: QtBot
) -> None:
    picture = QImage(40, 20, QImage.Format.Format_RGB32)
    picture.fill(QColor("red"))
    data = QMimeData()
    data.setImageData(picture)
    drop(window, data)
    qtbot.waitUntil(lambda: bool(engine.all(IndexPaths)))

    (path,) = engine.last(IndexPaths).paths
    assert QImage(str(path)).size() == picture.size()


def test_words_become_a_file_named_after_their_first_line(
    window: MainWindow, engine: ScriptedEngine, received: Path, qtbot: QtBot
) -> None:
    data = QMimeData()
    data.setText("Torque 12 Nm\nfor the lock nut")
    drop(window, data)
    qtbot.waitUntil(lambda: bool(engine.all(IndexPaths)))

    (path,) = engine.last(IndexPaths).paths
    assert path == received / "Torque 12 Nm.txt"
    assert path.read_text("utf-8") == "Torque 12 Nm\nfor the lock nut"


@pytest.mark.parametrize(
    ("kind", "content"),
    [
        ("text/uri-list", b"https://example.org/x.pdf\r\n"),
        (MOZILLA_LINK, "imap://post/1?part=1.2&filename=x.pdf\nx.pdf".encode("utf-16-le")),
    ],
)
def test_a_link_is_explained(
    window: MainWindow, engine: ScriptedEngine, received: Path, kind: str, content: bytes
) -> None:
    data = QMimeData()
    data.setData(kind, content)
    data.setText("x.pdf")
    drop(window, data)

    assert "Only a link" in window.notices.text("received")
    assert engine.all(IndexPaths) == []


def test_files_are_pasted_though_the_ask_box_has_the_keyboard(
    window: MainWindow, engine: ScriptedEngine, received: Path, tmp_path: Path
) -> None:
    file = tmp_path / "a.csv"
    file.write_text("a,b\n", "utf-8")
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(file))])
    data.setText(str(file))  # File managers put the path there too.
    QGuiApplication.clipboard().setMimeData(data)
    window.question.ask_box.text.setFocus()
    QTest.keyClick(window.question.ask_box.text, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)

    assert engine.last(IndexPaths).paths == (file,)
    assert window.question.ask_box.text.toPlainText() == ""


def test_words_are_pasted_into_the_question_as_ever(
    window: MainWindow, engine: ScriptedEngine, received: Path
) -> None:
    QGuiApplication.clipboard().setText("What torque?")
    window.question.ask_box.text.setFocus()
    QTest.keyClick(window.question.ask_box.text, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
    assert window.question.ask_box.text.toPlainText() == "What torque?"

    window.library.list.setFocus()
    window.menus.paste.trigger()
    assert "no file on the clipboard" in window.notices.text("received")
    assert engine.all(IndexPaths) == []


def test_a_folder_that_cannot_be_written_is_told(
    window: MainWindow, engine: ScriptedEngine, received: Path, tmp_path: Path, qtbot: QtBot
) -> None:
    (tmp_path / "received").write_text("in the way", "utf-8")
    drop(window, attachments(("a.pdf", b"%PDF")))
    qtbot.waitUntil(lambda: bool(window.notices.text("not received")))

    assert "could be saved: a.pdf: " in window.notices.text("not received")
    assert engine.all(IndexPaths) == []
