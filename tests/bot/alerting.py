"""Alerts on a real database with a scripted Telegram and a clock that only tests move."""

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
from bot.outbox.rate_limit import RateLimit
from bot.outbox.worker import OutboxWorker, WorkerLimits
from bot.runtime.error_reports import ErrorReporter
from bot.runtime.wakeup import Wakeup
from bot.settings import Settings
from bot.storage.articles import ArticleStore
from bot.storage.database import Database, open_database
from index.types import Article
from tests.bot.samples import Clock, make_article
from tests.bot.staging import staged_reload

LIMITS = WorkerLimits()
TICK = timedelta(microseconds=1)
"""Seconds in floating point are rounded to it."""


def evenly(_term: str) -> float:
    """Every stem is as rare as any other."""
    return 1.0


@dataclass
class Telegram:
    """A Sender that keeps what it is handed, and answers by a script first."""

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
        """The titles of the stories that arrived, message after message."""
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
class Newsroom:
    """Everything of the alerts, moved by hand: nothing happens between two calls."""

    database: Database
    articles: ArticleStore
    alerting: AlertService
    outbox_worker: OutboxWorker
    telegram: Telegram
    clock: Clock
    loaded: list[Article] = field(default_factory=list)

    @property
    def subscriptions(self) -> Subscriptions:
        return self.alerting.subscriptions

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
        while await self.alerting.matcher.work():
            pass

    async def digest(self) -> None:
        while await self.alerting.digest_job.work():
            pass

    async def deliver(self, within: timedelta = timedelta(hours=1)) -> None:
        """Send what may be sent, moving the clock as the pace and the pauses ask for."""
        end = self.clock() + within
        while True:
            while await self.outbox_worker.work(self.telegram):
                await self.outbox_worker.drain()
            moment = await self.outbox_worker.wakes_at()
            if moment is None or moment > end:
                return
            self.clock.moment = max(self.clock(), moment) + TICK

    async def subscribe(self, text: str, chat_id: int = 1, thread_id: int = 0) -> int:
        subscribed = await self.subscriptions.subscribe(ChatTarget(chat_id, thread_id), text)
        return subscribed.topic.id


@asynccontextmanager
async def open_newsroom(
    path: Path,
    clock: Clock,
    telegram: Telegram | None = None,
    limits: WorkerLimits = LIMITS,
    **settings: int,
) -> AsyncIterator[Newsroom]:
    """The alerts on the database at ``path``, which may be there already."""
    async with open_database(path) as database:
        arrived = Wakeup(clock)
        articles = ArticleStore(database, clock, arrived.notify)
        chosen = replace_settings(settings)
        alerting = make_alert_service(
            database,
            articles,
            chosen,
            idf=evenly,
            arrived=arrived,
            error_reporter=ErrorReporter(clock),
            now=clock,
        )
        await alerting.indexed.fill()
        yield Newsroom(
            database,
            articles,
            alerting,
            make_delivery(alerting, clock, limits),
            telegram or Telegram(),
            clock,
            [article async for article in articles.all()],
        )


def replace_settings(changed: dict[str, int]) -> Settings:
    return Settings(token=None).model_copy(update=changed)


def make_delivery(
    alerting: AlertService,
    clock: Clock,
    limits: WorkerLimits,
    delivered: Callable[[OutboxMessage], None] = lambda _message: None,
) -> OutboxWorker:
    """The outbox worker of which every pause is a step of the clock."""

    async def sleep(seconds: float) -> None:
        clock.advance(timedelta(seconds=seconds) + TICK)

    async def rest(_until: datetime | None) -> None:
        raise AssertionError("nobody rests in a test")

    return OutboxWorker(
        alerting.outbox,
        now=clock,
        rest=rest,
        finished=lambda: None,
        delivered=delivered,
        rate_limit=RateLimit(),
        limits=limits,
        monotonic=lambda: clock().timestamp(),
        sleep=sleep,
        jitter=lambda: 0.5,
    )


def news(
    number: int, words: str = "banjir", day: date | None = None, copy_of: int | None = None
) -> Article:
    """An article like no other, but for a copy that is almost the one with that number."""
    told = number if copy_of is None else copy_of
    body = " ".join(f"{words} kata{told}{place} ihwal{told}{place % 7}." for place in range(60))
    if copy_of is not None:
        body += f" Tambahan {number}."
    key = f"{number:05}.txt"  # a reload numbers its articles by their keys
    article = make_article(key, body, f"Berita {number}")
    return replace(article, date=day, source=f"Sumber {number}")
