"""Load files item by item, each within bounds of time and memory, whatever the files are.

Items are parsed in a process that is ended if one takes too long or grows too much; that item is
then one LoadError, and another process goes on behind it. Small files of formats that are parsed in
linear time are loaded in this process.
"""

from collections.abc import Generator, Iterable, Iterator
from contextlib import closing
from itertools import islice
from multiprocessing.sharedctypes import RawValue
from pathlib import Path
from threading import Lock
from time import monotonic
from typing import TYPE_CHECKING, Any, NamedTuple

from index.errors import LOAD_HUNG, BuildFailed, LoadError
from index.sources.loader import list_folder, load
from index.sources.loading import Loading
from index.types import Article
from index.workers import (
    PARSE_TIMEOUT_S,
    Finished,
    ProcessWorker,
    end_after,
    limit_memory,
)

if TYPE_CHECKING:
    from ctypes import c_longlong

LIGHT_SUFFIXES = (".txt", ".text", ".jsonl", ".ndjson", ".csv")
MAX_LIGHT_BYTES = 30_000
"""Of a file that is loaded here; ten times what an article has."""
BATCH_ITEMS = 50
BATCH_CHARACTERS = 500_000
BATCH_S = 0.1
"""What a process sends at a time ends with any of these."""
MAX_HANG_S = 18.0
"""For all items of a file that hang; then the rest of the file is left out."""
MIN_TIMEOUT_S = 1.0
MAX_CRASHES = 5
"""Of processes that load one file."""


class SourceFile(NamedTuple):
    """A file to load; keys and errors begin with ``key``.

    At most ``limit`` articles and errors of it are loaded, if that is not None.
    """

    path: Path
    key: str
    limit: int | None = None

    @property
    def is_light(self) -> bool:
        """Whether the file is small, and of a format that is parsed in linear time."""
        try:
            small = self.path.stat().st_size <= MAX_LIGHT_BYTES
        except OSError:
            return True
        return small and self.path.suffix.lower() in LIGHT_SUFFIXES


def files_of(folder: Path) -> Iterator[SourceFile | LoadError]:
    """Yield the files below a folder whose suffix is known, after the errors of folders."""
    for found in list_folder(folder):
        yield found if isinstance(found, LoadError) else SourceFile(*found)


class _Start(NamedTuple):
    """The request to load a file from where a process before has ended.

    ``resume`` is the ordinal of the first item that was not delivered whole, ``delivered`` how many
    articles and errors of it were; ``hung`` are ordinals of items not to be parsed again.
    """

    file: SourceFile
    resume: int = 0
    delivered: int = 0
    hung: frozenset[int] = frozenset()

    def after(self, batch: "_ItemBatch") -> "_Start":
        """Return the request for what follows a batch."""
        if batch.resume == self.resume:
            return self._replace(delivered=self.delivered + batch.delivered)
        return self._replace(resume=batch.resume, delivered=batch.delivered)


class _ItemBatch(NamedTuple):
    """Articles and errors of a file, the last ``delivered`` of them of the item ``resume``."""

    items: list[Article | LoadError]
    resume: int
    delivered: int
    is_last: bool


_LoaderProcess = ProcessWorker[_ItemBatch | None, _Start | None, None]


class BoundedLoader:
    """Loads files, one after the other; used by one thread, closed by any."""

    def __init__(self, timeout_s: float = PARSE_TIMEOUT_S) -> None:
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
        start, left_s = _Start(file), MAX_HANG_S
        for _ in range(MAX_CRASHES):
            timeout_s = min(self._timeout_s, left_s)
            try:
                for batch in self._batches(start, timeout_s):
                    start = start.after(batch)
                    yield from batch.items
            except TimeoutError:
                left_s -= timeout_s
            except BuildFailed:
                if self._closed:
                    raise
            else:
                return
            hung = self._ordinal.value
            if hung in start.hung or left_s < MIN_TIMEOUT_S:
                break
            start = start._replace(hung=start.hung | {hung})
        yield LoadError(file.key, LOAD_HUNG)

    def _batches(self, start: _Start, timeout_s: float) -> Iterator[_ItemBatch]:
        """Yield batches, the next of which is parsed meanwhile; end the process unless all are."""
        worker = self._worker or self._start()
        self._ordinal.value = -1
        is_last = False
        try:
            worker.send(start)
            while not is_last:
                batch = worker.receive(timeout_s)
                if batch is None or isinstance(batch, Finished):
                    raise BuildFailed("a loader has ended")
                is_last = batch.is_last
                if not is_last:
                    worker.send(None)
                yield batch
        finally:
            if not is_last:
                self._restart()

    def _start(self) -> _LoaderProcess:
        with self._closing:
            if self._closed:
                raise BuildFailed("closed")
            self._worker = worker = ProcessWorker(load_on_request, self._ordinal, self._timeout_s)
        worker.start()
        worker.step(None)
        return worker

    def _restart(self) -> None:
        with self._closing:
            self._end()

    def _end(self) -> None:
        worker, self._worker = self._worker, None
        if worker is not None:
            worker.close()


def load_on_request(
    ordinal: Any, timeout_s: float
) -> Generator[_ItemBatch | None, _Start | None, None]:
    """Run in the process: load one file after the other, in batches.

    ``ordinal`` is memory shared with whoever ends the process.
    """
    limit_memory()
    start = yield None
    while start is not None:
        end_after(2 * timeout_s)
        for batch in _batched(start, ordinal):
            end_after(0)
            following = yield batch
            end_after(2 * timeout_s)
        start = following


def _batched(start: _Start, ordinal: Any) -> Iterator[_ItemBatch]:
    def note(number: int) -> None:
        ordinal.value = number

    loading = Loading(start.resume, start.hung, note)
    items: list[Article | LoadError] = []
    resume, delivered, skipped, size, began = start.resume, 0, start.delivered, 0, monotonic()
    for item in load(start.file.path, start.file.key, loading):
        if loading.is_passing:
            continue
        if loading.ordinal == start.resume and skipped:
            skipped -= 1
            continue
        if loading.ordinal != resume:
            resume, delivered = loading.ordinal, 0
        items.append(item)
        delivered += 1
        size += len(item.text) if isinstance(item, Article) else 0
        is_full = len(items) >= BATCH_ITEMS or size > BATCH_CHARACTERS
        if is_full or monotonic() - began > BATCH_S:
            yield _ItemBatch(items, resume, delivered, is_last=False)
            items, delivered, size, began = [], 0, 0, monotonic()
    yield _ItemBatch(items, resume, delivered, is_last=True)
