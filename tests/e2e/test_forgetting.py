"""After ``/forget``, no byte of the data folder has the person's number or words."""

import asyncio

import pytest

from bot.model.interface_language import InterfaceLanguage
from bot.playground.botapi import BotApiServer
from bot.playground.chats import Chat
from bot.playground.messages import User
from bot.services.bot import BotServices
from bot.texts import texts_for
from tests.bot.maintenance.traces import PERSON, WORD, overwritten_at_once, traces_in
from tests.e2e.publisher import Publisher

INDONESIAN = texts_for(InterfaceLanguage.INDONESIAN)
WHO = "Siapa yang meresmikan Jembatan Sungai Lestari?"


@pytest.fixture
def person(server: BotApiServer) -> User:
    return server.user("Zulkarnaen", id=PERSON, language_code="id")


@pytest.fixture
def home(server: BotApiServer, person: User, publisher: Publisher) -> Chat:
    return server.private_chat(person, started=True)


async def live(home: Chat, person: User, publisher: Publisher, server: BotApiServer) -> None:
    """All that leaves something behind: choices, questions, a rating, a topic and its alert."""
    for said in (
        "/language",
        f"siapa {WORD} yang hilang?",
        f"/subscribe {WORD}",
        "/zone Asia/Tokyo",
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


async def test_nothing_of_a_person_is_left(
    home: Chat, person: User, publisher: Publisher, server: BotApiServer, services: BotServices
) -> None:
    data = services.settings.data
    await live(home, person, publisher, server)
    (services.settings.articles / f"{WORD}-1.txt").unlink()
    await services.library.reload()
    assert {name for _, name in traces_in(data)} == {"words", "integer"}
    done = overwritten_at_once(services.erasure)
    home.says(person, "/forget")
    assert (await home.next_message()).text == INDONESIAN.forgotten
    async with asyncio.timeout(20):
        await done.wait()
    assert traces_in(data) == set()
