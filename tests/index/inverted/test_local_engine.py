"""The embedded engine, where it is more than the contract."""

import asyncio
import threading
from collections.abc import Iterator
from datetime import date

import pytest

from index.inverted.local_engine import LocalEngine
from index.query.parser import parse_question
from index.types import Article, IndexStats, Language
from tests.index.builders import build_article, build_index

GEMPA = parse_question("gempa", Language.INDONESIAN)
ARTICLES = [
    build_article("Gempa melanda Aceh.", id=2, title="Duka", date=date(2004, 12, 26)),
    build_article("Gempa lagi.", "Banjir juga.", id=1),
]


def test_an_empty_index_is_an_index() -> None:
    assert build_index([]).stats == IndexStats(articles=0, passages=0)


async def test_an_index_is_built_outside_the_loop() -> None:
    """The articles are held back until a search has been answered meanwhile."""
    engine = LocalEngine()
    engine.serve(build_index(ARTICLES))
    begun, run = threading.Event(), threading.Event()

    def held_back() -> Iterator[Article]:
        begun.set()
        assert run.wait(timeout=10)
        yield build_article("Roket.", id=9)

    preparing = asyncio.create_task(engine.prepare(held_back()))
    await asyncio.to_thread(begun.wait, 10)
    assert len((await engine.search(GEMPA)).hits) == 2
    assert not preparing.done()
    run.set()
    await (await preparing).commit("1")
    assert (await engine.search(GEMPA)).hits == ()


async def test_an_error_in_the_articles_changes_nothing() -> None:
    engine = LocalEngine()
    engine.serve(build_index(ARTICLES))

    def broken() -> Iterator[Article]:
        yield ARTICLES[0]
        raise OSError

    with pytest.raises(OSError):
        await engine.prepare(broken())
    assert len((await engine.search(GEMPA)).hits) == 2


async def test_a_large_index_is_searched_outside_the_loop_with_the_same_result() -> None:
    size = 60_000
    articles = (
        build_article("gempa" if number == size else "banjir", id=number)
        for number in range(1, size + 1)
    )
    engine = LocalEngine()
    engine.serve(build_index(articles))
    (hit,) = (await engine.search(GEMPA)).hits
    assert hit.passage.article_id == size
