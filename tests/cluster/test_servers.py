"""The servers that the other tests rely on."""

import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import asyncpg
import pytest

from bot.storage.schema_version import HEAD
from tests.cluster import needs
from tests.cluster.opensearch import OpenSearch, request
from tests.cluster.postgresql import execute
from tests.cluster.processes import wait_until
from tests.cluster.servers import opensearch, postgresql

ROOT = Path(__file__).parents[2]

pytestmark = pytest.mark.long
"""They try what the others stand on."""


async def test_postgresql_takes_connections_with_the_password_only(postgresql_address: str) -> None:
    connection = await asyncpg.connect(postgresql_address)
    tables = "SELECT count(*) FROM pg_tables WHERE schemaname = 'public'"
    assert await connection.fetchval(tables) == 0
    await connection.close()
    parts = urlsplit(postgresql_address)
    wrong = parts._replace(netloc=f"kutip:guess@127.0.0.1:{parts.port}").geturl()
    with pytest.raises(asyncpg.InvalidPasswordError):
        await asyncpg.connect(wrong)


def test_each_test_has_a_database_of_its_own(
    postgresql_server: str, postgresql_address: str
) -> None:
    assert execute(postgresql_address, "SELECT current_database()") not in postgresql_server


def test_a_migrated_database_has_the_newest_schema(migrated_address: str) -> None:
    assert execute(migrated_address, "SELECT version_num FROM alembic_version") == HEAD
    assert execute(migrated_address, "SELECT count(*) FROM outbox") == "0"


def test_opensearch_has_three_nodes(opensearch_addresses: list[str]) -> None:
    health = [request(address, "GET", "/_cluster/health") for address in opensearch_addresses]
    assert [one["number_of_nodes"] for one in health] == [3, 3, 3]
    assert len({one["cluster_name"] for one in health}) == 1


def test_postgresql_has_its_data_after_a_crash() -> None:
    with postgresql() as server:
        address = server.new_database()
        execute(address, "CREATE TABLE texts (text text)")
        execute(address, "INSERT INTO texts VALUES ('stays')")
        server.kill()
        with pytest.raises(Exception, match="refused"):
            execute(address, "SELECT 1")
        server.start()
        assert execute(address, "SELECT text FROM texts") == "stays"
        assert "not properly shut down" in server.log.read_text("utf-8")


@pytest.fixture
def cluster() -> Iterator[OpenSearch]:
    """Three nodes that a test may kill."""
    with opensearch() as cluster:
        yield cluster


def test_opensearch_answers_after_its_manager_was_killed(cluster: OpenSearch) -> None:
    settings = {"number_of_shards": 3, "number_of_replicas": 1}
    first = cluster.addresses[0]
    request(first, "PUT", "/texts?wait_for_active_shards=all", {"settings": settings})
    for number in range(9):
        request(first, "PUT", f"/texts/_doc/{number}", {"text": "stays"})
    request(first, "POST", "/texts/_refresh")
    manager = request(first, "GET", "/_cat/cluster_manager?format=json")[0]["node"]
    killed = int(manager.rpartition("-")[2])
    other = cluster.addresses[(killed + 1) % 3]

    cluster.kill(killed)
    health = request(other, "GET", "/_cluster/health?wait_for_nodes=2&wait_for_status=yellow")
    assert (health["number_of_nodes"], health["status"] in {"yellow", "green"}) == (2, True)
    found = request(other, "GET", "/texts/_search?q=text:stays")
    assert (found["hits"]["total"]["value"], found["_shards"]["failed"]) == (9, 0)

    cluster.start(killed)
    health = request(other, "GET", "/_cluster/health?wait_for_nodes=3&wait_for_status=green")
    assert (health["number_of_nodes"], health["status"]) == (3, "green")


def test_no_server_outlives_the_process_that_started_it() -> None:
    code = (
        "from tests.cluster.postgresql import postgresql\n"
        "with postgresql() as server: print(server.address, server.log, flush=True), input()"
    )
    process = subprocess.Popen(
        [sys.executable, "-c", code],
        cwd=ROOT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    with process:
        assert process.stdout is not None
        address, log = process.stdout.readline().split()
        assert execute(address, "SELECT 1") == "1"
        process.send_signal(signal.SIGKILL)
    wait_until(lambda: not Path(log).parent.exists(), AssertionError)
    with pytest.raises(Exception, match="refused"):
        execute(address, "SELECT 1")


def test_what_is_missing_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    assert needs.missing() == []
    for name in ("java_home", "postgresql_binaries"):
        monkeypatch.setattr(needs, name, lambda: None)
    monkeypatch.setenv("PATH", "")
    java, maven, server = needs.missing()
    assert ("openjdk-21-jdk-headless" in java, "temurin" in java) == (True, True)
    assert ("apt install maven" in maven, "apt install postgresql" in server) == (True, True)
    with pytest.raises(SystemExit, match="77"):
        needs.main()
