"""Background tasks that are restarted after an error.

Each job begins anew from what is stored, so that a restart loses nothing.
"""

import asyncio
import logging
from collections.abc import AsyncIterator, Awaitable, Callable, Coroutine
from contextlib import asynccontextmanager
from typing import Any

log = logging.getLogger(__name__)

RESTART_DELAY_S = 30.0
"""After an error; by then the disk may have space again or a lock be released."""

Job = Callable[[], Awaitable[bool]]
Rest = Callable[[], Awaitable[None]]
ReportError = Callable[[BaseException], None]
"""Called with each error; must not raise."""


async def keep_working(work: Job, rest: Rest, report: ReportError) -> None:
    """Call ``work`` for as long as it returns True, else ``rest``, until cancelled."""

    async def loop() -> None:
        while True:
            if not await work():
                await rest()

    await restart_on_error(loop, report)


async def restart_on_error(work: Callable[[], Awaitable[None]], report: ReportError) -> None:
    """Call ``work`` until it returns without an error."""
    while True:
        try:
            return await work()
        except Exception as error:
            if (task := asyncio.current_task()) is not None and task.cancelling():
                raise asyncio.CancelledError from error  # it failed while it was cleaning up
            log.exception("a job failed and restarts in %.0f s", RESTART_DELAY_S)
            report(error)
            await asyncio.sleep(RESTART_DELAY_S)


@asynccontextmanager
async def running(*works: Coroutine[Any, Any, None]) -> AsyncIterator[None]:
    """Run the coroutines as tasks while the block runs, then cancel them."""
    tasks = [asyncio.create_task(work) for work in works]
    try:
        yield
    finally:
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
