"""Copy every row of a database into an empty one, on SQLite or PostgreSQL alike.

One snapshot is read and one transaction writes: whatever ends it early, the target stays empty.
"""

from collections.abc import AsyncIterator, Callable, Sequence
from dataclasses import dataclass
from importlib import import_module
from pkgutil import iter_modules

from sqlalchemy import Table, func, select
from sqlalchemy import inspect as schema_of

from bot.errors import MoveError
from bot.storage import tables
from bot.storage.connection import AsyncConnection
from bot.storage.database import Database
from bot.storage.dialects.dialect import DatabaseAddress
from bot.storage.dialects.sequences import last_ids, lift_time_limits, others_connected, set_last_id
from bot.storage.stored_values import RowReader, StoredRow, insertion
from bot.storage.tables.schema import metadata

BATCH_ROWS = 250
"""Rows in memory at a time: of articles of 3 KB, less than a megabyte."""

MAX_LISTED_TABLES = 5
VERSION_TABLE = "alembic_version"


@dataclass(frozen=True, slots=True)
class CopiedTable:
    """The rows of a table that were carried over.

    ``damaged`` texts had bytes that are no UTF-8, ``with_nul`` a NUL; ``left_out`` rows could not
    be read.
    """

    name: str
    rows: int
    damaged: int
    with_nul: int
    left_out: int


OnCopied = Callable[[str, int, int], None]
"""Called with a table's name, the rows that are copied and how many it has: equal at the end."""


async def check_unused(address: DatabaseAddress) -> None:
    """Raise MoveError if there are tables that are not Kutip's; changes nothing."""
    if address.url is None:
        return
    from bot.storage.dialects.postgresql import PostgreSQL  # only if a setting asks for it

    dialect = PostgreSQL(address)
    try:
        async with Database(dialect).read() as connection:
            names = await connection.run_sync(lambda its: schema_of(its).get_table_names())
    finally:
        await dialect.close()
    if names and VERSION_TABLE not in names:
        listed = ", ".join(sorted(names)[:MAX_LISTED_TABLES])
        raise MoveError("move_target_foreign", tables=listed)


async def copy_all(source: Database, target: Database, on_copied: OnCopied) -> list[CopiedTable]:
    """Copy the rows of all tables, and compare them with the source's before they are committed.

    Raises MoveError if a bot is connected or the target holds a row, and StorageError; the target
    is empty then.
    """
    async with source.read() as reading, target.write() as writing:
        for connection in (reading, writing):
            await _check_alone(connection)
            await lift_time_limits(connection)
        await _check_empty(writing)
        copied = [await _copy(each, reading, writing, on_copied) for each in _tables()]
        for name, last in (await last_ids(reading, _numbered())).items():
            await set_last_id(writing, name, last)
    return copied


def _tables() -> Sequence[Table]:
    """Return all tables, each module of them imported."""
    for module in iter_modules(tables.__path__, f"{tables.__name__}."):
        import_module(module.name)
    return metadata.sorted_tables


def _numbered() -> list[str]:
    """Return the names of the tables that number their rows themselves."""
    return [table.name for table in _tables() if table.autoincrement_column is not None]


async def _check_alone(connection: AsyncConnection) -> None:
    if count := await others_connected(connection):
        raise MoveError("move_in_use", count=count)


async def _check_empty(connection: AsyncConnection) -> None:
    for table in _tables():
        if count := await connection.scalar(select(func.count()).select_from(table)):
            raise MoveError("move_target_used", table=table.name, count=count)


async def _copy(
    table: Table, reading: AsyncConnection, writing: AsyncConnection, on_copied: OnCopied
) -> CopiedTable:
    """Copy a table; raises MoveError if what arrived is not what was read."""
    total = await reading.scalar(select(func.count()).select_from(table))
    reader, statement = RowReader(table, reading.dialect_name), insertion(table, writing)
    digest = copied = with_nul = 0
    async for rows in _batches(reader, reading):
        if rows:
            await writing.execute(statement, [row.values for row in rows])
        copied += len(rows)
        digest += sum(row.digest for row in rows)
        with_nul += sum(row.with_nul for row in rows)
        if copied < total:
            on_copied(table.name, copied, total)
    if (copied, digest) != await _digest(table, writing) or copied + reader.left_out != total:
        raise MoveError("move_differs", table=table.name)
    on_copied(table.name, copied, copied)
    return CopiedTable(table.name, copied, reader.damaged, with_nul, reader.left_out)


async def _digest(table: Table, connection: AsyncConnection) -> tuple[int, int]:
    """Return the number of a table's rows, and the sum of their digests, whatever their order."""
    copied = digest = 0
    async for rows in _batches(RowReader(table, connection.dialect_name), connection):
        copied += len(rows)
        digest += sum(row.digest for row in rows)
    return copied, digest


async def _batches(
    reader: RowReader, connection: AsyncConnection
) -> AsyncIterator[list[StoredRow]]:
    batch: list[StoredRow] = []
    async for stored in connection.stream(reader.statement, BATCH_ROWS):
        if (row := reader.row(stored)) is not None:
            batch.append(row)
        if len(batch) == BATCH_ROWS:
            yield batch
            batch = []
    yield batch
