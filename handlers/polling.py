"""The requests for updates, watched and held when it is time to stop.

python-telegram-bot stops asking for updates without a word when Telegram refuses the token, and
asks for ever when another program uses it. It also confirms what it has fetched before that is
handled. Handles no update.
"""

import asyncio
from enum import StrEnum
from http import HTTPStatus
from typing import Any

from telegram.error import NetworkError
from telegram.request import HTTPXRequest, RequestData

CONFLICTS_BORNE = 5  # in a row; with the pauses in between, some eight seconds


class End(StrEnum):
    """Why there will be no more updates; the value is the key of a text."""

    REFUSED = "bot_rejected"
    CONFLICT = "telegram_conflict"


class PollingRequest(HTTPXRequest):
    """The connection that asks for updates; ``ended`` is set when that has become useless."""

    def __init__(self, conflicts_borne: int = CONFLICTS_BORNE) -> None:
        super().__init__(connection_pool_size=1)
        self.ended = asyncio.Event()
        self.end: End | None = None
        self._conflicts = 0
        self._conflicts_borne = conflicts_borne
        self._open = asyncio.Event()
        self._open.set()
        self._closed = False

    def hold(self) -> None:
        """Let no further request begin: the next would confirm what was fetched."""
        self._open.clear()

    def go_on(self) -> None:
        """Let requests begin again."""
        self._open.set()

    def close(self) -> None:
        """Fail every further request, so that what was fetched last stays unconfirmed."""
        self._closed = True
        self._open.set()

    async def do_request(
        self,
        url: str,
        method: str,
        request_data: RequestData | None = None,
        *timeouts: Any,
        **named: Any,
    ) -> tuple[int, bytes]:
        """Ask, and look at how the answer begins."""
        await self._open.wait()
        if self._closed:
            raise NetworkError("no updates are asked for while unhandled ones are left")
        code, payload = await super().do_request(url, method, request_data, *timeouts, **named)
        self._judge(code)
        return code, payload

    def _judge(self, code: int) -> None:
        self._conflicts = self._conflicts + 1 if code == HTTPStatus.CONFLICT else 0
        if code in {HTTPStatus.UNAUTHORIZED, HTTPStatus.NOT_FOUND}:
            self._finish(End.REFUSED)
        elif self._conflicts >= self._conflicts_borne:
            self._finish(End.CONFLICT)

    def _finish(self, end: End) -> None:
        self.end = end
        self.ended.set()
