"""Create the tables of the channels whose posts become articles."""

import sqlalchemy as sa
from alembic import op

from bot.storage.migrations.column_types import TEXT, code
from bot.storage.tables.schema import Moment

revision = "0016"
down_revision = "0015"


def upgrade() -> None:
    """Create the tables."""
    op.create_table(
        "channels",
        sa.Column("chat_id", sa.BigInteger, autoincrement=False),
        sa.Column("title", TEXT, nullable=False),
        sa.Column("username", TEXT, nullable=False),
        sa.Column("named_by", sa.BigInteger, nullable=False),
        sa.Column("named_at", Moment, nullable=False),
        sa.Column("lost_at", Moment),
        sa.PrimaryKeyConstraint("chat_id", name="pk_channels"),
    )
    op.create_table(
        "channel_albums",
        sa.Column("chat_id", sa.BigInteger, autoincrement=False),
        sa.Column("album", code(64)),
        sa.Column("message_id", sa.BigInteger, nullable=False),
        sa.Column("captions", sa.JSON, nullable=False),
        sa.Column("seen_at", Moment, nullable=False),
        sa.PrimaryKeyConstraint("chat_id", "album", name="pk_channel_albums"),
    )
    op.create_index("ix_channel_albums_seen_at", "channel_albums", ["seen_at"])
