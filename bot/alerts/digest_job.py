"""The job that sends digests when what is kept for them is due.

Wakes by the stored moment, so that it does not matter how late it is: what was due while nobody
was there goes out once. Composes nothing itself; that is ``bot.alerts.digests``.
"""

from collections.abc import Callable
from datetime import datetime

from bot.alerts.digests import compose
from bot.storage.pending_stories import PendingStoryStore
from bot.storage.topics import TopicStore


class DigestJob:
    """Queues digests; ``queued`` is called when there are some."""

    def __init__(
        self,
        kept: PendingStoryStore,
        topics: TopicStore,
        *,
        now: Callable[[], datetime],
        queued: Callable[[], None],
    ) -> None:
        self._kept = kept
        self._topics = topics
        self._now = now
        self._queued = queued

    async def work(self) -> bool:
        """Queue the digests of some topics that are due; False where none is."""
        if not await self._kept.send_due(self._now(), compose):
            return False
        self._queued()
        return True

    async def wakes_at(self) -> datetime | None:
        """When the next digest is due; None while nothing is kept."""
        return await self._topics.next_due()
