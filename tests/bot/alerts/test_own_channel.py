"""No alert goes back into the channel whose post it would tell of."""

from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from bot.channels.post_article import post_article
from bot.model.channels import ChannelPost, ChannelSource, post_key
from bot.model.messages import Alert
from bot.model.schedule import Frequency, Schedule
from bot.model.topics import ChatTarget
from index.types import Article
from tests.bot.alert_harness import AlertHarness, make_news, open_alert_harness
from tests.bot.samples import Clock, make_article

CHANNEL, OTHER, READER = -1_000_004_000_001, -1_000_004_000_002, 7
JAKARTA = ZoneInfo("Asia/Jakarta")
STORY = " ".join(f"Kejadian{n} dicatat warga Desa{n}." for n in range(40))


@pytest.fixture
async def alerts(database_path: Path, clock: Clock) -> AsyncIterator[AlertHarness]:
    async with open_alert_harness(database_path, clock) as harness:
        await harness.reload([make_news(0, "padi")])
        yield harness


def post(number: int, channel: int = CHANNEL) -> Article:
    told = f"Banjir melanda kota nomor {number}. {STORY}"
    return make_article(post_key(channel, number), told, "Banjir")


@pytest.mark.parametrize("chat", [OTHER, READER])
async def test_a_post_alerts_all_but_its_own_channel(alerts: AlertHarness, chat: int) -> None:
    await alerts.subscribe("banjir", CHANNEL)
    await alerts.subscribe("banjir", chat)
    await alerts.publish(post(12))
    await alerts.deliver()
    assert alerts.sender.titles(CHANNEL) == []
    assert alerts.sender.titles(chat) == ["Banjir"]


async def test_nor_does_a_digest_bring_it(alerts: AlertHarness) -> None:
    topic = await alerts.subscribe("banjir", CHANNEL)
    await alerts.subscriptions.set_schedule(CHANNEL, topic, Schedule(Frequency.HOURLY))
    await alerts.publish(post(12))
    alerts.clock.advance(timedelta(days=1))
    await alerts.digest()
    await alerts.deliver()
    assert alerts.sender.titles() == []


async def test_nor_does_a_copy_of_what_the_channel_has_told(alerts: AlertHarness) -> None:
    await alerts.subscribe("banjir", CHANNEL)
    await alerts.subscribe("banjir", READER)
    await alerts.publish(post(12))
    copy = make_article("salinan.txt", f"Banjir melanda kota itu. {STORY}", "Banjir lagi")
    await alerts.publish(copy)
    await alerts.deliver()
    assert alerts.sender.titles(CHANNEL) == []
    assert alerts.sender.titles(READER) == ["Banjir"]


async def test_other_news_arrives_in_the_channel(alerts: AlertHarness) -> None:
    await alerts.subscribe("banjir", CHANNEL)
    await alerts.publish(make_article("lain.txt", "Banjir surut di desa sebelah.", "Surut"))
    await alerts.publish(post(12, OTHER))
    await alerts.deliver()
    assert alerts.sender.titles(CHANNEL) == ["Surut", "Banjir"]


async def test_nor_does_a_preview_promise_it(alerts: AlertHarness) -> None:
    await alerts.publish(post(12), post(13, OTHER))
    for chat, matching in ((CHANNEL, 1), (READER, 2)):
        subscribed = await alerts.subscriptions.subscribe(ChatTarget(chat), "banjir")
        assert subscribed.preview.matching == matching


async def test_a_post_of_one_sentence_is_said_once(alerts: AlertHarness) -> None:
    await alerts.subscribe("banjir", READER)
    title = "Banjir surut di Demak."
    source = ChannelSource(CHANNEL, "Warta", "warta", 1, alerts.clock())
    article = post_article(ChannelPost(CHANNEL, 12, title, alerts.clock()), source, JAKARTA)
    assert article is not None
    await alerts.publish(article)
    await alerts.deliver()
    (message,) = alerts.sender.arrived
    assert isinstance(message.payload, Alert)
    assert (message.payload.story.title, message.payload.quote) == (title, "")
