"""The first journal: one append-only, hash-chained table."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None


def upgrade() -> None:
    """Create the table and forbid changing or removing what was written."""
    op.create_table(
        "entry",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("question_id", sa.Integer, nullable=False, index=True),
        sa.Column("at", sa.String, nullable=False),  # UTC, ISO 8601
        sa.Column("kind", sa.String, nullable=False),
        sa.Column("body", sa.Text, nullable=False),  # canonical JSON
        sa.Column("previous_hash", sa.String, nullable=False),
        sa.Column("hash", sa.String, nullable=False),
    )
    for action in ("update", "delete"):
        op.execute(
            f"create trigger entry_no_{action} before {action} on entry "
            "begin select raise(abort, 'the journal is append-only'); end"
        )
