"""The job that queues digests when their topics are due.

Sleeps until the stored due time, so that a digest that became due while the process was down is
queued once, late.
"""

from collections.abc import Callable, Sequence
from datetime import datetime
from functools import partial

from bot.alerts.decisions import follow_clock
from bot.alerts.digests import compose
from bot.model.messages import Digest
from bot.runtime.causes import Causes, TopicDigest
from bot.runtime.clock_steps import ClockSteps
from bot.runtime.log_context import in_update
from bot.runtime.wakeup import Wakeup
from bot.storage.pending_stories import PendingStoryStore
from bot.storage.topics import TopicStore


class DigestJob:
    """Queues due digests; woken by ``pending``, wakes ``queued`` after it has queued some."""

    def __init__(  # noqa: PLR0913 - its collaborators
        self,
        stories: PendingStoryStore,
        topics: TopicStore,
        *,
        now: Callable[[], datetime],
        pending: Wakeup,
        queued: Wakeup,
        causes: Causes,
    ) -> None:
        self._stories = stories
        self._topics = topics
        self._now = now
        self._clock_steps = ClockSteps(now)
        self._pending = pending
        self._queued = queued
        self._causes = causes

    async def send_now(self, chat_id: int) -> int:
        """Make all pending stories of a chat due; return of how many topics there were any."""
        topics = await self._topics.make_due(chat_id, self._now())
        self._causes.note(*map(TopicDigest, topics))
        self._pending.notify()
        return len(topics)

    async def work(self) -> bool:
        """Queue the digests of a batch of due topics; False if none is due."""
        now = self._now()
        if self._clock_steps.may_have_gone_back():
            await self._topics.follow_clock(now, partial(follow_clock, now=now))
        if not await self._stories.send_due(now, compose, self._note):
            return False
        self._queued.wake()
        return True

    def _note(self, topic_ids: Sequence[int], digest: Digest) -> None:
        """Note that a digest comes by the update in which somebody asked for it, if one did."""
        with in_update(self._causes.take(*map(TopicDigest, topic_ids))):
            self._causes.note(digest)

    async def rest(self) -> None:
        """Wait until the next digest is due or due times have changed."""
        await self._pending.wait(await self.wakes_at())

    async def wakes_at(self) -> datetime | None:
        """Return when the next digest is due; None if no story is pending."""
        return await self._topics.next_due()
