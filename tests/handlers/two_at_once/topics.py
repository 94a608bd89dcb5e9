"""Topics and settings of a group that both administer, and what each has for themselves."""

from telegram import MessageEntity

from bot.model.interface_language import InterfaceLanguage
from bot.model.schedule import Frequency
from bot.model.shown_answers import ShownAnswer, ShownQuote
from bot.texts import texts_for
from bot.users.permissions import Command
from handlers.callback_data.articles import (
    ChooseLanguage,
)
from handlers.callback_data.feedback import RateAnswer
from handlers.callback_data.keyboard import Button
from handlers.callback_data.proposals import ConfirmTopic
from handlers.callback_data.topics import (
    DeleteAllTopics,
    DeleteTopic,
    MuteTopics,
    PauseTopic,
    ReplaceTopic,
    RestoreTopic,
    ResumeTopic,
    SetQuietHours,
    SetSchedule,
    SetTimeZone,
    SnoozeTopic,
    Unsubscribe,
)
from handlers.render.reply import text_reply
from handlers.render.topics import FREQUENCIES
from index.types import Language
from tests.handlers.harness import GROUP
from tests.handlers.two_at_once.stage import FIRST, SECOND, Stage, case

ENGLISH = texts_for(InterfaceLanguage.ENGLISH)
HOURLY = FREQUENCIES.index(Frequency.HOURLY)


@case(Command.SUBSCRIBE)
async def different_subscriptions_are_both_made(stage: Stage) -> None:
    await stage.both(
        stage.here("/subscribe gempa", FIRST), stage.here("/subscribe longsor", SECOND)
    )
    assert {"gempa", "longsor"} <= {*await stage.texts()}


@case(Command.SUBSCRIBE)
async def the_same_subscription_is_made_once(stage: Stage) -> None:
    await stage.both(stage.here("/subscribe lahar", FIRST), stage.here("/subscribe Lahar", SECOND))
    assert len([text for text in await stage.texts() if text.lower() == "lahar"]) == 1
    known = ENGLISH.format("topic_known", topic="{").partition("{")[0]
    assert any(known in text for text in stage.said)


@case(DeleteAllTopics)
async def all_topics_are_deleted_once(stage: Stage) -> None:
    await stage.here("/subscribe angin puting beliung", FIRST)
    count = len(await stage.texts())
    await stage.both(*(stage.presses(DeleteAllTopics(count), by) for by in (FIRST, SECOND)))
    assert await stage.texts() == []


@case(ConfirmTopic)
async def a_proposal_that_both_confirm_subscribes_once(stage: Stage) -> None:
    shown, text = {"under": text_reply("jembatan lestari")}, "jembatan lestari"
    code = [MessageEntity(MessageEntity.CODE, 0, len(text))]
    presses = [
        stage.presses(ConfirmTopic(0, 0, 0), by, entities=code, **shown) for by in (FIRST, SECOND)
    ]
    await stage.both(*presses)
    assert (await stage.texts()).count("jembatan lestari") == 1


@case(Command.UNSUBSCRIBE, Unsubscribe, DeleteTopic)
async def a_topic_is_deleted_once_whatever_deletes_it(stage: Stage) -> None:
    for number in range(3):
        topic = await stage.topic(f"hapus{number}")
        ways = (
            stage.here(f"/unsubscribe hapus{number}", FIRST),
            stage.presses(Unsubscribe((topic,)), SECOND),
            stage.presses(DeleteTopic(topic), SECOND),
        )
        await stage.both(*ways)
        assert f"hapus{number}" not in await stage.texts()
    gone = [text for text in stage.said if ENGLISH.topic_not_found in text]
    assert len(gone) == 2 * 3


@case(RestoreTopic)
async def a_deleted_topic_is_restored_once(stage: Stage) -> None:
    shown = {
        "under": text_reply("kembali"),
        "entities": [MessageEntity(MessageEntity.CODE, 0, len("kembali"))],
    }
    payload = RestoreTopic(HOURLY, 0, 0)
    await stage.both(*(stage.presses(payload, by, **shown) for by in (FIRST, SECOND)))
    assert (await stage.texts()).count("kembali") == 1


@case(PauseTopic, SnoozeTopic, MuteTopics, SetSchedule, ReplaceTopic)
async def changes_of_one_topic_are_all_kept(stage: Stage) -> None:
    topic = await stage.topic("ubah")
    narrower = text_reply(".", ((Button("ubah besar", ReplaceTopic(topic, 0)),),))
    await stage.both(
        stage.presses(PauseTopic(topic), FIRST),
        stage.presses(SnoozeTopic(topic, 24), SECOND),
        stage.presses(MuteTopics((topic,)), FIRST),
        stage.presses(SetSchedule(topic, HOURLY), SECOND),
        stage.presses(ReplaceTopic(topic, 0), FIRST, under=narrower),
    )
    stored = await stage.stored(topic)
    assert (stored.text, stored.paused) == ("ubah besar", True)
    assert stored.snoozed_until is not None
    assert stored.muted_until is not None
    assert stored.schedule.frequency is Frequency.HOURLY


@case(ResumeTopic)
async def a_resumption_and_a_schedule_are_both_kept(stage: Stage) -> None:
    topic = await stage.topic("lanjut")
    await stage.services.alerts.subscriptions.pause(GROUP.id, topic)
    await stage.both(
        stage.presses(ResumeTopic(topic), FIRST),
        stage.presses(SetSchedule(topic, HOURLY), SECOND),
        stage.here(f"/edit_{topic} lanjut lagi", SECOND),
    )
    stored = await stage.stored(topic)
    assert (stored.text, stored.paused) == ("lanjut lagi", False)
    assert stored.schedule.frequency is Frequency.HOURLY


@case(Command.QUIET, Command.TIMEZONE, SetQuietHours, SetTimeZone, Command.DIGEST)
async def settings_of_the_group_are_all_kept(stage: Stage) -> None:
    await stage.both(
        stage.here("/quiet 22:00-06:00", FIRST),
        stage.here("/timezone WITA", SECOND),
        stage.here("/digest", SECOND),
    )
    chat = await stage.services.alerts.chats.state(GROUP.id)
    assert (chat.quiet is not None, chat.zone.key) == (True, "Asia/Makassar")
    await stage.both(
        stage.presses(SetQuietHours(0, 0), FIRST), stage.presses(SetTimeZone(0), SECOND)
    )
    chat = await stage.services.alerts.chats.state(GROUP.id)
    assert (chat.quiet, chat.zone.key) == (None, "Asia/Jakarta")


@case(Command.START)
async def a_group_is_reactivated_once(stage: Stage) -> None:
    await stage.topic("bangun")
    await stage.services.alerts.chat_settings.deactivate(GROUP.id, "kicked")
    await stage.both(stage.here("/start", FIRST), stage.here("/start", SECOND))
    assert (await stage.services.alerts.chats.state(GROUP.id)).unreachable is None


# What each has for themselves


@case(ChooseLanguage, Command.FORGET)
async def each_has_a_language_and_is_forgotten_alone(stage: Stage) -> None:
    preferences = stage.services.preferences
    await stage.both(
        stage.harness.presses(ChooseLanguage(InterfaceLanguage.INDONESIAN), FIRST),
        stage.harness.presses(ChooseLanguage(InterfaceLanguage.INDONESIAN), SECOND),
    )
    for person in (FIRST, SECOND):
        assert await preferences.language(person.id, "en") is InterfaceLanguage.INDONESIAN
    await stage.both(
        stage.says("/forget", FIRST),
        stage.harness.presses(ChooseLanguage(InterfaceLanguage.ENGLISH), SECOND),
    )
    assert await preferences.language(FIRST.id, "id") is InterfaceLanguage.INDONESIAN
    assert await preferences.language(SECOND.id, "id") is InterfaceLanguage.ENGLISH
    await preferences.choose_language(FIRST.id, InterfaceLanguage.ENGLISH)


@case(Command.ASK)
async def both_answers_are_remembered_for_edits(stage: Stage) -> None:
    question = "/ask Siapa yang meresmikan Jembatan Sungai Lestari?"
    messages = [stage.harness.message(question, by, chat=GROUP) for by in (FIRST, SECOND)]
    await stage.both(*(stage.harness.update(message=message) for message in messages))
    replies = [
        await stage.services.preferences.reply_to(GROUP.id, message.message_id)
        for message in messages
    ]
    assert None not in replies
    assert len({*replies}) == 2


@case(RateAnswer)
async def each_rates_an_answer_and_both_at_once_rate_one_once(stage: Stage) -> None:
    at, language = stage.services.now(), Language.INDONESIAN
    quotes = (ShownQuote(1, 0, 5),)
    for number in (1, 2, 3):
        shown = ShownAnswer(id=number, question="apa", language=language, quotes=quotes, at=at)
        assert stage.services.shown_answers.add(shown)
    await stage.both(
        stage.pressing(RateAnswer(1, 1), FIRST), stage.pressing(RateAnswer(2, 0), SECOND)
    )
    feedback = stage.services.feedback
    assert [await feedback.rating(number) for number in (1, 2)] == [True, False]
    await stage.both(
        stage.pressing(RateAnswer(3, 1), FIRST), stage.pressing(RateAnswer(3, 1), SECOND)
    )
    assert await feedback.rating(3) in {True, None}  # the same again takes it back
