"""When an update is done: it was handled, and so was what its handler has left to tasks."""

import asyncio
from collections.abc import Callable
from contextvars import ContextVar
from typing import Any, Protocol


class UpdateTracker(Protocol):
    """Keeps account of the updates that are handled."""

    async def may_handle(self, update_id: int, /) -> bool:
        """Return whether the update is still to be handled here."""

    def done(self, update_id: int, /) -> None:
        """Take note that an update was handled or left out."""


class Untracked:
    """Tracks nothing: Telegram does not send again what was polled."""

    async def may_handle(self, _update_id: int) -> bool:
        """Return True."""
        return True

    def done(self, _update_id: int) -> None:
        """Do nothing."""


UNTRACKED = Untracked()


class Handling:
    """The handling of one update; ``done`` is called when all parts of it have ended."""

    def __init__(self, done: Callable[[], None]) -> None:
        self._done = done
        self._parts = 1
        _HANDLING.set(self)

    def add(self, task: asyncio.Task[Any]) -> None:
        """Add a task; if it is cancelled, the update is never done."""
        self._parts += 1
        task.add_done_callback(self._end_task)

    def end(self) -> None:
        """End one part."""
        self._parts -= 1
        if not self._parts:
            self._done()

    def _end_task(self, task: asyncio.Task[Any]) -> None:
        if not task.cancelled():
            self.end()


_HANDLING: ContextVar[Handling | None] = ContextVar("handling", default=None)


def goes_on_in(task: asyncio.Task[Any]) -> None:
    """Say that the update that this task handles is done only after ``task`` has ended."""
    if (handling := _HANDLING.get()) is not None:
        handling.add(task)
