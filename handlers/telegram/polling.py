"""The requests for updates, and what python-telegram-bot does not do about their responses.

It stops polling silently when Telegram refuses the token, polls for ever while another program uses
it, and fetches an update that it cannot parse, and all behind it, again without end.
"""

import asyncio
import logging
from collections import Counter
from datetime import timedelta
from enum import StrEnum
from http import HTTPStatus
from typing import Any

from telegram import Update
from telegram.ext import ExtBot
from telegram.request import HTTPXRequest, RequestData

from handlers.telegram.turns import PERSON_WAITING

log = logging.getLogger(__name__)

MAX_CONFLICTS = 5  # in a row; with the delays in between, some eight seconds


class PollingEnd(StrEnum):
    """Why there will be no more updates; the value is the key of a text."""

    REFUSED = "bot_rejected"
    CONFLICT = "telegram_conflict"
    WEBHOOK = "telegram_webhook"


class PollingRequest(HTTPXRequest):
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


def thinned(updates: list[Any]) -> list[dict[str, Any]]:
    """Leave the older of what one person floods a chat with unparsed, which takes most of the time.

    So many are left that the turns, too, take it for a flood.
    """
    kept, counts = [], Counter[tuple[int, int] | None]()
    for update in reversed([each for each in updates if isinstance(each, dict)]):
        sender = _sender_of_text(update.get("message"))
        counts[sender] += sender is not None
        if counts[sender] <= PERSON_WAITING + 1:
            kept.append(update)
    return kept[::-1]


def _sender_of_text(message: Any) -> tuple[int, int] | None:
    """Return chat and author of a text in private, or of one that begins with a command.

    Of other texts in a group it is not known yet whether they are for the bot.
    """
    match message:
        case {
            "text": str(text),
            "chat": {"id": int(chat), "type": kind},
            "from": {"id": int(author)},
        } if kind == "private" or text.startswith("/"):
            match message.get("sender_chat"):
                case {"id": int(author)}:
                    pass
            return chat, author
    return None


class PollingBot(ExtBot[int]):
    """A bot that skips the updates that python-telegram-bot cannot parse."""

    def __init__(self, token: str, polling: PollingRequest, **more: Any) -> None:
        super().__init__(token, get_updates_request=polling, **more)
        self._polling = polling

    async def get_updates(
        self,
        offset: int | None = None,
        limit: int | None = None,
        timeout: int | timedelta | None = None,  # noqa: ASYNC109 - of the server
        *_: Any,
        **parameters: Any,
    ) -> tuple[Update, ...]:
        """Return the updates from ``offset`` on, as ``ExtBot`` does, but parse each by itself."""
        seconds = timeout.total_seconds() if isinstance(timeout, timedelta) else timeout or 0
        result = await self._post(
            "getUpdates",
            parameters | {"offset": offset, "limit": limit, "timeout": timeout},
            read_timeout=(self._polling.read_timeout or 0) + seconds,
        )
        parsed = (self._parse(data) for data in thinned(result))
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
