"""Each outcome of sending a message, and what follows for it, its chat and the others."""

import asyncio
from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path

import pytest

from bot.model.interface_language import InterfaceLanguage
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
from tests.bot.alert_harness import (
    AlertHarness,
    FakeSender,
    make_news,
    make_outbox_worker,
    open_alert_harness,
)
from tests.bot.samples import Clock

GROUP, SUPERGROUP = -5, -1005


@pytest.fixture
async def harness(database_path: Path, clock: Clock) -> AsyncIterator[AlertHarness]:
    async with open_alert_harness(database_path, clock) as harness:
        await harness.reload([make_news(0, "padi")])
        yield harness


async def counts(harness: AlertHarness) -> OutboxCounts:
    return await harness.alerts.outbox.counts()


async def test_a_sent_message_is_done(harness: AlertHarness) -> None:
    await harness.subscribe("banjir")
    await harness.publish(make_news(1))
    await harness.deliver()
    assert await counts(harness) == OutboxCounts(
        waiting=0, done=1, failed=0, dead_letter=0, unreachable=0
    )
    assert await harness.outbox_worker.wakes_at() is None


async def test_each_message_that_arrived_is_passed_on_once(harness: AlertHarness) -> None:
    """Failed attempts are not."""
    delivered: list[OutboxMessage] = []
    harness.outbox_worker = make_outbox_worker(
        harness.alerts, harness.clock, WorkerLimits(), delivered.append
    )
    for chat_id in (1, 2):
        await harness.subscribe("banjir", chat_id)
    harness.sender.script.extend([RetryLater(), Refused("no")])
    await harness.publish(make_news(1))
    await harness.deliver()
    assert delivered == harness.sender.arrived
    assert len(delivered) == 1


async def test_a_message_has_the_language_of_its_chat_or_of_its_reader(
    harness: AlertHarness,
) -> None:
    """The language of the chat takes precedence, be it set or the one of a group's messages."""
    for chat_id in (1, 2, 3, 4, -5):
        await harness.subscribe("banjir", chat_id)
    readers = ReaderStore(harness.database)
    for chat_id in (2, 3):
        await readers.choose_language(chat_id, InterfaceLanguage.INDONESIAN)
    for chat_id in (1, 2):
        await harness.alerts.chats.set_language(chat_id, InterfaceLanguage.ENGLISH)
    await harness.alerts.chats.hear(-5, Language.ENGLISH)
    await harness.publish(make_news(1))
    await harness.deliver()
    assert {message.chat_id: message.language for message in harness.sender.arrived} == {
        1: InterfaceLanguage.ENGLISH,
        2: InterfaceLanguage.ENGLISH,
        3: InterfaceLanguage.INDONESIAN,
        4: None,
        -5: InterfaceLanguage.ENGLISH,
    }


async def test_a_429_holds_its_chat_only(harness: AlertHarness) -> None:
    for chat_id in (1, 2):
        await harness.subscribe("banjir", chat_id)
    harness.sender.script.append(RateLimited(300))
    began = harness.clock()
    await harness.publish(make_news(1), make_news(2))
    await harness.deliver(timedelta(minutes=1))
    assert [message.chat_id for message in harness.sender.arrived] == [2, 2]
    await harness.deliver()
    assert len(harness.sender.arrived) == 4
    assert harness.clock() - began >= timedelta(seconds=300)


async def test_a_429_is_remembered_over_a_restart(database_path: Path, clock: Clock) -> None:
    sender = FakeSender()
    async with open_alert_harness(database_path, clock, sender) as harness:
        await harness.reload([make_news(0, "padi")])
        await harness.subscribe("banjir")
        await harness.publish(make_news(1), make_news(2))
        sender.script.append(RateLimited(300))
        await harness.deliver(timedelta(minutes=1))
    async with open_alert_harness(database_path, clock, sender) as harness:
        await harness.deliver(timedelta(minutes=1))
        assert len(sender.tried) == 1
        await harness.deliver()
        assert len(sender.arrived) == 2


async def test_429s_of_several_chats_hold_all_chats(database_path: Path, clock: Clock) -> None:
    async with open_alert_harness(
        database_path, clock, limits=WorkerLimits(concurrency=1)
    ) as harness:
        await harness.reload([make_news(0, "padi")])
        for chat_id in range(1, 6):
            await harness.subscribe("banjir", chat_id)
        harness.sender.script += [RateLimited(20)] * 3
        await harness.publish(make_news(1))
        began = clock()
        assert await harness.outbox_worker.work(harness.sender)
        assert len(harness.sender.tried) == 3
        assert await harness.outbox_worker.work(harness.sender)
        assert clock() - began >= timedelta(seconds=20)
        await harness.deliver()
        assert [message.chat_id for message in harness.sender.tried] == [1, 2, 3, 1, 2, 3, 4, 5]


async def test_5xx_and_network_errors_are_retried_with_growing_delays(
    harness: AlertHarness,
) -> None:
    await harness.subscribe("banjir")
    harness.sender.script += [RetryLater(), TimeoutError(), ValueError("a mistake in rendering")]
    began = harness.clock()
    await harness.publish(make_news(1))
    await harness.deliver()
    assert len(harness.sender.arrived) == 1
    assert [message.attempts for message in harness.sender.tried] == [1, 2, 3, 4]
    pauses = sum(retry_delay(attempt, WorkerLimits(), 0.5) for attempt in (1, 2, 3))
    assert harness.clock() - began >= timedelta(seconds=pauses)


def test_delays_grow_to_a_limit_and_are_jittered() -> None:
    limits = WorkerLimits(first_retry_s=2, max_retry_s=60)
    assert [retry_delay(attempt, limits, 1) for attempt in range(1, 8)] == [
        2, 4, 8, 16, 32, 60, 60,
    ]  # fmt: skip
    assert retry_delay(3, limits, 0) == 4
    assert retry_delay(10**6, limits, 1) == 60


async def test_a_message_that_always_fails_becomes_a_dead_letter(
    database_path: Path, clock: Clock
) -> None:
    limits = WorkerLimits(max_attempts=3)
    async with open_alert_harness(database_path, clock, limits=limits) as harness:
        await harness.reload([make_news(0, "padi")])
        await harness.subscribe("banjir")
        harness.sender.script += [RetryLater()] * 3
        await harness.publish(make_news(1))
        await harness.deliver()
        assert len(harness.sender.tried) == 3
        assert (await counts(harness)).dead_letter == 1


async def test_while_telegram_is_away_no_message_is_given_up(harness: AlertHarness) -> None:
    limits = WorkerLimits(max_attempts=3)
    harness.outbox_worker = make_outbox_worker(harness.alerts, harness.clock, limits)
    harness.outbox_worker.is_away = lambda: True
    await harness.subscribe("banjir")
    harness.sender.script += [RetryLater()] * 12
    await harness.publish(make_news(1))
    for _ in range(10):
        assert await harness.outbox_worker.work(harness.sender)
        await harness.outbox_worker.drain()
        harness.clock.advance(timedelta(minutes=1))
    assert [message.attempts for message in harness.sender.tried] == [1] + [2] * 9
    harness.outbox_worker.is_away = lambda: False
    await harness.deliver()
    assert [message.attempts for message in harness.sender.tried[10:]] == [2, 3]
    assert (await counts(harness)).dead_letter == 1, "it is the message that fails"


async def test_a_blocked_chat_is_unreachable_and_keeps_its_topics(harness: AlertHarness) -> None:
    await harness.subscribe("banjir")
    await harness.subscribe("banjir", 2)
    harness.sender.script.append(ChatUnreachable("Forbidden: bot was blocked by the user"))
    await harness.publish(make_news(1), make_news(2))
    await harness.deliver()
    assert harness.sender.titles(2) == ["Berita 1", "Berita 2"]
    assert harness.sender.titles(1) == []
    assert await counts(harness) == OutboxCounts(
        waiting=0, done=2, failed=2, dead_letter=0, unreachable=1
    )
    assert (
        await harness.alerts.chats.state(1)
    ).unreachable == "Forbidden: bot was blocked by the user"
    await harness.publish(make_news(3))
    assert (await counts(harness)).waiting == 1
    assert (await harness.subscriptions.page(1)).total == 1
    assert await harness.alerts.chats.reactivate(1)
    assert not await harness.alerts.chats.reactivate(1)
    await harness.publish(make_news(4))
    await harness.deliver()
    assert harness.sender.titles(1) == ["Berita 4"]


async def test_everything_of_a_group_moves_to_its_new_id(harness: AlertHarness) -> None:
    topic = await harness.subscribe("banjir", GROUP)
    await harness.alerts.chat_settings.set_zone(GROUP, "Asia/Makassar")
    harness.sender.script.append(ChatMigrated(SUPERGROUP))
    await harness.publish(make_news(1), make_news(2))
    await harness.deliver()
    assert [message.chat_id for message in harness.sender.tried] == [GROUP, SUPERGROUP, SUPERGROUP]
    assert harness.sender.titles(SUPERGROUP) == ["Berita 1", "Berita 2"]
    assert (await harness.subscriptions.topic(SUPERGROUP, topic)).text == "banjir"
    assert (await harness.alerts.chats.state(SUPERGROUP)).zone.key == "Asia/Makassar"
    await harness.publish(make_news(3, copy_of=1), make_news(4))
    await harness.deliver()
    assert harness.sender.titles(SUPERGROUP) == ["Berita 1", "Berita 2", "Berita 4"]
    assert (await harness.subscriptions.page(GROUP)).total == 0


async def test_duplicates_of_the_new_chat_are_replaced(harness: AlertHarness) -> None:
    old = await harness.subscribe("banjir", GROUP)
    await harness.subscribe("banjir", SUPERGROUP)
    await harness.subscribe("gempa", SUPERGROUP)
    await harness.publish(make_news(1))
    await harness.alerts.chat_settings.migrate(GROUP, SUPERGROUP)
    page = await harness.subscriptions.page(SUPERGROUP)
    assert {topic.text for topic in page.topics} == {"banjir", "gempa"}
    assert old in {topic.id for topic in page.topics}
    await harness.deliver()
    assert harness.sender.titles() == ["Berita 1"]


async def test_a_deleted_forum_topic_falls_back_to_the_general_one(
    harness: AlertHarness,
) -> None:
    topic = await harness.subscribe("banjir", GROUP, 9)
    harness.sender.script.append(ThreadGone())
    await harness.publish(make_news(1), make_news(2))
    await harness.deliver()
    assert [message.thread_id for message in harness.sender.tried] == [9, 0, 0]
    assert (await harness.subscriptions.topic(GROUP, topic)).thread_id == 0
    harness.sender.script.append(ThreadGone())
    await harness.publish(make_news(3), make_news(4))
    await harness.deliver()
    assert len(harness.sender.arrived) == 2
    assert (await harness.alerts.chats.state(GROUP)).unreachable == "thread gone"


async def test_the_general_forum_topic_gets_a_story_once(harness: AlertHarness) -> None:
    await harness.subscribe("banjir", GROUP, 9)
    general = await harness.subscribe("banjir", GROUP)
    await harness.publish(make_news(1))
    harness.sender.script += [Sent(), ThreadGone()]
    await harness.deliver()
    assert [message.thread_id for message in harness.sender.arrived] == [0]
    page = await harness.subscriptions.page(GROUP)
    assert [topic.id for topic in page.topics] == [general]


async def test_a_refused_message_becomes_a_dead_letter_and_the_rest_is_sent(
    harness: AlertHarness,
) -> None:
    await harness.subscribe("banjir")
    harness.sender.script.append(Refused("Bad Request: can't parse entities"))
    await harness.publish(make_news(1), make_news(2))
    await harness.deliver()
    assert harness.sender.titles() == ["Berita 2"]
    assert (await counts(harness)).dead_letter == 1


async def test_a_message_that_cannot_be_read_becomes_a_dead_letter(harness: AlertHarness) -> None:
    await harness.subscribe("banjir")
    await harness.publish(make_news(1))
    async with harness.database.write() as connection:
        await connection.execute(outbox.update().values(payload={"kind": "telegram"}))
    await harness.publish(make_news(2))
    await harness.deliver()
    assert harness.sender.titles() == ["Berita 2"]
    assert (await counts(harness)).dead_letter == 1


async def test_a_message_lost_with_its_process_is_sent_again(
    database_path: Path, clock: Clock
) -> None:
    sender = FakeSender()
    async with open_alert_harness(database_path, clock, sender) as harness:
        await harness.reload([make_news(0, "padi")])
        await harness.subscribe("banjir")
        await harness.publish(make_news(1), make_news(2))
        end = clock() + timedelta(seconds=30)
        assert len(await harness.alerts.outbox.claim(clock(), end, 10)) == 1
        assert await harness.alerts.outbox.claim(clock(), end, 10, [1]) == []
    async with open_alert_harness(database_path, clock, sender) as harness:
        await harness.deliver(timedelta(seconds=10))
        assert sender.titles() == ["Berita 2"]
        await harness.deliver()
        assert sender.titles() == ["Berita 2", "Berita 1"]


async def test_a_sender_that_hangs_times_out_before_the_lease_ends(
    database_path: Path, clock: Clock
) -> None:
    class Hanging:
        async def send(self, message: OutboxMessage) -> SendOutcome:
            await asyncio.Event().wait()
            return Sent()

    async with open_alert_harness(database_path, clock) as harness:
        await harness.reload([make_news(0, "padi")])
        await harness.subscribe("banjir")
        await harness.publish(make_news(1))
        outbox_worker = make_outbox_worker(harness.alerts, clock, WorkerLimits(send_s=0.01))
        assert await outbox_worker.work(Hanging())
        await outbox_worker.drain()
        assert (await counts(harness)).waiting == 1


async def test_a_network_that_is_down_is_not_tried_with_every_message(
    harness: AlertHarness,
) -> None:
    for chat_id in range(1, 31):
        await harness.subscribe("banjir", chat_id)
    harness.sender.script += [RetryLater()] * 12
    await harness.publish(make_news(1))
    began = harness.clock()
    while len(harness.sender.tried) <= 12:
        await harness.outbox_worker.work(harness.sender)
        await harness.outbox_worker.drain()
    assert harness.clock() - began > timedelta(seconds=40)
    await harness.deliver()
    assert len({message.chat_id for message in harness.sender.arrived}) == 30


async def test_answers_count_against_the_rate_limit(harness: AlertHarness) -> None:
    await harness.subscribe("banjir")
    await harness.publish(make_news(1))
    began = harness.clock()
    for _ in range(30):
        harness.alerts.rate_limit.answered(7, began.timestamp())
    await harness.deliver()
    assert harness.clock() - began >= timedelta(seconds=1)


async def test_nothing_is_sent_while_a_question_is_answered(harness: AlertHarness) -> None:
    await harness.subscribe("banjir")
    await harness.publish(make_news(1))
    outbox_worker = make_outbox_worker(harness.alerts, harness.clock, WorkerLimits(yield_s=60))
    with outbox_worker.yield_to_answers(), outbox_worker.yield_to_answers():
        work = asyncio.create_task(outbox_worker.work(harness.sender))
        done, _ = await asyncio.wait([work], timeout=0.2)
        assert not done
        assert harness.sender.tried == []
    await work
    await outbox_worker.drain()
    assert harness.sender.titles() == ["Berita 1"]


async def test_after_an_answer_messages_wait_for_a_moment_of_calm(harness: AlertHarness) -> None:
    """The next question may have come already, but not be fetched yet."""
    await harness.subscribe("banjir")
    await harness.publish(make_news(1))
    limits = WorkerLimits(calm_s=0.5, yield_s=60)
    outbox_worker = make_outbox_worker(harness.alerts, harness.clock, limits)
    with outbox_worker.yield_to_answers():
        answered_at = harness.clock()
    await outbox_worker.work(harness.sender)
    await outbox_worker.drain()
    assert harness.sender.titles() == ["Berita 1"]
    assert harness.clock() - answered_at >= timedelta(seconds=0.5)


async def test_a_slow_answer_delays_messages_by_yield_s_only(harness: AlertHarness) -> None:
    await harness.subscribe("banjir")
    await harness.publish(make_news(1))
    outbox_worker = make_outbox_worker(harness.alerts, harness.clock, WorkerLimits(yield_s=0.01))
    with outbox_worker.yield_to_answers():
        await outbox_worker.work(harness.sender)
        await outbox_worker.drain()
        assert harness.sender.titles() == ["Berita 1"]


async def test_the_queue_is_sent_at_the_rate_limit(harness: AlertHarness) -> None:
    for chat_id in range(1, 61):
        await harness.subscribe("banjir", chat_id)
    await harness.publish(make_news(1))
    began = harness.clock()
    await harness.deliver()
    seconds = (harness.clock() - began).total_seconds()
    assert len(harness.sender.arrived) == 60
    assert 59 / 30 <= seconds <= 1.1 * 60 / 30
