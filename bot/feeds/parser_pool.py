"""Feeds, their items and pages parsed in processes of their own, so that the event loop goes on.

What hangs or grows is ended, and others go on.

Knows what is parsed, and not what becomes of it.
"""

import asyncio
from collections.abc import AsyncIterator, Generator
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, replace
from typing import Protocol, Self, TypeVar

from bot.feeds.discovery import feeds_of
from index.errors import BuildFailed, LoadError
from index.sources.feed import parse_feed
from index.sources.feed_items import Feed, FeedItem, item_article
from index.sources.fields import Fields
from index.sources.html_page import page_article
from index.types import Article
from index.workers import Finished, ProcessWorker

SECONDS = 20.0
"""A parse that takes longer is ended."""
PROCESSES = 2
MAX_MEMORY = 1_500_000_000
"""Bytes that a process may ask the system for, where it lets itself be told."""

Parsed_co = TypeVar("Parsed_co", covariant=True)


class Parse(Protocol[Parsed_co]):
    """Something to parse; it is pickled, and so is what comes of it."""

    @property
    def where(self) -> str:
        """What an error names."""

    def run(self) -> Parsed_co:
        """Parse it; raises LoadError."""


@dataclass(frozen=True, slots=True)
class ParseFeed:
    """A document that is a feed, or a page with links to some: then their addresses."""

    where: str
    data: bytes
    charset: str

    def run(self) -> Feed | list[str]:
        """The feed, else the addresses of feeds, which may be none."""
        feed = parse_feed(self.data, self.where, self.charset)
        return feed if feed is not None else feeds_of(self.data, self.where, self.charset)


@dataclass(frozen=True, slots=True)
class ParsePage:
    """A page with an article; ``where`` is its address, ``key`` the article's."""

    where: str
    data: bytes
    charset: str
    key: str
    hint: Fields

    def run(self) -> Article:
        """The article; raises LoadError."""
        return page_article(self.data, self.key, self.where, self.charset, self.hint)


@dataclass(frozen=True, slots=True)
class ParseItem:
    """An item of ``feed`` with the text of its article; ``key`` is the article's."""

    item: FeedItem
    feed: Feed
    key: str

    @classmethod
    def of(cls, item: FeedItem, feed: Feed, key: str) -> Self:
        """The item alone: the others of its feed are not sent along."""
        return cls(item, replace(feed, items=()), key)

    @property
    def where(self) -> str:
        """The item's address, if it has one."""
        return self.item.link or self.key

    def run(self) -> Article:
        """The article; raises LoadError."""
        return item_article(self.item, self.feed, self.key)


class ParserPool:
    """Some processes, each started when it is first needed and again when it had to be ended."""

    def __init__(self, processes: int, seconds: float) -> None:
        self._seconds = seconds
        self._all = [_ParserProcess() for _ in range(processes)]
        self._idle: asyncio.LifoQueue[_ParserProcess] = asyncio.LifoQueue()
        for each in self._all:
            self._idle.put_nowait(each)

    async def parse(self, task: Parse[Parsed_co]) -> Parsed_co:
        """What comes of the task; raises LoadError: ``load_hung`` where it takes too long."""
        parser = await self._idle.get()
        try:
            result = await parser.parse(task, self._seconds)
        except (TimeoutError, BuildFailed) as error:
            raise LoadError(task.where, "load_hung") from error
        finally:
            self._idle.put_nowait(parser)
        if isinstance(result, LoadError):
            raise result
        return result

    async def close(self) -> None:
        """End the processes."""
        await asyncio.gather(*(each.close() for each in self._all))


@asynccontextmanager
async def open_parsers(
    processes: int = PROCESSES, seconds: float = SECONDS
) -> AsyncIterator[ParserPool]:
    """Parsers, whose processes end with the block."""
    parsers = ParserPool(processes, seconds)
    try:
        yield parsers
    finally:
        await asyncio.shield(parsers.close())


_Process = ProcessWorker[object, Parse[object] | None, None]


class _ParserProcess:
    """One process, if it is running."""

    def __init__(self) -> None:
        self._worker: _Process | None = None

    async def parse(self, task: Parse[Parsed_co], seconds: float) -> Parsed_co | LoadError:
        """Raises TimeoutError and BuildFailed, and then the process has ended."""
        try:
            worker = self._worker or await self._started()
            async with asyncio.timeout(seconds):
                result = await asyncio.to_thread(worker.take, task)
        except BaseException:
            await self.close()
            raise
        if isinstance(result, Finished):
            raise BuildFailed("a parser has ended")
        return result  # type: ignore[return-value]  # what the task's run returned, over a pipe

    async def close(self) -> None:
        """End the process, whatever it is doing."""
        worker, self._worker = self._worker, None
        if worker is not None:
            await asyncio.shield(asyncio.to_thread(worker.close))

    async def _started(self) -> _Process:
        self._worker = worker = ProcessWorker(parse_on_request)
        await asyncio.to_thread(worker.start)
        await asyncio.to_thread(worker.take, None)
        return worker


def parse_on_request() -> Generator[object, Parse[object] | None, None]:
    """What the process does: what comes of one task after the other, LoadErrors among it."""
    _bound_memory()
    result: object = None
    while True:
        task = yield result
        result = _outcome(task) if task else None


def _outcome(task: Parse[object]) -> object:
    try:
        return task.run()
    except LoadError as error:
        return error
    except (MemoryError, RecursionError):
        return LoadError(task.where, "load_hung")


def _bound_memory() -> None:
    with suppress(ImportError, ValueError, OSError):
        import resource

        resource.setrlimit(resource.RLIMIT_DATA, (MAX_MEMORY, MAX_MEMORY))
