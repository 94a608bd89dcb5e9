"""Build and merge jobs for a process of their own, as steps that leave a segment in a file.

The file is mapped where the segment is served: no array passes through the process's pipe.
"""

from collections.abc import Generator, Iterable, Iterator, Sequence
from itertools import islice
from pathlib import Path

from index.engine import ArticleSource
from index.errors import LoadError
from index.inverted.merging import merge
from index.inverted.segment import SegmentBuilder
from index.inverted.segment_files import read_segment, write_segment
from index.types import Article

BATCH_SIZE = 200
"""Articles that a step reads and analyses."""


def batched(articles: Iterable[Article]) -> Iterator[list[Article]]:
    """Yield the articles in lists of ``BATCH_SIZE``, the last one shorter."""
    items = iter(articles)
    while batch := list(islice(items, BATCH_SIZE)):
        yield batch


def build_given(path: Path) -> Generator[int, Sequence[Article] | None, list[LoadError]]:
    """Analyse the articles that are sent to each step, until None is.

    Yields how many have been analysed, and returns the failures.
    """
    builder, done = SegmentBuilder(), 0
    while (articles := (yield done)) is not None:
        builder.add(articles)
        done += len(articles)
    write_segment(path, builder.segment())
    return builder.failures


def build_read(path: Path, source: ArticleSource) -> Generator[int, None, list[LoadError]]:
    """Read and analyse all articles of ``source``, as ``build_given``."""
    builder, done = SegmentBuilder(), 0
    for batch in batched(source.read()):
        builder.add(batch)
        done += len(batch)
        yield done
    write_segment(path, builder.segment())
    return builder.failures


def merge_stored(
    path: Path, parts: Sequence[tuple[Path, frozenset[int]]]
) -> Generator[int, None, None]:
    """Merge stored segments without their deleted articles, in a single step."""
    write_segment(path, merge([(read_segment(file), deleted) for file, deleted in parts]))
    yield from ()
