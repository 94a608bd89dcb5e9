"""The languages that readers chose; of a reader who chose none, nothing is stored."""

from collections.abc import Callable

from sqlalchemy import Delete, bindparam, func, select
from sqlalchemy.dialects.sqlite import insert

from bot.model.interface_language import InterfaceLanguage
from bot.storage.database import Database
from bot.storage.erasure import delete_chat
from bot.storage.tables.feedback import feedback
from bot.storage.tables.readers import readers, replies
from bot.storage.tables.shown_answers import shown_answers
from bot.storage.tables.statistics import unanswered

_CHOSEN = select(readers.c.language).where(readers.c.reader_id == bindparam("reader"))


class ReaderStore:
    """Reads and writes languages, by Telegram's user id."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def language(self, reader_id: int) -> InterfaceLanguage | None:
        """Return the language that a reader chose; None if they never did."""
        code = await self._database.scalar(_CHOSEN, {"reader": reader_id})
        return InterfaceLanguage(code) if code else None

    async def choose_language(self, reader_id: int, language: InterfaceLanguage) -> None:
        """Store a reader's choice."""
        row = insert(readers).values(reader_id=reader_id, language=language.value)
        row = row.on_conflict_do_update(
            index_elements=[readers.c.reader_id], set_={"language": row.excluded.language}
        )
        await self._database.execute(row)

    async def delete(
        self, reader_id: int, anonymize: Callable[[str], str] = lambda question: question
    ) -> None:
        """Delete everything that is stored of a reader, in every table.

        This includes their private chat, which has the same id, and its topics; and their ratings
        of answers and their questions that were not answered, stored as ``anonymize`` makes them,
        as long as it is known that they are theirs.
        """
        async with self._database.write() as connection:
            await connection.execute(readers.delete().where(readers.c.reader_id == reader_id))
            own = replies.c.reader_id == reader_id
            rated = select(replies.c.answer_id).where(own, replies.c.answer_id.is_not(None))
            await connection.execute(feedback.delete().where(feedback.c.answer_id.in_(rated)))
            await connection.execute(shown_answers.delete().where(shown_answers.c.id.in_(rated)))
            asked = await connection.execute(select(replies.c.question).where(own))
            for question in {anonymize(each) for each in asked.scalars() if each}:
                await connection.execute(_one_of_unanswered(question))
            await connection.execute(replies.delete().where(own))
            await delete_chat(connection, reader_id)


def _one_of_unanswered(question: str) -> Delete:
    """Delete the newest of the questions that say the same: others may have asked it, too."""
    newest = select(func.max(unanswered.c.id)).where(unanswered.c.question == question)
    return unanswered.delete().where(unanswered.c.id == newest.scalar_subquery())
