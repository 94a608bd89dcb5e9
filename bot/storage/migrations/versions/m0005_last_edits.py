"""Create a table of what articles were before their last edit."""

import sqlalchemy as sa
from alembic import op

from bot.storage.migrations.column_types import NUMBER, TEXT

revision = "0005"
down_revision = "0004"


def upgrade() -> None:
    """Create the table; the override before it is NULL where a source's value was not replaced."""
    op.create_table(
        "last_edits",
        sa.Column("article_id", NUMBER, nullable=False, autoincrement=False),
        sa.Column("title", TEXT, nullable=False),
        sa.Column("date", sa.Date),
        sa.Column("source", TEXT, nullable=False),
        sa.Column("override_title", TEXT),
        sa.Column("override_date", sa.Date),
        sa.Column("override_source", TEXT),
        sa.Column("edited_at", sa.DateTime, nullable=False),
        sa.PrimaryKeyConstraint("article_id", name="pk_last_edits"),
    )
