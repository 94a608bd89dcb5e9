"""The outbox worker: claims messages, sends them and acts on the outcomes.

::

    claim a batch, one message per chat -> rate limit -> Sender.send -> SendOutcome -> storage

Delivery is at least once: a message that was in flight when the process died is sent again when
its lease ends. Messages that arrive while a transaction is running are marked as sent together in
the next one.
"""

import asyncio
import logging
import math
import random
import time
from collections import deque
from collections.abc import Awaitable, Callable, Hashable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial

from bot.errors import DeliveryNotice
from bot.model.messages import Alert, OutboxMessage, Payload
from bot.outbox.chat_updates import MAX_REASON_CHARS, update_chat
from bot.outbox.outcomes import (
    Cancelled,
    RateLimited,
    Refused,
    RetryLater,
    Sender,
    SendOutcome,
    Sent,
    SentAsPlainText,
    logged,
)
from bot.outbox.rate_limit import RateLimit
from bot.runtime.causes import Causes
from bot.runtime.clock_steps import ClockSteps
from bot.runtime.log_context import in_update
from bot.runtime.log_privacy import without_words
from bot.storage.outbox import OutboxStore

log = logging.getLogger(__name__)

CLAIM_BATCH = 8
"""Messages of one claim: a transaction costs as much as sending a message."""


@dataclass(frozen=True, slots=True)
class WorkerLimits:
    """Timeouts and pauses in seconds, the number of attempts and the concurrency."""

    lease_s: float = 30.0
    send_s: float = 20.0  # less than the lease, so that no message is sent twice at a time
    first_retry_s: float = 2.0
    max_retry_s: float = 600.0
    max_attempts: int = 100  # some twelve hours, while Telegram answers other requests
    concurrency: int = 4
    yield_s: float = 0.5
    calm_s: float = 0.03  # without an answer: questions that have come are not fetched at once
    drain_s: float = 3.0  # for the messages in flight when the bot ends


def retry_delay(attempts: int, limits: WorkerLimits, jitter: float) -> float:
    """Return the seconds until the next attempt: doubling, less up to half by ``jitter``, 0 to 1.

    "Equal jitter" of Brooker 2015, Exponential Backoff And Jitter.
    """
    full = min(limits.first_retry_s * 2.0 ** min(attempts - 1, 20), limits.max_retry_s)
    return full / 2 + full / 2 * jitter


def _cause(payload: Payload) -> Hashable:
    """Return by which thing the cause of a message is noted: its article, or the message itself."""
    return payload.story.article_id if isinstance(payload, Alert) else payload


class OutboxWorker:
    """Sends the messages of the outbox.

    ``rest`` waits until a moment or until something is queued; ``finished`` is called when a
    message is no longer in flight, ``delivered`` with each message that is marked as sent,
    ``resumed`` when stories that waited for a suspended chat are due, and ``report`` with
    unexpected errors and with messages that did not arrive as they were meant. While Telegram
    ``is_away``, no second attempt counts. ``monotonic`` is a clock in seconds that never steps;
    ``jitter`` returns random numbers from 0 to 1.
    """

    def __init__(  # noqa: PLR0913 - the outside world, each part replaceable
        self,
        outbox: OutboxStore,
        *,
        now: Callable[[], datetime],
        rest: Callable[[datetime | None], Awaitable[None]],
        finished: Callable[[], None],
        delivered: Callable[[OutboxMessage], None] = lambda _message: None,
        resumed: Callable[[], None] = lambda: None,
        causes: Causes | None = None,
        report: Callable[[BaseException], None] = lambda _error: None,
        rate_limit: RateLimit | None = None,
        limits: WorkerLimits = WorkerLimits(),
        monotonic: Callable[[], float] = time.monotonic,
        sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
        jitter: Callable[[], float] = random.random,
    ) -> None:
        self._outbox = outbox
        self._now = now
        self._rest = rest
        self._finished = finished
        self.tried: Callable[[SendOutcome], None] = lambda _outcome: None
        self.is_away: Callable[[], bool] = lambda: False
        self._delivered = delivered
        self._resumed = resumed
        self._causes = causes or Causes()
        self._report = report
        self._rate_limit = rate_limit or RateLimit()
        self._limits = limits
        self._monotonic = monotonic
        self._sleep = sleep
        self._jitter = jitter
        self._slots = asyncio.Semaphore(limits.concurrency)
        self._in_flight: dict[int, asyncio.Task[None]] = {}
        self._sent: list[OutboxMessage] = []
        self._marking = asyncio.Lock()
        self._failures = 0
        self._answers = 0
        self._clock_steps = ClockSteps(now, monotonic)
        self._no_answers = asyncio.Event()
        self._no_answers.set()
        self._answered_at = -math.inf

    @property
    def answers_in_work(self) -> int:
        """Return how many updates are being answered."""
        return self._answers

    @contextmanager
    def yield_to_answers(self) -> Iterator[None]:
        """Delay new sends by at most ``yield_s`` each while the block runs."""
        self._answers += 1
        self._no_answers.clear()
        try:
            yield
        finally:
            self._answers -= 1
            if not self._answers:
                self._answered_at = self._monotonic()
                self._no_answers.set()

    async def run(self, sender: Sender) -> None:
        """Send until cancelled, then wait for the messages in flight, but not for long."""
        try:
            while True:
                if not await self.work(sender):
                    await self._rest(await self.wakes_at())
        finally:
            await self.drain(self._limits.drain_s)

    async def work(self, sender: Sender) -> bool:
        """Send a batch of messages, one per chat; False if none may be sent now."""
        if self._clock_steps.may_have_gone_back():
            await self._outbox.follow_clock(self._now())
        await self._permit()  # before anything is claimed: it may take longer than a lease
        now, limits = self._now(), self._limits
        held = self._rate_limit.held_chats(self._monotonic()).keys() | self._in_flight.keys()
        lease_end = now + timedelta(seconds=limits.lease_s)
        batch = deque(await self._outbox.claim(now, lease_end, CLAIM_BATCH, held))
        found = bool(batch)
        latest = lease_end - timedelta(seconds=limits.send_s)
        try:
            while batch and await self._slot(latest):
                self._start(batch.popleft(), sender)
        finally:
            if batch:
                await self._outbox.give_back(batch, self._now())
        return found

    async def wakes_at(self) -> datetime | None:
        """Return when there may be something to send; None if nothing is waiting."""
        now, moment = self._now(), await self._outbox.next_try()
        if moment is None or moment > now:
            return moment
        monotonic = self._monotonic()
        held = self._rate_limit.held_chats(monotonic)
        if not held:
            return None if self._in_flight else now
        return now + timedelta(seconds=min(held.values()) - monotonic)

    async def drain(self, seconds: float | None = None) -> None:
        """Wait for the messages in flight; after ``seconds``, leave them to their leases."""
        if not self._in_flight:
            return
        _, late = await asyncio.wait(list(self._in_flight.values()), timeout=seconds)
        for task in late:
            task.cancel()
        if late:
            await asyncio.wait(late)

    async def _slot(self, latest: datetime) -> bool:
        """Acquire a concurrency slot and a rate-limit permit; False if not before ``latest``."""
        await self._slots.acquire()
        ready = False
        try:
            ready = await self._permit(latest) and self._now() <= latest
        finally:
            if not ready:
                self._slots.release()
        return ready

    async def _permit(self, latest: datetime | None = None) -> bool:
        """Acquire a rate-limit permit, then yield to answers; False if not before ``latest``."""
        limit = self._rate_limit
        while (pause := limit.next_at(monotonic := self._monotonic()) - monotonic) > 0:
            if latest is not None and self._now() + timedelta(seconds=pause) > latest:
                return False
            await self._sleep(pause)
        with suppress(TimeoutError):
            async with asyncio.timeout(self._limits.yield_s):
                await self._calm()
        return True

    async def _calm(self) -> None:
        """Wait until nothing has been answered for ``calm_s``."""
        while True:
            await self._no_answers.wait()
            left = self._answered_at + self._limits.calm_s - self._monotonic()
            if left <= 0:
                return
            await self._sleep(left)

    def _start(self, message: OutboxMessage, sender: Sender) -> None:
        self._rate_limit.sent(message.chat_id, self._monotonic())
        task = asyncio.create_task(self._deliver(message, sender))
        self._in_flight[message.chat_id] = task
        task.add_done_callback(partial(self._done, message.chat_id))

    def _done(self, chat_id: int, _task: "asyncio.Task[None]") -> None:
        self._in_flight.pop(chat_id, None)
        self._slots.release()
        self._finished()

    async def _deliver(self, message: OutboxMessage, sender: Sender) -> None:
        with in_update(self._causes.of(_cause(message.payload))):
            try:
                outcome = await self._send(message, sender)
                self.tried(outcome)
                await self._apply(message, outcome)
            except Exception as error:  # storage failed: the message is sent again after its lease
                log.exception("message %d is left to its lease", message.id)
                self._report(error)

    async def _send(self, message: OutboxMessage, sender: Sender) -> SendOutcome:
        try:
            async with asyncio.timeout(self._limits.send_s):
                return await sender.send(message)
        except TimeoutError:
            return RetryLater()
        except Exception as error:  # a bug in rendering one message must not hold up the others
            log.exception("message %d could not be made", message.id)
            self._report(error)
            return RetryLater()

    async def _apply(self, message: OutboxMessage, outcome: SendOutcome) -> None:
        """Store what follows from an outcome, in one transaction."""
        level = logging.DEBUG if isinstance(outcome, Sent) else logging.INFO
        log.log(level, "message %d: %s", message.id, logged(outcome))
        if not isinstance(outcome, RetryLater):
            self._failures = 0
        match outcome:
            case Sent():
                if isinstance(outcome, SentAsPlainText):
                    self._tell(message, "message_plain", outcome.reason)
                await self._mark_sent(message)
            case RateLimited(seconds):
                self._rate_limit.refused(message.chat_id, seconds, self._monotonic())
                await self._outbox.hold(message, self._now() + timedelta(seconds=seconds))
            case RetryLater():
                await self._retry(message)
            case Refused(reason):
                await self._set_aside(message, "message_refused", reason)
            case Cancelled():
                await self._outbox.drop(message)
            case _:
                await update_chat(self._outbox, message, outcome, self._now())

    async def _mark_sent(self, message: OutboxMessage) -> None:
        """Mark the message, with all that arrived since the last transaction began."""
        self._sent.append(message)
        async with self._marking:
            sent, self._sent = self._sent, []
            if sent:
                await self._outbox.done(sent)
            for each in sent:
                self._delivered(each)
        if message.suspended:
            await self._outbox.resume(message, self._now())
            self._resumed()

    async def _set_aside(self, message: OutboxMessage, key: str, reason: str) -> None:
        """Give a message up, and say so: its chat never learns of it."""
        await self._outbox.dead_letter(message, reason[:MAX_REASON_CHARS])
        self._tell(message, key, reason)

    def _tell(self, message: OutboxMessage, key: str, reason: str) -> None:
        log.error("message %d: %s (%s)", message.id, key, without_words(reason))
        self._report(DeliveryNotice(key))

    async def _retry(self, message: OutboxMessage) -> None:
        limits, is_away = self._limits, self.is_away()
        if message.attempts >= limits.max_attempts and not is_away:
            await self._set_aside(message, "message_gave_up", "too many attempts failed")
            return
        self._failures += 1
        if self._failures >= limits.concurrency:  # the network is down, not a message at fault
            pause = retry_delay(self._failures - limits.concurrency + 1, limits, 1.0)
            self._rate_limit.pause(min(pause, limits.lease_s), self._monotonic())
        delay = retry_delay(message.attempts, limits, self._jitter())
        # The first attempt counts always: by it the backlog knows what is late, though not yet due.
        queue = self._outbox.hold if is_away and message.attempts > 1 else self._outbox.retry
        await queue(message, self._now() + timedelta(seconds=delay))
