"""The leader deletes what has expired, by itself, for as long as it leads."""

import asyncio
from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path

import pytest

from bot.maintenance.retention import INTERVAL_S, ITEM_RETENTION, RETRY_INTERVAL_S
from bot.services.bot import BotServices, open_bot_services
from bot.settings import Settings
from tests.bot.samples import Clock
from tests.pauses import Pauses

HOUR, DAY = timedelta(hours=1), timedelta(days=1)
FIRST, SECOND = {"a" * 32: "b" * 32}, {"c" * 32: "d" * 32}


@pytest.fixture
async def services(data_folder: Path, tmp_path: Path, clock: Clock) -> AsyncIterator[BotServices]:
    settings = Settings(data=data_folder, articles=tmp_path, watch=False, backup_hours=0)
    async with open_bot_services(settings, clock) as services:
        yield services


async def paused(pauses: Pauses, seconds: float) -> None:
    """Wait until a job pauses for so long; others pause, too."""
    async with asyncio.timeout(20):
        while await pauses.begun() != seconds:
            pass


async def test_the_leader_deletes_what_expires_every_hour(
    services: BotServices, clock: Clock, pauses: Pauses
) -> None:
    feeds = services.feeds.store

    async def known(items: dict[str, str]) -> bool:
        return not await feeds.new_items(7, items, clock() - 9_999 * DAY)

    await feeds.record_items(7, FIRST, clock(), taken=True)
    clock.advance(HOUR)
    await feeds.record_items(7, SECOND, clock(), taken=True)
    clock.advance(ITEM_RETENTION - HOUR / 2)
    async with services.leading():
        await paused(pauses, RETRY_INTERVAL_S)
        assert await known(FIRST)  # Telegram has confirmed no time
        services.contact.heard(200)
        pauses.end()
        await paused(pauses, INTERVAL_S)
        assert (await known(FIRST), await known(SECOND)) == (False, True)
        clock.advance(timedelta(seconds=INTERVAL_S))
        pauses.end()
        await paused(pauses, INTERVAL_S)
        assert not await known(SECOND)
    assert timedelta(seconds=INTERVAL_S) <= DAY
