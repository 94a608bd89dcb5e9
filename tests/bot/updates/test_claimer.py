"""Updates are handled by the process that owns their chat, once, and after its death by another."""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from contextlib import AsyncExitStack
from datetime import timedelta

import pytest

from bot.errors import StorageError
from bot.model.updates import ClaimedUpdate
from bot.storage.database import Database
from bot.storage.updates import UpdateStore
from bot.updates import claimer as module
from bot.updates.claimer import KNOWN_FOR, LEASE, MAX_ATTEMPTS, UpdateClaimer
from tests.bot.samples import Clock


class FaultyStore(UpdateStore):
    """A store that can be out of reach."""

    out_of_reach = False

    def __getattribute__(self, name: str) -> object:
        found: object = super().__getattribute__(name)
        if name.startswith("_") or name == "out_of_reach" or not self.out_of_reach:
            return found

        async def fail(*_: object, **__: object) -> None:
            raise StorageError("storage_failed", path="", reason="")

        return fail


class Process:
    """A process with what it was given to handle, in order."""

    def __init__(self, database: Database, clock: Clock, *, shared: bool = True) -> None:
        self.store = FaultyStore(database)
        self.handled: asyncio.Queue[ClaimedUpdate] = asyncio.Queue()
        self.errors: list[BaseException] = []
        self.told: list[str] = []
        self.claimer = UpdateClaimer(
            self.store, clock, shared=shared, report=self.errors.append, tell=self.tell
        )
        self._running = AsyncExitStack()

    def tell(self, owner: str) -> None:
        self.told.append(owner)

    async def begin(self) -> None:
        await self._running.enter_async_context(self.claimer.running(self.handle))

    def handle(self, claimed: Sequence[ClaimedUpdate]) -> None:
        for each in claimed:
            self.handled.put_nowait(each)

    async def die(self) -> None:
        """Stop as a process does that is killed."""
        await self._running.aclose()

    async def end(self) -> None:
        await self.die()
        await self.claimer.end()

    async def receives(self, number: int, chat: int = 7) -> None:
        await self.claimer.receive(number, chat, f'"{number}"')

    async def next(self) -> int:
        async with asyncio.timeout(10):
            return (await self.handled.get()).update_id


Start = Callable[..., Awaitable[Process]]


@pytest.fixture
async def start(database: Database, clock: Clock, monkeypatch: pytest.MonkeyPatch) -> object:
    monkeypatch.setattr(module, "TICK_S", 0.01)
    processes: list[Process] = []

    async def start(*, shared: bool = True) -> Process:
        process = Process(database, clock, shared=shared)
        processes.append(process)
        await process.begin()
        return process

    yield start
    for process in processes:
        await process.die()
        assert process.errors == []


async def marked(process: Process) -> None:
    """Mark all that is done."""
    await process.claimer._mark()


async def test_an_update_is_handed_out_once_and_not_after_it_is_done(start: Start) -> None:
    one = await start()
    await one.receives(5)
    assert await one.next() == 5
    await one.receives(5)
    one.claimer.done(5)
    await marked(one)
    await one.receives(5)
    await one.receives(6)
    assert await one.next() == 6


async def test_the_owner_of_a_chat_is_told_and_handles_what_another_got(start: Start) -> None:
    one, other = await start(), await start()
    await one.receives(5)
    await other.receives(6)
    assert [await one.next(), await one.next()] == [5, 6]
    assert other.told == [one.claimer.owner]
    assert other.handled.empty()


async def test_who_owns_a_chat_is_looked_up_again_after_a_while(start: Start, clock: Clock) -> None:
    one, other = await start(), await start()
    await one.receives(5)
    await other.receives(6)
    await one.next()
    one.claimer.done(5)
    assert await one.next() == 6
    one.claimer.done(6)
    await one.end()
    clock.advance(KNOWN_FOR)
    await other.receives(7)
    assert await other.next() == 7
    assert len(other.told) == 1


async def test_what_is_left_to_a_process_that_has_ended_is_taken_over(start: Start) -> None:
    one, other = await start(), await start()
    await one.receives(5)
    await other.receives(6)
    assert [await one.next(), await one.next()] == [5, 6]
    one.claimer.done(5)
    one.claimer.done(6)
    await one.end()
    await other.receives(7)
    assert other.told == [one.claimer.owner] * 2
    assert await other.next() == 7


async def test_ids_sent_to_both_are_handled_once(start: Start) -> None:
    one, other = await start(), await start()
    other.handled = one.handled
    await asyncio.gather(one.receives(5), other.receives(5))
    await asyncio.gather(one.receives(6, chat=8), other.receives(6, chat=8))
    await asyncio.gather(one.receives(7), other.receives(7))
    await one.receives(8)
    await other.receives(9, chat=8)
    assert sorted([await one.next() for _ in range(5)]) == [5, 6, 7, 8, 9]
    assert one.handled.empty()


async def test_what_a_dead_process_left_is_handled_by_another(start: Start, clock: Clock) -> None:
    one, other = await start(), await start()
    await one.receives(5)
    await one.next()
    await one.die()
    clock.advance(LEASE - timedelta(seconds=1))
    await other.claimer._tick()
    assert other.handled.empty()
    clock.advance(timedelta(seconds=2))
    assert await other.next() == 5


async def test_what_a_process_releases_in_the_end_is_handled_by_another(start: Start) -> None:
    one, other = await start(), await start()
    await one.receives(5)
    await one.receives(6)
    await one.next()
    one.claimer.done(5)
    await one.end()
    assert await other.next() == 6
    assert other.handled.empty()


async def test_a_process_that_is_alone_waits_for_no_lease(start: Start) -> None:
    one = await start(shared=False)
    await one.receives(5)
    await one.next()
    await one.die()
    other = await start(shared=False)
    assert await other.next() == 5


async def test_after_storage_was_out_of_reach_nobody_is_taken_for_dead_at_once(
    start: Start, clock: Clock
) -> None:
    """Both could not renew their leases; one comes back earlier than the other."""
    one, other = await start(), await start()
    clock.advance(LEASE)
    await one.claimer._tick()
    await other.claimer._tick()
    await one.receives(5)
    await one.next()
    one.store.out_of_reach = other.store.out_of_reach = True
    clock.advance(LEASE * 2)
    other.store.out_of_reach = False
    await other.claimer._tick()
    assert other.handled.empty()
    one.store.out_of_reach = False
    await one.claimer._tick()
    clock.advance(LEASE - timedelta(seconds=1))
    await other.claimer._tick()
    assert other.handled.empty()
    assert await one.claimer.may_handle(5)


async def test_who_was_taken_for_dead_does_not_begin_what_is_anothers(
    start: Start, clock: Clock
) -> None:
    one, other = await start(), await start()
    await one.receives(5)
    await one.next()
    assert await one.claimer.may_handle(5)
    one.store.out_of_reach = True
    for _ in range(3):
        clock.advance(LEASE - timedelta(seconds=1))
        await other.claimer._tick()
    assert await other.next() == 5
    assert await one.claimer.may_handle(5)  # nothing can be asked
    await one.die()
    one.store.out_of_reach = False
    assert not await one.claimer.may_handle(5)


async def test_who_hung_does_not_begin_what_was_taken_over_although_its_lease_is_renewed(
    start: Start, clock: Clock
) -> None:
    one, other = await start(), await start()
    await one.receives(5)
    await one.next()
    one.store.out_of_reach = True
    for _ in range(3):
        clock.advance(LEASE - timedelta(seconds=1))
        await other.claimer._tick()
    assert await other.next() == 5
    one.store.out_of_reach = False
    await one.claimer._tick()
    assert not await one.claimer.may_handle(5)
    assert await other.claimer.may_handle(5)


async def test_who_hung_still_handles_what_was_not_taken_over(start: Start, clock: Clock) -> None:
    one = await start()
    await one.receives(5)
    await one.next()
    clock.advance(LEASE * 2)
    await one.claimer._tick()
    assert await one.claimer.may_handle(5)


async def test_an_update_that_ends_processes_is_given_up(
    start: Start, clock: Clock, caplog: pytest.LogCaptureFixture
) -> None:
    process = await start(shared=False)
    await process.receives(5)
    for _ in range(MAX_ATTEMPTS):
        assert await process.next() == 5
        await process.die()
        process = await start(shared=False)
    await marked(process)
    await process.receives(6)
    assert await process.next() == 6
    assert "update 5 is given up" in caplog.text


async def test_storage_that_fails_is_asked_again(start: Start) -> None:
    one = await start()
    await one.receives(5)
    await one.next()
    one.store.out_of_reach = True
    one.claimer.done(5)
    with pytest.raises(StorageError):
        await one.receives(6)
    one.store.out_of_reach = False
    await marked(one)
    await one.receives(6)
    assert await one.next() == 6


async def test_no_more_are_handed_out_than_may_be_in_work(
    start: Start, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "MAX_IN_WORK", 2)
    one = await start()
    for number in (5, 6, 7):
        await one.receives(number)
    assert [await one.next(), await one.next()] == [5, 6]
    await one.claimer._claim(one.handle)
    assert one.handled.empty()
    one.claimer.done(5)
    assert await one.next() == 7
