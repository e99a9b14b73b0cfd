"""What the window is told of a run, and its report as a file."""

from __future__ import annotations

from pathlib import Path

import pytest

from app.qualification_protocol import ReportSaved
from app.qualification_reading import read_qualification, read_run, save_report
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
    assert not read_run(folder, language="en", look=LIGHT).is_over
    for ticket_id, reason in record.dropped.items():
        folder.keep_dropped(ticket_id, reason)
    assert read_run(folder, language="ja", look=LIGHT).is_over


@pytest.mark.real
def test_a_report_is_saved_as_pdf_in_a_child(folder: RunFolder, tmp_path: Path) -> None:
    path = tmp_path / "報告.pdf"
    assert save_report(folder, path, language="ja") == ReportSaved(path)
    assert path.read_bytes().startswith(b"%PDF")


def test_a_report_is_saved_as_one_html_file(folder: RunFolder, tmp_path: Path) -> None:
    path = tmp_path / "report.html"
    assert save_report(folder, path, language="en") == ReportSaved(path)
    assert path.read_text(encoding="utf-8").startswith("<!")
    assert list(tmp_path.glob("*.part")) == []


@pytest.mark.real
def test_a_pdf_that_cannot_be_written_says_so(folder: RunFolder, tmp_path: Path) -> None:
    with pytest.raises(ReportUnwritable):
        save_report(folder, tmp_path / "nowhere" / "report.pdf", language="en")


def test_a_page_that_cannot_be_written_says_so(folder: RunFolder, tmp_path: Path) -> None:
    with pytest.raises(ReportUnwritable):
        save_report(folder, tmp_path / "nowhere" / "report.html", language="en")
