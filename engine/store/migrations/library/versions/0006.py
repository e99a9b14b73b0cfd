"""When a file was read."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"


def upgrade() -> None:
    """Not known of what was read before."""
    op.add_column("source", sa.Column("read_ns", sa.BigInteger, nullable=True))
