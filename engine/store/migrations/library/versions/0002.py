"""Several log tables a document: a workbook has one a sheet, or more."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    """Make the table's name the key instead of the document's id. SQLite needs a new table."""
    op.create_table(
        "log_table_new",
        sa.Column("name", sa.Text, primary_key=True),
        sa.Column(
            "document_id",
            sa.String,
            sa.ForeignKey("document.id", ondelete="CASCADE"),
            nullable=False,
        ),
        sa.Column("columns", sa.Text, nullable=False),
        sa.Column("n_rows", sa.Integer, nullable=False),
    )
    op.execute(
        "insert into log_table_new (name, document_id, columns, n_rows)"
        " select name, document_id, columns, n_rows from log_table"
    )
    op.drop_table("log_table")
    op.rename_table("log_table_new", "log_table")
    op.create_index("ix_log_table_document_id", "log_table", ["document_id"])
