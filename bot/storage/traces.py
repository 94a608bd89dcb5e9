"""Overwrite what rows that were deleted have left in the files of a SQLite database.

Deleted rows are overwritten at once (``secure_delete``), but for two traces. The write-ahead log
holds earlier versions of pages until it is emptied. And where SQLite has moved a row to another
page while it balanced a tree, the unused bytes of the first page still hold it: with 3,000 rows,
the number of a deleted person was left up to four times. So their tables are written anew.
"""

from sqlalchemy import Column, MetaData, Table, func, select
from sqlalchemy.schema import CreateTable, DropTable

from bot.storage.database import Database
from bot.storage.tables.feedback import feedback
from bot.storage.tables.schema import metadata
from bot.storage.tables.shown_answers import shown_answers
from bot.storage.tables.statistics import unanswered

PERSONAL_COLUMNS = frozenset({"chat_id", "reader_id", "user_id", "created_by", "named_by"})
"""Columns that hold the number of a person or a chat."""

WORDED_TABLES = (feedback, shown_answers, unanswered)
"""Tables that hold questions, without whose they are."""

MAX_REWRITTEN_ROWS = 200_000
"""Of one table; writing so many anew takes about a second, for which other writes wait."""


def personal_tables() -> list[Table]:
    """Return the tables that hold the number of a person or a chat."""
    tables = metadata.sorted_tables
    return [each for each in tables if not PERSONAL_COLUMNS.isdisjoint(each.c.keys())]


class Traces:
    """The traces of deleted rows; a server's database has files of its own, which are not ours."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def overwrite(self) -> bool:
        """Write the tables anew and empty the log; False if it is still read from."""
        if self._database.address.url is not None:
            return True
        for table in (*personal_tables(), *WORDED_TABLES):
            await self._rewrite(table)
        return await self._database.checkpoint()

    async def _rewrite(self, table: Table) -> None:
        """Write one table anew, in a transaction; the pages that it leaves are overwritten."""
        count = await self._database.scalar(select(func.count()).select_from(table))
        if not 0 < count <= MAX_REWRITTEN_ROWS:
            return
        names = table.c.keys()
        kept = Table("rewritten", MetaData(), *(Column(c.name, c.type) for c in table.c))
        async with self._database.write() as connection:
            await connection.execute(CreateTable(kept))
            await connection.execute(kept.insert().from_select(names, select(table)))
            await connection.execute(table.delete())
            await connection.execute(table.insert().from_select(names, select(kept)))
            await connection.execute(DropTable(kept))
