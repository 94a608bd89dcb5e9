"""Channels whose posts become articles, and their albums."""

from sqlalchemy import JSON, BigInteger, Column, String, Table, Text

from bot.storage.tables.schema import Moment, metadata

# lost_at is when the bot stopped to be an administrator there.
channels = Table(
    "channels",
    metadata,
    Column("chat_id", BigInteger, primary_key=True, autoincrement=False),
    Column("title", Text, nullable=False),
    Column("username", Text, nullable=False),
    Column("named_by", BigInteger, nullable=False),
    Column("named_at", Moment, nullable=False),
    Column("lost_at", Moment),
)

# The posts of an album come as single updates; message_id is the number in its article's key,
# captions are the words of its posts by their numbers.
channel_albums = Table(
    "channel_albums",
    metadata,
    Column("chat_id", BigInteger, primary_key=True, autoincrement=False),
    Column("album", String(64), primary_key=True),
    Column("message_id", BigInteger, nullable=False),
    Column("captions", JSON, nullable=False),
    Column("seen_at", Moment, nullable=False, index=True),
)
