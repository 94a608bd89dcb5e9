"""The end of a process whose event loop stands still, so that whoever started it starts it anew.

Such a process answers nobody and hears no signal, and only systemd's watchdog would see that.
"""

import asyncio
import sys
import traceback
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from pathlib import Path
from threading import Event, Thread, main_thread

from bot.runtime.hard_exit import end_process

INTERVAL_S = 5.0
"""Between two looks. They are counted, not the time: a process that is stopped, or a computer that
sleeps, has no look meanwhile."""
MAX_LOOKS = 12
"""How many times in a row the loop may not have answered."""
FRAMES = 6
STOOD_STILL = "the event loop has stood still for %.0f s, and the process ends: %s"


@asynccontextmanager
async def ending_if_still(
    interval_s: float = INTERVAL_S, max_looks: int = MAX_LOOKS
) -> AsyncIterator[None]:
    """End the process with status 1 if the loop stands still before the block ends."""
    ended = Event()
    arguments = asyncio.get_running_loop(), ended, interval_s, max_looks
    Thread(target=_watch, args=arguments, name="loop-watch", daemon=True).start()
    try:
        yield
    finally:
        ended.set()


def _watch(
    loop: asyncio.AbstractEventLoop, ended: Event, interval_s: float, max_looks: int
) -> None:
    answered, looks = Event(), 0
    while not ended.wait(interval_s):
        looks = 0 if answered.is_set() else looks + 1
        if looks > max_looks:
            end_process(1, STOOD_STILL, max_looks * interval_s, _place())
        answered.clear()
        # There may be no memory to ask, or the loop may just have been closed.
        with suppress(MemoryError, RuntimeError):
            loop.call_soon_threadsafe(answered.set)


def _place() -> str:
    """Return where the main thread is, its last call first."""
    frame = sys._current_frames().get(main_thread().ident or 0)
    calls = traceback.extract_stack(frame)[-FRAMES:]
    return " < ".join(
        f"{Path(each.filename).name}:{each.lineno} {each.name}" for each in calls[::-1]
    )
