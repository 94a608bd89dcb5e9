"""After ``/forget``, no byte of the data folder and no line of the log is of the person."""

import asyncio
import json
from collections.abc import Iterator

import pytest
from sqlalchemy import select

from bot.model.interface_language import InterfaceLanguage
from bot.playground.botapi import BotApiServer
from bot.playground.chats import Chat
from bot.playground.faults import BadRequest
from bot.playground.messages import User
from bot.services.addresses import DATABASE
from bot.services.bot import BotServices
from bot.storage.database import open_database
from bot.storage.traces import PERSONAL_COLUMNS, personal_tables
from bot.texts import texts_for
from tests.bot.maintenance.traces import PERSON, WORD, overwritten_at_once, traces_in
from tests.e2e.conftest import RunningBot
from tests.e2e.publisher import Publisher
from tests.e2e.whole_log import WholeLog, whole_log

INDONESIAN = texts_for(InterfaceLanguage.INDONESIAN)
WHO = "Siapa yang meresmikan Jembatan Sungai Lestari?"
NAME = "Zulkarnaen"
UNWRITABLE = BadRequest("not enough rights to send text messages to the chat")

OF_STAFF = {"people", "audit", "broadcasts", "channels", "channel_albums"}
"""The newsroom's records of its staff and its sources, which /forget leaves."""
OF_WEBHOOKS = {"updates", "update_chats"}
"""Empty where updates are polled for; what a webhook has taken has tests of its own."""


@pytest.fixture
def person(server: BotApiServer) -> User:
    return server.user(NAME, id=PERSON, language_code="id")


@pytest.fixture
def home(server: BotApiServer, person: User, publisher: Publisher) -> Chat:
    return server.private_chat(person, started=True)


@pytest.fixture
def log(capfd: pytest.CaptureFixture[str]) -> Iterator[WholeLog]:
    with whole_log(capfd) as log:
        yield log


async def live(home: Chat, person: User, publisher: Publisher, server: BotApiServer) -> None:
    """All that leaves something behind: choices, questions, a rating, a topic and its alert.

    And an alert that may not be sent for now.
    """
    for said in (
        "/language",
        f"siapa {WORD} yang hilang?",
        f"/subscribe {WORD}",
        "/timezone Asia/Tokyo",
    ):
        home.says(person, said)
        shown = await home.next_message()
        if said == "/language":
            home.presses(person, shown, shown.buttons[-1]["text"])
            await home.next_edit()
    home.says(person, f"{WHO} {WORD}")
    answer = await home.next_message()
    home.presses(person, answer, "👍")
    await server.next_callback_answer()
    await publisher.publish(WORD)
    await home.next_message()
    group = server.group("Warga", person)
    group.says(person, f"/ask {WHO} {WORD}")
    await group.next_message()
    server.fail("sendMessage", UNWRITABLE, chat=home)
    await publisher.publish(WORD)
    await publisher.until(suspended=1)


async def tables_with(services: BotServices) -> set[str]:
    """Return the tables that have a row with the person's number, by the schema."""
    async with open_database(services.settings.data / DATABASE) as database:
        return {
            table.name
            for table in personal_tables()
            for column in PERSONAL_COLUMNS & set(table.c.keys())
            if await database.rows(select(table).where(table.c[column] == PERSON))
        }


async def test_nothing_of_a_person_is_left(
    *,
    home: Chat,
    person: User,
    publisher: Publisher,
    server: BotApiServer,
    services: BotServices,
    bot: RunningBot,
    log: WholeLog,
) -> None:
    log.begin(services.settings)
    data = services.settings.data
    await live(home, person, publisher, server)
    for path in services.settings.articles.glob(f"{WORD}-*.txt"):
        path.unlink()
    await services.library.reload()
    assert {name for _, name in traces_in(data)} == {"words", "integer"}
    of_readers = {table.name for table in personal_tables()} - OF_STAFF - OF_WEBHOOKS
    assert await tables_with(services) == of_readers
    done = overwritten_at_once(services.erasure)
    home.says(person, "/forget")
    assert (await home.next_message()).text == INDONESIAN.forgotten
    async with asyncio.timeout(20):
        await done.wait()
    assert traces_in(data) == set()
    assert await tables_with(services) == set()
    await _end(bot)
    _assert_of_nobody(log.read())


async def _end(bot: RunningBot) -> None:
    bot.stop.set()
    async with asyncio.timeout(20):
        await bot.task


def _assert_of_nobody(written: str) -> None:
    lines = [line for line in written.splitlines() if line]
    assert sum("has arrived" in json.loads(line)["event"] for line in lines) > 8
    of_person = (str(PERSON), WORD, NAME.lower())
    assert [line for line in lines if any(each in line.lower() for each in of_person)] == []
