"""A forum topic that was deleted: what was for it moves to the general one."""

from sqlalchemy import func, select

from bot.storage.connection import AsyncConnection
from bot.storage.moving import move_rows
from bot.storage.tables.chats import notifications, pending, topics
from bot.storage.tables.outbox import WAITING, outbox
from bot.storage.topic_changes import record_changes


async def leave_thread(connection: AsyncConnection, chat_id: int, thread_id: int) -> None:
    """Move topics and messages; duplicates in the general forum topic are replaced or deleted."""
    await _move_alerts(connection, chat_id, thread_id)
    before, after = (
        {"chat_id": chat_id, "thread_id": thread_id},
        {"chat_id": chat_id, "thread_id": 0},
    )
    await move_rows(connection, notifications, before, after, ("story_id",))
    there = (outbox.c.chat_id == chat_id, outbox.c.thread_id == thread_id)
    await connection.execute(outbox.update().where(*there).values(thread_id=0))
    general = select(topics.c.text).where(topics.c.chat_id == chat_id, topics.c.thread_id == 0)
    here = (topics.c.chat_id == chat_id, topics.c.thread_id == thread_id)
    duplicates = select(topics.c.id).where(*here, topics.c.text.in_(general))
    gone = (await connection.execute(duplicates)).scalars().all()
    await connection.execute(pending.delete().where(pending.c.topic_id.in_(gone)))
    await record_changes(connection, topics.c.id.in_(gone))
    await connection.execute(topics.delete().where(topics.c.id.in_(gone)))
    await connection.execute(topics.update().where(*here).values(thread_id=0))


async def _move_alerts(connection: AsyncConnection, chat_id: int, thread_id: int) -> None:
    """Move waiting alerts, but for stories that the general forum topic was notified of."""
    here = (
        outbox.c.chat_id == chat_id,
        outbox.c.thread_id == thread_id,
        outbox.c.kind == "alert",
        outbox.c.state.in_(WAITING),
    )
    stem = func.substr(outbox.c.key, 1, func.length(outbox.c.key) - len(str(thread_id)))
    general, key = outbox.alias(), stem.concat("0")
    known = select(general.c.id).where(general.c.chat_id == chat_id, general.c.key == key)
    await connection.execute(outbox.delete().where(*here, known.exists()))
    await connection.execute(outbox.update().where(*here).values(thread_id=0, key=key))
