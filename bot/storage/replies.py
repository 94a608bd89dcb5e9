"""Which message of the bot answers which question, as long as the question can be edited.

With it, what later messages may refer to: the question, its subject, the articles shown.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Row, Select, bindparam, select
from sqlalchemy.dialects.sqlite import insert

from bot.model.conversation import Exchange, Speaker
from bot.storage.database import Database
from bot.storage.dialects.database_thread import WriteStatement
from bot.storage.tables.readers import replies
from index.types import Language

EDITABLE = timedelta(hours=48)
"""How long Telegram lets people edit a message."""
PRUNE_INTERVAL = timedelta(seconds=1)
"""Between deletions of what is older: under load they would cost every answer as much as its row.
"""
MAX_EXCHANGES = 20
"""Exchanges that are stored of one person in one chat."""
MAX_RECALLED = 5
"""Exchanges that a message is read with."""
MAX_STORED_QUESTION = 200
"""Characters of a stored question."""
MAX_STORED_SUBJECT = 60
MAX_STORED_ARTICLES = 10

_NOTHING = dict.fromkeys(["question", "subject", "language", "articles", "conditions", "answer_id"])
"""The columns of a reply that answers no question."""


_REMEMBER = insert(replies)
_REMEMBER = _REMEMBER.on_conflict_do_update(
    index_elements=[replies.c.chat_id, replies.c.question_id],
    set_={name: _REMEMBER.excluded[name] for name in ("reply_id", "reader_id", *_NOTHING)},
)
_OWN = (
    replies.c.chat_id == bindparam("chat"),
    replies.c.reader_id == bindparam("reader"),
    replies.c.question.is_not(None),
)
_BEYOND = (
    select(replies.c.created_at)
    .where(*_OWN)
    .order_by(replies.c.created_at.desc())
    .offset(MAX_EXCHANGES)
    .limit(1)
)
_DROP_EXCHANGES = (
    replies.update()
    .where(*_OWN, replies.c.created_at <= _BEYOND.scalar_subquery())
    .values(_NOTHING)
)
"""Clears what the speaker asked in the chat before the last exchanges; the replies stay."""


class ReplyStore:
    """Reads and writes replies, by chat and the question's message id."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._pruned_at: datetime | None = None

    async def remember(
        self,
        speaker: Speaker,
        question_id: int,
        *,
        reply_id: int,
        now: datetime,
        exchange: Exchange | None = None,
    ) -> None:
        """Store or replace a reply; from time to time delete those that are too old to edit.

        One that is replaced keeps its time.
        """
        row = {
            "chat_id": speaker.chat_id,
            "question_id": question_id,
            "reply_id": reply_id,
            "reader_id": speaker.reader_id,
            "thread_id": speaker.thread_id,
            "created_at": now,
            **(_columns(exchange) if exchange else _NOTHING),
        }
        statements: list[WriteStatement] = [(_REMEMBER, row)]
        if exchange:
            own = {"chat": speaker.chat_id, "reader": speaker.reader_id}
            statements.append((_DROP_EXCHANGES, own))
        await self._database.write_all(*statements, key=speaker.chat_id)
        # Outside the transaction: two that delete rows of other chats might wait for each other.
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

    async def asker(self, chat_id: int, reply_id: int) -> int | None:
        """Return who got a reply; None if unknown or deleted."""
        asked = select(replies.c.reader_id).where(
            replies.c.chat_id == chat_id, replies.c.reply_id == reply_id
        )
        reader_id: int | None = await self._database.scalar(asked)
        return reader_id

    async def history(
        self, speaker: Speaker, now: datetime, reply_id: int | None
    ) -> tuple[Sequence[Exchange], Exchange | None]:
        """Return the speaker's last exchanges, newest first, and anybody's with this reply."""
        last = _exchanges(now).where(
            replies.c.chat_id == speaker.chat_id,
            replies.c.reader_id == speaker.reader_id,
            replies.c.thread_id == speaker.thread_id,
        )
        last = last.order_by(replies.c.created_at.desc()).limit(MAX_RECALLED)
        async with self._database.read() as connection:
            recalled = [_exchange(row) for row in await connection.execute(last)]
            if reply_id is None:
                return recalled, None
            replied = _exchanges(now).where(
                replies.c.chat_id == speaker.chat_id, replies.c.reply_id == reply_id
            )
            row = (await connection.execute(replied.limit(1))).first()
        return recalled, _exchange(row) if row else None

    async def exchange(self, chat_id: int, question_id: int, now: datetime) -> Exchange | None:
        """Return the exchange of a question; None if unknown or deleted."""
        known = _exchanges(now).where(
            replies.c.chat_id == chat_id, replies.c.question_id == question_id
        )
        async with self._database.read() as connection:
            row = (await connection.execute(known)).first()
        return _exchange(row) if row else None

    async def delete_chat(self, chat_id: int) -> int:
        """Delete a chat's replies, and return how many there were."""
        of_chat = replies.delete().where(replies.c.chat_id == chat_id)
        return (await self._database.execute(of_chat)).rowcount


def _columns(exchange: Exchange) -> dict[str, Any]:
    return {
        "question": exchange.question[:MAX_STORED_QUESTION],
        "subject": exchange.subject[:MAX_STORED_SUBJECT],
        "language": exchange.language.value,
        "articles": " ".join(map(str, exchange.articles[:MAX_STORED_ARTICLES])),
        "conditions": exchange.conditions[:MAX_STORED_QUESTION],
        "answer_id": exchange.answer_id or None,
    }


def _exchanges(now: datetime) -> Select[Any]:
    answered = replies.c.question.is_not(None), replies.c.created_at >= now - EDITABLE
    return select(replies).where(*answered)


def _exchange(row: Row[Any]) -> Exchange:
    return Exchange(
        question=row.question,
        subject=row.subject,
        language=Language(row.language),
        articles=tuple(map(int, row.articles.split())),
        at=row.created_at,
        reply_id=row.reply_id,
        question_id=row.question_id,
        conditions=row.conditions or "",
        answer_id=row.answer_id or 0,
    )
