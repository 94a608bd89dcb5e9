"""Articles and feeds that both edit."""

import dataclasses

from telegram import AcceptedGiftTypes, ChatFullInfo, ChatMemberOwner, Document

from bot.users.permissions import Command
from handlers.callback_data.channels import StopDeleting, StopKeeping
from handlers.callback_data.editorial import (
    DiscardDraft,
    ReadFolder,
    RemoveArticle,
    RestoreArticle,
    SaveDraft,
    UndoEdit,
)
from handlers.callback_data.feeds import DeleteFeed, FetchFeed, PauseFeed
from tests.handlers.harness import BOT, CHANNEL
from tests.handlers.two_at_once.stage import FIRST, SECOND, STORY, Stage, case


@case(Command.ADD, SaveDraft, DiscardDraft)
async def a_page_is_saved_once(stage: Stage) -> None:
    await stage.both(
        stage.says("/add https://example.org/satu", FIRST),
        stage.says("/add https://example.org/dua", SECOND),
    )
    before = (await stage.services.library.status()).articles
    drafts = [await stage.draft(), await stage.draft()]
    await stage.both(
        stage.pressing(SaveDraft(drafts[0]), FIRST), stage.pressing(SaveDraft(drafts[1]), SECOND)
    )
    assert (await stage.services.library.status()).articles == before + 1
    number = await stage.draft()
    await stage.both(
        stage.pressing(SaveDraft(number), FIRST), stage.pressing(DiscardDraft(number), SECOND)
    )
    assert (await stage.services.library.status()).articles == before + 1


@case(Command.ADD)
async def two_documents_are_both_read(stage: Stage) -> None:
    before = (await stage.services.library.status()).articles
    sent = []
    for number, by in enumerate((FIRST, SECOND)):
        path = stage.services.settings.data / f"berkas{number}.txt"
        path.write_text(f"Title: Berkas {number}\n\n{STORY} Berkas nomor {number}.\n", "utf-8")
        stage.harness.known.files[f"file{number}"] = path
        document = Document(f"file{number}", f"unique{number}", file_name=path.name, file_size=1)
        document.set_bot(stage.harness.bot)
        sent.append(stage.says("", by, document=document))
    await stage.both(*sent)
    assert (await stage.services.library.status()).articles == before + 2


@case(Command.EDIT)
async def two_corrections_of_an_article_are_both_kept(stage: Stage) -> None:
    (article, *_) = await stage.services.library.latest(limit=9)
    await stage.both(
        stage.says(f"/edit {article.id} title: Judul baru", FIRST),
        stage.says(f"/edit {article.id} source: Warta Baru", SECOND),
    )
    after = await stage.services.library.article(article.id)
    assert (after.title, after.source, after.text) == ("Judul baru", "Warta Baru", article.text)


@case(UndoEdit)
async def a_correction_is_taken_back_once(stage: Stage) -> None:
    (article, *_) = await stage.services.library.latest(limit=9)
    await stage.says(f"/edit {article.id} title: Judul keliru", FIRST)
    deeds = len(await stage.deeds())
    await stage.both(*(stage.pressing(UndoEdit(article.id), by) for by in (FIRST, SECOND)))
    assert await stage.services.library.article(article.id) == article
    assert (await stage.deeds())[deeds:] == ["did_edit"]


@case(Command.REMOVE, RemoveArticle, RestoreArticle)
async def an_article_is_removed_and_restored_once(stage: Stage) -> None:
    (article, *_) = await stage.services.library.latest(limit=9)
    before, deeds = (await stage.services.library.status()).articles, len(await stage.deeds())
    await stage.both(
        stage.says(f"/remove {article.id}", FIRST),
        stage.pressing(RemoveArticle(article.id), SECOND),
    )
    assert (await stage.services.library.status()).articles == before - 1
    assert (await stage.deeds())[deeds:] == ["did_remove"]
    await stage.both(*(stage.pressing(RestoreArticle(article.id), by) for by in (FIRST, SECOND)))
    assert await stage.services.library.article(article.id) == article
    assert (await stage.deeds())[deeds:] == ["did_remove", "did_restore"]


@case(Command.RELOAD, ReadFolder)
async def the_folder_is_read_once(stage: Stage) -> None:
    for first, second in (
        (stage.says("/reload", FIRST), stage.says("/reload", SECOND)),
        (stage.pressing(ReadFolder(9), FIRST), stage.pressing(ReadFolder(9), SECOND)),
    ):
        deeds = len(await stage.deeds())
        await stage.both(first, second)
        assert (await stage.deeds())[deeds:] == ["did_reload"]
        assert any("already running" in text for text in stage.said)


@case(Command.FEED, PauseFeed, FetchFeed, DeleteFeed)
async def a_feed_is_watched_changed_and_removed_once(stage: Stage) -> None:
    address, store = "https://example.org/umpan", stage.services.feeds.store
    await stage.both(*(stage.says(f"/feed {address}", by) for by in (FIRST, SECOND)))
    feed = await store.by_url(address)
    assert await store.count() == 1
    await stage.both(
        stage.pressing(PauseFeed(feed.id, 0), FIRST),
        stage.pressing(FetchFeed(feed.id, 0), SECOND),
    )
    after = await store.get(feed.id)
    assert dataclasses.replace(after, state=feed.state, next_at=feed.next_at) == feed
    deeds = len(await stage.deeds())
    await stage.both(*(stage.pressing(DeleteFeed(feed.id, 0), by) for by in (FIRST, SECOND)))
    assert await store.count() == 0
    assert (await stage.deeds())[deeds:] == ["feed_deed_removed"]


@case(Command.CHANNEL, StopKeeping, StopDeleting)
async def a_channel_is_named_and_stopped_once(stage: Stage) -> None:
    known = stage.harness.known
    known.chats["@warta"] = ChatFullInfo(
        CHANNEL.id, CHANNEL.type, 0, 11, AcceptedGiftTypes(*[True] * 5), title="Warta"
    )
    known.members[CHANNEL.id, BOT.id] = ChatMemberOwner(BOT, is_anonymous=False)
    for payload in (StopKeeping, StopDeleting):
        deeds = len(await stage.deeds())
        await stage.both(*(stage.says("/channel @warta", by) for by in (FIRST, SECOND)))
        assert (await stage.deeds())[deeds:] == ["channel_deed_added"]
        deeds = len(await stage.deeds())
        pressed = payload(-CHANNEL.id, 0)
        await stage.both(*(stage.pressing(pressed, by) for by in (FIRST, SECOND)))
        assert len((await stage.deeds())[deeds:]) == 1
        assert await stage.services.channels.store.get(CHANNEL.id) is None
