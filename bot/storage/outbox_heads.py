"""The messages of the outbox that may be sent now: the oldest of each chat."""

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import Select, func, literal, select, union_all

from bot.storage.tables.outbox import WAITING, OutboxState, outbox


def queue_heads(now: datetime, limit: int, without: Collection[int]) -> Select[tuple[int]]:
    """Select the ids of messages that may be sent now, the oldest of each chat."""
    first = [_heads_in(state, now, limit, without).subquery() for state in WAITING]
    either = union_all(*(select(found.c.id) for found in first)).subquery()
    return select(either.c.id).order_by(either.c.id).limit(limit)


def _heads_in(
    state: OutboxState, now: datetime, limit: int, without: Collection[int]
) -> Select[tuple[int]]:
    """Scan from the oldest message on and stop at ``limit``, however long the queue is.

    The expression around ``next_try`` keeps both databases from an index by which they would have
    to sort all messages. PostgreSQL skips what another process is claiming; SQLite has one writer.
    """
    earlier = outbox.alias("earlier")
    older = select(earlier.c.id).where(
        earlier.c.chat_id == outbox.c.chat_id,
        earlier.c.state.in_(WAITING),
        earlier.c.next_try <= now,
        earlier.c.id < outbox.c.id,
    )
    moment = outbox.c.next_try
    next_try = func.coalesce(moment, moment)
    sendable = (
        outbox.c.state == state,
        next_try <= literal(now, moment.type),
        outbox.c.chat_id.not_in(without),
        ~older.exists(),
    )
    oldest = select(outbox.c.id).where(*sendable).order_by(outbox.c.id).limit(limit)
    return oldest.with_for_update(skip_locked=True)
