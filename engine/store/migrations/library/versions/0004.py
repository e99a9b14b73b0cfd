"""Drawings with their numbers and revisions."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"


def upgrade() -> None:
    """Empty at first: a drawing gets its row when it is read again."""
    op.create_table(
        "title_block",
        sa.Column(
            "document_id",
            sa.String,
            sa.ForeignKey("document.id", ondelete="CASCADE"),
            primary_key=True,
        ),
        sa.Column("number", sa.Text, nullable=False),
        sa.Column("revision", sa.Text, nullable=False),
    )
