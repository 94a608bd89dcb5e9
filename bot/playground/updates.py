"""The queue behind getUpdates: what waits for the bot, and who may fetch it.

It makes no updates itself, and keeps them until they are confirmed, however old they grow.
"""

import asyncio
from collections.abc import Collection

from bot.playground.errors import JSON, conflict

# Telegram sends these only to a bot that names them in allowed_updates.
ON_REQUEST_ONLY = frozenset({"chat_member", "message_reaction", "message_reaction_count"})


class UpdateQueue:
    """Updates in order of their ids, confirmed by asking for a higher offset."""

    def __init__(self, first_id: int = 100_000_001) -> None:
        self._next_id = first_id
        self._waiting: list[JSON] = []
        self._allowed: frozenset[str] = frozenset()
        self._poll: asyncio.Future[None] | None = None
        self._polled = asyncio.Event()

    @property
    def pending(self) -> int:
        """How many updates the bot has not confirmed."""
        return len(self._waiting)

    async def polled(self) -> None:
        """Wait until a fetch waits."""
        await self._polled.wait()

    def put(self, kind: str, payload: JSON) -> None:
        """Queue an update, unless the bot has said that it wants none of this kind."""
        if not self._wanted(kind):
            return
        self._waiting.append({"update_id": self._next_id, kind: payload})
        self._next_id += 1
        self._wake()

    def clear(self) -> None:
        """Forget every update that is not confirmed."""
        self._waiting.clear()

    def allow(self, kinds: Collection[str]) -> None:
        """Queue only these kinds from now on; none named means the usual ones."""
        self._allowed = frozenset(kinds)

    async def fetch(self, offset: int, limit: int, seconds: float) -> list[JSON]:
        """Confirm what is before ``offset`` and return up to ``limit`` of the rest.

        Waits up to ``seconds`` for the first one. A fetch that waits already ends with 409.
        """
        self._end_other_poll()
        self._confirm(offset)
        if not self._waiting and seconds > 0:
            await self._wait(seconds)
        return self._waiting[:limit]

    def release(self) -> None:
        """End the fetch that waits, with nothing."""
        self._wake()

    def _wanted(self, kind: str) -> bool:
        return kind in self._allowed if self._allowed else kind not in ON_REQUEST_ONLY

    def _confirm(self, offset: int) -> None:
        if offset < 0:
            del self._waiting[:offset]
        elif offset > 0:
            self._waiting = [each for each in self._waiting if each["update_id"] >= offset]

    def _wake(self) -> None:
        if self._poll is not None and not self._poll.done():
            self._poll.set_result(None)

    def _end_other_poll(self) -> None:
        if self._poll is not None and not self._poll.done():
            self._poll.set_exception(conflict())

    async def _wait(self, seconds: float) -> None:
        poll: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._poll = poll
        self._polled.set()
        try:
            async with asyncio.timeout(seconds):
                await poll
        except TimeoutError:
            pass
        finally:
            if self._poll is poll:
                self._poll = None
                self._polled.clear()
