"""Ratings of answers, one of each; nothing says whose they are."""

import json
from collections.abc import AsyncIterator
from datetime import date
from typing import Any

from sqlalchemy import Row, bindparam, select
from sqlalchemy.dialects.sqlite import insert

from bot.model.feedback import Feedback, RatedQuote
from bot.storage.database import Database
from bot.storage.tables.feedback import feedback
from index.types import Language

MAX_RATINGS = 50_000
"""Stored ratings; of more, the oldest are deleted."""

_RATING = select(feedback.c.helpful).where(feedback.c.answer_id == bindparam("answer"))


class FeedbackStore:
    """Reads and writes ratings, by the answer's number."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def rating(self, answer_id: int) -> bool | None:
        """Return whether an answer helped; None if it was not rated."""
        rating: bool | None = await self._database.scalar(_RATING, {"answer": answer_id})
        return rating

    async def put(self, rated: Feedback) -> None:
        """Store a rating, in place of an earlier one of the same answer."""
        row = insert(feedback).values(
            answer_id=rated.answer_id,
            day=rated.day,
            helpful=rated.helpful,
            question=rated.question,
            language=rated.language.value,
            quotes=json.dumps(rated.quotes, ensure_ascii=False),
        )
        new = {name: row.excluded[name] for name in ("day", "helpful", "question", "quotes")}
        row = row.on_conflict_do_update(index_elements=[feedback.c.answer_id], set_=new)
        await self._database.execute(row)

    async def delete(self, answer_id: int) -> None:
        """Delete the rating of an answer."""
        await self._database.execute(feedback.delete().where(feedback.c.answer_id == answer_id))

    async def unhelpful(self, first: date, limit: int) -> list[str]:
        """Return the questions whose answers did not help since the day ``first``, newest first."""
        wanted = select(feedback.c.question).where(
            feedback.c.day >= first, feedback.c.helpful.is_(False)
        )
        newest = wanted.order_by(feedback.c.day.desc(), feedback.c.answer_id).limit(limit)
        async with self._database.read() as connection:
            return [row[0] for row in await connection.execute(newest)]

    async def all(self) -> AsyncIterator[Feedback]:
        """Yield every rating, oldest day first; damaged ones are left out."""
        wanted = select(feedback).order_by(feedback.c.day, feedback.c.answer_id)
        async with self._database.read() as connection:
            rows = (await connection.execute(wanted)).all()
        for row in rows:
            if (rated := _feedback(row)) is not None:
                yield rated

    async def prune(self, before: date) -> None:
        """Delete what was rated before, and the oldest beyond ``MAX_RATINGS``."""
        oldest = select(feedback.c.answer_id).order_by(
            feedback.c.day.desc(), feedback.c.answer_id.desc()
        )
        beyond = feedback.c.answer_id.in_(oldest.offset(MAX_RATINGS).limit(MAX_RATINGS))
        async with self._database.write() as connection:
            await connection.execute(feedback.delete().where(feedback.c.day < before))
            await connection.execute(feedback.delete().where(beyond))


def _feedback(row: Row[Any]) -> Feedback | None:
    try:
        listed = json.loads(row.quotes)
        quotes = tuple(RatedQuote(int(number), str(text)) for number, text in listed)
        return Feedback(
            answer_id=row.answer_id,
            day=row.day,
            helpful=row.helpful,
            question=row.question,
            language=Language(row.language),
            quotes=quotes,
        )
    except (ValueError, TypeError):
        return None
