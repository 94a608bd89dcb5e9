"""Create tables of articles, readers, replies and reloads."""

import sqlalchemy as sa
from alembic import op

from bot.storage.migrations.column_types import (
    NUMBER,
    TEXT,
    code,
    create_lookup_index,
    create_newest_index,
    create_unique_index,
)

revision = "0001"
down_revision = None


def upgrade() -> None:
    """Create the first tables."""
    create_articles()
    create_readers()
    create_replies()
    create_reloads()


def create_articles() -> None:
    """Create a table of articles; with AUTOINCREMENT, the id of a removed one is not used again."""
    op.create_table(
        "articles",
        sa.Column("id", NUMBER, nullable=False),
        sa.Column("key", TEXT, nullable=False),
        sa.Column("external_id", TEXT, nullable=False),
        sa.Column("digest", TEXT, nullable=False),
        sa.Column("fingerprint", TEXT, nullable=False),
        sa.Column("title", TEXT, nullable=False),
        sa.Column("text", TEXT, nullable=False),
        sa.Column("body", sa.JSON, nullable=False),
        sa.Column("language", code(2), nullable=False),
        sa.Column("date", sa.Date),
        sa.Column("place", TEXT, nullable=False),
        sa.Column("credits", TEXT, nullable=False),
        sa.Column("source", TEXT, nullable=False),
        sa.Column("url", TEXT, nullable=False),
        sa.Column("added_at", sa.DateTime, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_articles"),
        sqlite_autoincrement=True,
    )
    create_unique_index("ix_articles_key", "articles", ["key"])
    create_lookup_index("ix_articles_external_id", "articles", "external_id")
    create_lookup_index("ix_articles_digest", "articles", "digest")
    create_newest_index("ix_articles_date_id", "articles", ["date", "id"])


def create_readers() -> None:
    """Create a table of the languages that readers chose."""
    op.create_table(
        "readers",
        sa.Column("reader_id", sa.BigInteger, nullable=False, autoincrement=False),
        sa.Column("language", code(2), nullable=False),
        sa.PrimaryKeyConstraint("reader_id", name="pk_readers"),
    )


def create_replies() -> None:
    """Create a table of questions and the messages that answer them."""
    op.create_table(
        "replies",
        sa.Column("chat_id", sa.BigInteger, nullable=False, autoincrement=False),
        sa.Column("question_id", sa.BigInteger, nullable=False, autoincrement=False),
        sa.Column("reply_id", sa.BigInteger, nullable=False),
        sa.Column("reader_id", sa.BigInteger, nullable=False),
        sa.Column("created_at", sa.DateTime, nullable=False),
        sa.PrimaryKeyConstraint("chat_id", "question_id", name="pk_replies"),
    )
    op.create_index("ix_replies_reader_id", "replies", ["reader_id"])
    op.create_index("ix_replies_created_at", "replies", ["created_at"])


def create_reloads() -> None:
    """Create the history of reloads."""
    op.create_table(
        "reloads",
        sa.Column("id", NUMBER, nullable=False),
        sa.Column("added", NUMBER, nullable=False),
        sa.Column("changed", NUMBER, nullable=False),
        sa.Column("removed", NUMBER, nullable=False),
        sa.Column("unchanged", NUMBER, nullable=False),
        sa.Column("duplicates", NUMBER, nullable=False),
        sa.Column("failures", sa.JSON, nullable=False),
        sa.Column("seconds", sa.Float, nullable=False),
        sa.Column("finished_at", sa.DateTime, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_reloads"),
    )
