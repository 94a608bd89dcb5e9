"""One of several processes leads; another one does as soon as that has gone."""

import asyncio
import os
import signal
import sys
import time
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import AsyncExitStack, asynccontextmanager
from pathlib import Path

import pytest
from pydantic import SecretStr
from sqlalchemy import text

from bot.cluster import leadership
from bot.cluster.leadership import Leadership
from bot.errors import StorageError
from bot.storage.database import Database, open_database
from bot.storage.dialects.dialect import DatabaseAddress
from bot.storage.dialects.postgresql_sessions import (
    KEEPALIVE_INTERVAL_S,
    KEEPALIVE_TIMEOUT_S,
    SERVER_SETTINGS,
    Session,
)
from tests.cluster.postgresql import PostgreSql, execute, postgresql
from tests.cluster.processes import ServerProcess
from tests.cluster.telegram import ROOT, until

TAKEOVER_S = 5.0

END_LOCKS = text(
    "SELECT pg_terminate_backend(pid) FROM pg_locks"
    " WHERE locktype = 'advisory' AND granted AND pid != pg_backend_pid()"
)


class Process:
    """A process's leadership, and what its jobs have done."""

    def __init__(self, database: Database) -> None:
        self.errors: list[BaseException] = []
        self.leadership = Leadership(database, self.errors.append)
        self.begun = self.ended = 0

    @property
    def works(self) -> bool:
        return self.begun > self.ended

    @asynccontextmanager
    async def jobs(self) -> AsyncIterator[None]:
        self.begun += 1
        try:
            yield
        finally:
            self.ended += 1


@asynccontextmanager
async def process(address: str, data: Path) -> AsyncIterator[Process]:
    async with open_database(DatabaseAddress(data / "kutip.db", SecretStr(address))) as database:
        started = Process(database)
        async with (
            started.leadership.sought(),
            started.leadership.running(started.jobs),
        ):
            yield started
        assert started.errors == []


async def soon(condition: Callable[[], bool], what: str) -> None:
    await until(condition, what, TAKEOVER_S)


async def until_begun(one: Process, other: Process, times: int) -> None:
    def is_so() -> bool:
        return one.begun + other.begun == times and one.works != other.works

    await soon(is_so, f"one has begun to lead {times} times, and leads alone")


async def test_the_second_process_leads_when_the_first_has_ended(
    migrated_address: str, tmp_path: Path
) -> None:
    async with AsyncExitStack() as first, process(migrated_address, tmp_path / "2") as other:
        await soon(lambda: other.works, "the only one leads")
        late = await first.enter_async_context(process(migrated_address, tmp_path / "1"))
        assert not late.leadership.leads
    async with AsyncExitStack() as first:
        leader = await first.enter_async_context(process(migrated_address, tmp_path / "1"))
        assert leader.leadership.leads
        async with process(migrated_address, tmp_path / "2") as follower:
            await soon(lambda: leader.works, "the first works")
            assert not follower.leadership.leads
            await first.aclose()
            assert (leader.begun, leader.ended) == (1, 1)
            await soon(lambda: follower.works, "the second leads")


async def test_a_leader_whose_connection_is_cut_stops_and_one_leads_again(
    migrated_address: str, tmp_path: Path
) -> None:
    data = DatabaseAddress(tmp_path / "3" / "kutip.db", SecretStr(migrated_address))
    async with (
        process(migrated_address, tmp_path / "1") as one,
        process(migrated_address, tmp_path / "2") as other,
        open_database(data) as database,
    ):
        await soon(lambda: one.works, "the first works")
        for turn in (2, 3, 4):
            await database.execute(END_LOCKS)
            await until_begun(one, other, turn)


async def test_a_leader_whose_jobs_fail_at_once_pauses_before_it_leads_again(
    migrated_address: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(leadership, "RETRY_S", 1_000.0)
    address = DatabaseAddress(tmp_path / "kutip.db", SecretStr(migrated_address))
    async with open_database(address) as database:
        failing = Process(database)

        @asynccontextmanager
        async def jobs() -> AsyncIterator[None]:
            failing.begun += 1
            raise StorageError("storage_full", path="", reason="")
            yield

        async with failing.leadership.sought(), failing.leadership.running(jobs):
            await soon(lambda: failing.begun == 2, "it has tried again")
            for _ in range(200):
                await database.scalar(text("SELECT 1"))
            assert failing.begun == len(failing.errors) == 2
            assert not failing.leadership.leads


async def test_a_leader_that_hung_until_the_server_ended_its_connection_stops(
    migrated_address: str, tmp_path: Path
) -> None:
    """What the server has said waits together with the statement that keeps the lock alive."""
    async with (
        process(migrated_address, tmp_path / "1") as one,
        process(migrated_address, tmp_path / "2") as other,
    ):
        await soon(lambda: one.works, "the first works")
        execute(migrated_address, str(END_LOCKS))
        time.sleep(KEEPALIVE_INTERVAL_S + 0.1)  # noqa: ASYNC251 - the process hangs
        await until_begun(one, other, 2)


@pytest.fixture
def server() -> Iterator[PostgreSql]:
    with postgresql() as server:
        yield server


async def test_after_the_database_was_killed_one_leads_again(
    server: PostgreSql, tmp_path: Path
) -> None:
    address = server.new_database()
    async with (
        process(address, tmp_path / "1") as one,
        process(address, tmp_path / "2") as other,
    ):
        await soon(lambda: one.works, "the first works")
        await asyncio.to_thread(server.kill)
        await soon(lambda: not one.works, "the jobs stop")
        assert not one.leadership.leads
        await asyncio.to_thread(server.start)
        await soon(lambda: one.works or other.works, "one leads again")
        assert not (one.works and other.works)


async def test_the_server_ends_what_hangs_and_what_cannot_be_reached(
    migrated_address: str, tmp_path: Path
) -> None:
    """Else its lock would be held for hours; the holder notices earlier."""
    data = DatabaseAddress(tmp_path / "3" / "kutip.db", SecretStr(migrated_address))
    async with open_database(data) as database, database.lock("leading", wait=False) as lock:
        assert isinstance(lock, Session)
        shown = {name: await lock.connection.fetchval(f"SHOW {name}") for name in SERVER_SETTINGS}
    assert shown == SERVER_SETTINGS
    noticed_by_holder = KEEPALIVE_INTERVAL_S + KEEPALIVE_TIMEOUT_S
    idle, interval, count = (
        int(SERVER_SETTINGS[f"tcp_keepalives_{name}"]) for name in ("idle", "interval", "count")
    )
    assert noticed_by_holder < idle + interval * count


async def test_a_leader_that_hangs_is_followed_by_another_and_stops_as_soon_as_it_goes_on(
    migrated_address: str, tmp_path: Path
) -> None:
    log = tmp_path / "log"
    command = [sys.executable, "-m", "tests.cluster.leading", migrated_address, str(tmp_path / "1")]
    hanging = ServerProcess(command, log, environment=os.environ | {"PYTHONPATH": str(ROOT)})
    try:
        await until(lambda: log.read_text("utf-8") == "begun\n", "it leads")
        async with process(migrated_address, tmp_path / "2") as other:
            os.kill(hanging.pid, signal.SIGSTOP)
            await until(lambda: other.works, "the other leads")
            os.kill(hanging.pid, signal.SIGCONT)
            await soon(lambda: log.read_text("utf-8") == "begun\nstopped\n", "it stops")
            assert other.works
    finally:
        hanging.kill_group()
