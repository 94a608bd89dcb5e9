"""A source that is read for as long as a test wants."""

import asyncio
from collections.abc import Iterable, Iterator
from pathlib import Path
from threading import Event

from bot.articles.ingest import StagingReader, StagingWorker, stage
from bot.model.articles import Origin
from bot.storage.dialects.dialect import DatabaseAddress
from index.errors import LoadError
from index.types import Article
from index.workers import ThreadWorker

TIMEOUT_S = 20.0


class ReadingGate:
    """Yields items, and ends once the gate is open."""

    def __init__(self) -> None:
        self._reached, self._opened = Event(), Event()

    def reader(self, items: Iterable[Article | LoadError], origin: Origin) -> StagingReader:
        """Return a reader of ``items``."""

        def worker(database: DatabaseAddress, path: Path) -> StagingWorker:
            return ThreadWorker(stage(self._gated(items), database, path, origin))

        return worker

    def _gated(self, items: Iterable[Article | LoadError]) -> Iterator[Article | LoadError]:
        yield from items
        self._reached.set()
        self._opened.wait(TIMEOUT_S)

    async def reached(self) -> None:
        """Wait until all items were read, and the source goes on."""
        assert await asyncio.to_thread(self._reached.wait, TIMEOUT_S)

    def open(self) -> None:
        """End the source."""
        self._opened.set()
