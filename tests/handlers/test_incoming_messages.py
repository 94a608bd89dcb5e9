"""Who is answered, and how, whatever kind of message it is: the handlers without Telegram."""

from typing import Any

import pytest
from telegram import Document, MessageEntity, PhotoSize, User

from bot.model.interface_language import InterfaceLanguage
from bot.texts import texts_for
from bot.users.permissions import Command
from handlers.render.staff import role_needed
from tests.handlers.harness import CHANNEL, GROUP, OWNER, READER, Harness, text_of

ENGLISH = texts_for(InterfaceLanguage.ENGLISH)
INDONESIAN = texts_for(InterfaceLanguage.INDONESIAN)
WHO = "Siapa yang meresmikan Jembatan Sungai Lestari?"
PHOTO = (PhotoSize("p", "p", 1, 1),)
BOT_USER = User(77, "Cuaca", is_bot=True, username="cuaca_bot")
ANONYMOUS = User(1_087_968_824, "Group", is_bot=True, username="GroupAnonymousBot")
CHANNEL_BOT = User(136_817_688, "Channel", is_bot=True, username="Channel_Bot")
TELEGRAM = User(777_000, "Telegram", is_bot=False)


def caption(text: str, **more: Any) -> dict[str, Any]:
    """A picture whose caption begins with a command."""
    leading = MessageEntity(MessageEntity.BOT_COMMAND, 0, len(text.split(maxsplit=1)[0]))
    return {"photo": PHOTO, "caption": text, "caption_entities": [leading]} | more


@pytest.mark.parametrize(
    ("by", "more"),
    [
        pytest.param(BOT_USER, {"chat": GROUP}, id="another bot"),
        pytest.param(BOT_USER, {}, id="another bot in private"),
        pytest.param(
            TELEGRAM,
            {"chat": GROUP, "sender_chat": CHANNEL, "is_automatic_forward": True},
            id="a post in its discussion group",
        ),
    ],
)
@pytest.mark.parametrize("text", [f"/ask {WHO}", "/start", "/subscribe banjir", "/cuaca", WHO])
async def test_bots_and_forwarded_posts_are_not_answered(
    harness: Harness, by: User, more: dict[str, Any], text: str
) -> None:
    outcome = await harness.says(text, by, **more)
    assert not (outcome.sent or outcome.edited)


@pytest.mark.parametrize(
    ("by", "sender"), [(READER, None), (ANONYMOUS, GROUP), (CHANNEL_BOT, CHANNEL)]
)
async def test_people_are_answered_whoever_they_write_as(
    harness: Harness, by: User, sender: Any
) -> None:
    outcome = await harness.says(f"/ask {WHO}", by, chat=GROUP, sender_chat=sender)
    assert "Ratna Dewi" in outcome.text


@pytest.mark.parametrize(
    ("written", "said"),
    [
        (f"/ask {WHO}", "Ratna Dewi"),
        ("/help", ENGLISH.help_title),
        ("/latest", ENGLISH.latest_title),
        ("/article 1", "Anak badak lahir"),
        ("/subscribe banjir", "banjir"),
        ("/topics", ENGLISH.topics_none),
        ("/cuaca Bogor", ENGLISH.unknown_command),
        ("/add", role_needed(Command.ADD, ENGLISH)),
        ("/edit_1 banjir", ENGLISH.topic_not_found),
    ],
)
async def test_a_command_in_a_caption_is_the_command(
    harness: Harness, written: str, said: str
) -> None:
    """It does and says what it does in a text, and is no question."""
    assert said in (await harness.says(written)).text
    assert said in (await harness.says(**caption(written))).text


async def test_a_command_in_a_caption_has_its_words(harness: Harness) -> None:
    """And an edit by staff reads the caption like a text."""
    outcome = await harness.says(by=OWNER, **caption("/edit 1 source: Warta Pesisir"))
    assert "Warta Pesisir" in outcome.text


async def test_in_a_group_a_caption_calls_the_bot_and_other_bots_as_a_text_does(
    harness: Harness,
) -> None:
    asked = await harness.says(**caption(f"/ask@kutip_bot {WHO}", chat=GROUP))
    assert "Ratna Dewi" in asked.text
    assert not (await harness.says(**caption(f"/ask@cuaca_bot {WHO}", chat=GROUP))).sent
    assert not (await harness.says(**caption("/cuaca", chat=GROUP))).sent


async def test_a_document_with_the_command_to_add_it_is_added(harness: Harness) -> None:
    document = Document("none", "none", file_name="berita.txt", file_size=10)
    leading = MessageEntity(MessageEntity.BOT_COMMAND, 0, 4)
    fields: dict[str, Any] = {
        "document": document,
        "caption": "/add",
        "caption_entities": [leading],
    }
    await harness.says(by=OWNER, **fields)
    await harness.finish()
    said = [text_of(reply) for _, reply in harness.messenger.sent]
    said += [text_of(reply) for _, reply in harness.messenger.edited]
    assert any("berita.txt" in text for text in said)
    assert ENGLISH.articles.add_how not in said
