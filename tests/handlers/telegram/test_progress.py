"""Progress is shown at the pace that Telegram bears, and its end always arrives."""

import asyncio

import pytest

from bot.playground.botapi import BotApiServer
from bot.playground.chats import Chat
from bot.playground.faults import TooManyRequests
from handlers.render.reply import text_reply
from handlers.telegram.messenger import Messenger, ReplyTarget
from handlers.telegram.progress import EDIT_INTERVAL_S, ProgressMessage
from tests.pauses import Pauses


async def test_only_the_newest_is_shown_and_never_two_edits_within_a_second(
    chat: Chat, messenger: Messenger, pauses: Pauses
) -> None:
    target = ReplyTarget(chat.id)
    sent = await messenger.send(target, text_reply("0"))
    assert sent is not None
    async with ProgressMessage(messenger, target, sent.message_id) as progress:
        for number in range(1, 10):
            progress.show(text_reply(str(number)))
        shown = [await chat.next_edit()]
        assert await pauses.begun() == EDIT_INTERVAL_S
        for number in range(10, 20):
            progress.show(text_reply(str(number)))
        ending = asyncio.create_task(progress.end(text_reply("done")))
        pauses.end()
        shown.append(await chat.next_edit())
        await ending
    assert [message.text for message in shown] == ["9", "done"]


async def test_flood_control_is_waited_for(
    server: BotApiServer, chat: Chat, messenger: Messenger, pauses: Pauses
) -> None:
    target = ReplyTarget(chat.id)
    sent = await messenger.send(target, text_reply("0"))
    assert sent is not None
    server.fail("editMessageText", TooManyRequests(2))
    async with ProgressMessage(messenger, target, sent.message_id) as progress:
        progress.show(text_reply("1"))
        assert await pauses.begun() == 2.0
        ending = asyncio.create_task(progress.end(text_reply("done")))
        pauses.end()
        await ending
    assert chat.messages[sent.message_id].text == "done"


async def test_work_that_fails_leaves_nothing_running(chat: Chat, messenger: Messenger) -> None:
    sent = await messenger.send(ReplyTarget(chat.id), text_reply("0"))
    assert sent is not None
    with pytest.raises(ZeroDivisionError):
        async with ProgressMessage(messenger, ReplyTarget(chat.id), sent.message_id) as progress:
            progress.show(text_reply("1"))
            await chat.next_edit()
            raise ZeroDivisionError
    assert not [task for task in asyncio.all_tasks() if "_keep_showing" in repr(task)]
