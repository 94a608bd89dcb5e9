"""Builds and merges segments as steps of work, which leave them in a file.

They run in a process of their own (``index.workers``). The arrays never go over its pipe: the
file is mapped where the segment is served.
"""

from collections.abc import Generator, Sequence
from itertools import islice
from pathlib import Path

from index.engine import ArticleSource
from index.inverted.segment import SegmentBuilder, merge
from index.inverted.segment_files import read_segment, write_segment
from index.types import Article

READ_AT_ONCE = 200
"""Articles that a step reads and analyses."""


def build_given(path: Path) -> Generator[int, Sequence[Article] | None, None]:
    """Analyse the articles that each step is given, until it is given None.

    Yields how many have been analysed.
    """
    builder, done = SegmentBuilder(), 0
    while (articles := (yield done)) is not None:
        builder.add(articles)
        done += len(articles)
    write_segment(path, builder.segment())


def build_read(path: Path, source: ArticleSource) -> Generator[int, None, None]:
    """Read and analyse all articles of ``source``; yields how many have been analysed."""
    builder, done, articles = SegmentBuilder(), 0, source.read()
    while batch := list(islice(articles, READ_AT_ONCE)):
        builder.add(batch)
        done += len(batch)
        yield done
    write_segment(path, builder.segment())


def merge_stored(
    path: Path, parts: Sequence[tuple[Path, frozenset[int]]]
) -> Generator[int, None, None]:
    """Make one segment of stored ones without their removed articles, in a single step."""
    write_segment(path, merge([(read_segment(file), removed) for file, removed in parts]))
    yield from ()
