"""Taking posts in as articles: those of a moment together, each channel's in order.

Each change of the articles has a fixed cost, which the posts of a moment pay once.
"""

import asyncio
import logging
from collections import deque
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from enum import Enum, auto
from typing import NamedTuple, Protocol
from zoneinfo import ZoneInfo

from bot.channels.post_article import post_article
from bot.model.articles import Origin, ReloadReport
from bot.model.channels import ChannelPost, ChannelSource, post_key
from bot.outages import outage_of
from bot.runtime.causes import Causes
from bot.runtime.log_context import common_update, current_update, in_job, in_update
from bot.runtime.supervisor import FIRST_OUTAGE_DELAY_S, RESTART_DELAY_S, ReportError
from bot.storage.channels import ChannelStore
from index.errors import LoadError
from index.types import Article

log = logging.getLogger(__name__)

GATHER_S = 0.3
"""How long the posts of a moment are gathered: an alert is that much later."""
MAX_BATCH = 400
MAX_OWN = 1_000
"""Messages of the bot itself that are known: Telegram tells of them at once, if at all."""
MAX_WAITING = 10_000
"""Posts, of at most 4,096 characters each; more at once are an attack or a mistake."""


class TakenPost(Enum):
    """The result of taking a post in."""

    TAKEN = auto()
    IGNORED = auto()
    """It says nothing, is from before the channel was named, or its channel is no source."""
    DELETED = auto()
    """Staff have deleted its article, which stays deleted."""


class PostLibrary(Protocol):
    """The changes of articles that posts make."""

    async def ingest(self, items: Sequence[Article | LoadError], origin: Origin, /) -> ReloadReport:
        """Add or update articles."""

    async def remove_posts(self, chat_id: int, keys: Collection[str] | None = None) -> ReloadReport:
        """Remove the articles of a channel, those with these keys or all."""


class _QueuedPost(NamedTuple):
    post: ChannelPost
    result: asyncio.Future[TakenPost]
    update: str | None


class _DecidedPosts(NamedTuple):
    """Posts by the keys of their articles, with what becomes of each."""

    results: dict[str, TakenPost]
    articles: dict[str, Article]
    wordless: dict[str, int]


class PostIntake:
    """Takes posts in; what fails for an outage is tried again as long as the bot runs."""

    def __init__(  # noqa: PLR0913 - its collaborators
        self,
        store: ChannelStore,
        library: PostLibrary,
        zone: ZoneInfo,
        *,
        now: Callable[[], datetime],
        report: ReportError,
        causes: Causes,
    ) -> None:
        self._store = store
        self._library = library
        self._zone = zone
        self._now = now
        self._report = report
        self._causes = causes
        self._waiting: list[_QueuedPost] = []
        self._taking = 0
        self._task: asyncio.Task[None] | None = None
        self._own: deque[str] = deque(maxlen=MAX_OWN)
        self.changing = asyncio.Lock()
        """Held while articles of channels are changed."""

    @property
    def waiting(self) -> int:
        """Return how many posts are not stored yet."""
        return len(self._waiting) + self._taking

    async def take(self, post: ChannelPost) -> TakenPost:
        """Take a post in, or what it became by an edit; return when it is stored."""
        if self.waiting >= MAX_WAITING:
            log.error("a post is left out: %d wait already", self.waiting)
            return TakenPost.IGNORED
        self._causes.note(post.key)
        result: asyncio.Future[TakenPost] = asyncio.get_running_loop().create_future()
        self._waiting.append(_QueuedPost(post, result, current_update()))
        if self._task is None or self._task.done():
            self._task = asyncio.create_task(self._work())
        return await result

    def sent(self, chat_id: int, message_id: int) -> None:
        """Take note of a message that the bot has sent, which is never an article."""
        self._own.append(post_key(chat_id, message_id))

    async def _work(self) -> None:
        with in_job("posts"):
            await self._take_waiting()

    async def _take_waiting(self) -> None:
        while self._waiting:
            await asyncio.sleep(GATHER_S)
            batch, self._waiting = self._waiting[:MAX_BATCH], self._waiting[MAX_BATCH:]
            self._taking = len(batch)
            await self._take_all(batch)
            self._taking = 0

    async def _take_all(self, batch: Sequence[_QueuedPost]) -> None:
        """Take posts in together; if that fails, each by itself, so that one spoils no other."""
        if await self._taken(batch):
            return
        for one in batch:
            if not await self._taken([one]):
                log.error("a post can't be taken in")
                _resolve(one, TakenPost.IGNORED)

    async def _taken(self, batch: Sequence[_QueuedPost]) -> bool:
        """Return whether the posts were taken in; waits for the end of an outage."""
        with in_update(common_update([each.update for each in batch])):
            return await self._taken_together(batch)

    async def _taken_together(self, batch: Sequence[_QueuedPost]) -> bool:
        pause = FIRST_OUTAGE_DELAY_S
        while True:
            try:
                async with self.changing:
                    results = await self._take([each.post for each in batch])
            except Exception as error:
                log.exception("%d posts could not be taken in", len(batch))
                self._report(error)
                if outage_of(error) is None:
                    return False
                await asyncio.sleep(pause)
                pause = min(2 * pause, RESTART_DELAY_S)
            else:
                for each, result in zip(batch, results, strict=True):
                    _resolve(each, result)
                return True

    async def _take(self, posts: Sequence[ChannelPost]) -> list[TakenPost]:
        sources = await self._store.with_ids({post.chat_id for post in posts})
        whole = [await self._whole(post) if post.chat_id in sources else post for post in posts]
        batch = await self._decided(whole, sources)
        if batch.articles:
            await self._library.ingest([*batch.articles.values()], Origin.POST)
        for chat_id in set(batch.wordless.values()):
            keys = {key for key, chat in batch.wordless.items() if chat == chat_id}
            await self._library.remove_posts(chat_id, keys)
        return [batch.results[post.key] for post in whole]

    async def _whole(self, post: ChannelPost) -> ChannelPost:
        """Return the post, or the one that stands for its album, with the words of all."""
        if not post.album:
            return post
        number, words = await self._store.add_to_album(post, self._now())
        return replace(post, message_id=number, words=words)

    async def _decided(
        self, posts: Sequence[ChannelPost], sources: Mapping[int, ChannelSource]
    ) -> _DecidedPosts:
        """Decide what becomes of posts; the last version of each counts."""
        latest = {post.key: post for post in posts}
        stored = await self._store.stored(latest)
        deleted = await self._store.deleted(latest)
        batch = _DecidedPosts({}, {}, {})
        for key, post in latest.items():
            source = sources.get(post.chat_id)
            if (
                source is None
                or key in self._own
                or (_is_older(post, source) and key not in stored)
            ):
                batch.results[key] = TakenPost.IGNORED
            elif key in deleted:
                batch.results[key] = TakenPost.DELETED
            elif article := await asyncio.to_thread(post_article, post, source, self._zone):
                batch.articles[key] = article
                batch.results[key] = TakenPost.TAKEN
            else:
                batch.results[key] = TakenPost.IGNORED
                if key in stored:
                    batch.wordless[key] = post.chat_id
        return batch


def _is_older(post: ChannelPost, source: ChannelSource) -> bool:
    """Return whether an edit is of a post from before its channel was named."""
    return post.is_edit and post.date < source.named_at


def _resolve(waiting: _QueuedPost, result: TakenPost) -> None:
    if not waiting.result.done():  # its update may have been given up
        waiting.result.set_result(result)
