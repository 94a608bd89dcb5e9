"""Handles updates at their turns, which ``handlers.telegram.turns`` decides."""

import asyncio
import logging
import time
from collections.abc import Awaitable, Callable, Coroutine, Iterator
from contextlib import AbstractContextManager, ExitStack, contextmanager
from functools import partial
from typing import Any

from telegram import Message, Update
from telegram.constants import ChatType
from telegram.ext import BaseUpdateProcessor, ExtBot

from bot.monitoring.metrics import Metrics
from bot.runtime.log_context import in_update, new_update_id
from bot.services.bot import BotServices
from handlers.context import texts_of
from handlers.render.reply import text_reply
from handlers.telegram.incoming import kind_of, turn_of
from handlers.telegram.limits import NO_LIMITS, UseLimits
from handlers.telegram.messenger import Messenger, reply_target_of
from handlers.telegram.place import lend_by
from handlers.telegram.rate_limiter import MAX_WAIT_S
from handlers.telegram.tracking import UNTRACKED, Handling, UpdateTracker
from handlers.telegram.turns import FreeAt, Omission, Start, Turn, TurnQueue

log = logging.getLogger(__name__)

UNBOUNDED = 1_000_000
"""For python-telegram-bot's own limit, which knows no turns."""


UNANSWERED_SHARE = 4
"""Updates that nobody waits for handled at once: few, so that they leave storage to answers."""


class FairProcessor(BaseUpdateProcessor):
    """Handles each update at its turn, within ``yield_to_answers``.

    ``turn_of`` says who is to be answered, or None for what is not, and so needs no turn;
    ``free_at`` when a chat may be; ``notify`` tells somebody that updates of theirs were left out;
    ``tracker`` gets to know what is done, ``metrics`` what arrives and how long it takes;
    ``limits`` says what is too much of one person or group.
    """

    def __init__(  # noqa: PLR0913 - all but one are named
        self,
        turn_of: Callable[[Update], Turn | None],
        *,
        free_at: FreeAt,
        notify: Callable[[Update, Omission], Awaitable[None]],
        yield_to_answers: Callable[[], AbstractContextManager[None]],
        tracker: UpdateTracker = UNTRACKED,
        metrics: Metrics | None = None,
        limits: UseLimits = NO_LIMITS,
        monotonic: Callable[[], float] = time.monotonic,
    ) -> None:
        super().__init__(UNBOUNDED)
        self._tracker = tracker
        self._metrics = metrics or Metrics()
        self._limits = limits
        self._turn_of = turn_of
        self._free_at = free_at
        self._notify = notify
        self._yield_to_answers = yield_to_answers
        self._monotonic = monotonic
        self._queue = TurnQueue()
        self._starts: dict[Turn, asyncio.Future[Start | None]] = {}
        self._tasks: set[asyncio.Task[Any]] = set()
        self._dispatching: asyncio.Handle | None = None
        self._dispatching_soon = False
        self._unanswered = asyncio.Semaphore(UNANSWERED_SHARE)

    async def do_process_update(self, update: object, coroutine: Awaitable[Any]) -> None:
        """Handle one update at its turn, or leave it out; all that it causes is logged so."""
        with in_update(new_update_id()), self._metrics.handling(kind := kind_of(update)):
            log.debug("%s has arrived", kind)
            await self._process(update, coroutine)
            log.debug("%s is done", kind)

    async def _process(self, update: object, coroutine: Awaitable[Any]) -> None:
        task = asyncio.current_task()
        if task is not None:
            self._tasks.add(task)
            task.add_done_callback(self._tasks.discard)
        if not isinstance(update, Update):
            await coroutine
            return
        turn = self._safe_turn_of(update)
        handling = Handling(partial(self._tracker.done, update.update_id))
        try:
            if turn is None:
                async with self._unanswered:
                    await self._handle(update, coroutine)
            else:
                await self._take_turn(turn, update, coroutine)
            handling.end()
        finally:
            if isinstance(coroutine, Coroutine):
                coroutine.close()  # if it was left out; else it has ended
            if turn is not None:
                self._end(turn)

    async def initialize(self) -> None:
        """Do nothing: there is nothing to prepare."""

    async def shutdown(self) -> None:
        """Cancel all updates that wait or are handled."""
        tasks = self._tasks - {asyncio.current_task()}
        for task in tasks:
            task.cancel()
        if tasks:
            await asyncio.wait(tasks)

    def _safe_turn_of(self, update: Update) -> Turn | None:
        """Return the turn; None for an update that cannot be judged, so that handlers report it."""
        try:
            return self._turn_of(update)
        except Exception:
            log.exception("update %d has no turn", update.update_id)
            return None

    async def _take_turn(self, turn: Turn, update: Update, coroutine: Awaitable[Any]) -> None:
        start = await self._start_of(turn)
        if start is None or await self._is_refused(turn, update):
            return
        with ExitStack() as yielding:
            yielding.enter_context(self._yield_to_answers())
            lend_by(partial(self._lent, turn, yielding))
            if start.left:
                self._metrics.left_out(start.left)
                log.warning("%d updates of a chat were left out", start.left)
            if start.notice:
                await self._say(update, start.notice)
            await self._handle(update, coroutine)

    async def _is_refused(self, turn: Turn, update: Update) -> bool:
        """Return whether an update is one too many, and say so once; of presses, each time."""
        refusal = self._limits.take(turn, self._monotonic())
        if refusal is not None and (refusal.is_first or update.callback_query):
            log.warning("an update was refused: %s", refusal.omission)
            await self._say(update, refusal.omission)
        return refusal is not None

    async def _handle(self, update: Update, coroutine: Awaitable[Any]) -> None:
        if await self._tracker.may_handle(update.update_id):
            await coroutine

    @contextmanager
    def _lent(self, turn: Turn, yielding: ExitStack) -> Iterator[None]:
        """Let other updates, and alerts, go on instead of one that waits."""
        if self._queue.pause(turn):
            yielding.close()
            self._dispatch_soon()
        try:
            yield
        finally:
            if self._queue.resume(turn):
                yielding.enter_context(self._yield_to_answers())

    def _end(self, turn: Turn) -> None:
        self._starts.pop(turn, None)
        self._queue.remove(turn)
        self._queue.done(turn)
        self._dispatch_soon()

    async def _start_of(self, turn: Turn) -> Start | None:
        """Wait for the turn; None if it is left out."""
        start: asyncio.Future[Start | None] = asyncio.get_running_loop().create_future()
        self._starts[turn] = start
        for left in self._queue.add(turn, self._monotonic()):
            self._decide(left, None)
        self._dispatch_soon()
        return await start

    async def _say(self, update: Update, notice: Omission) -> None:
        try:
            await self._notify(update, notice)
        except Exception:
            log.exception("nobody was told that updates were left out")

    def _decide(self, turn: Turn, start: Start | None) -> None:
        decided = self._starts.pop(turn)
        if not decided.done():  # cancelled, but its task has not gone on yet
            decided.set_result(start)

    def _dispatch_soon(self) -> None:
        """Begin what may begin once all updates that have arrived are queued."""
        if self._dispatching_soon:
            return
        self._dispatching_soon = True
        asyncio.get_running_loop().call_soon(self._dispatch)

    def _dispatch(self) -> None:
        self._dispatching_soon = False
        if self._dispatching is not None:
            self._dispatching.cancel()
        now = self._monotonic()
        while (start := self._queue.start(now, self._free_at)) is not None:
            self._decide(start.turn, start)
        wakes_at = self._queue.wakes_at(now, self._free_at)
        loop = asyncio.get_running_loop()
        later = None if wakes_at is None else loop.call_later(wakes_at - now, self._dispatch)
        self._dispatching = later


def fair_processor(
    bot: ExtBot[int], services: BotServices, messenger: Messenger, tracker: UpdateTracker
) -> FairProcessor:
    """Return a processor of fair turns, which delays alerts while updates are being answered.

    A chat that may not be answered yet has no turn, so that it takes no place, unless that would
    be too long: then the answer is given up.
    """
    rate_limit = services.alerts.rate_limit

    async def notify(update: Update, omission: Omission) -> None:
        message, press = update.effective_message, update.callback_query
        if press is not None:
            texts = await texts_of(update, services)
            await messenger.answer_callback(press.id, texts.format(omission))
            return
        if not isinstance(message, Message) or update.guest_message is not None:
            return
        if message.chat.type != ChatType.CHANNEL:
            texts = await texts_of(update, services)
            await messenger.send(reply_target_of(message), text_reply(texts.format(omission)))

    def free_at(chat_id: int, now: float) -> float:
        at = rate_limit.answer_at(chat_id, now)
        return at if at - now <= MAX_WAIT_S else now

    return FairProcessor(
        lambda update: turn_of(update, bot.bot, services.now()),
        free_at=free_at,
        notify=notify,
        yield_to_answers=services.alerts.outbox_worker.yield_to_answers,
        tracker=tracker,
        metrics=services.monitoring.metrics,
        limits=UseLimits(
            person=services.settings.questions_per_minute,
            group=services.settings.group_questions_per_minute,
            uploads=services.settings.uploads_per_hour,
            typed=services.settings.inline_per_minute,
        ),
    )
