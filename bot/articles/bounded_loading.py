"""Load files item by item, each within bounds of time and memory, whatever the files are.

Items are parsed in a process that is ended if one takes too long or grows too much; that item is
then one LoadError, and another process goes on behind it. A file of many slow items is given up.
Small files of formats that are parsed in linear time are loaded in this process.
"""

import logging
from collections.abc import Generator, Iterable, Iterator
from contextlib import closing
from itertools import islice
from multiprocessing.sharedctypes import RawValue
from threading import Lock
from time import monotonic
from typing import TYPE_CHECKING

from bot.articles.loader_process import (
    LOAD_SLOW,
    MAX_EXCESS_S,
    ItemBatch,
    LoadRequest,
    load_on_request,
)
from bot.articles.source_files import SourceFile
from index.errors import LOAD_HUNG, BuildFailed, LoadError
from index.sources.loader import load
from index.types import Article
from index.workers import Finished, ProcessWorker

if TYPE_CHECKING:
    from ctypes import c_longlong

log = logging.getLogger(__name__)

ITEM_TIMEOUT_S = 9.0
"""Ordinary pages take a hundredth of a second, the worst that were tried 8 s."""
MIN_TIMEOUT_S = 1.0
START_TIMEOUT_S = 60.0
MAX_CRASHES = 5
"""Of processes that load one file."""
LOAD_NO_PROCESS = "load_no_process"
"""The reason of a file for which no process could be started."""
_LOOK_S = 0.5
"""Between looks which item is parsed."""

_LoaderProcess = ProcessWorker[ItemBatch | None, LoadRequest | None, None]


class _NotStarted(Exception):  # noqa: N818 - says what happened
    """A process could not be started."""


class BoundedLoader:
    """Loads files, one after the other; used by one thread, closed by any."""

    def __init__(self, timeout_s: float = ITEM_TIMEOUT_S) -> None:
        self._timeout_s = timeout_s
        self._ordinal: c_longlong = RawValue("q", -1)  # of the item that is parsed now
        self._worker: _LoaderProcess | None = None
        self._closing = Lock()
        self._closed = False

    def load(self, files: Iterable[SourceFile | LoadError]) -> Iterator[Article | LoadError]:
        """Yield what the files hold; raises BuildFailed if it is closed meanwhile."""
        try:
            for file in files:
                if isinstance(file, LoadError):
                    yield file
                else:
                    yield from self._limited(file)
        finally:
            self.close()

    def close(self) -> None:
        """End the process; nothing is loaded any more."""
        with self._closing:
            self._closed = True
            self._end()

    def _limited(self, file: SourceFile) -> Iterator[Article | LoadError]:
        source = load(file.path, file.key) if file.is_light else self._in_process(file)
        with closing(source) as items:
            yield from islice(items, file.limit)
            if next(items, None) is not None:
                yield LoadError(file.key, "load_too_many_rows", count=file.limit or 0)

    def _in_process(self, file: SourceFile) -> Generator[Article | LoadError, None, None]:
        """Load a file in processes: a new one whenever an item ends one."""
        start = LoadRequest(file, left_s=MAX_EXCESS_S)
        for _ in range(MAX_CRASHES):
            began = monotonic()
            try:
                for batch in self._batches(start):
                    start = start.after(batch)
                    yield from batch.items
                    began = monotonic()
            except TimeoutError:
                pass
            except BuildFailed:
                if self._closed:
                    raise
            except _NotStarted:
                yield LoadError(file.key, LOAD_NO_PROCESS)
                return
            else:
                return
            hung, left_s = self._ordinal.value, start.left_s - (monotonic() - began)
            if hung in start.hung or left_s < MIN_TIMEOUT_S:
                break
            start = start._replace(hung=start.hung | {hung}, left_s=left_s)
        yield LoadError(file.key, LOAD_SLOW if start.resume or start.hung else LOAD_HUNG)

    def _batches(self, start: LoadRequest) -> Iterator[ItemBatch]:
        """Yield batches, the next of which is parsed meanwhile; end the process unless all are."""
        worker = self._worker or self._start()
        self._ordinal.value = -1
        is_last, left_s = False, start.left_s
        try:
            worker.send(start)
            while not is_last:
                batch = self._receive(worker, min(self._timeout_s, left_s))
                if batch is None or isinstance(batch, Finished):
                    raise BuildFailed("a loader has ended")
                is_last, left_s = batch.is_last, batch.left_s
                if not is_last:
                    worker.send(None)
                yield batch
        finally:
            if not is_last:
                self._restart()

    def _receive(
        self, worker: _LoaderProcess, timeout_s: float
    ) -> ItemBatch | Finished[None] | None:
        """Return the next batch; raises TimeoutError if one item takes longer than the timeout."""
        ordinal, waited = self._ordinal.value, 0.0
        while True:
            look_s = min(_LOOK_S, timeout_s)
            try:
                return worker.receive(look_s)
            except TimeoutError:
                waited += look_s
                if self._ordinal.value != ordinal:
                    ordinal, waited = self._ordinal.value, 0.0
                elif waited >= timeout_s:
                    raise

    def _start(self) -> _LoaderProcess:
        with self._closing:
            if self._closed:
                raise BuildFailed("closed")
            self._worker = worker = ProcessWorker(load_on_request, self._ordinal, self._timeout_s)
        try:
            worker.start()
            worker.send(None)
            worker.receive(START_TIMEOUT_S)
        except (OSError, BuildFailed) as error:  # a TimeoutError is an OSError
            if self._closed:
                raise BuildFailed("closed") from error
            log.warning("no process for reading files can be started: %r", error)
            self._restart()
            raise _NotStarted from error
        return worker

    def _restart(self) -> None:
        with self._closing:
            self._end()

    def _end(self) -> None:
        worker, self._worker = self._worker, None
        if worker is not None:
            worker.close()
