"""Read a database as it is: nothing is made, migrated or repaired."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress

from sqlalchemy.exc import SQLAlchemyError

from bot.errors import StorageDamaged, StorageError
from bot.storage.database import Database, dialect_of
from bot.storage.dialects.dialect import DatabaseAddress
from bot.storage.schema_version import schema_version


class _UntouchedDatabase(Database):
    """A database whose damage is left to the bot."""

    async def rebuild_indexes(self) -> None:
        """Leave damaged indexes as they are."""
        raise StorageDamaged(self.address.name, "index")


@asynccontextmanager
async def opened_untouched(address: DatabaseAddress) -> AsyncIterator[Database]:
    """Open a database that is there; its schema may be of any version."""
    database = _UntouchedDatabase(dialect_of(address))
    try:
        yield database
    finally:
        with suppress(StorageError, SQLAlchemyError):
            await database.close()


async def schema_of(database: Database) -> str:
    """Return the version of the schema; "" if there is none. Raises StorageError."""
    async with database.read() as connection:
        return await connection.run_sync(schema_version) or ""
