"""Machines' clocks differ; who owns which chat is judged by the database's alone."""

import asyncio
from collections.abc import Callable, Sequence
from contextlib import AsyncExitStack
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from pydantic import SecretStr

from bot.model.updates import ClaimedUpdate
from bot.storage.database import open_database
from bot.storage.dialects.dialect import DatabaseAddress
from bot.storage.updates import UpdateStore
from bot.updates.claimer import UpdateClaimer


def clock_ahead_by(seconds: float) -> Callable[[], datetime]:
    return lambda: datetime.now(UTC) + timedelta(seconds=seconds)


@pytest.mark.parametrize(("first_ahead_s", "second_ahead_s"), [(0, 90), (-90, 0), (90, -90)])
async def test_a_process_takes_no_chat_of_a_living_one_whatever_their_clocks_say(
    first_ahead_s: float, second_ahead_s: float, migrated_address: str, tmp_path: Path
) -> None:
    address = DatabaseAddress(tmp_path / "kutip.db", SecretStr(migrated_address))
    handled: list[asyncio.Queue[int]] = [asyncio.Queue(), asyncio.Queue()]
    claimers: list[UpdateClaimer] = []

    def handle(claimed: Sequence[ClaimedUpdate]) -> None:
        for each in claimed:
            handled[len(claimers) - 1].put_nowait(each.update_id)

    async with AsyncExitStack() as stack, asyncio.timeout(20):
        for ahead_s in (first_ahead_s, second_ahead_s):
            store = UpdateStore(await stack.enter_async_context(open_database(address)))
            clock = clock_ahead_by(ahead_s)
            claimers.append(UpdateClaimer(store, clock, shared=True, report=lambda _: None))
            await stack.enter_async_context(claimers[-1].running(handle))
            number = len(claimers)
            await claimers[-1].receive(number, number, "{}")
            assert await handled[number - 1].get() == number
        assert all(each.empty() for each in handled)
