"""Create the tables of the webhook: updates, who handles which chat's, and the secret."""

import sqlalchemy as sa
from alembic import op

from bot.storage.tables.schema import Moment

revision = "0011"
down_revision = "0010"


def upgrade() -> None:
    """Create the tables."""
    op.create_table(
        "updates",
        sa.Column("update_id", sa.BigInteger, autoincrement=False),
        sa.Column("chat_id", sa.BigInteger, nullable=False),
        sa.Column("body", sa.Text, nullable=False),
        sa.Column("received_at", Moment, nullable=False),
        sa.Column("attempts", sa.Integer, nullable=False),
        sa.Column("done_at", Moment),
        sa.PrimaryKeyConstraint("update_id", name="pk_updates"),
    )
    op.create_index("ix_updates_done_at", "updates", ["done_at"])
    waiting = sa.text("done_at IS NULL")
    op.create_index(
        "ix_updates_unfinished",
        "updates",
        ["chat_id"],
        sqlite_where=waiting,
        postgresql_where=waiting,
    )
    op.create_table(
        "update_chats",
        sa.Column("chat_id", sa.BigInteger, autoincrement=False),
        sa.Column("owner", sa.String(32), nullable=False),
        sa.Column("idle_at", Moment, nullable=False),
        sa.PrimaryKeyConstraint("chat_id", name="pk_update_chats"),
    )
    op.create_table(
        "update_owners",
        sa.Column("owner", sa.String(32)),
        sa.Column("lease_until", Moment, nullable=False),
        sa.PrimaryKeyConstraint("owner", name="pk_update_owners"),
    )
    op.create_table(
        "secrets",
        sa.Column("name", sa.String(32)),
        sa.Column("value", sa.Text, nullable=False),
        sa.PrimaryKeyConstraint("name", name="pk_secrets"),
    )
