"""An index that gets the changes of others equals one that is built anew."""

import asyncio
from collections.abc import Collection, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings

from bot.articles import index_follower
from bot.articles.updater import MAX_AWAITED
from bot.errors import Notice
from bot.storage.database import Database, open_database
from index.engine import Articles, OnBuilt, PreparedIndex
from index.errors import EngineUnavailable, LoadError
from index.inverted.local_engine import LocalEngine
from tests.bot.folder_histories import Folder
from tests.bot.following import HISTORIES, built, check_history, opened

FIRST = Folder({"a": ("satu", "Judul"), "b": ("dua", "Judul")})
SECOND = Folder({"a": ("satu", "Judul lain"), "c": ("tiga", "Judul"), "d#1": ("enam", "Judul")})


@settings(max_examples=10)
@given(HISTORIES)
def test_an_index_that_follows_equals_one_that_is_built(
    history: Sequence[tuple[bool, Folder]],
) -> None:
    async def live_through(path: Path) -> None:
        async with open_database(path / "kutip.db") as database:
            both = [await opened(database, LocalEngine(), path) for _ in range(2)]
            await check_history(history, both)

    with TemporaryDirectory() as path:
        asyncio.run(live_through(Path(path)))


@pytest.mark.sqlite("only processes on a file wait for the index that another saves")
async def test_changes_are_applied_in_parts_and_again_after_an_error(
    database: Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(index_follower, "MAX_PART", 2)
    engine = UnreachableEngine()
    one, other = [await opened(database, each, tmp_path) for each in (LocalEngine(), engine)]
    await one.reload(FIRST)
    await other.follow()
    version = await engine.version()
    await one.reload(SECOND)
    engine.commits_left = 1
    for _ in range(MAX_AWAITED - 1):
        assert not await other.library.follow()
    with pytest.raises(EngineUnavailable):
        await other.library.follow()
    assert await engine.version() == version
    engine.commits_left = 100
    assert await other.library.follow()
    assert await engine.version() == await one.engine.version()
    assert await other.hits() == await built(one.store)


async def test_what_is_stored_while_the_engine_is_away_is_searchable_when_it_is_back(
    database: Database, tmp_path: Path
) -> None:
    """The report stands, and owners are told."""
    engine = UnreachableEngine()
    process = await opened(database, engine, tmp_path)
    told: list[Notice | LoadError] = []
    process.store.report = told.append
    await process.reload(FIRST)
    before = await process.hits()
    engine.commits_left = 0
    await process.reload(SECOND)
    assert [notice.key for notice in told if isinstance(notice, Notice)] == ["index_late"]
    assert await process.store.count() == 3
    assert await process.hits() == before
    engine.commits_left = 100
    await process.follow()
    assert await process.hits() == await built(process.store)


async def test_an_index_that_processes_share_is_changed_by_the_leader_if_it_is_late(
    database: Database, tmp_path: Path
) -> None:
    engine = UnreachableEngine()
    engine.is_shared = True
    process = await opened(database, engine, tmp_path)
    await process.reload(FIRST)
    engine.commits_left = 0
    await process.reload(SECOND)
    engine.commits_left = 100
    await process.follow()
    assert await process.hits() != await built(process.store)
    assert await process.library._updater.lead()
    assert await process.hits() == await built(process.store)
    assert not await process.library._updater.lead()


class UnreachableEngine(LocalEngine):
    """An engine that can be reached for some commits."""

    def __init__(self) -> None:
        super().__init__()
        self.commits_left = 100

    async def prepare(self, articles: Articles, on_built: OnBuilt | None = None) -> PreparedIndex:  # type: ignore[override]
        return Prepared(self, await super().prepare(articles, on_built))

    async def apply(  # type: ignore[override]
        self, added: Articles, removed: Collection[int], on_built: OnBuilt | None = None
    ) -> PreparedIndex:
        return Prepared(self, await super().apply(added, removed, on_built))

    async def restore(self, version: str | None) -> None:
        if version not in {None, await self.version()}:
            await super().restore(version)


class Prepared:
    def __init__(self, engine: UnreachableEngine, prepared: PreparedIndex) -> None:
        self._engine, self._prepared = engine, prepared
        self.failures = prepared.failures

    async def commit(self, version: str) -> None:
        if not self._engine.commits_left:
            raise EngineUnavailable("test")
        self._engine.commits_left -= 1
        await self._prepared.commit(version)
