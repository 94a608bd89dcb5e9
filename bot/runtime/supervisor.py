"""Background tasks that are restarted after an error, and watched.

Each job begins anew from what is stored, so that a restart loses nothing.
"""

import asyncio
import logging
import time
from collections import Counter
from collections.abc import AsyncIterator, Awaitable, Callable, Coroutine, Iterator
from contextlib import asynccontextmanager, contextmanager
from contextvars import ContextVar
from typing import Any

from bot.outages import outage_of
from bot.runtime.log_context import in_job

log = logging.getLogger(__name__)

RESTART_DELAY_S = 30.0
"""After an error; by then the disk may have space again or a lock be released."""

FIRST_OUTAGE_DELAY_S = 1.0
"""After the first error of a server that can't be reached: most are away for a moment only."""

Job = Callable[[], Awaitable[bool]]
Rest = Callable[[], Awaitable[None]]
ReportError = Callable[[BaseException], None]
"""Called with each error; must not raise."""


class JobWatch:
    """The fate of the jobs that run within ``watching_jobs``.

    A job is dead that ended by an error or a cancellation before it was to: nothing restarts it.
    ``restarts`` counts by the name of the job.
    """

    def __init__(self) -> None:
        self.dead: list[str] = []
        self.restarts: Counter[str] = Counter()


_watch: ContextVar[JobWatch | None] = ContextVar("job_watch", default=None)


@contextmanager
def watching_jobs(watch: JobWatch) -> Iterator[None]:
    """Watch the jobs that are started in the block, and in the tasks that it starts."""
    token = _watch.set(watch)
    try:
        yield
    finally:
        _watch.reset(token)


async def keep_working(work: Job, rest: Rest, report: ReportError, name: str) -> None:
    """Call ``work`` for as long as it returns True, else ``rest``, until cancelled."""

    async def loop() -> None:
        while True:
            if not await work():
                await rest()

    await restart_on_error(loop, report, name)


async def restart_on_error(
    work: Callable[[], Awaitable[None]], report: ReportError, name: str
) -> None:
    """Call ``work`` until it returns without an error; soon again after an outage, then less so.

    ``name``, one of those in docs/monitoring.md, becomes that of the task, and of the job in what
    is logged meanwhile.
    """
    if (task := asyncio.current_task()) is not None:
        task.set_name(name)
    if (watch := _watch.get()) is not None:
        watch.restarts[name] += 0
    with in_job(name):
        await _restart_on_error(work, report, name)


async def _restart_on_error(
    work: Callable[[], Awaitable[None]], report: ReportError, name: str
) -> None:
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
            log.exception("the job failed and restarts in %.0f s", delay_s)
            if (watch := _watch.get()) is not None:
                watch.restarts[name] += 1
            report(error)
        await asyncio.sleep(delay_s)  # not above: the error refers to what it was raised in


@asynccontextmanager
async def running(*works: Coroutine[Any, Any, None]) -> AsyncIterator[None]:
    """Run the coroutines as tasks while the block runs, then cancel them."""
    tasks = [asyncio.create_task(work, name=getattr(work, "__qualname__", None)) for work in works]
    for task in tasks:
        task.add_done_callback(_note_death)
    try:
        yield
    finally:
        for task in tasks:
            task.remove_done_callback(_note_death)
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)


def _note_death(task: "asyncio.Task[None]") -> None:
    """Note a job that ended although it was to run on; one that has nothing left to do may end."""
    error = None if task.cancelled() else task.exception()
    if error is None and not task.cancelled():
        return
    log.critical("the job %s is dead, until the bot starts anew", task.get_name(), exc_info=error)
    if (watch := _watch.get()) is not None:
        watch.dead.append(task.get_name())
