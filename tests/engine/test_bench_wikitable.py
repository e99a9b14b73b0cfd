"""What the WikiTableQuestions benchmark reads, records and counts, on a made-up table."""

from __future__ import annotations

import csv
from dataclasses import replace
from pathlib import Path

import pytest

from engine.reasoning.query_writing import Attempt, QueryBounds, Written
from engine.tools.sql.sandbox import QueryResult
from tests.bench.wikitable_data import WikiQuestion, read_questions, write_table
from tests.bench.wikitable_records import Asked, Try, asked, read_records, to_line
from tests.bench.wikitable_report import print_report

QUESTION = WikiQuestion(
    "nu-1", "how many bolts?", "csv/9-csv/1.csv", ("17 bolts",), ("17",), "number"
)
RIGHT = Try("SELECT 17", -0.2, 0.1, ((17,),), ())
SURER = Try("SELECT 18", -0.1, 0.1, ((18,),), ("it is only guessed",))
EMPTY = Try("SELECT NULL", -0.0, 0.1, ((None,),), ("it gives nothing",))
FAILED = Try("SELECT", -0.0, 0.1, None, ("it cannot be understood as SQL",))
RECORD = Asked(QUESTION, (FAILED, EMPTY, SURER, RIGHT), 3, "", 2.5, ("row-too-long",))


def attempt(cell: int, *doubts: str, refusal: float = 0.1) -> Attempt:
    result = QueryResult(f"SELECT {cell}", ("n",), ((cell,),), False, 0.01)
    return Attempt(result.sql, -0.2, refusal, None, result, doubts)


def silence_of(*attempts: Attempt) -> str:
    return asked(QUESTION, Written(attempts), QueryBounds(), seconds=1, problems=()).silence


@pytest.fixture
def data(tmp_path: Path) -> Path:
    """A folder in the form of the data, with two questions about one table."""
    for folder in ("tagged/data", "csv/9-csv"):
        (tmp_path / folder).mkdir(parents=True)
    (tmp_path / "tagged/data/pristine-unseen-tables.tagged").write_text(
        "id\tutterance\tcontext\ttargetValue\ttargetCanon\ttargetCanonType\n"
        "nu-0\twhich?\tcsv/9-csv/1.csv\tA\\pB|C\tA\\pB|C\tstring\n"
        "nu-1\thow many?\tcsv/9-csv/1.csv\t17 bolts\t17.0\tnumber\n",
        encoding="utf-8",
    )
    (tmp_path / "csv/9-csv/1.tsv").write_text(
        'Part\tNote\nM6\\nbolt\tsaid "tight", \\\\ twice\n', encoding="utf-8"
    )
    return tmp_path


def test_questions_are_read_with_their_answers(data: Path) -> None:
    by_id = {question.id: question for question in read_questions(data, 9, 1)}
    assert by_id["nu-0"].answers == by_id["nu-0"].canonical == ("A|B", "C")
    assert by_id["nu-0"].kind == "list"
    assert by_id["nu-1"].answers == ("17 bolts",)
    assert by_id["nu-1"].canonical == ("17.0",)
    assert by_id["nu-1"].kind == "number"


def test_fewer_questions_are_the_first_of_the_same(data: Path) -> None:
    both = read_questions(data, 2, 5)
    assert read_questions(data, 1, 5) == both[:1]
    assert len({question.id for question in both}) == 2


def test_a_table_is_written_as_any_csv_reader_reads_it(data: Path, tmp_path: Path) -> None:
    write_table(data, "csv/9-csv/1.csv", tmp_path / "out.csv")
    with (tmp_path / "out.csv").open(encoding="utf-8", newline="") as file:
        assert list(csv.reader(file)) == [
            ["Part", "Note"],
            ["M6\nbolt", 'said "tight", \\ twice'],
        ]


def test_a_record_is_read_back_as_it_was_and_a_cut_off_line_is_not(tmp_path: Path) -> None:
    path = tmp_path / "records.jsonl"
    path.write_text(to_line(RECORD) + to_line(RECORD)[:40], encoding="utf-8")
    assert list(read_records(path)) == [RECORD]
    assert list(read_records(tmp_path / "none.jsonl")) == []


def test_the_surest_is_of_those_that_gave_something() -> None:
    assert RECORD.surest == SURER
    assert replace(RECORD, tries=(FAILED, EMPTY)).surest is None


def test_an_answer_is_right_wrong_or_none() -> None:
    assert RECORD.outcome(RECORD.believed) == "right"
    assert RECORD.outcome(RECORD.surest) == "wrong"
    assert RECORD.outcome(EMPTY) == RECORD.outcome(None) == "no answer"


def test_every_cell_of_a_result_is_counted() -> None:
    assert RECORD.outcome(replace(RIGHT, rows=(("M6", 17),))) == "wrong"
    assert RECORD.outcome(replace(RIGHT, rows=((17,), (None,), (17.0,)))) == "right"


def test_the_believed_attempt_is_found_again() -> None:
    attempts = (attempt(18), attempt(17))
    written = Written(attempts, attempts[1])
    record = asked(QUESTION, written, QueryBounds(), seconds=1, problems=())
    assert record.believed is not None
    assert record.believed.items == ("17",)
    assert record.silence == ""


def test_a_silence_has_its_reason() -> None:
    assert silence_of(attempt(1, refusal=0.9), attempt(1)) == "no two agreed"
    assert (
        silence_of(attempt(1, refusal=0.9), attempt(1, refusal=0.9)) == "the model said NOT FOUND"
    )
    assert silence_of(attempt(1, "a doubt"), attempt(1, "a doubt")) == "each was doubted"
    assert silence_of(Attempt("", 0, 0), Attempt("", 0, 0)) == "no query ran"


def test_the_report_tells_the_ways_apart(capsys: pytest.CaptureFixture[str]) -> None:
    print_report([RECORD, replace(RECORD, chosen=None, silence="no two agreed")])
    lines = [line.split("  ") for line in capsys.readouterr().out.splitlines()]
    cells = {
        line[0]: [cell.strip() for cell in line[1:] if cell.strip()] for line in lines if line[0]
    }
    assert cells["the program"] == ["2", "1", "0", "1", "50.0", "100.0"]
    assert cells["loose: that, or else the surest"] == ["2", "1", "1", "0", "50.0", "50.0"]
    assert cells["the surest of all"] == ["2", "0", "2", "0", "0.0", "0.0"]
    assert cells["any of them (no way is better)"] == ["2", "2", "0", "0", "100.0", "100.0"]
    assert cells["no two agreed"] == ["1", "1", "0", "1"]
    assert cells["is guessed"] == ["0", "2", "0", "2"]
