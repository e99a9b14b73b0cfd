"""A window with a scripted engine behind it: real widgets, real signals, no process."""

from __future__ import annotations

import gc
import os
from collections.abc import Callable, Iterator
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, QSettings
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from app.window.engine_link import EngineLink
from app.window.language import Language, Translators
from app.window.main_window import MainWindow
from app.window.preferences import Preferences
from tests.app.scripted import ScriptedEngine, engine_of


@pytest.fixture(scope="session", autouse=True)
def nothing_of_qt_is_left() -> Iterator[None]:
    """Widgets go while Python is there: taken apart at exit one may crash a green run."""
    yield
    for window in QApplication.topLevelWidgets():
        window.deleteLater()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    gc.collect()


@pytest.fixture
def settings(tmp_path: Path) -> QSettings:
    return QSettings(str(tmp_path / "genba.ini"), QSettings.Format.IniFormat)


@pytest.fixture
def translators(qapp: QApplication) -> Iterator[Translators]:
    translators = Translators(qapp)
    translators.install(Language.ENGLISH)
    yield translators
    translators.install(Language.ENGLISH)


@pytest.fixture
def make_window(
    qtbot: QtBot, settings: QSettings, translators: Translators
) -> Iterator[Callable[..., MainWindow]]:
    windows: list[MainWindow] = []

    def make(**options: Path | bool) -> MainWindow:
        link = EngineLink(ScriptedEngine)
        window = MainWindow(link, Preferences(settings), translators, **options)
        window.show()
        link.start()
        windows.append(window)
        return window

    yield make
    for window in windows:
        window.link.stop()
        window.close()
        window.deleteLater()
    # At once: windows left over would be translated and painted along in every later test.
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)


@pytest.fixture
def window(make_window: Callable[..., MainWindow]) -> MainWindow:
    """A window whose engine is ready and whose library has one document."""
    window = make_window()
    engine_of(window).become_ready()
    return window


@pytest.fixture
def engine(window: MainWindow) -> ScriptedEngine:
    return engine_of(window)
