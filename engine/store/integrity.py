"""Whether library.db is whole: SQLite's own checks, and what they cannot know."""

from __future__ import annotations

from collections.abc import Iterator

from sqlalchemy import Connection


def integrity_findings(connection: Connection) -> Iterator[str]:
    """What is wrong with library.db, in words; nothing when all is well."""
    for line in connection.exec_driver_sql("pragma integrity_check").scalars():
        if line != "ok":
            yield line
    for row in connection.exec_driver_sql("pragma foreign_key_check"):
        yield f"dangling reference in {row[0]}"
    unindexed = connection.exec_driver_sql(
        "select count(*) from chunk where id not in (select rowid from chunk_words)"
    ).scalar_one()
    if unindexed:
        yield f"{unindexed} chunks are missing from the lexical index"
