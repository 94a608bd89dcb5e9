"""On PostgreSQL, each process has an index of its own that follows, or all share a cluster's."""

import asyncio
from collections.abc import AsyncIterator, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import HealthCheck, given, settings
from pydantic import SecretStr

from bot.storage.database import open_database
from bot.storage.dialects.dialect import DatabaseAddress
from index.engine import SearchEngine
from index.errors import EngineUnavailable
from index.inverted.local_engine import LocalEngine
from index.opensearch.engine import OpenSearchEngine
from index.opensearch.prepared import PreparedClusterChange
from tests.bot.folder_histories import Folder
from tests.bot.following import HISTORIES, Process, built, check_history, opened
from tests.cluster.engines import address_of
from tests.cluster.postgresql import fresh_database

pytestmark = pytest.mark.long

FIRST = Folder({"a": ("satu", "Judul"), "b": ("dua", "Judul")})
SECOND = Folder({"a": ("satu", "Judul lain"), "c": ("tiga", "Judul"), "d#1": ("enam", "Judul")})


@asynccontextmanager
async def process(address: str, data: Path, engine: SearchEngine) -> AsyncIterator[Process]:
    async with open_database(DatabaseAddress(data / "kutip.db", SecretStr(address))) as database:
        begun = await opened(database, engine, data)
        yield begun
        await begun.library.close()


@settings(max_examples=8, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(HISTORIES)
def test_an_index_that_follows_equals_one_that_is_built(
    postgresql_server: str, migrated_template: str, history: Sequence[tuple[bool, Folder]]
) -> None:
    async def live_through(path: Path) -> None:
        async with AsyncExitStack() as stack:
            address = await stack.enter_async_context(
                fresh_database(postgresql_server, migrated_template)
            )
            both = [
                await stack.enter_async_context(
                    process(address, path / name, LocalEngine(path / name))
                )
                for name in ("1", "2")
            ]
            await check_history(history, both)

    with TemporaryDirectory() as path:
        asyncio.run(live_through(Path(path)))


async def test_a_process_that_was_away_starts_with_its_old_index_and_the_changes(
    migrated_address: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with process(migrated_address, tmp_path / "1", LocalEngine(tmp_path / "1")) as one:
        await one.reload(FIRST)
        other = LocalEngine(tmp_path / "2")
        async with process(migrated_address, tmp_path / "2", other):
            pass
        await one.reload(SECOND)
        monkeypatch.setattr(LocalEngine, "prepare", None)  # nothing is built anew
        again = LocalEngine(tmp_path / "2")
        async with process(migrated_address, tmp_path / "2", again) as back:
            found = await back.hits()
        monkeypatch.undo()
        assert found == await built(one.store)


async def test_two_that_change_articles_at_once_wait_for_each_other(
    migrated_address: str, tmp_path: Path
) -> None:
    """Neither fails because the other was quicker."""
    async with (
        process(migrated_address, tmp_path / "1", LocalEngine(tmp_path / "1")) as one,
        process(migrated_address, tmp_path / "2", LocalEngine(tmp_path / "2")) as other,
    ):
        await asyncio.gather(one.reload(FIRST), other.reload(FIRST), one.reload(SECOND))
        await asyncio.gather(other.reload(SECOND), one.reload(SECOND))
        for each in (one, other):
            await each.follow()
            assert await each.hits() == await built(one.store)


async def test_processes_that_share_a_cluster_find_what_either_changed(
    migrated_address: str, tmp_path: Path, opensearch_addresses: list[str], opensearch_index: str
) -> None:
    engines = [
        OpenSearchEngine(address_of(opensearch_addresses, opensearch_index, 1)) for _ in range(2)
    ]
    async with (
        process(migrated_address, tmp_path / "1", engines[0]) as one,
        process(migrated_address, tmp_path / "2", engines[1]) as other,
    ):
        await one.reload(FIRST)
        await other.follow()
        assert await other.found() == {1, 2}
        await other.reload(SECOND)
        await one.follow()
        assert await one.found() == {1, 3, 4}


async def test_a_change_that_did_not_reach_the_cluster_is_made_by_the_leader(
    migrated_address: str,
    tmp_path: Path,
    opensearch_addresses: list[str],
    opensearch_index: str,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """As by a process that died after its transaction; others wait until the leader is done."""

    async def fail(_self: object, _version: str) -> None:
        raise EngineUnavailable("test")

    engines = [
        OpenSearchEngine(address_of(opensearch_addresses, opensearch_index, 1)) for _ in range(2)
    ]
    async with (
        process(migrated_address, tmp_path / "1", engines[0]) as one,
        process(migrated_address, tmp_path / "2", engines[1]) as leader,
    ):
        await one.reload(FIRST)
        with monkeypatch.context() as broken:
            broken.setattr(PreparedClusterChange, "commit", fail)
            await one.reload(SECOND)
        assert not await leader.library.follow()
        async with one.store.changing():
            assert not await leader.library._updater.lead()
        assert await leader.library._updater.lead()
        assert await one.library.follow()
        for each in (one, leader):
            assert await each.found() == {1, 3, 4}
