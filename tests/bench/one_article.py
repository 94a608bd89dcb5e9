"""What the change of one article costs beside many stored ones.

``python -m tests.bench.one_article`` stores ``--articles`` short ones, then takes in, edits,
removes and restores one at a time, and prints the median time of each.
"""

import argparse
import asyncio
import statistics
import tempfile
import time
from collections.abc import Awaitable, Iterator
from pathlib import Path

from bot.articles.library import Library
from bot.model.articles import Origin
from bot.model.edits import ArticleDeletion, ArticleEdit, ArticleOverride, ArticleRestoration
from bot.services.addresses import current_time
from bot.services.core import open_services
from bot.settings import Settings
from index.sources.article_builder import row_article
from index.sources.fields import Fields
from index.types import Article

STEP = 10_000
"""Articles stored at a time."""


def article(number: int) -> Article:
    """Return a made-up article of a feed."""
    text = f"Nelayan desa {number} pulang membawa ikan tongkol. " * 3
    fields = Fields(text=text, title=f"Panen ikan {number}", date="2026-03-14", source="Warta")
    return row_article(fields, f"feed:1/{number:032x}")


def main() -> None:
    """Run the benchmark and print its lines."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--articles", type=int, default=200_000)
    parser.add_argument("--rounds", type=int, default=15)
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        asyncio.run(_run(Path(folder), given.articles, given.rounds))


async def _run(folder: Path, count: int, rounds: int) -> None:
    async with open_services(Settings(articles=folder, data=folder / "data")) as services:
        library = services.library
        for first in range(0, count, STEP):
            items = [article(number) for number in range(first, min(first + STEP, count))]
            await library.ingest(items, Origin.FEED)
        await library.close()
        print(f"{count:,} articles stored, {current_time():%H:%M:%S}")
        times: dict[str, list[float]] = {}
        for number in range(count, count + rounds):
            for name, work in _changes(library, number):
                began = time.perf_counter()
                await work
                times.setdefault(name, []).append(time.perf_counter() - began)
        for name, taken in times.items():
            print(f"{name:24} median {statistics.median(taken) * 1e3:7.1f} ms")


def _changes(library: Library, number: int) -> Iterator[tuple[str, Awaitable[object]]]:
    yield "an article of a feed", library.ingest([article(number)], Origin.FEED)
    yield "the same again", library.ingest([article(number)], Origin.FEED)
    yield "an edit and its undoing", _edited(library, number + 1)
    yield "a removal and its undoing", _removed(library, number + 1)


async def _edited(library: Library, number: int) -> None:
    before = await library.article(number)
    edit = ArticleEdit(before, Origin.FEED, ArticleOverride(title="Lain"))
    await library.apply(edit)
    await library.apply(ArticleEdit(edit.after, Origin.FEED, ArticleOverride(), undone=before))


async def _removed(library: Library, number: int) -> None:
    before = await library.article(number)
    await library.apply(ArticleDeletion(before, Origin.FEED))
    await library.apply(ArticleRestoration(before, Origin.FEED))


if __name__ == "__main__":
    main()
