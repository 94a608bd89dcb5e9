"""Databases and indexes of their own for the tests, on servers that they share.

``make test-cluster`` starts the servers once for all workers. A test that kills a server starts
one of its own.
"""

import asyncio
import contextlib
import os
import secrets
from collections.abc import AsyncIterator, Iterator
from urllib.parse import urlsplit

import pytest
from pydantic import SecretStr

from bot.services.addresses import DATABASE
from bot.storage.database import open_database
from bot.storage.dialects.dialect import DatabaseAddress
from tests.cluster.opensearch import request
from tests.cluster.postgresql import fresh_database, new_database
from tests.cluster.servers import OPENSEARCH, POSTGRESQL, opensearch, postgresql

_RUN = "several workers share servers: python -m tests.cluster.servers run -- pytest --cluster ..."


def _refuse_workers() -> None:
    if "PYTEST_XDIST_WORKER" in os.environ:
        raise pytest.UsageError(_RUN)


@pytest.fixture(scope="session")
def postgresql_server() -> Iterator[str]:
    """The address of a server that is quick because it may lose data when it is killed."""
    if address := os.environ.get(POSTGRESQL):
        yield address
        return
    _refuse_workers()
    with postgresql(durable=False) as server:
        yield server.address


@pytest.fixture
async def postgresql_address(postgresql_server: str) -> AsyncIterator[str]:
    """The address of an empty database."""
    async with fresh_database(postgresql_server) as address:
        yield address


@pytest.fixture(scope="session")
def migrated_template(postgresql_server: str, tmp_path_factory: pytest.TempPathFactory) -> str:
    """The name of a database with the newest schema and without rows, to be copied only."""
    address = new_database(postgresql_server)
    file = tmp_path_factory.mktemp("migrated-postgresql") / DATABASE

    async def migrate() -> None:
        async with open_database(DatabaseAddress(file, SecretStr(address))):
            pass

    asyncio.run(migrate())
    return urlsplit(address).path[1:]


@pytest.fixture
async def migrated_address(postgresql_server: str, migrated_template: str) -> AsyncIterator[str]:
    """The address of a database with the newest schema and without rows."""
    async with fresh_database(postgresql_server, migrated_template) as address:
        yield address


@pytest.fixture(scope="session")
def opensearch_addresses() -> Iterator[list[str]]:
    """The addresses of three nodes."""
    if addresses := os.environ.get(OPENSEARCH):
        yield addresses.split(",")
        return
    _refuse_workers()
    with opensearch() as cluster:
        yield cluster.addresses


@pytest.fixture
def opensearch_index(opensearch_addresses: list[str]) -> Iterator[str]:
    """A name that no index has; whatever begins with it is deleted afterwards."""
    name = f"test-{secrets.token_hex(8)}"
    yield name
    with contextlib.suppress(OSError):
        found = request(opensearch_addresses[0], "GET", f"/_cat/indices/{name}*?format=json")
        for index in found:
            request(opensearch_addresses[0], "DELETE", f"/{index['index']}")
