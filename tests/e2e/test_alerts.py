"""Alerts from a new article to the reader's screen, whatever Telegram answers on the way."""

import asyncio

import pytest

from bot.model.interface_language import InterfaceLanguage
from bot.playground.botapi import BotApiServer
from bot.playground.chats import Chat
from bot.playground.faults import (
    BadRequest,
    DroppedConnection,
    Fault,
    Held,
    NotJson,
    ServerError,
    TooManyRequests,
)
from bot.playground.messages import User
from bot.texts import texts_for
from tests.e2e.conftest import RunningBot
from tests.e2e.publisher import Publisher

INDONESIAN = texts_for(InterfaceLanguage.INDONESIAN)
WHO = "Siapa yang meresmikan Jembatan Sungai Lestari?"


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
