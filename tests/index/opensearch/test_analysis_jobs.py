"""Articles become the same documents whichever way they come."""

from collections.abc import AsyncIterator, Iterator
from dataclasses import dataclass

import pytest

from index.engine import Articles
from index.opensearch import analysis_jobs
from index.opensearch.analysis_jobs import AnalysedBatch, analyse
from index.types import Article
from tests.index.builders import build_article


def story(count: int) -> list[Article]:
    return [build_article(f"Gempa nomor {number} di Aceh.", id=number) for number in range(count)]


@dataclass(frozen=True)
class StoredStory:
    """Articles that another process can read."""

    count: int

    def read(self) -> Iterator[Article]:
        return iter(story(self.count))


async def one_by_one(articles: list[Article]) -> AsyncIterator[Article]:
    for article in articles:
        yield article


async def requests_of(articles: Articles) -> tuple[bytes, list[int], list[int]]:
    """Return all lines, the ids of the articles, and what was reported as done."""
    batches: list[AnalysedBatch] = []
    done: list[int] = []

    async def take(batch: AnalysedBatch) -> None:
        batches.append(batch)

    assert await analyse(articles, 7, take, done.append) == []
    lines = b"".join(request for batch in batches for request in batch.requests)
    return lines, [each for batch in batches for each in batch.articles], done


@pytest.mark.parametrize("count", [3, 450, 2_100])
async def test_documents_are_the_same_from_memory_and_from_another_process(count: int) -> None:
    expected = await requests_of(story(count))
    assert expected[1] == list(range(count))
    assert expected[2][-1] == count
    assert await requests_of(one_by_one(story(count))) == expected
    assert await requests_of(StoredStory(count)) == expected


async def test_no_articles_are_no_documents() -> None:
    assert await requests_of([]) == (b"", [], [])


async def test_requests_are_cut_between_articles(monkeypatch: pytest.MonkeyPatch) -> None:
    whole, _, _ = await requests_of(story(5))
    monkeypatch.setattr(analysis_jobs, "_REQUEST_BYTES", len(whole) // 2)
    found: list[bytes] = []

    async def take(batch: AnalysedBatch) -> None:
        found.extend(batch.requests)

    await analyse(story(5), 7, take, None)
    assert len(found) == 3
    assert b"".join(found) == whole


async def test_an_article_that_cannot_be_analysed_is_told() -> None:
    """Its body is no list of spans."""
    broken = Article("b.txt", "", "Gempa.", ((0, 6),), story(1)[0].language, "b", id=9)  # type: ignore[arg-type]
    taken: list[int] = []

    async def take(batch: AnalysedBatch) -> None:
        taken.extend(batch.articles)

    (failure,) = await analyse([*story(2), broken], 7, take, None)
    assert failure.where == "b.txt"
    assert taken == [0, 1]
