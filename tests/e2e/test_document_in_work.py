"""What takes long to read or fetch holds neither answers, nor other changes, nor the end."""

import asyncio
from collections.abc import AsyncIterator

import pytest
from aiohttp import web

from bot.app import serve
from bot.articles.ingest import StagingReader
from bot.model.articles import Origin
from bot.model.interface_language import InterfaceLanguage
from bot.playground.botapi import BotApiServer
from bot.playground.chats import Chat
from bot.playground.messages import User
from bot.services.bot import BotServices
from bot.settings import Settings
from bot.texts import texts_for
from handlers.telegram.turns import PERSON_SHARE
from tests.bot.articles.reading_gate import ReadingGate
from tests.bot.fetching.sites import open_site
from tests.bot.samples import make_article
from tests.e2e.conftest import ADMIN, RunningBot

ENGLISH = texts_for(InterfaceLanguage.ENGLISH)
LANDED = make_article("dokumen/1", "Perahu nelayan mendarat di Pantai Cempaka.", "Cempaka")
NEWS = make_article("feed:1/a", "Pasar apung dibuka bupati pada hari Senin.", "Pasar apung")


@pytest.fixture
def settings(settings: Settings) -> Settings:
    return settings.model_copy(update={"fetch_allow": ("127.0.0.1",)})


@pytest.fixture
async def gate(monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[ReadingGate]:
    """The documents that are sent are read until it is open."""
    gate = ReadingGate()

    def read_files(_files: object) -> StagingReader:
        return gate.reader([LANDED], Origin.ADDED)

    monkeypatch.setattr("bot.articles.ingest.read_files", read_files)
    yield gate
    gate.open()


async def test_articles_are_removed_edited_and_brought_by_feeds_while_a_document_is_read(
    admin_chat: Chat, admin: User, bot: RunningBot, services: BotServices, gate: ReadingGate
) -> None:
    admin_chat.sends_document(admin, "arsip.txt", b"Lama sekali dibaca.")
    started = await admin_chat.next_message()
    assert started.text == ENGLISH.format("document_started", name="arsip.txt")
    await gate.reached()
    admin_chat.says(admin, "/remove 1")
    assert "1" in (await admin_chat.next_message()).text
    admin_chat.says(admin, "/edit 2 title: Judul baru")
    assert "Judul baru" in (await admin_chat.next_message()).text
    await services.library.ingest([NEWS], Origin.FEED)
    assert 1 not in await services.library.articles([1, 2])
    assert (await services.library.article(2)).title == "Judul baru"
    gate.open()
    while not (report := (await admin_chat.next_edit()).text).startswith("arsip.txt"):
        pass
    assert report.endswith("Added: 1")
    titles = {article.title for article in await services.library.latest(limit=9)}
    assert {"Judul baru", LANDED.title, NEWS.title} <= titles
    assert not bot.task.done()


async def test_the_sender_is_answered_while_documents_of_theirs_are_read(
    admin_chat: Chat, admin: User, gate: ReadingGate
) -> None:
    """More documents than one person has places for what is handled at once."""
    for number in range(PERSON_SHARE + 1):
        admin_chat.sends_document(admin, f"arsip{number}.txt", b"Lama sekali dibaca.")
        await admin_chat.next_message()
    await gate.reached()
    admin_chat.says(admin, "Siapa yang meresmikan Jembatan Sungai Lestari?")
    assert "Ratna Dewi" in (await admin_chat.next_message()).text


@pytest.mark.parametrize("command", ["/add", "/feed"])
async def test_the_sender_is_answered_while_slow_sites_are_fetched(
    admin_chat: Chat, admin: User, command: str
) -> None:
    """More of them than one person has places for what is handled at once."""
    asked, going_on = asyncio.Event(), asyncio.Event()

    async def hang(_request: web.Request) -> web.Response:
        asked.set()
        await going_on.wait()
        return web.Response(status=503)

    async with open_site() as site:
        site.responses["/"] = hang
        for number in range(PERSON_SHARE + 1):
            admin_chat.says(admin, f"{command} {site.url(f'/?{number}')}")
        await asked.wait()
        admin_chat.says(admin, "Siapa yang meresmikan Jembatan Sungai Lestari?")
        assert "Ratna Dewi" in (await admin_chat.next_message()).text
        going_on.set()
        failed = [(await admin_chat.next_message()).text for _ in range(PERSON_SHARE + 1)]
        assert failed == [ENGLISH.format("fetch_status", status=503)] * (PERSON_SHARE + 1)


async def test_the_end_does_not_wait_for_the_thread_that_reads(
    server: BotApiServer, services: BotServices, gate: ReadingGate
) -> None:
    stop = asyncio.Event()
    task = asyncio.create_task(serve(services, stop, drain_timeout_s=0.3))
    owner = server.user("Redaksi", id=ADMIN)
    server.private_chat(owner, started=True).sends_document(owner, "arsip.txt", b"Lama sekali.")
    await gate.reached()
    stop.set()
    async with asyncio.timeout(8):
        assert await task is None
