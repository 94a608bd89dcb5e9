"""The outbox worker: claims, sends, and does what each outcome asks for.

::

    claim the outbox's first ones, one a chat -> pace -> Sender.send -> Outcome -> storage

Delivers at least once: a message that was on its way when the program died is sent again when its
lease ends. Those that arrive while a transaction is under way are marked together in the next.
Classifies no failure; whoever implements ``Sender`` does.
"""

import asyncio
import logging
import random
import time
from collections import deque
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial

from bot.model.messages import OutboxMessage
from bot.outbox.outcomes import (
    Cancelled,
    ChatMigrated,
    ChatUnreachable,
    RateLimited,
    Refused,
    RetryLater,
    Sender,
    SendOutcome,
    Sent,
    ThreadGone,
)
from bot.outbox.rate_limit import RateLimit
from bot.storage.outbox import OutboxStore

log = logging.getLogger(__name__)

AT_HAND = 8
"""Messages that are claimed together: each transaction costs as much as sending one."""

ANSWER_FIRST = 1.0
"""Seconds that alerts leave to an answer that Telegram held up."""

SHOWN = 200
"""Characters of a reason that are kept."""


@dataclass(frozen=True, slots=True)
class WorkerTimeouts:
    """How long things may take, in seconds, and how many messages may be on their way at once."""

    lease: float = 30.0
    send: float = 20.0  # less than the lease, so that nobody else has the message meanwhile
    first_pause: float = 2.0
    longest_pause: float = 600.0
    most_attempts: int = 100  # some sixteen hours
    at_once: int = 4
    make_way: float = 0.25  # at most, before each message, for people who are being answered


def pause_after(attempts: int, patience: WorkerTimeouts, chance: float) -> float:
    """Seconds until the next attempt: doubling, and jittered by ``chance``, 0 to 1.

    At least half of the full pause ("equal jitter", Brooker 2015).
    """
    full = min(patience.first_pause * 2.0 ** min(attempts - 1, 20), patience.longest_pause)
    return full / 2 + full / 2 * chance


class OutboxWorker:
    """Empties the outbox; who queues something rings, or it is found at the next stored moment.

    ``steady`` is a clock in seconds that nobody sets; ``chance`` draws from 0 to 1; ``delivered``
    is told each message that is marked as arrived, and ``report`` errors that nobody expected.
    """

    def __init__(  # noqa: PLR0913 - the outside world, each part replaceable
        self,
        outbox: OutboxStore,
        *,
        now: Callable[[], datetime],
        rest: Callable[[datetime | None], Awaitable[None]],
        settled: Callable[[], None],
        delivered: Callable[[OutboxMessage], None] = lambda _message: None,
        report: Callable[[BaseException], None] = lambda _error: None,
        pacing: RateLimit | None = None,
        patience: WorkerTimeouts = WorkerTimeouts(),
        steady: Callable[[], float] = time.monotonic,
        sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
        chance: Callable[[], float] = random.random,
    ) -> None:
        self._outbox = outbox
        self._now = now
        self._rest = rest
        self._settled = settled
        self._delivered = delivered
        self._report = report
        self._pacing = pacing or RateLimit()
        self._patience = patience
        self._steady = steady
        self._sleep = sleep
        self._chance = chance
        self._places = asyncio.Semaphore(patience.at_once)
        self._under_way: dict[int, asyncio.Task[None]] = {}
        self._sent: list[OutboxMessage] = []
        self._marking = asyncio.Lock()
        self._failures = 0
        self._answers = 0
        self._no_answers = asyncio.Event()
        self._no_answers.set()

    @contextmanager
    def yield_to_answers(self) -> Iterator[None]:
        """Somebody is being answered: meanwhile nothing is begun, or little where it takes long."""
        self._answers += 1
        self._no_answers.clear()
        try:
            yield
        finally:
            self._answers -= 1
            if not self._answers:
                self._no_answers.set()

    def answered(self, chat_id: int) -> None:
        """A person was answered: that takes its share of the pace, and alerts wait for it."""
        self._pacing.sent(chat_id, self._steady())

    def refused(self, chat_id: int, seconds: float) -> None:
        """Telegram asked an answer to wait: it goes first when that is over."""
        self._pacing.refused(chat_id, seconds + ANSWER_FIRST, self._steady())

    async def run(self, sender: Sender) -> None:
        """Deliver until cancelled; then what is under way is still seen to its end."""
        try:
            while True:
                if not await self.work(sender):
                    await self._rest(await self.wakes_at())
        finally:
            await self.settle()

    async def work(self, sender: Sender) -> bool:
        """Send the messages that may go now, one a chat; False where there are none."""
        await self._turn()  # before anything is claimed: it may take longer than a lease
        now, patience = self._now(), self._patience
        busy = self._pacing.resting(self._steady()).keys() | self._under_way.keys()
        until = now + timedelta(seconds=patience.lease)
        at_hand = deque(await self._outbox.claim(now, until, AT_HAND, busy))
        found = bool(at_hand)
        latest = until - timedelta(seconds=patience.send)
        try:
            while at_hand and await self._may_go(latest):
                self._begin(at_hand.popleft(), sender)
        finally:
            if at_hand:
                await self._outbox.give_back(at_hand, self._now())
        return found

    async def wakes_at(self) -> datetime | None:
        """When there may be something to send; None while nothing waits."""
        now, moment = self._now(), await self._outbox.next_try()
        if moment is None or moment > now:
            return moment
        steady = self._steady()
        resting = self._pacing.resting(steady)
        if not resting:
            return None if self._under_way else now
        return now + timedelta(seconds=min(resting.values()) - steady)

    async def settle(self) -> None:
        """Wait for what is under way."""
        if self._under_way:
            await asyncio.wait(list(self._under_way.values()))

    async def _may_go(self, latest: datetime) -> bool:
        """Wait for a place and for the pace; False where that would take until after ``latest``."""
        await self._places.acquire()
        ready = False
        try:
            ready = await self._turn(latest) and self._now() <= latest
        finally:
            if not ready:
                self._places.release()
        return ready

    async def _turn(self, latest: datetime | None = None) -> bool:
        """Until the pace allows one more; an answer in the meantime puts that off."""
        while (pause := self._pacing.next_at(now := self._steady()) - now) > 0:
            if latest is not None and self._now() + timedelta(seconds=pause) > latest:
                return False
            await self._sleep(pause)
        with suppress(TimeoutError):
            async with asyncio.timeout(self._patience.make_way):
                await self._no_answers.wait()
        return True

    def _begin(self, message: OutboxMessage, sender: Sender) -> None:
        self._pacing.sent(message.chat_id, self._steady())
        task = asyncio.create_task(self._carry(message, sender))
        self._under_way[message.chat_id] = task
        task.add_done_callback(partial(self._arrived, message.chat_id))

    def _arrived(self, chat_id: int, _task: "asyncio.Task[None]") -> None:
        self._under_way.pop(chat_id, None)
        self._places.release()
        self._settled()

    async def _carry(self, message: OutboxMessage, sender: Sender) -> None:
        try:
            await self._do(message, await self._send(message, sender))
        except Exception as error:  # storage: the lease's end brings the message back
            log.exception("message %d is left to its lease", message.id)
            self._report(error)

    async def _send(self, message: OutboxMessage, sender: Sender) -> SendOutcome:
        try:
            async with asyncio.timeout(self._patience.send):
                return await sender.send(message)
        except TimeoutError:
            return RetryLater()
        except Exception as error:  # a mistake of ours must not hold up the others' messages
            log.exception("message %d could not be made", message.id)
            self._report(error)
            return RetryLater()

    async def _do(self, message: OutboxMessage, outcome: SendOutcome) -> None:
        """What the outcome asks for, each in one transaction."""
        if not isinstance(outcome, Sent):
            log.info("message %d to chat %d: %s", message.id, message.chat_id, outcome)
        if not isinstance(outcome, RetryLater):
            self._failures = 0
        match outcome:
            case Sent():
                await self._mark(message)
            case RateLimited(seconds, everyone):
                self._pacing.refused(message.chat_id, seconds, self._steady(), everyone=everyone)
                await self._outbox.hold(message, self._now() + timedelta(seconds=seconds))
            case RetryLater():
                await self._retry(message)
            case Refused(reason):
                await self._outbox.dead_letter(message, reason[:SHOWN])
            case Cancelled():
                await self._outbox.drop(message)
            case ChatUnreachable() | ChatMigrated() | ThreadGone():
                await self._follow(message, outcome)

    async def _mark(self, message: OutboxMessage) -> None:
        """Write down that it arrived, with all that arrived since the last transaction began."""
        self._sent.append(message)
        async with self._marking:
            sent, self._sent = self._sent, []
            if sent:
                await self._outbox.done(sent)
            for each in sent:
                self._delivered(each)

    async def _follow(
        self, message: OutboxMessage, outcome: ChatUnreachable | ChatMigrated | ThreadGone
    ) -> None:
        """The place is another one, or none any more."""
        now = self._now()
        match outcome:
            case ChatMigrated(chat_id):
                await self._outbox.migrate(message, chat_id, now)
            case ThreadGone() if message.thread_id:
                await self._outbox.leave_thread(message, now)
            case ThreadGone():
                await self._outbox.deactivate(message, "thread gone", now)
            case ChatUnreachable(reason):
                await self._outbox.deactivate(message, reason[:SHOWN], now)

    async def _retry(self, message: OutboxMessage) -> None:
        if message.attempts >= self._patience.most_attempts:
            await self._outbox.dead_letter(message, "too many attempts failed")
            return
        self._failures += 1
        if self._failures >= self._patience.at_once:  # the line is down, not a message at fault
            lull = pause_after(self._failures - self._patience.at_once + 1, self._patience, 1.0)
            self._pacing.pause(min(lull, self._patience.lease), self._steady())
        pause = pause_after(message.attempts, self._patience, self._chance())
        await self._outbox.retry(message, self._now() + timedelta(seconds=pause), "retry")
