"""The window: puts the panels together and connects them with the engine."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QEvent, Qt, QTimer, Signal, Slot
from PySide6.QtGui import (
    QCloseEvent,
)
from PySide6.QtWidgets import (
    QMainWindow,
    QSplitter,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from app.protocol import EngineStage, EngineState, LibraryListed
from app.window import theme
from app.window.about import show_about
from app.window.adding import Adding
from app.window.empty_state import EmptyState
from app.window.engine_care import EngineCare
from app.window.engine_link import EngineLink
from app.window.engine_news import EngineNews
from app.window.evidence_flow import EvidenceFlow
from app.window.evidence_panel import EvidencePanel
from app.window.export_flow import ExportFlow
from app.window.folder_flow import FolderFlow
from app.window.habits import Habits
from app.window.history_flow import HistoryFlow
from app.window.history_panel import HistoryPanel
from app.window.kept_state import state_path
from app.window.language import Language, Translators
from app.window.library_flow import LibraryFlow
from app.window.library_panel import LibraryPanel
from app.window.library_row import Row, RowState
from app.window.menus import Menus
from app.window.message_bar import MessageBar, Severity
from app.window.page_out_flow import PageOutFlow
from app.window.panel_switch import Side, SideColumn
from app.window.preferences import Preferences
from app.window.qualify_flow import QualifyFlow
from app.window.qualify_page import QualifyPage
from app.window.question_flow import QuestionFlow
from app.window.question_panel import QuestionPanel
from app.window.rerun_flow import RerunFlow
from app.window.settings_page import SettingsPage
from app.window.sights import document_sight
from app.window.status_line import StatusLine
from app.window.style_sheet import style_sheet
from app.window.tile_flow import TileFlow
from app.window.window_memory import WindowMemory
from engine.answers import Judgement
from engine.domain import Document, Failure

START_SIZE = (1280, 720)  # Fits a 1366x768 screen with its task bar.
SMALLEST = (840, 440)  # 1366x768 at 150 %, with a task bar.


class MainWindow(QMainWindow):
    """Everything on the screen. Owns no thread and no process; the link is given."""

    workspace_wanted = Signal(object)  # Path of another workspace to open in this window's place.

    def __init__(
        self,
        link: EngineLink,
        preferences: Preferences,
        translators: Translators,
        *,
        workspace: Path | None = None,
        is_new_workspace: bool = False,
    ) -> None:
        super().__init__()
        self.link = link
        self._preferences = preferences
        self._translators = translators
        self._styled_for: theme.Colours | None = None
        self.notices = MessageBar(self)
        self.empty = EmptyState(self)
        self.library = LibraryPanel(self)
        self.history = HistoryPanel(self)
        self.side = SideColumn({Side.LIBRARY: self.library, Side.HISTORY: self.history}, self)
        self.question = QuestionPanel(self)
        self.evidence = EvidencePanel(self)
        self.qualify = QualifyPage(self)
        self.settings = SettingsPage(self)
        self._lay_out()
        self.menus = Menus(self)
        self.status = StatusLine(self)
        self.news = EngineNews(self.notices, self)
        self.pages = EvidenceFlow(link, self.evidence, self)
        self.tiles = TileFlow(link, self.evidence, self)
        self.page_out = PageOutFlow(link, self.evidence, self)
        self.setStatusBar(self.status)
        self.questions = QuestionFlow(link, self.question, self.evidence, self)
        self.reruns = RerunFlow(link, self.question, self.questions, self)
        self.stock = LibraryFlow(link, self.library, self.notices, self)
        self.adding = Adding(self, self.stock, self.notices, preferences)
        self.adding.paste_from(self.question.ask_box.text)
        self.habits = Habits(self, self.menus, self.notices, self.questions, self.evidence)
        self.habits.editing.pasted.connect(self.adding.paste)
        self.folders = FolderFlow(link, self.library.folders, self.stock, self.notices, self)
        self.qualifications = QualifyFlow(link, self.qualify, self.notices, translators, self)
        self.past = HistoryFlow(
            link, self.history, self.question, self.questions, self.notices, self
        )
        self.exports = ExportFlow(
            link, self.history, self.question, self.notices, translators, self
        )
        self.care = EngineCare(self, link, preferences, workspace)
        self._connect()
        self.setWindowTitle(f"{workspace.name} — Genba" if workspace else "Genba")
        self.setMinimumSize(*SMALLEST)
        self.resize(*START_SIZE)
        preferences.restore(self, self._splitters)
        self.memory = self._remember(workspace) if workspace else None
        self.menus.library.setChecked(self._splitters["panels"].sizes()[0] > 0)
        self._stack.setCurrentWidget(self.empty if is_new_workspace else self._panels)
        self._restyle()
        self.retranslate()
        (self.empty.first if is_new_workspace else self.question.ask_box).setFocus()

    def _lay_out(self) -> None:
        self._panels = QSplitter(Qt.Orientation.Horizontal, self)
        self._panels.setHandleWidth(1)
        for panel, minimum, share in (
            (self.side, 200, 0),  # With two handles all three fit the smallest window.
            (self.question, 310, 1),
            (self.evidence, 328, 1),
        ):
            panel.setMinimumWidth(minimum)
            self._panels.addWidget(panel)
            self._panels.setStretchFactor(self._panels.count() - 1, share)
            self._panels.setCollapsible(self._panels.count() - 1, panel is self.side)
        self._panels.setSizes([240, 500, 540])
        self._splitters = {"panels": self._panels, "middle": self.question.splitter}
        self._stack = QStackedWidget(self)
        self._stack.addWidget(self._panels)
        self._stack.addWidget(self.empty)
        self._stack.addWidget(self.qualify)
        self._stack.addWidget(self.settings)
        centre = QWidget(self)
        column = QVBoxLayout(centre)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.notices)
        column.addWidget(self._stack, 1)
        self.setCentralWidget(centre)

    def _remember(self, workspace: Path) -> WindowMemory:
        path = state_path(self._preferences.folder, workspace)
        memory = WindowMemory(
            path, self, self._splitters, self.questions, self.question, self.evidence
        )
        memory.restore()
        self.stock.listed.connect(memory.show_library)
        memory.reopen_wanted.connect(self.past.recall)
        return memory

    def _connect(self) -> None:
        menus, link = self.menus, self.link
        link.state_changed.connect(self.show_state)
        for source in (self.empty, self.library):
            source.files_wanted.connect(self.adding.choose_files)
            source.folder_wanted.connect(self.adding.choose_folder)
        folders = self.library.folders
        folders.folder_wanted.connect(self.adding.choose_folder)
        folders.toggle.setChecked(not self._preferences.are_folders_folded)
        folders.toggle.toggled.connect(
            lambda is_open: self._preferences.keep_folders_folded(are_folded=not is_open)
        )
        self.empty.sample_wanted.connect(self.adding.add_sample)
        self.library.opened.connect(self.show_row)
        self.library.scope_wanted.connect(self.questions.set_scope)
        self.question.answer.document_clicked.connect(self.show_document)
        self.question.answer.files_wanted.connect(self.adding.choose_files)
        link.memory_changed.connect(self.status.memory.show_state)
        self.questions.memory_changed.connect(self.status.memory.show_use)
        self.status.memory.pause_toggled.connect(self._pause_warming)
        self.status.memory.set_paused(self._preferences.is_warming_paused)
        self.news.restart_wanted.connect(link.restart)
        self.news.question_wanted.connect(self.questions.ask)
        self.questions.failed.connect(self.news.show_failure)
        self.questions.interrupted.connect(self.news.keep_question)
        self.questions.interrupted.connect(self.question.ask_box.give_back)
        self.questions.running_changed.connect(menus.stop.setEnabled)
        self.stock.failed.connect(self.news.show_failure)
        self.folders.failed.connect(self.news.show_failure)
        self.stock.listed.connect(self.show_library)
        self.stock.listed.connect(self.reruns.show_library)
        self.reruns.failed.connect(self.news.show_failure)
        self.stock.listed.connect(self.questions.follow_library)
        self.stock.began.connect(self._show_panels)
        self.qualifications.failed.connect(self.news.show_failure)
        self.qualifications.page_wanted.connect(menus.qualify.trigger)
        self.qualify.left.connect(self.focus_question)
        self.qualify.left.connect(self.stock.refresh)  # The library may be empty.
        self.stock.errors_wanted.connect(self.show_errors)
        self.past.failed.connect(self.news.show_failure)
        self.exports.failed.connect(self.news.show_failure)
        self.side.currentChanged.connect(self._read_history)
        menus.stop.setEnabled(False)
        for action, act in (
            (menus.open_files, self.adding.choose_files),
            (menus.open_folder, self.adding.choose_folder),
            (menus.sample, self.adding.add_sample),
            (menus.reindex, self.reindex),
            (menus.quit, self.close),
            (menus.ask, self.focus_question),
            (menus.stop, self.questions.stop),
            (menus.copy_answer, self.questions.copy_answer),
            (menus.mark_right, lambda: self.question.answer.judge.say(Judgement.RIGHT)),
            (menus.mark_wrong, lambda: self.question.answer.judge.say(Judgement.WRONG)),
            (menus.export, self.exports.export_answer),
            (menus.print, self.exports.print_answer),
            (menus.documents, lambda: self._show_side(Side.LIBRARY)),
            (menus.history, lambda: self._show_side(Side.HISTORY)),
            (menus.zoom_in, self.evidence.page.zoom_in),
            (menus.zoom_out, self.evidence.page.zoom_out),
            (menus.fit, self.evidence.page.fit_width),
            (menus.qualify, self.show_qualification),
            (menus.settings, self.care.show_settings),
            (menus.first_steps, self.care.show_first_steps),
            (menus.about, lambda: show_about(self)),
        ):
            action.triggered.connect(act)
        # The column is not hidden but folded to nothing, so the card would stay.
        menus.library.toggled.connect(self._fold_card)
        self.habits.editing.find_wanted.connect(self.find_file)
        menus.library.toggled.connect(self._show_library_panel)
        for language, action in menus.languages.items():
            action.setChecked(language is self._translators.language)
            action.triggered.connect(lambda _=False, language=language: self.speak(language))
        self._panels.splitterMoved.connect(self._follow_splitter)

    @Slot(object)
    def show_state(self, state: EngineState) -> None:
        """The engine has come further, or is gone."""
        self.status.show_state(state)
        self.news.show_state(state)
        self.questions.show_state(state)
        if state.stage is EngineStage.OPEN:
            self.stock.refresh()
        elif state.stage is EngineStage.LOST:
            self.evidence.forget_pictures()

    @Slot(bool)
    def _pause_warming(self, is_paused: bool) -> None:
        self._preferences.keep_warming_paused(is_paused=is_paused)
        self.link.pause_warming(is_paused=is_paused)

    # The library.
    @Slot(object)
    def show_library(self, listed: LibraryListed) -> None:
        """Show the panels, or the empty state when there is nothing at all."""
        self.status.show_count(len(listed.documents))
        if self._stack.currentWidget() not in {self._panels, self.empty}:
            return  # A page in their place stays until it is left.
        is_empty = not (listed.sources or listed.folders or self.stock.is_indexing)
        nothing_asked = not self.question.answer.question
        self._stack.setCurrentWidget(self.empty if is_empty and nothing_asked else self._panels)

    @Slot()
    def _show_panels(self) -> None:
        self._stack.setCurrentWidget(self._panels)

    @Slot(object)
    def show_row(self, row: Row) -> None:
        """Open a document of the library, or say why it is not one."""
        if row.state is RowState.FAILED and row.failure is not None:
            self.news.tell("row", Severity.WARNING, row.failure)
        elif row.document is not None:
            self._show_document(row.document)

    @Slot(str)
    def show_document(self, path: str) -> None:
        """Open a document that an answer names, or say that it is gone."""
        document = self.library.model.document_named(path)
        if document is None:
            self.news.tell("row", Severity.WARNING, Failure("FileVanished", (("path", path),)))
        else:
            self._show_document(document)

    def _show_document(self, document: Document) -> None:
        sight = document_sight(document)
        if sight is not None:
            self.questions.keep_evidence()
            self.evidence.show_sight(sight)

    def _show_side(self, side: Side) -> None:
        self._show_panels()
        self.menus.library.setChecked(True)
        self.side.choose(side)
        if side is Side.HISTORY:
            self.history.focus_first()
        else:
            self.library.list.setFocus()

    @Slot()
    def _read_history(self) -> None:
        if self.side.side is Side.HISTORY:
            self.past.begin()

    @Slot()
    def show_errors(self) -> None:
        """The files that could not be read, with what to do."""
        self._show_panels()
        self.menus.library.setChecked(True)
        self.side.choose(Side.LIBRARY)
        self.library.filter.show_failed()
        self.library.list.setFocus()

    @Slot()
    def reindex(self) -> None:
        """Compare everything known with the disk."""
        self.stock.add(())

    # The window itself.
    @Slot()
    def focus_question(self) -> None:
        """Go to the ask box and select what is in it."""
        self._show_panels()
        self.question.ask_box.setFocus()
        self.question.ask_box.text.selectAll()

    @Slot()
    def find_file(self) -> None:
        """Go to where the library is searched, or to its list when it is short."""
        self._show_panels()
        self.menus.library.setChecked(True)
        self.side.choose(Side.LIBRARY)
        words = self.library.filter.words  # Of a short list the whole filter is hidden.
        (words if words.isVisible() else self.library.list).setFocus()

    @Slot()
    def show_qualification(self) -> None:
        """Go to the page that qualifies models."""
        self.show_page(self.qualify)
        self.qualify.setup.focus_first()

    def show_page(self, page: QWidget) -> None:
        """Put a page in the panels' place; it stays until it is left."""
        self._stack.setCurrentWidget(page)

    def speak(self, language: Language) -> None:
        """Change the language while running, and remember it."""
        self._translators.install(language)
        self._preferences.keep_language(language)
        self.menus.languages[language].setChecked(True)
        self.care.settings.refresh()

    @Slot(bool)
    def _fold_card(self, is_shown: bool) -> None:
        if not is_shown:
            self.library.card.hide()

    @Slot(bool)
    def _show_library_panel(self, is_shown: bool) -> None:
        sizes = self._panels.sizes()
        if is_shown == (sizes[0] > 0):
            return
        sizes[0] = 240 if is_shown else 0
        self._panels.setSizes(sizes)

    @Slot()
    def _follow_splitter(self) -> None:
        self.menus.library.setChecked(self._panels.sizes()[0] > 0)

    def closeEvent(self, event: QCloseEvent) -> None:
        """Remember the layout. The engine is stopped by who started it, after the window went."""
        self._preferences.keep(self, self._splitters)
        if self.memory is not None:
            self.memory.keep()
        super().closeEvent(event)

    def changeEvent(self, event: QEvent) -> None:
        """Follow language and palette."""
        if event.type() is QEvent.Type.LanguageChange:
            self.retranslate()
        elif event.type() is QEvent.Type.PaletteChange:
            QTimer.singleShot(0, self, self._restyle)
        super().changeEvent(event)

    def retranslate(self) -> None:
        """All words of the window itself again."""
        self.menus.retranslate()

    @Slot()
    def _restyle(self) -> None:
        colours = theme.current()
        if colours != self._styled_for:  # A style sheet changes the palette of its widgets.
            self._styled_for = colours
            self.setStyleSheet(style_sheet(colours))
