"""Ways to name the topic that is to go, and other bots' names of commands."""

import pytest

from bot.model.interface_language import InterfaceLanguage
from bot.texts import texts_for
from handlers.callback_data.topics import DeleteAllTopics, DeleteTopic, ListTopics
from tests.handlers.harness import GROUP, Harness, payloads
from tests.handlers.topics.test_commands import texts_of_topics

ENGLISH = texts_for(InterfaceLanguage.ENGLISH)


@pytest.fixture
async def subscribed(harness: Harness) -> Harness:
    for topic in ("banjir", "gempa", "jembatan"):
        await harness.says(f"/subscribe {topic}")
    return harness


@pytest.mark.parametrize("words", ["2", "#2", "gempa", "GEMPA"])
@pytest.mark.parametrize("command", ["/unsubscribe", "/unsub", "/stop"])
async def test_a_topic_is_named_by_its_text_or_its_number(
    subscribed: Harness, command: str, words: str
) -> None:
    await subscribed.says(f"{command} {words}")
    assert await texts_of_topics(subscribed) == ["banjir", "jembatan"]


@pytest.mark.parametrize("words", ["0", "4", "99999999999", "-1", "kereta"])
async def test_what_is_no_topic_deletes_none(subscribed: Harness, words: str) -> None:
    await subscribed.says(f"/unsubscribe {words}")
    assert len(await texts_of_topics(subscribed)) == 3


@pytest.mark.parametrize("words", ["gmpa", "gemppa", "gempaa"])
async def test_the_nearest_topic_is_asked_about(subscribed: Harness, words: str) -> None:
    asked = await subscribed.says(f"/unsubscribe {words}")
    assert asked.text == f"{ENGLISH.topic_nearest} gempa"
    assert [type(one) for one in payloads(asked.reply)] == [DeleteTopic]
    assert len(await texts_of_topics(subscribed)) == 3


@pytest.mark.parametrize(
    ("topic", "words"),
    [
        ("banjir bandang demak", "bandang"),
        ("banjir bandang demak", "bandng"),
        ("krakatau OR semeru", "krakatu"),
        ("flood OR landslide", "flod"),
    ],
)
async def test_a_topic_is_near_that_has_such_a_word(
    harness: Harness, topic: str, words: str
) -> None:
    await harness.says(f"/subscribe {topic}")
    asked = await harness.says(f"/unsubscribe {words}")
    assert asked.text == f"{ENGLISH.topic_nearest} {topic}"


@pytest.mark.parametrize("words", ["kereta", "99", '"open', "yang"])
async def test_what_no_topic_is_near_to_is_said_to_be_none(subscribed: Harness, words: str) -> None:
    assert (await subscribed.says(f"/unsubscribe {words}")).text == ENGLISH.topic_unknown


@pytest.mark.parametrize("words", ["all", "semua", "ALL"])
async def test_all_topics_are_deleted_only_after_a_question(
    subscribed: Harness, words: str
) -> None:
    asked = await subscribed.says(f"/unsubscribe {words}")
    assert payloads(asked.reply) == [DeleteAllTopics(3), ListTopics(0)]
    assert len(await texts_of_topics(subscribed)) == 3
    await subscribed.presses(DeleteAllTopics(2))
    assert len(await texts_of_topics(subscribed)) == 3
    await subscribed.presses(DeleteAllTopics(3))
    assert await texts_of_topics(subscribed) == []


async def test_names_of_other_bots_are_understood(harness: Harness) -> None:
    await harness.says("/sub banjir")
    assert await texts_of_topics(harness) == ["banjir"]
    assert "banjir" in (await harness.says("/list")).text
    assert (await harness.says("/cancel")).text == ENGLISH.nothing_to_cancel


async def test_in_a_group_start_and_help_say_how_to_ask_there(harness: Harness) -> None:
    for command in ("/start", "/help"):
        said = (await harness.says(command, chat=GROUP)).text
        assert "To ask here: /ask" in said
        assert ENGLISH.start_samples not in said
        assert said.count("@kutip_bot") == 1
        assert "To ask here" not in (await harness.says(command)).text
