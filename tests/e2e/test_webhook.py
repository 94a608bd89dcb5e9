"""The bot behind a webhook: every update is answered once, whatever comes twice or in between."""

import asyncio
import socket
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, closing

import pytest
from pydantic import SecretStr

from bot.app import serve
from bot.configuration.cluster import Mode
from bot.errors import ListenError
from bot.playground.botapi import BotApiServer
from bot.playground.chats import Chat
from bot.playground.faults import Held
from bot.playground.messages import User
from bot.services.addresses import DATABASE
from bot.services.bot import BotServices, open_bot_services
from bot.settings import Settings
from bot.storage.database import open_database
from bot.storage.tables.updates import updates
from handlers.telegram.polling import PollingEnd

WHO = "Siapa yang meresmikan Jembatan Sungai Lestari?"
URL = "https://kutip.example/telegram"


def free_port() -> int:
    with closing(socket.socket()) as listening:
        listening.bind(("127.0.0.1", 0))
        return int(listening.getsockname()[1])


@pytest.fixture
def settings(settings: Settings, server: BotApiServer) -> Settings:
    port = free_port()
    server.proxy(f"http://127.0.0.1:{port}", retry_s=0.05)
    more = {"mode": Mode.WEBHOOK, "webhook_url": URL, "webhook_port": port}
    return settings.model_copy(update=more)


@asynccontextmanager
async def running(services: BotServices, server: BotApiServer) -> AsyncIterator[None]:
    """The bot, from when its webhook is set."""
    stop = asyncio.Event()
    task = asyncio.create_task(serve(services, stop))
    await server.next_call("setWebhook")
    yield
    stop.set()
    async with asyncio.timeout(20):
        assert await task is None


@pytest.fixture
async def bot(services: BotServices, server: BotApiServer) -> AsyncIterator[None]:
    async with running(services, server):
        yield


@pytest.fixture
def chat(server: BotApiServer, ani: User, bot: None) -> Chat:
    return server.private_chat(ani, started=True)


@pytest.fixture
def ani(server: BotApiServer) -> User:
    return server.user("Ani", language_code="id")


async def test_a_question_is_answered_and_the_webhook_stays(
    server: BotApiServer, services: BotServices, ani: User
) -> None:
    async with running(services, server):
        chat = server.private_chat(ani, started=True)
        chat.says(ani, WHO)
        assert "Ratna Dewi" in (await chat.next_message()).text
    (setting,) = [call for call in server.calls if call.method == "setWebhook"]
    assert setting.parameters["allowed_updates"] == [
        "message",
        "edited_message",
        "channel_post",
        "edited_channel_post",
        "callback_query",
        "my_chat_member",
        "inline_query",
        "chosen_inline_result",
        "guest_message",
    ]
    assert len(setting.parameters["secret_token"]) > 40
    assert setting.parameters.get("drop_pending_updates") in (None, False)
    assert server.state.webhook == URL
    assert not [call for call in server.calls if call.method in ("getUpdates", "deleteWebhook")]


async def test_what_waited_before_the_start_is_answered(
    server: BotApiServer, services: BotServices, ani: User
) -> None:
    chat = server.private_chat(ani, started=True)
    chat.says(ani, WHO)
    async with running(services, server):
        assert "Ratna Dewi" in (await chat.next_message()).text


async def test_what_is_typed_elsewhere_and_a_mention_of_a_guest_come_by_webhook(
    server: BotApiServer, services: BotServices, ani: User
) -> None:
    async with running(services, server):
        elsewhere = server.foreign_group("Warga", ani)
        number = elsewhere.types_inline(ani, WHO)
        answer = await server.next_inline_answer()
        assert (answer.query_id, "Ratna Dewi" in answer.results[0].title) == (number, True)
        elsewhere.says(ani, f"@{server.bot.username} {WHO}")
        assert "Ratna Dewi" in (await elsewhere.next_message()).text


async def test_an_update_sent_twice_is_answered_once(
    server: BotApiServer, chat: Chat, ani: User
) -> None:
    chat.says(ani, WHO)
    update = (await server.state.updates.others(set()))[0]
    assert "Ratna Dewi" in (await chat.next_message()).text
    assert await server.state.sender.post(update) == 200
    chat.says(ani, "Halo")
    assert "Ratna Dewi" not in (await chat.next_message()).text
    assert chat.unread == 0


async def test_an_edit_that_comes_while_the_question_is_answered_edits_the_reply(
    server: BotApiServer, chat: Chat, ani: User
) -> None:
    held = Held()
    server.fail("sendMessage", held)
    asked = chat.says(ani, "Halo")
    await held.reached.wait()
    chat.edits(ani, asked, WHO)
    held.released.set()
    assert "Ratna Dewi" not in (await chat.next_message()).text
    assert "Ratna Dewi" in (await chat.next_edit()).text
    assert chat.unread == 0


async def test_an_album_is_answered_once(chat: Chat, ani: User) -> None:
    chat.sends_album(ani, "", "", "")
    await chat.next_message()
    chat.says(ani, "Halo")
    await chat.next_message()
    assert chat.unread == 0


async def test_a_hundred_at_once_do_not_hold_up_another_person(
    server: BotApiServer, chat: Chat, ani: User
) -> None:
    people = [server.user(f"Warga {number}") for number in range(100)]
    group = server.group("Warga", *people)
    for person in people:
        group.says(person, f"/ask {WHO}")
    chat.says(ani, WHO)
    assert "Ratna Dewi" in (await chat.next_message()).text
    assert group.unread < 20


async def test_what_was_not_answered_in_time_is_answered_after_the_next_start(
    server: BotApiServer, settings: Settings, ani: User, caplog: pytest.LogCaptureFixture
) -> None:
    chat, held = server.private_chat(ani, started=True), Held()
    async with open_bot_services(settings) as services:
        stop = asyncio.Event()
        task = asyncio.create_task(serve(services, stop, drain_timeout_s=0.2))
        await server.next_call("setWebhook")
        server.fail("sendMessage", held)
        chat.says(ani, WHO)
        await held.reached.wait()
        stop.set()
        async with asyncio.timeout(10):
            assert await task is None
    assert "questions unanswered" in caplog.text
    assert server.state.updates.pending == 0
    async with open_bot_services(settings) as services, running(services, server):
        assert "Ratna Dewi" in (await chat.next_message()).text
    assert chat.unread == 0
    async with open_bot_services(settings) as services, running(services, server):
        chat.says(ani, "Halo")
        await chat.next_message()
    assert chat.unread == 0


async def test_what_cannot_be_parsed_or_fails_is_done(
    server: BotApiServer, settings: Settings, chat: Chat, ani: User
) -> None:
    server.send_update("message", {"text": "rahasia"})
    server.send_update("message", 5)
    chat.says(ani, WHO)
    assert "Ratna Dewi" in (await chat.next_message()).text
    async with open_database(settings.data / DATABASE) as database, asyncio.timeout(10):
        while any(row.done_at is None for row in await database.rows(updates.select())):
            await asyncio.gather(asyncio.sleep(0))
        rows = await database.rows(updates.select())
    assert [(row.chat_id, row.body) for row in rows] == [(0, "")] * 3


async def test_a_stranger_is_refused(
    server: BotApiServer, settings: Settings, chat: Chat, ani: User
) -> None:
    chat.says(ani, "Halo")
    await chat.next_message()
    sender = server.state.sender
    sender._webhook = sender.webhook.__class__(URL, "guessed")
    assert await sender.post({"update_id": 5}) == 403


async def test_a_given_secret_is_telegrams(
    server: BotApiServer, settings: Settings, ani: User
) -> None:
    given = settings.model_copy(update={"webhook_secret": SecretStr("rahasia_kami")})
    async with open_bot_services(given) as services:
        stop = asyncio.Event()
        task = asyncio.create_task(serve(services, stop))
        call = await server.next_call("setWebhook")
        stop.set()
        await task
    assert call.parameters["secret_token"] == "rahasia_kami"


async def test_a_process_keeps_to_its_share_of_the_messages_of_a_second(
    settings: Settings,
) -> None:
    async with open_bot_services(settings.model_copy(update={"messages_per_second": 2})) as own:
        limit = own.alerts.rate_limit
    for chat in (1, 2):
        assert limit.answer_at(chat, 5.0) == 5.0
        limit.answered(chat, 5.0)
    assert limit.answer_at(3, 5.0) == 6.0


async def test_a_port_in_use_ends_the_bot(
    server: BotApiServer, settings: Settings, services: BotServices
) -> None:
    taken = closing(socket.create_server(("127.0.0.1", settings.webhook_port)))
    with taken, pytest.raises(ListenError):
        await serve(services, asyncio.Event())
    assert not server.state.webhook


async def test_polling_ends_where_the_webhook_was_left(
    server: BotApiServer, settings: Settings, services: BotServices
) -> None:
    async with running(services, server):
        pass
    polling = settings.model_copy(update={"mode": Mode.POLLING})
    async with open_bot_services(polling) as services_of_another:
        assert await serve(services_of_another, asyncio.Event()) is PollingEnd.WEBHOOK


POST = "Dermaga Tanjung Melati dibuka\nDermaga itu dibuka oleh Laksmi Wardani."


async def posts(services: BotServices) -> list[str]:
    """The titles of articles that are posts of a channel."""
    found = [each async for each in services.library.all()]
    return [each.title for each in found if each.key.startswith("telegram:")]


async def test_a_post_that_comes_twice_is_one_article(
    server: BotApiServer, services: BotServices, chat: Chat, ani: User
) -> None:
    channel = server.channel("Warta", ani, "warta")
    await services.channels.name(channel.id, "Warta", "warta", ani.id)
    channel.says(ani, POST)
    update = (await server.state.updates.others(set()))[0]
    async with asyncio.timeout(20):
        while not await posts(services):  # noqa: ASYNC110 - no event tells it
            await asyncio.sleep(0.05)
    assert await server.state.sender.post(update) == 200
    chat.says(ani, "Halo")
    await chat.next_message()
    assert await posts(services) == ["Dermaga Tanjung Melati dibuka"]


async def test_a_post_that_was_not_stored_in_time_is_stored_after_the_next_start(
    server: BotApiServer, settings: Settings, ani: User
) -> None:
    channel = server.channel("Warta", ani, "warta")
    async with open_bot_services(settings) as services:
        await services.channels.name(channel.id, "Warta", "warta", ani.id)
        stop = asyncio.Event()
        task = asyncio.create_task(serve(services, stop, drain_timeout_s=0.2))
        await server.next_call("setWebhook")
        async with services.channels.intake.changing:  # as while many articles are changed
            channel.says(ani, POST)
            async with asyncio.timeout(10):
                while not services.channels.intake.waiting:  # noqa: ASYNC110 - as above
                    await asyncio.sleep(0.01)
            stop.set()
            async with asyncio.timeout(10):
                assert await task is None
    assert server.state.updates.pending == 0
    async with open_bot_services(settings) as services, running(services, server):
        async with asyncio.timeout(20):
            while await posts(services) != ["Dermaga Tanjung Melati dibuka"]:  # noqa: ASYNC110
                await asyncio.sleep(0.05)
