"""Posts become articles, are corrected, and stay away where staff have removed them."""

import asyncio
from dataclasses import replace
from datetime import timedelta

import pytest

from bot.channels import intake
from bot.channels.intake import TakenPost
from bot.model.articles import Origin
from bot.model.channels import post_key
from bot.model.edits import ArticleOverride
from bot.runtime.supervisor import FIRST_OUTAGE_DELAY_S
from tests.bot.channels.conftest import WARTA, Channels, outage
from tests.bot.samples import make_article

FLOOD = "Banjir Demak surut\n\nWarga kembali ke rumah."


async def test_a_post_becomes_an_article(channels: Channels) -> None:
    assert await channels.intake.take(channels.post(12, FLOOD)) is TakenPost.TAKEN
    (article,) = [each async for each in channels.library.all()]
    assert (article.key, article.url) == (post_key(WARTA, 12), "https://t.me/warta/12")
    assert (article.title, article.source) == ("Banjir Demak surut", "Warta Pagi")


async def test_a_repeat_is_the_same_article(channels: Channels) -> None:
    for _ in range(2):
        await channels.intake.take(channels.post(12, FLOOD))
    assert await channels.titles() == ["Banjir Demak surut"]


async def test_an_edit_corrects_the_article_under_its_id(channels: Channels) -> None:
    await channels.intake.take(channels.post(12, FLOOD))
    edited = FLOOD.replace("Demak", "Kudus")
    await channels.intake.take(channels.post(12, edited, edit=True))
    (article,) = [each async for each in channels.library.all()]
    assert (article.id, article.title) == (1, "Banjir Kudus surut")


async def test_an_edit_of_the_first_line_alone_is_a_correction(channels: Channels) -> None:
    await channels.intake.take(channels.post(12, "Judul lama\nBeritanya tetap sama."))
    await channels.intake.take(channels.post(12, "Judul baru\nBeritanya tetap sama.", edit=True))
    assert await channels.titles() == ["Judul baru"]


async def test_of_a_post_and_its_edit_at_once_the_edit_counts(channels: Channels) -> None:
    await asyncio.gather(
        channels.intake.take(channels.post(12, FLOOD)),
        channels.intake.take(channels.post(12, "Banjir Kudus\nAir naik.", edit=True)),
    )
    assert await channels.titles() == ["Banjir Kudus"]


async def test_what_staff_corrected_stays_when_the_post_is_edited(channels: Channels) -> None:
    await channels.intake.take(channels.post(12, FLOOD))
    await channels.editor.override(1, ArticleOverride(title="Judul redaksi"))
    edited = "Banjir Demak surut lagi\n\nWarga pulang ke rumah masing-masing."
    await channels.intake.take(channels.post(12, edited, edit=True))
    (article,) = [each async for each in channels.library.all()]
    assert (article.title, article.text) == (
        "Judul redaksi",
        "Warga pulang ke rumah masing-masing.",
    )


async def test_an_article_that_was_restored_is_corrected_again(channels: Channels) -> None:
    await channels.intake.take(channels.post(12, FLOOD))
    await channels.editor.delete(1)
    await channels.editor.restore(1)
    edited = channels.post(12, FLOOD.replace("Demak", "Kudus"), edit=True)
    assert await channels.intake.take(edited) is TakenPost.TAKEN
    assert await channels.titles() == ["Banjir Kudus surut"]


async def test_messages_of_the_bot_itself_are_no_articles(channels: Channels) -> None:
    channels.intake.sent(WARTA, 12)
    assert await channels.intake.take(channels.post(12, FLOOD)) is TakenPost.IGNORED
    assert await channels.titles() == []


async def test_an_edit_that_takes_all_words_away_removes_the_article(channels: Channels) -> None:
    await channels.intake.take(channels.post(1, "Kabar lain\nTetap ada."))
    await channels.intake.take(channels.post(12, FLOOD))
    taken = await channels.intake.take(channels.post(12, "", edit=True))
    assert taken is TakenPost.IGNORED
    assert await channels.titles() == ["Kabar lain"]


async def test_what_staff_removed_stays_removed(channels: Channels) -> None:
    await channels.intake.take(channels.post(12, FLOOD))
    await channels.editor.delete(1)
    edited = channels.post(12, FLOOD + " Tanggul diperbaiki.", edit=True)
    assert await channels.intake.take(edited) is TakenPost.DELETED
    assert await channels.titles() == []


async def test_an_edit_of_a_post_from_before_is_no_article(channels: Channels) -> None:
    old = replace(channels.post(3, FLOOD, edit=True), date=channels.clock() - timedelta(days=9))
    assert await channels.intake.take(old) is TakenPost.IGNORED
    assert await channels.titles() == []


async def test_words_that_an_edit_adds_make_an_article(channels: Channels) -> None:
    assert await channels.intake.take(channels.post(12, "")) is TakenPost.IGNORED
    assert await channels.intake.take(channels.post(12, FLOOD, edit=True)) is TakenPost.TAKEN


async def test_posts_of_other_channels_are_not_taken(channels: Channels) -> None:
    other = replace(channels.post(12, FLOOD), chat_id=WARTA - 1)
    assert await channels.intake.take(other) is TakenPost.IGNORED
    assert await channels.titles() == []


async def test_an_album_is_one_article(channels: Channels) -> None:
    for number, words in ((12, "Parade di Solo\nRibuan orang menonton."), (13, ""), (14, "")):
        await channels.intake.take(channels.post(number, words, "album"))
    assert await channels.titles() == ["Parade di Solo"]
    await channels.intake.take(channels.post(14, "Panitia menutup jalan ke alun-alun.", "album"))
    (article,) = [each async for each in channels.library.all()]
    assert article.key == post_key(WARTA, 12)
    assert article.text.endswith("Panitia menutup jalan ke alun-alun.")


async def test_the_key_of_an_album_is_that_of_its_first_post(channels: Channels) -> None:
    await channels.intake.take(channels.post(12, "", "album"))
    await channels.intake.take(channels.post(13, "Parade di Solo\nRibuan menonton.", "album"))
    (article,) = [each async for each in channels.library.all()]
    assert article.key == post_key(WARTA, 12)


async def test_a_burst_is_one_change_of_the_articles(channels: Channels) -> None:
    posts = [
        channels.post(number, f"Kabar nomor {number}\nIsi kabar nomor {number} itu.")
        for number in range(1, 201)
    ]
    await asyncio.gather(*map(channels.intake.take, posts))
    assert channels.watched.sizes == [200]
    assert len(await channels.titles()) == 200


async def test_one_post_that_fails_spoils_no_other(channels: Channels) -> None:
    channels.watched.spoilt = "Rusak"
    taken = await asyncio.gather(
        channels.intake.take(channels.post(1, "Rusak\nIni gagal.")),
        channels.intake.take(channels.post(2, FLOOD)),
    )
    assert [*taken] == [TakenPost.IGNORED, TakenPost.TAKEN]
    assert await channels.titles() == ["Banjir Demak surut"]
    assert len(channels.reported) == 2


async def test_posts_wait_for_the_end_of_an_outage(channels: Channels) -> None:
    assert FIRST_OUTAGE_DELAY_S <= 1
    channels.watched.failing = [outage()]
    assert await channels.intake.take(channels.post(12, FLOOD)) is TakenPost.TAKEN
    assert await channels.titles() == ["Banjir Demak surut"]


async def test_too_many_posts_are_left_out(
    channels: Channels, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(intake, "MAX_WAITING", 1)
    taken = await asyncio.gather(
        channels.intake.take(channels.post(1, FLOOD)), channels.intake.take(channels.post(2, FLOOD))
    )
    assert [*taken] == [TakenPost.TAKEN, TakenPost.IGNORED]


async def test_a_copy_from_a_feed_is_another_article(channels: Channels) -> None:
    await channels.library.ingest([make_article("feed:1/a", "Air naik.", "Banjir")], Origin.FEED)
    await channels.intake.take(channels.post(12, "Banjir\nAir naik."))
    assert len([each async for each in channels.library.all()]) == 2
