"""The page that qualifies models, with a scripted engine and a made-up run."""

from __future__ import annotations

import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import QObject, Qt, QUrl, Slot
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QAbstractButton, QApplication, QComboBox, QFileDialog, QWidget
from pytestqt.qtbot import QtBot

from app.messages import describe
from app.protocol import Blame, Cancel, EngineStage, EngineState, JobFailed, ListLibrary
from app.qualification_protocol import (
    EditPrices,
    ModelChoice,
    PricesReady,
    PricesStage,
    QualificationRead,
    Qualify,
    ReadQualification,
    ReportSaved,
    ResumeQualification,
    RunRead,
    SaveReport,
)
from app.qualification_reading import read_run
from app.window import theme
from app.window.language import Language
from app.window.main_window import MainWindow
from app.window.qualify_flow import chart_look
from engine.domain import Failure
from engine.qualify.events import CaseDone, QualificationFinished, TicketBegun, WorldBegun
from engine.qualify.profile import QUICK, STANDARD
from engine.qualify.runs import RunFolder
from engine.qualify.tickets import Ticket
from tests.app.scripted import EMPTY_LIBRARY, ScriptedEngine, settle
from tests.engine.qualify.sample_run import GOOD, SMALL, sample_about, sample_cases, sample_record

BIG = ModelChoice("big", "Big 1.5B, 4 bit: the default", 1_100_000_000, is_default=True)
TINY = ModelChoice("tiny", "Tiny & fast 0.1B", 98_000_000, is_default=False)


@pytest.fixture
def folder(tmp_path: Path) -> RunFolder:
    """A made-up run on disk, some cases of which were not asked."""
    folder = RunFolder(tmp_path / "20260512-093000 standard")
    cases = sample_cases()
    record = sample_record(cases)
    folder.begin(sample_about(), cases)
    for ticket, results in record.results.items():
        for result in tuple(results.values())[-60:]:
            folder.keep_result(ticket, result)
    for ticket, speed in record.speeds.items():
        folder.keep_speed(ticket, speed)
    folder.keep_result(GOOD.id, next(iter(record.results[GOOD.id].values())))
    return folder


@pytest.fixture
def run(folder: RunFolder, qapp: QApplication) -> RunRead:
    return read_run(folder, folder.path.parent, language="en", look=chart_look("en"))


@pytest.fixture
def opened() -> Iterator[list[str]]:
    """The names of files that other programs were asked to open."""
    recorder = Recorder()
    QDesktopServices.setUrlHandler("file", recorder, "note")
    yield recorder.names
    QDesktopServices.unsetUrlHandler("file")


class Recorder(QObject):
    """Stands in for the other programs."""

    def __init__(self) -> None:
        super().__init__()
        self.names: list[str] = []

    @Slot(QUrl)
    def note(self, url: QUrl) -> None:
        self.names.append(url.fileName())


def open_page(window: MainWindow, engine: ScriptedEngine, run: RunRead | None = None) -> None:
    window.menus.qualify.trigger()
    settle()
    engine.finish(ReadQualification, QualificationRead((BIG, TINY), "embedder", run))


def done(case: int, total: int, seconds_left: float | None) -> CaseDone:
    result = next(iter(sample_record(sample_cases()).results[GOOD.id].values()))
    return CaseDone(GOOD.id, result, case, total, seconds_left)


def texts_of(widget: QWidget) -> str:
    labels = [child for child in widget.findChildren(QWidget) if child.isVisible()]
    return " ".join(getattr(child, "text", str)() for child in labels)


def test_the_menu_leads_to_the_page_and_back(window: MainWindow, engine: ScriptedEngine) -> None:
    open_page(window, engine)

    assert window.qualify.isVisible()
    assert window.menus.qualify.shortcut().toString() == "Ctrl+Shift+M"
    window.qualify.leave.click()
    settle()
    assert window.question.isVisible()
    assert window.question.ask_box.text.hasFocus()


def test_without_a_run_the_page_says_what_it_is_for_and_how_long_it_takes(
    window: MainWindow, engine: ScriptedEngine
) -> None:
    open_page(window, engine)

    said = texts_of(window.qualify)
    assert "asks each model" in said
    assert "minutes for each model" in said
    assert not window.qualify.save.isEnabled()


def test_the_default_model_is_chosen_and_started(
    window: MainWindow, engine: ScriptedEngine
) -> None:
    open_page(window, engine)
    window.qualify.setup.start.click()
    settle()

    request = engine.last(Qualify)
    assert request.tickets == (Ticket("big", embedder="embedder"),)
    assert request.profile == QUICK


def test_every_model_with_every_kind_of_cells_is_a_ticket(
    window: MainWindow, engine: ScriptedEngine
) -> None:
    open_page(window, engine)
    setup = window.qualify.setup
    setup.models[1].click()
    setup.cells[1].click()
    setup.profile.setCurrentIndex(1)
    assert "4 tickets" in texts_of(setup)
    setup.start.click()
    settle()

    request = engine.last(Qualify)
    assert {(one.model, one.kv_type) for one in request.tickets} == {
        (model, cells) for model in ("big", "tiny") for cells in ("f16", "q8_0")
    }
    assert request.profile == STANDARD


def test_without_a_model_there_is_nothing_to_start(
    window: MainWindow, engine: ScriptedEngine
) -> None:
    window.menus.qualify.trigger()
    settle()
    engine.finish(ReadQualification, QualificationRead((), "", None))

    assert "genba models fetch" in texts_of(window.qualify.setup)
    assert not window.qualify.setup.start.isEnabled()


def test_what_was_chosen_stays_chosen_when_the_page_is_read_again(
    window: MainWindow, engine: ScriptedEngine
) -> None:
    open_page(window, engine)
    window.qualify.setup.models[0].click()
    window.qualify.setup.models[1].click()
    window.qualifications.refresh()
    engine.finish(ReadQualification, QualificationRead((TINY, BIG), "embedder", None))

    chosen = [box.isChecked() for box in window.qualify.setup.models]
    assert chosen == [True, False]


def test_a_run_tells_where_it_is_and_how_long_it_will_take(
    window: MainWindow, engine: ScriptedEngine
) -> None:
    open_page(window, engine)
    window.qualify.setup.start.click()
    settle()
    progress = window.qualify.progress
    assert progress.isVisible()
    assert progress.percent == -1
    engine.tell(Qualify, TicketBegun(GOOD.id, 2, 3), WorldBegun("w"))
    assert "Round 2 of 3: made-up-1.5b" in progress.text()
    assert "reading its documents" in progress.text()
    engine.tell(Qualify, done(30, 120, 600.0))
    assert "30 of 120 cases · about 10 min left" in progress.text()
    assert progress.percent == 25


def test_cancel_keeps_what_is_done_and_resume_goes_on(
    window: MainWindow, engine: ScriptedEngine, run: RunRead
) -> None:
    open_page(window, engine)
    setup = window.qualify.setup
    setup.start.click()
    settle()
    assert not setup.start.isEnabled()
    window.qualify.progress.cancel.click()
    settle()
    assert engine.last(Cancel).job == engine.last(Qualify).job
    engine.finish(Qualify, QualificationFinished(run.folder, is_cancelled=True))
    engine.finish(ReadQualification, QualificationRead((BIG, TINY), "embedder", run))
    assert not window.qualify.progress.isVisible()
    assert setup.start.text() == "Start a new run"
    setup.resume.click()
    settle()

    assert engine.last(ResumeQualification).folder == run.folder


def test_a_run_that_is_lost_can_be_resumed(
    window: MainWindow, engine: ScriptedEngine, run: RunRead
) -> None:
    open_page(window, engine)
    window.qualify.setup.start.click()
    settle()
    failure = Failure("QualificationLost", (("exit_code", "-9"),))
    engine.fail(Qualify, lambda job: JobFailed(job, Blame.ENVIRONMENT, failure))
    engine.finish(ReadQualification, QualificationRead((BIG, TINY), "embedder", run))

    assert "stopped unexpectedly (exit code -9)" in window.notices.text("QualificationLost")
    assert window.qualify.setup.resume.isVisible()


def test_each_ticket_has_its_verdict_and_how_many_cases_it_still_needs(
    window: MainWindow, engine: ScriptedEngine, run: RunRead
) -> None:
    open_page(window, engine, run)
    model = window.qualify.results.table.tickets
    said = [str(model.index(row, 1).data()) for row in range(model.rowCount())]

    assert run.headline == window.qualify.results.headline.text()
    missing = sum(found.n_missing for found in run.summary.tickets[0].verdict.abilities)
    assert f"not enough cases yet, at least {missing} more" in said[0]
    assert model.index(0, 2).data() == f"61/{run.summary.n_cases}"


def test_the_charts_are_those_of_the_chosen_ticket(
    window: MainWindow, engine: ScriptedEngine, run: RunRead
) -> None:
    open_page(window, engine, run)
    results = window.qualify.results
    first = results.bars.accessibleName()
    results.table.selectRow(1)
    settle()

    assert first == f"Abilities of {run.names[GOOD.id]}"
    assert results.bars.accessibleName() == f"Abilities of {run.names[SMALL.id]}"
    assert "asked" in results.bars.accessibleDescription()
    assert results.heatmaps.isVisible()
    assert results.speed.isVisible()


def test_a_ticket_stays_chosen_while_the_run_goes_on(
    window: MainWindow, engine: ScriptedEngine, run: RunRead
) -> None:
    open_page(window, engine, run)
    window.qualify.results.table.selectRow(1)
    window.qualifications.refresh()
    engine.finish(ReadQualification, QualificationRead((BIG, TINY), "embedder", run))

    assert window.qualify.results.table.currentIndex().row() == 1
    assert run.names[SMALL.id] in window.qualify.results.bars.accessibleName()


def test_the_report_is_saved_and_can_be_opened(
    window: MainWindow, engine: ScriptedEngine, run: RunRead, tmp_path: Path
) -> None:
    open_page(window, engine, run)
    window.qualifications.save(run, tmp_path / "report.pdf")
    settle()
    request = engine.last(SaveReport)
    assert (request.folder, request.language) == (run.folder, "en")
    engine.finish(SaveReport, ReportSaved(request.path))

    assert "“report.pdf”" in window.notices.text("report")
    assert window.notices.button("report").text() == "Open"


def test_prices_are_asked_for_and_read_again(
    window: MainWindow, engine: ScriptedEngine, run: RunRead, opened: list[str]
) -> None:
    open_page(window, engine, run)
    results = window.qualify.results
    assert "Put in the prices" in results.prices_note.text()
    results.prices.click()
    settle()
    engine.finish(EditPrices, PricesReady(Path("costs.toml")))
    assert opened == ["costs.toml"]
    window.notices.button("prices").click()
    settle()
    wrong = replace(run, prices=PricesStage.WRONG, prices_failure=Failure("CostsInvalid"))
    engine.finish(ReadQualification, QualificationRead((BIG, TINY), "embedder", wrong))

    assert results.prices_note.text() == describe(Failure("CostsInvalid")).text


@pytest.mark.qt_log_ignore("propagateSizeHints")
def test_a_file_for_the_report_is_asked_for_without_stopping_the_window(
    window: MainWindow, engine: ScriptedEngine, run: RunRead
) -> None:
    open_page(window, engine, run)
    window.qualify.save.click()
    settle()
    dialog = window.qualify.findChild(QFileDialog)
    assert isinstance(dialog, QFileDialog)
    assert dialog.acceptMode() is QFileDialog.AcceptMode.AcceptSave
    dialog.close()
    settle()


def test_the_end_is_told_to_whoever_is_elsewhere(
    window: MainWindow, engine: ScriptedEngine, run: RunRead
) -> None:
    open_page(window, engine)
    window.qualify.setup.start.click()
    settle()
    window.qualify.leave.click()
    engine.finish(Qualify, QualificationFinished(run.folder, is_cancelled=False))
    assert "finished" in window.notices.text("qualification")
    window.notices.button("qualification").click()
    settle()

    assert window.qualify.isVisible()


def test_the_library_does_not_take_the_page_away(
    window: MainWindow, engine: ScriptedEngine
) -> None:
    open_page(window, engine)
    window.stock.refresh()
    engine.finish(ListLibrary, EMPTY_LIBRARY)

    assert window.qualify.isVisible()


def test_another_language_is_asked_of_the_engine_too(
    window: MainWindow, engine: ScriptedEngine, run: RunRead
) -> None:
    open_page(window, engine, run)
    window.speak(Language.JAPANESE)
    settle()

    assert engine.last(ReadQualification).language == "ja"
    assert "短期メモリ" in texts_of(window.qualify.setup)


def test_nothing_is_asked_twice_at_a_time(window: MainWindow, engine: ScriptedEngine) -> None:
    window.menus.qualify.trigger()
    settle()
    window.qualifications.refresh()
    window.qualifications.refresh()
    settle()
    assert len(engine.all(ReadQualification)) == 1
    engine.finish(ReadQualification, QualificationRead((BIG,), "", None))

    assert len(engine.all(ReadQualification)) == 2


def test_an_engine_that_comes_back_is_asked_again(
    window: MainWindow, engine: ScriptedEngine
) -> None:
    window.menus.qualify.trigger()
    settle()
    lost = Failure("EngineLost")
    engine.say(EngineState(EngineStage.LOST, failure=lost))
    engine.fail(ReadQualification, lambda job: JobFailed(job, Blame.ENVIRONMENT, lost))
    engine.become_ready()

    assert len(engine.all(ReadQualification)) == 2


@pytest.mark.parametrize("size", [(1366, 700), (840, 440)])
@pytest.mark.parametrize("language", list(Language))
def test_nothing_scrolls_sideways(
    window: MainWindow,
    engine: ScriptedEngine,
    run: RunRead,
    size: tuple[int, int],
    language: Language,
) -> None:
    window.resize(*size)
    open_page(window, engine, run)
    window.speak(language)
    settle()
    results = window.qualify.results
    assert (window.width(), window.height()) == size
    assert results.widget().width() <= results.viewport().width()
    assert window.qualify.setup.is_wide_enough
    for strip in (results.bars, results.heatmaps, results.speed):
        assert strip.geometry().right() <= results.viewport().width()
        assert strip.height() >= strip.heightForWidth(strip.width())
    header = results.table.horizontalHeader()
    assert header.length() <= results.table.viewport().width()


def test_everything_can_be_reached_and_has_a_name(
    window: MainWindow, engine: ScriptedEngine, run: RunRead
) -> None:
    open_page(window, engine, run)
    parts = [
        part
        for kind in (QAbstractButton, QComboBox)
        for part in window.qualify.findChildren(kind)
        if part.isVisible()
    ]
    assert len(parts) >= 8
    for part in parts:
        text = part.text() if isinstance(part, QAbstractButton) else ""
        assert part.accessibleName() or text, part
        assert part.focusPolicy() & Qt.FocusPolicy.TabFocus
    assert window.qualify.results.table.accessibleName()


def test_a_run_is_shown_within_a_frame_or_two(
    window: MainWindow, engine: ScriptedEngine, run: RunRead, qtbot: QtBot
) -> None:
    open_page(window, engine, run)
    started = time.perf_counter()
    window.qualify.show_read(QualificationRead((BIG, TINY), "embedder", run))
    assert time.perf_counter() - started < 0.05


def test_charts_take_the_colours_of_the_window(window: MainWindow, qapp: QApplication) -> None:
    before = qapp.palette()
    try:
        qapp.setPalette(theme.dark_palette())
        look = chart_look("en")
        assert look.paper == theme.current().base.name()
        assert look.ink == theme.current().text.name()
    finally:
        qapp.setPalette(before)
