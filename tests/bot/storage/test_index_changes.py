"""What each reload changed is recorded with it, and forgotten after many others."""

import pytest

from bot.storage import index_changes
from bot.storage.articles import ArticleStore
from bot.storage.database import Database
from bot.storage.reloads import ReloadStore
from tests.bot.samples import Clock, make_article
from tests.bot.storage.test_articles import store

ONE, TWO, THREE = (make_article(f"{word}.txt", word) for word in ("satu", "dua", "tiga"))
CHANGED = make_article("satu.txt", "satu", "Judul lain")


class Stored:
    """A database, and the versions that its articles had."""

    def __init__(self, database: Database, articles: ArticleStore) -> None:
        self.articles = articles
        self.reloads = ReloadStore(database)

    async def store(self, *loaded: object) -> str:
        await store(self.articles, *loaded)  # type: ignore[arg-type]
        return str(await self.reloads.version())

    async def since(self, version: str) -> tuple[str, tuple[int, ...]] | None:
        found = await self.reloads.changes_since(version)
        return found and (str(found.version), found.ids)


@pytest.fixture
def stored(database: Database, article_store: ArticleStore) -> Stored:
    return Stored(database, article_store)


async def test_added_changed_and_removed_articles_are_recorded(stored: Stored) -> None:
    first = await stored.store(ONE, TWO)
    second = await stored.store(CHANGED, THREE)
    third = await stored.store(CHANGED, THREE)
    assert await stored.since(first) == (third, (1, 2, 3))
    assert await stored.since(second) == (third, ())
    assert await stored.since(third) == (third, ())


@pytest.mark.parametrize("version", ["", "0 never", "7 2026-03-01T09:00:00+00:00", "1 never"])
async def test_a_version_that_this_database_never_had_has_no_changes(
    stored: Stored, version: str
) -> None:
    await stored.store(ONE)
    assert await stored.since(version) is None


async def test_old_changes_are_forgotten_and_it_is_known_since_when(
    stored: Stored, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(index_changes, "MAX_CHANGES", 4)
    first = await stored.store(ONE)
    second = await stored.store(ONE, TWO)
    third = await stored.store(ONE, TWO, THREE)
    fourth = await stored.store(ONE, TWO)
    assert await stored.since(first) is None
    assert await stored.since(second) is None
    assert await stored.since(third) == (fourth, (3,))


async def test_nothing_is_recorded_of_a_reload_that_fails(
    stored: Stored, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = await stored.store(ONE)

    def fail(_reload: int) -> None:
        raise RuntimeError

    monkeypatch.setattr("bot.storage.articles.record_changes", fail)
    with pytest.raises(RuntimeError):
        await stored.store(ONE, TWO)
    assert await stored.since(first) == (first, ())
