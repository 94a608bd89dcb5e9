"""The tables of articles, readers and alerts, as the newest migration leaves them.

A test holds the two together, and those of ``newsroom_tables`` as well. Only the shapes: what is
read and written stands in one module per noun.
"""

from datetime import UTC, datetime

from sqlalchemy import (
    JSON,
    BigInteger,
    Boolean,
    Column,
    Date,
    DateTime,
    Dialect,
    Float,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    String,
    Table,
    Text,
    TypeDecorator,
    text,
)

metadata = MetaData(
    naming_convention={"ix": "ix_%(table_name)s_%(column_0_N_name)s", "pk": "pk_%(table_name)s"}
)


class Moment(TypeDecorator[datetime]):
    """A point in time, kept in UTC; SQLite itself knows no time zones."""

    impl = DateTime
    cache_ok = True

    def process_bind_param(self, value: datetime | None, _dialect: Dialect) -> datetime | None:
        """To UTC without a zone; a naive moment is a mistake in the program."""
        if value is not None and value.tzinfo is None:
            raise ValueError(value)
        return value and value.astimezone(UTC).replace(tzinfo=None)

    def process_result_value(self, value: datetime | None, _dialect: Dialect) -> datetime | None:
        """Back to a moment with its zone, UTC."""
        return value and value.replace(tzinfo=UTC)


# AUTOINCREMENT: the number of a removed article is never given to another.
articles = Table(
    "articles",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("key", Text, nullable=False),
    Column("external_id", Text, nullable=False, index=True),
    Column("digest", Text, nullable=False, index=True),
    Column("fingerprint", Text, nullable=False),
    Column("title", Text, nullable=False),
    Column("text", Text, nullable=False),
    Column("body", JSON, nullable=False),
    Column("language", String(2), nullable=False),
    Column("date", Date),
    Column("place", Text, nullable=False),
    Column("credits", Text, nullable=False),
    Column("source", Text, nullable=False),
    Column("url", Text, nullable=False),
    Column("added_at", Moment, nullable=False),
    Column("origin", String(6), nullable=False, server_default="folder"),
    Index("ix_articles_key", "key", unique=True),
    Index("ix_articles_date_id", "date", "id"),
    Index("ix_articles_added_at_source", "added_at", "source"),
    sqlite_autoincrement=True,
)

# Telegram's ids are up to 52 bits; a chat's is negative where it is a group.
readers = Table(
    "readers",
    metadata,
    Column("reader_id", BigInteger, primary_key=True, autoincrement=False),
    Column("language", String(2), nullable=False),
)

replies = Table(
    "replies",
    metadata,
    Column("chat_id", BigInteger, primary_key=True, autoincrement=False),
    Column("question_id", BigInteger, primary_key=True, autoincrement=False),
    Column("reply_id", BigInteger, nullable=False),
    Column("reader_id", BigInteger, nullable=False, index=True),
    Column("created_at", Moment, nullable=False, index=True),
)

reloads = Table(
    "reloads",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("added", Integer, nullable=False),
    Column("changed", Integer, nullable=False),
    Column("removed", Integer, nullable=False),
    Column("unchanged", Integer, nullable=False),
    Column("duplicates", Integer, nullable=False),
    Column("failures", JSON, nullable=False),
    Column("seconds", Float, nullable=False),
    Column("finished_at", Moment, nullable=False),
    Column("origin", String(6), nullable=False, server_default="folder"),
)

# Minutes of the local day; what is not chosen is NULL.
chats = Table(
    "chats",
    metadata,
    Column("chat_id", BigInteger, primary_key=True, autoincrement=False),
    Column("zone", Text),
    Column("quiet_start", Integer),
    Column("quiet_end", Integer),
    Column("language", String(2)),
    Column("asleep", Text),
    Column("asleep_at", Moment),
    Column("hour_start", Moment),
    Column("hour_alerts", Integer, nullable=False),
)

# thread_id is 0 outside forum topics: NULLs are never equal, and these are parts of unique keys.
topics = Table(
    "topics",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("chat_id", BigInteger, nullable=False),
    Column("thread_id", BigInteger, nullable=False),
    Column("text", Text, nullable=False),
    Column("rhythm", String(8), nullable=False),
    Column("minute", Integer),
    Column("weekday", Integer),
    Column("paused", Boolean, nullable=False),
    Column("snoozed_until", Moment),
    Column("muted_until", Moment),
    Column("created_at", Moment, nullable=False),
    Column("due", Moment, index=True),
    Index("ix_topics_chat_id_thread_id_text", "chat_id", "thread_id", "text", unique=True),
    sqlite_autoincrement=True,
)

arrivals = Table(
    "arrivals",
    metadata,
    Column("article_id", Integer, primary_key=True, autoincrement=False),
    Column("arrived_at", Moment, nullable=False),
)

stories = Table(
    "stories",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("seen_at", Moment, nullable=False, index=True),
    sqlite_autoincrement=True,
)

story_articles = Table(
    "story_articles",
    metadata,
    Column("article_id", Integer, primary_key=True, autoincrement=False),
    Column("story_id", Integer, nullable=False, index=True),
    Column("signature", LargeBinary, nullable=False),
    Column("seen_at", Moment, nullable=False),
)

story_bands = Table(
    "story_bands",
    metadata,
    Column("band", BigInteger, primary_key=True, autoincrement=False),
    Column("article_id", Integer, primary_key=True, autoincrement=False, index=True),
)

told = Table(
    "told",
    metadata,
    Column("chat_id", BigInteger, primary_key=True, autoincrement=False),
    Column("thread_id", BigInteger, primary_key=True, autoincrement=False),
    Column("story_id", Integer, primary_key=True, autoincrement=False, index=True),
    Column("told_at", Moment, nullable=False),
)

pending = Table(
    "pending",
    metadata,
    Column("topic_id", Integer, primary_key=True, autoincrement=False),
    Column("story_id", Integer, primary_key=True, autoincrement=False, index=True),
    Column("article_id", Integer, nullable=False),
    Column("kept_at", Moment, nullable=False),
)

outbox = Table(
    "outbox",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("chat_id", BigInteger, nullable=False),
    Column("thread_id", BigInteger, nullable=False),
    Column("kind", String(9), nullable=False),
    Column("key", Text, nullable=False),
    Column("payload", JSON, nullable=False),
    Column("state", String(7), nullable=False),
    Column("created_at", Moment, nullable=False),
    Column("next_try", Moment, nullable=False),
    Column("attempts", Integer, nullable=False),
    Column("reason", Text, nullable=False),
    Index("ix_outbox_chat_id_key", "chat_id", "key", unique=True),
    Index("ix_outbox_state", "state"),
    Index("ix_outbox_state_next_try", "state", "next_try"),
    Index("ix_outbox_state_chat_id_id", "state", "chat_id", "id"),
    Index("ix_outbox_broadcasts", "key", "state", sqlite_where=text("kind = 'broadcast'")),
    sqlite_autoincrement=True,
)

# A reload's own file, attached under this name while it is filled and while it is taken over.
staging = MetaData(schema="staged")

staged_articles = Table(
    "articles",
    staging,
    Column("id", Integer, index=True),
    Column("key", Text, primary_key=True),
    *(Column(c.name, c.type) for c in articles.c if c.name not in {"id", "key", "added_at"}),
)

staged_keys = Table(
    "keys",
    staging,
    Column("id", Integer, primary_key=True),
    Column("key", Text, nullable=False),
)

staged_removals = Table("removals", staging, Column("id", Integer, primary_key=True))
