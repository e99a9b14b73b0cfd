"""What a qualification is to measure: models, cells of their memory, how thoroughly; Start."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QFont
from PySide6.QtWidgets import (
    QFrame,
    QLabel,
    QPushButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from app.qualification_protocol import ModelChoice
from app.window import theme
from app.window.choices import CheckBox, ChoiceBox
from app.window.tool_tips import plain_tip
from engine.qualify.profile import PROFILES, QUICK, Profile
from engine.qualify.tickets import Ticket

WIDTH_PX = 288
_CELLS = ("f16", "q8_0", "q4_0")


class QualifySetup(QWidget):
    """Asks for a new run or for going on; its choices scroll where the window is low."""

    start_wanted = Signal(object, object)  # tuple[Ticket, ...], Profile
    resume_wanted = Signal()

    def __init__(self, owner: QWidget | None = None) -> None:
        super().__init__(owner)
        self.setObjectName("qualifySetup")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setFixedWidth(WIDTH_PX)
        self._choices: tuple[ModelChoice, ...] | None = None
        self._embedder = ""
        self._is_running = self._is_resumable = False
        self.models: list[CheckBox] = []
        self.cells = [CheckBox(name) for name in _CELLS]
        self.cells[0].setChecked(True)
        self.profile = ChoiceBox()
        for name in PROFILES:
            self.profile.addItem(name, name)
        self.start = QPushButton()
        self.resume = QPushButton()
        self.resume.setObjectName("primary")
        self._headings = [_heading(self.font()) for _ in range(3)]
        self._no_model, self._cells_note, self._profile_note, self._count = (
            _note() for _ in range(4)
        )
        self._lay_out()
        for box in self.cells:
            box.toggled.connect(self._settle)
        self.profile.currentIndexChanged.connect(self.retranslate)
        self.start.clicked.connect(self._ask_to_start)
        self.resume.clicked.connect(self.resume_wanted)
        self.retranslate()

    def _lay_out(self) -> None:
        self._inside = inside = QWidget()
        inside.setObjectName("qualifySetupInside")
        self._models_layout = QVBoxLayout()
        self._models_layout.setSpacing(theme.HALF)
        column = QVBoxLayout(inside)
        column.setContentsMargins(theme.GAP, theme.GAP, theme.GAP, theme.GAP)
        column.setSpacing(theme.SPACE)
        models, cells, profile = self._headings
        column.addWidget(models)
        column.addWidget(self._no_model)
        column.addLayout(self._models_layout)
        column.addSpacing(theme.SPACE)
        column.addWidget(cells)
        for box in self.cells:
            column.addWidget(box)
        column.addWidget(self._cells_note)
        column.addSpacing(theme.SPACE)
        column.addWidget(profile)
        column.addWidget(self.profile)
        column.addWidget(self._profile_note)
        column.addStretch(1)
        self._choosing = QScrollArea(self)
        self._choosing.setFrameShape(QFrame.Shape.NoFrame)
        self._choosing.setWidgetResizable(True)
        self._choosing.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._choosing.setFocusPolicy(Qt.FocusPolicy.NoFocus)  # What is in it is reached by itself.
        self._choosing.setWidget(inside)
        foot = QVBoxLayout()
        foot.setContentsMargins(theme.GAP, theme.SPACE, theme.GAP, theme.GAP)
        foot.setSpacing(theme.SPACE)
        foot.addWidget(self._count)
        foot.addWidget(self.resume)
        foot.addWidget(self.start)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 1, 0)  # The line on the right.
        whole.setSpacing(0)
        whole.addWidget(self._choosing, 1)
        whole.addLayout(foot)

    def tickets(self) -> tuple[Ticket, ...]:
        """Every chosen model with every chosen kind of cells."""
        chosen = zip(self._choices or (), self.models, strict=True)
        return tuple(
            Ticket(choice.id, kv_type=name, embedder=self._embedder)
            for choice, box in chosen
            if box.isChecked()
            for name, cells in zip(_CELLS, self.cells, strict=True)
            if cells.isChecked()
        )

    def wanted_profile(self) -> Profile:
        """How thorough it is to be."""
        return PROFILES.get(self.profile.currentData(), QUICK)

    def show_models(self, choices: Sequence[ModelChoice], embedder: str) -> None:
        """The models that are here; what was chosen stays chosen."""
        self._embedder = embedder
        if tuple(choices) == self._choices:
            return
        before = {
            choice.id: box.isChecked()
            for choice, box in zip(self._choices or (), self.models, strict=True)
        }
        self._choices = tuple(choices)
        for box in self.models:
            self._models_layout.removeWidget(box)
            box.deleteLater()
        self.models = [
            self._model_box(choice, is_chosen=before.get(choice.id, choice.is_default))
            for choice in choices
        ]
        self._chain(self.models)
        self.retranslate()

    def _model_box(self, choice: ModelChoice, *, is_chosen: bool) -> CheckBox:
        box = CheckBox()
        title, _, note = choice.title.partition(" (")
        title, _, more = title.partition(": ")
        text = f"{title}\n{choice.n_bytes / 1e9:.1f} GB" if choice.n_bytes else title
        box.setText(text.replace("&", "&&"))
        box.setAccessibleName(title)
        if more or note:
            box.setToolTip(plain_tip(choice.title))
        box.setChecked(is_chosen)
        box.toggled.connect(self._settle)
        self._models_layout.addWidget(box)
        return box

    def _chain(self, boxes: Iterable[QWidget]) -> None:
        """The tab key goes through the models, then to the cells."""
        before: QWidget | None = None
        for box in (*boxes, self.cells[0]):
            if before is not None:
                self.setTabOrder(before, box)
            before = box

    def set_running(self, *, is_running: bool, is_resumable: bool) -> None:
        """Whether a run goes on, and whether there is one that can."""
        self._is_running, self._is_resumable = is_running, is_resumable
        self._settle()

    @property
    def is_wide_enough(self) -> bool:
        """Whether all words fit; there is no scrolling sideways."""
        return self._inside.minimumSizeHint().width() <= self._choosing.viewport().width()

    def focus_first(self) -> None:
        """To where the keyboard begins: what there is to do next, or the first choice."""
        places = (self.resume, *self.models, self.cells[0])
        next(place for place in places if not place.isHidden()).setFocus()

    def _settle(self) -> None:
        """What can be done now; the one thing to do next stands out."""
        tickets = self.tickets()
        self.resume.setVisible(self._is_resumable and not self._is_running)
        self.start.setObjectName("" if self._is_resumable else "primary")
        self.start.style().unpolish(self.start)
        self.start.style().polish(self.start)
        self.start.setText(self.tr("Start a new run") if self._is_resumable else self.tr("Start"))
        self.start.setEnabled(bool(tickets) and not self._is_running)
        n = len(tickets)
        one = self.tr("1 ticket: a model with its settings")
        many = self.tr("{n} tickets: every model with every kind of cells").format(n=n)
        self._count.setText(self.tr("Choose a model.") if not n else one if n == 1 else many)

    def _ask_to_start(self) -> None:
        self.start_wanted.emit(self.tickets(), self.wanted_profile())

    def changeEvent(self, event: QEvent) -> None:
        """Follow the language."""
        if event.type() is QEvent.Type.LanguageChange:
            self.retranslate()
        super().changeEvent(event)

    def retranslate(self) -> None:
        """All words again."""
        titles = (self.tr("Models"), self.tr("Short-term memory"), self.tr("How thoroughly"))
        for label, title in zip(self._headings, titles, strict=True):
            label.setText(title)
        self._choosing.setAccessibleName(self.tr("What to qualify"))
        self._no_model.setText(
            self.tr("No language model is installed. Install one with “genba models fetch”.")
        )
        self._no_model.setVisible(self._choices == ())
        for box, text in zip(
            self.cells,
            (
                self.tr("f16: as the program runs"),
                self.tr("q8_0: half the room"),
                self.tr("q4_0: a quarter, less exact"),
            ),
            strict=True,
        ):
            box.setText(text)
        self._cells_note.setText(self.tr("How each cell is stored. Each kind is a ticket."))
        words = {
            "quick": (
                self.tr("Quick"),
                self.tr("About 10 to 30 minutes for each model. Enough to find out what fails."),
            ),
            "standard": (
                self.tr("Standard"),
                self.tr("Some hours for each model. Enough cases for a pass."),
            ),
            "full": (
                self.tr("Full"),
                self.tr("A night or more for each model, up to a million tokens of text."),
            ),
        }
        for n in range(self.profile.count()):
            self.profile.setItemText(n, words[self.profile.itemData(n)][0])
        for widget in (self.profile, self.profile.view()):
            widget.setAccessibleName(titles[2])
        self._profile_note.setText(words[self.profile.currentData()][1])
        self.profile.setAccessibleDescription(self._profile_note.text())
        self.resume.setText(self.tr("Resume the run"))
        self._settle()


def _heading(font: QFont) -> QLabel:
    label = QLabel()
    label.setFont(theme.scaled(font, 1.0, weight=QFont.Weight.DemiBold))
    return label


def _note() -> QLabel:
    label = QLabel()
    label.setObjectName("muted")
    label.setWordWrap(True)
    return label
