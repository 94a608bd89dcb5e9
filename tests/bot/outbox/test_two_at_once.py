"""Two of the outbox's jobs at the same moment: nothing is sent twice, and nothing is forgotten."""

from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path

import pytest

from bot.alerts.digests import compose
from bot.model.conversation import Speaker
from bot.model.messages import OutboxMessage
from bot.model.suspensions import SuspensionReason
from bot.storage.pending_stories import PendingStoryStore
from bot.storage.replies import ReplyStore
from tests.bot.alert_harness import AlertHarness, make_news, open_alert_harness
from tests.bot.samples import Clock
from tests.bot.two_at_once import at_once

MINUTE, SECOND = timedelta(minutes=1), timedelta(seconds=1)
RIGHTS = SuspensionReason.RIGHTS


@pytest.fixture
async def harness(database_path: Path, clock: Clock) -> AsyncIterator[AlertHarness]:
    async with open_alert_harness(database_path, clock) as harness:
        await harness.reload([make_news(0, "padi")])
        for chat_id in (1, 2, 3):
            await harness.subscribe("banjir", chat_id)
        yield harness


async def test_no_message_is_claimed_twice(harness: AlertHarness) -> None:
    await harness.publish(make_news(1))
    now = harness.clock()
    outbox = harness.alerts.outbox
    claims = await at_once(*(outbox.claim(now, now + MINUTE, 8) for _ in range(2)))
    claimed = [message for claim in claims if isinstance(claim, list) for message in claim]
    assert sorted(message.chat_id for message in claimed) == [1, 2, 3]


async def test_what_a_leader_was_sending_is_claimed_by_the_next_soon(
    harness: AlertHarness,
) -> None:
    await harness.publish(make_news(1))
    now, outbox = harness.clock(), harness.alerts.outbox
    before = await outbox.claim(now, now + MINUTE, 8)
    await outbox.done(before[:1])
    assert await outbox.claim(now, now + MINUTE, 8) == []
    await outbox.end_leases(now + SECOND)
    assert await outbox.claim(now, now + MINUTE, 8) == []
    claimed = await outbox.claim(now + SECOND, now + MINUTE, 8)
    assert [(each.id, each.attempts) for each in claimed] == [(each.id, 2) for each in before[1:]]


async def test_a_digest_is_queued_once(harness: AlertHarness) -> None:
    await harness.alerts.chat_settings.suspend(1)
    await harness.publish(make_news(1))
    await harness.alerts.digest_job.send_now(1)
    pending = PendingStoryStore(harness.database)
    queued = await at_once(*(pending.send_due(harness.clock(), compose) for _ in range(2)))
    assert sorted(map(str, queued)) == ["0", "1"]
    assert (await harness.alerts.outbox.counts()).waiting == 3


async def test_what_comes_of_a_message_and_what_becomes_of_its_chat_are_both_kept(
    harness: AlertHarness,
) -> None:
    await harness.publish(make_news(1))
    outbox, settings, now = harness.alerts.outbox, harness.alerts.chat_settings, harness.clock()
    messages: list[OutboxMessage] = await outbox.claim(now, now + MINUTE, 8)
    one, two, three = messages
    results = await at_once(
        outbox.suspend(one, RIGHTS, now),
        settings.sign_of_life(1),
        outbox.retry(two, now),
        settings.deactivate(2, "blocked"),
        outbox.done([three]),
        settings.migrate(3, -3),
    )
    assert [each for each in results if isinstance(each, BaseException)] == []
    counts = await outbox.counts()
    assert (counts.suspended, counts.unreachable) == (1, 1)
    assert (counts.waiting, counts.failed, counts.done) == (1, 1, 1)


async def test_a_chat_that_is_suspended_and_resumed_at_once_forgets_nothing(
    harness: AlertHarness,
) -> None:
    await harness.publish(make_news(1))
    outbox, now = harness.alerts.outbox, harness.clock()
    (message,) = await outbox.claim(now, now + MINUTE, 1)
    await at_once(
        outbox.suspend(message, RIGHTS, now), harness.alerts.chat_settings.resume(message.chat_id)
    )
    await harness.deliver()
    assert {message.chat_id for message in harness.sender.arrived} == {1, 2, 3}


async def test_replies_of_two_are_both_remembered(harness: AlertHarness) -> None:
    replies, now = ReplyStore(harness.database), harness.clock()
    await at_once(
        *(
            replies.remember(Speaker(-1, number), number, reply_id=10 + number, now=now)
            for number in (1, 2)
        )
    )
    assert [await replies.reply_to(-1, number) for number in (1, 2)] == [11, 12]
