"""A pool of processes that parse feeds, their items and pages.

A process that hangs or grows is killed and replaced, which ``ProcessPoolExecutor`` cannot do for
one of its own.
"""

import asyncio
from collections.abc import AsyncIterator, Generator
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from typing import Protocol, Self, TypeVar

from bot.feeds.discovery import feeds_of
from index.errors import LOAD_HUNG, BuildFailed, LoadError, unexpected
from index.sources.feed import parse_feed
from index.sources.feed_items import Feed, FeedItem, item_article
from index.sources.fields import Fields
from index.sources.html_page import page_article
from index.types import Article
from index.workers import (
    PARSE_TIMEOUT_S,
    Finished,
    ProcessWorker,
    end_after,
    in_thread,
    limit_memory,
)

PARSER_PROCESSES = 2

Parsed_co = TypeVar("Parsed_co", covariant=True)


class Parse(Protocol[Parsed_co]):
    """A parse task; it and its result are pickled."""

    @property
    def where(self) -> str:
        """Return the name of what is parsed, for errors."""

    def run(self) -> Parsed_co:
        """Parse; raises LoadError."""


@dataclass(frozen=True, slots=True)
class ParseFeed:
    """Parses a document that is a feed, or a page with links to feeds."""

    where: str
    data: bytes
    charset: str

    def run(self) -> Feed | list[str]:
        """Return the feed, else the addresses of the linked feeds, perhaps none."""
        feed = parse_feed(self.data, self.where, self.charset)
        return feed if feed is not None else feeds_of(self.data, self.where, self.charset)


@dataclass(frozen=True, slots=True)
class ParsePage:
    """Parses the article of the page at ``where``; ``key`` is the article's."""

    where: str
    data: bytes
    charset: str
    key: str
    hint: Fields

    def run(self) -> Article:
        """Return the article; raises LoadError."""
        return page_article(self.data, self.key, self.where, self.charset, self.hint)


@dataclass(frozen=True, slots=True)
class ParseItem:
    """Parses the article in an item of ``feed``; ``key`` is the article's."""

    item: FeedItem
    feed: Feed
    key: str

    @classmethod
    def of(cls, item: FeedItem, feed: Feed, key: str) -> Self:
        """Make the task without the feed's other items, which need not be pickled."""
        return cls(item, replace(feed, items=()), key)

    @property
    def where(self) -> str:
        """Return the item's address, or the key if it has none."""
        return self.item.link or self.key

    def run(self) -> Article:
        """Return the article; raises LoadError."""
        return item_article(self.item, self.feed, self.key)


class ParserPool:
    """Processes that are started when first needed, and again after they were killed."""

    def __init__(self, processes: int, timeout_s: float) -> None:
        self._timeout_s = timeout_s
        self._all = [_ParserProcess() for _ in range(processes)]
        # Last in, first out: as few processes as possible are started.
        self._idle: asyncio.LifoQueue[_ParserProcess] = asyncio.LifoQueue()
        for process in self._all:
            self._idle.put_nowait(process)

    async def parse(self, task: Parse[Parsed_co]) -> Parsed_co:
        """Run the task; raises LoadError, ``load_hung`` if it takes too long or crashes."""
        process = await self._idle.get()
        try:
            result = await process.parse(task, self._timeout_s)
        except (TimeoutError, BuildFailed) as error:
            raise LoadError(task.where, LOAD_HUNG) from error
        finally:
            self._idle.put_nowait(process)
        if isinstance(result, LoadError):
            raise result
        return result

    async def close(self) -> None:
        """Kill the processes; later parses start new ones."""
        workers = [process.release() for process in self._all]
        await asyncio.gather(*map(_kill, workers))


@asynccontextmanager
async def open_parsers(
    processes: int = PARSER_PROCESSES, timeout_s: float = PARSE_TIMEOUT_S
) -> AsyncIterator[ParserPool]:
    """Open a pool whose processes are killed when the block ends."""
    parsers = ParserPool(processes, timeout_s)
    try:
        yield parsers
    finally:
        await asyncio.shield(parsers.close())


_Process = ProcessWorker[object, Parse[object] | None, None]


class _ParserProcess:
    """One process of the pool, or the lack of it."""

    def __init__(self) -> None:
        self._worker: _Process | None = None

    async def parse(self, task: Parse[Parsed_co], timeout_s: float) -> Parsed_co | LoadError:
        """Run the task; raises TimeoutError and BuildFailed, after which the process is killed."""
        try:
            worker = self._worker or await self._start()
            async with asyncio.timeout(timeout_s):
                result = await in_thread(worker.step, task)
        except BaseException:
            await self.close()
            raise
        if isinstance(result, Finished):
            raise BuildFailed("a parser has ended")
        return result  # type: ignore[return-value]  # what the task's run returned, over a pipe

    async def close(self) -> None:
        """Kill the process, whatever it is doing."""
        await _kill(self.release())

    def release(self) -> "_Process | None":
        """Return the process, if there is one, and forget it."""
        worker, self._worker = self._worker, None
        return worker

    async def _start(self) -> _Process:
        self._worker = worker = ProcessWorker(parse_on_request)
        await in_thread(worker.start)
        await in_thread(worker.step, None)
        return worker


async def _kill(worker: _Process | None) -> None:
    if worker is not None:
        await asyncio.shield(in_thread(worker.close))


def parse_on_request() -> Generator[object, Parse[object] | None, None]:
    """Run in the process: take one task after the other, yield its result or LoadError."""
    limit_memory()
    result: object = None
    while True:
        task = yield result
        end_after(2 * PARSE_TIMEOUT_S)
        result = _run(task) if task else None
        end_after(0)


def _run(task: Parse[object]) -> object:
    try:
        return task.run()
    except LoadError as error:
        return error
    except (MemoryError, RecursionError):
        return LoadError(task.where, LOAD_HUNG)
    except Exception as error:
        return unexpected(task.where, error)
