"""Create tables of feeds, edits of articles, staff, announcements and statistics."""

import sqlalchemy as sa
from alembic import op

from bot.storage.migrations.column_types import (
    NUMBER,
    TEXT,
    code,
    create_lookup_index,
    create_partial_index,
    create_unique_index,
    is_postgresql,
)

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    """Create the tables, and store the origin of articles and reloads."""
    add_origins()
    create_feeds()
    create_feed_items()
    create_withdrawn()
    create_amended()
    create_people()
    create_audit()
    create_broadcasts()
    create_tallies()
    create_unanswered()


def add_origins() -> None:
    """Add origins, so far the folder; the index is for statistics of new articles by source."""
    for table in ("articles", "reloads"):
        column = sa.Column("origin", code(6), nullable=False, server_default="folder")
        op.add_column(table, column)
    columns = ["added_at"] if is_postgresql() else ["added_at", "source"]  # any length
    op.create_index("ix_articles_added_at_source", "articles", columns)


def create_feeds() -> None:
    """Create a table of feeds; ``state`` is on, paused or gone."""
    op.create_table(
        "feeds",
        sa.Column("id", NUMBER, nullable=False),
        sa.Column("url", TEXT, nullable=False),
        sa.Column("title", TEXT, nullable=False),
        sa.Column("site", TEXT, nullable=False),
        sa.Column("state", code(6), nullable=False),
        sa.Column("etag", TEXT, nullable=False),
        sa.Column("last_modified", TEXT, nullable=False),
        sa.Column("interval", sa.Float, nullable=False),
        sa.Column("next_at", sa.DateTime, nullable=False),
        sa.Column("checked_at", sa.DateTime),
        sa.Column("succeeded_at", sa.DateTime),
        sa.Column("changed_at", sa.DateTime),
        sa.Column("failures", NUMBER, nullable=False),
        sa.Column("problem", TEXT, nullable=False),
        sa.Column("problem_arguments", sa.JSON, nullable=False),
        sa.Column("added_at", sa.DateTime, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_feeds"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_feeds_state_next_at", "feeds", ["state", "next_at"])
    create_unique_index("ix_feeds_url", "feeds", ["url"])


def create_feed_items() -> None:
    """Create a table of the items seen in feeds."""
    op.create_table(
        "feed_items",
        sa.Column("feed_id", NUMBER, nullable=False, autoincrement=False),
        sa.Column("item", code(32), nullable=False),
        sa.Column("words", code(32), nullable=False),
        sa.Column("seen_at", sa.DateTime, nullable=False),
        sa.Column("taken", sa.Boolean, nullable=False),
        sa.PrimaryKeyConstraint("feed_id", "item", name="pk_feed_items"),
    )


def create_withdrawn() -> None:
    """Create a table of articles that staff deleted."""
    op.create_table(
        "withdrawn",
        sa.Column("article_id", NUMBER, nullable=False, autoincrement=False),
        sa.Column("key", TEXT, nullable=False),
        sa.Column("digest", TEXT, nullable=False),
        sa.Column("title", TEXT, nullable=False),
        sa.Column("article", sa.JSON),
        sa.Column("withdrawn_at", sa.DateTime, nullable=False),
        sa.PrimaryKeyConstraint("article_id", name="pk_withdrawn"),
    )
    create_lookup_index("ix_withdrawn_digest", "withdrawn", "digest")
    create_lookup_index("ix_withdrawn_key", "withdrawn", "key")


def create_amended() -> None:
    """Create a table of the values that override those of an article's source."""
    unique = [] if is_postgresql() else [sa.PrimaryKeyConstraint("key", name="pk_amended")]
    op.create_table(
        "amended",
        sa.Column("key", TEXT, nullable=False),
        sa.Column("digest", TEXT, nullable=False),
        sa.Column("title", TEXT),
        sa.Column("date", sa.Date),
        sa.Column("source", TEXT),
        *unique,
    )
    if not unique:
        create_unique_index("pk_amended", "amended", ["key"])
    create_lookup_index("ix_amended_digest", "amended", "digest")


def create_people() -> None:
    """Create a table of editors and admins; owners are in the settings."""
    op.create_table(
        "people",
        sa.Column("user_id", sa.BigInteger, nullable=False, autoincrement=False),
        sa.Column("role", code(6), nullable=False),
        sa.Column("name", TEXT, nullable=False),
        sa.Column("since", sa.DateTime, nullable=False),
        sa.PrimaryKeyConstraint("user_id", name="pk_people"),
    )


def create_audit() -> None:
    """Create the audit log."""
    op.create_table(
        "audit",
        sa.Column("id", NUMBER, nullable=False),
        sa.Column("at", sa.DateTime, nullable=False),
        sa.Column("user_id", sa.BigInteger, nullable=False),
        sa.Column("name", TEXT, nullable=False),
        sa.Column("action", TEXT, nullable=False),
        sa.Column("subject", TEXT, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_audit"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_audit_at", "audit", ["at"])


def create_broadcasts() -> None:
    """Create a table of announcements."""
    op.create_table(
        "broadcasts",
        sa.Column("id", NUMBER, nullable=False),
        sa.Column("text", TEXT, nullable=False),
        sa.Column("marks", sa.JSON, nullable=False),
        sa.Column("audience", TEXT, nullable=False),
        sa.Column("created_by", sa.BigInteger, nullable=False),
        sa.Column("created_at", sa.DateTime, nullable=False),
        sa.Column("started_at", sa.DateTime),
        sa.Column("stopped_at", sa.DateTime),
        sa.Column("recipients", NUMBER),
        sa.Column("message_id", sa.BigInteger),
        sa.Column("reported_at", sa.DateTime),
        sa.PrimaryKeyConstraint("id", name="pk_broadcasts"),
        sqlite_autoincrement=True,
    )
    columns = ["key", "state"]
    create_partial_index("ix_outbox_broadcasts", "outbox", columns, "kind = 'broadcast'")


def create_tallies() -> None:
    """Create a table of daily counters."""
    op.create_table(
        "tallies",
        sa.Column("day", sa.Date, nullable=False),
        sa.Column("name", code(16), nullable=False),
        sa.Column("label", TEXT, nullable=False),
        sa.Column("value", NUMBER, nullable=False),
        sa.PrimaryKeyConstraint("day", "name", "label", name="pk_tallies"),
    )


def create_unanswered() -> None:
    """Create a table of unanswered questions."""
    op.create_table(
        "unanswered",
        sa.Column("id", NUMBER, nullable=False),
        sa.Column("day", sa.Date, nullable=False),
        sa.Column("question", TEXT, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_unanswered"),
    )
    op.create_index("ix_unanswered_day", "unanswered", ["day"])
