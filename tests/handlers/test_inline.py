"""A guest's chat is nobody's: nothing is looked up, stored or sent by its number."""

from datetime import timedelta
from typing import Any

import pytest
from telegram import InlineQuery, Message, MessageEntity, Update
from telegram.constants import ChatType

from bot.model.interface_language import InterfaceLanguage
from handlers.telegram.incoming import GUESTS, TYPED, turn_of
from handlers.telegram.tracking import UNTRACKED
from handlers.telegram.turns import Omission
from handlers.telegram.update_processor import fair_processor
from handlers.telegram.uses import Use
from tests.handlers.harness import BOT, GROUP, READER, Harness


def asked(harness: Harness, text: str = "@kutip_bot halo") -> Message:
    mention = MessageEntity(MessageEntity.MENTION, 0, len("@kutip_bot"))
    return harness.message(text, chat=GROUP, guest_query_id="5", entities=[mention])


async def test_the_language_of_a_group_with_the_same_number_is_not_taken(
    harness: Harness,
) -> None:
    await harness.services.alerts.chats.set_language(GROUP.id, InterfaceLanguage.INDONESIAN)
    outcome = await harness.update(guest_message=asked(harness, "@kutip_bot"))
    (shown,) = outcome.elsewhere
    assert "after my name" in shown.text
    assert (outcome.sent, harness.messenger.typed_in) == ([], [])


async def test_a_guest_shows_no_sign_of_life_and_counts_no_language(
    harness: Harness,
) -> None:
    for _ in range(9):
        await harness.update(guest_message=asked(harness, "@kutip_bot apa kabar berita hari ini?"))
    assert await harness.services.alerts.chats.language(GROUP.id) is None


async def test_nobody_is_told_of_a_flood_by_a_message_to_a_guests_chat(harness: Harness) -> None:
    processor = fair_processor(harness.bot, harness.services, harness.messenger, UNTRACKED)
    await processor._notify(Update(1, guest_message=asked(harness)), Omission.FLOOD)
    assert harness.messenger.sent == []
    await processor._notify(Update(1, message=harness.message("halo")), Omission.FLOOD)
    assert len(harness.messenger.sent) == 1


def test_turns_of_queries_and_guests_are_their_own(harness: Harness) -> None:
    now = harness.services.now() + timedelta(days=2)
    typed = turn_of(Update(1, inline_query=InlineQuery("5", READER, "x", "")), BOT, now)
    guest = turn_of(Update(1, guest_message=asked(harness)), BOT, now)
    assert typed is not None
    assert guest is not None
    assert (typed.chat, typed.person, typed.use) == (TYPED + READER.id, READER.id, Use.TYPING)
    assert (guest.chat, guest.person, guest.stale) == (GUESTS + GROUP.id, READER.id, False)


@pytest.mark.parametrize("chat", [ChatType.PRIVATE, ChatType.SUPERGROUP])
async def test_a_card_that_was_sent_is_no_question(harness: Harness, chat: str) -> None:
    where: dict[str, Any] = {"chat": GROUP} if chat == ChatType.SUPERGROUP else {}
    message = harness.message("Harga beras naik.", via_bot=BOT, **where)
    outcome = await harness.update(message=message)
    assert outcome.sent == []
    assert turn_of(Update(1, message=message), BOT, harness.services.now()) is None
