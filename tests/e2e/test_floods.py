"""No chat and no person makes the others wait: floods, refusals of one chat, a backlog."""

import asyncio
import time
from collections.abc import AsyncIterator

import pytest

from bot.app import serve
from bot.model.interface_language import InterfaceLanguage
from bot.playground.botapi import BotApiServer
from bot.playground.chats import Chat
from bot.playground.faults import TooManyRequests
from bot.playground.messages import User
from bot.services.bot import BotServices
from bot.texts import texts_for
from handlers.telegram.turns import PLACES
from tests.e2e.conftest import RunningBot
from tests.tdlib import tdlib_parse

INDONESIAN = texts_for(InterfaceLanguage.INDONESIAN)
WHO = "Siapa yang meresmikan Jembatan Sungai Lestari?"
HOW_LONG = "Berapa meter panjang Jembatan Sungai Lestari?"


class Clock:
    """The server's clock, which says when messages are written; by how much it is late."""

    def __init__(self) -> None:
        self.late = 0.0

    def __call__(self) -> float:
        return time.time() - self.late


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
async def server(clock: Clock) -> AsyncIterator[BotApiServer]:
    async with BotApiServer("4242:SECRET", clock=clock, reference_parser=tdlib_parse) as server:
        yield server


@pytest.fixture
def group(server: BotApiServer, ani: User) -> Chat:
    return server.group("Warga", ani, server.user("Budi", language_code="id"))


def sent_to(server: BotApiServer, chat: Chat) -> int:
    """How many messages the bot has tried to send there."""
    calls = [call for call in server.calls if call.method == "sendMessage"]
    return sum(call.parameters["chat_id"] == chat.id for call in calls)


@pytest.mark.parametrize("private", [False, True], ids=["60 /ask in a group", "500 in private"])
async def test_a_flood_gets_one_polite_line_and_the_newest_answered_and_hinders_nobody(
    server: BotApiServer, chat: Chat, ani: User, group: Chat, private: bool
) -> None:
    budi = next(user for user in server.state.users.values() if user.first_name == "Budi")
    flooded = server.private_chat(budi, started=True) if private else group
    for _ in range(499 if private else 59):
        flooded.says(budi, f"/ask {WHO}")
    newest = flooded.says(budi, f"/ask {HOW_LONG}")
    chat.says(ani, WHO)
    assert "Ratna Dewi" in (await chat.next_message()).text
    assert sent_to(server, flooded) <= 2
    said = [await flooded.next_message()]
    while said[-1].reply_to_message_id != newest.message_id or "1.250" not in said[-1].text:
        said.append(await flooded.next_message())
    assert [message.text for message in said].count(INDONESIAN.waiting.flood) == 1
    assert len(said) <= 10
    assert flooded.unread == 0


async def test_a_refusal_of_an_hour_in_one_chat_silences_no_other(
    server: BotApiServer, bot: RunningBot, ani: User, group: Chat, caplog: pytest.LogCaptureFixture
) -> None:
    group.refuse_for(3600)
    for _ in range(5):
        group.says(ani, f"/ask {WHO}")
    for number in range(5):
        other = server.private_chat(server.user(f"Pembaca {number}", language_code="id"))
        other.says(other.owner, WHO)
        assert "Ratna Dewi" in (await other.next_message()).text
    bot.stop.set()
    await bot.task
    assert 1 <= sent_to(server, group) <= 2
    assert "gave up on a message before making it" in caplog.text


@pytest.mark.parametrize("method", ["getChatAdministrators", "getChat"])
async def test_what_telegram_refuses_for_a_minute_takes_no_place_from_others(
    server: BotApiServer, ani: User, services: BotServices, method: str
) -> None:
    """More chats wait for who may change their topics than updates are handled at once."""
    server.fail(method, TooManyRequests(60), times=999)
    stop = asyncio.Event()
    bot = asyncio.create_task(serve(services, stop, drain_timeout_s=0.2))
    for number in range(PLACES + 4):
        person = server.user(f"Warga {number}")
        if method == "getChat":
            server.private_chat(person, started=True).says(person, "/subscribe @warta banjir")
        else:
            server.group(f"Warga {number}", person).says(person, "/subscribe banjir")
    for _ in range(PLACES + 4):
        await server.next_call(method)
    chat = server.private_chat(ani, started=True)
    chat.says(ani, WHO)
    assert "Ratna Dewi" in (await chat.next_message()).text
    stop.set()
    assert await bot is None


async def test_after_an_outage_the_fresh_come_first_and_of_the_old_each_chats_last(
    server: BotApiServer, ani: User, services: BotServices, clock: Clock
) -> None:
    """120 questions of twenty hours ago, and one of now."""
    people = [server.user(f"Pembaca {number}", language_code="id") for number in range(12)]
    chats = [server.private_chat(person, started=True) for person in people]
    clock.late = 20 * 3600
    for question in [WHO] * 9 + [HOW_LONG]:
        for old, person in zip(chats, people, strict=True):
            old.says(person, question)
    clock.late = 0
    fresh = server.private_chat(ani, started=True)
    fresh.says(ani, WHO)
    bot = RunningBot(services)
    assert "Ratna Dewi" in (await fresh.next_message()).text
    assert sum(sent_to(server, old) for old in chats) == 0
    for old in chats:
        assert (await old.next_message()).text == INDONESIAN.waiting.backlog
        assert "1.250 meter" in (await old.next_message()).text
    bot.stop.set()
    await bot.task
    assert [old.unread for old in chats] == [0] * 12
