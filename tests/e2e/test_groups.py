"""In groups the bot speaks when spoken to."""

from collections.abc import AsyncIterator

import pytest

from bot.model.interface_language import InterfaceLanguage
from bot.playground.botapi import BotApiServer
from bot.playground.chats import Chat
from bot.playground.messages import User
from bot.texts import texts_for
from tests.e2e.conftest import ADMIN, RunningBot
from tests.tdlib import tdlib_parse

INDONESIAN = texts_for(InterfaceLanguage.INDONESIAN)
WHO = "Siapa yang meresmikan Jembatan Sungai Lestari?"
HOW_LONG = "Berapa meter panjang Jembatan Sungai Lestari?"


@pytest.fixture
async def server() -> AsyncIterator[BotApiServer]:
    """A Telegram that shows the bot everything that is said in groups."""
    async with BotApiServer("4242:SECRET", privacy=False, reference_parser=tdlib_parse) as server:
        yield server


@pytest.fixture
def budi(server: BotApiServer) -> User:
    return server.user("Budi", language_code="id")


@pytest.fixture
def group(server: BotApiServer, ani: User, budi: User, bot: RunningBot) -> Chat:
    return server.group("Warga", ani, budi)


@pytest.mark.parametrize(
    "words",
    [
        f"/ask {WHO}",
        f"/ask@kutip_bot {WHO}",
        f"@kutip_bot {WHO}",
        f"{WHO} @Kutip_Bot",
        f"Eh 😀 @kutip_bot, {WHO}",
    ],
)
async def test_a_question_for_the_bot_is_answered(group: Chat, ani: User, words: str) -> None:
    question = group.says(ani, words)
    answer = await group.next_message()
    assert "Ratna Dewi" in answer.entity_texts("blockquote")[0]
    assert answer.reply_to_message_id == question.message_id


async def test_everything_else_is_left_alone(group: Chat, ani: User, budi: User) -> None:
    first = group.says(budi, WHO)
    group.says(ani, "Aku tahu jawabannya", reply_to=first)
    group.says(ani, f"/ask@other_bot {WHO}")
    group.says(ani, "/ban @kutip_bot")
    group.says(ani, f"@other_bot {WHO}")
    group.edits(budi, first, HOW_LONG)
    group.says(ani, f"/ask {WHO}")
    assert "Ratna Dewi" in (await group.next_message()).text
    assert group.unread == 0


async def test_a_reply_to_the_bot_is_a_question(group: Chat, ani: User, budi: User) -> None:
    group.says(ani, f"/ask {WHO}")
    answer = await group.next_message()
    question = group.says(budi, HOW_LONG, reply_to=answer)
    further = await group.next_message()
    assert "1.250 meter" in further.text
    assert further.reply_to_message_id == question.message_id


@pytest.mark.parametrize("words", ["/ask", "@kutip_bot"])
async def test_calling_the_bot_to_somebody_elses_question_answers_that(
    group: Chat, ani: User, budi: User, words: str
) -> None:
    first = group.says(budi, WHO)
    group.says(ani, words, reply_to=first)
    assert "Ratna Dewi" in (await group.next_message()).text


async def test_calling_the_bot_without_a_question_explains(group: Chat, ani: User) -> None:
    group.says(ani, "@kutip_bot")
    assert "/ask" in (await group.next_message()).text


async def test_an_edit_that_calls_the_bot_is_answered_and_then_followed(
    group: Chat, ani: User
) -> None:
    question = group.says(ani, WHO)
    group.edits(ani, question, f"@kutip_bot {WHO}")
    answer = await group.next_message()
    assert "Ratna Dewi" in answer.text
    group.edits(ani, question, f"@kutip_bot {HOW_LONG}")
    assert (await group.next_edit()).message_id == answer.message_id


async def test_in_a_forum_the_answer_stays_in_the_topic(
    server: BotApiServer, ani: User, budi: User, bot: RunningBot
) -> None:
    forum = server.group("Forum", ani, budi, forum=True)
    topic = forum.topic("Jembatan")
    forum.says(budi, "Ramai sekali di sini", topic=topic)
    question = forum.says(ani, f"/ask {WHO}", topic=topic)
    answer = await forum.next_message()
    assert "Ratna Dewi" in answer.text
    assert answer.message_thread_id == topic
    assert answer.reply_to_message_id == question.message_id
    assert forum.unread == 0


async def test_a_topic_that_the_bot_opened_is_not_a_talk_with_the_bot(
    server: BotApiServer, ani: User, budi: User, bot: RunningBot
) -> None:
    """Telegram shows every message of a topic as a reply to the message that opened it."""
    forum = server.group("Forum", ani, budi, forum=True)
    topic = forum.topic("Umum", by=server.bot)
    forum.says(budi, WHO, topic=topic, reply_to=forum.topics[topic])
    forum.says(ani, f"/ask {WHO}", topic=topic)
    await forum.next_message()
    assert forum.unread == 0


async def test_a_group_that_becomes_a_supergroup_is_answered_there(
    server: BotApiServer, ani: User, budi: User, bot: RunningBot
) -> None:
    group = server.group("Warga", ani, budi, supergroup=False)
    group.says(ani, f"/ask {WHO}")
    await group.next_message()
    successor = server.migrate(group)
    successor.says(ani, f"/ask {HOW_LONG}")
    assert "1.250 meter" in (await successor.next_message()).text


async def test_an_answer_follows_its_group_that_has_just_become_a_supergroup(
    server: BotApiServer, ani: User, budi: User, bot: RunningBot
) -> None:
    """The question comes from the old group, and is answered in the new one without a quotation."""
    group = server.group("Warga", ani, budi, supergroup=False)
    question = group.says(ani, f"/ask {WHO}")
    successor = server.migrate(group)
    answer = await successor.next_message()
    assert "Ratna Dewi" in answer.text
    assert answer.reply_to_message_id is None
    group.edits(ani, question, f"/ask {HOW_LONG}")
    assert "1.250 meter" in (await successor.next_message()).text


async def test_commands_of_admins_are_for_private_chats(
    server: BotApiServer, budi: User, bot: RunningBot
) -> None:
    admin = server.user("Admin", id=ADMIN, language_code="id")
    group = server.group("Warga", admin, budi)
    group.says(admin, "/status")
    assert "@kutip_bot" in (await group.next_message()).text


async def test_unknown_commands_are_other_bots_business(group: Chat, ani: User) -> None:
    group.says(ani, "/cuaca Bogor")
    group.says(ani, f"/ask {WHO}")
    assert "Ratna Dewi" in (await group.next_message()).text
    assert group.unread == 0


async def test_other_bots_and_a_channels_posts_are_left_alone(
    server: BotApiServer, group: Chat, ani: User
) -> None:
    """A post in its discussion group that names the bot, and a bot that asks: no person."""
    weather = server.user("Cuaca", is_bot=True)
    channel = server.channel("Warta", ani)
    group.says(weather, f"/ask {WHO}")
    group.shows_post(channel, f"@kutip_bot {WHO}")
    asked = group.says(ani, f"/ask {WHO}", channel=channel)
    answer = await group.next_message()
    assert answer.reply_to_message_id == asked.message_id
    assert group.unread == 0


async def test_a_quote_from_another_chat_is_answered(group: Chat, ani: User, budi: User) -> None:
    group.quotes_elsewhere(ani, "/ask", WHO, writer=budi)
    assert "Ratna Dewi" in (await group.next_message()).text


async def test_an_album_is_one_message_whichever_picture_bears_the_caption(
    server: BotApiServer, ani: User, bot: RunningBot
) -> None:
    chat = server.private_chat(ani, started=True)
    chat.sends_album(ani, "", WHO, "")
    assert "Ratna Dewi" in (await chat.next_message()).text
    chat.sends_album(ani, "", "", f"/ask {HOW_LONG}")
    assert "1.250 meter" in (await chat.next_message()).text
    chat.sends_album(ani, "", "", "")
    assert (await chat.next_message()).text == INDONESIAN.attachments.unread_photo
    assert chat.unread == 0
