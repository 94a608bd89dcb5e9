"""Create tables of articles, readers, replies and reloads."""

import sqlalchemy as sa
from alembic import op

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
        sa.Column("id", sa.Integer, nullable=False),
        sa.Column("key", sa.Text, nullable=False),
        sa.Column("external_id", sa.Text, nullable=False),
        sa.Column("digest", sa.Text, nullable=False),
        sa.Column("fingerprint", sa.Text, nullable=False),
        sa.Column("title", sa.Text, nullable=False),
        sa.Column("text", sa.Text, nullable=False),
        sa.Column("body", sa.JSON, nullable=False),
        sa.Column("language", sa.String(2), nullable=False),
        sa.Column("date", sa.Date),
        sa.Column("place", sa.Text, nullable=False),
        sa.Column("credits", sa.Text, nullable=False),
        sa.Column("source", sa.Text, nullable=False),
        sa.Column("url", sa.Text, nullable=False),
        sa.Column("added_at", sa.DateTime, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_articles"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_articles_key", "articles", ["key"], unique=True)
    op.create_index("ix_articles_external_id", "articles", ["external_id"])
    op.create_index("ix_articles_digest", "articles", ["digest"])
    op.create_index("ix_articles_date_id", "articles", ["date", "id"])


def create_readers() -> None:
    """Create a table of the languages that readers chose."""
    op.create_table(
        "readers",
        sa.Column("reader_id", sa.BigInteger, nullable=False, autoincrement=False),
        sa.Column("language", sa.String(2), nullable=False),
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
        sa.Column("id", sa.Integer, nullable=False),
        sa.Column("added", sa.Integer, nullable=False),
        sa.Column("changed", sa.Integer, nullable=False),
        sa.Column("removed", sa.Integer, nullable=False),
        sa.Column("unchanged", sa.Integer, nullable=False),
        sa.Column("duplicates", sa.Integer, nullable=False),
        sa.Column("failures", sa.JSON, nullable=False),
        sa.Column("seconds", sa.Float, nullable=False),
        sa.Column("finished_at", sa.DateTime, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_reloads"),
    )
