"""The running bot answers so much of a person in a minute, says so once, and goes on for others."""

import pytest

from bot.model.interface_language import InterfaceLanguage
from bot.playground.botapi import BotApiServer
from bot.playground.chats import Chat
from bot.playground.messages import User
from bot.settings import Settings
from bot.texts import texts_for
from tests.e2e.conftest import RunningBot

WAITING = texts_for(InterfaceLanguage.INDONESIAN).waiting
WHO = "Siapa yang meresmikan Jembatan Sungai Lestari?"


@pytest.fixture
def settings(settings: Settings) -> Settings:
    changed = {"questions_per_minute": 3, "group_questions_per_minute": 4, "inline_per_minute": 1}
    return settings.model_copy(update=changed)


async def test_one_who_asks_too_much_is_told_once_and_others_are_answered(
    server: BotApiServer, chat: Chat, ani: User, bot: RunningBot
) -> None:
    for _ in range(3):
        chat.says(ani, WHO)
        assert "Ratna Dewi" in (await chat.next_message()).text
    chat.says(ani, WHO)
    assert (await chat.next_message()).text == WAITING.limit_person
    chat.says(ani, WHO)
    chat.says(ani, "/start")
    budi = server.user("Budi", language_code="id")
    other = server.private_chat(budi, started=True)
    other.says(budi, WHO)
    assert "Ratna Dewi" in (await other.next_message()).text
    bot.stop.set()
    await bot.task
    assert chat.unread == 0


async def test_a_tap_too_many_is_answered_with_the_reason(
    server: BotApiServer, chat: Chat, ani: User
) -> None:
    for _ in range(3):
        chat.says(ani, WHO)
        answer = await chat.next_message()
    chat.presses(ani, answer, next(each["text"] for each in answer.buttons if "url" not in each))
    assert (await server.next_callback_answer()).text == WAITING.limit_person


async def test_a_group_has_its_own_limit(server: BotApiServer, ani: User, bot: RunningBot) -> None:
    people = [ani, *(server.user(f"Warga {number}", language_code="id") for number in range(2))]
    group = server.group("Warga", *people)
    await server.polled()
    for person in (ani, ani, *people[1:]):
        group.says(person, f"/ask {WHO}")
        assert "Ratna Dewi" in (await group.next_message()).text
    group.says(people[1], f"/ask {WHO}")
    assert (await group.next_message()).text == WAITING.limit_group
