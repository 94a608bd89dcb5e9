"""Messages to send, and the announcements that some of them belong to."""

from enum import StrEnum

from sqlalchemy import JSON, BigInteger, Column, Index, String, Table, Text, text

from bot.storage.tables.schema import NUMBER, Moment, metadata


class OutboxState(StrEnum):
    """The state of a message, as stored."""

    QUEUED = "queued"
    CLAIMED = "claimed"
    DONE = "done"
    FAILED = "failed"
    DEAD_LETTER = "aside"


WAITING = (OutboxState.QUEUED, OutboxState.CLAIMED)

outbox = Table(
    "outbox",
    metadata,
    Column("id", NUMBER, primary_key=True),
    Column("chat_id", BigInteger, nullable=False),
    Column("thread_id", BigInteger, nullable=False),
    Column("kind", String(9), nullable=False),
    Column("key", Text, nullable=False),
    Column("payload", JSON, nullable=False),
    Column("state", String(7), nullable=False),
    Column("created_at", Moment, nullable=False),
    Column("next_try", Moment, nullable=False),
    Column("attempts", NUMBER, nullable=False),
    Column("reason", Text, nullable=False),
    Index("ix_outbox_chat_id_key", "chat_id", "key", unique=True),
    Index("ix_outbox_state", "state"),
    Index("ix_outbox_state_next_try", "state", "next_try"),
    Index("ix_outbox_state_chat_id_id", "state", "chat_id", "id"),
    Index("ix_outbox_broadcasts", "key", "state", sqlite_where=text("kind = 'broadcast'")),
    sqlite_autoincrement=True,
)

# recipients as counted at the start; message_id, in created_by's chat, shows the progress;
# reported_at is when it showed the final counts.
announcements = Table(
    "broadcasts",
    metadata,
    Column("id", NUMBER, primary_key=True),
    Column("text", Text, nullable=False),
    Column("marks", JSON, nullable=False),
    Column("audience", Text, nullable=False),
    Column("created_by", BigInteger, nullable=False),
    Column("created_at", Moment, nullable=False),
    Column("started_at", Moment),
    Column("stopped_at", Moment),
    Column("recipients", NUMBER),
    Column("message_id", BigInteger),
    Column("reported_at", Moment),
    Column("language", String(2)),  # of its progress
    sqlite_autoincrement=True,
)
