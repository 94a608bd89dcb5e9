"""Tasks that go on for as long as the process does, whatever fails in between.

A task that fails goes on after a pause: each of them begins anew from what is stored.
"""

import asyncio
import logging
from collections.abc import AsyncIterator, Awaitable, Callable, Coroutine
from contextlib import asynccontextmanager
from typing import Any

log = logging.getLogger(__name__)

FAILED = 30.0
"""Seconds until a task that failed goes on: the disk may have room again, a lock be gone."""

Job = Callable[[], Awaitable[bool]]
Rest = Callable[[], Awaitable[None]]
ReportError = Callable[[BaseException], None]
"""Told of what failed; must not raise."""


async def keep_going(work: Job, rest: Rest, report: ReportError) -> None:
    """Work while there is work, rest while there is none."""

    async def once() -> None:
        while True:
            if not await work():
                await rest()

    await persist(once, report)


async def persist(work: Callable[[], Awaitable[None]], report: ReportError) -> None:
    """Until it ends without an error."""
    while True:
        try:
            return await work()
        except Exception as error:
            log.exception("what failed goes on in %.0f s", FAILED)
            report(error)
            await asyncio.sleep(FAILED)


@asynccontextmanager
async def running(*works: Coroutine[Any, Any, None]) -> AsyncIterator[None]:
    """The works go on for as long as the block runs."""
    tasks = [asyncio.create_task(work) for work in works]
    try:
        yield
    finally:
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
