"""Judgements: a new kind of entry that an older program could not read. An index for lists."""

from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    """Find the entries of one kind without reading the others; no entry changes."""
    op.create_index("entry_kind", "entry", ["kind", "id"])
