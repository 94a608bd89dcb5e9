"""Create tables of chats, topics, stories and outgoing messages."""

import sqlalchemy as sa
from alembic import op

from bot.storage.migrations.column_types import (
    NUMBER,
    TEXT,
    code,
    create_unique_index,
    is_postgresql,
)

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    """Create the tables of the alerts."""
    create_chats()
    create_topics()
    create_arrivals()
    create_stories()
    create_story_articles()
    create_story_bands()
    create_told()
    create_pending()
    create_outbox()


def create_chats() -> None:
    """Create a table of chats' settings, and why a chat is unreachable (``asleep``)."""
    op.create_table(
        "chats",
        sa.Column("chat_id", sa.BigInteger, nullable=False, autoincrement=False),
        sa.Column("zone", TEXT),
        sa.Column("quiet_start", NUMBER),
        sa.Column("quiet_end", NUMBER),
        sa.Column("language", code(2)),
        sa.Column("asleep", TEXT),
        sa.Column("asleep_at", sa.DateTime),
        sa.Column("hour_start", sa.DateTime),
        sa.Column("hour_alerts", NUMBER, nullable=False),
        sa.PrimaryKeyConstraint("chat_id", name="pk_chats"),
    )


def create_topics() -> None:
    """Create a table of subscriptions; ``due`` is NULL if a topic has no pending stories."""
    op.create_table(
        "topics",
        sa.Column("id", NUMBER, nullable=False),
        sa.Column("chat_id", sa.BigInteger, nullable=False),
        sa.Column("thread_id", sa.BigInteger, nullable=False),
        sa.Column("text", TEXT, nullable=False),
        sa.Column("rhythm", code(8), nullable=False),
        sa.Column("minute", NUMBER),
        sa.Column("weekday", NUMBER),
        sa.Column("paused", sa.Boolean, nullable=False),
        sa.Column("snoozed_until", sa.DateTime),
        sa.Column("muted_until", sa.DateTime),
        sa.Column("created_at", sa.DateTime, nullable=False),
        sa.Column("due", sa.DateTime),
        sa.PrimaryKeyConstraint("id", name="pk_topics"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_topics_due", "topics", ["due"])
    columns = ["chat_id", "thread_id", "text"]
    create_unique_index("ix_topics_chat_id_thread_id_text", "topics", columns)


def create_arrivals() -> None:
    """Create a table of articles that have not been matched with topics yet."""
    op.create_table(
        "arrivals",
        sa.Column("article_id", NUMBER, nullable=False, autoincrement=False),
        sa.Column("arrived_at", sa.DateTime, nullable=False),
        sa.PrimaryKeyConstraint("article_id", name="pk_arrivals"),
    )


def create_stories() -> None:
    """Create a table of stories: groups of near-duplicate articles."""
    op.create_table(
        "stories",
        sa.Column("id", NUMBER, nullable=False),
        sa.Column("seen_at", sa.DateTime, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_stories"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_stories_seen_at", "stories", ["seen_at"])


def create_story_articles() -> None:
    """Create a table of the stories' articles and their signatures."""
    op.create_table(
        "story_articles",
        sa.Column("article_id", NUMBER, nullable=False, autoincrement=False),
        sa.Column("story_id", NUMBER, nullable=False),
        sa.Column("signature", sa.LargeBinary, nullable=False),
        sa.Column("seen_at", sa.DateTime, nullable=False),
        sa.PrimaryKeyConstraint("article_id", name="pk_story_articles"),
    )
    op.create_index("ix_story_articles_story_id", "story_articles", ["story_id"])


def create_story_bands() -> None:
    """Create a table of signatures' bands, by which near-duplicates are found."""
    op.create_table(
        "story_bands",
        sa.Column("band", sa.BigInteger, nullable=False, autoincrement=False),
        sa.Column("article_id", NUMBER, nullable=False, autoincrement=False),
        sa.PrimaryKeyConstraint("band", "article_id", name="pk_story_bands"),
    )
    op.create_index("ix_story_bands_article_id", "story_bands", ["article_id"])


def create_told() -> None:
    """Create a table of the stories that a chat or forum topic was notified of."""
    op.create_table(
        "told",
        sa.Column("chat_id", sa.BigInteger, nullable=False, autoincrement=False),
        sa.Column("thread_id", sa.BigInteger, nullable=False, autoincrement=False),
        sa.Column("story_id", NUMBER, nullable=False, autoincrement=False),
        sa.Column("told_at", sa.DateTime, nullable=False),
        sa.PrimaryKeyConstraint("chat_id", "thread_id", "story_id", name="pk_told"),
    )
    op.create_index("ix_told_story_id", "told", ["story_id"])


def create_pending() -> None:
    """Create a table of stories that wait for a topic's digest."""
    op.create_table(
        "pending",
        sa.Column("topic_id", NUMBER, nullable=False, autoincrement=False),
        sa.Column("story_id", NUMBER, nullable=False, autoincrement=False),
        sa.Column("article_id", NUMBER, nullable=False),
        sa.Column("kept_at", sa.DateTime, nullable=False),
        sa.PrimaryKeyConstraint("topic_id", "story_id", name="pk_pending"),
    )
    op.create_index("ix_pending_story_id", "pending", ["story_id"])


def create_outbox() -> None:
    """Create the outbox; ``state`` is queued, claimed, done, failed or aside (dead-lettered)."""
    op.create_table(
        "outbox",
        sa.Column("id", NUMBER, nullable=False),
        sa.Column("chat_id", sa.BigInteger, nullable=False),
        sa.Column("thread_id", sa.BigInteger, nullable=False),
        sa.Column("kind", code(9), nullable=False),
        sa.Column("key", TEXT, nullable=False),
        sa.Column("payload", sa.JSON, nullable=False),
        sa.Column("state", code(7), nullable=False),
        sa.Column("created_at", sa.DateTime, nullable=False),
        sa.Column("next_try", sa.DateTime, nullable=False),
        sa.Column("attempts", NUMBER, nullable=False),
        sa.Column("reason", TEXT, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_outbox"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_outbox_chat_id_key", "outbox", ["chat_id", "key"], unique=True)
    # SQLite's indexes end with the id anyway.
    columns = ["state", "id"] if is_postgresql() else ["state"]
    op.create_index("ix_outbox_state", "outbox", columns)
    op.create_index("ix_outbox_state_next_try", "outbox", ["state", "next_try"])
    op.create_index("ix_outbox_state_chat_id_id", "outbox", ["state", "chat_id", "id"])
