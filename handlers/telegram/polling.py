"""The requests for updates, watched for the responses after which there will be no more.

python-telegram-bot stops polling silently when Telegram refuses the token, and polls for ever
while another program uses it.
"""

import asyncio
from enum import StrEnum
from http import HTTPStatus
from typing import Any

from telegram.request import HTTPXRequest, RequestData

MAX_CONFLICTS = 5  # in a row; with the delays in between, some eight seconds


class PollingEnd(StrEnum):
    """Why there will be no more updates; the value is the key of a text."""

    REFUSED = "bot_rejected"
    CONFLICT = "telegram_conflict"


class PollingRequest(HTTPXRequest):
    """The connection that polls; ``ended`` is set when there will be no more updates."""

    def __init__(self, max_conflicts: int = MAX_CONFLICTS) -> None:
        super().__init__(connection_pool_size=1)
        self.ended = asyncio.Event()
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
        if code in {HTTPStatus.UNAUTHORIZED, HTTPStatus.NOT_FOUND}:
            self._finish(PollingEnd.REFUSED)
        elif self._conflicts >= self._max_conflicts:
            self._finish(PollingEnd.CONFLICT)

    def _finish(self, end: PollingEnd) -> None:
        self.end = end
        self.ended.set()
