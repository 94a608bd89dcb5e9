"""Whatever Telegram refuses while the bot starts, the bot answers in the end."""

import asyncio
import itertools

import pytest

from bot.app import serve
from bot.playground.botapi import BotApiServer
from bot.playground.faults import (
    DroppedConnection,
    Fault,
    Held,
    NotJson,
    ServerError,
    TooManyRequests,
)
from bot.playground.messages import User
from bot.services.bot import BotServices
from handlers.telegram import connection, polling
from handlers.telegram.polling import PollingRequest
from tests.e2e.conftest import RunningBot

WHO = "Siapa yang meresmikan Jembatan Sungai Lestari?"
METHODS = ("getMe", "getWebhookInfo", "deleteWebhook", "getUpdates")
FAULTS: list[Fault] = [
    TooManyRequests(1),
    TooManyRequests(3600),
    ServerError(500),
    DroppedConnection(),
    NotJson(),
]


@pytest.fixture(autouse=True)
def short_pauses(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(connection, "MIN_RETRY_PAUSE_S", 0.05)
    monkeypatch.setattr(connection, "MAX_RETRY_PAUSE_S", 0.05)
    monkeypatch.setattr(polling, "MAX_FLOOD_S", 0.05)


async def answers(server: BotApiServer, ani: User) -> bool:
    chat = server.private_chat(ani, started=True)
    chat.says(ani, WHO)
    return "Ratna Dewi" in (await chat.next_message()).text


@pytest.mark.parametrize("fault", FAULTS, ids=lambda fault: str(fault)[:25])
async def test_a_refusal_of_each_method_ends_in_a_bot_that_answers(
    server: BotApiServer, ani: User, services: BotServices, fault: Fault
) -> None:
    """The menus may be refused for ever, all else only for a while."""
    for method in METHODS:
        server.fail(method, fault)
    server.fail("setMyCommands", fault, times=99)
    bot = RunningBot(services)
    assert await answers(server, ani)
    bot.stop.set()
    assert await bot.task is None


@pytest.mark.parametrize("fault", FAULTS[1:3], ids=["429", "500"])
async def test_a_webhook_that_is_to_be_deleted_is_deleted_in_the_end(
    server: BotApiServer, ani: User, services: BotServices, fault: Fault
) -> None:
    server.state.webhook = "https://lain.example.org/secret"
    server.fail("deleteWebhook", fault, times=2)
    stop = asyncio.Event()
    bot = asyncio.create_task(serve(services, stop, PollingRequest(delete_webhook=True)))
    assert await answers(server, ani)
    assert not server.state.webhook
    stop.set()
    assert await bot is None


async def test_a_webhook_that_telegram_does_not_name_is_found_by_polling(
    server: BotApiServer, services: BotServices
) -> None:
    server.state.webhook = "https://lain.example.org/secret"
    server.fail("getWebhookInfo", TooManyRequests(3600))
    assert await RunningBot(services).task is not None
    assert server.state.webhook


async def test_answers_wait_for_no_menu(
    server: BotApiServer, ani: User, services: BotServices
) -> None:
    held = Held()
    server.fail("setMyCommands", held, times=99)
    bot = RunningBot(services)
    await held.reached.wait()
    assert await answers(server, ani)
    bot.stop.set()
    assert await bot.task is None


async def test_menus_that_were_refused_for_a_moment_are_published(
    server: BotApiServer, services: BotServices
) -> None:
    server.fail("setMyCommands", TooManyRequests(1))
    bot = RunningBot(services)
    calls = [await server.next_call("setMyCommands") for _ in range(7)]
    scopes = [call.parameters["scope"]["type"] for call in calls if not call.error]
    assert [kind for kind, _ in itertools.groupby(scopes)] == ["default", "all_private_chats"]
    bot.stop.set()
    assert await bot.task is None
