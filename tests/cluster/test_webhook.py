"""Two processes behind a webhook: each update is answered once, whichever of them gets it."""

import asyncio
import sqlite3
from collections.abc import AsyncIterator
from contextlib import closing
from pathlib import Path

import pytest

from bot.model.interface_language import InterfaceLanguage
from bot.playground.botapi import BotApiServer
from bot.playground.chats import Chat
from bot.playground.errors import JSON
from bot.playground.faults import Held
from bot.playground.messages import User
from bot.services.addresses import DATABASE
from bot.texts import texts_for
from tests.cluster.postgresql import execute, postgresql
from tests.cluster.telegram import Bots, bots, until

TALK = texts_for(InterfaceLanguage.INDONESIAN).conversation
HELLO, THANKS = ("halo", TALK.greeting), ("makasih ya", TALK.thanks)
UNFINISHED = "SELECT count(*) FROM updates WHERE done_at IS NULL"


@pytest.fixture
async def server() -> AsyncIterator[BotApiServer]:
    async with BotApiServer("4242:SECRET-of-the-test") as server:
        yield server


@pytest.fixture
async def two(server: BotApiServer, tmp_path: Path, postgresql_address: str) -> AsyncIterator[Bots]:
    """Two processes on one database, behind a proxy that gives them updates by turns."""
    (tmp_path / "articles").mkdir()
    async with bots(
        server, tmp_path, 2, mode="webhook", database=postgresql_address, watch="no"
    ) as processes:
        server.proxy(*addresses(processes), retry_s=0.05)
        await until(lambda: bool(server.state.webhook), "the webhook is not set")
        yield processes


def addresses(processes: Bots) -> list[str]:
    return [processes.webhook(number).removesuffix("/telegram") for number in processes.numbers]


@pytest.fixture
def ani(server: BotApiServer) -> User:
    return server.user("Ani", language_code="id")


@pytest.fixture
def chat(server: BotApiServer, ani: User, two: Bots) -> Chat:
    return server.private_chat(ani, started=True)


async def all_done(address: str) -> None:
    """Wait until every update is marked as handled."""
    async with asyncio.timeout(30):
        while int(await asyncio.to_thread(execute, address, UNFINISHED)):
            pass


def unfinished(database: Path) -> int:
    with closing(sqlite3.connect(f"{database.as_uri()}?mode=ro", uri=True)) as connection:
        return int(connection.execute(UNFINISHED).fetchone()[0])


async def last_update(server: BotApiServer) -> JSON:
    return (await server.state.updates.others(set()))[-1]


async def test_questions_of_many_are_answered_once_each(
    server: BotApiServer, two: Bots, postgresql_address: str
) -> None:
    people = [server.user(f"Pembaca {number}", language_code="id") for number in range(20)]
    chats = [server.private_chat(person, started=True) for person in people]
    for chat, person in zip(chats, people, strict=True):
        chat.says(person, HELLO[0])
    for chat in chats:
        assert HELLO[1] in (await chat.next_message()).text
    for chat, person in zip(chats, people, strict=True):
        chat.says(person, THANKS[0])
    for chat in chats:
        assert THANKS[1] in (await chat.next_message()).text
    await all_done(postgresql_address)
    assert [chat.unread for chat in chats] == [0] * 20
    owners = "SELECT count(DISTINCT owner) FROM update_chats"
    assert await asyncio.to_thread(execute, postgresql_address, owners) == "2"


async def test_an_album_split_between_both_is_answered_once(
    chat: Chat, ani: User, postgresql_address: str
) -> None:
    chat.sends_album(ani, "", "", "")
    await chat.next_message()
    chat.sends_album(ani, HELLO[0], "", "")
    assert HELLO[1] in (await chat.next_message()).text
    await all_done(postgresql_address)
    assert chat.unread == 0


async def test_an_edit_that_the_other_gets_while_one_answers_edits_its_reply(
    server: BotApiServer, chat: Chat, ani: User, postgresql_address: str
) -> None:
    held = Held()
    server.fail("sendMessage", held)
    asked = chat.says(ani, THANKS[0])
    await held.reached.wait()
    chat.edits(ani, asked, HELLO[0])
    held.released.set()
    assert THANKS[1] in (await chat.next_message()).text
    assert HELLO[1] in (await chat.next_edit()).text
    await all_done(postgresql_address)
    assert chat.unread == 0


async def test_an_update_sent_to_both_is_answered_once(
    server: BotApiServer, two: Bots, chat: Chat, ani: User, postgresql_address: str
) -> None:
    server.proxy("http://127.0.0.1:1", retry_s=0.05)
    chat.says(ani, HELLO[0])
    update = await last_update(server)
    server.proxy(*addresses(two), retry_s=0.05)
    sender = server.state.sender
    sent = [sender.post(update, process) for process in [*addresses(two), *addresses(two)]]
    assert await asyncio.gather(*sent) == [200] * 4
    assert HELLO[1] in (await chat.next_message()).text
    await all_done(postgresql_address)
    assert await sender.post(update) == 200
    chat.says(ani, THANKS[0])
    assert THANKS[1] in (await chat.next_message()).text
    await all_done(postgresql_address)
    assert chat.unread == 0


@pytest.mark.timeout(180)
async def test_what_a_killed_process_has_taken_is_answered_by_the_other_once(
    server: BotApiServer, two: Bots, chat: Chat, ani: User, postgresql_address: str
) -> None:
    held = Held()
    server.proxy(addresses(two)[0], retry_s=0.05)
    server.fail("sendMessage", held)
    chat.says(ani, HELLO[0])
    await held.reached.wait()
    await until(lambda: server.state.updates.pending == 0, "it was not taken")
    two.kill(0)
    server.proxy(*addresses(two), retry_s=0.05)
    chat.says(ani, THANKS[0])
    assert HELLO[1] in (await chat.next_message(60)).text
    assert THANKS[1] in (await chat.next_message(60)).text
    await all_done(postgresql_address)
    assert chat.unread == 0


async def test_a_process_that_is_stopped_leaves_its_chats_to_the_other_at_once(
    server: BotApiServer, two: Bots, chat: Chat, ani: User, postgresql_address: str
) -> None:
    server.proxy(addresses(two)[0], retry_s=0.05)
    chat.says(ani, HELLO[0])
    assert HELLO[1] in (await chat.next_message()).text
    server.proxy(*addresses(two), retry_s=0.05)
    await two.stop(0)
    chat.says(ani, THANKS[0])
    assert THANKS[1] in (await chat.next_message()).text
    await all_done(postgresql_address)
    assert chat.unread == 0
    assert server.state.webhook


async def test_what_a_killed_process_has_taken_is_answered_after_its_start_once(
    server: BotApiServer, ani: User, tmp_path: Path
) -> None:
    """With the file of one process, which waits for no lease."""
    (tmp_path / "articles").mkdir()
    held, chat = Held(), server.private_chat(ani, started=True)
    async with bots(server, tmp_path, 1, mode="webhook", watch="no") as one:
        server.proxy(*addresses(one), retry_s=0.05)
        server.fail("sendMessage", held)
        chat.says(ani, HELLO[0])
        await held.reached.wait()
        await until(lambda: server.state.updates.pending == 0, "it was not taken")
        one.kill(0)
        await one.start(0)
        assert HELLO[1] in (await chat.next_message()).text
        chat.says(ani, THANKS[0])
        assert THANKS[1] in (await chat.next_message()).text
        assert chat.unread == 0
        await until(lambda: not unfinished(tmp_path / "data-0" / DATABASE), "it was not marked")
        one.kill(0)
        await one.start(0)
        chat.says(ani, HELLO[0])
        assert HELLO[1] in (await chat.next_message()).text
    assert chat.unread == 0


@pytest.mark.timeout(240)
async def test_what_comes_while_the_database_is_away_is_answered_once_it_is_back(
    server: BotApiServer, ani: User, tmp_path: Path
) -> None:
    (tmp_path / "articles").mkdir()
    people = [server.user(f"Pembaca {number}", language_code="id") for number in range(10)]
    chats = [server.private_chat(person, started=True) for person in people]
    with postgresql() as database:
        address = database.new_database()
        async with bots(server, tmp_path, 2, mode="webhook", database=address, watch="no") as two:
            server.proxy(*addresses(two), retry_s=0.05)
            for chat, person in zip(chats, people, strict=True):
                chat.says(person, HELLO[0])
            for chat in chats:
                assert HELLO[1] in (await chat.next_message(60)).text
            database.kill()
            for chat, person in zip(chats, people, strict=True):
                chat.says(person, THANKS[0])
            await until(lambda: "503" in str(server.state.sender.last_error), "nothing is refused")
            await asyncio.to_thread(database.start)
            for chat in chats:
                assert THANKS[1] in (await chat.next_message(60)).text
            await all_done(address)
    assert [chat.unread for chat in chats] == [0] * 10
