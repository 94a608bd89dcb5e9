"""Updates parsed and put into the application's queue: those of busy chats after all others.

python-telegram-bot fails for a whole batch if it cannot parse one; here each is parsed by itself.
"""

import asyncio
import logging
from collections.abc import Callable, Sequence
from typing import Any

from telegram import Update
from telegram.ext import ExtBot

from handlers.telegram.deferral import DeferredUpdates, RawUpdate

log = logging.getLogger(__name__)

BATCH_PAUSE_S, SLICE_PAUSE_S = 0.1, 0.02
"""Between two slices of what is deferred: while more updates wait outside, and otherwise."""


class UpdateIntake:
    """Puts into ``queue`` what is deferred; ``dropped`` is called with those of a flood."""

    def __init__(
        self,
        bot: ExtBot[int],
        queue: asyncio.Queue[Any],
        dropped: Callable[[Sequence[RawUpdate]], None] = lambda _: None,
    ) -> None:
        self._bot = bot
        self._queue = queue
        self._deferred = DeferredUpdates(dropped)
        self._releasing: asyncio.Task[None] | None = None
        self._more_waits = False

    def sort(self, updates: list[RawUpdate], *, more_waits: bool) -> list[RawUpdate]:
        """Return what is handled at once, and see that the rest is handled later."""
        self._more_waits = more_waits
        at_once = self._deferred.sort(updates, self._bot.username)
        if self._deferred and (self._releasing is None or self._releasing.done()):
            self._releasing = asyncio.create_task(self._release())
        return at_once

    def put(self, updates: list[RawUpdate]) -> None:
        """Put updates into the queue now."""
        for update in parse_updates(updates, self._bot):
            self._queue.put_nowait(update)

    def release(self) -> None:
        """Put all that is deferred into the queue now."""
        self.put(self._deferred.take_all())

    def stop(self) -> None:
        """Leave what is deferred where it is."""
        if self._releasing is not None:
            self._releasing.cancel()

    async def _release(self) -> None:
        """Put what is deferred into the queue, with pauses for the updates of others."""
        while self._deferred:
            await asyncio.sleep(BATCH_PAUSE_S if self._more_waits else SLICE_PAUSE_S)
            self.put(self._deferred.take())


def parse_updates(updates: list[RawUpdate], bot: ExtBot[int]) -> tuple[Update, ...]:
    """Parse updates; those that can't be are empty, so that they are done or confirmed."""
    parsed = (_parse(data, bot) for data in updates)
    return tuple(update for update in parsed if update is not None)


def _parse(data: RawUpdate, bot: ExtBot[int]) -> Update | None:
    try:
        return Update.de_json(data, bot)
    except Exception as error:
        number, kind = data.get("update_id"), next((k for k in data if k != "update_id"), "?")
        name = type(error).__name__
        log.error(  # noqa: TRY400 - without the traceback, whose last line may hold a reader's words
            "update %s (%s) can't be parsed and is skipped: %s", number, kind, name
        )
        return Update(number) if isinstance(number, int) else None
