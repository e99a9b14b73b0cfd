"""The model in the status line: a button whose menu has the models on this machine."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Signal, Slot
from PySide6.QtGui import QAction, QActionGroup
from PySide6.QtWidgets import QMenu, QToolButton, QWidget

from app.engine_protocol import ModelsRead
from app.window.answer_states import short_model
from app.window.elided_button import ElidedButton
from app.window.model_words import menu_line
from engine.models.catalogue import ModelKind


class ModelMenu(ElidedButton):
    """Says which model answers; choosing another asks for it by a signal."""

    chosen = Signal(str)  # A model's id.
    more_wanted = Signal()
    qualify_wanted = Signal()
    opened = Signal()

    def __init__(self, owner: QWidget | None = None) -> None:
        super().__init__(owner)
        self._known: ModelsRead | None = None
        self._name = self._wish = ""
        self._menu = QMenu(self)
        self._menu.aboutToShow.connect(self.opened)
        self.setMenu(self._menu)
        self.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self.retranslate()

    @property
    def actions_by_model(self) -> dict[str, QAction]:
        """The menu's entries by the ids of their models."""
        return {str(a.data()): a for a in self._menu.actions() if a.data()}

    def show_models(self, read: ModelsRead) -> None:
        """What there is; an open menu stays as it is."""
        self._known = read
        self.retranslate()

    def show_name(self, name: str) -> None:
        """The name of the model that answers, empty while there is none."""
        self._name = short_model(name)
        self.retranslate()

    @Slot(str)
    def show_wish(self, model_id: str) -> None:
        """The model that is going to answer, empty when nothing changes."""
        self._wish = model_id
        self.retranslate()

    def changeEvent(self, event: QEvent) -> None:
        """Follow the language."""
        if event.type() is QEvent.Type.LanguageChange:
            self.retranslate()
        super().changeEvent(event)

    def retranslate(self) -> None:
        """All words again."""
        shown = self._wish or self._name or self._about_to_load()
        tip = self.tr("Which model answers. Click to choose another.")
        self.set_text(f"{shown} ▾" if shown else self.tr("No model ▾"), tip=tip)
        self.setAccessibleName(self.tr("Language model: {model}").replace("{model}", shown or "–"))
        if not self._menu.isVisible():
            self._fill()

    def _about_to_load(self) -> str:
        """The model that the engine is going to load first, if it can."""
        known = self._known.entry(self._known.language_model) if self._known else None
        return known.id if known is not None and known.is_here else ""

    def _fill(self) -> None:
        menu = self._menu
        menu.clear()
        group = QActionGroup(menu)
        here = self._known.here(ModelKind.LANGUAGE) if self._known else ()
        for model in here:
            action = menu.addAction(menu_line(model).replace("&", "&&"))
            action.setData(model.id)
            action.setCheckable(True)
            action.setChecked(model.id == (self._wish or self._name))
            action.setToolTip(model.title)
            group.addAction(action)
            action.triggered.connect(lambda _=False, chosen=model.id: self.chosen.emit(chosen))
        if not here:
            menu.addAction(self.tr("No language model is on this computer")).setEnabled(False)
        menu.addSeparator()
        menu.addAction(self.tr("Qualify models…")).triggered.connect(self.qualify_wanted)
        menu.addAction(self.tr("More models and settings…")).triggered.connect(self.more_wanted)
