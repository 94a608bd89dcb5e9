"""Create tables for what processes that share a database have to know of each other."""

import sqlalchemy as sa
from alembic import op

from bot.storage.migrations.column_types import NUMBER, TEXT, code
from bot.storage.tables.schema import Moment

revision = "0013"
down_revision = "0012"


def upgrade() -> None:
    """Create the tables."""
    op.create_table(
        "topic_changes",
        sa.Column("id", NUMBER, nullable=False),
        sa.Column("topic_id", NUMBER, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_topic_changes"),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "drafts",
        sa.Column("id", NUMBER, nullable=False),
        sa.Column("number", sa.BigInteger, nullable=False),
        sa.Column("article", TEXT, nullable=False),
        sa.Column("created_at", Moment, nullable=False),
        sa.Column("claimed_at", Moment),
        sa.PrimaryKeyConstraint("id", name="pk_drafts"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_drafts_number", "drafts", ["number"], unique=True)
    op.add_column("broadcasts", sa.Column("language", code(2)))
