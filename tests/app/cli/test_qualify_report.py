"""A run as a report, and the file of prices, from the command line: as a process, no model."""

from __future__ import annotations

import re
from pathlib import Path

import pymupdf
import pytest

from engine.answers import Answer, Route, Timings, TokenCounts
from engine.qualify.runs import FOLDER, RunFolder
from engine.records import answer_record
from engine.store.journal import EntryKind, Journal
from tests.app.cli.test_commands import genba
from tests.engine.qualify.sample_run import GOOD, sample_about, sample_cases, sample_record

pytestmark = pytest.mark.real


@pytest.fixture(scope="module")
def workspace(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A workspace with a run in it and no documents."""
    workspace = tmp_path_factory.mktemp("reported") / "ライブラリ"
    cases = sample_cases()
    kept = RunFolder(workspace / FOLDER / "20260512-093000 standard")
    kept.begin(sample_about(), cases)
    record = sample_record(cases)
    for ticket, results in record.results.items():
        for result in list(results.values())[-60:]:  # Each waits for the disk.
            kept.keep_result(ticket, result)
    for ticket, speed in record.speeds.items():
        kept.keep_speed(ticket, speed)
    return workspace


@pytest.fixture(scope="module")
def prices(workspace: Path) -> Path:
    """The file of prices as the command writes it."""
    path = workspace / "費用.toml"
    done = genba("qualify", "costs", str(path), "--language", "ja")
    assert done.returncode == 0, done.stderr
    assert str(path) in done.stdout
    return path


def test_a_file_of_prices_is_never_overwritten(prices: Path, tmp_path: Path) -> None:
    edited = tmp_path / "costs.toml"
    text = prices.read_text(encoding="utf-8")
    assert "置き換えるための例です" in text
    edited.write_text(text.replace("{ example = 40 }", "38.5"), encoding="utf-8")

    done = genba("qualify", "costs", str(edited))

    assert done.returncode == 2
    assert "is there already and was not changed" in done.stderr
    assert "wage_per_hour = 38.5" in edited.read_text(encoding="utf-8")


def test_a_report_is_one_file_with_the_costs_in_it(
    workspace: Path, prices: Path, tmp_path: Path
) -> None:
    out = tmp_path / "報告.html"
    done = genba(
        *("qualify", "report", "--out", str(out), "--language", "ja", "--costs", str(prices)),
        workspace=workspace,
    )
    assert done.returncode == 0, done.stderr
    assert done.stdout.splitlines() == [str(out)]
    html = out.read_text(encoding="utf-8")
    assert "手作業での検索" in html
    assert "平均です" in html  # The seconds are those of the run: there is no journal.
    assert [path.name for path in tmp_path.iterdir()] == ["報告.html"]
    assert not (workspace / "journal.db").exists()  # A report leaves no trace in the workspace.


def test_a_report_can_be_a_pdf_and_says_how_to_get_costs(workspace: Path, tmp_path: Path) -> None:
    out = tmp_path / "report.PDF"
    done = genba("qualify", "report", "--out", str(out), workspace=workspace)
    assert done.returncode == 0, done.stderr
    assert "genba qualify costs FILE" in done.stdout
    with pymupdf.open(out, filetype="pdf") as document:
        text = "".join(page.get_text() for page in document)
    assert "Which model can this shop trust?" in text
    assert "genba qualify costs FILE" in re.sub(r"\s+", " ", text)


def test_the_seconds_of_the_journal_go_into_the_costs(
    workspace: Path, prices: Path, tmp_path: Path
) -> None:
    folder = tmp_path / "workspace"
    run = folder / FOLDER / "20260512-093000 standard"
    run.mkdir(parents=True)
    for path in (workspace / FOLDER / run.name).iterdir():
        (run / path.name).write_bytes(path.read_bytes())
    journal = Journal(folder)
    sha256 = sample_about().facts[GOOD.id].sha256
    answer = Answer(
        question="Torque?",
        text="12 Nm",
        is_abstained=False,
        language="en",
        route=Route.LOOKUP,
        citations=(),
        numbers=(),
        tool_calls=(),
        timings=Timings(0.1, 0.5, 31.0),
        tokens=TokenCounts(prompt=100, reused=0, generated=10),
        model=f"{GOOD.model}@{sha256[:12]}",
        journal_id=1,
    )
    for _ in range(20):
        question = journal.begin({"question": answer.question})
        journal.record(question, EntryKind.ANSWER, answer_record(answer))
    journal.close()

    out = tmp_path / "report.html"
    # The run's own workspace is found from its folder; no other journal is looked at.
    done = genba("qualify", "report", str(run), "--out", str(out), "--costs", str(prices))

    assert done.returncode == 0, done.stderr
    said = "31 s for an answer, the mean of the 20 answers by this model"
    assert said in out.read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("out", "said"),
    [
        ("report.docx", "must end in .html or .pdf"),
        ("no such folder/report.html", "No such file or directory"),
        ("no such folder/report.pdf", "No such file or directory"),
    ],
)
def test_a_report_that_cannot_be_written_says_why(
    workspace: Path, tmp_path: Path, out: str, said: str
) -> None:
    done = genba("qualify", "report", "--out", str(tmp_path / out), workspace=workspace)
    assert done.returncode == 2
    assert said in " ".join(done.stderr.replace("│", " ").split())
    assert list(tmp_path.iterdir()) == []


def test_a_wrong_price_file_is_told_in_words(workspace: Path, prices: Path, tmp_path: Path) -> None:
    wrong = tmp_path / "wrong.toml"
    text = prices.read_text(encoding="utf-8").replace("check_minutes =", "check_minuts =")
    wrong.write_text(text, encoding="utf-8")
    out = tmp_path / "report.html"

    done = genba("qualify", "report", "--out", str(out), "--costs", str(wrong), workspace=workspace)

    assert done.returncode == 1
    assert "check_minutes" in done.stderr
    assert "Traceback" not in done.stderr
    assert not out.exists()
