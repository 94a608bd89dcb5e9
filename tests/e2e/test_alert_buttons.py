"""What a reader can do with an alert or a digest that has arrived."""

from collections.abc import Awaitable, Callable

import pytest

from bot.model.interface_language import InterfaceLanguage
from bot.model.schedule import Frequency, Schedule
from bot.model.topics import ChatTarget
from bot.playground.botapi import BotApiServer
from bot.playground.chats import Chat
from bot.playground.messages import Message, User
from bot.services.bot import BotServices
from bot.texts import texts_for

INDONESIAN = texts_for(InterfaceLanguage.INDONESIAN)

Publish = Callable[..., Awaitable[None]]


@pytest.fixture
async def publish(chat: Chat, services: BotServices, server: BotApiServer) -> Publish:
    """Loads one article for each text, once the bot listens."""
    await server.polled()
    folder = services.settings.articles

    async def publish(*texts: str) -> None:
        for text in texts:
            number = len(list(folder.iterdir()))
            filling = " ".join(f"Hal{number}x{n} dicatat{number}x{n}." for n in range(40))
            (folder / f"baru{number}.txt").write_text(f"{text} {filling}\n", "utf-8")
        await services.library.reload()

    return publish


def flood(town: str, source: str = "Warta") -> str:
    return (
        f"Title: Banjir di {town}\nSource: {source} & Rekan\n\n"
        f"{town} - Banjir <bandang> melanda Kampung {town} sejak subuh. Jembatan Cempaka putus."
    )


async def subscribe(services: BotServices, chat: Chat, *texts: str) -> list[int]:
    subscriptions = services.alerts.subscriptions
    made = [await subscriptions.subscribe(ChatTarget(chat.id), text) for text in texts]
    return [one.topic.id for one in made]


def labels(message: Message) -> list[str]:
    return [button["text"] for button in message.buttons]


async def test_an_alert_is_read_and_its_topic_muted_for_a_day(
    chat: Chat, ani: User, publish: Publish, services: BotServices, server: BotApiServer
) -> None:
    (topic_id,) = await subscribe(services, chat, "banjir bandang")
    await publish(flood("Melati"))
    alert = await chat.next_message()
    assert "Banjir <bandang> melanda" in alert.entity_texts("blockquote")[0]
    assert alert.entity_texts("code") == ["banjir bandang"]
    chat.presses(ani, alert, INDONESIAN.read)
    assert (await chat.next_message()).text.startswith("Banjir di Melati")
    assert (await server.next_callback_answer()).text == ""
    chat.presses(ani, alert, INDONESIAN.alert_mute)
    assert (await server.next_callback_answer()).text.startswith("Dijeda sampai")
    assert (await services.alerts.subscriptions.topic(chat.id, topic_id)).muted_until is not None


async def test_fewer_like_this_puts_a_narrower_topic_in_its_place(
    chat: Chat, ani: User, publish: Publish, services: BotServices
) -> None:
    (topic_id,) = await subscribe(services, chat, "banjir")
    await publish(flood("Melati"))
    chat.presses(ani, await chat.next_message(), INDONESIAN.alert_narrow)
    choice = await chat.next_message()
    assert labels(choice)[0].startswith("banjir -")
    chat.presses(ani, choice, labels(choice)[0])
    changed = await chat.next_edit()
    assert changed.text.startswith(INDONESIAN.topic_changed)
    topic = await services.alerts.subscriptions.topic(chat.id, topic_id)
    assert topic.text == labels(choice)[0]


async def test_an_alert_of_several_topics_asks_which_one_is_meant(
    chat: Chat, ani: User, publish: Publish, services: BotServices, server: BotApiServer
) -> None:
    await subscribe(services, chat, "banjir", "jembatan putus")
    await publish(flood("Melati"))
    alert = await chat.next_message()
    chat.presses(ani, alert, INDONESIAN.alert_narrow)
    assert labels(await chat.next_message()) == ["banjir", "jembatan putus"]
    chat.presses(ani, alert, INDONESIAN.alert_unsubscribe)
    which = await chat.next_message()
    chat.presses(ani, which, "jembatan putus")
    assert (await chat.next_message()).entity_texts("code") == ["jembatan putus"]
    chat.presses(ani, alert, INDONESIAN.alert_unsubscribe)
    assert (await chat.next_message()).entity_texts("code") == ["banjir"]
    for _ in range(4):
        await server.next_callback_answer()
    chat.presses(ani, alert, INDONESIAN.alert_unsubscribe)
    assert (await server.next_callback_answer()).text == INDONESIAN.topic_not_found


async def test_other_sources_of_a_story_are_behind_a_button(
    chat: Chat, ani: User, publish: Publish, services: BotServices
) -> None:
    await subscribe(services, chat, "banjir")
    folder = services.settings.articles
    text = flood("Melati") + " " + " ".join(f"Keterangan{n} warga{n}." for n in range(60))
    for name in ("Warta", "Koran", "Kabar"):
        (folder / f"{name}.txt").write_text(text.replace("Warta", name) + f" {name}.", "utf-8")
    await services.library.reload()
    alert = await chat.next_message()
    chat.presses(ani, alert, "+2 sumber lain")
    listed = await chat.next_message()
    assert listed.text.startswith(INDONESIAN.others_title)
    assert all(f"{name} & Rekan" in listed.text for name in ("Warta", "Koran", "Kabar"))
    chat.presses(ani, listed, "2")
    assert (await chat.next_message()).text.startswith("Banjir di Melati")


async def test_a_digest_is_had_now_and_turned_in_place(
    chat: Chat, ani: User, publish: Publish, services: BotServices
) -> None:
    topic_id, _ = await subscribe(services, chat, "banjir", "purnama")
    weekly = Schedule(Frequency.WEEKLY, 0, 0)
    await services.alerts.subscriptions.set_schedule(chat.id, topic_id, weekly)
    await publish(*(flood(f"Desa{number}") for number in range(12)))
    await publish("Title: Purnama\n\nPurnama terbit malam ini.")
    assert "Purnama" in (await chat.next_message()).text  # so all that came before is matched
    chat.says(ani, "/digest now")
    said = {(await chat.next_message()).text for _ in range(2)}
    assert INDONESIAN.digest_coming in said
    digest = next(message for message in chat.messages.values() if "Rangkuman" in message.text)
    assert "Rangkuman: 12 berita" in digest.text
    assert labels(digest)[-1] == "2 lagi »"
    chat.presses(ani, digest, "2 lagi »")
    rest = await chat.next_edit()
    assert labels(rest) == ["11", "12", "« 1"]
    chat.presses(ani, rest, "« 1")
    assert (await chat.next_edit()).text == digest.text


async def test_alerts_speak_the_language_chosen_last(
    chat: Chat, ani: User, publish: Publish, services: BotServices
) -> None:
    chat.says(ani, "/subscribe banjir")
    await chat.next_message()
    chat.says(ani, "/language")
    chat.presses(ani, await chat.next_message(), "English")
    await chat.next_edit()
    await publish(flood("Melati"))
    assert "Topic: banjir" in (await chat.next_message()).text
