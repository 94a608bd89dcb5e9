"""The requests for updates, watched for the answers after which there will be no more.

python-telegram-bot stops asking without a word when Telegram refuses the token, and asks for ever
while another program uses it. Handles no update.
"""

import asyncio
from enum import StrEnum
from http import HTTPStatus
from typing import Any

from telegram.request import HTTPXRequest, RequestData

MAX_CONFLICTS = 5  # in a row; with the pauses in between, some eight seconds


class End(StrEnum):
    """Why there will be no more updates; the value is the key of a text."""

    REFUSED = "bot_rejected"
    CONFLICT = "telegram_conflict"


class PollingRequest(HTTPXRequest):
    """The connection that asks for updates; ``ended`` is set when that has become useless."""

    def __init__(self, max_conflicts: int = MAX_CONFLICTS) -> None:
        super().__init__(connection_pool_size=1)
        self.ended = asyncio.Event()
        self.end: End | None = None
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
        """Ask, and look at how the answer begins."""
        code, payload = await super().do_request(url, method, request_data, *timeouts, **named)
        self._judge(code)
        return code, payload

    def _judge(self, code: int) -> None:
        self._conflicts = self._conflicts + 1 if code == HTTPStatus.CONFLICT else 0
        if code in {HTTPStatus.UNAUTHORIZED, HTTPStatus.NOT_FOUND}:
            self._finish(End.REFUSED)
        elif self._conflicts >= self._max_conflicts:
            self._finish(End.CONFLICT)

    def _finish(self, end: End) -> None:
        self.end = end
        self.ended.set()
