"""Messages without words, of every kind."""

from collections.abc import Sequence
from typing import Any

import pytest
from telegram import (
    Animation,
    Audio,
    Contact,
    Dice,
    Document,
    Location,
    PhotoSize,
    Poll,
    Sticker,
    Story,
    Venue,
    Video,
    VideoNote,
    Voice,
)

from bot.model.interface_language import InterfaceLanguage
from bot.texts import texts_for
from handlers.questions.unsupported import text_key
from tests.handlers.harness import BOT, GROUP, Harness

TEXTS = texts_for(InterfaceLanguage.ENGLISH)
VOICE = Voice("v", "u", duration=1)
POLL = Poll(
    "p", "?", [], 0, False, True, "regular", False, allows_revoting=False, members_only=False
)
KINDS: Sequence[tuple[dict[str, Any], str]] = (
    ({"photo": (PhotoSize("f", "u", 90, 90),)}, "photos"),
    ({"video": Video("f", "u", 9, 9, 1)}, "videos"),
    ({"video_note": VideoNote("f", "u", 9, 1)}, "videos"),
    (
        {"animation": Animation("f", "u", 9, 9, 1), "document": Document("f", "u")},
        "GIFs",
    ),
    ({"sticker": Sticker("f", "u", 9, 9, False, False, "regular")}, "stickers"),
    ({"voice": VOICE}, "voice messages"),
    ({"audio": Audio("f", "u", 1)}, "audio"),
    ({"document": Document("f", "u")}, "files"),
    ({"location": Location(1.0, 2.0)}, "locations"),
    ({"venue": Venue(Location(1.0, 2.0), "a", "b"), "location": Location(1.0, 2.0)}, "locations"),
    ({"contact": Contact("1", "Budi")}, "contacts"),
    ({"poll": POLL}, "polls"),
    ({"dice": Dice(3, "🎲")}, "text"),
    ({"story": Story(GROUP, 1)}, "text"),
)


@pytest.mark.parametrize(("fields", "named"), KINDS)
async def test_what_cannot_be_read_is_named(
    harness: Harness, fields: dict[str, Any], named: str
) -> None:
    outcome = await harness.says(**fields)
    assert len(outcome.sent) == 1
    assert named in outcome.text


@pytest.mark.parametrize(("fields", "named"), KINDS)
async def test_in_a_group_only_for_the_bot(
    harness: Harness, fields: dict[str, Any], named: str
) -> None:
    assert not (await harness.says(**fields, chat=GROUP)).sent
    own = harness.message("Halo", BOT, chat=GROUP)
    outcome = await harness.says(**fields, chat=GROUP, reply_to_message=own)
    assert len(outcome.sent) == 1
    assert named in outcome.text


async def test_an_album_gets_one_line(harness: Harness) -> None:
    line = TEXTS.attachments.unread_voice
    assert (await harness.says(voice=VOICE, media_group_id="77")).text == line
    assert not (await harness.says(voice=VOICE, media_group_id="77")).sent
    assert (await harness.says(voice=VOICE, media_group_id="78")).text == line


async def test_a_command_for_another_bot_is_no_message_without_words(harness: Harness) -> None:
    own = harness.message("Halo", BOT, chat=GROUP)
    assert not (await harness.says("/roll", chat=GROUP, reply_to_message=own)).sent


def test_a_message_of_no_known_kind_has_a_line(harness: Harness) -> None:
    assert text_key(harness.message("")) == "not_text"
