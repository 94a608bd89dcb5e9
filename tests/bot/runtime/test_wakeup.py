"""A wakeup: a latched event, or a moment."""

import asyncio
from datetime import timedelta

from bot.runtime.wakeup import Wakeup
from tests.bot.samples import Clock


async def test_a_notification_is_kept_for_the_next_wait_and_a_moment_ends_one(
    clock: Clock,
) -> None:
    wakeup = Wakeup(clock)
    wakeup.notify()
    await asyncio.wait_for(wakeup.wait(), 5)
    await asyncio.wait_for(wakeup.wait(clock() - timedelta(hours=1)), 5)
    await asyncio.wait_for(wakeup.wait(clock() + timedelta(milliseconds=5)), 5)
