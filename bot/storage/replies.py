"""Which of our messages answers which question, for as long as a question can be edited.

Keeps message numbers only, never what was asked or answered.
"""

from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.dialects.sqlite import insert

from bot.storage.database import Database
from bot.storage.tables.readers import replies

EDITABLE = timedelta(hours=48)
"""Telegram lets people edit a message for 48 hours."""


class ReplyStore:
    """The replies to recent questions, by chat and the question's message id."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def remember(
        self, chat_id: int, question_id: int, *, reply_id: int, reader_id: int, now: datetime
    ) -> None:
        """Remember a reply instead of an earlier one, and drop what is too old to be edited."""
        row = insert(replies).values(
            chat_id=chat_id,
            question_id=question_id,
            reply_id=reply_id,
            reader_id=reader_id,
            created_at=now,
        )
        row = row.on_conflict_do_update(
            index_elements=[replies.c.chat_id, replies.c.question_id],
            set_={"reply_id": row.excluded.reply_id, "reader_id": row.excluded.reader_id},
        )
        async with self._database.write() as connection:
            await connection.execute(replies.delete().where(replies.c.created_at < now - EDITABLE))
            await connection.execute(row)

    async def reply_to(self, chat_id: int, question_id: int) -> int | None:
        """The message id of the reply to a question; None where it is not known, or no longer."""
        known = select(replies.c.reply_id).where(
            replies.c.chat_id == chat_id, replies.c.question_id == question_id
        )
        async with self._database.read() as connection:
            reply_id: int | None = await connection.scalar(known)
        return reply_id

    async def forget_chat(self, chat_id: int) -> int:
        """Drop a chat's replies; returns how many they were."""
        async with self._database.write() as connection:
            dropped = await connection.execute(replies.delete().where(replies.c.chat_id == chat_id))
        return dropped.rowcount
