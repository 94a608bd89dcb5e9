"""Which message of the bot answers which question, as long as the question can be edited.

Only ids of messages are stored, never their text.
"""

from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.dialects.sqlite import insert

from bot.storage.database import Database
from bot.storage.tables.readers import replies

EDITABLE = timedelta(hours=48)
"""How long Telegram lets people edit a message."""
PRUNE_INTERVAL = timedelta(seconds=1)
"""Between deletions of what is older: under load they would cost every answer as much as its row.
"""


class ReplyStore:
    """Reads and writes replies, by chat and the question's message id."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._pruned_at: datetime | None = None

    async def remember(
        self, chat_id: int, question_id: int, *, reply_id: int, reader_id: int, now: datetime
    ) -> None:
        """Store or replace a reply; from time to time delete those that are too old to edit."""
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
        await self._database.execute(row)
        if self._pruned_at is None or now - self._pruned_at >= PRUNE_INTERVAL:
            self._pruned_at = now
            old = replies.c.created_at < now - EDITABLE
            await self._database.execute(replies.delete().where(old))

    async def reply_to(self, chat_id: int, question_id: int) -> int | None:
        """Return the message id of the reply to a question; None if unknown or deleted."""
        known = select(replies.c.reply_id).where(
            replies.c.chat_id == chat_id, replies.c.question_id == question_id
        )
        reply_id: int | None = await self._database.scalar(known)
        return reply_id

    async def delete_chat(self, chat_id: int) -> int:
        """Delete a chat's replies, and return how many there were."""
        async with self._database.write() as connection:
            dropped = await connection.execute(replies.delete().where(replies.c.chat_id == chat_id))
        return dropped.rowcount
