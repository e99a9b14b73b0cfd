"""Opening a SQLite database of a workspace: pragmas, migrations, and errors in our own words."""

from __future__ import annotations

import logging
import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, Engine, create_engine, event, text
from sqlalchemy.engine import URL
from sqlalchemy.exc import DatabaseError, OperationalError

from engine.errors import (
    DiskFull,
    WorkspaceDamaged,
    WorkspaceLocked,
    WorkspaceTooNew,
    WorkspaceUnwritable,
)

log = logging.getLogger("engine.store")

_MIGRATIONS = Path(__file__).parent / "migrations"
_BUSY_TIMEOUT_MS = 10_000


def open_database(path: Path, schema: str, *, is_durable: bool = False) -> Engine:
    """A SQLite engine on ``path`` in WAL mode, migrated to the newest revision of ``schema``.

    A durable database survives a power cut to the last commit, at the price of a sync for each;
    the others are only never torn.

    Before a migration of an existing file the file is copied aside as ``<name>.before-<revision>``.

    Raises:
        WorkspaceTooNew: the file was written by a newer Genba.
        WorkspaceDamaged: the file is not a database or is corrupt.
        WorkspaceUnwritable, WorkspaceLocked, DiskFull: the machine is in the way.

    """
    with translated_errors(path):
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise WorkspaceUnwritable(path=path, detail=error.strerror) from error
        engine = connect(path, is_durable=is_durable)
        try:
            _migrate(engine, path, schema)
        except BaseException:
            engine.dispose()
            raise
        return engine


def connect(path: Path, *, is_durable: bool = False) -> Engine:
    """A SQLite engine with our pragmas, on a database whose schema is not looked at."""
    engine = create_engine(
        URL.create("sqlite", database=str(path)),
        connect_args={"timeout": _BUSY_TIMEOUT_MS / 1000, "check_same_thread": False},
    )
    event.listen(engine, "connect", _set_pragmas)
    if is_durable:
        event.listen(engine, "connect", _sync_each_commit)
    event.listen(engine, "begin", _begin)
    return engine


@contextmanager
def translated_errors(path: Path) -> Iterator[None]:
    """Turn SQLite's and the operating system's errors into ours, with the file they concern."""
    try:
        yield
    except OperationalError as error:
        raise _translated(error, path) from error
    except DatabaseError as error:
        raise WorkspaceDamaged(path=path, detail=str(error.orig)) from error
    except sqlite3.DatabaseError as error:
        raise WorkspaceDamaged(path=path, detail=str(error)) from error


def _translated(error: OperationalError, path: Path) -> Exception:
    detail = str(error.orig).lower()
    if "full" in detail:
        free_mb = shutil.disk_usage(path.parent).free // 2**20
        return DiskFull(path=path, needed_mb="?", free_mb=free_mb)
    if "locked" in detail or "busy" in detail:
        return WorkspaceLocked(path=path)
    if "readonly" in detail or "unable to open" in detail:
        return WorkspaceUnwritable(path=path, detail=str(error.orig))
    return WorkspaceDamaged(path=path, detail=str(error.orig))


def _set_pragmas(connection: sqlite3.Connection, _record: object) -> None:
    # The driver must not begin transactions on its own: it would commit before DDL.
    connection.isolation_level = None
    cursor = connection.cursor()
    cursor.execute("pragma journal_mode = wal")
    cursor.execute("pragma synchronous = normal")
    cursor.execute("pragma foreign_keys = on")
    cursor.execute(f"pragma busy_timeout = {_BUSY_TIMEOUT_MS}")
    cursor.close()


def _sync_each_commit(connection: sqlite3.Connection, _record: object) -> None:
    connection.execute("pragma synchronous = full")


def _begin(connection: Connection) -> None:
    connection.exec_driver_sql(
        f"begin {connection.get_execution_options().get('begin', 'deferred')}"
    )


def _migrate(engine: Engine, path: Path, schema: str) -> None:
    head = _head_revision(schema)
    revision = _current_revision(engine)
    if revision == head:
        return
    config = _config(schema)
    known = {script.revision for script in ScriptDirectory.from_config(config).walk_revisions()}
    if revision is not None and revision not in known:
        raise WorkspaceTooNew(path=path, revision=revision)
    if revision is not None:
        _copy_aside(engine, path.with_name(f"{path.name}.before-{head}"))
    with engine.begin() as connection:
        config.attributes["connection"] = connection
        command.upgrade(config, "head")
    log.info("migrated %s from %s to %s", path.name, revision, head)


def _head_revision(schema: str) -> str:
    # The newest script by name, without alembic's scan: this runs at every start.
    return max(script.stem for script in (_MIGRATIONS / schema / "versions").glob("[0-9]*.py"))


def _current_revision(engine: Engine) -> str | None:
    with engine.connect() as connection:
        if not engine.dialect.has_table(connection, "alembic_version"):
            return None
        return connection.execute(text("select version_num from alembic_version")).scalar()


def _config(schema: str) -> Config:
    config = Config()
    config.set_main_option("script_location", (_MIGRATIONS / schema).as_posix().replace("%", "%%"))
    return config


def _copy_aside(engine: Engine, target: Path) -> None:
    with engine.connect() as connection:
        connection.exec_driver_sql("commit")
        connection.exec_driver_sql("vacuum into ?", (str(target),))
