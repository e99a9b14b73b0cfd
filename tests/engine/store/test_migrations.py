from __future__ import annotations

import sqlite3
from pathlib import Path

from engine.domain import Folder
from engine.store.library import Library
from tests.engine.conftest import log_parts, source

_ONE_TABLE_A_DOCUMENT = """
drop table title_block;
alter table source drop column readers;
alter table source drop column read_ns;
drop table folder;
drop table log_table;
create table log_table (
    document_id varchar not null primary key references document (id) on delete cascade,
    name text not null unique, columns text not null, n_rows integer not null
);
insert into log_table values ('sha256:1', 'torque', :columns, 2);
update alembic_version set version_num = '0001';
"""
_ONE_NAME_A_DOCUMENT = """
drop table _log_table;
create table _log_table (name text primary key, document_id text not null unique);
insert into _log_table values ('torque', 'sha256:1');
"""


def test_a_workspace_of_one_table_a_document_keeps_its_tables_and_takes_more(
    tmp_path: Path,
) -> None:
    library = Library.open(tmp_path)
    rows = [("A01", 40.0), ("A02", 41.0)]
    library.store_document(source("t.csv", "sha256:1"), log_parts("torque", rows))
    library.close()
    _make_older(tmp_path)

    library = Library.open(tmp_path)
    assert library.log_rows("torque", 1, 9) == tuple(rows)
    assert library.folders.all() == (Folder("/docs"),)
    head, *lathe = log_parts("lathe", [("A01", 1.0)])
    _, *mill = log_parts("mill", [("B01", 2.0)])
    library.store_document(source("two.dxf", "sha256:2"), [head, *lathe, *mill])
    assert {t.table.name for t in library.log_tables()} == {"torque", "lathe", "mill"}
    assert library.check() == ()
    library.close()


def _make_older(workspace: Path) -> None:
    with sqlite3.connect(workspace / "library.db") as connection:
        (columns,) = connection.execute("select columns from log_table").fetchone()
        escaped = "'" + columns.replace("'", "''") + "'"
        connection.executescript(_ONE_TABLE_A_DOCUMENT.replace(":columns", escaped))
    connection.close()
    with sqlite3.connect(workspace / "tables.db") as connection:
        connection.executescript(_ONE_NAME_A_DOCUMENT)
    connection.close()
