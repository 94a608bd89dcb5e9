"""Every way in which a message can fail, and what becomes of it, its chat and the others."""

import asyncio
from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path

import pytest

from bot.model.messages import OutboxCounts, OutboxMessage
from bot.outbox.outcomes import (
    ChatMigrated,
    ChatUnreachable,
    RateLimited,
    Refused,
    RetryLater,
    SendOutcome,
    Sent,
    ThreadGone,
)
from bot.outbox.worker import WorkerLimits, retry_delay
from bot.storage.readers import ReaderStore
from bot.storage.tables.outbox import outbox
from index.types import Language
from tests.bot.alerting import Newsroom, Telegram, make_delivery, news, open_newsroom
from tests.bot.samples import Clock

GROUP, SUPERGROUP = -5, -1005


@pytest.fixture
async def room(database_path: Path, clock: Clock) -> AsyncIterator[Newsroom]:
    async with open_newsroom(database_path, clock) as room:
        await room.reload([news(0, "padi")])
        yield room


async def counts(room: Newsroom) -> OutboxCounts:
    return await room.alerting.outbox.counts()


async def test_what_arrived_is_done(room: Newsroom) -> None:
    await room.subscribe("banjir")
    await room.publish(news(1))
    await room.deliver()
    assert await counts(room) == OutboxCounts(
        waiting=0, done=1, failed=0, dead_letter=0, unreachable=0
    )
    assert await room.outbox_worker.wakes_at() is None


async def test_each_message_that_arrived_is_told_once(room: Newsroom) -> None:
    """What was sent in vain is not; it is when it has arrived."""
    told: list[OutboxMessage] = []
    room.outbox_worker = make_delivery(room.alerting, room.clock, WorkerLimits(), told.append)
    for chat_id in (1, 2):
        await room.subscribe("banjir", chat_id)
    room.telegram.script.extend([RetryLater(), Refused("no")])
    await room.publish(news(1))
    await room.deliver()
    assert told == room.telegram.arrived
    assert len(told) == 1


async def test_a_message_has_the_language_of_its_chat_or_of_its_reader(room: Newsroom) -> None:
    """What was chosen for the chat goes before what its reader chose."""
    for chat_id in (1, 2, 3, 4):
        await room.subscribe("banjir", chat_id)
    readers = ReaderStore(room.database)
    for chat_id in (2, 3):
        await readers.choose_language(chat_id, Language.INDONESIAN)
    for chat_id in (1, 2):
        await room.alerting.chats.set_language(chat_id, Language.ENGLISH)
    await room.publish(news(1))
    await room.deliver()
    assert {message.chat_id: message.language for message in room.telegram.arrived} == {
        1: Language.ENGLISH,
        2: Language.ENGLISH,
        3: Language.INDONESIAN,
        4: None,
    }


async def test_a_429_holds_its_chat_only(room: Newsroom) -> None:
    for chat_id in (1, 2):
        await room.subscribe("banjir", chat_id)
    room.telegram.script.append(RateLimited(300))
    began = room.clock()
    await room.publish(news(1), news(2))
    await room.deliver(timedelta(minutes=1))
    assert [message.chat_id for message in room.telegram.arrived] == [2, 2]
    await room.deliver()
    assert len(room.telegram.arrived) == 4
    assert room.clock() - began >= timedelta(seconds=300)


async def test_a_429_is_remembered_over_a_restart(database_path: Path, clock: Clock) -> None:
    telegram = Telegram()
    async with open_newsroom(database_path, clock, telegram) as room:
        await room.reload([news(0, "padi")])
        await room.subscribe("banjir")
        await room.publish(news(1), news(2))
        telegram.script.append(RateLimited(300))
        await room.deliver(timedelta(minutes=1))
    async with open_newsroom(database_path, clock, telegram) as room:
        await room.deliver(timedelta(minutes=1))
        assert len(telegram.tried) == 1
        await room.deliver()
        assert len(telegram.arrived) == 2


async def test_429s_of_several_chats_hold_everybody(database_path: Path, clock: Clock) -> None:
    async with open_newsroom(database_path, clock, limits=WorkerLimits(concurrency=1)) as room:
        await room.reload([news(0, "padi")])
        for chat_id in range(1, 6):
            await room.subscribe("banjir", chat_id)
        room.telegram.script += [RateLimited(60)] * 3
        await room.publish(news(1))
        began = clock()
        assert await room.outbox_worker.work(room.telegram)
        assert len(room.telegram.tried) == 3
        assert await room.outbox_worker.work(room.telegram)
        assert clock() - began >= timedelta(seconds=60)
        await room.deliver()
        assert [message.chat_id for message in room.telegram.tried] == [1, 2, 3, 1, 2, 3, 4, 5]


async def test_5xx_and_lost_lines_are_tried_again_with_growing_pauses(room: Newsroom) -> None:
    await room.subscribe("banjir")
    room.telegram.script += [RetryLater(), TimeoutError(), ValueError("a mistake in rendering")]
    began = room.clock()
    await room.publish(news(1))
    await room.deliver()
    assert len(room.telegram.arrived) == 1
    assert [message.attempts for message in room.telegram.tried] == [1, 2, 3, 4]
    pauses = sum(retry_delay(attempt, WorkerLimits(), 0.5) for attempt in (1, 2, 3))
    assert room.clock() - began >= timedelta(seconds=pauses)


def test_pauses_grow_to_a_limit_and_are_jittered() -> None:
    limits = WorkerLimits(first_retry_s=2, max_retry_s=60)
    assert [retry_delay(attempt, limits, 1) for attempt in range(1, 8)] == [
        2, 4, 8, 16, 32, 60, 60,
    ]  # fmt: skip
    assert retry_delay(3, limits, 0) == 4
    assert retry_delay(10**6, limits, 1) == 60


async def test_a_message_that_never_passes_is_set_aside(database_path: Path, clock: Clock) -> None:
    limits = WorkerLimits(max_attempts=3)
    async with open_newsroom(database_path, clock, limits=limits) as room:
        await room.reload([news(0, "padi")])
        await room.subscribe("banjir")
        room.telegram.script += [RetryLater()] * 3
        await room.publish(news(1))
        await room.deliver()
        assert len(room.telegram.tried) == 3
        assert (await counts(room)).dead_letter == 1


async def test_a_blocked_chat_sleeps_and_keeps_its_topics(room: Newsroom) -> None:
    await room.subscribe("banjir")
    await room.subscribe("banjir", 2)
    room.telegram.script.append(ChatUnreachable("Forbidden: bot was blocked by the user"))
    await room.publish(news(1), news(2))
    await room.deliver()
    assert room.telegram.titles(2) == ["Berita 1", "Berita 2"]
    assert room.telegram.titles(1) == []
    assert await counts(room) == OutboxCounts(
        waiting=0, done=2, failed=2, dead_letter=0, unreachable=1
    )
    assert (
        await room.alerting.chats.state(1)
    ).unreachable == "Forbidden: bot was blocked by the user"
    await room.publish(news(3))
    assert (await counts(room)).waiting == 1
    assert (await room.subscriptions.page(1)).total == 1
    assert await room.alerting.chats.reactivate(1)
    assert not await room.alerting.chats.reactivate(1)
    await room.publish(news(4))
    await room.deliver()
    assert room.telegram.titles(1) == ["Berita 4"]


async def test_everything_of_a_group_follows_it_to_its_new_number(room: Newsroom) -> None:
    topic = await room.subscribe("banjir", GROUP)
    await room.alerting.chat_settings.set_zone(GROUP, "Asia/Makassar")
    room.telegram.script.append(ChatMigrated(SUPERGROUP))
    await room.publish(news(1), news(2))
    await room.deliver()
    assert [message.chat_id for message in room.telegram.tried] == [GROUP, SUPERGROUP, SUPERGROUP]
    assert room.telegram.titles(SUPERGROUP) == ["Berita 1", "Berita 2"]
    assert (await room.subscriptions.topic(SUPERGROUP, topic)).text == "banjir"
    assert (await room.alerting.chats.state(SUPERGROUP)).zone.key == "Asia/Makassar"
    await room.publish(news(3, copy_of=1), news(4))
    await room.deliver()
    assert room.telegram.titles(SUPERGROUP) == ["Berita 1", "Berita 2", "Berita 4"]
    assert (await room.subscriptions.page(GROUP)).total == 0


async def test_what_the_new_chat_has_already_gives_way(room: Newsroom) -> None:
    old = await room.subscribe("banjir", GROUP)
    await room.subscribe("banjir", SUPERGROUP)
    await room.subscribe("gempa", SUPERGROUP)
    await room.publish(news(1))
    await room.alerting.chat_settings.migrate(GROUP, SUPERGROUP)
    page = await room.subscriptions.page(SUPERGROUP)
    assert {topic.text for topic in page.topics} == {"banjir", "gempa"}
    assert old in {topic.id for topic in page.topics}
    await room.deliver()
    assert room.telegram.titles() == ["Berita 1"]


async def test_a_forum_topic_that_is_gone_falls_back_to_the_general_one(room: Newsroom) -> None:
    topic = await room.subscribe("banjir", GROUP, 9)
    room.telegram.script.append(ThreadGone())
    await room.publish(news(1), news(2))
    await room.deliver()
    assert [message.thread_id for message in room.telegram.tried] == [9, 0, 0]
    assert (await room.subscriptions.topic(GROUP, topic)).thread_id == 0
    room.telegram.script.append(ThreadGone())
    await room.publish(news(3), news(4))
    await room.deliver()
    assert len(room.telegram.arrived) == 2
    assert (await room.alerting.chats.state(GROUP)).unreachable == "thread gone"


async def test_the_general_topic_hears_a_story_once(room: Newsroom) -> None:
    await room.subscribe("banjir", GROUP, 9)
    general = await room.subscribe("banjir", GROUP)
    await room.publish(news(1))
    room.telegram.script += [Sent(), ThreadGone()]
    await room.deliver()
    assert [message.thread_id for message in room.telegram.arrived] == [0]
    page = await room.subscriptions.page(GROUP)
    assert [topic.id for topic in page.topics] == [general]


async def test_a_refused_message_is_set_aside_and_the_rest_goes_on(room: Newsroom) -> None:
    await room.subscribe("banjir")
    room.telegram.script.append(Refused("Bad Request: can't parse entities"))
    await room.publish(news(1), news(2))
    await room.deliver()
    assert room.telegram.titles() == ["Berita 2"]
    assert (await counts(room)).dead_letter == 1


async def test_a_message_that_cannot_be_read_is_set_aside(room: Newsroom) -> None:
    await room.subscribe("banjir")
    await room.publish(news(1))
    async with room.database.write() as connection:
        await connection.execute(outbox.update().values(payload={"kind": "telegram"}))
    await room.publish(news(2))
    await room.deliver()
    assert room.telegram.titles() == ["Berita 2"]
    assert (await counts(room)).dead_letter == 1


async def test_a_message_lost_with_its_process_is_sent_again(
    database_path: Path, clock: Clock
) -> None:
    telegram = Telegram()
    async with open_newsroom(database_path, clock, telegram) as room:
        await room.reload([news(0, "padi")])
        await room.subscribe("banjir")
        await room.publish(news(1), news(2))
        end = clock() + timedelta(seconds=30)
        assert len(await room.alerting.outbox.claim(clock(), end, 10)) == 1
        assert await room.alerting.outbox.claim(clock(), end, 10, [1]) == []
    async with open_newsroom(database_path, clock, telegram) as room:
        await room.deliver(timedelta(seconds=10))
        assert telegram.titles() == ["Berita 2"]
        await room.deliver()
        assert telegram.titles() == ["Berita 2", "Berita 1"]


async def test_a_sender_that_hangs_is_given_up_before_its_lease_ends(
    database_path: Path, clock: Clock
) -> None:
    class Hanging:
        async def send(self, message: OutboxMessage) -> SendOutcome:
            await asyncio.Event().wait()
            return Sent()

    async with open_newsroom(database_path, clock) as room:
        await room.reload([news(0, "padi")])
        await room.subscribe("banjir")
        await room.publish(news(1))
        outbox_worker = make_delivery(room.alerting, clock, WorkerLimits(send_s=0.01))
        assert await outbox_worker.work(Hanging())
        await outbox_worker.drain()
        assert (await counts(room)).waiting == 1


async def test_a_line_that_is_down_is_not_tried_with_every_message(room: Newsroom) -> None:
    for chat_id in range(1, 31):
        await room.subscribe("banjir", chat_id)
    room.telegram.script += [RetryLater()] * 12
    await room.publish(news(1))
    began = room.clock()
    while len(room.telegram.tried) <= 12:
        await room.outbox_worker.work(room.telegram)
        await room.outbox_worker.drain()
    assert room.clock() - began > timedelta(seconds=40)
    await room.deliver()
    assert len({message.chat_id for message in room.telegram.arrived}) == 30


async def test_answers_take_their_share_of_the_pace(room: Newsroom) -> None:
    await room.subscribe("banjir")
    await room.publish(news(1))
    began = room.clock()
    for _ in range(30):
        room.outbox_worker.answer_sent(7)
    await room.deliver()
    assert room.clock() - began >= timedelta(seconds=1)


async def test_nothing_is_begun_while_somebody_is_answered(room: Newsroom) -> None:
    await room.subscribe("banjir")
    await room.publish(news(1))
    outbox_worker = make_delivery(room.alerting, room.clock, WorkerLimits(yield_s=60))
    with outbox_worker.yield_to_answers(), outbox_worker.yield_to_answers():
        work = asyncio.create_task(outbox_worker.work(room.telegram))
        done, _ = await asyncio.wait([work], timeout=0.2)
        assert not done
        assert room.telegram.tried == []
    await work
    await outbox_worker.drain()
    assert room.telegram.titles() == ["Berita 1"]


async def test_an_answer_that_takes_long_does_not_hold_up_everything(room: Newsroom) -> None:
    await room.subscribe("banjir")
    await room.publish(news(1))
    outbox_worker = make_delivery(room.alerting, room.clock, WorkerLimits(yield_s=0.01))
    with outbox_worker.yield_to_answers():
        await outbox_worker.work(room.telegram)
        await outbox_worker.drain()
        assert room.telegram.titles() == ["Berita 1"]


async def test_the_queue_goes_at_telegrams_pace(room: Newsroom) -> None:
    for chat_id in range(1, 61):
        await room.subscribe("banjir", chat_id)
    await room.publish(news(1))
    began = room.clock()
    await room.deliver()
    seconds = (room.clock() - began).total_seconds()
    assert len(room.telegram.arrived) == 60
    assert 59 / 30 <= seconds <= 1.1 * 60 / 30


async def test_what_is_over_is_forgotten_after_a_while(room: Newsroom) -> None:
    await room.subscribe("banjir")
    queued = room.clock()
    await room.publish(news(1))
    await room.deliver()
    assert await room.alerting.outbox.prune(queued) == 0
    assert await room.alerting.outbox.prune(queued + timedelta(seconds=1)) == 1
