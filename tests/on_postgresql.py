"""A plugin of pytest: databases that tests open at the path of a file are PostgreSQL's.

``pytest --database postgresql`` uses it; the server is that of ``tests.cluster.servers``. Tests of
what is SQLite's alone are marked with the reason, and left out.
"""

import asyncio
import os
from collections.abc import Coroutine, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import asyncpg
import pytest
from pydantic import SecretStr

from bot.storage import database
from bot.storage.database import open_database
from bot.storage.dialects.dialect import DatabaseAddress, Dialect
from bot.storage.dialects.postgresql import PostgreSQL
from tests.cluster.postgresql import EMPTY_TEMPLATE, postgresql
from tests.cluster.servers import POSTGRESQL


class TestDatabases:
    """Databases on a server: one for each path, copied from one with the newest schema."""

    def __init__(self, server: str, folder: Path) -> None:
        self._server = server
        self._thread = ThreadPoolExecutor(1)  # callers may be in an event loop
        self._known: dict[Path, DatabaseAddress] = {}
        self._name = f"run_{os.getpid()}"
        self._made = 0
        self._template = EMPTY_TEMPLATE
        template = self.address(folder / "template")
        self._run(_migrate(template))
        self._known.clear()
        self._template = self._database_of(template)

    def address(self, file: Path) -> DatabaseAddress:
        """Return the address of the database that stands for a file."""
        if file not in self._known:
            self._made += 1
            name = f"{self._name}_{self._made}"
            url = urlsplit(self._server)._replace(path=f"/{name}").geturl()
            self._execute(
                f'CREATE DATABASE "{name}" TEMPLATE "{self._template}" STRATEGY FILE_COPY'
            )
            self._known[file] = DatabaseAddress(file, SecretStr(url))
        return self._known[file]

    def dialect(self, address: DatabaseAddress) -> Dialect:
        """Return PostgreSQL's dialect, whatever the address."""
        return PostgreSQL(address if address.url else self.address(address.file.absolute()))

    def drop(self) -> None:
        """Delete the databases of a test."""
        for address in self._known.values():
            self._execute(f'DROP DATABASE "{self._database_of(address)}" WITH (FORCE)')
        self._known.clear()

    def close(self) -> None:
        """Delete the template."""
        self._execute(f'DROP DATABASE "{self._template}" WITH (FORCE)')
        self._thread.shutdown()

    def _database_of(self, address: DatabaseAddress) -> str:
        assert address.url is not None
        return urlsplit(address.url.get_secret_value()).path[1:]

    def _execute(self, statement: str) -> None:
        self._run(_execute(self._server, statement))

    def _run(self, work: Coroutine[Any, Any, None]) -> None:
        self._thread.submit(asyncio.run, work).result()


async def _migrate(address: DatabaseAddress) -> None:
    async with open_database(address):
        pass


async def _execute(server: str, statement: str) -> None:
    connection = await asyncpg.connect(server)
    try:
        await connection.execute(statement)
    finally:
        await connection.close()


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave out what is SQLite's alone."""
    left_out = [item for item in items if item.get_closest_marker("sqlite")]
    config.hook.pytest_deselected(items=left_out)
    items[:] = [item for item in items if item not in set(left_out)]


@pytest.fixture(scope="session")
def test_databases(tmp_path_factory: pytest.TempPathFactory) -> Iterator[TestDatabases]:
    """The databases of this worker."""
    folder = tmp_path_factory.mktemp("postgresql")
    if address := os.environ.get(POSTGRESQL):
        databases = TestDatabases(address, folder)
        yield databases
        databases.close()
        return
    with postgresql(durable=False) as server:
        yield TestDatabases(server.address, folder)


@pytest.fixture(autouse=True)
def on_postgresql(
    test_databases: TestDatabases, monkeypatch: pytest.MonkeyPatch
) -> Iterator[TestDatabases]:
    """Open PostgreSQL's databases in the test."""
    monkeypatch.setattr(database, "dialect_of", test_databases.dialect)
    yield test_databases
    test_databases.drop()
