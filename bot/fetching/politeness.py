"""One request a host at a time, and a pause after it."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

PAUSE = 1.0
"""Seconds from the end of a request to a host to the next."""


class Politeness:
    """Whose turn it is; a host that nobody waits for and that has had its pause is forgotten."""

    def __init__(self, pause: float = PAUSE) -> None:
        self._pause = pause
        self._hosts: dict[str, _Host] = {}

    @asynccontextmanager
    async def turn(self, host: str) -> AsyncIterator[None]:
        """The host's turn, for as long as the block runs; waits for it."""
        loop = asyncio.get_running_loop()
        state = self._hosts.setdefault(host, _Host())
        state.waiting += 1
        try:
            async with state.lock:
                await asyncio.sleep(max(0.0, state.free_at - loop.time()))
                try:
                    yield
                finally:
                    state.free_at = loop.time() + self._pause
        finally:
            state.waiting -= 1
            self._forget(loop.time())

    def _forget(self, now: float) -> None:
        if len(self._hosts) > _MANY:
            self._hosts = {
                host: state
                for host, state in self._hosts.items()
                if state.waiting or state.free_at > now
            }


class _Host:
    """A host's turn: who has it, how many wait for it, when it is free again."""

    def __init__(self) -> None:
        self.lock = asyncio.Lock()
        self.waiting = 0
        self.free_at = 0.0


_MANY = 4096
"""Hosts; more are looked through for those that can be forgotten."""
