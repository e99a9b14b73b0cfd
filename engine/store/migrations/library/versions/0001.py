"""The first library: documents, sources, pages, chunks, embeddings, log tables, full text."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None


def upgrade() -> None:
    """Create every table. Spelled out, because schema.py will move on and this must not."""
    op.create_table(
        "library_state",
        sa.Column("key", sa.String, primary_key=True),
        sa.Column("value", sa.String, nullable=False),
    )
    op.create_table(
        "document",
        sa.Column("id", sa.String, primary_key=True),
        sa.Column("kind", sa.String, nullable=False),
        sa.Column("title", sa.Text, nullable=False),
        sa.Column("n_pages", sa.Integer, nullable=False),
        sa.Column("n_chunks", sa.Integer, nullable=False),
        sa.Column("n_rows", sa.Integer, nullable=False),
        sa.Column("problems", sa.Text, nullable=False),
    )
    op.create_table(
        "source",
        sa.Column("root", sa.Text, primary_key=True),
        sa.Column("path", sa.Text, primary_key=True),
        sa.Column("size_bytes", sa.BigInteger, nullable=False),
        sa.Column("mtime_ns", sa.BigInteger, nullable=False),
        sa.Column("state", sa.String, nullable=False),
        sa.Column("content_hash", sa.String, nullable=False),
        sa.Column("document_id", sa.String, sa.ForeignKey("document.id"), index=True),
        sa.Column("failure", sa.Text),
    )
    _create_content_tables()
    # Words are cut in Python (CJK bigrams, identifiers whole and in parts); FTS5 only counts.
    op.execute(
        "create virtual table chunk_words using fts5("
        "words, headings, file, "
        "tokenize=\"unicode61 remove_diacritics 0 tokenchars '-_./'\")"
    )


def _create_content_tables() -> None:
    op.create_table(
        "page",
        sa.Column("document_id", sa.String, _of_document(), primary_key=True),
        sa.Column("number", sa.Integer, primary_key=True),
        sa.Column("width_pt", sa.Float, nullable=False),
        sa.Column("height_pt", sa.Float, nullable=False),
        sa.Column("label", sa.Text, nullable=False),
    )
    op.create_table(
        "chunk",
        sa.Column("id", sa.Integer, primary_key=True, autoincrement=True),
        sa.Column("document_id", sa.String, _of_document(), nullable=False, index=True),
        sa.Column("ordinal", sa.Integer, nullable=False),
        sa.Column("text", sa.Text, nullable=False),
        sa.Column("text_hash", sa.String, nullable=False, index=True),
        sa.Column("heading_path", sa.Text, nullable=False),
        sa.Column("places", sa.Text, nullable=False),
        sa.Column("row_table", sa.Text),
        sa.Column("row_first", sa.Integer),
        sa.Column("row_last", sa.Integer),
        sa.Column("is_dense", sa.Integer, nullable=False),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "embedding",
        sa.Column("embedder_id", sa.String, primary_key=True),
        sa.Column("text_hash", sa.String, primary_key=True, index=True),
        sa.Column("vector", sa.LargeBinary, nullable=False),
    )
    op.create_table(
        "log_table",
        sa.Column("document_id", sa.String, _of_document(), primary_key=True),
        sa.Column("name", sa.Text, nullable=False, unique=True),
        sa.Column("columns", sa.Text, nullable=False),
        sa.Column("n_rows", sa.Integer, nullable=False),
    )


def _of_document() -> sa.ForeignKey:
    return sa.ForeignKey("document.id", ondelete="CASCADE")
