"""Alerts as a whole: what they consist of, and the tasks that keep them going.

Decides, stores and sends nothing itself.
"""

from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.bell import Bell
from bot.delivery import Delivery
from bot.digesting import Digesting
from bot.loops import keep_going, persist, running
from bot.matching import Matching, Rarity, Rules, Stores, Topics
from bot.outcomes import Sender
from bot.proposals import Proposals
from bot.schedule import time_zone
from bot.settings import Settings
from bot.storage.arrivals import ArrivalStore
from bot.storage.articles import ArticleStore
from bot.storage.chats import ChatStore
from bot.storage.database import Database
from bot.storage.kept import KeptStore
from bot.storage.outbox import OutboxStore
from bot.storage.stories import StoryStore
from bot.storage.telling import TellingStore
from bot.storage.topics import TopicStore
from bot.subscriptions import Subscriptions, SubscriptionStores

KEPT = timedelta(days=30)
"""For so long a sent digest can be paged through, and a message set aside be looked at."""


@dataclass(frozen=True, slots=True)
class Alerting:
    """What handlers use of the alerts, and what keeps them going."""

    subscriptions: Subscriptions
    delivery: Delivery
    matching: Matching
    digesting: Digesting
    topics: Topics
    outbox: OutboxStore
    arrived: Bell
    now: Callable[[], datetime]

    @asynccontextmanager
    async def running(self, sender: Sender) -> AsyncIterator[None]:
        """Match, digest and deliver meanwhile; what is on its way is seen to its end."""
        works = (
            self._match(),
            keep_going(self.digesting.work, self._until_due),
            self._deliver(sender),
        )
        async with running(*works):
            yield

    async def _match(self) -> None:
        await persist(self.topics.fill)
        await keep_going(self.matching.work, self._until_arrival)

    async def _until_arrival(self) -> None:
        """Nothing is left to match: tidy up, and rest."""
        await self.matching.prune()
        await self.outbox.prune(self.now() - KEPT)
        await self.arrived.wait()

    async def _until_due(self) -> None:
        await self.subscriptions.kept.wait(await self.digesting.wakes_at())

    async def _deliver(self, sender: Sender) -> None:
        async def delivered() -> None:
            await self.delivery.run(sender)

        await persist(delivered)


def make_alerting(  # noqa: PLR0913 - what the alerts stand on
    database: Database,
    articles: ArticleStore,
    settings: Settings,
    *,
    rarity: Rarity,
    arrived: Bell,
    now: Callable[[], datetime],
) -> Alerting:
    """The alerts on a database; ``arrived`` is rung when articles have come."""
    zone = time_zone(settings.time_zone)
    kept, queued = Bell(now), Bell(now)
    topics, outbox = TopicStore(database), OutboxStore(database)
    stores = Stores(
        articles,
        ArrivalStore(database),
        StoryStore(database),
        topics,
        TellingStore(database, zone),
    )
    filed = Topics(topics, rarity)
    rules = Rules(settings.alerts_per_hour, settings.alert_days, settings.story_days)

    def told() -> None:
        kept.ring()
        queued.ring()

    chats = ChatStore(database, zone)
    return Alerting(
        subscriptions=Subscriptions(
            SubscriptionStores(articles, chats, topics, stores.stories, outbox),
            filed,
            settings,
            proposals=Proposals(articles, rarity),
            now=now,
            kept=kept,
            queued=queued,
        ),
        delivery=Delivery(outbox, now=now, rest=queued.wait, settled=queued.ring),
        matching=Matching(stores, filed, rarity, rules, now=now, told=told),
        digesting=Digesting(KeptStore(database), topics, now=now, queued=queued.ring),
        topics=filed,
        outbox=outbox,
        arrived=arrived,
        now=now,
    )
