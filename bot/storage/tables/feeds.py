"""Watched feeds and the items seen in them."""

from sqlalchemy import JSON, Boolean, Column, Float, Index, String, Table, Text

from bot.storage.tables.schema import NUMBER, Moment, metadata

# interval in seconds; problem is a text key, "" if the last fetch succeeded.
feeds = Table(
    "feeds",
    metadata,
    Column("id", NUMBER, primary_key=True),
    Column("url", Text, nullable=False),
    Column("title", Text, nullable=False),
    Column("site", Text, nullable=False),
    Column("state", String(6), nullable=False),
    Column("etag", Text, nullable=False),
    Column("last_modified", Text, nullable=False),
    Column("interval", Float, nullable=False),
    Column("next_at", Moment, nullable=False),
    Column("checked_at", Moment),
    Column("succeeded_at", Moment),
    Column("changed_at", Moment),
    Column("failures", NUMBER, nullable=False),
    Column("problem", Text, nullable=False),
    Column("problem_arguments", JSON, nullable=False),
    Column("added_at", Moment, nullable=False),
    Index("ix_feeds_url", "url", unique=True),
    Index("ix_feeds_state_next_at", "state", "next_at"),
    sqlite_autoincrement=True,
)

# item is a digest of the feed's id for it, words one of its content; taken if it became an article.
feed_items = Table(
    "feed_items",
    metadata,
    Column("feed_id", NUMBER, primary_key=True, autoincrement=False),
    Column("item", String(32), primary_key=True),
    Column("words", String(32), nullable=False),
    Column("seen_at", Moment, nullable=False),
    Column("taken", Boolean, nullable=False),
)
