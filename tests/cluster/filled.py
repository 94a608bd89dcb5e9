"""A database with rows of every kind in every table, and what its tables hold."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from importlib import import_module
from pathlib import Path
from pkgutil import iter_modules
from typing import Any

from sqlalchemy import JSON, Boolean, Column, Date, Float, LargeBinary, String, Table, select

from bot.storage import tables
from bot.storage.database import Database, open_database
from bot.storage.dialects.dialect import DatabaseAddress
from bot.storage.tables.schema import Moment, metadata

ROWS = 300  # more than a batch
LONG = "kata " * 2_000  # more than a B-tree of PostgreSQL takes
ODD = ("", "é ️‍🌪", "a\0b", "\ufdd0", "\ufdd01", LONG, "'; --", "\\u0000", "\ufffd")
MOMENT = datetime(2026, 3, 1, 23, 59, 59, 123_456, UTC)


def all_tables() -> list[Table]:
    for module in iter_modules(tables.__path__, f"{tables.__name__}."):
        import_module(module.name)
    return metadata.sorted_tables


async def fill(path: Path, rows: int = ROWS) -> None:
    """Make a database whose every table has rows, with gaps between their ids."""
    async with open_database(path) as database, database.write() as connection:
        for table in all_tables():
            await connection.execute(table.insert(), list(_rows(table, rows)))
            if table.autoincrement_column is not None:
                last = table.c.id == 3 * (rows - 1) + 1
                await connection.execute(table.delete().where(last))


def _rows(table: Table, rows: int) -> Iterator[dict[str, Any]]:
    for number in range(rows):
        yield {column.name: _value(column, number) for column in table.c}


def _value(column: Column[Any], number: int) -> Any:  # noqa: PLR0911 - a value of each type
    is_key = column.primary_key or column.name in {"key", "url", "text"}
    if column.nullable and number % 3 == 0:
        return None
    match column.type:
        case Boolean():
            return number % 2 == 0
        case JSON():
            return [number, {"text": ODD[number % len(ODD)], "none": None}, 0.1]
        case String():
            return f"{number} {ODD[number % len(ODD)]}" if is_key else ODD[number % len(ODD)]
        case LargeBinary():
            return bytes([number % 256, 0, 255])
        case Float():
            return number / 7
        case Date():
            return date(1945, 8, 17) + timedelta(days=number)
        case Moment():
            return MOMENT + timedelta(microseconds=number)
        case _ if column.autoincrement is not False and column.name == "id":
            return 3 * number + 1
    return (-(2**52) if number % 2 else 1) + number


async def contents(address: DatabaseAddress | Path) -> dict[str, list[Any]]:
    """All rows of all tables, as Python's values."""
    async with open_database(address) as database:
        return {table.name: await rows_of(database, table) for table in all_tables()}


async def rows_of(database: Database, table: Table) -> list[Any]:
    rows = await database.rows(select(*table.c))
    return sorted((tuple(row) for row in rows), key=repr)
