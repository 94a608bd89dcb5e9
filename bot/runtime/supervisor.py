"""Background tasks that are restarted after an error.

Each job begins anew from what is stored, so that a restart loses nothing.
"""

import asyncio
import logging
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Coroutine
from contextlib import asynccontextmanager
from typing import Any

from bot.errors import outage_of

log = logging.getLogger(__name__)

RESTART_DELAY_S = 30.0
"""After an error; by then the disk may have space again or a lock be released."""

FIRST_OUTAGE_DELAY_S = 1.0
"""After the first error of a server that can't be reached: most are away for a moment only."""

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
    """Call ``work`` until it returns without an error; soon again after an outage, then less so."""
    outage_delay_s = FIRST_OUTAGE_DELAY_S
    while True:
        began = time.monotonic()
        try:
            return await work()
        except Exception as error:
            if (task := asyncio.current_task()) is not None and task.cancelling():
                raise asyncio.CancelledError from error  # it failed while it was cleaning up
            if time.monotonic() - began > RESTART_DELAY_S:
                outage_delay_s = FIRST_OUTAGE_DELAY_S
            delay_s = outage_delay_s if outage_of(error) else RESTART_DELAY_S
            outage_delay_s = min(2 * outage_delay_s, RESTART_DELAY_S)
            log.exception("a job failed and restarts in %.0f s", delay_s)
            report(error)
            await asyncio.sleep(delay_s)


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
