"""Chats, their topics, and which stories they were notified of or have pending."""

from sqlalchemy import BigInteger, Boolean, Column, Index, String, Table, Text, func

from bot.storage.tables.schema import NUMBER, Moment, metadata

# quiet_start and quiet_end in minutes of the local day; NULL if not chosen. language was set,
# spoken follows from heard, the languages of the last messages in a group.
chats = Table(
    "chats",
    metadata,
    Column("chat_id", BigInteger, primary_key=True, autoincrement=False),
    Column("zone", Text),
    Column("quiet_start", NUMBER),
    Column("quiet_end", NUMBER),
    Column("language", String(2)),
    Column("heard", Text),
    Column("spoken", String(2)),
    Column("asleep", Text),
    Column("asleep_at", Moment),
    Column("hour_start", Moment),
    Column("hour_alerts", NUMBER, nullable=False),
)

LANGUAGE = func.coalesce(chats.c.language, chats.c.spoken)
"""The language of a chat; NULL if none was set, and none is spoken there."""

# thread_id is 0 outside forum topics: it is part of unique keys, in which NULLs are never equal.
topics = Table(
    "topics",
    metadata,
    Column("id", NUMBER, primary_key=True),
    Column("chat_id", BigInteger, nullable=False),
    Column("thread_id", BigInteger, nullable=False),
    Column("text", Text, nullable=False),
    Column("rhythm", String(8), nullable=False),
    Column("minute", NUMBER),
    Column("weekday", NUMBER),
    Column("paused", Boolean, nullable=False),
    Column("snoozed_until", Moment),
    Column("muted_until", Moment),
    Column("created_at", Moment, nullable=False),
    Column("due", Moment, index=True),
    Index("ix_topics_chat_id_thread_id_text", "chat_id", "thread_id", "text", unique=True),
    sqlite_autoincrement=True,
)

# Topics whose text is new, changed or gone, for whoever has an index of them in memory.
topic_changes = Table(
    "topic_changes",
    metadata,
    Column("id", NUMBER, primary_key=True),
    Column("topic_id", NUMBER, nullable=False),
    sqlite_autoincrement=True,
)

# Targets that get nothing for now: refused at tried_at, for the refusals-th time.
suspensions = Table(
    "suspensions",
    metadata,
    Column("chat_id", BigInteger, primary_key=True, autoincrement=False),
    Column("thread_id", BigInteger, primary_key=True, autoincrement=False),
    Column("reason", String(6), nullable=False),
    Column("tried_at", Moment, nullable=False),
    Column("retry_at", Moment, nullable=False),
    Column("refusals", NUMBER, nullable=False),
)

notifications = Table(
    "told",
    metadata,
    Column("chat_id", BigInteger, primary_key=True, autoincrement=False),
    Column("thread_id", BigInteger, primary_key=True, autoincrement=False),
    Column("story_id", NUMBER, primary_key=True, autoincrement=False, index=True),
    Column("told_at", Moment, nullable=False),
)

pending = Table(
    "pending",
    metadata,
    Column("topic_id", NUMBER, primary_key=True, autoincrement=False),
    Column("story_id", NUMBER, primary_key=True, autoincrement=False, index=True),
    Column("article_id", NUMBER, nullable=False),
    Column("kept_at", Moment, nullable=False),
)
