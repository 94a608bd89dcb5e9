"""Messages without text."""

from telegram import Voice

from bot.texts import texts_for
from index.types import Language
from tests.handlers.harness import GROUP, Harness

NOT_TEXT = texts_for(Language.ENGLISH).not_text
VOICE = Voice("v", "u", duration=1)


async def test_a_voice_message_gets_one_line_and_in_a_group_none(harness: Harness) -> None:
    assert (await harness.says(voice=VOICE)).text == NOT_TEXT
    assert not (await harness.says(voice=VOICE, chat=GROUP)).sent


async def test_an_album_gets_one_line(harness: Harness) -> None:
    assert (await harness.says(voice=VOICE, media_group_id="77")).text == NOT_TEXT
    assert not (await harness.says(voice=VOICE, media_group_id="77")).sent
    assert (await harness.says(voice=VOICE, media_group_id="78")).text == NOT_TEXT
