"""Updates that a webhook has taken, and which process handles those of which chat."""

from sqlalchemy import BigInteger, Column, Index, String, Table, Text

from bot.storage.tables.schema import NUMBER, Moment, metadata

# body is the update as JSON, in ASCII. Of one that is done only its number is kept, so that it is
# known if it comes again. attempts is how often a process died before it was done.
updates = Table(
    "updates",
    metadata,
    Column("update_id", BigInteger, primary_key=True, autoincrement=False),
    Column("chat_id", BigInteger, nullable=False),
    Column("body", Text, nullable=False),
    Column("received_at", Moment, nullable=False),
    Column("attempts", NUMBER, nullable=False),
    Column("done_at", Moment, index=True),
)

unfinished = updates.c.done_at.is_(None)

Index("ix_updates_unfinished", updates.c.chat_id, sqlite_where=unfinished)

# The process that handles a chat's updates, also those to come until idle_at.
update_chats = Table(
    "update_chats",
    metadata,
    Column("chat_id", BigInteger, primary_key=True, autoincrement=False),
    Column("owner", String(32), nullable=False),
    Column("idle_at", Moment, nullable=False),
)

# A process is taken for dead when its lease has ended.
update_owners = Table(
    "update_owners",
    metadata,
    Column("owner", String(32), primary_key=True),
    Column("lease_until", Moment, nullable=False),
)

secrets = Table(
    "secrets",
    metadata,
    Column("name", String(32), primary_key=True),
    Column("value", Text, nullable=False),
)
