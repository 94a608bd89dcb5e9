"""The job that reads new and changed articles for quotations, in a process of its own.

What is to be read is stored: after a crash it goes on where it was.
"""

import asyncio
import logging
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime

from bot.model.articles import fingerprint
from bot.model.quotations import FoundQuotations, StoredQuotation
from bot.quotations.reading import BatchQuotations, TextBatch, finder_version, read_texts
from bot.runtime.error_reports import ErrorReporter
from bot.runtime.supervisor import ReportError
from bot.runtime.wakeup import Wakeup
from bot.storage.articles import ArticleStore
from bot.storage.database import Database
from bot.storage.quotations import QuotationStore
from index.errors import BuildFailed
from index.types import Article
from index.workers import PARSE_TIMEOUT_S, Finished, ProcessWorker, Steps, started

log = logging.getLogger(__name__)

BATCH = 40
"""Articles of a step: few, so that the event loop and the database are soon free again."""
MAX_WAIT_S = 10.0
"""Between looks at the queue, which a command of another process may have filled."""

QuotationSteps = Steps[BatchQuotations, TextBatch | None, None]


class QuotationJob:
    """Empties the queue of articles; ``changed`` wakes it, ``report`` gets what failed."""

    def __init__(
        self,
        store: QuotationStore,
        articles: ArticleStore,
        *,
        now: Callable[[], datetime],
        report: ReportError,
    ) -> None:
        self._store = store
        self._articles = articles
        self._report = report
        self.changed = Wakeup(now, MAX_WAIT_S)

    async def run(self) -> None:
        """Read articles as long as the bot runs; raises StorageError."""
        await self._store.begin(await asyncio.to_thread(finder_version))
        while True:
            await self.read_waiting()
            await self.changed.wait()

    async def read_waiting(self, limit: int | None = None) -> int:
        """Read the articles that wait, the newest about ``limit``; return how many were read."""
        count = 0
        while (limit is None or count < limit) and (ids := await self._store.waiting(BATCH)):
            try:
                count += await self._read_in_one_process(limit)
            except (BuildFailed, TimeoutError):
                log.warning("a batch failed; its articles are read one by one", exc_info=True)
                count += await self._read_one_by_one(ids)
        return count

    async def _read_in_one_process(self, limit: int | None) -> int:
        """Read batches until none waits or there were enough; raises BuildFailed, TimeoutError."""
        count = 0
        async with started(ProcessWorker(read_texts)) as steps:
            await steps.next()
            while (limit is None or count < limit) and (ids := await self._store.waiting(BATCH)):
                await self._read(ids, steps)
                count += len(ids)
        return count

    async def _read_one_by_one(self, ids: Sequence[int]) -> int:
        for number in ids:
            try:
                async with started(ProcessWorker(read_texts)) as steps:
                    await steps.next()
                    await self._read([number], steps)
            except (BuildFailed, TimeoutError) as error:
                log.exception("article %d can't be read for quotations", number)
                self._report(error)
                await self._store.write([number], [])
        return len(ids)

    async def _read(self, ids: Sequence[int], steps: QuotationSteps) -> None:
        articles = await self._articles.many(ids)
        texts = [(article.text, article.language) for article in articles.values()]
        async with asyncio.timeout(PARSE_TIMEOUT_S):
            found = await steps.next(texts)
        if isinstance(found, Finished):
            raise BuildFailed("finished")
        await self._store.write(ids, _stored(articles, found))


def _stored(articles: Mapping[int, Article], found: BatchQuotations) -> list[FoundQuotations]:
    return [
        FoundQuotations(
            article.id,
            fingerprint(article),
            article.date,
            tuple(StoredQuotation(article.id, *each) for each in quotations),
        )
        for article, quotations in zip(articles.values(), found, strict=True)
    ]


def make_quotation_job(
    database: Database, articles: ArticleStore, arrived: Wakeup, reporter: ErrorReporter
) -> QuotationJob:
    """Return the job that is woken when articles of this process change, as ``arrived`` is."""
    store = QuotationStore(database)
    job = QuotationJob(store, articles, now=reporter.now, report=reporter.report)

    def wake() -> None:
        arrived.notify()
        job.changed.wake()

    articles.on_arrivals = wake
    return job
