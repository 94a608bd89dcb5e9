"""The delay of the event loop: how much later than asked for a task goes on."""

import asyncio
from collections.abc import Callable

INTERVAL_S = 0.5
"""Between two measurements: a loop that is blocked for so long is surely noticed."""


async def measure_loop_lag(observe: Callable[[float], None]) -> None:
    """Pass the delays in seconds to ``observe``, until cancelled."""
    time = asyncio.get_running_loop().time
    while True:
        due = time() + INTERVAL_S
        await asyncio.sleep(INTERVAL_S)
        observe(max(0.0, time() - due))
