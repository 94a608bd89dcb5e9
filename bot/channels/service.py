"""The channels that are sources: naming, renaming and stopping them."""

from collections import deque
from collections.abc import AsyncIterator, Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from bot.channels.intake import PostIntake, PostLibrary
from bot.errors import KutipError
from bot.model.articles import Origin
from bot.model.channels import ChannelSource, key_prefix
from bot.model.schedule import time_zone
from bot.runtime.error_reports import ErrorReporter
from bot.settings import Settings
from bot.storage.articles import ArticleStore
from bot.storage.channels import ChannelStore
from bot.storage.database import Database
from index.sources.field_values import MAX_SOURCE, clean_line
from index.types import Article

CHANNELS_PER_PAGE = 8
MAX_CHANNELS = 100
MAX_TOLD = 1_000
"""Posts of whose ignored edits somebody was told, and is not told again."""
RELINK_BATCH = 200
"""Articles whose addresses are changed together, in one change of the articles."""


class ChannelError(KutipError):
    """A channel that can't be a source, or is none.

    Keys: ``channel_how``, ``channel_out_of_reach``, ``channel_no_channel``, ``channel_not_run``,
    ``channel_too_many`` and ``channel_not_found``.
    """


@dataclass(frozen=True, slots=True)
class NamedChannel:
    """A channel that is a source, ``known`` if it was one before."""

    source: ChannelSource
    known: bool


@dataclass(frozen=True, slots=True)
class ListedChannel:
    """A channel, and how many articles there are of it."""

    source: ChannelSource
    articles: int


@dataclass(frozen=True, slots=True)
class ChannelPage:
    """A page of the list; ``number`` counts from 0, ``total`` are the channels on all pages."""

    channels: Sequence[ListedChannel]
    number: int
    pages: int
    total: int


class ChannelService:
    """The channels that are sources; rights are checked by the caller."""

    def __init__(
        self,
        store: ChannelStore,
        articles: ArticleStore,
        library: PostLibrary,
        intake: PostIntake,
        now: Callable[[], datetime],
    ) -> None:
        self.store = store
        self.intake = intake
        self._articles = articles
        self._library = library
        self._now = now
        self._told: deque[str] = deque(maxlen=MAX_TOLD)

    async def name(self, chat_id: int, title: str, username: str, by: int) -> NamedChannel:
        """Take the posts of a channel from now on; raises ChannelError.

        Of a channel that is a source already, nothing changes but that it can be read again.
        """
        if known := await self.store.get(chat_id):
            regained = await self.store.set_lost(chat_id, None)
            return NamedChannel(regained or known, known=True)
        if (await self.store.counts()).named >= MAX_CHANNELS:
            raise ChannelError("channel_too_many", count=MAX_CHANNELS)
        now = self._now().replace(microsecond=0)  # posts have whole seconds
        source = ChannelSource(chat_id, clean_line(title, MAX_SOURCE), username, by, now)
        added = await self.store.add(source)
        return NamedChannel(added or source, known=added is None)

    async def get(self, chat_id: int) -> ListedChannel:
        """Return a channel; raises ChannelError."""
        source = _found(await self.store.get(chat_id))
        return ListedChannel(source, (await self.store.article_counts([chat_id]))[chat_id])

    async def page(self, number: int) -> ChannelPage:
        """Return a page of the list, the last if there are fewer."""
        total = (await self.store.counts()).named
        pages = max(1, -(-total // CHANNELS_PER_PAGE))
        number = min(number, pages - 1)
        sources = await self.store.page(CHANNELS_PER_PAGE, number * CHANNELS_PER_PAGE)
        counts = await self.store.article_counts([source.chat_id for source in sources])
        listed = [ListedChannel(source, counts[source.chat_id]) for source in sources]
        return ChannelPage(listed, number, pages, total)

    async def stop(self, chat_id: int, *, keep_articles: bool) -> ListedChannel:
        """Take no more posts of a channel, and return it with its articles as they were.

        Raises ChannelError, and ReloadFailed if the articles could not be removed; the channel is
        still a source then.
        """
        async with self.intake.changing:
            stopped = await self.get(chat_id)
            if not keep_articles and stopped.articles:
                await self._library.remove_posts(chat_id)
            _found(await self.store.remove(chat_id))
        return stopped

    async def follow_name(self, source: ChannelSource, title: str, username: str) -> bool:
        """Give a channel's articles its new name and addresses; return whether it had others.

        The name is stored after the articles, so that a crash repeats the change.
        """
        title = clean_line(title, MAX_SOURCE)
        if (source.title, source.username) == (title, username):
            return False
        async with self.intake.changing:
            current = await self.store.get(source.chat_id)
            if current is None or (current.title, current.username) == (title, username):
                return False
            renamed = replace(current, title=title, username=username)
            async for batch in self._renamed_articles(renamed):
                await self._library.ingest(batch, Origin.POST)
            return await self.store.rename(source.chat_id, title, username)

    async def set_readable(self, chat_id: int, *, readable: bool) -> ChannelSource | None:
        """Note whether the bot can read a channel; None if that was known, or it is no source."""
        return await self.store.set_lost(chat_id, None if readable else self._now())

    def is_first_time(self, key: str) -> bool:
        """Return whether nobody was told of the edits of this post yet, and note that now."""
        is_first = key not in self._told
        if is_first:
            self._told.append(key)
        return is_first

    async def _renamed_articles(self, source: ChannelSource) -> AsyncIterator[list[Article]]:
        prefix, last = key_prefix(source.chat_id), 0
        while batch := await self._articles.with_prefix(prefix, last, RELINK_BATCH):
            last = batch[-1].id
            yield [_named_as(source, article) for article in batch]


def make_channel_service(
    database: Database,
    articles: ArticleStore,
    library: PostLibrary,
    settings: Settings,
    reporter: ErrorReporter,
) -> ChannelService:
    """Assemble the channels on a database."""
    store, zone, now = ChannelStore(database), time_zone(settings.time_zone), reporter.now
    intake = PostIntake(
        store, library, zone, now=now, report=reporter.report, causes=articles.causes
    )
    return ChannelService(store, articles, library, intake, now)


def _named_as(source: ChannelSource, article: Article) -> Article:
    number = int(article.key.rpartition("/")[2])
    return replace(article, source=source.title, url=source.address_of(number))


def _found(source: ChannelSource | None) -> ChannelSource:
    if source is None:
        raise ChannelError("channel_not_found")
    return source
