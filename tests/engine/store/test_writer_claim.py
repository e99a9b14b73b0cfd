"""One program writes to a library; the others are told which, and go on reading."""

from __future__ import annotations

import json
import os
import sqlite3
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from engine.errors import WorkspaceBusy
from engine.liveness import this_process
from engine.store.library import Library
from tests.engine.conftest import AddText

ROOT = Path(__file__).parents[3]
HOLDER = """
import sys
from pathlib import Path
from engine.store.library import Library
from tests.engine.conftest import log_parts, source
library = Library.open(Path(sys.argv[1]))
with library.writer.held("genba index"):
    def parts():
        yield from log_parts("torque", [("A01", 40.0)])
        print("holds", flush=True)
        sys.stdin.readline()
    library.store_document(source("t.csv", "sha256:t"), parts())
    library.check()
    print("stored", flush=True)
    sys.stdin.readline()
"""


@pytest.fixture
def workspace_in_use(tmp_path: Path) -> Iterator[tuple[Path, subprocess.Popen[str]]]:
    """A workspace with another process in the middle of storing a document."""
    folder = tmp_path / "workspace"
    Library.open(folder).close()
    with subprocess.Popen(
        [sys.executable, "-c", HOLDER, str(folder)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        env=os.environ | {"PYTHONPATH": str(ROOT)},
    ) as holder:
        assert holder.stdout is not None
        assert holder.stdout.readline() == "holds\n"
        yield folder, holder
        holder.kill()


def put_claim(folder: Path, **claim: object) -> None:
    with sqlite3.connect(folder / "library.db") as connection:
        connection.execute(
            "insert into library_state (key, value) values ('writer', ?)", (json.dumps(claim),)
        )
    connection.close()


def has_claim(library: Library) -> bool:
    with library._reading() as connection:
        keys = connection.exec_driver_sql("select key from library_state").scalars().all()
    return "writer" in keys


@pytest.mark.real
def test_a_second_writer_is_told_who_the_first_is(
    workspace_in_use: tuple[Path, subprocess.Popen[str]],
) -> None:
    folder, holder = workspace_in_use
    library = Library.open(folder)
    with pytest.raises(WorkspaceBusy) as caught, library.writer.held("genba watch"):
        pass
    library.close()
    assert caught.value.facts["program"] == "genba index"
    assert caught.value.facts["pid"] == str(holder.pid)
    assert caught.value.facts["host"] == this_process()["host"]


@pytest.mark.real
def test_a_library_opens_and_reads_while_another_program_stores_and_takes_nothing_from_it(
    workspace_in_use: tuple[Path, subprocess.Popen[str]],
) -> None:
    folder, holder = workspace_in_use
    library = Library.open(folder)
    assert library.documents() == ()
    assert holder.stdin is not None
    assert holder.stdout is not None
    holder.stdin.write("\n")
    holder.stdin.flush()
    assert holder.stdout.readline() == "stored\n"
    library.close()
    again = Library.open(folder)
    assert again.log_rows("torque", 1, 1) == (("A01", 40.0),)
    again.close()


@pytest.mark.real
def test_the_claim_of_a_killed_process_is_taken_over(
    workspace_in_use: tuple[Path, subprocess.Popen[str]],
) -> None:
    folder, holder = workspace_in_use
    holder.kill()
    holder.wait()
    library = Library.open(folder)
    with library.writer.held("genba index"):
        assert library.check() == ()
    assert library.documents() == ()
    library.close()


def test_a_process_can_claim_twice_and_gives_back_once(library: Library, add: AddText) -> None:
    with library.writer.held("a"), library.writer.held("b"):
        add("a.pdf")
        assert has_claim(library)
    assert not has_claim(library)


def test_two_threads_of_one_process_share_the_claim(library: Library) -> None:
    started, is_over = threading.Event(), threading.Event()

    def hold() -> None:
        with library.writer.held("index"):
            started.set()
            is_over.wait(10)

    thread = threading.Thread(target=hold)
    thread.start()
    assert started.wait(10)
    with library.writer.held("remove"):
        is_over.set()
        thread.join()
        assert has_claim(library)
    assert not has_claim(library)


@pytest.mark.parametrize("seconds_ago", [5, 3600])
def test_a_process_on_another_machine_counts_as_long_as_it_gives_a_sign(
    library: Library, tmp_path: Path, seconds_ago: int
) -> None:
    folder = tmp_path / "workspace"
    put_claim(folder, host="検査室-PC", pid=1, started=1.0, program="genba index")
    sign = folder / "writer.alive"
    sign.touch()
    now = sign.stat().st_mtime
    os.utime(sign, (now - seconds_ago, now - seconds_ago))
    if seconds_ago > 60:
        library.writer.raise_if_taken()
        return
    with pytest.raises(WorkspaceBusy) as caught:
        library.writer.raise_if_taken()
    assert caught.value.facts["host"] == "検査室-PC"


def test_a_copy_of_a_workspace_is_not_held_by_the_process_of_the_first(
    library: Library, tmp_path: Path
) -> None:
    put_claim(tmp_path / "workspace", host="elsewhere", pid=1, started=1.0, program="genba")
    with library.writer.held("genba index"):
        pass
