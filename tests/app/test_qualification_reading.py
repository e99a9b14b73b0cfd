"""What the window is told of a run, and its report as a file."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from app.qualification_protocol import PricesStage, ReportSaved
from app.qualification_reading import (
    PRICES,
    edit_prices,
    read_qualification,
    read_run,
    save_report,
)
from engine.errors import ReportUnwritable
from engine.models.store import ModelStore
from engine.qualify.runs import RunFolder
from engine.qualify.svg import LIGHT
from tests.engine.qualify.sample_run import GOOD, sample_about, sample_cases, sample_record


@pytest.fixture
def folder(tmp_path: Path) -> RunFolder:
    """A made-up run, just begun, in a workspace."""
    folder = RunFolder(tmp_path / "qualification" / "20260512-093000 standard")
    folder.begin(sample_about(), sample_cases())
    return folder


def test_a_workspace_without_a_run_and_a_store_without_a_model_have_nothing_to_show(
    tmp_path: Path,
) -> None:
    read = read_qualification(tmp_path, ModelStore(tmp_path), language="en", look=LIGHT)
    assert (read.models, read.embedder, read.run) == ((), "", None)


def test_the_latest_run_is_read_before_its_first_case(folder: RunFolder, tmp_path: Path) -> None:
    read = read_qualification(tmp_path, ModelStore(tmp_path), language="en", look=LIGHT)
    assert read.run is not None
    assert read.run.folder == str(folder.path)
    assert not read.run.is_over
    assert "Cases still needed" in read.run.notes[GOOD.id][0]


def test_a_run_is_over_when_all_is_asked_and_timed_or_dropped(folder: RunFolder) -> None:
    record = sample_record(sample_cases())
    for ticket in sample_about().tickets:
        for result in record.results[GOOD.id].values():
            folder.keep_result(ticket.id, result)
        if ticket.id not in record.dropped:
            folder.keep_speed(ticket.id, record.speeds[ticket.id])
    assert not read_run(folder, folder.path.parent.parent, language="en", look=LIGHT).is_over
    for ticket_id, reason in record.dropped.items():
        folder.keep_dropped(ticket_id, reason)
    assert read_run(folder, folder.path.parent.parent, language="ja", look=LIGHT).is_over


@pytest.mark.real
def test_a_report_is_saved_as_pdf_in_a_child(folder: RunFolder, tmp_path: Path) -> None:
    path = tmp_path / "報告.pdf"
    assert save_report(folder, tmp_path, path, language="ja") == ReportSaved(path)
    assert path.read_bytes().startswith(b"%PDF")


def test_a_report_is_saved_as_one_html_file(folder: RunFolder, tmp_path: Path) -> None:
    path = tmp_path / "report.html"
    assert save_report(folder, tmp_path, path, language="en") == ReportSaved(path)
    assert path.read_text(encoding="utf-8").startswith("<!")
    assert list(tmp_path.glob("*.part")) == []


@pytest.mark.real
def test_a_pdf_that_cannot_be_written_says_so(folder: RunFolder, tmp_path: Path) -> None:
    with pytest.raises(ReportUnwritable):
        save_report(folder, tmp_path, tmp_path / "nowhere" / "report.pdf", language="en")


def test_a_page_that_cannot_be_written_says_so(folder: RunFolder, tmp_path: Path) -> None:
    with pytest.raises(ReportUnwritable):
        save_report(folder, tmp_path, tmp_path / "nowhere" / "report.html", language="en")


def test_without_prices_there_is_no_cost(folder: RunFolder, tmp_path: Path) -> None:
    fill(folder)
    run = read_run(folder, tmp_path, language="en", look=LIGHT)
    assert run.prices is PricesStage.NONE
    assert "cost" not in run.charts


def test_the_file_of_prices_is_written_once_and_then_followed(
    folder: RunFolder, tmp_path: Path
) -> None:
    fill(folder)
    path = edit_prices(tmp_path, language="en").path
    run = read_run(folder, tmp_path, language="en", look=LIGHT)
    assert run.prices is PricesStage.EXAMPLES
    assert run.charts["cost"].startswith("<svg")
    own = re.sub(r"{ example = ([^,}]+?) }", r"\1", path.read_text(encoding="utf-8"))
    path.write_text(own, encoding="utf-8")
    assert edit_prices(tmp_path, language="en").path == path
    assert path.read_text(encoding="utf-8") == own
    assert read_run(folder, tmp_path, language="en", look=LIGHT).prices is PricesStage.OWN


def test_prices_that_cannot_be_understood_hide_nothing_else(
    folder: RunFolder, tmp_path: Path
) -> None:
    fill(folder)
    (tmp_path / PRICES).write_text("months = 'many'", encoding="utf-8")
    run = read_run(folder, tmp_path, language="en", look=LIGHT)
    assert run.prices is PricesStage.WRONG
    assert run.prices_failure is not None
    assert run.prices_failure.code == "CostsInvalid"
    assert "bars-0" in run.charts


def test_the_report_has_the_costs_of_the_page(folder: RunFolder, tmp_path: Path) -> None:
    fill(folder)
    edit_prices(tmp_path, language="en")
    save_report(folder, tmp_path, tmp_path / "report.html", language="en")
    assert "Cost added up by month" in (tmp_path / "report.html").read_text(encoding="utf-8")


def fill(folder: RunFolder) -> None:
    """Results and speeds of the made-up run."""
    record = sample_record(sample_cases())
    for result in record.results[GOOD.id].values():
        folder.keep_result(GOOD.id, result)
    folder.keep_speed(GOOD.id, record.speeds[GOOD.id])
