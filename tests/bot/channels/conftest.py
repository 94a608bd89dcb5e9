"""The channels on a real database and a real library, with one channel named."""

from collections.abc import Collection, Sequence
from datetime import timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from bot.articles.edits import ArticleEditor
from bot.articles.library import Library
from bot.channels.intake import PostIntake
from bot.channels.service import ChannelService
from bot.errors import StorageError
from bot.model.articles import Origin, ReloadReport
from bot.model.channels import ChannelPost
from bot.storage.articles import ArticleStore
from bot.storage.channels import ChannelStore
from bot.storage.database import Database
from bot.storage.edits import EditStore
from index.errors import LoadError
from index.types import Article
from tests.bot.samples import Clock

WARTA, EDITOR = -1_000_004_000_001, 77


class WatchedLibrary:
    """A library that counts the changes, and fails as often as ``failing`` says."""

    def __init__(self, library: Library) -> None:
        self._library = library
        self.sizes: list[int] = []
        self.failing: list[Exception] = []
        self.spoilt = ""

    async def ingest(self, items: Sequence[Article | LoadError], origin: Origin, /) -> ReloadReport:
        if self.failing:
            raise self.failing.pop()
        titles = {item.title for item in items if isinstance(item, Article)}
        if self.spoilt in titles:
            raise ValueError(self.spoilt)
        self.sizes.append(len(items))
        return await self._library.ingest(items, origin)

    async def remove_posts(self, chat_id: int, keys: Collection[str] | None = None) -> ReloadReport:
        return await self._library.remove_posts(chat_id, keys)


class Channels:
    """The channels, and short ways to post to the one that is named."""

    def __init__(self, database: Database, library: Library, articles: ArticleStore, clock: Clock):
        self.clock = clock
        self.store = ChannelStore(database)
        self.library = library
        self.watched = WatchedLibrary(library)
        self.reported: list[BaseException] = []
        zone = ZoneInfo("Asia/Jakarta")
        self.intake = PostIntake(
            self.store,
            self.watched,
            zone,
            now=clock,
            report=self.reported.append,
            causes=articles.causes,
        )
        self.service = ChannelService(self.store, articles, self.watched, self.intake, clock)
        self.editor = ArticleEditor(library, EditStore(database), articles, clock)

    def post(self, number: int, words: str, album: str = "", *, edit: bool = False) -> ChannelPost:
        return ChannelPost(WARTA, number, words, self.clock(), album, edit)

    async def titles(self) -> list[str]:
        """The titles of the articles there are, by key."""
        found = sorted([article async for article in self.library.all()], key=_number)
        return [article.title for article in found]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (folder := tmp_path / "articles").mkdir()
    return folder


@pytest.fixture
async def channels(
    database: Database, library: Library, article_store: ArticleStore, clock: Clock
) -> Channels:
    channels = Channels(database, library, article_store, clock)
    await channels.library.open()
    await channels.service.name(WARTA, "Warta Pagi", "warta", EDITOR)
    clock.advance(timedelta(minutes=1))
    return channels


def outage() -> StorageError:
    return StorageError("storage_unavailable", path="PostgreSQL", reason="gone")


def _number(article: Article) -> int:
    return int(article.key.rpartition("/")[2])
