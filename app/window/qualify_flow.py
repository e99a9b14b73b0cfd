"""What happens to qualifications: starting, following, cancelling, going on, saving the report."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject, QTimer, QUrl, Signal, Slot
from PySide6.QtGui import QDesktopServices, QFont, QFontDatabase, QFontInfo
from PySide6.QtWidgets import QFileDialog

from app.messages import Message
from app.protocol import EngineStage, EngineState, JobFailed
from app.qualification_protocol import (
    EditPrices,
    PricesReady,
    QualificationRead,
    QualificationRequest,
    Qualify,
    ReadQualification,
    ReportSaved,
    ResumeQualification,
    RunRead,
    SaveReport,
)
from app.window import theme
from app.window.engine_link import EngineLink
from app.window.language import Language, Translators
from app.window.message_bar import MessageBar, NoticeAction, Severity
from app.window.qualify_page import QualifyPage
from engine.qualify.events import QualificationFinished, QualifyEvent, TicketDropped, WorldBegun
from engine.qualify.profile import Profile
from engine.qualify.svg import DARK, LIGHT, Look
from engine.qualify.tickets import Ticket

REFRESH_MS = 8000  # Reading a run of a thousand cases takes the engine some 50 ms.


class QualifyFlow(QObject):
    """Keeps the page and the engine's runs in step."""

    failed = Signal(object)  # JobFailed
    page_wanted = Signal()

    def __init__(
        self,
        link: EngineLink,
        page: QualifyPage,
        notices: MessageBar,
        translators: Translators,
        owner: QObject | None = None,
    ) -> None:
        super().__init__(owner)
        self._link = link
        self._page = page
        self._notices = notices
        self._translators = translators
        self._job: int | None = None
        self._is_reading = self._is_stale = False
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(REFRESH_MS)
        self._timer.timeout.connect(self.refresh)
        link.state_changed.connect(self.follow_engine)
        page.shown.connect(self.refresh)
        page.looks_changed.connect(self.refresh)
        page.setup.start_wanted.connect(self.start)
        page.setup.resume_wanted.connect(self.resume)
        page.progress.cancelled.connect(self.cancel)
        page.save_wanted.connect(self.choose_file)
        page.results.prices_wanted.connect(self.edit_prices)

    @property
    def is_running(self) -> bool:
        """Whether a run goes on."""
        return self._job is not None

    @Slot()
    def refresh(self) -> None:
        """Ask what there is, once at a time, and not for a page that nobody sees."""
        if not self._page.isVisible():
            return
        if self._is_reading:
            self._is_stale = True
            return
        self._is_reading, self._is_stale = True, False
        self._link.begin(
            partial(ReadQualification, language=self._language, look=chart_look(self._language)),
            on_event=self._show_read,
            on_done=self._end_reading,
            on_failed=self._fail_reading,
        )

    @Slot(object)
    def follow_engine(self, state: EngineState) -> None:
        """A new engine has been told nothing yet."""
        if state.stage is EngineStage.OPEN:
            self.refresh()

    @Slot(object, object)
    def start(self, tickets: tuple[Ticket, ...], profile: Profile) -> None:
        """Begin a new run."""
        self._begin(partial(Qualify, tickets=tickets, profile=profile))

    @Slot()
    def resume(self) -> None:
        """Go on with the run that is shown."""
        if self._page.run is not None:
            self._begin(partial(ResumeQualification, folder=self._page.run.folder))

    @Slot()
    def cancel(self) -> None:
        """Stop the run; what is done is kept."""
        if self._job is not None:
            self._link.cancel(self._job)

    @Slot(object)
    def choose_file(self, run: RunRead) -> None:
        """Let the person say where the report goes; not exec(): the window goes on meanwhile."""
        dialog = QFileDialog(self._page, self.tr("Save report"))
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setNameFilters([self.tr("PDF (*.pdf)"), self.tr("Web page (*.html)")])
        dialog.setDefaultSuffix("pdf")
        dialog.filterSelected.connect(
            lambda name: dialog.setDefaultSuffix("html" if "html" in name else "pdf")
        )
        dialog.selectFile(f"Genba {Path(run.folder).name}.pdf")
        dialog.fileSelected.connect(lambda name: self.save(run, Path(name)))
        dialog.open()
        dialog.finished.connect(dialog.deleteLater)

    def save(self, run: RunRead, path: Path) -> None:
        """Write the report on a run."""
        self._link.begin(
            partial(SaveReport, folder=run.folder, path=path, language=self._language),
            on_event=self._show_saved,
            on_failed=self.failed.emit,
        )

    @Slot()
    def edit_prices(self) -> None:
        """Open the file of the shop's prices; the page follows it when it is shown again."""
        self._link.begin(
            partial(EditPrices, language=self._language),
            on_event=self._open_prices,
            on_failed=self.failed.emit,
        )

    @property
    def _language(self) -> str:
        return self._translators.language.value

    def _begin(self, request: Callable[[int], QualificationRequest]) -> None:
        if self.is_running:
            return
        self._notices.dismiss("qualification")
        self._page.begin()
        self._job = self._link.begin(
            request, on_event=self._show_progress, on_done=self._end, on_failed=self._fail
        )

    def _show_progress(self, news: QualifyEvent) -> None:
        self._page.show_progress(news)
        match news:
            case QualificationFinished(is_cancelled=False):
                self._tell_the_end()
            case WorldBegun():
                pass
            case TicketDropped():
                self.refresh()
            case _:
                if not self._timer.isActive():
                    self._timer.start()

    def _tell_the_end(self) -> None:
        """Whoever waits for it may be elsewhere in the window."""
        if self._page.isVisible():
            return
        show = NoticeAction(lambda: self.tr("Show"), self.page_wanted.emit)
        self._notices.show_notice(
            "qualification",
            Severity.INFO,
            lambda: Message(self.tr("The qualification is finished."), ""),
            actions=(show,),
        )

    def _end(self) -> None:
        self._job = None
        self._timer.stop()
        self._page.set_idle()
        self.refresh()

    def _fail(self, failed: JobFailed) -> None:
        self._end()
        self.failed.emit(failed)

    def _show_read(self, read: QualificationRead) -> None:
        self._page.show_read(read)

    def _end_reading(self) -> None:
        self._is_reading = False
        if self._is_stale:
            self.refresh()

    def _fail_reading(self, failed: JobFailed) -> None:
        self._is_reading = self._is_stale = False
        self.failed.emit(failed)

    def _open_prices(self, ready: PricesReady) -> None:
        def words() -> Message:
            text = self.tr("The prices are in “{file}”.").replace("{file}", str(ready.path))
            return Message(text, self.tr("Edit and save it, then read it again."))

        again = NoticeAction(lambda: self.tr("Read again"), self.refresh)
        self._notices.show_notice("prices", Severity.INFO, words, actions=(again,))
        QDesktopServices.openUrl(QUrl.fromLocalFile(str(ready.path)))

    def _show_saved(self, saved: ReportSaved) -> None:
        def show() -> None:
            QDesktopServices.openUrl(QUrl.fromLocalFile(str(saved.path)))

        def words() -> Message:
            text = self.tr("The report was saved as “{file}”.")
            return Message(text.replace("{file}", saved.path.name), "")

        self._notices.show_notice(
            "report",
            Severity.INFO,
            words,
            actions=(NoticeAction(lambda: self.tr("Open"), show),),
        )


def chart_look(language: str) -> Look:
    """The colours and the type of charts that stand on the window's paper."""
    colours = theme.current()
    family = QFontInfo(QFont()).family()  # What the system takes for a name such as Sans.
    if language == Language.JAPANESE:
        installed = set(QFontDatabase.families())
        family = next((name for name in theme.JAPANESE_FAMILIES if name in installed), family)
    return replace(
        DARK if colours.is_dark else LIGHT,
        ink=colours.text.name(),
        muted=colours.muted.name(),
        grid=colours.line.name(),
        paper=colours.base.name(),
        family=family,
    )
