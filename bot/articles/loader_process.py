"""The process that parses the items of files, in batches, until it is ended.

``bot.articles.bounded_loading`` starts it, and ends it with an item that takes too long.
"""

from collections.abc import Generator, Iterator
from dataclasses import dataclass, field
from math import inf
from time import monotonic, process_time
from typing import Any, NamedTuple

from bot.articles.source_files import SourceFile
from index.errors import LoadError
from index.sources.loader import load
from index.sources.loading import Loading
from index.types import Article
from index.workers import end_after, limit_memory

BATCH_ITEMS = 50
BATCH_CHARACTERS = 500_000
BATCH_S = 0.1
"""Bounds of what a process sends at a time."""
MAX_EXCESS_S = 13.0
"""Time of a file's items beyond ``fair_seconds``, after which the rest of it is left out."""
LOAD_SLOW = "load_too_slow"


def fair_seconds(size: int) -> float:
    """Return what an item of ``size`` bytes or characters may take of the processor, about.

    Three to ten times what ordinary rows and pages take, on a machine that does nothing else.
    """
    return min(0.25, 0.005 + 3e-6 * size)


class LoadRequest(NamedTuple):
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

    def after(self, batch: "ItemBatch") -> "LoadRequest":
        """Return the request for what follows a batch."""
        before = self.delivered if batch.resume == self.resume else 0
        return self._replace(
            resume=batch.resume, delivered=before + batch.delivered, left_s=batch.left_s
        )


class ItemBatch(NamedTuple):
    """Articles and errors of a file, the last ``delivered`` of them of the item ``resume``."""

    items: list[Article | LoadError]
    resume: int
    delivered: int
    is_last: bool
    left_s: float


def load_on_request(
    ordinal: Any, timeout_s: float
) -> Generator[ItemBatch | None, LoadRequest | None, None]:
    """Run in the process: load one file after the other, in batches.

    ``ordinal`` is memory shared with whoever ends the process.
    """
    limit_memory()
    start = yield None
    while start is not None:
        for batch in batched(start, ordinal, timeout_s):
            end_after(0)
            following = yield batch
            end_after(2 * timeout_s)
        start = following


@dataclass
class _Budget:
    """The time that the items of a file may still take beyond what is fair for their sizes."""

    start: LoadRequest
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


def batched(start: LoadRequest, ordinal: Any, timeout_s: float) -> Iterator[ItemBatch]:
    """Yield what the rest of a file holds; ``ordinal`` is that of the item that is parsed."""
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
            yield ItemBatch(items, resume, delivered, is_last=False, left_s=budget.settle())
            items, delivered, size, began = [], 0, 0, monotonic()
    yield ItemBatch(items, resume, delivered, is_last=True, left_s=budget.settle())
