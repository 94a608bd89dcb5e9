"""The alerts as a whole: how their parts are assembled, and the tasks that run them."""

from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial

from bot.alerts.chat_settings import ChatSettings
from bot.alerts.digest_job import DigestJob
from bot.alerts.history import AlertHistory
from bot.alerts.indexed_topics import IndexedTopics
from bot.alerts.matcher import Matcher, MatcherStores
from bot.alerts.previews import TopicPreviewer
from bot.alerts.subscriptions import Subscriptions
from bot.alerts.topic_suggestions import TopicSuggestions
from bot.model.messages import OutboxMessage
from bot.model.schedule import time_zone
from bot.outbox.outcomes import Sender
from bot.outbox.rate_limit import RateLimit
from bot.outbox.worker import OutboxWorker
from bot.runtime.causes import Causes
from bot.runtime.contact import ConfirmedTime
from bot.runtime.error_reports import ErrorReporter
from bot.runtime.supervisor import keep_working, restart_on_error, running
from bot.runtime.wakeup import Wakeup
from bot.settings import Settings
from bot.storage.arrivals import ArrivalStore
from bot.storage.articles import ArticleStore
from bot.storage.chats import ChatStore
from bot.storage.database import Database
from bot.storage.notifications import NotificationStore
from bot.storage.outbox import OutboxStore
from bot.storage.pending_stories import PendingStoryStore
from bot.storage.stories import StoryStore
from bot.storage.topic_changes import TopicChangeStore
from bot.storage.topics import TopicStore
from index.query.term_weights import TermWeights

PRUNE_INTERVAL = timedelta(hours=1)
"""Where no article arrives; else what is old is pruned after each batch."""


@dataclass(frozen=True, slots=True)
class AlertService:
    """The parts of the alerts, and the tasks that run them."""

    subscriptions: Subscriptions
    chats: ChatStore
    chat_settings: ChatSettings
    history: AlertHistory
    suggestions: TopicSuggestions
    indexed: IndexedTopics
    matcher: Matcher
    digest_job: DigestJob
    outbox: OutboxStore
    outbox_worker: OutboxWorker
    rate_limit: RateLimit
    causes: Causes
    arrived: Wakeup
    pending: Wakeup
    queued: Wakeup
    error_reporter: ErrorReporter
    now: Callable[[], datetime]

    @asynccontextmanager
    async def running(self, sender: Sender) -> AsyncIterator[None]:
        """Match, digest and send while the block runs; then wait for messages in flight."""
        report = self.error_reporter.report
        works = (
            self._match(),
            keep_working(self.digest_job.work, self.digest_job.rest, report, "digests"),
            restart_on_error(partial(self.outbox_worker.run, sender), report, "outbox"),
        )
        async with running(*works):
            yield

    async def _match(self) -> None:
        await restart_on_error(self.indexed.fill, self.error_reporter.report, "matcher")
        worked, pruned_at = True, self.now()

        async def work() -> bool:
            nonlocal worked
            done = await self.matcher.work()
            worked = worked or done
            return done

        async def rest() -> None:
            """Learn of changed topics, prune what is old, then wait for an article."""
            nonlocal worked, pruned_at
            await self.indexed.follow()
            if worked or self.now() - pruned_at > PRUNE_INTERVAL:
                worked, pruned_at = False, self.now()
                await self.matcher.prune()
            await self.arrived.wait()

        await keep_working(work, rest, self.error_reporter.report, "matcher")


def make_alert_service(  # noqa: PLR0913 - its collaborators
    database: Database,
    articles: ArticleStore,
    settings: Settings,
    *,
    weights: TermWeights,
    arrived: Wakeup,
    error_reporter: ErrorReporter,
    now: Callable[[], datetime],
    delivered: Callable[[OutboxMessage], None] = lambda _message: None,
    confirmed: ConfirmedTime | None = None,
) -> AlertService:
    """Assemble the alerts on a database; ``arrived`` is notified when articles were stored.

    ``delivered`` is called with each message that was sent, and must not raise. ``confirmed`` is
    the time by which old stories are deleted; ``now`` if None.
    """
    zone = time_zone(settings.time_zone)
    pending, queued = Wakeup(now), Wakeup(now)
    topics, chats = TopicStore(database, zone), ChatStore(database, zone)
    stories, outbox = StoryStore(database), OutboxStore(database, zone, error_reporter.report)
    notifications, store = NotificationStore(database, zone), PendingStoryStore(database)
    stores = MatcherStores(articles, ArrivalStore(database), stories, notifications)
    indexed = IndexedTopics(topics, TopicChangeStore(database), weights)
    rate_limit = RateLimit(settings.messages_per_second)
    previewer = TopicPreviewer(articles, settings.topic_share)
    decided, times, causes = partial(_wake, pending, queued), confirmed or now, articles.causes
    return AlertService(
        subscriptions=Subscriptions(
            topics, chats, previewer, limit=settings.topics, now=now, pending=pending
        ),
        chats=chats,
        chat_settings=ChatSettings(chats, now=now, pending=pending, queued=queued),
        history=AlertHistory(outbox, stories, articles),
        suggestions=TopicSuggestions(articles, weights),
        indexed=indexed,
        matcher=Matcher(
            stores, indexed, weights, settings, now=now, confirmed=times, decided=decided
        ),
        digest_job=DigestJob(store, topics, now=now, pending=pending, queued=queued, causes=causes),
        outbox=outbox,
        outbox_worker=OutboxWorker(
            outbox,
            now=now,
            rest=queued.wait,
            finished=queued.wake,
            delivered=delivered,
            causes=causes,
            resumed=pending.wake,
            report=error_reporter.report,
            rate_limit=rate_limit,
        ),
        rate_limit=rate_limit,
        causes=causes,
        arrived=arrived,
        pending=pending,
        queued=queued,
        error_reporter=error_reporter,
        now=now,
    )


def _wake(*wakeups: Wakeup) -> None:
    for each in wakeups:
        each.wake()
