"""The queue of updates, which stay until they are confirmed, however old they are."""

import asyncio
from collections.abc import Collection, Container

from bot.playground.errors import JSON, conflict

# Telegram sends these only to a bot that names them in allowed_updates.
ON_REQUEST_ONLY = frozenset({"chat_member", "message_reaction", "message_reaction_count"})


class UpdateQueue:
    """Updates by ascending id, confirmed by a fetch with a higher offset."""

    def __init__(self, first_id: int = 100_000_001) -> None:
        self._next_id = first_id
        self._waiting: list[JSON] = []
        self._allowed: frozenset[str] = frozenset()
        self._poll: asyncio.Future[None] | None = None
        self._polled = asyncio.Event()
        self._added = asyncio.Event()

    @property
    def pending(self) -> int:
        """Return how many updates are not confirmed."""
        return len(self._waiting)

    async def polled(self) -> None:
        """Wait until a fetch is waiting for updates."""
        await self._polled.wait()

    def put(self, kind: str, payload: JSON) -> None:
        """Queue an update, unless the bot does not allow its kind."""
        if not self._wanted(kind):
            return
        self._waiting.append({"update_id": self._next_id, kind: payload})
        self._next_id += 1
        self._added.set()
        self._wake()

    def clear(self) -> None:
        """Drop all updates."""
        self._waiting.clear()

    def allow(self, kinds: Collection[str]) -> None:
        """Queue only these kinds from now on; the default ones if empty."""
        self._allowed = frozenset(kinds)

    async def fetch(self, offset: int, limit: int, seconds: float) -> list[JSON]:
        """Confirm the updates before ``offset`` and return up to ``limit`` of the others.

        Waits up to ``seconds`` for one. A fetch that was waiting ends with a 409.
        """
        self._end_other_poll()
        self._confirm(offset)
        if not self._waiting and seconds > 0:
            await self._wait(seconds)
        return self._waiting[:limit]

    async def others(self, known: Container[int]) -> list[JSON]:
        """Return the updates whose ids are not known, once there are any; nothing is confirmed."""
        while not (found := [each for each in self._waiting if each["update_id"] not in known]):
            self._added.clear()
            await self._added.wait()
        return found

    def confirm(self, update_id: int) -> None:
        """Remove an update that was taken."""
        self._waiting = [each for each in self._waiting if each["update_id"] != update_id]

    def release(self) -> None:
        """End a waiting fetch with no updates."""
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
