"""The requests for updates, and what python-telegram-bot does not do about their responses.

It stops polling silently when Telegram refuses the token, polls for ever while another program uses
it, and fetches an update that it cannot parse, and all behind it, again without end.
"""

import asyncio
from datetime import timedelta
from enum import StrEnum
from http import HTTPStatus
from typing import Any

from telegram import Update
from telegram.error import RetryAfter
from telegram.ext import ExtBot
from telegram.request import RequestData

from bot.fetching.proxies import Proxy
from bot.outbox.rate_limit import MAX_FLOOD_S
from handlers.telegram.deferral import RawUpdate
from handlers.telegram.failures import seconds_of
from handlers.telegram.intake import UpdateIntake, parse_updates
from handlers.telegram.posting import PostingRequest

MAX_BATCH = 100
"""Telegram gives at most so many updates at once."""

POLL_S = 10.0
"""For so long Telegram holds a request for updates while there are none."""

POLL_READ_TIMEOUT_S = 5.0
"""Beyond that, for the response; a connection that died without a word is noticed then."""

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

    def __init__(
        self,
        max_conflicts: int = MAX_CONFLICTS,
        *,
        delete_webhook: bool = False,
        through: Proxy | None = None,
    ) -> None:
        super().__init__(connection_pool_size=1, read_timeout=POLL_READ_TIMEOUT_S, through=through)
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
        self._intake = None if queue is None else UpdateIntake(self, queue)

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
        return parse_updates(at_once, self)

    def release_deferred(self) -> None:
        """Put all that is deferred into the queue now."""
        if self._intake is not None:
            self._intake.release()

    def _at_once(self, updates: list[RawUpdate]) -> list[RawUpdate]:
        """Return what is handled at once, and see that the rest is handled later."""
        if self._intake is None:
            return updates
        return self._intake.sort(updates, more_waits=len(updates) >= MAX_BATCH)


def _is_numbered(update: RawUpdate) -> bool:
    return isinstance(update.get("update_id"), int)
