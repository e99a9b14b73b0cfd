"""WikiTableQuestions, tables never seen in training, through the SQL tool: right, wrong, no answer.

    python tests/bench/wikitable.py FOLDER --out RECORDS.jsonl [--n 500] [--seed 1] [--model ID]
                                    [--rounds 2] [--readers 2]

Each table is written as a CSV file and read as any log is; the question is then asked of that one
table as everywhere in the program: the model sees titles, types and a few values, never the rows.
Execution accuracy by the official evaluator's rules (denotation.py), every cell of the result
counted. Beside what the program answers stands what its queries are worth if it had to answer
always ("loose"), as the published systems do.

A run that was cut off goes on where RECORDS.jsonl ends, so a changed program needs a new file. The
records quote the data: they belong outside the repository.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
import threading
import time
from collections.abc import Generator, Iterator
from contextlib import closing
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[2]))

from app.models import open_language_model
from app.service_settings import ServiceSettings
from engine.errors import GenbaError
from engine.events import AnswerEvent
from engine.llm.kv_bank import KvBank
from engine.llm.runtime import LlamaModel
from engine.models.store import ModelStore
from engine.reasoning.query_writing import QueryBounds, Written, write_query
from engine.store.library import Library
from engine.store.prepared import StoredPart
from engine.tools.sql.catalogue import LogCatalogue
from engine.tools.sql.linking import link, needed
from engine.tools.sql.sandbox import LogSandbox
from ingest.chunking import chunk
from ingest.indexer import index
from ingest.log_table import read_log_table
from tests.bench.questions import print_machine
from tests.bench.wikitable_data import WikiQuestion, read_questions, write_table
from tests.bench.wikitable_records import Asked, asked, read_records, to_line
from tests.bench.wikitable_report import print_report


def main() -> None:
    """Ask what was not asked before, then print the tables over all."""
    arguments = _arguments()
    questions = read_questions(arguments.data, arguments.n, arguments.seed)
    before = {record.question.id: record for record in read_records(arguments.out)}
    wanted = [question for question in questions if question.id not in before]
    bounds = QueryBounds(n_readers=arguments.readers, n_rounds=arguments.rounds)
    print_machine("llama-cpp-python", "sqlglot")
    if wanted:
        with arguments.out.open("w", encoding="utf-8") as file:
            # Written anew, without the line that a kill may have cut off.
            file.writelines(map(to_line, before.values()))
            for record in _answered(wanted, arguments.data, arguments.model, bounds):
                file.write(to_line(record))
                file.flush()
                before[record.question.id] = record
                _print_record(record)
    print_report([before[question.id] for question in questions])


def _answered(
    questions: list[WikiQuestion], data: Path, model_id: str | None, bounds: QueryBounds
) -> Iterator[Asked]:
    with tempfile.TemporaryDirectory() as bank_folder:
        bank = KvBank(Path(bank_folder), limit_bytes=2**30)
        settings = ServiceSettings(language_model=model_id)
        with closing(open_language_model(ModelStore.default(), settings, bank)) as model:
            print(f"model {model.name}, {bounds}", flush=True)
            for question in questions:
                # A workspace a table: its file's name and its neighbours then say nothing.
                with tempfile.TemporaryDirectory() as folder:
                    yield _asked(question, data, Path(folder), model, bounds)


def _asked(
    question: WikiQuestion, data: Path, folder: Path, model: LlamaModel, bounds: QueryBounds
) -> Asked:
    file = folder / "files" / "wiki.csv"
    file.parent.mkdir()
    write_table(data, question.table, file)
    with closing(Library.open(folder)) as library:
        for _ in index(library, [file.parent], cancel=threading.Event(), reader=_parts):
            pass
        problems = tuple(p.code for one in library.documents() for p in one.problems)
        start = time.monotonic()
        try:
            written = _written(question.text, library, model, bounds)
        except GenbaError as error:
            return Asked(
                question, (), None, type(error).__name__, time.monotonic() - start, problems
            )
        seconds = time.monotonic() - start
    return asked(question, written, bounds, seconds=seconds, problems=problems)


def _parts(path: Path) -> Iterator[StoredPart]:
    return chunk(read_log_table(path))


def _written(question: str, library: Library, model: LlamaModel, bounds: QueryBounds) -> Written:
    links, is_joined = needed(link(question, LogCatalogue(library).tables()))
    return _returned(
        write_query(
            question,
            links,
            is_joined=is_joined,
            model=model,
            sandbox=LogSandbox(library.tables_path),
            bounds=bounds,
            cancel=threading.Event(),
        )
    )


def _returned(events: Generator[AnswerEvent, None, Written]) -> Written:
    while True:
        try:
            next(events)
        except StopIteration as stop:
            written: Written = stop.value
            return written


def _print_record(record: Asked) -> None:
    question, believed = record.question, record.believed
    print(f"{record.outcome(believed)} {question.id} {question.kind}: {question.text}")
    for one in record.tries:
        mark = "*" if one is believed else " "
        right = "right" if record.is_right(one) else "wrong"
        given = "did not run" if one.rows is None else "; ".join(one.items)[:80]
        print(
            f"  {mark} {right} {one.sql} -> {given}"
            f" [refusal {one.refusal:.2f}, sureness {one.sureness:.2f}] {'; '.join(one.doubts)}"
        )
    print(f"    wanted {'; '.join(question.answers)} {record.silence} {record.seconds:.1f} s")
    sys.stdout.flush()


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("data", type=Path)
    parser.add_argument("--n", type=int, default=500)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--model")
    parser.add_argument("--rounds", type=int, default=QueryBounds().n_rounds)
    parser.add_argument("--readers", type=int, default=QueryBounds().n_readers)
    parser.add_argument("--out", type=Path, required=True)
    return parser.parse_args()


if __name__ == "__main__":
    main()
