"""In which language the bot speaks in a group: the group's own, whoever asks."""

from typing import Any

import pytest
from telegram import Chat, ChatMemberOwner, MessageOriginHiddenUser, User
from telegram.constants import ChatType

from bot.model.interface_language import InterfaceLanguage
from bot.texts import texts_for
from handlers.callback_data.articles import ChooseLanguage
from tests.handlers.harness import GROUP, OTHER, READER, Harness, now

ID, EN = InterfaceLanguage.INDONESIAN, InterfaceLanguage.ENGLISH
INDONESIAN, ENGLISH = texts_for(ID), texts_for(EN)
SITI = User(1_003, "Siti", is_bot=False, language_code="id")
ANONYMOUS = User(1_087_968_824, "Group", is_bot=True, username="GroupAnonymousBot")
WEATHER = User(5_000, "Cuaca", is_bot=True, username="cuaca_bot")
DISCUSSED = Chat(-1_009, ChatType.CHANNEL, title="Warta")

CHATTER_ID = ["Banjir di mana saja yang belum surut?", "Saya juga tidak bisa ke kantor"]
CHATTER_EN = ["Where is the flood now?", "I can't get to the office, how about you?"]


CASES: dict[str, tuple[list[str], User, InterfaceLanguage]] = {
    "nothing was said: as the asker's client": ([], READER, EN),
    "nothing was said: as another asker's client": ([], SITI, ID),
    "an Indonesian group, asked by an English client": (CHATTER_ID, READER, ID),
    "an English group, asked by an Indonesian client": (CHATTER_EN, SITI, EN),
    "as much of each: as the client": ([*CHATTER_ID, *CHATTER_EN], SITI, ID),
    "mixed, mostly Indonesian": ([*CHATTER_ID, CHATTER_EN[0]], READER, ID),
    "mixed, mostly English": ([*CHATTER_EN, CHATTER_ID[0]], SITI, EN),
    "words of no language": (["wkwkwk", "😂", "ok", "Jakarta"], READER, EN),
    "a question": (["/ask Siapa yang meresmikan jembatan itu?"], READER, ID),
    "another bot's command": (["/ban siapa yang tidak bisa diam"], READER, EN),
    "no sentences": (["/unsubscribe all", "/subscribe gempa or not"], SITI, ID),
}
"""What is said in a group, who then asks, and the language of the answer."""


async def spoken(harness: Harness, by: User, **more: Any) -> InterfaceLanguage:
    """The language in which a command is answered in the group."""
    text = (await harness.says("/privacy", by, **({"chat": GROUP} | more))).text
    return ID if text.startswith(INDONESIAN.privacy_title) else EN


async def test_a_group_is_spoken_to_in_the_language_of_its_messages(harness: Harness) -> None:
    wrong = {}
    for number, (case, (said, asker, language)) in enumerate(CASES.items()):
        group = Chat(-600 - number, ChatType.SUPERGROUP, title=case)
        for words in said:
            await harness.says(words, OTHER, chat=group)
        if (found := await spoken(harness, asker, chat=group)) is not language:
            wrong[case] = found
    assert wrong == {}


async def test_an_anonymous_administrator_gets_the_groups_language(harness: Harness) -> None:
    """Their client's language is unknown, and the installation's is Indonesian."""
    for words in CHATTER_EN:
        await harness.says(words, ANONYMOUS, chat=GROUP, sender_chat=GROUP)
    assert await spoken(harness, ANONYMOUS, sender_chat=GROUP) is EN


@pytest.mark.parametrize(
    ("by", "more"),
    [
        pytest.param(WEATHER, {}, id="another bot"),
        pytest.param(
            OTHER, {"forward_origin": MessageOriginHiddenUser(now(), "Budi")}, id="forwarded"
        ),
        pytest.param(OTHER, {"sender_chat": DISCUSSED, "is_automatic_forward": True}, id="a post"),
    ],
)
async def test_what_others_wrote_is_not_the_groups(
    harness: Harness, by: User, more: dict[str, Any]
) -> None:
    for words in CHATTER_ID:
        await harness.says(words, by, chat=GROUP, **more)
    assert await spoken(harness, READER) is EN


async def test_captions_count(harness: Harness) -> None:
    for words in CHATTER_ID:
        await harness.says("", OTHER, chat=GROUP, caption=words)
    assert await spoken(harness, READER) is ID


async def test_what_an_administrator_set_stays(harness: Harness) -> None:
    harness.known.administrators[GROUP.id] = (ChatMemberOwner(READER, is_anonymous=False),)
    await harness.presses(ChooseLanguage(ID), chat=GROUP)
    for words in CHATTER_EN * 5:
        await harness.says(words, OTHER, chat=GROUP)
    assert await spoken(harness, READER) is ID


async def test_alerts_come_in_the_groups_language_as_it_changes(harness: Harness) -> None:
    """First as the subscription was confirmed, then as the group writes."""
    harness.known.administrators[GROUP.id] = (ChatMemberOwner(READER, is_anonymous=False),)
    chats = harness.services.alerts.chats
    await harness.says("/subscribe banjir", READER, chat=GROUP)
    assert await chats.language(GROUP.id) is EN
    for words in CHATTER_ID:
        await harness.says(words, OTHER, chat=GROUP)
    assert await chats.language(GROUP.id) is ID


async def test_private_chats_are_not_judged_by_what_is_written(harness: Harness) -> None:
    for words in CHATTER_ID:
        await harness.says(words)
    assert (await harness.says("/privacy")).text.startswith(ENGLISH.privacy_title)
