"""Lists of news, and the buttons that take the conditions of a message back."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from bot.model.interface_language import InterfaceLanguage
from bot.texts import texts_for
from handlers.callback_data.articles import TakeBack
from tests.handlers.harness import Harness, labels, now, payloads, text_of

ENGLISH = texts_for(InterfaceLanguage.ENGLISH)
INDONESIAN = texts_for(InterfaceLanguage.INDONESIAN)


async def test_the_command_lists_the_newest_with_a_button_for_each(harness: Harness) -> None:
    outcome = await harness.says("/news")
    newest = await harness.services.library.latest(limit=1)
    assert outcome.text.startswith(ENGLISH.conversation.news_title)
    assert labels(outcome.reply)[0] == f"1. {newest[0].title}"[:60]


async def test_conditions_are_taken_back_one_by_one_in_the_same_message(harness: Harness) -> None:
    above = harness.message("berita sejak 1 Januari 2020 source:tidakada")
    listed = await harness.update(message=above)
    assert payloads(listed.reply)[-2:] == [TakeBack(1), TakeBack(2)]
    fewer = await harness.presses(TakeBack(2), under=listed.reply, reply_to_message=above)
    assert fewer.sent == []
    assert payloads(fewer.edited[0])[-1:] == [TakeBack(3)]
    none = await harness.presses(TakeBack(3), under=fewer.edited[0], reply_to_message=above)
    assert not [each for each in payloads(none.edited[0]) if isinstance(each, TakeBack)]
    assert text_of(none.edited[0]).startswith(INDONESIAN.conversation.news_title)


async def test_where_the_message_above_is_gone_the_button_says_so(harness: Harness) -> None:
    assert (await harness.presses(TakeBack(1))).notice == ENGLISH.stale_button


async def test_a_button_counts_days_from_when_the_message_was_written(harness: Harness) -> None:
    written: datetime = now() - timedelta(days=400)
    above = harness.message("berita kemarin source:tidakada", date=written)
    reply = (await harness.update(message=above)).reply
    shown = await harness.presses(TakeBack(2), under=reply, reply_to_message=above)
    assert "✕ kemarin" in labels(shown.edited[0])


async def test_days_are_those_of_the_chats_time_zone(harness: Harness) -> None:
    """Between these two islands it is never the same day."""
    east, west = "Pacific/Kiritimati", "Pacific/Midway"
    today = harness.services.now().astimezone(ZoneInfo(east)).date()
    await harness.says(f"/timezone {west}")
    assert "hasn't happened" in (await harness.says(f"since:{today}")).text
    await harness.says(f"/timezone {east}")
    assert "hasn't happened" not in (await harness.says(f"since:{today}")).text
