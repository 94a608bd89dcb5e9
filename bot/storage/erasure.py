"""Deletion of a chat's topics and messages, in the caller's transaction."""

from sqlalchemy import select

from bot.storage.connection import AsyncConnection
from bot.storage.tables.chats import chats, notifications, pending, suspensions, topics
from bot.storage.tables.outbox import outbox
from bot.storage.topic_changes import record_changes


async def delete_pending(connection: AsyncConnection, chat_id: int) -> None:
    """Delete the chat's pending stories."""
    own = select(topics.c.id).where(topics.c.chat_id == chat_id)
    await connection.execute(pending.delete().where(pending.c.topic_id.in_(own)))
    await connection.execute(topics.update().where(topics.c.chat_id == chat_id).values(due=None))


async def delete_chat(connection: AsyncConnection, chat_id: int) -> None:
    """Delete everything of a chat, in the caller's transaction."""
    await delete_pending(connection, chat_id)
    await record_changes(connection, topics.c.chat_id == chat_id)
    for table in (topics, notifications, outbox, suspensions, chats):
        await connection.execute(table.delete().where(table.c.chat_id == chat_id))
