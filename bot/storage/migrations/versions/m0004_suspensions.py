"""Create a table of chats and forum topics that get nothing for now."""

import sqlalchemy as sa
from alembic import op

from bot.storage.migrations.column_types import NUMBER, code

revision = "0004"
down_revision = "0003"


def upgrade() -> None:
    """Create the table; ``reason`` is rights or closed."""
    op.create_table(
        "suspensions",
        sa.Column("chat_id", sa.BigInteger, nullable=False, autoincrement=False),
        sa.Column("thread_id", sa.BigInteger, nullable=False, autoincrement=False),
        sa.Column("reason", code(6), nullable=False),
        sa.Column("tried_at", sa.DateTime, nullable=False),
        sa.Column("retry_at", sa.DateTime, nullable=False),
        sa.Column("refusals", NUMBER, nullable=False),
        sa.PrimaryKeyConstraint("chat_id", "thread_id", name="pk_suspensions"),
    )
