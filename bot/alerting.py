"""Alerts as a whole: what they consist of, and the tasks that keep them going.

Decides, stores and sends nothing itself. A task that fails goes on after a pause: each of them
begins anew from what is stored.
"""

import asyncio
import logging
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.bell import Bell
from bot.delivery import Delivery
from bot.digesting import Digesting
from bot.matching import Matching, Rarity, Rules, Stores, Topics
from bot.mishaps import Mishaps
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

log = logging.getLogger(__name__)

FAILED = 30.0
"""Seconds until a task that failed goes on: the disk may have room again, a lock be gone."""

KEPT = timedelta(days=30)
"""For so long a sent digest can be paged through, and a message set aside be looked at."""

Work = Callable[[], Awaitable[bool]]
Rest = Callable[[], Awaitable[None]]


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
    queued: Bell
    mishaps: Mishaps
    now: Callable[[], datetime]

    @asynccontextmanager
    async def running(self, sender: Sender) -> AsyncIterator[None]:
        """Match, digest and deliver meanwhile; what is on its way is seen to its end."""
        tasks = [
            asyncio.create_task(work)
            for work in (
                self._match(),
                self._keep_going(self.digesting.work, self._until_due),
                self._deliver(sender),
            )
        ]
        try:
            yield
        finally:
            for task in tasks:
                task.cancel()
            await asyncio.wait(tasks)

    async def _match(self) -> None:
        await self._persist(self.topics.fill)
        await self._keep_going(self.matching.work, self._until_arrival)

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

        await self._persist(delivered)

    async def _keep_going(self, work: Work, rest: Rest) -> None:
        """Work while there is work, rest while there is none."""

        async def once() -> None:
            while True:
                if not await work():
                    await rest()

        await self._persist(once)

    async def _persist(self, work: Callable[[], Awaitable[None]]) -> None:
        """Until it ends without an error."""
        while True:
            try:
                return await work()
            except Exception as error:
                log.exception("alerts go on in %.0f s", FAILED)
                self.mishaps.note(error)
                await asyncio.sleep(FAILED)


def make_alerting(  # noqa: PLR0913 - what the alerts stand on
    database: Database,
    articles: ArticleStore,
    settings: Settings,
    *,
    rarity: Rarity,
    arrived: Bell,
    mishaps: Mishaps,
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
        delivery=Delivery(
            outbox, now=now, rest=queued.wait, settled=queued.ring, note=mishaps.note
        ),
        matching=Matching(stores, filed, rarity, rules, now=now, told=told),
        digesting=Digesting(KeptStore(database), topics, now=now, queued=queued.ring),
        topics=filed,
        outbox=outbox,
        arrived=arrived,
        queued=queued,
        mishaps=mishaps,
        now=now,
    )
