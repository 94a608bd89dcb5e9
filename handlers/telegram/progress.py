"""One message that is edited as work goes on, at most once a second.

Never delays the work: progress that could not be shown in time is skipped.
"""

import asyncio
from types import TracebackType
from typing import Self

from bot.outbox.outcomes import MessageGone, RateLimited
from handlers.render.reply import Reply
from handlers.telegram.messenger import Messenger, ReplyTarget

EDIT_INTERVAL_S = 1.0


class ProgressMessage:
    """Shows the latest progress; ``end`` makes sure that the last of it arrives."""

    def __init__(self, messenger: Messenger, target: ReplyTarget, message_id: int) -> None:
        self._messenger = messenger
        self._target = target
        self._message_id = message_id
        self._latest: asyncio.Queue[Reply | None] = asyncio.Queue(maxsize=1)

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
        """Show this soon, unless newer progress comes first."""
        self._replace(reply)

    async def end(self, reply: Reply) -> None:
        """Show this last, in a new message if the old one is gone."""
        self._replace(None)
        await self._showing
        failed = await self._messenger.edit(self._target.chat_id, self._message_id, reply)
        if isinstance(failed, MessageGone):
            await self._messenger.send(self._target, reply)

    def _replace(self, reply: Reply | None) -> None:
        if self._latest.full():
            self._latest.get_nowait()
        self._latest.put_nowait(reply)

    async def _keep_showing(self) -> None:
        """Show what comes until it is None, at most once an ``EDIT_INTERVAL_S``."""
        while (reply := await self._latest.get()) is not None:
            failure = await self._messenger.try_edit(self._target.chat_id, self._message_id, reply)
            wait = failure.seconds if isinstance(failure, RateLimited) else 0.0
            await asyncio.sleep(max(wait, EDIT_INTERVAL_S))
