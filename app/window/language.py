"""Which language the window speaks, and changing it while it runs."""

from __future__ import annotations

from enum import StrEnum

from PySide6.QtCore import QCoreApplication, QLibraryInfo, QLocale, QTranslator

from app.window.resources import TRANSLATIONS


class Language(StrEnum):
    """The languages there are; the value is the locale."""

    ENGLISH = "en"
    JAPANESE = "ja"


LANGUAGE_NAMES = {Language.ENGLISH: "English", Language.JAPANESE: "日本語"}  # Never translated.


def system_language() -> Language:
    """Japanese where the person's first known language is Japanese, otherwise English."""
    for name in QLocale.system().uiLanguages():
        for language in Language:
            if name.split("-")[0].lower() == language.value:
                return language
    return Language.ENGLISH


class Translators:
    """The installed translations. Every widget gets LanguageChange when they change."""

    def __init__(self, app: QCoreApplication) -> None:
        self._app = app
        self._installed: list[QTranslator] = []
        self.language = Language.ENGLISH

    def install(self, language: Language) -> None:
        """Speak this language from now on."""
        for translator in self._installed:
            self._app.removeTranslator(translator)
        self._installed = []
        self.language = language
        QLocale.setDefault(QLocale(language.value))
        if language is Language.ENGLISH:
            return  # The source texts.
        qt_folder = QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)
        for name, folder in (
            (f"qtbase_{language.value}", qt_folder),  # Context menus and file dialogs.
            (f"genba_{language.value}", str(TRANSLATIONS)),
        ):
            translator = QTranslator(self._app)
            if translator.load(name, folder):
                self._app.installTranslator(translator)
                self._installed.append(translator)
