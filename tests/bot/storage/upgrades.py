"""Databases of every earlier version with rows in every table, to be migrated."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any

from alembic.config import Config
from alembic.script import ScriptDirectory
from sqlalchemy import (
    JSON,
    Boolean,
    Column,
    Connection,
    Date,
    DateTime,
    Float,
    Integer,
    LargeBinary,
    MetaData,
    Table,
    inspect,
    select,
    text,
)

from bot.storage import database as storage
from bot.storage.database import Database, open_database
from bot.storage.dialects.dialect import DatabaseAddress
from bot.storage.schema_version import HEAD, MIGRATIONS, upgrade

ROWS = 3
VERSION_TABLE = "alembic_version"

Rows = Mapping[str, Sequence[Mapping[str, Any]]]


def _config() -> Config:
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    return config


def versions() -> list[str]:
    """All versions of the schema, the first one first."""
    script = ScriptDirectory.from_config(_config())
    return sorted(step.revision for step in script.walk_revisions())


async def make_earlier(address: DatabaseAddress, version: str) -> Rows:
    """Make the schema of a version in an empty database, and return the rows that are in it."""
    dialect = storage.dialect_of(address)
    try:
        await dialect.prepare()
        async with Database(dialect).write() as connection:
            await connection.run_sync(upgrade, version)
            return await connection.run_sync(_fill)
    finally:
        await dialect.close()


async def check_upgrade(address: DatabaseAddress, version: str) -> None:
    """Assert that the migrations from a version keep each value of each row."""
    before = await make_earlier(address, version)
    assert before
    async with open_database(address) as database:
        await compare(database, before)


async def compare(database: Database, before: Rows) -> None:
    """Assert that a migrated database has each value of each row that was there before."""
    async with database.read() as connection:
        assert await connection.scalar(text("SELECT version_num FROM alembic_version")) == HEAD
        after = await connection.run_sync(read_rows)
    for table, rows in before.items():
        if not rows:
            continue
        old = [{name: row[name] for name in rows[0]} for row in after[table]]
        assert old == list(rows), table


def _tables(connection: Connection) -> list[Table]:
    metadata = MetaData()
    metadata.reflect(connection)
    return [table for table in metadata.sorted_tables if table.name != VERSION_TABLE]


def _fill(connection: Connection) -> Rows:
    for table in _tables(connection):
        rows = [{c.name: _value(c, number) for c in table.c} for number in range(1, ROWS + 1)]
        connection.execute(table.insert(), rows)
    return read_rows(connection)


def read_rows(connection: Connection) -> Rows:
    return {
        table.name: [
            dict(row)
            for row in connection.execute(select(table).order_by(*list(table.c)[:2])).mappings()
        ]
        for table in _tables(connection)
    }


def _value(column: Column[Any], number: int) -> Any:  # noqa: PLR0911 - a value of each type
    if column.name == "url":
        return f"https://warta.example/olahraga/berita/{number}?utm_source=rss"
    match column.type:
        case Boolean():
            return number % 2 == 0
        case JSON():
            return [number, {"teks": "é"}]
        case Integer():
            return number
        case Float():
            return number / 7
        case DateTime():
            return datetime.fromisoformat(f"2026-03-0{number} 08:30:00.123456")
        case Date():
            return None if column.nullable and number == 1 else date(2026, 3, number)
        case LargeBinary():
            return bytes([number, 0, 255])
    return f"{number} é"


def indexes(connection: Connection) -> Mapping[str, set[str | None]]:
    """The names of the indexes of each table."""
    found = inspect(connection).get_multi_indexes()
    return {table: {each["name"] for each in some} for (_, table), some in found.items()}
