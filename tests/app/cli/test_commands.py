"""The command line as a person meets it: as a process, with small real models."""

from __future__ import annotations

import json
import os
import sqlite3
import subprocess
import sys
from itertools import pairwise
from pathlib import Path

import pytest

from engine.answers import Answer, Judged, Judgement, Route, Timings, TokenCounts
from engine.assets import asset
from engine.records import answer_record, judgement_record
from engine.store.journal import EntryKind, Journal

pytestmark = pytest.mark.real

LANGUAGE = ("--model", "smollm2-135m-instruct-q4_1")
EMBEDDING = ("--embedder", "all-minilm-l6-v2")
QUESTION = "What torque for the L-7 spindle lock nut?"


def genba(
    *arguments: str, workspace: Path | None = None, encoding: str = "utf-8"
) -> subprocess.CompletedProcess[str]:
    place = ("--workspace", str(workspace)) if workspace else ()
    return subprocess.run(
        [sys.executable, "-m", "app.cli.main", *arguments, *place],
        capture_output=True,
        text=True,
        encoding=encoding,
        errors="replace",
        check=False,
        timeout=280,
        env={**os.environ, "PYTHONIOENCODING": encoding, "COLUMNS": "200"},
    )


@pytest.fixture(scope="module")
def indexed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A workspace with the sample documents in it. Not changed by the tests."""
    workspace = tmp_path_factory.mktemp("indexed") / "ライブラリ"
    done = genba("index", str(asset("sample")), *EMBEDDING, workspace=workspace)
    assert done.returncode == 0, done.stderr
    assert "chunks embedded" in done.stdout
    return workspace


def test_a_second_run_says_that_nothing_changed(indexed: Path) -> None:
    done = genba("index", str(asset("sample")), *EMBEDDING, workspace=indexed)
    assert "Nothing changed." in done.stdout
    assert done.returncode == 0


def test_a_model_can_be_tried() -> None:
    done = genba("models", "try", LANGUAGE[1])
    assert done.returncode == 0, done.stderr
    assert "runs; loaded in" in done.stdout


def test_bad_files_are_listed_with_what_to_do_and_stop_nothing(tmp_path: Path) -> None:
    folder = tmp_path / "docs"
    folder.mkdir()
    (folder / "good.md").write_text("# Torque\n\n45 N·m", encoding="utf-8")
    (folder / "empty.pdf").touch()
    (folder / "header.pdf").write_bytes(b"%PDF-1.7\n")
    done = genba("index", str(folder), *EMBEDDING, "--json", workspace=tmp_path / "w")
    report = json.loads(done.stdout)
    assert report["n_indexed"] == 1
    assert {path: failure["code"] for path, failure in report["failures"]} == {
        "empty.pdf": "FileEmpty",
        "header.pdf": "FileDamaged",
    }
    shown = genba("index", str(folder), *EMBEDDING, workspace=tmp_path / "w")
    assert "header.pdf" in shown.stdout
    assert "Traceback" not in shown.stdout + shown.stderr


def test_search_gives_passages_with_places_and_ranks(indexed: Path) -> None:
    done = genba("search", QUESTION, *EMBEDDING, "--json", workspace=indexed)
    best = json.loads(done.stdout)["passages"][0]
    assert (best["document"], best["page"]) == ("L-7 maintenance manual.pdf", 1)
    assert best["rects"]
    assert best["dense_rank"]


def test_ask_gives_every_field_even_when_it_is_empty(indexed: Path) -> None:
    done = genba("ask", QUESTION, *LANGUAGE, *EMBEDDING, "--json", workspace=indexed)
    answer = json.loads(done.stdout)
    assert set(answer) >= {
        "answer",
        "abstained",
        "language",
        "route",
        "citations",
        "tool_calls",
        "numbers",
        "timings",
        "model",
        "journal_id",
    }
    assert set(answer["timings"]) == {"retrieve_s", "first_token_s", "total_s"}
    for citation in answer["citations"]:
        assert set(citation) >= {"document", "page", "rects", "quote", "table", "rows"}
    listed = genba("journal", "list", workspace=indexed)
    assert "spindle lock nut" in listed.stdout
    shown = genba("journal", "show", str(answer["journal_id"]), workspace=indexed)
    assert '"instructions"' in shown.stdout
    assert "step" in shown.stdout
    assert "unbroken" in genba("journal", "verify", workspace=indexed).stdout


@pytest.fixture
def journalled(tmp_path: Path) -> Path:
    """A workspace whose journal has an answered and an open question."""
    journal = Journal(tmp_path)
    answered = journal.begin({"question": "締付トルクは?"})
    journal.record(answered, EntryKind.ANSWER, {"answer": "85 N·m"})
    journal.begin({"question": "Which grease?"})
    journal.close()
    return tmp_path


def test_an_exported_journal_has_every_entry(journalled: Path) -> None:
    target = journalled / "journal.jsonl"
    done = genba("journal", "export", str(target), workspace=journalled)
    entries = [json.loads(line) for line in target.read_text(encoding="utf-8").splitlines()]
    assert "3 entries" in done.stdout
    assert [entry["kind"] for entry in entries] == ["question", "answer", "question"]
    assert all(b["previous_hash"] == a["hash"] for a, b in pairwise(entries))


def test_marked_answers_are_listed_and_written_as_cases(journalled: Path) -> None:
    journal = Journal(journalled)
    question = journal.begin({"question": "Which torque?"})
    answer = Answer(
        "Which torque?", "85 N·m", False, "en", Route.LOOKUP, (), (), (),
        Timings(0.0, None, 1.0), TokenCounts(), "tiny", question,
    )  # fmt: skip
    journal.record(question, EntryKind.ANSWER, answer_record(answer))
    wrong = judgement_record(Judged(Judgement.WRONG, "58 N·m"))
    journal.record(question, EntryKind.JUDGEMENT, wrong)
    journal.close()
    target = journalled / "cases.jsonl"

    listed = genba("journal", "list", workspace=journalled).stdout
    done = genba("journal", "cases", "--out", str(target), workspace=journalled)

    (line,) = [one for one in listed.splitlines() if "Which torque" in one]
    assert line.split()[2:4] == ["answer", "wrong"]
    assert "1 cases of 1 marked answers" in done.stdout
    assert json.loads(target.read_text(encoding="utf-8"))["must"] == ["58"]


def test_a_journal_that_was_tampered_with_fails_in_words(journalled: Path) -> None:
    with sqlite3.connect(journalled / "journal.db") as database:
        database.execute("drop trigger entry_no_update")
        database.execute("update entry set at = 'yesterday' where id = 1")
    database.close()
    done = genba("journal", "verify", workspace=journalled)
    assert done.returncode == 1
    assert "journal" in done.stderr
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize(
    "arguments",
    [
        ("ask", QUESTION, *LANGUAGE, *EMBEDDING),
        ("ask", QUESTION, "--model", "no-such-model"),
        ("index", "no-such-folder"),
        ("models", "path", "embedinggemma-300m"),
        ("models", "add", "no-such-file.gguf", "--name", "mine"),
    ],
)
def test_a_mistake_is_answered_in_words_and_with_1(
    tmp_path: Path, arguments: tuple[str, ...]
) -> None:
    is_about_workspace = arguments[0] in ("ask", "index")
    done = genba(*arguments, workspace=tmp_path if is_about_workspace else None)
    assert done.returncode == 1, done.stdout
    assert done.stderr.strip()
    assert "Traceback" not in done.stderr


def test_doctor_finds_nothing_wrong_and_then_a_damaged_library(
    indexed: Path, tmp_path: Path
) -> None:
    assert "hash chain unbroken" in genba("doctor", workspace=indexed).stdout
    (tmp_path / "library.db").write_bytes(b"garbage" * 999)
    done = genba("doctor", workspace=tmp_path)
    assert done.returncode == 1
    assert "fail" in done.stdout


@pytest.mark.parametrize("encoding", ["cp932", "ascii"])
def test_a_console_that_cannot_show_every_letter_breaks_nothing(
    indexed: Path, encoding: str
) -> None:
    done = genba("search", "外径Aの規格値", *EMBEDDING, workspace=indexed, encoding=encoding)
    assert done.returncode == 0, done.stderr
    assert "Traceback" not in done.stderr
    as_json = genba(
        "search", "外径Aの規格値", *EMBEDDING, "--json", workspace=indexed, encoding=encoding
    )
    assert as_json.returncode == 0, as_json.stderr


def test_a_bank_is_filled_bounded_and_cleared(indexed: Path) -> None:
    warm = genba("bank", "warm", *LANGUAGE, workspace=indexed)
    assert warm.returncode == 0, warm.stderr
    assert "passages" in warm.stdout
    bank = indexed / "kvbank"
    assert len(list(bank.rglob("*.kv"))) > 4
    cleared = genba("bank", "clear", workspace=indexed)
    assert cleared.returncode == 0, cleared.stderr
    assert not bank.exists()


def test_a_memory_that_is_too_small_is_said_with_what_to_do(indexed: Path) -> None:
    done = genba("ask", QUESTION, *LANGUAGE, *EMBEDDING, "--kv-mb", "1", workspace=indexed)
    assert done.returncode == 1
    assert "too small" in done.stderr
    assert "--kv-mb" in done.stderr


def test_a_note_is_taken_without_a_document_to_answer_from(tmp_path: Path) -> None:
    done = genba("ask", "Note: L-9 is locked", *LANGUAGE, *EMBEDDING, workspace=tmp_path / "w")
    assert done.returncode == 0, done.stderr
    assert "Noted" in done.stdout
