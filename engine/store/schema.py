"""The tables of library.db. Describes them; opens nothing and changes nothing.

The migrations create them; tests compare the two.
"""

from __future__ import annotations

from sqlalchemy import (
    BigInteger,
    Column,
    Float,
    ForeignKey,
    Integer,
    LargeBinary,
    MetaData,
    String,
    Table,
    Text,
)

metadata = MetaData()

library_state = Table(
    "library_state",
    metadata,
    Column("key", String, primary_key=True),  # "identity" and "generation"
    Column("value", String, nullable=False),
)

document = Table(
    "document",
    metadata,
    Column("id", String, primary_key=True),  # "sha256:" and the hash of the bytes
    Column("kind", String, nullable=False),
    Column("title", Text, nullable=False),
    Column("n_pages", Integer, nullable=False),
    Column("n_chunks", Integer, nullable=False),
    Column("n_rows", Integer, nullable=False),
    Column("problems", Text, nullable=False),  # JSON list of ReadProblem
)

title_block = Table(
    "title_block",
    metadata,
    Column("document_id", String, ForeignKey("document.id", ondelete="CASCADE"), primary_key=True),
    Column("number", Text, nullable=False),
    Column("revision", Text, nullable=False),
)

source = Table(
    "source",
    metadata,
    Column("root", Text, primary_key=True),  # absolute folder as given
    Column("path", Text, primary_key=True),  # relative to root, forward slashes
    Column("size_bytes", BigInteger, nullable=False),
    Column("mtime_ns", BigInteger, nullable=False),
    Column("state", String, nullable=False),
    Column("content_hash", String, nullable=False),
    Column("document_id", String, ForeignKey("document.id"), nullable=True, index=True),
    Column("failure", Text, nullable=True),  # JSON of Failure
    Column("readers", Integer, nullable=False, server_default="0"),  # their version
    Column("read_ns", BigInteger, nullable=True),  # null: before this was kept
)

folder = Table(
    "folder",
    metadata,
    Column("path", Text, primary_key=True),  # the root of its sources
    Column("include", Text, nullable=False),  # JSON list of patterns; none: everything
    Column("exclude", Text, nullable=False),  # JSON list of patterns
    Column("is_watched", Integer, nullable=False),
)

page = Table(
    "page",
    metadata,
    Column("document_id", String, ForeignKey("document.id", ondelete="CASCADE"), primary_key=True),
    Column("number", Integer, primary_key=True),
    Column("width_pt", Float, nullable=False),
    Column("height_pt", Float, nullable=False),
    Column("label", Text, nullable=False),
)

# Ids are never given out twice (AUTOINCREMENT): vectors are stored under them.
chunk = Table(
    "chunk",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=True),
    Column(
        "document_id",
        String,
        ForeignKey("document.id", ondelete="CASCADE"),
        nullable=False,
        index=True,
    ),
    Column("ordinal", Integer, nullable=False),
    Column("text", Text, nullable=False),
    Column("text_hash", String, nullable=False, index=True),  # of what is embedded
    Column("heading_path", Text, nullable=False),  # JSON list
    Column("places", Text, nullable=False),  # JSON list of [start, end, page, x0, y0, x1, y1]
    Column("row_table", Text, nullable=True),
    Column("row_first", Integer, nullable=True),
    Column("row_last", Integer, nullable=True),
    Column("is_dense", Integer, nullable=False),
    sqlite_autoincrement=True,
)

# Vectors belong to a text and an embedder, not to a chunk: a page that moved costs nothing.
embedding = Table(
    "embedding",
    metadata,
    Column("embedder_id", String, primary_key=True),
    Column("text_hash", String, primary_key=True, index=True),
    Column("vector", LargeBinary, nullable=False),  # float32, little endian, unit length
)

log_table = Table(
    "log_table",
    metadata,
    Column("name", Text, primary_key=True),  # the table's name in tables.db
    Column(
        "document_id",
        String,
        ForeignKey("document.id", ondelete="CASCADE"),
        nullable=False,
        index=True,
    ),
    Column("columns", Text, nullable=False),  # JSON list of Column
    Column("n_rows", Integer, nullable=False),
)

# An FTS5 table. Words are cut by engine.words; its rowid is the chunk's id.
chunk_words = Table(
    "chunk_words",
    MetaData(),  # virtual: alembic and create_all must not see it
    Column("rowid", Integer, primary_key=True),
    Column("words", Text),
    Column("headings", Text),
    Column("file", Text),
)
