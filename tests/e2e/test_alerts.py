"""Alerts from a new article to the reader's screen, whatever Telegram answers on the way."""

import asyncio
from collections.abc import AsyncIterator, Callable
from dataclasses import asdict, dataclass
from typing import NoReturn

import pytest

from bot.alerts.subscriptions import Subscriptions
from bot.model.messages import OutboxCounts
from bot.model.topics import ChatTarget
from bot.playground.botapi import BotApiServer
from bot.playground.chats import Chat
from bot.playground.errors import forbidden
from bot.playground.faults import (
    BadRequest,
    Blocked,
    DroppedConnection,
    Fault,
    Held,
    NotJson,
    ServerError,
    TooManyRequests,
)
from bot.playground.messages import User
from bot.services.bot import BotServices
from bot.services.core import DATABASE
from bot.storage.arrivals import ArrivalStore
from bot.storage.database import Database, open_database
from bot.texts import texts_for
from index.types import Language
from tests.e2e.conftest import RunningBot

INDONESIAN = texts_for(Language.INDONESIAN)
WHO = "Siapa yang meresmikan Jembatan Sungai Lestari?"


class Publisher:
    """Writes articles into the folder and has the bot load them."""

    def __init__(self, services: BotServices, database: Database) -> None:
        self._services = services
        self._database = database
        self._published = 0

    @property
    def subscriptions(self) -> Subscriptions:
        return self._services.alerts.subscriptions

    async def subscribe(self, chat: Chat, text: str = "banjir", thread: int = 0) -> int:
        subscribed = await self.subscriptions.subscribe(ChatTarget(chat.id, thread), text)
        return subscribed.topic.id

    async def publish(self, *words: str) -> None:
        """One article for each of ``words``, all in one reload."""
        for word in words or ("banjir",):
            self._published += 1
            number = self._published
            story = " ".join(f"Kejadian{number} ke{number}x{n} dicatat." for n in range(40))
            path = self._services.settings.articles / f"{word}-{number}.txt"
            path.write_text(
                f"Title: Kabar <{word}> nomor {number}\nSource: Warta & Rekan\n\n"
                f"Kota Melati - Warga melaporkan {word} & lumpur <tinggi> sejak pagi. {story}\n",
                "utf-8",
            )
        await self._services.library.reload()

    async def publish_and_match(self) -> None:
        """Publish an article, and wait until it has been matched with all topics."""
        arrivals = ArrivalStore(self._database)
        await self.publish()
        async with asyncio.timeout(20):
            while await arrivals.waiting(1):  # noqa: ASYNC110 - a table notifies nobody
                await asyncio.sleep(0.05)

    async def retry(self, chat: Chat, thread: int = 0) -> None:
        """Have what waits for a forum topic tried again, as it is by itself after a while."""
        await self._services.alerts.chat_settings.sign_of_life(chat.id, thread)

    async def counts(self) -> OutboxCounts:
        return await self._services.alerts.outbox.counts()

    async def until(self, **wanted: int) -> None:
        """Wait until the outbox counts so many."""
        async with asyncio.timeout(20):
            while not wanted.items() <= asdict(await self.counts()).items():  # noqa: ASYNC110 - a table notifies nobody
                await asyncio.sleep(0.05)


@pytest.fixture
async def publisher(
    server: BotApiServer, bot: RunningBot, services: BotServices
) -> AsyncIterator[Publisher]:
    """A publisher, once the bot has read the folder and polls for updates."""
    await server.polled()
    async with open_database(services.settings.data / DATABASE) as database:
        yield Publisher(services, database)


async def test_an_alert_arrives_with_its_quote_and_nothing_in_it_is_markup(
    chat: Chat, publisher: Publisher
) -> None:
    await publisher.subscribe(chat)
    await publisher.publish()
    alert = await chat.next_message()
    assert "Kabar <banjir> nomor 1" in alert.text
    assert "Warta & Rekan" in alert.text
    assert "Warga melaporkan banjir & lumpur <tinggi> sejak pagi." in alert.text
    assert alert.entity_texts("bold") == ["Kabar <banjir> nomor 1", "banjir"]
    assert alert.button("📖 Baca")
    await publisher.until(done=1, waiting=0)


@pytest.mark.parametrize(
    "fault",
    [ServerError(502), ServerError(500), NotJson(), DroppedConnection(), TooManyRequests(1)],
    ids=repr,
)
async def test_what_passes_is_waited_for(
    chat: Chat, publisher: Publisher, server: BotApiServer, fault: Fault
) -> None:
    await publisher.subscribe(chat)
    server.fail("sendMessage", fault)
    await publisher.publish()
    assert "banjir" in (await chat.next_message(timeout=15)).text
    await publisher.until(done=1, waiting=0)
    assert chat.unread == 0


async def test_a_lost_answer_repeats_the_alert_rather_than_losing_it(
    chat: Chat, publisher: Publisher, server: BotApiServer
) -> None:
    await publisher.subscribe(chat)
    server.fail("sendMessage", DroppedConnection(done=True))
    await publisher.publish()
    first = await chat.next_message()
    assert (await chat.next_message(timeout=15)).text == first.text


async def test_a_429_holds_its_chat_and_nobody_else(
    chat: Chat, publisher: Publisher, server: BotApiServer
) -> None:
    beni = server.private_chat(server.user("Beni"), started=True)
    for subscriber in (chat, beni):
        await publisher.subscribe(subscriber)
    server.fail("sendMessage", TooManyRequests(600), chat=chat)
    await publisher.publish()
    assert "banjir" in (await beni.next_message()).text
    await publisher.until(done=1, waiting=1)
    assert chat.unread == 0


async def test_a_person_is_answered_while_alerts_are_held_up(
    chat: Chat, ani: User, publisher: Publisher, server: BotApiServer
) -> None:
    others = [server.private_chat(server.user(f"Orang {n}"), started=True) for n in range(6)]
    for other in others:
        await publisher.subscribe(other)
        server.fail("sendMessage", TooManyRequests(600), chat=other)
    await publisher.publish()
    await server.next_call("sendMessage")
    chat.says(ani, WHO)
    assert "Ratna Dewi" in (await chat.next_message()).text


async def test_an_answer_that_telegram_held_up_goes_before_its_chats_alerts(
    chat: Chat, ani: User, publisher: Publisher, server: BotApiServer
) -> None:
    await publisher.subscribe(chat)
    server.fail("sendMessage", TooManyRequests(2), chat=chat)
    chat.says(ani, WHO)
    await server.next_call("sendMessage")  # the answer, which has to wait
    await publisher.publish_and_match()
    assert "Ratna Dewi" in (await chat.next_message()).text
    assert "Kabar <banjir>" in (await chat.next_message()).text


@dataclass(frozen=True, slots=True)
class Forbidden:
    """A 403 for this reason."""

    reason: str

    async def apply(self, _request: object, _perform: object) -> NoReturn:
        raise forbidden(self.reason)


@pytest.mark.parametrize(
    "fault",
    [
        Blocked(),
        Forbidden("user is deactivated"),
        Forbidden("bot was kicked from the supergroup chat"),
        BadRequest("chat not found"),
    ],
    ids=repr,
)
async def test_a_chat_that_is_closed_sleeps_and_wakes_with_start(
    chat: Chat, ani: User, publisher: Publisher, server: BotApiServer, fault: Fault
) -> None:
    await publisher.subscribe(chat)
    server.fail("sendMessage", fault, chat=chat)
    await publisher.publish()
    await publisher.until(failed=1, unreachable=1)
    await publisher.publish_and_match()
    chat.says(ani, "/start")
    await chat.next_message()
    assert (await publisher.subscriptions.page(chat.id)).total == 1
    await publisher.publish()
    assert "nomor 3" in (await chat.next_message()).text


async def test_whoever_blocks_and_unblocks_the_bot_sleeps_and_wakes(
    chat: Chat, ani: User, publisher: Publisher
) -> None:
    await publisher.subscribe(chat)
    chat.blocks_bot(ani)
    await publisher.until(unreachable=1)
    await publisher.publish_and_match()
    chat.unblocks_bot(ani)
    await publisher.until(unreachable=0)
    await publisher.publish()
    assert "nomor 2" in (await chat.next_message()).text


async def test_a_group_that_kicks_the_bot_and_lets_it_in_again_sleeps_and_wakes(
    ani: User, publisher: Publisher, server: BotApiServer
) -> None:
    group = server.group("Warga", ani)
    await publisher.subscribe(group)
    group.kicks_bot(ani)
    await publisher.until(unreachable=1)
    group.adds_bot(ani)
    await publisher.until(unreachable=0)
    await publisher.publish()
    assert "nomor 1" in (await group.next_message()).text


async def test_a_chat_without_topics_that_shuts_the_bot_out_is_not_remembered(
    chat: Chat, ani: User, publisher: Publisher, server: BotApiServer
) -> None:
    chat.blocks_bot(ani)
    beni = server.user("Beni")
    other = server.private_chat(beni)
    other.says(beni, "Halo")
    await other.next_message()
    assert (await publisher.counts()).unreachable == 0


async def test_alerts_follow_a_group_that_is_upgraded_unseen(
    ani: User, publisher: Publisher, server: BotApiServer
) -> None:
    """The first to say so is the refusal of an alert: the bot hears nothing of it before."""
    group = server.group("Warga", ani, supergroup=False)
    await publisher.subscribe(group)
    held = Held()
    server.fail("getUpdates", held)
    successor = server.migrate(group)
    await publisher.publish()
    assert "nomor 1" in (await successor.next_message()).text
    held.released.set()
    await publisher.publish()
    assert "nomor 2" in (await successor.next_message()).text
    assert (await publisher.subscriptions.page(successor.id)).total == 1


async def test_alerts_follow_a_group_that_says_it_is_upgraded(
    ani: User, publisher: Publisher, server: BotApiServer
) -> None:
    group = server.group("Warga", ani, supergroup=False)
    await publisher.subscribe(group)
    successor = server.migrate(group)
    successor.says(ani, f"/ask@{server.bot.username} {WHO}")
    assert "Ratna Dewi" in (await successor.next_message()).text
    await publisher.publish()
    assert "nomor 1" in (await successor.next_message()).text
    refused = [call for call in server.calls if "upgraded" in call.error]
    assert refused == []


@pytest.mark.parametrize("reason", ["TOPIC_DELETED", "message thread not found"])
async def test_a_forum_topic_that_is_gone_falls_back_to_the_general_one_and_then_sleeps(
    ani: User, publisher: Publisher, server: BotApiServer, reason: str
) -> None:
    forum = server.group("Forum", ani, forum=True)
    thread = forum.topic("Banjir")
    await publisher.subscribe(forum, thread=thread)
    await publisher.publish()
    assert (await forum.next_message()).message_thread_id == thread
    server.fail("sendMessage", BadRequest(reason), chat=forum)
    await publisher.publish()
    assert (await forum.next_message()).message_thread_id is None
    server.fail("sendMessage", BadRequest(reason), chat=forum)
    await publisher.publish()
    await publisher.until(unreachable=1, failed=1)
    forum.announce({"forum_topic_reopened": {}})
    await publisher.until(unreachable=0)


async def alerted_in_a_closed_topic(
    ani: User, publisher: Publisher, server: BotApiServer
) -> tuple[Chat, int]:
    """A forum with a closed topic, for which an alert waits."""
    forum = server.group("Forum", ani, forum=True)
    thread = forum.topic("Banjir")
    await publisher.subscribe(forum, thread=thread)
    forum.closes_topic(thread)
    await publisher.publish()
    await publisher.until(suspended=1, waiting=1)
    return forum, thread


async def test_alerts_wait_for_a_closed_forum_topic_and_return_when_it_is_reopened(
    ani: User, publisher: Publisher, server: BotApiServer
) -> None:
    forum, thread = await alerted_in_a_closed_topic(ani, publisher, server)
    forum.says(ani, "/topics")
    listed = (await forum.next_message()).text
    assert INDONESIAN.delivery.topics_closed in listed
    assert forum.unread == 0
    forum.reopens_topic(thread)
    alert = await forum.next_message()
    assert ("nomor 1" in alert.text, alert.message_thread_id) == (True, thread)
    await publisher.until(suspended=0, waiting=0)
    assert (await publisher.subscriptions.page(forum.id)).topics[0].thread_id == thread


async def test_a_closed_forum_topic_that_is_deleted_falls_back_to_the_general_one(
    ani: User, publisher: Publisher, server: BotApiServer
) -> None:
    forum, thread = await alerted_in_a_closed_topic(ani, publisher, server)
    forum.deletes_topic(thread)
    await publisher.retry(forum, thread)
    assert (await forum.next_message()).message_thread_id is None
    await publisher.until(suspended=0, done=1)


SIGNS: dict[str, Callable[[Chat, User], object]] = {
    "command": lambda group, ani: group.says(ani, "/help"),
    "service message": lambda group, _: group.announce({"new_chat_title": "Warga Baru"}),
}


@pytest.mark.parametrize("sign", SIGNS)
async def test_rights_that_were_lost_silence_a_group_until_it_shows_a_sign_of_life(
    ani: User, publisher: Publisher, server: BotApiServer, sign: str
) -> None:
    """Telegram's own fault: the bot's rights come and go without a word."""
    group = server.group("Warga", ani)
    await publisher.subscribe(group)
    group.bot_may_write = False
    await publisher.publish()
    await publisher.until(suspended=1, waiting=1, failed=0)
    group.bot_may_write = True
    SIGNS[sign](group, ani)
    texts = [(await group.next_message()).text]
    while "nomor 1" not in texts[-1]:
        texts.append((await group.next_message()).text)
    await publisher.until(suspended=0, waiting=0, dead_letter=0)


async def test_a_pressed_button_is_a_sign_of_life(
    chat: Chat, ani: User, publisher: Publisher, server: BotApiServer
) -> None:
    await publisher.subscribe(chat)
    await publisher.publish()
    alert = await chat.next_message()
    chat.bot_may_write = False
    await publisher.publish()
    await publisher.until(suspended=1, waiting=1)
    chat.bot_may_write = True
    chat.presses(ani, alert, "⏸ 24 jam")
    assert "nomor 2" in (await chat.next_message()).text


async def test_a_group_that_silences_the_bot_sees_so_in_topics_and_status(
    ani: User, admin_chat: Chat, admin: User, publisher: Publisher, server: BotApiServer
) -> None:
    group = server.group("Warga", ani)
    await publisher.subscribe(group)
    group.silences_bot()
    await publisher.until(suspended=1, unreachable=0)
    admin_chat.says(admin, "/status")
    assert "1 paused" in (await admin_chat.next_message()).text
    group.bot_may_write = True
    group.says(ani, "/topics")
    assert "⏸ Kabar dijeda" in (await group.next_message()).text
    await publisher.until(suspended=0)  # the list has arrived: the bot may write


async def test_a_malformed_message_goes_out_as_plain_text_and_the_newsroom_is_told(
    chat: Chat, admin_chat: Chat, publisher: Publisher, server: BotApiServer
) -> None:
    await publisher.subscribe(chat)
    reason = "can't parse entities: unclosed start tag"
    server.fail("sendMessage", BadRequest(reason), chat=chat)
    await publisher.publish("banjir")
    plain = await chat.next_message()
    assert "Warga melaporkan banjir & lumpur <tinggi> sejak pagi." in plain.text
    assert (plain.entity_texts("bold"), plain.buttons) == ([], [])
    told = (await admin_chat.next_message()).text
    assert told == INDONESIAN.delivery.message_plain
    await publisher.until(done=1, dead_letter=0, waiting=0)


async def test_a_message_that_is_refused_is_set_aside_the_newsroom_is_told_and_the_rest_goes_on(
    chat: Chat, admin_chat: Chat, publisher: Publisher, server: BotApiServer
) -> None:
    await publisher.subscribe(chat)
    server.fail("sendMessage", BadRequest("something never heard of"), chat=chat)
    await publisher.publish("banjir", "banjir")
    assert "banjir" in (await chat.next_message()).text
    assert (await admin_chat.next_message()).text == INDONESIAN.delivery.message_refused
    await publisher.until(done=1, dead_letter=1, waiting=0)


async def test_the_end_waits_for_the_alert_on_its_way_and_keeps_the_others(
    chat: Chat, publisher: Publisher, server: BotApiServer, bot: RunningBot
) -> None:
    others = [server.private_chat(server.user(f"Orang {n}"), started=True) for n in range(9)]
    for subscriber in (chat, *others):
        await publisher.subscribe(subscriber)
    held = Held()
    server.fail("sendMessage", held, times=4)
    await publisher.publish()
    await held.reached.wait()
    bot.stop.set()
    held.released.set()
    async with asyncio.timeout(20):
        assert await bot.task is None
    arrived = sum(subscriber.unread for subscriber in (chat, *others))
    counts = await publisher.counts()
    assert (counts.done, counts.waiting) == (arrived, 10 - arrived)
    assert arrived >= 1
