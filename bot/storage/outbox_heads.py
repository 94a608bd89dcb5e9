"""The messages of the outbox that may be sent now: the oldest of each chat."""

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import Select, UnaryExpression, literal, select, union_all
from sqlalchemy.sql.operators import custom_op

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

    The unary plus keeps SQLite from an index by which it would have to sort all messages:
    https://www.sqlite.org/optoverview.html#disqualifying_where_clause_terms_using_unary_.
    """
    earlier = outbox.alias("earlier")
    older = select(earlier.c.id).where(
        earlier.c.chat_id == outbox.c.chat_id,
        earlier.c.state.in_(WAITING),
        earlier.c.next_try <= now,
        earlier.c.id < outbox.c.id,
    )
    moment = outbox.c.next_try
    next_try: UnaryExpression[datetime] = UnaryExpression(moment, operator=custom_op("+"))
    sendable = (
        outbox.c.state == state,
        next_try <= literal(now, moment.type),
        outbox.c.chat_id.not_in(without),
        ~older.exists(),
    )
    return select(outbox.c.id).where(*sendable).order_by(outbox.c.id).limit(limit)
