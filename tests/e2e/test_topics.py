"""Subscribing and everything that a reader does with topics, as it looks in the chat."""

from collections.abc import AsyncIterator
from datetime import timedelta

import pytest

from bot.model.interface_language import InterfaceLanguage
from bot.model.schedule import Frequency, QuietHours, Schedule
from bot.model.topics import ChatTarget
from bot.playground.botapi import BotApiServer
from bot.playground.chats import Chat
from bot.playground.messages import Message, User
from bot.services.bot import BotServices
from bot.texts import Texts, texts_for
from tests.e2e.conftest import RunningBot

INDONESIAN = texts_for(InterfaceLanguage.INDONESIAN)
ENGLISH = texts_for(InterfaceLanguage.ENGLISH)
WHO = "Siapa yang meresmikan Jembatan Sungai Lestari?"


@pytest.fixture
async def here(chat: Chat, services: BotServices, server: BotApiServer) -> AsyncIterator[Chat]:
    """Ani's chat, as soon as the bot listens."""
    await server.polled()
    yield chat


async def subscribe(chat: Chat, user: User, text: str) -> Message:
    chat.says(user, f"/subscribe {text}")
    return await chat.next_message()


async def press(chat: Chat, user: User, message: Message, button: str) -> Message:
    """Press a button that changes its own message."""
    chat.presses(user, message, button)
    changed = await chat.next_edit()
    assert changed.message_id == message.message_id
    return changed


def labels(message: Message) -> list[str]:
    return [button["text"] for button in message.buttons]


async def only_topic(services: BotServices, chat_id: int) -> tuple[str, Schedule]:
    page = await services.alerts.subscriptions.page(chat_id)
    (topic,) = page.topics
    return topic.text, topic.schedule


async def test_subscribing_says_how_it_was_understood_and_asks_when(
    here: Chat, ani: User, services: BotServices
) -> None:
    reply = await subscribe(here, ani, "badak OR (jembatan -tol)")
    assert reply.entity_texts("code") == ["badak OR jembatan -tol"]
    assert "badak atau (jembatan, tanpa tol)" in reply.text
    assert INDONESIAN.preview_none in reply.text
    assert reply.text.endswith(INDONESIAN.when_ask)
    assert "✓ Langsung" in labels(reply)
    assert await services.alerts.chats.language(here.id) is InterfaceLanguage.INDONESIAN


async def test_the_newest_matches_can_be_read(here: Chat, ani: User, services: BotServices) -> None:
    today = services.now().date()
    for number in range(5):
        day = today - timedelta(days=number)
        text = f"Title: Gempa <{number}>\nDate: {day}\n\nGempa bumi nomor {number} terasa di Palu."
        (services.settings.articles / f"gempa{number}.txt").write_text(text, "utf-8")
    await services.library.reload()
    reply = await subscribe(here, ani, "gempa")
    assert INDONESIAN.format("preview_matching", count=5) in reply.text
    assert "1  Gempa <0>" in reply.text
    assert labels(reply)[:3] == ["📖 1", "📖 2", "📖 3"]
    here.presses(ani, reply, "📖 2")
    assert (await here.next_message()).text.startswith("Gempa <1>")


async def test_without_words_it_is_explained_with_examples(here: Chat, ani: User) -> None:
    here.says(ani, "/subscribe")
    text = (await here.next_message()).text
    assert text.startswith(INDONESIAN.subscribe_title)
    assert "/subscribe erdogan OR zelensky" in text
    assert "/subscribe judul:pemilu sumber:antara" in text


@pytest.mark.parametrize(
    ("written", "shown", "key", "example"),
    [
        ("nato (ukraina", "nato 👉(ukraina", "topic_open_parenthesis", "topic_example_group"),
        ('banjir "bandang', 'banjir 👉"bandang', "topic_open_quote", "topic_example_phrase"),
        ("-bola", "👉-bola", "topic_only_excluded", "topic_example_without"),
        ("<b>x</b> OR", "<b>x</b> OR👉", "topic_lonely_or", "topic_example_either"),
    ],
)
async def test_a_mistake_is_answered_with_its_place_and_an_example(
    here: Chat, ani: User, *, written: str, shown: str, key: str, example: str
) -> None:
    reply = await subscribe(here, ani, written)
    assert reply.text.startswith(shown)
    assert INDONESIAN.format(key) in reply.text
    assert reply.text.endswith(f"/subscribe {INDONESIAN.format(example)}")


async def test_a_topic_that_is_there_already_is_shown(here: Chat, ani: User) -> None:
    await subscribe(here, ani, "banjir")
    again = await subscribe(here, ani, "banjir")
    assert again.text.startswith(INDONESIAN.format("topic_known", topic="banjir"))
    assert INDONESIAN.topic_schedule in labels(again)


async def test_a_topic_of_most_articles_is_refused_with_its_figure(
    here: Chat, ani: User, services: BotServices
) -> None:
    for number in range(30):
        text = f"Padi {number}. Desa {number} panen padi pada hari ke-{number}."
        (services.settings.articles / f"padi{number}.txt").write_text(text, "utf-8")
    await services.library.reload()
    reply = await subscribe(here, ani, "padi")
    assert reply.text.startswith("padi ada di 8")
    assert "%" in reply.text


async def test_the_hour_of_a_daily_digest_is_chosen_by_buttons(
    here: Chat, ani: User, services: BotServices
) -> None:
    reply = await subscribe(here, ani, "banjir")
    hours = await press(here, ani, reply, INDONESIAN.when_daily)
    assert INDONESIAN.format("when_hour_ask", zone="WIB") in hours.text
    card = await press(here, ani, hours, "06")
    assert "Tiap hari pukul 06.00" in card.text
    assert await only_topic(services, here.id) == ("banjir", Schedule(Frequency.DAILY, 360))


async def test_the_day_of_a_weekly_digest_is_chosen_by_buttons(
    here: Chat, ani: User, services: BotServices
) -> None:
    reply = await subscribe(here, ani, "banjir")
    days = await press(here, ani, reply, INDONESIAN.when_weekly)
    back = await press(here, ani, days, INDONESIAN.back)
    days = await press(here, ani, back, INDONESIAN.when_weekly)
    hours = await press(here, ani, days, "Jumat")
    card = await press(here, ani, hours, "17")
    assert "Tiap Jumat pukul 17.00" in card.text
    assert await only_topic(services, here.id) == ("banjir", Schedule(Frequency.WEEKLY, 1020, 4))
    rhythms = await press(here, ani, card, INDONESIAN.topic_schedule)
    card = await press(here, ani, rhythms, INDONESIAN.when_hourly)
    assert INDONESIAN.when_hourly in card.text


async def test_a_topic_is_paused_resumed_and_snoozed(here: Chat, ani: User) -> None:
    await subscribe(here, ani, "banjir")
    here.says(ani, "/topics")
    listed = await here.next_message()
    card = await press(here, ani, listed, "1")
    paused = await press(here, ani, card, INDONESIAN.topic_pause)
    assert INDONESIAN.topic_paused in paused.text
    card = await press(here, ani, paused, INDONESIAN.topic_resume)
    assert INDONESIAN.topic_paused not in card.text
    choice = await press(here, ani, card, INDONESIAN.topic_snooze)
    snoozed = await press(here, ani, choice, "3 hari")
    assert "⏸ Dijeda sampai" in snoozed.text
    listed = await press(here, ani, snoozed, INDONESIAN.topic_all)
    assert "banjir · Langsung · ⏸" in listed.text


async def test_a_deleted_topic_comes_back_with_its_schedule(
    here: Chat, ani: User, services: BotServices, server: BotApiServer
) -> None:
    await subscribe(here, ani, 'nato "rudal javelin"')
    here.says(ani, "/topics")
    card = await press(here, ani, await here.next_message(), "1")
    hours = await press(here, ani, await press(here, ani, card, INDONESIAN.topic_schedule),
                        INDONESIAN.when_daily)  # fmt: skip
    card = await press(here, ani, hours, "21")
    deleted = await press(here, ani, card, INDONESIAN.topic_delete)
    assert deleted.entity_texts("code") == ['nato "rudal javelin"']
    assert (await services.alerts.subscriptions.page(here.id)).total == 0
    restored = await press(here, ani, deleted, INDONESIAN.topic_restore)
    assert restored.text.startswith(INDONESIAN.topic_restored)
    expected = Schedule(Frequency.DAILY, 21 * 60)
    assert await only_topic(services, here.id) == ('nato "rudal javelin"', expected)


async def test_an_edit_is_asked_for_and_the_reply_is_the_new_text(
    here: Chat, ani: User, services: BotServices, server: BotApiServer
) -> None:
    """Which topic is meant stands in the question itself, so that a restart loses nothing."""
    await subscribe(here, ani, "banjir")
    here.says(ani, "/topics")
    card = await press(here, ani, await here.next_message(), "1")
    here.presses(ani, card, INDONESIAN.topic_edit)
    asked = await here.next_message()
    assert asked.reply_markup == {"force_reply": True}
    here.says(ani, "gempa (", reply_to=asked)
    assert (await here.next_message()).text.startswith("gempa (👉")
    here.says(ani, "gempa\n bumi", reply_to=asked)
    changed = await here.next_message()
    assert changed.text.startswith(INDONESIAN.topic_changed)
    assert (await only_topic(services, here.id))[0] == "gempa bumi"


async def test_the_edit_command_does_it_alone(here: Chat, ani: User, services: BotServices) -> None:
    await subscribe(here, ani, "banjir")
    (topic,) = (await services.alerts.subscriptions.page(here.id)).topics
    here.says(ani, f"/edit_{topic.id} tsunami")
    assert (await here.next_message()).text.startswith(INDONESIAN.topic_changed)
    here.says(ani, f"/edit_{topic.id}")
    assert f"/edit_{topic.id}" in (await here.next_message()).text
    here.says(ani, "/edit_999 tsunami")
    assert (await here.next_message()).text == INDONESIAN.topic_not_found


async def test_a_reply_to_another_message_is_a_question(here: Chat, ani: User) -> None:
    reply = await subscribe(here, ani, "banjir")
    here.says(ani, WHO, reply_to=reply)
    assert "Ratna Dewi" in (await here.next_message()).text


async def test_unsubscribing_by_text_and_by_button(
    here: Chat, ani: User, services: BotServices
) -> None:
    for text in ("banjir", "gempa OR tsunami", "badak"):
        await subscribe(here, ani, text)
    here.says(ani, "/unsubscribe  BADAK")
    assert (await here.next_message()).entity_texts("code") == ["badak"]
    here.says(ani, "/unsubscribe badak")
    assert (await here.next_message()).text == INDONESIAN.topic_unknown
    here.says(ani, "/unsubscribe")
    choice = await here.next_message()
    assert labels(choice)[:2] == ["banjir", "gempa OR tsunami"]
    await press(here, ani, choice, "gempa OR tsunami")
    assert (await only_topic(services, here.id))[0] == "banjir"


async def test_many_topics_come_in_pages(here: Chat, ani: User, services: BotServices) -> None:
    for number in range(9):
        await services.alerts.subscriptions.subscribe(ChatTarget(here.id), f"kata{number}")
    here.says(ani, "/topics")
    listed = await here.next_message()
    assert "1–8 dari 9" in listed.text
    second = await press(here, ani, listed, "2 »")
    assert "kata8" in second.text
    assert labels(second) == ["9", "« 1"]
    here.says(ani, "/unsubscribe")
    choice = await here.next_message()
    assert "kata8" in labels(await press(here, ani, choice, "2 »"))


async def test_no_topics_are_said_so(here: Chat, ani: User) -> None:
    for command in ("/topics", "/unsubscribe"):
        here.says(ani, command)
        text = (await here.next_message()).text
        assert text == INDONESIAN.topics_none


async def test_quiet_hours(here: Chat, ani: User, services: BotServices) -> None:
    here.says(ani, "/quiet 22.30 - 6")
    assert "22.30–06.00 (WIB)" in (await here.next_message()).text
    assert (await services.alerts.chats.state(here.id)).quiet == QuietHours(1350, 360)
    here.says(ani, "/quiet")
    shown = await here.next_message()
    changed = await press(here, ani, shown, "21–05")
    assert "21.00–05.00" in changed.text
    none = await press(here, ani, changed, INDONESIAN.quiet_off)
    assert INDONESIAN.quiet_none in none.text
    here.says(ani, "/quiet 23-7")
    await here.next_message()
    here.says(ani, "/quiet mati")
    assert INDONESIAN.quiet_none in (await here.next_message()).text
    for wrong in ("/quiet 25:00-06:00", "/quiet malam", "/quiet 22:00-22:00", "/quiet 7:99-8"):
        here.says(ani, wrong)
        assert (await here.next_message()).text == INDONESIAN.schedule_wrong


async def test_time_zones(here: Chat, ani: User, services: BotServices) -> None:
    here.says(ani, "/timezone")
    shown = await here.next_message()
    assert labels(shown) == ["✓ WIB", "WITA", "WIT"]
    changed = await press(here, ani, shown, "WIT")
    assert labels(changed) == ["WIB", "WITA", "✓ WIT"]
    here.says(ani, "/timezone asia/tokyo")
    assert "Asia/Tokyo" in (await here.next_message()).text
    assert (await services.alerts.chats.state(here.id)).zone.key == "Asia/Tokyo"
    here.says(ani, "/timezone <Bandung>")
    assert "<Bandung>" in (await here.next_message()).text


async def test_a_digest_may_be_had_now(here: Chat, ani: User, services: BotServices) -> None:
    here.says(ani, "/digest now")
    assert (await here.next_message()).text == INDONESIAN.digest_nothing


async def test_every_answer_offers_to_follow_it(
    here: Chat, ani: User, services: BotServices
) -> None:
    here.says(ani, WHO)
    answer = await here.next_message()
    here.presses(ani, answer, INDONESIAN.follow)
    proposed = await here.next_message()
    assert (await services.alerts.subscriptions.page(here.id)).total == 0
    confirm = next(label for label in labels(proposed) if label.startswith("✓"))
    here.presses(ani, proposed, confirm)
    followed = await here.next_edit()
    topic, _ = await only_topic(services, here.id)
    assert set(topic.split()) <= set(WHO.strip("?").split())
    assert proposed.entity_texts("code") == followed.entity_texts("code") == [topic]
    here.says(ani, "harga tiket konser coldplay")
    refused = await here.next_message()
    assert labels(refused) == [INDONESIAN.follow]
    here.says(ani, "makasih ya")
    assert (await here.next_message()).buttons == []


async def test_english_speakers_are_answered_in_english(
    server: BotApiServer, bot: RunningBot
) -> None:
    tom = server.user("Tom", language_code="en")
    chat = server.private_chat(tom, started=True)
    reply = await subscribe(chat, tom, "title:election source:antara")
    assert reply.entity_texts("code") == ["title:election source:antara"]
    assert "election in the title and antara as the source" in reply.text
    hours = await press(chat, tom, reply, ENGLISH.when_daily)
    assert "Daily at 7:00\u202fAM" in (await press(chat, tom, hours, "07")).text
    chat.says(tom, "/quiet")
    assert ENGLISH.quiet_none in (await chat.next_message()).text


@pytest.mark.parametrize("texts", [INDONESIAN, ENGLISH], ids=["id", "en"])
async def test_every_command_of_topics_answers(
    server: BotApiServer, bot: RunningBot, texts: Texts
) -> None:
    user = server.user("Tamu", language_code=texts.language)
    chat = server.private_chat(user, started=True)
    answers = set()
    commands = ("subscribe", "topics", "unsubscribe", "digest", "quiet", "timezone")
    for command in commands:
        chat.says(user, f"/{command}")
        answers.add((await chat.next_message()).text)
    assert len(answers) == len(commands) - 1  # there is nothing to list nor to delete
    assert texts.digest_nothing in answers


@pytest.mark.parametrize(
    "data",
    [
        *("o:999:0", "h:999:0", "cp:999:0:0:0:0", "e:999:0", "d:999:0", "u:999", "m:999:998"),
        *("n:1:999", "w:999:0", "cp:1:9:0:0:0", "tz:9:0", "tq:9999:1:0", "b:0:0:0:0"),
        *("z:1:99999999999:0", "k:999:0", "s:999", "ch:1:9:0", "x:99999999:12345"),
    ],
)
async def test_data_that_no_button_has_is_answered_politely(
    here: Chat, ani: User, server: BotApiServer, data: str
) -> None:
    reply = await subscribe(here, ani, "banjir")
    keyboard = {"inline_keyboard": [[{"text": "?", "callback_data": data}]]}
    forged = here.change(reply, reply_markup=keyboard, entities=())
    await here.next_edit()
    here.presses(ani, forged, data)
    released = await server.next_callback_answer()
    assert released.text
