"""Load files item by item, each within bounds of time and memory, whatever the files are.

Items are parsed in a process that is ended if one takes too long or grows too much; that item is
then one LoadError, and another process goes on behind it. A file of many slow items is given up.
Small files of formats that are parsed in linear time are loaded in this process.
"""

from collections.abc import Generator, Iterable, Iterator
from contextlib import closing
from dataclasses import dataclass, field
from itertools import islice
from math import inf
from multiprocessing.sharedctypes import RawValue
from pathlib import Path
from threading import Lock
from time import monotonic, process_time
from typing import TYPE_CHECKING, Any, NamedTuple

from index.errors import LOAD_HUNG, BuildFailed, LoadError
from index.sources.loader import list_folder, load
from index.sources.loading import Loading
from index.types import Article
from index.workers import (
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
"""Bounds of what a process sends at a time."""
ITEM_TIMEOUT_S = 9.0
"""Ordinary pages take a hundredth of a second, the worst that were tried 8 s."""
MAX_EXCESS_S = 13.0
"""Time of a file's items beyond ``fair_seconds``, after which the rest of it is left out."""
MIN_TIMEOUT_S = 1.0
MAX_CRASHES = 5
"""Of processes that load one file."""
LOAD_SLOW = "load_too_slow"
_LOOK_S = 0.5
"""Between looks which item is parsed."""


def fair_seconds(size: int) -> float:
    """Return what an item of ``size`` bytes or characters may take of the processor, about.

    Three to ten times what ordinary rows and pages take, on a machine that does nothing else.
    """
    return min(0.25, 0.005 + 3e-6 * size)


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
    articles and errors of it were; ``hung`` are ordinals of items not to be parsed again, and
    ``left_s`` are seconds beyond what is fair.
    """

    file: SourceFile
    resume: int = 0
    delivered: int = 0
    hung: frozenset[int] = frozenset()
    left_s: float = MAX_EXCESS_S

    def after(self, batch: "_ItemBatch") -> "_Start":
        """Return the request for what follows a batch."""
        before = self.delivered if batch.resume == self.resume else 0
        return self._replace(
            resume=batch.resume, delivered=before + batch.delivered, left_s=batch.left_s
        )


class _ItemBatch(NamedTuple):
    """Articles and errors of a file, the last ``delivered`` of them of the item ``resume``."""

    items: list[Article | LoadError]
    resume: int
    delivered: int
    is_last: bool
    left_s: float


_LoaderProcess = ProcessWorker[_ItemBatch | None, _Start | None, None]


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
        start = _Start(file, left_s=MAX_EXCESS_S)
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
            else:
                return
            hung, left_s = self._ordinal.value, start.left_s - (monotonic() - began)
            if hung in start.hung or left_s < MIN_TIMEOUT_S:
                break
            start = start._replace(hung=start.hung | {hung}, left_s=left_s)
        yield LoadError(file.key, LOAD_SLOW if start.resume or start.hung else LOAD_HUNG)

    def _batches(self, start: _Start) -> Iterator[_ItemBatch]:
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
    ) -> _ItemBatch | Finished[None] | None:
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
        for batch in _batched(start, ordinal, timeout_s):
            end_after(0)
            following = yield batch
            end_after(2 * timeout_s)
        start = following


@dataclass
class _Budget:
    """The time that the items of a file may still take beyond what is fair for their sizes."""

    start: _Start
    ordinal: Any
    timeout_s: float
    left_s: float = field(init=False)
    loading: Loading = field(init=False)
    delivered: int = 0  # characters

    def __post_init__(self) -> None:
        self.left_s = self.start.left_s
        self.loading = Loading(self.start.resume, self.start.hung, self._begin)
        self._at, self._unpacked = process_time(), self.loading.unpacked_left

    def settle(self) -> float:
        """Charge what was spent since the last time; return what is left."""
        now, unpacked = process_time(), self.loading.unpacked_left
        packed = self._unpacked - unpacked if self._unpacked < inf else 0
        fair_s = fair_seconds(max(int(packed), self.delivered))
        self.left_s = min(MAX_EXCESS_S, self.left_s + fair_s - (now - self._at))
        self._at, self._unpacked, self.delivered = now, unpacked, 0
        return self.left_s

    def _begin(self, ordinal: int) -> None:
        """Note the item that begins; raises LoadError if the ones before it took too long."""
        self.ordinal.value = ordinal
        end_after(2 * self.timeout_s)
        if self.settle() < 0:
            raise LoadError(self.start.file.key, LOAD_SLOW)


def _batched(start: _Start, ordinal: Any, timeout_s: float) -> Iterator[_ItemBatch]:
    budget = _Budget(start, ordinal, timeout_s)
    loading = budget.loading
    items: list[Article | LoadError] = []
    resume, delivered, skipped, size, began = start.resume, 0, start.delivered, 0, monotonic()
    for item in load(start.file.path, start.file.key, loading):
        characters = len(item.text) if isinstance(item, Article) else 0
        budget.delivered += characters
        if budget.left_s < 0:
            items.append(item)
            break
        if loading.is_passing:
            continue
        if loading.ordinal == start.resume and skipped:
            skipped -= 1
            continue
        if loading.ordinal != resume:
            resume, delivered = loading.ordinal, 0
        items.append(item)
        delivered += 1
        size += characters
        is_full = len(items) >= BATCH_ITEMS or size > BATCH_CHARACTERS
        if is_full or monotonic() - began > BATCH_S:
            yield _ItemBatch(items, resume, delivered, is_last=False, left_s=budget.settle())
            items, delivered, size, began = [], 0, 0, monotonic()
    yield _ItemBatch(items, resume, delivered, is_last=True, left_s=budget.settle())
