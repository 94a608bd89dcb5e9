"""Copy what a reload has staged, a part of at most 1,000 articles, into temporary tables."""

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Row, Select, Table, Text, select, type_coerce
from sqlalchemy.util import await_only

from bot.storage.dialects.reading import STAGED, attached
from bot.storage.tables.articles import articles, staged_articles, staged_keys, staged_removals

BATCH = 100
"""Rows that are read at once, in a thread."""


def copy_staged(connection: Connection, path: Path) -> None:
    """Make the tables for the rest of the transaction, which finds them under their names."""
    for table in (staged_articles, staged_keys, staged_removals):
        names = ", ".join(table.c.keys())
        rows = f"SELECT {names} FROM {articles.name} WITH NO DATA"  # noqa: S608  # nosec B608 # ours
        connection.exec_driver_sql(f"CREATE TEMPORARY TABLE {table.name} ON COMMIT DROP AS {rows}")
        await_only(_copy(connection, table, path))
        connection.exec_driver_sql(f"CREATE UNIQUE INDEX ON {table.name} (id)")
        connection.exec_driver_sql(f"ANALYZE {table.name}")
    connection.execution_options(schema_translate_map={STAGED: "pg_temp"})


async def _copy(connection: Connection, table: Table, path: Path) -> None:
    driver: Any = connection.connection.driver_connection
    columns = table.c.keys()
    await driver.copy_records_to_table(table.name, records=_rows(table, path), columns=columns)


async def _rows(table: Table, path: Path) -> AsyncIterator[Row[Any]]:
    with attached(path) as staged:
        rows = staged.execution_options(yield_per=BATCH).execute(_numbered(table))
        while batch := await asyncio.to_thread(rows.fetchmany, BATCH):
            for row in batch:
                yield row


def _numbered(table: Table) -> Select[Any]:
    """Select the rows of this part; JSON as the text that it is."""
    columns = (type_coerce(each, Text) if each.name == "body" else each for each in table.c)
    return select(*columns).where(table.c.id.is_not(None))
