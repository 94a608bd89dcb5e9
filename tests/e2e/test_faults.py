"""Telegram has bad days; readers should hardly notice."""

import asyncio
import logging
import sqlite3

import pytest

from bot.model.interface_language import InterfaceLanguage
from bot.playground.botapi import BotApiServer
from bot.playground.chats import Chat
from bot.playground.faults import (
    BadRequest,
    Blocked,
    DroppedConnection,
    Fault,
    NotJson,
    ServerError,
    TooManyRequests,
)
from bot.playground.messages import User
from bot.services.addresses import DATABASE
from bot.services.bot import BotServices
from bot.texts import texts_for
from tests.e2e.conftest import RunningBot

INDONESIAN = texts_for(InterfaceLanguage.INDONESIAN)
WHO = "Siapa yang meresmikan Jembatan Sungai Lestari?"


@pytest.mark.parametrize(
    "fault",
    [TooManyRequests(1), ServerError(502), ServerError(500), NotJson(), DroppedConnection()],
)
async def test_an_answer_arrives_in_spite_of(
    chat: Chat, ani: User, server: BotApiServer, fault: Fault
) -> None:
    server.fail("sendMessage", fault)
    chat.says(ani, WHO)
    assert "Ratna Dewi" in (await chat.next_message()).text


@pytest.mark.parametrize("fault", [ServerError(502), DroppedConnection(), TooManyRequests(1)])
async def test_an_edit_arrives_in_spite_of(
    chat: Chat, ani: User, server: BotApiServer, fault: Fault
) -> None:
    question = chat.says(ani, WHO)
    await chat.next_message()
    server.fail("editMessageText", fault)
    chat.edits(ani, question, "Berapa meter panjang Jembatan Sungai Lestari?")
    assert "1.250 meter" in (await chat.next_edit()).text


async def test_updates_come_again_after_polling_failed(
    chat: Chat, ani: User, server: BotApiServer
) -> None:
    server.fail("getUpdates", ServerError(502))
    chat.says(ani, WHO)
    assert "Ratna Dewi" in (await chat.next_message()).text


async def test_a_poll_that_cannot_be_parsed_is_skipped_once(
    chat: Chat, ani: User, server: BotApiServer, caplog: pytest.LogCaptureFixture
) -> None:
    """As a server before Bot API 9.6 sends it, to a library that knows of nothing older."""
    chat.sends_old_poll(ani, "Nasi goreng?", "ya", "tidak")
    chat.says(ani, WHO)
    assert "Ratna Dewi" in (await chat.next_message()).text
    await server.polled()
    assert server.state.updates.pending == 0
    assert caplog.text.count("can't be parsed") == 1
    assert "goreng" not in caplog.text


async def test_typing_that_is_refused_does_not_hold_up_the_answer(
    chat: Chat, ani: User, server: BotApiServer
) -> None:
    server.fail("sendChatAction", TooManyRequests(60), times=9)
    chat.says(ani, WHO)
    assert "Ratna Dewi" in (await chat.next_message(timeout=3)).text


async def test_whoever_blocks_the_bot_is_let_go_and_others_are_answered(
    chat: Chat, ani: User, server: BotApiServer
) -> None:
    server.fail("sendMessage", Blocked(), chat=chat)
    chat.says(ani, WHO)
    await server.next_call("sendMessage")
    other = server.user("Budi", language_code="id")
    theirs = server.private_chat(other)
    theirs.says(other, WHO)
    assert "Ratna Dewi" in (await theirs.next_message()).text
    refused = [call for call in server.calls if call.method == "sendMessage" and call.error]
    assert len(refused) == 1


async def test_an_answer_that_telegram_finds_malformed_goes_without_its_markup(
    chat: Chat, ani: User, server: BotApiServer
) -> None:
    server.fail("sendMessage", BadRequest("can't parse entities: Unexpected end tag"))
    chat.says(ani, WHO)
    answer = await chat.next_message()
    assert "Ratna Dewi" in answer.text
    assert answer.entity_texts("blockquote") == []


async def test_a_release_that_comes_too_late_is_no_trouble(
    chat: Chat, ani: User, server: BotApiServer
) -> None:
    chat.says(ani, WHO)
    answer = await chat.next_message()
    server.fail("answerCallbackQuery", BadRequest("query is too old and response timeout expired"))
    chat.presses(ani, answer, INDONESIAN.read)
    assert "Ribuan warga" in (await chat.next_message()).text


async def test_commands_that_cannot_be_published_do_not_hinder_the_start(
    server: BotApiServer, ani: User, services: BotServices
) -> None:
    server.fail("setMyCommands", BadRequest("chat not found"), times=9)
    bot = RunningBot(services)
    chat = server.private_chat(ani)
    chat.says(ani, WHO)
    assert "Ratna Dewi" in (await chat.next_message()).text
    bot.stop.set()
    assert await bot.task is None


async def test_a_failure_of_ours_is_logged_and_told_in_one_polite_line(
    chat: Chat, ani: User, services: BotServices, caplog: pytest.LogCaptureFixture
) -> None:
    """Even where the storage is what failed, and so the reader's language is not known."""
    chat.says(ani, "Halo")
    await chat.next_message()
    await drop_table(services, "readers")
    with caplog.at_level(logging.ERROR, "handlers.errors"):
        chat.says(ani, "/latest")
        assert (await chat.next_message()).text == INDONESIAN.trouble
    assert "handling message failed" in caplog.text
    assert str(ani.id) not in caplog.text
    assert chat.unread == 0


async def test_a_button_that_fails_is_released_with_a_polite_line(
    chat: Chat, ani: User, services: BotServices, server: BotApiServer
) -> None:
    chat.says(ani, WHO)
    answer = await chat.next_message()
    await drop_table(services, "readers")
    chat.presses(ani, answer, INDONESIAN.read)
    assert (await server.next_callback_answer()).text == INDONESIAN.trouble


async def test_an_answer_that_cannot_be_remembered_is_given_all_the_same(
    server: BotApiServer, ani: User, services: BotServices, caplog: pytest.LogCaptureFixture
) -> None:
    bot = RunningBot(services)
    chat = server.private_chat(ani, started=True)
    chat.says(ani, "Halo")
    await chat.next_message()
    await drop_table(services, "replies")
    chat.says(ani, WHO)
    assert "Ratna Dewi" in (await chat.next_message()).text
    chat.says(ani, "Terima kasih")
    assert (await chat.next_message()).text == INDONESIAN.conversation.thanks
    bot.stop.set()
    await bot.task  # only now is it sure that what follows the answer has been done
    assert "is not remembered" in caplog.text


async def drop_table(services: BotServices, table: str) -> None:
    """In a thread, since the bot may be writing just then and has to be able to finish."""

    def drop() -> None:
        connection = sqlite3.connect(services.settings.data / DATABASE)
        connection.execute(f"DROP TABLE {table}")
        connection.close()

    await asyncio.to_thread(drop)
