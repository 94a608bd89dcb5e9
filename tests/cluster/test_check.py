"""`kutip check` on real servers: each line says what is, and what to do."""

import asyncio
import socket
from pathlib import Path

import asyncpg
import pytest
from pydantic import SecretStr

from bot.cli.check import Checks
from bot.cli.check_database import PostgreSQLChecks
from bot.cli.check_result import CheckResult, CheckStatus
from bot.cluster.leadership import LOCK
from bot.model.interface_language import InterfaceLanguage
from bot.services.addresses import current_time, database_address
from bot.services.core import open_services
from bot.settings import Settings
from bot.storage.database import open_database
from bot.texts.checks import CheckTexts
from bot.texts.terminal import TerminalTexts
from tests.bot.cli.sample_folder import make_settings, write_articles
from tests.cluster.opensearch import request
from tests.cluster.postgresql import execute

pytestmark = pytest.mark.long

OWN = CheckTexts(InterfaceLanguage.ENGLISH)
STORAGE = TerminalTexts(InterfaceLanguage.ENGLISH).label_storage


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    write_articles(tmp_path / "articles")
    return make_settings(tmp_path, InterfaceLanguage.ENGLISH)


async def found(settings: Settings, label: str) -> list[CheckResult]:
    results = [result async for result in Checks(settings).results()]
    assert "SecretStr" not in str(results)
    return [result for result in results if result.label == label]


def with_database(settings: Settings, address: str) -> Settings:
    return settings.model_copy(update={"database": SecretStr(address)})


async def test_an_empty_database_is_well_and_stays_empty(
    settings: Settings, postgresql_address: str
) -> None:
    [result] = await found(with_database(settings, postgresql_address), STORAGE)
    assert result.status is CheckStatus.OK
    assert "is empty" in result.text
    assert "kutip move" in result.text
    tables = "SELECT count(*) FROM pg_tables WHERE schemaname = 'public'"
    assert execute(postgresql_address, tables) == "0"


async def test_a_database_in_use_is_well(settings: Settings, migrated_address: str) -> None:
    chosen = with_database(settings, migrated_address)
    async with open_database(database_address(chosen)) as database:
        [result] = await found(chosen, STORAGE)
        listening = asyncio.Event()
        signals = database.signals()
        assert signals is not None
        signals.on("news", listening.set)
        async with signals.running(), database.lock(LOCK, wait=False):
            await listening.wait()
            [led] = await found(chosen, STORAGE)
    assert (result.status, led.status) == (CheckStatus.OK, CheckStatus.OK)
    assert "can be read and written; no bot leads now (0 bots connected)" in result.text
    assert "can be read and written; one bot leads (1 bot connected)" in led.text
    assert str(SecretStr(migrated_address)) not in result.text
    assert migrated_address.split("@", maxsplit=1)[1].rpartition("/")[0] in result.text


async def test_an_older_schema_is_noted_and_a_later_one_is_wrong(
    settings: Settings, migrated_address: str
) -> None:
    chosen = with_database(settings, migrated_address)
    for version, status, part in (
        ("0005", CheckStatus.NOTE, "schema 0005; kutip run updates it"),
        ("9999", CheckStatus.ERROR, "newer Kutip"),
    ):
        change = f"UPDATE alembic_version SET version_num = '{version}'"  # noqa: S608
        execute(migrated_address, change)
        [result] = await found(chosen, STORAGE)
        assert result.status is status
        assert part in result.text
        current = execute(migrated_address, "SELECT version_num FROM alembic_version")
        assert current == version


async def test_what_is_wrong_with_a_server_is_said_in_words(
    settings: Settings, postgresql_address: str
) -> None:
    host = postgresql_address.split("@", maxsplit=1)[1].partition("/")[0]
    [free] = [socket.socket()]
    free.bind(("127.0.0.1", 0))
    port = free.getsockname()[1]
    wrong = {
        f"postgresql://kutip:guess@{host}/postgres": f"{host} refuses the name or password",
        postgresql_address.rpartition("/")[0] + "/nothing": "has no database nothing",
        f"postgresql://kutip:guess@127.0.0.1:{port}/kutip": f"can't be reached at 127.0.0.1:{port}",
    }
    for address, part in wrong.items():
        [result] = await found(with_database(settings, address), STORAGE)
        assert result.status is CheckStatus.ERROR
        assert part in result.text
        assert "guess" not in result.text
    free.close()
    execute(postgresql_address, "CREATE TABLE invoices (id int)")
    [result] = await found(with_database(settings, postgresql_address), STORAGE)
    assert result == CheckResult(
        CheckStatus.ERROR, STORAGE, OWN.format("database_foreign", tables="invoices")
    )


async def test_a_standby_and_another_clock_are_wrong(
    settings: Settings, migrated_address: str
) -> None:
    chosen = with_database(settings, migrated_address)
    connection = await asyncpg.connect(migrated_address)
    name = await connection.fetchval("SELECT current_database()")
    await connection.execute(f"ALTER DATABASE {name} SET default_transaction_read_only = on")
    [result] = await found(chosen, STORAGE)
    assert result.status is CheckStatus.ERROR
    assert "can only be read" in result.text
    await connection.execute(f"ALTER DATABASE {name} RESET default_transaction_read_only")
    await connection.close()
    later = current_time().replace(year=2036)
    [result] = await PostgreSQLChecks(chosen, lambda: later).results()
    assert result.status is CheckStatus.ERROR
    assert "clock" in result.text


async def test_a_cluster_is_well_once_its_index_is_as_the_database(
    settings: Settings,
    opensearch_addresses: list[str],
    opensearch_index: str,
    migrated_address: str,
) -> None:
    cluster = {"opensearch": tuple(opensearch_addresses), "opensearch_index": opensearch_index}
    chosen = with_database(settings, migrated_address).model_copy(update=cluster)
    missing = (await found(chosen, OWN.label_engine))[-1]
    assert missing.status is CheckStatus.NOTE
    assert f"no index {opensearch_index} yet" in missing.text
    async with open_services(chosen) as services:
        await services.library.reload()
    state, index = await found(chosen, OWN.label_engine)
    assert "3 nodes" in state.text
    assert index.status is CheckStatus.OK
    assert "is as the database" in index.text
    assert "1 shard, 1 replica" in index.text
    other = chosen.model_copy(update={"opensearch_shards": 3})
    assert "SHARDS=3 is for the next one" in (await found(other, OWN.label_engine))[-1].text
    execute(migrated_address, "UPDATE reloads SET finished_at = finished_at + interval '1 s'")
    behind = (await found(chosen, OWN.label_engine))[-1]
    assert behind.status is CheckStatus.NOTE
    assert "not yet as the database" in behind.text


async def test_copies_without_a_node_are_noted(
    settings: Settings, opensearch_addresses: list[str], opensearch_index: str
) -> None:
    body = {"settings": {"number_of_replicas": 5}}
    name = f"{opensearch_index}-other"
    request(opensearch_addresses[0], "PUT", f"/{name}?wait_for_active_shards=1", body)
    chosen = settings.model_copy(update={"opensearch": tuple(opensearch_addresses)})
    state = (await found(chosen, OWN.label_engine))[0]
    assert state.status is CheckStatus.NOTE
    assert "KUTIP_OPENSEARCH_REPLICAS is too large" in state.text


async def test_a_node_that_is_down_is_noted(
    settings: Settings, opensearch_addresses: list[str]
) -> None:
    named = (*opensearch_addresses, "http://127.0.0.1:9")
    chosen = settings.model_copy(update={"opensearch": named})
    state = (await found(chosen, OWN.label_engine))[0]
    assert state.status is CheckStatus.NOTE
    assert "only 3 nodes of 4 in KUTIP_OPENSEARCH" in state.text  # whatever else there is to note
