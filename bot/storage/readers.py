"""What a reader chose.

Nothing is kept of a reader who chose nothing.
"""

from sqlalchemy import select
from sqlalchemy.dialects.sqlite import insert

from bot.storage.database import Database
from bot.storage.erasure import forget_chat
from bot.storage.tables.readers import readers, replies
from index.types import Language


class ReaderStore:
    """The readers' languages, by Telegram's user id."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def language(self, reader_id: int) -> Language | None:
        """The language that this reader chose; None where they never did."""
        chosen = select(readers.c.language).where(readers.c.reader_id == reader_id)
        async with self._database.read() as connection:
            code = await connection.scalar(chosen)
        return Language(code) if code else None

    async def choose_language(self, reader_id: int, language: Language) -> None:
        """Remember a reader's choice instead of the one before."""
        row = insert(readers).values(reader_id=reader_id, language=language.value)
        row = row.on_conflict_do_update(
            index_elements=[readers.c.reader_id], set_={"language": row.excluded.language}
        )
        async with self._database.write() as connection:
            await connection.execute(row)

    async def forget(self, reader_id: int) -> None:
        """Delete everything that is kept of a reader, in every table.

        A private chat has its reader's number, so that their topics go too.
        """
        async with self._database.write() as connection:
            await connection.execute(readers.delete().where(readers.c.reader_id == reader_id))
            await connection.execute(replies.delete().where(replies.c.reader_id == reader_id))
            await forget_chat(connection, reader_id)
