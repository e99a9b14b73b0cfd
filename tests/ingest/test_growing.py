"""A log that has grown is read from where it ended, and the result is that of a whole reading."""

from __future__ import annotations

import csv
import sqlite3
import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engine.domain import Cell, Document, ReadMark
from engine.errors import Bug, WorkspaceDamaged
from engine.events import FileFailed, IndexReport
from engine.store.library import Library
from engine.store.prepared import StoredPart
from ingest.chunking import chunk
from ingest.growing import grown_parts
from ingest.indexer import index
from ingest.reading import read

N = 1200  # Two whole batches of rows and a part of a third.


class Readers:
    """Read in this process and remember how."""

    def __init__(self) -> None:
        self.how: list[str] = []

    def whole(self, path: Path) -> Iterator[StoredPart]:
        self.how.append("whole")
        yield from chunk(read(path))

    def grown(self, path: Path, mark: ReadMark) -> Iterator[StoredPart]:
        self.how.append(f"from row {mark.row}")
        yield from grown_parts(path, mark)


@pytest.fixture
def readers() -> Readers:
    return Readers()


@pytest.fixture
def run(library: Library, readers: Readers, cancel: threading.Event) -> Callable[..., IndexReport]:
    def once(*paths: Path) -> IndexReport:
        *_, last = index(
            library, paths, cancel=cancel, reader=readers.whole, grown_reader=readers.grown
        )
        return last.report  # type: ignore[union-attr]

    return once


Run = Callable[..., IndexReport]


@pytest.fixture
def log(tmp_path: Path) -> Path:
    path = tmp_path / "shop" / "torque.csv"
    path.parent.mkdir()
    path.write_text("Device: T-1\nn,torque,note\n" + rows(1, N), newline="")
    return path


def rows(first: int, last: int) -> str:
    return "".join(f"{i},{i}.5,part {i}\n" for i in range(first, last + 1))


def append(path: Path, text: str) -> None:
    with path.open("a", newline="") as file:
        file.write(text)


def only(library: Library) -> Document:
    (document,) = library.documents()
    return document


def stored(library: Library) -> list[tuple[Cell, ...]]:
    (table,) = library.log_tables()
    return list(library.log_rows(table.table.name, 1, table.n_rows + 1))


def found(library: Library, words: str) -> list[str]:
    ids = [chunk_id for chunk_id, _ in library.search_words(words, 5)]
    return [passage.text for passage in library.passages(ids).values()]


def chunk_rows(library: Library) -> dict[tuple[int, int], int]:
    """Ids of the chunks by their rows."""
    passages = library.passages(range(1, 10_000))
    spans = {i: p.rows for i, p in passages.items() if p.rows is not None}
    return {(span.first, span.last): i for i, span in spans.items()}


def as_read_anew(path: Path, tmp_path: Path) -> tuple[Document, list[tuple[Cell, ...]]]:
    library = Library.open(tmp_path / "anew")
    list(index(library, [path], cancel=threading.Event(), reader=lambda p: chunk(read(p))))
    result = only(library), stored(library)
    library.close()
    return result


def test_only_the_rows_behind_the_last_batch_are_read(
    run: Run, library: Library, readers: Readers, log: Path
) -> None:
    run(log)
    before = only(library)
    append(log, rows(N + 1, N + 300))
    report = run()
    assert readers.how == ["whole", "from row 1001"]
    assert (report.n_indexed, report.failures) == (1, ())
    after = only(library)
    assert after.id != before.id
    assert (after.n_rows, after.path) == (N + 300, "torque.csv")
    assert stored(library)[N - 1 :][:2] == [
        (N, N + 0.5, f"part {N}"),
        (N + 1, N + 1.5, f"part {N + 1}"),
    ]
    assert library.check() == ()


def test_what_stands_before_keeps_its_chunks(run: Run, library: Library, log: Path) -> None:
    run(log)
    before = chunk_rows(library)
    append(log, rows(N + 1, N + 5))
    run()
    after = chunk_rows(library)
    kept = {span for span in before if span[1] <= 1000}
    assert kept
    assert all(after[span] == before[span] for span in kept)
    assert max(last for _, last in after) == N + 5
    # Every row in one chunk, and none twice.
    spans = sorted(span for span in after if span != (1, N + 5))
    assert [first for first, _ in spans] == [1, *(last + 1 for _, last in spans[:-1])]


def test_the_result_is_that_of_a_whole_reading(
    run: Run, library: Library, log: Path, tmp_path: Path
) -> None:
    run(log)
    append(log, rows(N + 1, N + 700) + "x,y\n")
    run()
    document, table_rows = as_read_anew(log, tmp_path)
    mine = only(library)
    assert stored(library) == table_rows
    assert mine.problems == document.problems
    assert (mine.id, mine.n_rows, mine.n_chunks) == (
        document.id,
        document.n_rows,
        document.n_chunks,
    )
    assert any("n: integer, 1 to 1900" in text for text in found(library, '"integer"'))
    assert any("Device: T-1" in text for text in found(library, '"device"'))


def test_growing_again_and_again(run: Run, library: Library, readers: Readers, log: Path) -> None:
    run(log)
    for i in range(4):
        append(log, rows(N + 1 + 400 * i, N + 400 * (i + 1)))
        run()
    assert readers.how == ["whole", *(f"from row {row}" for row in (1001, 1501, 1501, 2001))]
    assert [row[0] for row in stored(library)] == list(range(1, N + 1601))
    assert library.check() == ()


def test_a_row_that_was_half_written_is_replaced(
    run: Run, library: Library, log: Path, tmp_path: Path
) -> None:
    append(log, f"{N + 1},7")
    run(log)
    assert stored(library)[-1] == (N + 1, 7.0, None)
    assert [problem.line for problem in only(library).problems] == [1, N + 3]
    append(log, f".25,part {N + 1}\n{N + 2},8.5,z\n")
    run()
    assert stored(library)[-2:] == [(N + 1, 7.25, f"part {N + 1}"), (N + 2, 8.5, "z")]
    assert [problem.line for problem in only(library).problems] == [1]


def test_a_value_that_does_not_fit_is_told_with_its_line_in_the_whole_file(
    run: Run, library: Library, readers: Readers, log: Path
) -> None:
    run(log)
    append(log, rows(N + 1, N + 10) + "1,OVER,x\n")
    run()
    assert readers.how[-1] == "from row 1001"
    assert only(library).problems[-1].line == 2 + N + 10 + 1
    assert only(library).problems[-1].code == "value-of-other-type"
    assert stored(library)[-1] == (1, "OVER", "x")


def test_types_that_change_with_the_growth_are_those_of_a_whole_reading(
    run: Run, library: Library, log: Path, tmp_path: Path
) -> None:
    run(log)
    append(log, "".join(f"A-{i},{i}.5,x\n" for i in range(N)))
    run()
    assert stored(library) == as_read_anew(log, tmp_path)[1]
    assert stored(library)[0] == ("1", 1.5, "part 1")
    assert library.check() == ()


@pytest.mark.parametrize(
    "change",
    [
        lambda text: text.replace("n,torque", "m,torque") + rows(N + 1, N + 1),
        lambda text: text.replace("\n7,", "\n8,") + rows(N + 1, N + 1),
        lambda text: text[: len(text) // 2],
    ],
    ids=["header", "row", "shorter"],
)
def test_a_log_that_begins_otherwise_is_read_anew(
    run: Run,
    library: Library,
    readers: Readers,
    log: Path,
    tmp_path: Path,
    change: Callable[[str], str],
) -> None:
    run(log)
    log.write_text(change(log.read_text()), newline="")
    run()
    assert readers.how == ["whole", "whole"]
    assert stored(library) == as_read_anew(log, tmp_path)[1]


def test_a_copy_of_the_log_before_keeps_its_document(
    run: Run, library: Library, readers: Readers, log: Path
) -> None:
    run(log.parent)
    log.with_name("backup.csv").write_bytes(log.read_bytes())
    append(log, rows(N + 1, N + 1))
    run()
    append(log, rows(N + 2, N + 2))
    run()
    assert [d.n_rows for d in library.documents()] == [N, N + 2]
    assert readers.how[-1] == "from row 1001"
    assert library.check() == ()


def test_another_table_behind_the_rows_is_read_too(
    run: Run, library: Library, log: Path, tmp_path: Path
) -> None:
    run(log)
    append(log, rows(N + 1, N + 3) + "\ngauge,date\nG1,2025-04-10\n")
    run()
    assert [table.n_rows for table in library.log_tables()] == [N + 3, 1]
    assert only(library).n_rows == N + 4
    assert library.mark_of(library.sources()[0]) is None
    append(log, "G2,2025-04-11\n")
    run()
    assert sorted(table.n_rows for table in library.log_tables()) == [2, N + 3]
    assert library.check() == ()


def test_a_total_at_the_end_is_left_out_wherever_the_log_goes_on(
    run: Run, library: Library, log: Path
) -> None:
    append(log, "Total,720600.5,\n")
    run(log)
    assert len(stored(library)) == N
    append(log, rows(N + 1, N + 2))
    run()
    assert [row[0] for row in stored(library)[-3:]] == [N, N + 1, N + 2]
    assert [(p.code, p.line) for p in only(library).problems[1:]] == [("totals-row", N + 3)]


def test_two_logs_of_which_one_grows(run: Run, library: Library, log: Path) -> None:
    log.with_name("other.csv").write_text("n,torque,note\n" + rows(1, 3))
    run(log.parent)
    append(log, rows(N + 1, N + 1))
    run()
    assert [d.n_rows for d in library.documents()] == [3, N + 1]


def test_a_log_of_events_grows_too(
    run: Run, library: Library, readers: Readers, tmp_path: Path
) -> None:
    path = tmp_path / "machine.log"
    lines = [f"2025-04-10 09:15:02 INFO cycle n={i}\n" for i in range(N)]
    path.write_text("".join(lines))
    run(path)
    append(path, "  at the end\n" + lines[5])
    run()
    assert readers.how == ["whole", "from row 1001"]
    assert stored(library)[N - 1 :] == [
        ("2025-04-10 09:15:02", "INFO", f"cycle n={N - 1}\n  at the end", N - 1),
        ("2025-04-10 09:15:02", "INFO", "cycle n=5", 5),
    ]


def test_json_lines_grow_too(run: Run, library: Library, readers: Readers, tmp_path: Path) -> None:
    path = tmp_path / "cycles.jsonl"
    path.write_text("".join(f'{{"n": {i}, "値": "部品 {i}"}}\n' for i in range(N)) + '{"n": 7, "')
    run(path)
    assert [problem.line for problem in only(library).problems] == [N + 1]
    append(path, '値": "部品 x"}\n{"n": 8}\n')
    run()
    assert readers.how == ["whole", "from row 1001"]
    assert stored(library)[N - 1 :] == [(N - 1, f"部品 {N - 1}"), (7, "部品 x"), (8, None)]
    assert only(library).problems == ()
    append(path, '{"n": 9, "new": 1}\n')
    run()
    assert stored(library)[-1] == (9, None, 1)


def test_a_log_without_marks_is_read_anew(
    run: Run, library: Library, readers: Readers, tmp_path: Path
) -> None:
    path = tmp_path / "old.csv"
    text = ("n,torque,note\n" + rows(1, N)).replace("\n", "\r")
    path.write_bytes(text.encode())
    run(path)
    path.write_bytes((text + "9,9.5,z\r").encode())
    run()
    assert stored(library)[-1] == (9, 9.5, "z")
    assert readers.how == ["whole", "whole"]


def test_cancelling_leaves_the_log_as_it_was(
    library: Library, readers: Readers, cancel: threading.Event, log: Path, run: Run
) -> None:
    run(log)
    before = (only(library), stored(library), chunk_rows(library))
    append(log, rows(N + 1, N + 50))

    def cancelling(path: Path, mark: ReadMark) -> Iterator[StoredPart]:
        for part in grown_parts(path, mark):
            yield part
            cancel.set()

    *_, last = index(library, [], cancel=cancel, reader=readers.whole, grown_reader=cancelling)
    assert last.report.is_cancelled  # type: ignore[union-attr]
    assert (only(library), stored(library), chunk_rows(library)) == before
    cancel.clear()
    run()
    assert len(stored(library)) == N + 50


def test_a_reader_that_breaks_off_is_told_and_leaves_no_half_log(
    library: Library, readers: Readers, cancel: threading.Event, log: Path, run: Run
) -> None:
    run(log)
    append(log, rows(N + 1, N + 50))

    def breaking(path: Path, mark: ReadMark) -> Iterator[StoredPart]:
        yield from list(grown_parts(path, mark))[:2]
        raise Bug(detail="broken")

    events = list(index(library, [], cancel=cancel, reader=readers.whole, grown_reader=breaking))
    assert [e.failure.code for e in events if isinstance(e, FileFailed)] == ["Bug"]
    assert (library.documents(), library.log_tables(), library.check()) == ((), (), ())


@pytest.mark.real
def test_a_child_reads_what_was_added(library: Library, cancel: threading.Event, log: Path) -> None:
    list(index(library, [log], cancel=cancel))
    before = chunk_rows(library)
    append(log, rows(N + 1, N + 50))
    list(index(library, [], cancel=cancel))
    assert len(stored(library)) == N + 50
    assert chunk_rows(library).items() >= {(s, i) for s, i in before.items() if s[1] <= 1000}


SPOIL = """
create table stray (ref text references document (id) deferrable initially deferred);
create trigger spoil after update on library_state
    begin insert into stray values ('nothing'); end;
"""


def alter(database: Path, script: str) -> None:
    with sqlite3.connect(database) as connection:
        connection.executescript(script)
    connection.close()


def test_a_commit_that_fails_behind_the_rows_leaves_them_as_they_were(
    run: Run, library: Library, log: Path
) -> None:
    run(log)
    before = (only(library), stored(library), library.mark_of(library.sources()[0]))
    append(log, rows(N + 1, N + 50))
    library_path = library.tables_path.with_name("library.db")
    alter(library_path, SPOIL)
    with pytest.raises(WorkspaceDamaged):
        run()
    assert (only(library), stored(library), library.mark_of(library.sources()[0])) == before
    alter(library_path, "drop trigger spoil")
    run()
    assert len(stored(library)) == N + 50


CELLS = st.text(st.characters(codec="utf-8", exclude_categories=("C",)), max_size=8)


@settings(max_examples=15, deadline=None)
@given(
    st.lists(st.tuples(st.integers(0, 99), CELLS), min_size=5, max_size=15),
    st.integers(1, 10_000),
)
def test_wherever_the_file_was_cut_the_result_is_the_same(
    tmp_path_factory: pytest.TempPathFactory, cells: list[tuple[int, str]], n_cut: int
) -> None:
    folder = tmp_path_factory.mktemp("cut")
    path = folder / "log.csv"
    with path.open("w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file)
        writer.writerow(["n", "text", "end"])
        writer.writerows((n, text, "z") for n, text in cells * 80)
    whole = path.read_bytes()
    path.write_bytes(whole[: max(200, len(whole) - n_cut)])
    library = Library.open(folder / "workspace")
    for content in (path.read_bytes(), whole):
        path.write_bytes(content)
        list(index(library, [path], cancel=threading.Event(), reader=lambda p: chunk(read(p))))
    document, table_rows = as_read_anew(path, folder)
    assert stored(library) == table_rows
    assert only(library).problems == document.problems
    assert library.check() == ()
    library.close()
