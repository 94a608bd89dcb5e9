"""One message that is edited as work goes on, at most once a second.

Never holds up the work: what it could not show in time, it skips.
"""

import asyncio
from types import TracebackType
from typing import Self

from handlers.render import Reply
from handlers.telegram.failures import DropReason, WaitFor
from handlers.telegram.messenger import Messenger, ReplyTarget

EDIT_INTERVAL_S = 1.0


class ProgressMessage:
    """Shows the latest of what it is told; ``end`` sees to it that the last of it arrives."""

    def __init__(self, messenger: Messenger, place: ReplyTarget, message_id: int) -> None:
        self._messenger = messenger
        self._place = place
        self._message_id = message_id
        self._news: asyncio.Queue[Reply | None] = asyncio.Queue(maxsize=1)

    async def __aenter__(self) -> Self:
        self._showing = asyncio.create_task(self._keep_showing())
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self._showing.cancel()
        await asyncio.wait([self._showing])

    def show(self, reply: Reply) -> None:
        """Show this soon, unless something newer comes first."""
        self._replace(reply)

    async def end(self, reply: Reply) -> None:
        """Show this in the end, in a new message if the old one is gone."""
        self._replace(None)
        await self._showing
        failed = await self._messenger.edit(self._place.chat_id, self._message_id, reply)
        if failed is DropReason.MESSAGE_GONE:
            await self._messenger.send(self._place, reply)

    def _replace(self, news: Reply | None) -> None:
        if self._news.full():
            self._news.get_nowait()
        self._news.put_nowait(news)

    async def _keep_showing(self) -> None:
        """Show what comes until it is None, and after each edit let time pass."""
        while (reply := await self._news.get()) is not None:
            verdict = await self._messenger.try_edit(self._place.chat_id, self._message_id, reply)
            wait = verdict.seconds if isinstance(verdict, WaitFor) else 0.0
            await asyncio.sleep(max(wait, EDIT_INTERVAL_S))
