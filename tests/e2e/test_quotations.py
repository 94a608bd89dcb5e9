"""Articles are read for quotations beside the answers, whichever way they come."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest

from bot.model.articles import Origin
from bot.playground.botapi import BotApiServer
from bot.playground.chats import Chat
from bot.playground.messages import User
from bot.quotations.listing import QuotationPage
from bot.services.bot import BotServices, open_bot_services
from bot.settings import Settings
from index.types import Language
from tests.bot.samples import make_article
from tests.e2e.conftest import RunningBot

SAYINGS = (
    "Pohon pertama saya tanam bersama ayah",
    "Panen terbaik datang setelah kemarau panjang",
    "Harga biji kopi membuat kami lega",
    "Banyak anak muda kembali ke kebun",
    "Kami menjemur biji di atas bambu",
    "Musuh terbesar adalah penggerek buah",
    "Cita-cita saya membuka kedai kecil",
)


@pytest.fixture
def folder(folder: Path) -> Path:
    """The folder, with an article that quotes somebody seven times."""
    said = "\n\n".join(f"“{words},” kata Sri Wahyuni." for words in SAYINGS)
    text = f"Title: Petani kopi bercerita\nDate: 2022-04-01\nSource: Kabar Tani\n\n{said}\n"
    (folder / "kopi.txt").write_text(text, encoding="utf-8")
    return folder


@pytest.fixture
def talking(server: BotApiServer) -> tuple[Chat, User]:
    ani = server.user("Ani", language_code="id")
    return server.private_chat(ani, started=True), ani


@asynccontextmanager
async def running(settings: Settings) -> AsyncIterator[BotServices]:
    async with open_bot_services(settings) as services:
        bot = RunningBot(services)
        try:
            yield services
        finally:
            bot.stop.set()
            async with asyncio.timeout(20):
                await bot.task


async def quoted(services: BotServices, name: str) -> None:
    """Until somebody is quoted under the name."""
    async with asyncio.timeout(30):
        while not await is_quoted(services, name):  # noqa: ASYNC110 - no event tells it
            await asyncio.sleep(0.05)


async def is_quoted(services: BotServices, name: str) -> bool:
    listed = await services.quotations.named(name, "", Language.INDONESIAN)
    return isinstance(listed, QuotationPage)


async def test_a_list_is_turned_after_a_restart(
    settings: Settings, talking: tuple[Chat, User]
) -> None:
    chat, ani = talking
    async with running(settings) as services:
        await quoted(services, "Sri Wahyuni")
        chat.says(ani, "/quotes Sri Wahyuni")
        listed = await chat.next_message()
        assert "1–5" in listed.text
        assert SAYINGS[0] in listed.text
    async with running(settings):
        chat.presses(ani, listed, "Lebih lama »")
        turned = await chat.next_edit()
        assert "6–7" in turned.text
        assert SAYINGS[6] in turned.text


async def test_what_comes_while_the_bot_runs_is_quoted(
    settings: Settings, talking: tuple[Chat, User]
) -> None:
    chat, ani = talking
    async with running(settings) as services:
        await quoted(services, "Ratna Dewi")
        article = make_article("feed:1", "“Jembatan itu harus gratis,” kata Budi Hartono.")
        await services.library.ingest([article], Origin.FEED)
        await quoted(services, "Budi Hartono")
        chat.says(ani, "apa kata Budi Hartono soal jembatan?")
        answer = await chat.next_message()
        assert "Budi Hartono" in answer.text
        assert "Jembatan itu harus gratis" in answer.text


async def test_words_that_say_the_topic_come_before_those_beside_it(
    settings: Settings, folder: Path, talking: tuple[Chat, User]
) -> None:
    said = "“Pajak buku kami turunkan mulai tahun depan,” kata Made Suwandi.\n"
    (folder / "lama.txt").write_text(f"Title: Rapat\nDate: 2022-05-01\n\n{said}", "utf-8")
    beside = "“Itu kira-kira yang utama hari ini,” kata Made Suwandi.\n"
    (folder / "baru.txt").write_text(f"Title: Pajak\nDate: 2022-05-09\n\n{beside}", "utf-8")
    chat, ani = talking
    async with running(settings) as services:
        await quoted(services, "Made Suwandi")
        chat.says(ani, "/quotes Made Suwandi pajak")
        listed = (await chat.next_message()).text
    assert listed.index("Pajak buku") < listed.index("kira-kira yang utama")
