"""Politeness to hosts: one request at a time to each, and a pause after it."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

HOST_PAUSE_S = 1.0
"""Seconds from the end of a request to a host to the next."""
MAX_IDLE_HOSTS = 4096
"""Beyond so many tracked hosts those that are free are dropped."""


@dataclass(slots=True)
class _Host:
    """``waiting`` counts who holds or awaits ``lock``; ``free_at`` is in the event loop's time."""

    lock: asyncio.Lock = field(default_factory=asyncio.Lock)
    waiting: int = 0
    free_at: float = 0.0


class Politeness:
    """Turns of requests, per host."""

    def __init__(self, pause_s: float = HOST_PAUSE_S) -> None:
        self._pause_s = pause_s
        self._hosts: dict[str, _Host] = {}

    @asynccontextmanager
    async def turn(self, host: str) -> AsyncIterator[None]:
        """Wait for the host's turn, and hold it until the block ends."""
        loop = asyncio.get_running_loop()
        state = self._hosts.setdefault(host, _Host())
        state.waiting += 1
        try:
            async with state.lock:
                await asyncio.sleep(max(0.0, state.free_at - loop.time()))
                try:
                    yield
                finally:
                    state.free_at = loop.time() + self._pause_s
        finally:
            state.waiting -= 1
            self._drop_idle(loop.time())

    def _drop_idle(self, now: float) -> None:
        if len(self._hosts) > MAX_IDLE_HOSTS:
            self._hosts = {
                host: state
                for host, state in self._hosts.items()
                if state.waiting or state.free_at > now
            }
