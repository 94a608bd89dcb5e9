"""Measures how long the event loop is blocked."""

import asyncio
from collections.abc import Callable


async def max_loop_delay(done: asyncio.Event, spent: Callable[[], float]) -> float:
    """Return the longest processor time between two turns of the loop, in seconds, until ``done``.

    ``spent`` returns the processor time of the process or of the loop's thread: wall-clock time
    would include other processes.
    """
    longest = 0.0
    while not done.is_set():
        began = spent()
        await asyncio.sleep(0.001)
        longest = max(longest, spent() - began)
    return longest
