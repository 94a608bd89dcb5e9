"""Updates are stored once, handled by one process at a time, and taken over from dead ones."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from bot.storage.database import Database
from bot.storage.tables.updates import update_chats, updates
from bot.storage.updates import CHAT_IDLE, UpdateStore
from tests.bot.samples import Clock

LEASE = timedelta(seconds=15)
ONE, OTHER, THIRD = "one", "other", "third"


class Processes:
    """Processes on one database; a test moves their clock."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self.store = UpdateStore(database)
        self.clock = clock

    async def live(self, *owners: str) -> None:
        for owner in owners:
            await self.store.renew(owner, self.clock() + LEASE)

    async def receives(self, owner: str, number: int, chat: int = 7) -> str:
        now = self.clock()
        await self.store.add(number, chat_id=chat, body=f'"{number}"', now=now)
        return await self.store.own(chat, owner, update_id=number, now=now, gone_at=now)

    async def claims(self, owner: str, *without: int) -> list[int]:
        return [each.update_id for each in await self.store.claim(owner, 100, without)]

    async def finishes(self, *numbers: int) -> None:
        await self.store.done(numbers, self.clock())


@pytest.fixture
async def processes(database: Database, clock: Clock) -> Processes:
    processes = Processes(database, clock)
    await processes.live(ONE, OTHER)
    return processes


async def test_an_update_without_its_chat_is_claimed_once_telegram_sends_it_again(
    processes: Processes, database: Database
) -> None:
    await processes.receives(ONE, 5)
    await database.execute(update_chats.delete())
    assert await processes.claims(ONE) == []
    await processes.receives(OTHER, 5)
    assert await processes.claims(OTHER) == [5]


async def test_an_update_is_claimed_once_with_what_it_says(processes: Processes) -> None:
    assert await processes.receives(ONE, 5) == ONE
    claimed = await processes.store.claim(ONE, 100)
    assert [(each.update_id, each.body, each.attempts) for each in claimed] == [(5, '"5"', 0)]
    assert await processes.claims(ONE, 5) == []
    assert await processes.claims(OTHER) == []


async def test_no_more_are_claimed_than_asked_for(processes: Processes) -> None:
    for number in range(5):
        await processes.receives(ONE, number)
    claimed = await processes.store.claim(ONE, 2, without=[0])
    assert [each.update_id for each in claimed] == [1, 2]


async def test_a_chats_updates_are_its_owners_whoever_gets_them(processes: Processes) -> None:
    assert await processes.receives(ONE, 5) == ONE
    assert await processes.receives(OTHER, 6) == ONE
    assert await processes.receives(OTHER, 7, chat=8) == OTHER
    assert await processes.claims(OTHER) == [7]
    assert await processes.claims(ONE) == [5, 6]


async def test_any_number_of_updates_is_left_out_and_marked(processes: Processes) -> None:
    for number in range(9):
        await processes.receives(ONE, number)
    for count in range(9):
        assert await processes.claims(ONE, *range(count)) == list(range(count, 9))
    await processes.finishes(*range(5))
    assert await processes.claims(ONE) == [5, 6, 7, 8]


async def test_updates_that_came_out_of_order_are_claimed_in_order(processes: Processes) -> None:
    for number in (9, 7, 8):
        await processes.receives(ONE, number)
    assert await processes.claims(ONE) == [7, 8, 9]


async def test_an_id_seen_before_is_not_claimed_again(processes: Processes) -> None:
    await processes.receives(ONE, 5)
    await processes.receives(OTHER, 5)
    assert await processes.claims(ONE) == [5]
    await processes.finishes(5)
    await processes.receives(OTHER, 5)
    assert await processes.claims(ONE) == await processes.claims(OTHER) == []


async def test_of_what_is_done_only_the_id_is_kept(
    processes: Processes, database: Database
) -> None:
    await processes.receives(ONE, 5)
    await processes.finishes(5)
    (row,) = await database.rows(select(updates))
    assert (row.update_id, row.chat_id, row.body) == (5, 0, "")


async def test_a_chat_stays_with_its_owner_until_it_is_idle(
    processes: Processes, database: Database
) -> None:
    await processes.receives(ONE, 5)
    await processes.finishes(5)
    await processes.store.forget_chats(processes.clock())
    assert await processes.receives(OTHER, 6) == ONE
    processes.clock.advance(CHAT_IDLE * 2)
    await processes.live(ONE, OTHER)
    await processes.store.forget_chats(processes.clock())
    assert await processes.receives(OTHER, 7) == ONE  # 6 is unfinished
    await processes.finishes(6, 7)
    processes.clock.advance(CHAT_IDLE * 2)
    await processes.live(ONE, OTHER)
    await processes.store.forget_chats(processes.clock())
    assert await database.rows(select(update_chats)) == []
    assert await processes.receives(OTHER, 8) == OTHER


async def test_what_a_dead_process_left_is_taken_over_once(processes: Processes) -> None:
    await processes.receives(ONE, 5)
    await processes.receives(ONE, 6, chat=8)
    await processes.finishes(6)
    processes.clock.advance(LEASE - timedelta(seconds=1))
    await processes.live(OTHER, THIRD)
    assert await processes.store.take_over(OTHER, processes.clock()) == 0
    processes.clock.advance(timedelta(seconds=1))
    assert await processes.store.take_over(OTHER, processes.clock()) == 1
    assert await processes.store.take_over(THIRD, processes.clock()) == 0
    (taken,) = await processes.store.claim(OTHER, 100)
    assert (taken.update_id, taken.attempts) == (5, 1)


async def test_a_new_update_waits_behind_what_a_dead_process_left(processes: Processes) -> None:
    await processes.receives(ONE, 5)
    processes.clock.advance(LEASE)
    await processes.live(OTHER)
    assert await processes.receives(OTHER, 6) == ONE
    assert await processes.claims(OTHER) == []
    await processes.store.take_over(OTHER, processes.clock())
    assert await processes.claims(OTHER) == [5, 6]


async def test_a_chat_without_unfinished_updates_leaves_a_dead_process(
    processes: Processes,
) -> None:
    await processes.receives(ONE, 5)
    await processes.finishes(5)
    processes.clock.advance(LEASE)
    await processes.live(OTHER)
    assert await processes.receives(OTHER, 6) == OTHER
    assert await processes.claims(OTHER) == [6]


async def test_who_was_taken_for_dead_owns_nothing_any_more(processes: Processes) -> None:
    await processes.receives(ONE, 5)
    assert await processes.store.owns(ONE, 5)
    processes.clock.advance(LEASE)
    await processes.live(OTHER)
    await processes.store.take_over(OTHER, processes.clock())
    await processes.live(ONE)
    assert not await processes.store.owns(ONE, 5)
    assert await processes.store.owns(OTHER, 5)
    await processes.finishes(5)
    assert not await processes.store.owns(OTHER, 5)


async def test_what_is_released_may_be_taken_over_at_once(processes: Processes) -> None:
    await processes.receives(ONE, 5)
    assert await processes.store.take_over(OTHER, processes.clock()) == 0
    await processes.store.release(ONE)
    assert await processes.store.take_over(OTHER, processes.clock()) == 1
    (taken,) = await processes.store.claim(OTHER, 100)
    assert (taken.update_id, taken.attempts) == (5, 0)


async def test_a_database_of_one_process_waits_for_no_lease(processes: Processes) -> None:
    await processes.receives(ONE, 5)
    await processes.store.end_leases()
    await processes.live(THIRD)
    assert await processes.store.take_over(THIRD, processes.clock()) == 1
    assert await processes.claims(THIRD) == [5]


async def test_ids_are_kept_until_they_are_pruned(processes: Processes, database: Database) -> None:
    await processes.receives(ONE, 5)
    await processes.receives(ONE, 6)
    await processes.finishes(5)
    await processes.store.prune(processes.clock())
    assert len(await database.rows(select(updates))) == 2
    processes.clock.advance(timedelta(days=2))
    await processes.store.prune(processes.clock())
    assert [row.update_id for row in await database.rows(select(updates))] == [6]


async def test_all_processes_share_the_secret_that_one_has_made(processes: Processes) -> None:
    assert await processes.store.secret("webhook", "made by one") == "made by one"
    assert await processes.store.secret("webhook", "made by another") == "made by one"


async def test_what_no_column_may_hold_is_stored_escaped(processes: Processes) -> None:
    body, now = '"\\u0000\\ud800"', processes.clock()
    number, chat = 2**63 - 1, -(2**52)
    await processes.store.add(number, chat_id=chat, body=body, now=now)
    await processes.store.own(chat, ONE, update_id=number, now=now, gone_at=now)
    assert [each.body for each in await processes.store.claim(ONE, 100)] == [body]
