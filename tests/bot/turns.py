"""How long the event loop is held up by what is tested."""

import asyncio
from collections.abc import Callable


async def longest_hold(done: asyncio.Event, spent: Callable[[], float]) -> float:
    """Seconds of the processor between two turns of the loop, at most, until ``done``.

    ``spent`` are those of the process, or of the loop's thread alone. Not by the clock: what other
    processes take says nothing of this one.
    """
    longest = 0.0
    while not done.is_set():
        began = spent()
        await asyncio.sleep(0.001)
        longest = max(longest, spent() - began)
    return longest
