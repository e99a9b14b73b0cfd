"""Getting models: what is missing, from where it comes, how far it is, and the way to stop it."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QEvent, Signal, Slot
from PySide6.QtWidgets import (
    QFileDialog,
    QHBoxLayout,
    QLabel,
    QProgressBar,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from app.engine_protocol import ModelRead, ModelsRead
from app.messages import describe
from app.window import theme
from app.window.model_words import short_title, size_words
from app.window.setting_row import SettingChoice, fill_choice
from engine.domain import Failure
from engine.models.store import FetchAdvanced, FetchEvent, FetchFinished, FetchStarted, SourceFailed


class FetchPanel(QWidget):
    """Asks by signals; shows what the flow tells it."""

    fetch_wanted = Signal(object)  # Ids of models; none are the defaults.
    pack_wanted = Signal(object)  # Path of a folder that holds the files.
    cancelled = Signal()

    def __init__(self, owner: QWidget | None = None, *, can_choose: bool = False) -> None:
        super().__init__(owner)
        self._read: ModelsRead | None = None
        self._model = self._source = ""
        self._failure: Failure | None = None
        self._is_running = self._is_cancelled = False
        self._words = QLabel(self)
        self._words.setWordWrap(True)
        self._words.setObjectName("muted")
        self.choice = SettingChoice(self)
        self.choice.setVisible(can_choose)
        self.choice.currentIndexChanged.connect(self.retranslate)
        self._bar = QProgressBar(self)
        self._bar.setTextVisible(False)
        self.fetch = QPushButton(self)
        self.fetch.setObjectName("" if can_choose else "primary")
        self.fetch.clicked.connect(lambda: self.fetch_wanted.emit(self._chosen()))
        self.pack = QPushButton(self)
        self.pack.clicked.connect(self._choose_pack)
        self.cancel = QPushButton(self)
        self.cancel.clicked.connect(self.cancelled)
        row = QHBoxLayout()
        row.setSpacing(theme.SPACE)
        for button in (self.fetch, self.pack, self.cancel):
            row.addWidget(button)
        row.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.SPACE)
        column.addWidget(self.choice)
        column.addWidget(self._words)
        column.addWidget(self._bar)
        column.addLayout(row)
        self.retranslate()

    def text(self) -> str:
        """What it says."""
        return self._words.text()

    def show_models(self, read: ModelsRead) -> None:
        """What is here and what is not."""
        self._read = read
        self.retranslate()

    def begin(self) -> None:
        """A fetch was asked for."""
        had_focus = self.fetch.hasFocus() or self.pack.hasFocus()
        self._is_running, self._is_cancelled, self._failure = True, False, None
        self._source = ""
        self._bar.setRange(0, 0)
        self.retranslate()
        if had_focus:
            self.cancel.setFocus()

    def show_progress(self, news: FetchEvent) -> None:
        """How far it is."""
        match news:
            case FetchStarted(model, source):
                self._model, self._source = model, source
                self._bar.setRange(0, 0)
            case FetchAdvanced(done, total) if total:
                self._bar.setRange(0, 1000)
                self._bar.setValue(min(1000, round(1000 * done / total)))
                self._done = self.tr("{done} of {total}").format(
                    done=size_words(done), total=size_words(total)
                )
                self._words.setText(f"{self._progress_words()} · {self._done}")
                return
            case SourceFailed() | FetchFinished() | FetchAdvanced():
                pass
        self.retranslate()

    def end(self, failure: Failure | None, *, is_cancelled: bool) -> None:
        """It is over: done, stopped, or failed."""
        self._is_running, self._failure, self._is_cancelled = False, failure, is_cancelled
        self.retranslate()

    def _chosen(self) -> tuple[str, ...]:
        chosen = self.choice.currentData() if not self.choice.isHidden() else None
        return (chosen,) if chosen else ()

    def _wanted(self) -> tuple[ModelRead, ...]:
        """What a click on the button would get."""
        if self._read is None:
            return ()
        chosen = self._chosen()
        if chosen:
            return tuple(model for model in self._read.models if model.id in chosen)
        return self._read.missing_defaults()

    def _progress_words(self) -> str:
        words = self.tr("{model} from {source}").replace("{model}", self._model)
        return words.replace("{source}", self._source)

    @Slot()
    def _choose_pack(self) -> None:
        """Not exec(): the window goes on while the dialog is open."""
        dialog = QFileDialog(self, self.tr("The folder or stick with the models"))
        dialog.setFileMode(QFileDialog.FileMode.Directory)
        dialog.setOption(QFileDialog.Option.ShowDirsOnly)
        dialog.fileSelected.connect(lambda name: self.pack_wanted.emit(Path(name)))
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def changeEvent(self, event: QEvent) -> None:
        """Follow the language."""
        if event.type() is QEvent.Type.LanguageChange:
            self.retranslate()
        super().changeEvent(event)

    @Slot()
    def retranslate(self) -> None:
        """All words again."""
        self._fill_choice()
        wanted = self._wanted()
        self._words.setText(self._said(wanted))
        self._words.setVisible(bool(self._words.text()))
        self._bar.setVisible(self._is_running)
        self._bar.setAccessibleName(self.tr("Progress of fetching"))
        self.cancel.setVisible(self._is_running)
        self.fetch.setVisible(not self._is_running)
        self.pack.setVisible(not self._is_running)
        self.fetch.setEnabled(any(model.source for model in wanted))
        self.fetch.setText(self.tr("Fetch models"))
        self.pack.setText(self.tr("I have an offline pack…"))
        self.cancel.setText(self.tr("Cancel"))
        self.choice.setAccessibleName(self.tr("Which models to fetch"))
        self.choice.view().setAccessibleName(self.tr("Which models to fetch"))

    def _fill_choice(self) -> None:
        models = self._read.models if self._read else ()
        options: list[tuple[object, str]] = [("", self.tr("The recommended models"))]
        options += [(m.id, short_title(m.title)) for m in models if not m.is_here and m.source]
        value = self.choice.currentData() or ""
        self.choice.blockSignals(True)
        fill_choice(self.choice, options, value if value in dict(options) else "")
        self.choice.blockSignals(False)

    def _said(self, wanted: tuple[ModelRead, ...]) -> str:
        if self._is_running:
            return self._progress_words() if self._source else self.tr("Looking for the models…")
        if self._failure is not None:
            return describe(self._failure).text
        if self._is_cancelled:
            return self.tr("Stopped. What was fetched is kept; it goes on from there.")
        if not wanted:
            return "" if self._read is None else self.tr("The recommended models are here.")
        what = ", ".join(short_title(model.title) for model in wanted)
        words = self.tr("{models}: {size} over the network, from {sources}. Checked by hash.")
        sources = ", ".join(dict.fromkeys(m.source for m in wanted if m.source)) or "–"
        size = size_words(sum(model.n_bytes for model in wanted))
        return words.replace("{models}", what).replace("{size}", size).replace("{sources}", sources)
