"""Commands about topics: what each changes, and what is explained."""

from bot.model.interface_language import InterfaceLanguage
from bot.model.topics import ChatTarget
from bot.texts import texts_for
from handlers.callback_data.topics import DeleteTopic, RestoreTopic, ShowTopic
from tests.handlers.harness import GROUP, READER, Harness, payloads, text_of

ENGLISH = texts_for(InterfaceLanguage.ENGLISH)


async def texts_of_topics(harness: Harness, chat_id: int = READER.id) -> list[str]:
    page = await harness.services.alerts.subscriptions.page(chat_id)
    return [topic.text for topic in page.topics]


async def test_a_topic_is_subscribed_to_with_a_preview(harness: Harness) -> None:
    outcome = await harness.says("/subscribe jembatan")
    assert ENGLISH.preview_none in outcome.text  # the articles are years old
    assert await texts_of_topics(harness) == ["jembatan"]
    assert harness.messenger.typed_in == [READER.id]
    assert await harness.services.alerts.chats.language(READER.id) is InterfaceLanguage.ENGLISH


async def test_without_words_it_is_said_how_a_topic_is_written(harness: Harness) -> None:
    assert (await harness.says("/subscribe")).text.startswith(ENGLISH.subscribe_title)
    assert (await harness.says("/subscribe", chat=GROUP)).text.startswith(ENGLISH.subscribe_title)


async def test_a_topic_that_cannot_be_read_shows_where_it_fails(harness: Harness) -> None:
    outcome = await harness.says('/subscribe banjir "bandang')
    assert "👉" in outcome.text
    assert ENGLISH.topic_open_quote in outcome.text
    assert await texts_of_topics(harness) == []


async def test_a_topic_that_exists_is_shown(harness: Harness) -> None:
    await harness.says("/subscribe banjir")
    again = await harness.says("/subscribe Banjir")
    assert again.text.startswith(ENGLISH.format("topic_known", topic="banjir"))
    assert await texts_of_topics(harness) == ["banjir"]


async def test_topics_are_listed_and_deleted_by_name_or_from_the_list(harness: Harness) -> None:
    assert ENGLISH.topics_none in (await harness.says("/topics")).text
    added = await harness.services.alerts.subscriptions.subscribe(ChatTarget(READER.id), "banjir")
    topic_id = added.topic.id
    assert ShowTopic(topic_id) in payloads((await harness.says("/topics")).reply)
    assert DeleteTopic(topic_id) in payloads((await harness.says("/unsubscribe")).reply)
    missing = await harness.says("/unsubscribe gempa")
    assert missing.text == ENGLISH.topic_unknown
    deleted = await harness.says("/unsubscribe BANJIR")
    assert isinstance(payloads(deleted.reply)[0], RestoreTopic)
    assert await texts_of_topics(harness) == []


async def test_quiet_hours_are_set_shown_and_removed(harness: Harness) -> None:
    chats = harness.services.alerts.chats
    assert ENGLISH.quiet_none in (await harness.says("/quiet")).text
    await harness.says("/quiet 22-6")
    quiet = (await chats.state(READER.id)).quiet
    assert quiet is not None
    assert (quiet.start, quiet.end) == (22 * 60, 6 * 60)
    assert (await harness.says("/quiet 25-6")).text == ENGLISH.schedule_wrong
    await harness.says("/quiet off")
    assert (await chats.state(READER.id)).quiet is None


async def test_the_time_zone_is_set_and_shown(harness: Harness) -> None:
    await harness.says("/timezone wit")
    assert (await harness.services.alerts.chats.state(READER.id)).zone.key == "Asia/Jayapura"
    assert "WIT" in (await harness.says("/timezone")).text
    unknown = await harness.says("/timezone atlantis")
    assert unknown.text == ENGLISH.format("time_zone_unknown", name="atlantis")


async def test_a_digest_without_stories_is_refused(harness: Harness) -> None:
    assert (await harness.says("/digest now")).text == ENGLISH.digest_nothing


async def test_members_of_a_group_look_but_do_not_change(harness: Harness) -> None:
    for command in ("/subscribe banjir", "/unsubscribe", "/quiet 22-6", "/digest now"):
        outcome = await harness.says(command, chat=GROUP)
        assert outcome.text == ENGLISH.topics_admins_only
    for command in ("/topics", "/quiet", "/timezone"):
        outcome = await harness.says(command, chat=GROUP)
        assert text_of(outcome.reply) != ENGLISH.topics_admins_only
    assert await texts_of_topics(harness, GROUP.id) == []
