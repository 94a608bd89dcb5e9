"""Messages in Chromium: markup, links, entities and deletions, from wherever they come."""

from pathlib import Path

import pytest
from playwright.async_api import FilePayload, expect

from bot.playground.botapi import BotApiServer
from bot.playground.page.view import Cast
from tests.page.screen import EARTHQUAKE, Screen


async def test_markup_from_anywhere_is_text(
    screen: Screen, server: BotApiServer, cast: Cast, home: Path
) -> None:
    """In messages, names, titles, captions, topics, buttons and notices: nothing becomes markup."""
    evil = "<img src=x onerror=alert(1)><script>alert(2)</script>&lt;b&gt;"
    await screen.ask(evil)
    await expect(screen.log.locator(".own .text")).to_have_text(evil)
    article = EARTHQUAKE.replace("Gempa Meng", f"{evil} Meng").format(date="2026-03-01")
    (home / "articles" / "evil.txt").write_text(
        article + f"\nKepala kampung Suropati berkata {evil} kepada warga.\n", "utf-8"
    )
    await screen.choose("Redaksi")
    await screen.ask("/start")
    await screen.say("/reload")
    await expect(screen.last).to_contain_text("Baru: 1", timeout=30_000)
    await screen.ask("apa kata kepala kampung Suropati")
    await expect(screen.last).to_contain_text("<img src=x onerror=alert(1)>")
    document: FilePayload = {
        "name": f"{evil}.bin".replace("/", ""),
        "mimeType": "x/y",
        "buffer": b"<b>",
    }
    await screen.page.set_input_files("#file", document)
    await expect(screen.log.locator(".document")).to_contain_text("<img src=x")
    for chat in (cast.chats[0], *cast.chats[-2:]):
        chat.title = evil
    await screen.page.reload()
    await expect(screen.chat("<img")).to_have_count(5)
    assert (
        await screen.page.locator("#app img, #app script, #app b:not(.document b, .menu b)").count()
        == 0
    )


@pytest.mark.parametrize(
    "address", ["javascript:alert(1)", "data:text/html,x", "file:///etc/passwd", "vbscript:x"]
)
async def test_a_link_that_is_none_leads_nowhere(screen: Screen, cast: Cast, address: str) -> None:
    await screen.choose("Warung Kopi")
    chat = cast.chats[-2]
    link = {"type": "text_link", "offset": 0, "length": 4, "url": address}
    chat.says(cast.owner, "klik sini", styled=(link,))
    await expect(screen.last).to_contain_text("klik sini")
    assert await screen.last.locator("a").count() == 0


async def test_links_are_opened_apart(screen: Screen, cast: Cast) -> None:
    await screen.choose("Warung Kopi")
    cast.chats[-2].says(cast.owner, "lihat https://example.org/a?b=c#d sekarang")
    link = screen.last.get_by_role("link")
    await expect(link).to_have_attribute("href", "https://example.org/a?b=c#d")
    await expect(link).to_have_attribute("rel", "noopener noreferrer")
    await expect(link).to_have_attribute("target", "_blank")


async def test_entities_that_cross_or_lie_show_all_of_the_text(screen: Screen, cast: Cast) -> None:
    await screen.choose("Warung Kopi")
    words = "😀 satu dua tiga empat"
    lies = (
        {"type": "bold", "offset": 3, "length": 8},
        {"type": "italic", "offset": 8, "length": 8},
        {"type": "spoiler", "offset": 12, "length": 4},
        {"type": "code", "offset": 17, "length": 900},
        {"type": "underline", "offset": 400, "length": 9},
        {"type": "neu", "offset": 0, "length": 2},
    )
    cast.chats[-2].says(cast.owner, words, styled=lies)
    await expect(screen.last.locator(".text")).to_have_text(words)
    await expect(screen.last.locator("strong")).to_have_text("satu dua")
    hidden = screen.last.get_by_role("button", name="Teks tersembunyi")
    await hidden.click()
    await expect(hidden).to_have_count(0)
    await expect(screen.last.locator(".text")).to_have_text(words)


async def test_messages_that_are_deleted_go(screen: Screen, cast: Cast) -> None:
    await screen.choose("Warung Kopi")
    chat = cast.chats[-2]
    message = chat.says(cast.owner, "sebentar")
    await expect(screen.last).to_contain_text("sebentar")
    chat.delete(message)
    await expect(screen.messages).to_have_count(0)


async def test_typing_is_shown_until_the_message_comes(screen: Screen, cast: Cast) -> None:
    chat = cast.chats[0]
    chat.show_action("typing")
    await expect(screen.status).to_have_text("sedang mengetik…")
    await screen.ask("/start")
    await expect(screen.status).not_to_have_text("sedang mengetik…")


async def test_the_bots_own_links_are_followed_within_the_page(screen: Screen, cast: Cast) -> None:
    cast.chats[-2].says(cast.people[0], "https://t.me/kutip_bot?start=id")
    await screen.choose("Warung Kopi")
    await screen.log.get_by_role("link").click()
    await expect(screen.status).to_contain_text("Ani")
    await expect(screen.last).to_contain_text(str(cast.people[0].id))
