"""Readers' languages, and which reply belongs to which question."""

from sqlalchemy import BigInteger, Column, Index, String, Table, Text, text

from bot.storage.tables.schema import Moment, metadata

# Telegram's ids have up to 52 bits; those of groups are negative.
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
    Column("thread_id", BigInteger, nullable=False, server_default=text("0")),
    Column("question", Text),
    Column("subject", Text),
    Column("language", String(2)),
    Column("articles", Text),
    Column("conditions", Text),
    Column("answer_id", BigInteger),
    Index(None, "chat_id", "reply_id"),
)
