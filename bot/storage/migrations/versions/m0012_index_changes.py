"""Create the table of the articles that each reload has changed."""

import sqlalchemy as sa
from alembic import op

from bot.storage.migrations.column_types import NUMBER

revision = "0012"
down_revision = "0011"


def upgrade() -> None:
    """Create the table."""
    op.create_table(
        "index_changes",
        sa.Column("id", NUMBER),
        sa.Column("reload", NUMBER, nullable=False),
        sa.Column("article_id", NUMBER, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_index_changes"),
    )
    op.create_index("ix_index_changes_reload", "index_changes", ["reload"])
