"""The page in Chromium over time: a server that ends, a reload, two windows."""

from playwright.async_api import expect

from bot.playground.botapi import BotApiServer
from bot.playground.page.application import ChatPage
from bot.playground.page.view import Cast
from tests.page.conftest import Windows
from tests.page.screen import ANSWER, PHONE, QUESTION, Screen


async def test_the_page_comes_back_after_the_server(
    screen: Screen, server: BotApiServer, page: ChatPage, cast: Cast
) -> None:
    """With what was written meanwhile, and the words that were not sent yet."""
    screen.expected = ["Failed to load resource", "ERR_"]
    await screen.ask(QUESTION)
    await screen.text.fill("belum dikirim")
    await page.__aexit__(None, None, None)
    banner = screen.page.get_by_role("alert")
    await expect(banner).to_have_text("Sambungan terputus. Menyambung lagi…")
    cast.chats[0].says(cast.people[0], "ditulis di tempat lain")
    port = int(page.origin.rpartition(":")[2])
    async with ChatPage(server, cast, port=port, secret=page._secret) as again:
        again.tell_ready()
        await expect(banner).to_be_hidden()
        await expect(screen.log).to_contain_text("ditulis di tempat lain")
        await expect(screen.text).to_have_value("belum dikirim")
        await screen.ask("makasih")


async def test_an_address_that_is_no_longer_valid_is_said(
    screen: Screen, server: BotApiServer, page: ChatPage, cast: Cast
) -> None:
    screen.expected = ["Failed to load resource", "ERR_"]
    await page.__aexit__(None, None, None)
    port = int(page.origin.rpartition(":")[2])
    async with ChatPage(server, cast, port=port):
        await expect(screen.page.get_by_role("alert")).to_contain_text("tidak berlaku lagi")


async def test_a_reload_of_the_page_keeps_chat_theme_and_messages(screen: Screen) -> None:
    await screen.choose("Budi")
    await screen.ask(QUESTION)
    await screen.page.get_by_role("button", name="Ganti ke tema gelap").click()
    await screen.page.reload()
    await expect(screen.last).to_contain_text(ANSWER)
    await expect(screen.status).to_contain_text("Budi")
    assert await screen.page.get_attribute("html", "data-theme") == "dark"


async def test_two_windows_show_the_same(windows: Windows) -> None:
    one, other = await windows.open(), await windows.open(width=PHONE, dark=True)
    await one.ask(QUESTION)
    await expect(other.last).to_contain_text(ANSWER)
