"""PostgreSQL's schema: from every earlier version to the newest, and as the tables declare it."""

import asyncio
from pathlib import Path

import pytest
from pydantic import SecretStr
from sqlalchemy import Connection, inspect, select, text

from bot.errors import StorageError
from bot.storage.articles import ArticleStore
from bot.storage.database import Database, open_database
from bot.storage.dialects.dialect import DatabaseAddress
from bot.storage.tables.articles import articles
from tests.bot.samples import Clock
from tests.bot.storage.stored_schemas import (
    Contents,
    make_like,
    make_stored,
    stored_versions,
)
from tests.bot.storage.upgrades import check_upgrade, compare, indexes, versions
from tests.cluster.filled import all_tables


@pytest.fixture
def empty(postgresql_address: str, tmp_path: Path) -> DatabaseAddress:
    return DatabaseAddress(tmp_path / "kutip.db", SecretStr(postgresql_address))


@pytest.fixture
def address(migrated_address: str, tmp_path: Path) -> DatabaseAddress:
    return DatabaseAddress(tmp_path / "kutip.db", SecretStr(migrated_address))


@pytest.mark.parametrize("version", versions())
async def test_what_an_earlier_version_has_stored_is_kept(
    version: str, empty: DatabaseAddress
) -> None:
    await check_upgrade(empty, version)


@pytest.mark.parametrize("version", stored_versions())
async def test_what_people_have_stored_is_kept(
    version: str, empty: DatabaseAddress, tmp_path: Path
) -> None:
    """The rows that each schema's program has made on a file, in the same schema on a server."""
    rows = make_stored(version, tmp_path / "earlier.db")
    await make_like(empty, version, rows)
    async with open_database(empty) as database:
        await compare(database, rows)
        await Contents(database, version).check()


async def test_several_processes_may_start_on_an_empty_database(empty: DatabaseAddress) -> None:
    async def count() -> int:
        async with open_database(empty) as database:
            return int(await database.scalar(text("SELECT count(*) FROM alembic_version")))

    assert await asyncio.gather(*(count() for _ in range(5))) == [1] * 5


async def test_the_tables_are_as_declared(address: DatabaseAddress) -> None:
    declared = {
        table.name: {column.name: (column.nullable, _affinity(column.type)) for column in table.c}
        for table in all_tables()
    }

    def found(connection: Connection) -> object:
        columns = inspect(connection).get_multi_columns()
        return {
            table: {each["name"]: (each["nullable"], _affinity(each["type"])) for each in some}
            for (_, table), some in columns.items()
            if table != "alembic_version"
        }

    async with open_database(address) as database, database.read() as connection:
        assert await connection.run_sync(found) == declared


def _affinity(of: object) -> type:
    affinity: type = of._type_affinity  # type: ignore[attr-defined]
    return affinity


async def test_the_indexes_are_those_of_a_file(address: DatabaseAddress, tmp_path: Path) -> None:
    """And one more for each text of any length that is unique: by which it is found."""
    async with open_database(address) as database, database.read() as connection:
        on_server = await connection.run_sync(indexes)
    async with open_database(tmp_path / "file.db") as database, database.read() as connection:
        in_file = await connection.run_sync(indexes)
    more = {"ix_articles_key_lookup", "ix_feeds_url_lookup", "pk_amended_lookup", "pk_amended"}
    assert {table: names - more for table, names in on_server.items()} == in_file


async def test_texts_are_compared_by_their_bytes_and_numbers_have_eight(
    address: DatabaseAddress,
) -> None:
    wrong = """
        SELECT table_name, column_name FROM information_schema.columns
        WHERE table_schema = current_schema() AND table_name <> 'alembic_version'
        AND (data_type IN ('integer', 'smallint', 'character varying')
             OR data_type = 'text' AND collation_name IS DISTINCT FROM 'C')
    """
    async with open_database(address) as database:
        assert list(await database.rows(text(wrong))) == []


async def test_a_migration_that_fails_leaves_nothing(empty: DatabaseAddress) -> None:
    tables = text("SELECT tablename FROM pg_tables WHERE schemaname = current_schema()")
    async with open_database(empty) as database:
        await _drop_all(database)
        async with database.write() as connection:
            await connection.execute(text("CREATE TABLE reloads (id INTEGER)"))
        with pytest.raises(StorageError, match="storage_failed"):
            async with open_database(empty):
                pass
        assert [row[0] for row in await database.rows(tables)] == ["reloads"]


async def _drop_all(database: Database) -> None:
    async with database.write() as connection:
        await connection.execute(text("DROP SCHEMA public CASCADE"))
        await connection.execute(text("CREATE SCHEMA public"))


async def test_the_database_of_a_later_kutip_is_left_alone(address: DatabaseAddress) -> None:
    async with open_database(address) as database:
        async with database.write() as connection:
            await connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
        with pytest.raises(StorageError, match="storage_newer"):
            async with open_database(address):
                pass
        found = await database.scalar(text("SELECT version_num FROM alembic_version"))
    assert found == "9999"


async def test_schema_changes_are_part_of_their_transaction(address: DatabaseAddress) -> None:
    async with open_database(address) as database:
        with pytest.raises(LookupError):
            async with database.write() as connection:
                await connection.execute(text("CREATE TABLE later (id INTEGER)"))
                raise LookupError
        assert await database.scalar(text("SELECT to_regclass('later')::text")) is None


async def test_the_newest_articles_need_no_sorting(address: DatabaseAddress) -> None:
    newest = select(articles.c.id).order_by(
        articles.c.date.desc().nulls_last(), articles.c.id.desc()
    )
    async with open_database(address) as database:
        assert await ArticleStore(database, Clock()).latest(1) == []
        statement = newest.limit(10).compile(database.dialect.engine)
        async with database.write() as connection:
            await connection.execute(text("SET LOCAL enable_seqscan = off"))
            plan = await connection.execute(
                text(f"EXPLAIN {statement}".replace("$1::INTEGER", "10"))
            )
            steps = " ".join(row[0] for row in plan)
    assert "ix_articles_date_id" in steps
    assert "Sort" not in steps


async def test_long_texts_are_unique(address: DatabaseAddress) -> None:
    """Longer than the keys of a B-tree: of the same length, and other ones in the end only."""
    insert = text("INSERT INTO amended (key, digest) VALUES (:key, 'x')")
    long = "kata " * 5_000
    async with open_database(address) as database:
        for last in ("a", "b"):
            async with database.write() as connection:
                await connection.execute(insert, {"key": long + last})
        with pytest.raises(StorageError, match="storage_failed"):
            async with database.write() as connection:
                await connection.execute(insert, {"key": long + "a"})
