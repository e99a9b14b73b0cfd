"""Which version of the readers looked at a file."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"


def upgrade() -> None:
    """Everything known was read by readers before they had versions, and is read again once."""
    column = sa.Column("readers", sa.Integer, nullable=False, server_default="0")
    op.add_column("source", column)
