"""The connections to PostgreSQL: kept while the server is there, made anew after it was away."""

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path

import asyncpg
import pytest
from pydantic import SecretStr
from sqlalchemy import text

from bot.errors import StorageError
from bot.storage.database import Database, open_database
from bot.storage.dialects.dialect import DatabaseAddress
from tests.cluster.servers import postgresql

CONCURRENCY = 15
OWN_NUMBER = text("SELECT pg_backend_pid() FROM pg_sleep(0.1)")
OTHERS = "FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()"


@pytest.fixture
async def database(tmp_path: Path, migrated_address: str) -> AsyncIterator[Database]:
    async with open_database(at(migrated_address, tmp_path)) as database:
        yield database


def at(address: str, folder: Path) -> DatabaseAddress:
    return DatabaseAddress(folder / "kutip.db", SecretStr(address))


async def numbers(database: Database) -> set[int]:
    """Return the numbers of the server's processes behind statements that run at once."""
    statements = (database.scalar(OWN_NUMBER) for _ in range(CONCURRENCY))
    return set(await asyncio.gather(*statements))


async def test_connections_are_kept(database: Database) -> None:
    first = await numbers(database)
    assert len(first) == CONCURRENCY
    assert await numbers(database) == first


@pytest.mark.parametrize("more", ["sslmode=prefer", "sslmode=disable&target_session_attrs=any"])
async def test_the_address_may_have_libpqs_options(
    tmp_path: Path, migrated_address: str, more: str
) -> None:
    async with open_database(at(f"{migrated_address}?{more}", tmp_path)) as database:
        assert await database.scalar(OWN_NUMBER)
        async with database.lock("articles", wait=False) as lock:
            assert lock is not None


async def test_a_server_without_tls_is_not_used_where_tls_is_required(
    tmp_path: Path, migrated_address: str
) -> None:
    with pytest.raises(StorageError) as caught:
        async with open_database(at(f"{migrated_address}?sslmode=require", tmp_path)):
            pass
    assert caught.value.key == "storage_unavailable"


async def test_connections_that_the_server_closed_are_replaced(
    database: Database, migrated_address: str
) -> None:
    first = await numbers(database)
    other = await asyncpg.connect(migrated_address)
    await other.execute(f"SELECT pg_terminate_backend(pid) {OTHERS}")
    while await other.fetchval(f"SELECT count(*) {OTHERS}"):
        pass
    await other.close()
    second = await numbers(database)
    assert (len(second), second & first) == (CONCURRENCY, set())


async def test_everything_works_at_once_after_a_crash_of_the_server(tmp_path: Path) -> None:
    with postgresql() as server:
        async with open_database(at(server.new_database(), tmp_path)) as database:
            await numbers(database)
            await asyncio.to_thread(server.kill)
            with pytest.raises(StorageError, match="storage_unavailable"):
                await database.scalar(OWN_NUMBER)
            await asyncio.to_thread(server.start)
            assert len(await numbers(database)) == CONCURRENCY
            async with database.write() as connection:
                assert await connection.scalar(text("SELECT 1")) == 1
