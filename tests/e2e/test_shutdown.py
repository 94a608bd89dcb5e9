"""How the bot ends: cleanly when told to, in words when Telegram is done with it."""

import asyncio
import logging
import os
import signal
import subprocess
import sys
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any, NoReturn

import pytest
from pydantic import SecretStr

from bot.app import serve
from bot.model.interface_language import InterfaceLanguage
from bot.playground.botapi import BotApiServer
from bot.playground.chats import Chat
from bot.playground.errors import conflict
from bot.playground.faults import Held, ServerError, Unauthorized
from bot.playground.messages import User
from bot.questions.answer import Answer
from bot.questions.answering import QuestionAnswerer
from bot.services.bot import BotServices, open_bot_services
from bot.settings import Settings
from bot.texts import texts_for
from handlers.telegram import intake
from handlers.telegram.polling import PollingEnd, PollingRequest
from tests.e2e.conftest import ADMIN, RunningBot

INDONESIAN = texts_for(InterfaceLanguage.INDONESIAN)
WHO = "Siapa yang meresmikan Jembatan Sungai Lestari?"
ROOT = Path(__file__).parents[2]


class OtherPoller:
    """A fault: another program asks for updates with the same token."""

    async def apply(self, _request: object, _perform: object) -> NoReturn:
        raise conflict()


async def test_a_token_revoked_while_running_ends_the_bot(
    chat: Chat, ani: User, server: BotApiServer, bot: RunningBot
) -> None:
    chat.says(ani, "Halo")
    await chat.next_message()
    server.fail("getUpdates", Unauthorized(), times=9)
    chat.says(ani, "Halo lagi")
    async with asyncio.timeout(10):
        assert await bot.task is PollingEnd.REFUSED


@pytest.mark.parametrize("token", ["4242:WRONG", "0000:SECRET-of-the-test"])
async def test_a_wrong_token_ends_the_bot_before_it_loads_anything(
    server: BotApiServer, settings: Settings, token: str
) -> None:
    wrong = settings.model_copy(update={"token": SecretStr(token)})
    async with open_bot_services(wrong) as services:
        assert await serve(services, asyncio.Event()) is PollingEnd.REFUSED
        assert (await services.library.status()).last_reload is None


async def test_another_program_with_the_same_token_ends_the_bot_and_owners_are_told(
    chat: Chat, admin_chat: Chat, ani: User, server: BotApiServer, bot: RunningBot
) -> None:
    chat.says(ani, "Halo")
    await chat.next_message()
    server.fail("getUpdates", OtherPoller(), times=99)
    chat.says(ani, "Halo lagi")
    async with asyncio.timeout(20):
        assert await bot.task is PollingEnd.CONFLICT
    assert (await admin_chat.next_message()).text == INDONESIAN.telegram_conflict


async def test_a_webhook_is_not_deleted_silently(
    server: BotApiServer, services: BotServices, caplog: pytest.LogCaptureFixture
) -> None:
    server.state.webhook = "https://lain.example.org/secret"
    assert await serve(services, asyncio.Event()) is PollingEnd.WEBHOOK
    assert server.state.webhook
    assert "lain.example.org" in caplog.text
    assert "secret" not in caplog.text


async def test_a_webhook_is_deleted_if_that_is_asked_for(
    server: BotApiServer, services: BotServices
) -> None:
    server.state.webhook = "https://lain.example.org/secret"
    stop, request = asyncio.Event(), PollingRequest(delete_webhook=True)
    bot = asyncio.create_task(serve(services, stop, request))
    await server.polled()
    assert not server.state.webhook
    stop.set()
    assert await bot is None


async def test_a_bot_without_an_owner_says_how_to_become_one(
    server: BotApiServer, settings: Settings, caplog: pytest.LogCaptureFixture
) -> None:
    ownerless, stop = settings.model_copy(update={"owners": frozenset()}), asyncio.Event()
    with caplog.at_level(logging.WARNING):
        async with open_bot_services(ownerless) as services:
            bot = asyncio.create_task(serve(services, stop))
            await server.polled()
            stop.set()
            await bot
    assert "https://t.me/kutip_bot?start=id" in caplog.text


async def test_a_passing_conflict_is_borne(
    chat: Chat, ani: User, server: BotApiServer, bot: RunningBot
) -> None:
    server.fail("getUpdates", OtherPoller())
    chat.says(ani, "Halo")
    assert (await chat.next_message()).text == INDONESIAN.conversation.greeting
    assert not bot.task.done()


async def test_what_was_accepted_before_the_end_is_answered_and_confirmed(
    server: BotApiServer, services: BotServices
) -> None:
    """Told to stop in the middle of forty people's questions, the bot first answers them."""
    bot = RunningBot(services)
    people = [server.user(f"Pembaca {number}", language_code="id") for number in range(40)]
    chats = [server.private_chat(person, started=True) for person in people]
    await server.state.updates.polled()
    held = Held()
    server.fail("sendMessage", held, times=40)
    for chat, person in zip(chats, people, strict=True):
        chat.says(person, WHO)
    await held.reached.wait()
    bot.stop.set()
    held.released.set()
    async with asyncio.timeout(20):
        assert await bot.task is None
    assert [chat.unread for chat in chats] == [1] * 40
    assert server.state.updates.pending == 0


async def test_what_was_deferred_is_answered_at_the_end(
    server: BotApiServer, ani: User, services: BotServices, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(intake, "SLICE_PAUSE_S", 60.0)
    bot = RunningBot(services)
    chat = server.private_chat(ani, started=True)
    people = [server.user(f"Warga {number}") for number in range(8)]
    group = server.group("Warga", *people)
    await server.polled()
    for person in people:
        group.says(person, f"/ask {WHO}")
    chat.says(ani, WHO)
    await chat.next_message()
    assert group.unread == 0
    bot.stop.set()
    async with asyncio.timeout(20):
        assert await bot.task is None
    assert group.unread == 8


async def test_the_end_does_not_wait_for_ever(
    server: BotApiServer, ani: User, services: BotServices, caplog: pytest.LogCaptureFixture
) -> None:
    stop = asyncio.Event()
    task = asyncio.create_task(serve(services, stop, drain_timeout_s=0.2))
    chat = server.private_chat(ani, started=True)
    held = Held()
    server.fail("sendMessage", held)
    chat.says(ani, WHO)
    await held.reached.wait()
    stop.set()
    async with asyncio.timeout(5):
        assert await task is None
    assert "questions unanswered" in caplog.text


@pytest.mark.parametrize("method", ["getUpdates", "sendMessage", "getFile", "sendChatAction"])
async def test_the_end_does_not_wait_for_a_telegram_that_hangs(
    server: BotApiServer, services: BotServices, method: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Neither for the last updates' confirmation, nor for a document, nor for an answer."""
    held = Held()
    if method == "sendChatAction":  # only who has to wait for an answer sees that it is written
        ask = QuestionAnswerer.ask

        async def ask_slowly(self: QuestionAnswerer, *args: Any, **options: Any) -> Answer:
            await held.reached.wait()
            return await ask(self, *args, **options)

        monkeypatch.setattr(QuestionAnswerer, "ask", ask_slowly)
    stop = asyncio.Event()
    task = asyncio.create_task(serve(services, stop, drain_timeout_s=0.3))
    owner = server.user("Redaksi", id=ADMIN)
    chat = server.private_chat(owner, started=True)
    await server.polled()
    server.fail(method, held, times=99)
    chat.sends_document(owner, "berita.txt", b"Sebuah berita.")
    chat.says(owner, WHO)
    await held.reached.wait()
    stop.set()
    async with asyncio.timeout(8):
        assert await task is None


async def test_the_end_does_not_wait_for_what_is_read(
    server: BotApiServer, services: BotServices, caplog: pytest.LogCaptureFixture
) -> None:
    """A document that is read for ever is given up, and nothing of it goes on."""
    reading, ended = asyncio.Event(), asyncio.Event()

    async def read_for_ever(*_: object) -> NoReturn:
        reading.set()
        try:
            await asyncio.Event().wait()
        finally:
            ended.set()
        raise AssertionError("never set")

    services.uploads.ingest = read_for_ever  # type: ignore[method-assign,assignment]
    stop = asyncio.Event()
    task = asyncio.create_task(serve(services, stop, drain_timeout_s=0.3))
    owner = server.user("Redaksi", id=ADMIN)
    chat = server.private_chat(owner, started=True)
    chat.sends_document(owner, "berita.txt", b"Sebuah berita.")
    await reading.wait()
    stop.set()
    async with asyncio.timeout(8):
        assert await task is None
        await ended.wait()
    assert "questions unanswered" in caplog.text


async def test_without_its_folder_the_bot_serves_what_is_stored(
    server: BotApiServer, ani: User, services: BotServices, caplog: pytest.LogCaptureFixture
) -> None:
    await services.library.reload()
    folder = services.settings.articles
    folder.rename(folder.with_name("elsewhere"))
    bot = RunningBot(services)
    chat = server.private_chat(ani)
    chat.says(ani, WHO)
    assert "Ratna Dewi" in (await chat.next_message()).text
    assert INDONESIAN.format("folder_missing", path=str(folder)) in caplog.text
    bot.stop.set()
    await bot.task


async def test_a_stop_during_the_start_ends_it(server: BotApiServer, services: BotServices) -> None:
    held = Held()
    server.fail("getMe", held)
    bot = RunningBot(services)
    await held.reached.wait()
    bot.stop.set()
    async with asyncio.timeout(5):
        assert await bot.task is None


async def test_the_bot_waits_for_telegram_at_its_start(
    server: BotApiServer, ani: User, services: BotServices
) -> None:
    server.fail("getMe", ServerError(502))
    bot = RunningBot(services)
    chat = server.private_chat(ani)
    chat.says(ani, "Halo")
    assert (await chat.next_message()).text == INDONESIAN.conversation.greeting
    bot.stop.set()
    assert await bot.task is None


@pytest.fixture
async def process(settings: Settings, tmp_path: Path) -> AsyncIterator[asyncio.subprocess.Process]:
    """The bot as a program of its own, as talkative as it can be."""
    token = settings.token.get_secret_value() if settings.token else ""
    environment = {
        "PATH": os.environ["PATH"],
        "PYTHONPATH": str(ROOT),
        "KUTIP_TOKEN": token,
        "KUTIP_API_URL": settings.api_url,
        "KUTIP_ARTICLES": str(settings.articles),
        "KUTIP_DATA": str(settings.data),
        "KUTIP_LOG_LEVEL": "DEBUG",
    }
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "bot", "run"),
        cwd=tmp_path,
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
    )
    yield process
    if process.returncode is None:
        process.kill()
        await process.communicate()


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
async def test_a_signal_ends_the_program_cleanly(
    process: asyncio.subprocess.Process, server: BotApiServer, ani: User, number: signal.Signals
) -> None:
    chat = server.private_chat(ani, started=True)
    chat.says(ani, WHO)
    assert "Ratna Dewi" in (await chat.next_message(timeout=30)).text
    process.send_signal(number)
    async with asyncio.timeout(20):
        log, _ = await process.communicate()
    assert process.returncode == 0, log.decode()
    assert b"Traceback" not in log
    assert_no_secret(log.decode())


async def test_a_dead_token_ends_the_program_with_a_clear_message(
    process: asyncio.subprocess.Process, server: BotApiServer, ani: User
) -> None:
    chat = server.private_chat(ani, started=True)
    chat.says(ani, "Halo")
    await chat.next_message(timeout=30)
    server.fail("*", Unauthorized(), times=999)
    chat.says(ani, "Halo lagi")
    async with asyncio.timeout(20):
        log, _ = await process.communicate()
    assert process.returncode == 1
    assert INDONESIAN.bot_rejected in log.decode().splitlines()[-1]
    assert_no_secret(log.decode())


def assert_no_secret(log: str) -> None:
    assert log
    assert "SECRET-of-the-test" not in log
