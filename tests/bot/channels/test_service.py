"""Channels are named, renamed, lost and stopped."""

from collections.abc import Sequence
from datetime import timedelta

import pytest

from bot.channels import service
from bot.channels.service import CHANNELS_PER_PAGE, ChannelError
from bot.model.channels import ChannelCounts
from bot.model.edits import ArticleOverride
from index.types import Article
from tests.bot.channels.conftest import EDITOR, WARTA, Channels

FLOOD = "Banjir Demak surut\n\nWarga kembali ke rumah."


async def articles(channels: Channels) -> Sequence[Article]:
    return [article async for article in channels.library.all()]


async def test_a_channel_is_named_once(channels: Channels) -> None:
    again = await channels.service.name(WARTA, "Palsu", "palsu", 666)
    assert again.known
    assert (again.source.title, again.source.named_by) == ("Warta Pagi", EDITOR)


async def test_there_is_an_end_to_channels(
    channels: Channels, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(service, "MAX_CHANNELS", 1)
    with pytest.raises(ChannelError) as caught:
        await channels.service.name(WARTA - 1, "Lain", "", EDITOR)
    assert caught.value.key == "channel_too_many"


async def test_links_and_source_follow_the_channels_name(channels: Channels) -> None:
    for number in (12, 13):
        await channels.intake.take(channels.post(number, f"{number} {FLOOD}"))
    await channels.editor.override(2, ArticleOverride(title="Judul redaksi"))
    source = await channels.store.get(WARTA)
    assert source is not None
    assert await channels.service.follow_name(source, "Warta Baru", "warta_baru")
    first, second = await articles(channels)
    assert (first.id, first.url, first.source) == (1, "https://t.me/warta_baru/12", "Warta Baru")
    assert (second.title, second.url) == ("Judul redaksi", "https://t.me/warta_baru/13")
    assert not await channels.service.follow_name(source, "Warta Baru", "warta_baru")
    renamed = await channels.store.get(WARTA)
    assert renamed is not None
    assert renamed.name == "@warta_baru"


async def test_a_channel_that_became_private_has_links_for_members(channels: Channels) -> None:
    await channels.intake.take(channels.post(12, FLOOD))
    source = await channels.store.get(WARTA)
    assert source is not None
    await channels.service.follow_name(source, "Warta Pagi", "")
    (article,) = await articles(channels)
    assert article.url == "https://t.me/c/4000001/12"


async def test_a_stopped_channel_leaves_its_articles(channels: Channels) -> None:
    await channels.intake.take(channels.post(12, FLOOD))
    stopped = await channels.service.stop(WARTA, keep_articles=True)
    assert (stopped.source.title, stopped.articles) == ("Warta Pagi", 1)
    await channels.intake.take(channels.post(13, f"Lagi\n{FLOOD}"))
    assert await channels.titles() == ["Banjir Demak surut"]
    with pytest.raises(ChannelError):
        await channels.service.stop(WARTA, keep_articles=True)


async def test_a_stopped_channel_takes_its_articles_along(channels: Channels) -> None:
    await channels.service.name(-1_004, "Lain", "lain", EDITOR)
    await channels.intake.take(channels.post(12, FLOOD))
    await channels.intake.take(channels.post(13, f"Lagi\n{FLOOD}"))
    stopped = await channels.service.stop(WARTA, keep_articles=False)
    assert stopped.articles == 2
    assert await channels.titles() == []
    assert await channels.store.counts() == ChannelCounts(1, 0)


async def test_a_lost_channel_is_told_of_once_and_comes_back(channels: Channels) -> None:
    lost = await channels.service.set_readable(WARTA, readable=False)
    assert lost is not None
    assert lost.lost_at == channels.clock()
    assert await channels.service.set_readable(WARTA, readable=False) is None
    assert await channels.store.counts() == ChannelCounts(1, 1)
    assert await channels.service.set_readable(WARTA, readable=True) is not None
    assert await channels.service.set_readable(WARTA, readable=True) is None
    assert await channels.service.set_readable(-1, readable=False) is None


async def test_naming_a_lost_channel_again_reads_it_again(channels: Channels) -> None:
    await channels.service.set_readable(WARTA, readable=False)
    again = await channels.service.name(WARTA, "Warta Pagi", "warta", EDITOR)
    assert again.source.lost_at is None


async def test_channels_are_listed_page_by_page(channels: Channels) -> None:
    for number in range(CHANNELS_PER_PAGE):
        channels.clock.advance(timedelta(seconds=1))
        await channels.service.name(-2_000 - number, f"Kanal {number}", "", EDITOR)
    await channels.intake.take(channels.post(12, FLOOD))
    first, last = await channels.service.page(0), await channels.service.page(9)
    assert [each.source.title for each in first.channels][:2] == ["Warta Pagi", "Kanal 0"]
    assert [each.articles for each in first.channels][:2] == [1, 0]
    assert (last.number, last.pages, last.total) == (1, 2, CHANNELS_PER_PAGE + 1)
