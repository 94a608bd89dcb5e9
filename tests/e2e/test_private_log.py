"""Even at DEBUG, the log says nothing of persons."""

import asyncio
import sqlite3
from collections.abc import Iterator
from contextlib import closing

import pytest

from bot.playground.botapi import BotApiServer
from bot.playground.faults import BadRequest, Blocked, Fault, MigratedChat, ServerError
from bot.services.addresses import DATABASE
from bot.services.bot import BotServices
from tests.e2e.conftest import RunningBot
from tests.e2e.scene import GROUP, NAME, PERSON, POST, WORD, Scene, open_scene, with_words

WHO = "Siapa yang meresmikan Jembatan Sungai Lestari?"


@pytest.fixture
def scene(
    capfd: pytest.CaptureFixture[str], server: BotApiServer, services: BotServices, bot: RunningBot
) -> Iterator[Scene]:
    with open_scene(capfd, server, services, bot) as scene:
        yield scene


async def test_no_kind_of_update_is_repeated_in_the_log(scene: Scene) -> None:
    scene.log_all()
    await scene.appoint()
    await _private(scene)
    await _elsewhere(scene)
    channel = await scene.channel()
    post = channel.says(scene.reader, POST)
    channel.edits(scene.reader, post, f"{POST} {WORD}")
    await scene.says(f"siapa {WORD}?")
    lines = await scene.end()
    arrived = {line["event"].split()[0] for line in with_words(lines, "has arrived")}
    assert arrived == {
        "message",
        "edited_message",
        "callback_query",
        "inline_query",
        "chosen_inline_result",
        "guest_message",
        "channel_post",
        "edited_channel_post",
        "my_chat_member",
    }


async def _private(scene: Scene) -> None:
    home, reader = scene.home, scene.reader
    await scene.says(f"siapa {WORD}?", f"/subscribe @{WORD} {WORD}", f"/quiet {WORD}")
    await scene.says(f"/article {WORD}", f"/broadcast {WORD}", f"/forward {WORD}")
    shown = await scene.says(f"/subscribe {WORD}", "/topics")
    home.presses(reader, shown, shown.buttons[0]["text"])
    await home.next_edit()
    asked = home.says(reader, WHO)
    await home.next_message()
    home.edits(reader, asked, f"siapa {WORD}?")
    await home.next_edit()
    home.sends_document(reader, f"{WORD}.pdf", WORD.encode(), WORD)
    await home.next_message()
    await home.next_edit()
    home.sends_album(reader, WORD, WORD)
    await home.next_message()


async def _elsewhere(scene: Scene) -> None:
    server, reader = scene.server, scene.reader
    group = server.group(GROUP, reader)
    group.says(reader, f"/ask {WORD}")
    await group.next_message()
    group.kicks_bot(reader)
    elsewhere = server.foreign_group(GROUP, reader)
    elsewhere.types_inline(reader, WHO)
    answer = await server.next_inline_answer()
    elsewhere.chooses(reader, answer, answer.results[0].id)
    elsewhere.says(reader, f"@{server.bot.username} {WORD}")
    await elsewhere.next_message()


@pytest.mark.parametrize(
    ("fault", "logged"),
    [
        (BadRequest(f'can\'t parse entities: unsupported start tag "{WORD}" at 5'), "Malformed"),
        (BadRequest(f"chat not found: {PERSON}"), "ChatUnreachable"),
        (Blocked(), "ChatUnreachable: Forbidden: bot was blocked by the user"),
        (ServerError(502), "RetryLater"),
    ],
    ids=repr,
)
async def test_what_telegram_says_of_a_person_is_not_logged(
    scene: Scene, fault: Fault, logged: str
) -> None:
    scene.log_all()
    scene.server.fail("sendMessage", fault)
    scene.home.says(scene.reader, f"siapa {WORD}?")
    await scene.server.next_call("sendMessage")
    refusals = with_words(await scene.end(), "Telegram refused a message:")
    # Owners are told of a malformed message, and this one has not opened the bot: another refusal.
    (refused,) = [line for line in refusals if f"which is {logged}" in line["event"]]
    assert len(refused["update"]) == 8


async def test_errors_of_ours_and_updates_of_no_known_shape_are_not_repeated(scene: Scene) -> None:
    scene.log_all()
    broken = {"text": WORD, "from": {"id": PERSON, "first_name": NAME}}
    scene.server.send_update("message", broken)
    await asyncio.to_thread(_drop, scene.services, "chats")
    await scene.says(f"/quiet {WORD}")
    lines = await scene.end()
    assert "storage_failed" in with_words(lines, "handling message failed")[0]["exception"]
    assert len(with_words(lines, "can't be parsed")) == 1


def _drop(services: BotServices, table: str) -> None:
    with closing(sqlite3.connect(services.settings.data / DATABASE)) as database:
        database.execute(f"DROP TABLE {table}")
        database.commit()


async def test_each_update_has_an_id_of_its_own(scene: Scene) -> None:
    scene.log_all()
    for _ in range(2):
        scene.server.fail("sendMessage", ServerError(502))
        await scene.says(WHO)
    lines = await scene.end()
    assert [each for each in lines if "exception" in each] == []
    refused = [each["update"] for each in with_words(lines, "refused a message")]
    assert refused == [each["update"] for each in with_words(lines, "message has arrived")]
    assert len(set(refused)) == 2


async def test_a_group_that_becomes_a_supergroup_is_not_named(scene: Scene) -> None:
    scene.log_all()
    group = scene.server.group(GROUP, scene.reader, supergroup=False)
    successor = scene.server.migrate(group)
    scene.server.fail("sendMessage", MigratedChat(successor.id), chat=successor)
    successor.says(scene.reader, f"/ask {WHO}")
    await scene.server.next_call("sendMessage")
    lines = await scene.end()
    assert with_words(lines, "a group is now a supergroup")
    assert with_words(lines, "ChatMigrated")
