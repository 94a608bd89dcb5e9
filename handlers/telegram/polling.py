"""The requests for updates, and what python-telegram-bot does not do about their responses.

It stops polling silently when Telegram refuses the token, polls for ever while another program uses
it, and fetches an update that it cannot parse, and all behind it, again without end.
"""

import asyncio
import logging
from datetime import timedelta
from enum import StrEnum
from http import HTTPStatus
from typing import Any

from telegram import Update
from telegram.error import RetryAfter
from telegram.ext import ExtBot
from telegram.request import RequestData

from bot.outbox.rate_limit import MAX_FLOOD_S
from handlers.telegram.deferral import DeferredUpdates, RawUpdate
from handlers.telegram.failures import seconds_of
from handlers.telegram.posting import PostingRequest

log = logging.getLogger(__name__)

MAX_BATCH = 100
"""Telegram gives at most so many updates at once."""

BATCH_PAUSE_S, SLICE_PAUSE_S = 0.1, 0.02
"""Between two slices of what is deferred: while Telegram has more updates, and otherwise."""

MAX_CONFLICTS = 5  # in a row; with the delays in between, some eight seconds


class PollingEnd(StrEnum):
    """Why there will be no more updates; the value is the key of a text."""

    REFUSED = "bot_rejected"
    CONFLICT = "telegram_conflict"
    WEBHOOK = "telegram_webhook"


class PollingRequest(PostingRequest):
    """The connection that polls; ``ended`` is set when there will be no more updates.

    ``conflicted`` is set when another program polls with the same token, again and again.
    """

    def __init__(self, max_conflicts: int = MAX_CONFLICTS, *, delete_webhook: bool = False) -> None:
        super().__init__(connection_pool_size=1)
        self.delete_webhook = delete_webhook
        self.ended = asyncio.Event()
        self.conflicted = asyncio.Event()
        self.end: PollingEnd | None = None
        self._conflicts = 0
        self._max_conflicts = max_conflicts

    async def do_request(
        self,
        url: str,
        method: str,
        request_data: RequestData | None = None,
        *timeouts: Any,
        **named: Any,
    ) -> tuple[int, bytes]:
        """Send the request, and check the status of the response."""
        code, payload = await super().do_request(url, method, request_data, *timeouts, **named)
        self._check(code)
        return code, payload

    def _check(self, code: int) -> None:
        self._conflicts = self._conflicts + 1 if code == HTTPStatus.CONFLICT else 0
        if self._conflicts > 1:  # the first may be the end of a bot that this one replaces
            self.conflicted.set()
        if code in {HTTPStatus.UNAUTHORIZED, HTTPStatus.NOT_FOUND}:
            self.finish(PollingEnd.REFUSED)
        elif self._conflicts >= self._max_conflicts:
            self.finish(PollingEnd.CONFLICT)

    def finish(self, end: PollingEnd) -> None:
        """End: there will be no more updates."""
        self.end = end
        self.ended.set()


class PollingBot(ExtBot[int]):
    """A bot that skips the updates that python-telegram-bot cannot parse.

    Those of busy chats are put into ``queue`` after those of all others; they are returned as any,
    if there is none.
    """

    def __init__(
        self,
        token: str,
        polling: PollingRequest,
        queue: asyncio.Queue[Any] | None = None,
        **more: Any,
    ) -> None:
        super().__init__(token, get_updates_request=polling, **more)
        self._polling = polling
        self._deferred = DeferredUpdates()
        self._queue = queue
        self._releasing: asyncio.Task[None] | None = None
        self._more_waits = False

    async def delete_webhook(self, *_: Any, **__: Any) -> bool:
        """Do nothing: python-telegram-bot calls it before it polls, whoever set the webhook."""
        return True

    async def get_updates(
        self,
        offset: int | None = None,
        limit: int | None = None,
        timeout: int | timedelta | None = None,  # noqa: ASYNC109 - of the server
        *_: Any,
        **parameters: Any,
    ) -> tuple[Update, ...]:
        """Return the updates from ``offset`` on, as ``ExtBot`` does, but parse each by itself.

        An update without content stands for the last one if that is deferred: its number is
        confirmed.
        """
        seconds = timeout.total_seconds() if isinstance(timeout, timedelta) else timeout or 0
        try:
            result = await self._post(
                "getUpdates",
                parameters | {"offset": offset, "limit": limit, "timeout": timeout},
                read_timeout=(self._polling.read_timeout or 0) + seconds,
            )
        except RetryAfter as error:
            refused_s = min(seconds_of(error.retry_after), MAX_FLOOD_S)
            raise RetryAfter(timedelta(seconds=refused_s)) from error
        updates = [one for one in result if isinstance(one, dict) and _is_numbered(one)]
        # The updater's last fetch, which does not wait, confirms only: its updates come again.
        at_once = self._at_once(updates) if seconds else updates
        if at_once[-1:] != updates[-1:]:
            at_once.append({"update_id": updates[-1]["update_id"]})
        return self._parsed(at_once)

    def release_deferred(self) -> None:
        """Put all that is deferred into the queue now."""
        if self._queue is not None:
            for update in self._parsed(self._deferred.take_all()):
                self._queue.put_nowait(update)

    def _at_once(self, updates: list[RawUpdate]) -> list[RawUpdate]:
        """Return what is handled at once, and see that the rest is handled later."""
        if self._queue is None:
            return updates
        self._more_waits = len(updates) >= MAX_BATCH
        at_once = self._deferred.sort(updates, self.username)
        if self._deferred and (self._releasing is None or self._releasing.done()):
            self._releasing = asyncio.create_task(self._release(self._queue))
        return at_once

    async def _release(self, queue: asyncio.Queue[Any]) -> None:
        """Put what is deferred into the queue, with pauses for the updates of others."""
        while self._deferred:
            await asyncio.sleep(BATCH_PAUSE_S if self._more_waits else SLICE_PAUSE_S)
            for update in self._parsed(self._deferred.take()):
                queue.put_nowait(update)

    def _parsed(self, updates: list[RawUpdate]) -> tuple[Update, ...]:
        parsed = (self._parse(data) for data in updates)
        return tuple(update for update in parsed if update is not None)

    def _parse(self, data: dict[str, Any]) -> Update | None:
        """Parse an update; one that can't be is empty, so that its number is confirmed."""
        try:
            return Update.de_json(data, self)
        except Exception as error:
            number, kind = data.get("update_id"), next((k for k in data if k != "update_id"), "?")
            name = type(error).__name__
            log.error(  # noqa: TRY400 - without the traceback, whose last line may hold a reader's words
                "update %s (%s) can't be parsed and is skipped: %s", number, kind, name
            )
            return Update(number) if isinstance(number, int) else None


def _is_numbered(update: RawUpdate) -> bool:
    return isinstance(update.get("update_id"), int)
