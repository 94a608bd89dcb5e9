"""The job finds the quotations of every article that is stored, and of each once."""

from collections.abc import Generator, Sequence
from dataclasses import replace

import pytest

from bot.quotations import job as jobs
from bot.quotations.job import QuotationJob
from bot.quotations.reading import finder_version, read_texts
from bot.storage.articles import ArticleStore
from bot.storage.database import Database
from bot.storage.quotations import QuotationStore
from bot.storage.tables.articles import articles
from index.types import Article, Language
from tests.bot.samples import Clock, make_article
from tests.bot.storage.test_articles import store

WORDS = "Kami tidak akan menyerang Ukraina"


def saying(key: str, speaker: str = "Sergei Lavrov") -> Article:
    return make_article(key, f"“{WORDS},” kata {speaker} di Jenewa, nomor {key}.")


class Job:
    """The job on a database, and what it reported."""

    def __init__(self, database: Database, articles: ArticleStore, clock: Clock) -> None:
        self.store = QuotationStore(database)
        self.articles = articles
        self.reported: list[BaseException] = []
        self.job = QuotationJob(self.store, articles, now=clock, report=self.reported.append)

    async def texts(self, *ids: int) -> list[str]:
        found = await self.store.of_articles(ids)
        articles = await self.articles.many(ids)
        texts = [articles[each.article_id].text[each.start : each.end] for each in found]
        return [text.rstrip(",") for text in texts]


@pytest.fixture
def job(database: Database, article_store: ArticleStore, clock: Clock) -> Job:
    return Job(database, article_store, clock)


async def test_the_quotations_of_stored_articles_are_found(job: Job) -> None:
    await store(job.articles, saying("a.txt"), saying("b.txt"))
    assert await job.job.read_waiting() == 2
    assert await job.texts(1, 2) == [WORDS, WORDS]
    assert await job.store.speakers(["lavrov"]) == [("sergei lavrov", "Sergei Lavrov", 2)]
    assert await job.job.read_waiting() == 0


async def test_more_articles_than_a_batch_has(job: Job, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(jobs, "BATCH", 2)
    await store(job.articles, *(saying(f"{number}.txt") for number in range(5)))
    assert await job.job.read_waiting() == 5
    assert len(await job.texts(1, 2, 3, 4, 5)) == 5


async def test_a_changed_article_is_read_again(job: Job) -> None:
    await store(job.articles, saying("a.txt"))
    await job.job.read_waiting()
    await store(job.articles, saying("a.txt", "Antony Blinken"))
    assert await job.texts(1) == []
    await job.job.read_waiting()
    assert await job.store.speakers(["lavrov"]) == []
    assert len(await job.store.speakers(["blinken"])) == 1


async def test_a_damaged_article_fails_alone(job: Job, database: Database) -> None:
    await store(job.articles, saying("a.txt"), saying("b.txt"))
    await database.execute(articles.update().where(articles.c.id == 1).values(text="“rusak"))
    await job.job.read_waiting()
    assert await job.store.waiting(9) == []
    assert len(await job.texts(2)) == 1
    assert await job.store.of_articles([1]) == []


def read_but_one() -> Generator[object, Sequence[tuple[str, Language]] | None, None]:
    """Read texts as the job does, and fail at one."""
    work = read_texts()
    found: object = next(work)
    while True:
        texts = yield found
        if any("b.txt" in text for text, _ in texts or ()):
            raise RuntimeError("broken")
        found = work.send(texts)


async def test_an_article_at_which_the_finder_fails_fails_alone_and_is_reported(
    job: Job, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(jobs, "read_texts", read_but_one)
    await store(job.articles, saying("a.txt"), saying("b.txt"), saying("c.txt"))
    await job.job.read_waiting()
    assert await job.store.waiting(9) == []
    assert len(await job.texts(1, 2, 3)) == 2
    assert ["broken" in str(error) for error in job.reported] == [True]


async def test_an_article_of_another_language_and_a_long_one_are_read(job: Job) -> None:
    english = replace(
        make_article("e.txt", "“We will not attack,” said Sergei Lavrov."),
        language=Language.ENGLISH,
    )
    long = make_article("l.txt", f"“{WORDS},” kata Sergei Lavrov. " + "Panjang sekali. " * 20_000)
    await store(job.articles, english, long)
    await job.job.read_waiting()
    assert len(await job.texts(1, 2)) == 2


async def test_the_version_of_the_finder_stays_as_long_as_its_files_do() -> None:
    assert finder_version() == finder_version() > 0
