"""Add columns for what was asked and shown, which later messages refer to."""

import sqlalchemy as sa
from alembic import op

from bot.storage.migrations.column_types import TEXT, code

revision = "0008"
down_revision = "0007"


def upgrade() -> None:
    """Add the columns; they are NULL where a reply answers no question."""
    zero = sa.text("0")
    thread = sa.Column("thread_id", sa.BigInteger, nullable=False, server_default=zero)
    op.add_column("replies", thread)
    for name in ("question", "subject", "articles"):
        op.add_column("replies", sa.Column(name, TEXT))
    op.add_column("replies", sa.Column("language", code(2)))
    op.create_index("ix_replies_chat_id_reply_id", "replies", ["chat_id", "reply_id"])
