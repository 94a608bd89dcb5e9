"""The alerts on a real database, with a scripted sender and a clock that only tests move."""

import asyncio
from collections import deque
from collections.abc import AsyncIterator, Callable, Iterable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from pathlib import Path

from bot.alerts.service import AlertService, make_alert_service
from bot.alerts.subscriptions import Subscriptions
from bot.model.articles import ReloadReport
from bot.model.messages import Alert, Digest, OutboxMessage, Payload
from bot.model.topics import ChatTarget
from bot.outbox.outcomes import SendOutcome, Sent
from bot.outbox.worker import OutboxWorker, WorkerLimits
from bot.runtime.error_reports import ErrorReporter
from bot.runtime.wakeup import Wakeup
from bot.settings import Settings
from bot.storage.articles import ArticleStore
from bot.storage.database import Database, open_database
from bot.storage.dialects.dialect import DatabaseAddress
from index.types import Article
from tests.bot.samples import Clock, make_article
from tests.bot.stage_articles import staged_reload
from tests.index.known_idf import weights_of

LIMITS = WorkerLimits()
STEP = timedelta(microseconds=1)
"""Floating-point seconds are rounded to it."""


@dataclass
class FakeSender:
    """A Sender that records messages and returns scripted outcomes first."""

    script: deque[SendOutcome | Exception] = field(default_factory=deque)
    arrived: list[OutboxMessage] = field(default_factory=list)
    tried: list[OutboxMessage] = field(default_factory=list)
    came: asyncio.Event = field(default_factory=asyncio.Event)

    async def send(self, message: OutboxMessage) -> SendOutcome:
        self.tried.append(message)
        outcome = self.script.popleft() if self.script else Sent()
        if isinstance(outcome, Exception):
            raise outcome
        if isinstance(outcome, Sent):
            self.arrived.append(message)
            self.came.set()
        return outcome

    def titles(self, chat_id: int | None = None) -> list[str]:
        """Return the titles of the stories that arrived, message after message."""
        return [
            title
            for message in self.arrived
            if chat_id in {None, message.chat_id}
            for title in titles_of(message.payload)
        ]


def titles_of(payload: Payload) -> list[str]:
    match payload:
        case Alert(story=story):
            return [story.title]
        case Digest(groups=groups):
            return [story.title for group in groups for story in group.stories]
    return []


@dataclass
class AlertHarness:
    """The alerts, driven by hand: nothing happens between two calls."""

    database: Database
    articles: ArticleStore
    alerts: AlertService
    outbox_worker: OutboxWorker
    sender: FakeSender
    clock: Clock
    loaded: list[Article] = field(default_factory=list)

    @property
    def subscriptions(self) -> Subscriptions:
        return self.alerts.subscriptions

    async def reload(self, loaded: Iterable[Article]) -> None:
        """Store these and only these articles, as a reload does."""
        self.loaded = list(loaded)
        staged = staged_reload(self.articles, self.loaded)

        def report() -> ReloadReport:
            return ReloadReport(0, 0, 0, 0, 0, (), 0.0, self.clock())

        await self.articles.apply(staged, report)

    async def publish(self, *articles: Article) -> None:
        """Add articles to what is there, and match them."""
        await self.reload([*self.loaded, *articles])
        await self.match()

    async def match(self) -> None:
        while await self.alerts.matcher.work():
            pass

    async def digest(self) -> None:
        while await self.alerts.digest_job.work():
            pass

    async def deliver(self, within: timedelta = timedelta(hours=1)) -> None:
        """Send what may be sent, moving the clock over pauses."""
        end = self.clock() + within
        while True:
            while await self.outbox_worker.work(self.sender):
                await self.outbox_worker.drain()
            moment = await self.outbox_worker.wakes_at()
            if moment is None or moment > end:
                return
            self.clock.moment = max(self.clock(), moment) + STEP

    async def subscribe(self, text: str, chat_id: int = 1, thread_id: int = 0) -> int:
        subscribed = await self.subscriptions.subscribe(ChatTarget(chat_id, thread_id), text)
        return subscribed.topic.id


@asynccontextmanager
async def open_alert_harness(
    path: DatabaseAddress | Path,
    clock: Clock,
    sender: FakeSender | None = None,
    limits: WorkerLimits = LIMITS,
    **settings: int,
) -> AsyncIterator[AlertHarness]:
    """Open the alerts on the database at ``path``, which may exist already."""
    async with open_database(path) as database:
        arrived = Wakeup(clock)
        articles = ArticleStore(database, clock, arrived.notify)
        chosen = replace_settings(settings)
        alerts = make_alert_service(
            database,
            articles,
            chosen,
            weights=weights_of(lambda _: 1.0),
            arrived=arrived,
            error_reporter=ErrorReporter(clock),
            now=clock,
        )
        await alerts.indexed.fill()
        yield AlertHarness(
            database,
            articles,
            alerts,
            make_outbox_worker(alerts, clock, limits),
            sender or FakeSender(),
            clock,
            [article async for article in articles.all()],
        )


def replace_settings(changed: dict[str, int]) -> Settings:
    return Settings(token=None).model_copy(update=changed)


def make_outbox_worker(
    alerts: AlertService,
    clock: Clock,
    limits: WorkerLimits,
    delivered: Callable[[OutboxMessage], None] = lambda _message: None,
    report: Callable[[BaseException], None] = lambda _error: None,
) -> OutboxWorker:
    """Return an outbox worker whose pauses move the clock."""

    async def sleep(seconds: float) -> None:
        clock.advance(timedelta(seconds=seconds) + STEP)

    async def rest(_until: datetime | None) -> None:
        raise AssertionError("tests call work, not run")

    return OutboxWorker(
        alerts.outbox,
        now=clock,
        rest=rest,
        finished=lambda: None,
        delivered=delivered,
        report=report,
        rate_limit=alerts.rate_limit,
        limits=limits,
        monotonic=lambda: clock().timestamp(),
        sleep=sleep,
        jitter=lambda: 0.5,
    )


def make_news(
    number: int, words: str = "banjir", day: date | None = None, copy_of: int | None = None
) -> Article:
    """Return an article unlike any other, or a near-duplicate of the one with that number."""
    story = number if copy_of is None else copy_of
    body = " ".join(f"{words} kata{story}{n} ihwal{story}{n % 7}." for n in range(60))
    if copy_of is not None:
        body += f" Tambahan {number}."
    key = f"{number:05}.txt"  # ids are given in the order of keys
    article = make_article(key, body, f"Berita {number}")
    return replace(article, date=day, source=f"Sumber {number}")
