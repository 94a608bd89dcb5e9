"""The claimer of a process: stores updates, hands out those of its chats, and renews its lease.

::

    receive -> stored -> claimed -> handle -> done

The times are by the database's clock, however far that of the machine is from it at the start.
"""

import asyncio
import logging
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import asynccontextmanager
from datetime import datetime, timedelta
from uuid import uuid4

from bot.errors import StorageError
from bot.model.updates import ClaimedUpdate
from bot.runtime.supervisor import ReportError, restart_on_error, running
from bot.storage.updates import CHAT_IDLE, UpdateStore

log = logging.getLogger(__name__)

LEASE = timedelta(seconds=6)
"""A process that has not renewed it for so long is dead to the others."""

RENEW_BEFORE = timedelta(seconds=4)
"""A lease is renewed when less than this is left of it: four attempts may fail."""

TICK_S = 1.0
"""Between looks for dead processes; after a failure, too."""

CLAIM_INTERVAL_S = 1.0
"""Between looks for updates of which nobody has told, since some words of others are lost."""

KNOWN_FOR = CHAT_IDLE / 2
"""For so long a process does not look again who owns a chat; it stays stored for longer."""

FORGET_INTERVAL = timedelta(seconds=15)
"""Between deletions of idle chats."""

MAX_IN_WORK = 1000
"""Updates that are handled or wait in memory; the others wait in storage."""

CLAIM_LIMIT = 100
"""Updates of one claim, as many as Telegram gives to one that polls."""

MAX_ATTEMPTS = 5
"""An update is given up when so many processes have died before it was done."""

Handle = Callable[[Sequence[ClaimedUpdate]], None]
"""Begins to handle updates; each is to be reported as ``done``."""


class UpdateClaimer:
    """Shares the updates of a webhook with other processes.

    ``shared`` is whether there can be others; ``tell`` wakes the process that owns a chat.
    """

    def __init__(
        self,
        store: UpdateStore,
        now: Callable[[], datetime],
        *,
        shared: bool,
        report: ReportError,
        tell: Callable[[str], None] | None = None,
    ) -> None:
        self.owner = uuid4().hex
        self._store = store
        self._clock = now
        self._shared = shared
        self._report = report
        self._tell = tell
        self._stored, self._finished = asyncio.Event(), asyncio.Event()
        self._in_work: set[int] = set()
        self._doubtful: frozenset[int] = frozenset()  # claimed under a lease that has ended
        self._done: set[int] = set()
        self._owners: dict[int, tuple[str, datetime]] = {}
        self._has_lease = False
        self._set_times(timedelta(0))

    def _set_times(self, ahead: timedelta) -> None:
        """Begin with a clock that is so far ahead of the database's."""
        self._ahead = ahead
        now = self._lease_until = self._forgotten_at = self._now()
        self._excused = (now, now)  # by then dead processes, and until when no others are

    def _now(self) -> datetime:
        return self._clock() - self._ahead

    async def secret(self, made: str) -> str:
        """Return the webhook's secret, which all processes share; ``made`` if there is none yet."""
        return await self._store.secret("webhook", made)

    async def receive(self, update_id: int, chat_id: int, body: str) -> None:
        """Store an update, to be handled by the process that owns its chat; raises StorageError.

        It is written before its chat: if this process dies in between, nothing has been said to
        Telegram, which sends it again.
        """
        await self._store.add(update_id, chat_id=chat_id, body=body, now=self._now())
        owner = await self._owner_of(chat_id, update_id)
        if owner == self.owner:
            self.wake()
        elif self._tell is not None:
            self._tell(owner)

    async def _owner_of(self, chat_id: int, update_id: int) -> str:
        """Return the process that owns a chat, which may be as it was ``KNOWN_FOR`` ago.

        If that one has died since, its chats are taken over anyway.
        """
        now = self._now()  # the chat is forgotten later than this, however long storing took
        known, until = self._owners.get(chat_id, ("", now))
        if now < until:
            return known
        gone_at = self._gone_at(now)
        owner = await self._store.own(
            chat_id, self.owner, update_id=update_id, now=now, gone_at=gone_at
        )
        self._owners[chat_id] = owner, now + KNOWN_FOR
        return owner

    def wake(self) -> None:
        """Look for updates that were stored."""
        self._stored.set()

    async def may_handle(self, update_id: int) -> bool:
        """Return whether the update is still this process's.

        It may be another's if this process could not renew its lease in time.
        """
        if self._now() < self._lease_until and update_id not in self._doubtful:
            return True
        try:
            owned = await self._store.owns(self.owner, update_id)
        except StorageError:
            return True  # nobody else can have it either, for now
        if not owned:
            log.warning("update %d was taken over by another process", update_id)
            self._in_work.discard(update_id)
        return owned

    def done(self, update_id: int) -> None:
        """Mark an update as handled, soon."""
        if update_id in self._in_work:
            self._done.add(update_id)
            self._finished.set()

    @asynccontextmanager
    async def running(self, handle: Handle) -> AsyncIterator[None]:
        """Hand out updates while the block runs; raises StorageError if it cannot begin."""
        if not self._shared:
            await self._store.end_leases()
        self._set_times(await self._store.ahead(self._clock))
        await self._renew()
        await self._take_over()
        self.wake()

        async def claim() -> None:
            await self._repeat(self._stored, lambda: self._claim(handle))

        async def tick() -> None:
            await self._repeat(None, self._tick)

        async def look() -> None:
            while self._shared:
                await asyncio.sleep(CLAIM_INTERVAL_S)
                self.wake()

        jobs = [restart_on_error(job, self._report, "updates") for job in (claim, tick, look)]
        async with running(self._keep_marking(), *jobs):
            yield

    async def end(self) -> None:
        """Mark what is done, and leave the rest to other processes."""
        try:
            if self._done:
                await self._mark()
            await self._store.release(self.owner)
        except StorageError as error:
            log.warning("updates wait until the lease of this process ends: %r", error)

    async def _repeat(
        self, event: asyncio.Event | None, work: Callable[[], Awaitable[None]]
    ) -> None:
        """Do the work at each event, or each ``TICK_S`` seconds; again if storage fails."""
        while True:
            if event is None:
                await asyncio.sleep(TICK_S)
            else:
                await event.wait()
                event.clear()
            try:
                await work()
            except StorageError as error:
                log.warning("updates are not reached in storage, trying again: %r", error)
                await asyncio.sleep(TICK_S)
                if event is not None:
                    event.set()

    async def _keep_marking(self) -> None:
        async def mark() -> None:
            await self._repeat(self._finished, self._mark)

        await restart_on_error(mark, self._report, "updates")

    async def _claim(self, handle: Handle) -> None:
        room = MAX_IN_WORK - len(self._in_work)
        if room <= 0:
            return  # what is done makes room, and looks again
        claimed = await self._store.claim(self.owner, min(room, CLAIM_LIMIT), self._in_work)
        if len(claimed) == CLAIM_LIMIT:
            self.wake()
        self._in_work.update(each.update_id for each in claimed)
        poison = [each.update_id for each in claimed if each.attempts >= MAX_ATTEMPTS]
        for number in poison:
            log.error("update %d is given up: %d processes died of it", number, MAX_ATTEMPTS)
            self.done(number)
        if healthy := [each for each in claimed if each.attempts < MAX_ATTEMPTS]:
            handle(healthy)

    async def _mark(self) -> None:
        marked = frozenset(self._done)
        await self._store.done(marked, self._now())
        self._done -= marked
        was_full = len(self._in_work) >= MAX_IN_WORK
        self._in_work -= marked
        if was_full:
            self.wake()

    async def _tick(self) -> None:
        now = self._now()
        if now > self._lease_until - RENEW_BEFORE:
            await self._renew()
        if now > self._forgotten_at + FORGET_INTERVAL:
            await self._store.forget_chats(now)
            self._forgotten_at = now
            known = self._owners.items()
            self._owners = {chat: owner for chat, owner in known if owner[1] > now}
        if self._shared:
            await self._take_over()

    async def _renew(self) -> None:
        now, until = self._now(), self._lease_until
        await self._store.renew(self.owner, now + LEASE)
        renewed_at = self._now()  # it may have taken long
        if self._is_late(renewed_at):
            self._excused = (until - LEASE, renewed_at + LEASE)
            self._doubtful = frozenset(self._in_work)
        self._lease_until, self._has_lease = now + LEASE, True

    async def _take_over(self) -> None:
        if count := await self._store.take_over(self.owner, self._gone_at(self._now())):
            log.warning("took over %d chats of a process that ended", count)

    def _gone_at(self, now: datetime) -> datetime:
        """Return when a lease must have ended for its process to count as dead.

        If this process could not renew its own, the others may not have been able to, either. For
        the time of a lease only those are dead that were when it last could.
        """
        if self._is_late(now):
            return self._lease_until - LEASE
        gone_at, excused_until = self._excused
        return gone_at if now < excused_until else now

    def _is_late(self, now: datetime) -> bool:
        return self._has_lease and now >= self._lease_until
