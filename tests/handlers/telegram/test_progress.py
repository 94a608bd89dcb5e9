"""Progress is shown at the pace that Telegram bears, and its end always arrives."""

import asyncio

import pytest

from bot.playground.botapi import BotApiServer
from bot.playground.chats import Chat
from bot.playground.faults import TooManyRequests
from handlers.render import text_reply
from handlers.telegram.messenger import Messenger, ReplyTarget
from handlers.telegram.progress import EDIT_INTERVAL_S, ProgressMessage


async def test_only_the_newest_is_shown_and_never_two_edits_within_a_second(
    server: BotApiServer, chat: Chat, messenger: Messenger
) -> None:
    place = ReplyTarget(chat.id)
    sent = await messenger.send(place, text_reply("0"))
    assert sent is not None
    loop = asyncio.get_running_loop()
    times = []
    async with ProgressMessage(messenger, place, sent.message_id) as progress:
        for number in range(1, 10):
            progress.show(text_reply(str(number)))
        shown = [await chat.next_edit()]
        times.append(loop.time())
        for number in range(10, 20):
            progress.show(text_reply(str(number)))
        ending = asyncio.create_task(progress.end(text_reply("done")))
        shown.append(await chat.next_edit())
        times.append(loop.time())
        await ending
    assert [message.text for message in shown] == ["9", "done"]
    assert times[1] - times[0] > EDIT_INTERVAL_S * 0.9


async def test_flood_control_is_waited_for(
    server: BotApiServer, chat: Chat, messenger: Messenger
) -> None:
    place = ReplyTarget(chat.id)
    sent = await messenger.send(place, text_reply("0"))
    assert sent is not None
    server.fail("editMessageText", TooManyRequests(2))
    loop = asyncio.get_running_loop()
    async with ProgressMessage(messenger, place, sent.message_id) as progress:
        progress.show(text_reply("1"))
        await server.next_call("editMessageText")
        refused_at = loop.time()
        await progress.end(text_reply("done"))
    assert chat.messages[sent.message_id].text == "done"
    assert loop.time() - refused_at > 1.9


async def test_work_that_fails_leaves_nothing_running(chat: Chat, messenger: Messenger) -> None:
    sent = await messenger.send(ReplyTarget(chat.id), text_reply("0"))
    assert sent is not None
    with pytest.raises(ZeroDivisionError):
        async with ProgressMessage(messenger, ReplyTarget(chat.id), sent.message_id) as progress:
            progress.show(text_reply("1"))
            await chat.next_edit()
            raise ZeroDivisionError
    assert not [task for task in asyncio.all_tasks() if "_keep_showing" in repr(task)]
