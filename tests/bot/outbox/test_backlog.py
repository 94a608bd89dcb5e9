"""How many messages wait, and since when, as programs are told."""

from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path

import pytest

from bot.model.messages import OutboxBacklog
from bot.outbox.outcomes import ChatUnwritable, RateLimited, RetryLater
from tests.bot.alert_harness import AlertHarness, make_news, open_alert_harness
from tests.bot.samples import Clock

GROUP, READER = -1005, 7
NO_RIGHTS = ChatUnwritable("Bad Request: not enough rights to send text messages to the chat")


@pytest.fixture
async def harness(database_path: Path, clock: Clock) -> AsyncIterator[AlertHarness]:
    async with open_alert_harness(database_path, clock) as harness:
        await harness.reload([make_news(0, "padi")])
        yield harness


async def test_a_message_waits_from_when_it_is_queued_until_it_is_sent(
    harness: AlertHarness, clock: Clock
) -> None:
    outbox = harness.alerts.outbox
    assert await outbox.backlog() == OutboxBacklog(0, None)
    await harness.subscribe("banjir", READER)
    queued = clock()
    await harness.publish(make_news(1))
    clock.advance(timedelta(minutes=3))
    await harness.publish(make_news(2))
    assert await outbox.backlog() == OutboxBacklog(2, queued)
    harness.sender.script.extend([RetryLater(), RateLimited(30)])
    assert await harness.outbox_worker.work(harness.sender)
    await harness.outbox_worker.drain()
    assert await outbox.backlog() == OutboxBacklog(2, queued), "an attempt makes it no younger"
    await harness.deliver()
    assert await outbox.backlog() == OutboxBacklog(0, None)


async def test_what_waits_for_people_is_not_old(harness: AlertHarness, clock: Clock) -> None:
    await harness.subscribe("banjir", GROUP)
    await harness.publish(make_news(1))
    harness.sender.script.append(NO_RIGHTS)
    assert await harness.outbox_worker.work(harness.sender)
    await harness.outbox_worker.drain()
    assert await harness.alerts.outbox.backlog() == OutboxBacklog(1, None)
    await harness.subscribe("banjir", READER)
    clock.advance(timedelta(minutes=3))
    queued = clock()
    await harness.publish(make_news(2))
    backlog = await harness.alerts.outbox.backlog()
    assert backlog.oldest == queued
