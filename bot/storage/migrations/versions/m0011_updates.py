"""Create the tables of the webhook: updates, who handles which chat's, and the secret."""

import sqlalchemy as sa
from alembic import op

from bot.storage.migrations.column_types import NUMBER, TEXT, code, create_partial_index
from bot.storage.tables.schema import Moment

revision = "0011"
down_revision = "0010"


def upgrade() -> None:
    """Create the tables."""
    op.create_table(
        "updates",
        sa.Column("update_id", sa.BigInteger, autoincrement=False),
        sa.Column("chat_id", sa.BigInteger, nullable=False),
        sa.Column("body", TEXT, nullable=False),
        sa.Column("received_at", Moment, nullable=False),
        sa.Column("attempts", NUMBER, nullable=False),
        sa.Column("done_at", Moment),
        sa.PrimaryKeyConstraint("update_id", name="pk_updates"),
    )
    op.create_index("ix_updates_done_at", "updates", ["done_at"])
    create_partial_index("ix_updates_unfinished", "updates", ["chat_id"], "done_at IS NULL")
    op.create_table(
        "update_chats",
        sa.Column("chat_id", sa.BigInteger, autoincrement=False),
        sa.Column("owner", code(32), nullable=False),
        sa.Column("idle_at", Moment, nullable=False),
        sa.PrimaryKeyConstraint("chat_id", name="pk_update_chats"),
    )
    op.create_table(
        "update_owners",
        sa.Column("owner", code(32)),
        sa.Column("lease_until", Moment, nullable=False),
        sa.PrimaryKeyConstraint("owner", name="pk_update_owners"),
    )
    op.create_table(
        "secrets",
        sa.Column("name", code(32)),
        sa.Column("value", TEXT, nullable=False),
        sa.PrimaryKeyConstraint("name", name="pk_secrets"),
    )
