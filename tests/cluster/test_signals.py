"""Processes wake each other by PostgreSQL's NOTIFY; a clock makes up for what is lost."""

import asyncio
from collections import Counter
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest
from pydantic import SecretStr
from sqlalchemy import text

from bot.cluster.wakeups import share
from bot.runtime.wakeup import Wakeup
from bot.storage.database import Database, open_database
from bot.storage.dialects.dialect import DatabaseAddress
from bot.storage.signals import Signals
from tests.bot.samples import Clock
from tests.cluster.telegram import until

pytestmark = pytest.mark.long

END_LISTENERS = text(
    "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
    " WHERE application_name = 'kutip signals' AND datname = current_database()"
)


class Process:
    def __init__(self, database: Database) -> None:
        self.database = database
        signals = database.signals()
        assert signals is not None
        self.signals: Signals = signals
        self.heard = Counter[str]()
        for word in ("news", "queued"):
            self.signals.on(word, lambda word=word: self.heard.update([word]))  # type: ignore[misc]


@asynccontextmanager
async def process(address: str, data: Path) -> AsyncIterator[Process]:
    async with open_database(DatabaseAddress(data / "kutip.db", SecretStr(address))) as database:
        started = Process(database)
        async with started.signals.running():
            await until(lambda: started.heard.total() == 2, "it listens")
            started.heard.clear()
            yield started


async def test_a_word_is_heard_by_the_others_only(migrated_address: str, tmp_path: Path) -> None:
    async with (
        process(migrated_address, tmp_path / "1") as one,
        process(migrated_address, tmp_path / "2") as other,
    ):
        one.signals.tell("news")
        await until(lambda: other.heard["news"] == 1, "the other hears it")
        other.signals.tell("queued")
        other.signals.tell("unknown")
        await until(lambda: one.heard["queued"] == 1, "the one hears it")
        assert await one.database.processes() == 2
        assert (one.heard, other.heard) == (Counter(queued=1), Counter(news=1))


async def test_after_the_connections_were_cut_words_are_heard_again_and_all_are_woken(
    migrated_address: str, tmp_path: Path
) -> None:
    async with (
        process(migrated_address, tmp_path / "1") as one,
        process(migrated_address, tmp_path / "2") as other,
    ):
        await one.database.execute(END_LISTENERS)
        one.signals.tell("news")
        both = Counter(news=1, queued=1)
        await until(lambda: one.heard >= both and other.heard >= both, "both are woken")
        heard = other.heard["news"]
        one.signals.tell("news")
        await until(lambda: other.heard["news"] > heard, "the other hears again")


async def test_a_wakeup_wakes_that_of_another_process_and_is_woken_by_a_clock(
    migrated_address: str, tmp_path: Path, clock: Clock
) -> None:
    async with (
        process(migrated_address, tmp_path / "1") as one,
        process(migrated_address, tmp_path / "2") as other,
    ):
        wakeups = [Wakeup(clock), Wakeup(clock)]
        share(one.signals, {"arrived": wakeups[0]})
        share(other.signals, {"arrived": wakeups[1]})
        wakeups[1].max_wait_s = 3600.0
        waiting = asyncio.create_task(wakeups[1].wait())
        wakeups[0].notify()
        await asyncio.wait_for(waiting, 60)
        await wakeups[0].wait()
        await asyncio.wait_for(wakeups[0].wait(), 60)  # nobody notifies: the clock ends it


@pytest.fixture
def clock() -> Clock:
    return Clock()
