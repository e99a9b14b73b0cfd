"""Folders with what is left out of them and whether they are watched."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    """Take in the folders that files are known from; "/." marks files added one by one."""
    op.create_table(
        "folder",
        sa.Column("path", sa.Text, primary_key=True),
        sa.Column("include", sa.Text, nullable=False),
        sa.Column("exclude", sa.Text, nullable=False),
        sa.Column("is_watched", sa.Integer, nullable=False),
    )
    op.execute(
        "insert into folder (path, include, exclude, is_watched)"
        " select distinct root, '[]', '[]', 1 from source"
        " where root not like '%/.' and root not like '%\\.'"
    )
