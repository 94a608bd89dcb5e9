"""The tables of the newsroom's work, as the newest migration leaves them.

Only the shapes: what is read and written stands in one module per noun.
"""

from sqlalchemy import (
    JSON,
    BigInteger,
    Boolean,
    Column,
    Date,
    Float,
    Index,
    Integer,
    String,
    Table,
    Text,
)

from bot.storage.tables import Moment, metadata

# interval in seconds; problem is a text key, "" where the last fetch succeeded.
feeds = Table(
    "feeds",
    metadata,
    Column("id", Integer, primary_key=True),
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
    Column("failures", Integer, nullable=False),
    Column("problem", Text, nullable=False),
    Column("problem_arguments", JSON, nullable=False),
    Column("added_at", Moment, nullable=False),
    Index("ix_feeds_url", "url", unique=True),
    Index("ix_feeds_state_next_at", "state", "next_at"),
    sqlite_autoincrement=True,
)

# item is a digest of what the feed calls it, words of what it says; taken says whether it became an
# article.
feed_items = Table(
    "feed_items",
    metadata,
    Column("feed_id", Integer, primary_key=True, autoincrement=False),
    Column("item", String(32), primary_key=True),
    Column("words", String(32), nullable=False),
    Column("seen_at", Moment, nullable=False),
    Column("taken", Boolean, nullable=False),
)

# An article that was taken away stays away: its row comes back only by undoing that.
withdrawn = Table(
    "withdrawn",
    metadata,
    Column("article_id", Integer, primary_key=True, autoincrement=False),
    Column("key", Text, nullable=False, index=True),
    Column("digest", Text, nullable=False, index=True),
    Column("title", Text, nullable=False),
    Column("article", JSON),
    Column("withdrawn_at", Moment, nullable=False),
)

# What the newsroom says of an article in place of its source; NULL where it says nothing.
amended = Table(
    "amended",
    metadata,
    Column("key", Text, primary_key=True),
    Column("digest", Text, nullable=False, index=True),
    Column("title", Text),
    Column("date", Date),
    Column("source", Text),
)

people = Table(
    "people",
    metadata,
    Column("user_id", BigInteger, primary_key=True, autoincrement=False),
    Column("role", String(6), nullable=False),
    Column("name", Text, nullable=False),
    Column("since", Moment, nullable=False),
)

# action is a text key; subject what it was done to, in the words of the doer or of a source.
audit = Table(
    "audit",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("at", Moment, nullable=False, index=True),
    Column("user_id", BigInteger, nullable=False),
    Column("name", Text, nullable=False),
    Column("action", Text, nullable=False),
    Column("subject", Text, nullable=False),
    sqlite_autoincrement=True,
)

# recipients as counted at the start; message_id is where its progress shows, in created_by's chat;
# reported_at when the final counts stood there.
broadcasts = Table(
    "broadcasts",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("text", Text, nullable=False),
    Column("marks", JSON, nullable=False),
    Column("audience", Text, nullable=False),
    Column("created_by", BigInteger, nullable=False),
    Column("created_at", Moment, nullable=False),
    Column("started_at", Moment),
    Column("stopped_at", Moment),
    Column("recipients", Integer),
    Column("message_id", BigInteger),
    Column("reported_at", Moment),
    sqlite_autoincrement=True,
)

# Sums of a local day: value by name and label. Nobody's questions, only how many.
counters = Table(
    "tallies",
    metadata,
    Column("day", Date, primary_key=True),
    Column("name", String(16), primary_key=True),
    Column("label", Text, primary_key=True),
    Column("value", Integer, nullable=False),
)

# Without who asked, or the hour.
unanswered = Table(
    "unanswered",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("day", Date, nullable=False, index=True),
    Column("question", Text, nullable=False),
)
