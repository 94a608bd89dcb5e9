"""Admins look after the feeds from the chat, and what feeds bring is answered from."""

import asyncio
from collections.abc import AsyncIterator

import pytest

from bot.model.interface_language import InterfaceLanguage
from bot.playground.botapi import BotApiServer
from bot.playground.chats import Chat
from bot.playground.messages import User
from bot.services.bot import BotServices
from bot.settings import Settings
from bot.texts import texts_for
from bot.users.permissions import Command
from handlers.render.staff import role_needed
from index.sources.opml import OpmlFeed, read_opml
from tests.bot.feeds.documents import full, rss
from tests.bot.fetching.sites import Site, open_site

ENGLISH = texts_for(InterfaceLanguage.ENGLISH)
FEEDS = ENGLISH.feeds


@pytest.fixture
async def site() -> AsyncIterator[Site]:
    """A page that names a feed with two articles."""
    async with open_site() as site:
        link = '<link rel="alternate" type="application/rss+xml" href="/rss">'
        site.serve("/", f"<html><head>{link}</head><body>Warta</body></html>")
        site.serve("/rss", rss(full(1), full(2)), type="application/rss+xml")
        yield site


@pytest.fixture
def settings(settings: Settings, site: Site) -> Settings:
    return settings.model_copy(update={"fetch_allow": (site.netloc,), "watch": True})


async def said(chat: Chat, sender: User, text: str) -> str:
    chat.says(sender, text)
    return (await chat.next_message()).text


async def swept(services: BotServices) -> None:
    """Until the feed's articles are there."""
    async with asyncio.timeout(20):
        while "Panen ikan 1" not in await titles(services):  # noqa: ASYNC110 - no event tells it
            await asyncio.sleep(0.05)


async def titles(services: BotServices) -> set[str]:
    return {article.title for article in await services.library.latest(limit=50)}


async def test_a_feed_is_found_watched_and_answered_from(
    admin_chat: Chat, admin: User, site: Site, services: BotServices
) -> None:
    watched = await said(admin_chat, admin, f"/feed {site.url()}")
    assert watched == "Warta Umpan\n\n" + FEEDS.format("feed_watched", count=2)
    await swept(services)
    answer = await said(admin_chat, admin, "Siapa yang pulang ke desa 2 dengan perahu penuh ikan?")
    assert "Nelayan di desa 2" in answer
    assert await said(admin_chat, admin, f"/feed {site.url('/rss')}") == (
        "Warta Umpan\n\n" + FEEDS.feed_known
    )


async def test_feeds_are_paused_fetched_and_removed_by_buttons(
    admin_chat: Chat, admin: User, site: Site, services: BotServices, server: BotApiServer
) -> None:
    assert await said(admin_chat, admin, "/feeds") == f"{FEEDS.feeds_none}\n\n{FEEDS.feed_how}"
    await said(admin_chat, admin, f"/feed {site.url('/rss')}")
    await swept(services)
    admin_chat.says(admin, "/feeds")
    listed = await admin_chat.next_message()
    assert "Feeds: 1" in listed.text
    assert "Warta Umpan" in listed.text
    assert " a day" in listed.text
    admin_chat.presses(admin, listed, "⏸ Warta Umpan")
    paused = await admin_chat.next_edit()
    assert FEEDS.feed_paused in paused.text
    admin_chat.presses(admin, paused, "▶ Warta Umpan")
    fetched = await admin_chat.next_edit()
    assert FEEDS.feed_paused not in fetched.text
    answers = [call for call in server.calls if call.method == "answerCallbackQuery"]
    notices = [call.parameters.get("text") for call in answers]
    assert notices == [FEEDS.feed_pausing, FEEDS.feed_fetching]
    admin_chat.presses(admin, fetched, "🗑 Warta Umpan")
    asked = await admin_chat.next_edit()
    assert asked.text == FEEDS.format("feed_remove_ask", title="Warta Umpan")
    admin_chat.presses(admin, asked, FEEDS.feed_remove_yes)
    removed = await admin_chat.next_edit()
    assert removed.text.startswith("Removed: Warta Umpan.")
    assert len(await services.library.latest(limit=50)) > 2


async def test_the_list_goes_out_as_a_file(admin_chat: Chat, admin: User, site: Site) -> None:
    assert await said(admin_chat, admin, "/opml") == FEEDS.feeds_none
    await said(admin_chat, admin, f"/feed {site.url('/rss')}")
    admin_chat.says(admin, "/opml")
    sent = await admin_chat.next_message()
    assert sent.media is not None
    assert read_opml(sent.media.content) == [
        OpmlFeed(site.url("/rss"), "Warta Umpan", site.url("/"))
    ]


@pytest.mark.parametrize(
    ("written", "key"),
    [
        ("", "feed_how"),
        ("http://169.254.169.254/latest", "fetch_private"),
        ("http://127.0.0.1:1/rss", "fetch_private"),
        ("http://2130706433/", "fetch_address"),
        ("file:///etc/passwd", "fetch_scheme"),
        ("warta", "fetch_address"),
    ],
)
async def test_what_cannot_be_watched_is_explained(
    written: str, key: str, admin_chat: Chat, admin: User
) -> None:
    assert await said(admin_chat, admin, f"/feed {written}") == FEEDS.format(key)


async def test_a_page_without_a_feed_says_so(admin_chat: Chat, admin: User, site: Site) -> None:
    site.serve("/kosong", "<html><body>kata</body></html>")
    assert await said(admin_chat, admin, f"/feed {site.url('/kosong')}") == FEEDS.feed_none


async def test_feeds_are_not_for_readers(chat: Chat, ani: User, site: Site) -> None:
    for command in ("/feeds", f"/feed {site.url()}", "/opml"):
        refused = role_needed(
            Command(command[1:].split()[0]), texts_for(InterfaceLanguage.INDONESIAN)
        )
        assert await said(chat, ani, command) == refused
    assert site.requests == []
