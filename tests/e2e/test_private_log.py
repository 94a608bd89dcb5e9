"""Even at DEBUG, the log says nothing of persons; and an id follows each update."""

import asyncio
import json
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass

import pytest

from bot.model.roles import Role
from bot.playground.botapi import BotApiServer
from bot.playground.chats import Chat
from bot.playground.faults import BadRequest, Blocked, Fault, MigratedChat, ServerError
from bot.playground.messages import Message, User
from bot.services.addresses import DATABASE
from bot.services.bot import BotServices
from tests.e2e.conftest import RunningBot
from tests.e2e.publisher import Publisher
from tests.e2e.whole_log import WholeLog, whole_log

NAME, WORD, GROUP, PLACE = "Zulkarnaen", "zamrud", "Zirkonia", "Zaitunia"
MARKERS = (NAME, WORD, GROUP, PLACE, "SECRET")
PERSON = 7_312_645_098
WHO = "Siapa yang meresmikan Jembatan Sungai Lestari?"
POST = f"Pasar {PLACE} dibuka\n\nPasar {PLACE} dibuka oleh Ratna Dewi pada Jumat pagi, kata warga."

Line = dict[str, str]


@dataclass(frozen=True, slots=True)
class Scene:
    """The running bot, a reader's private chat with it, and its log as JSON lines."""

    log: WholeLog
    server: BotApiServer
    services: BotServices
    bot: RunningBot
    reader: User
    home: Chat

    def log_all(self) -> None:
        """Log all, from now on; see ``WholeLog.begin``."""
        self.log.begin(self.services.settings)

    def read_log(self) -> list[Line]:
        """Return what was logged since the last time: nothing else is there, and nobody named."""
        raw = self.log.read()
        people = {number for number in self.server.state.users if number != self.server.bot.id}
        ids = [str(abs(number)) for number in people | self.server.state.chats.keys()]
        lowered = raw.lower()
        assert [each for each in (*MARKERS, *ids) if each.lower() in lowered] == []
        return [json.loads(line) for line in raw.splitlines()]

    async def end(self) -> list[Line]:
        """Return what was logged until the bot has ended."""
        self.bot.stop.set()
        async with asyncio.timeout(20):
            await self.bot.task
        return self.read_log()

    async def appoint(self) -> None:
        """Make the reader an editor."""
        await self.services.staff.appoint(Role.OWNER, PERSON, NAME, Role.EDITOR)

    async def says(self, *texts: str) -> Message:
        """Say texts in private, and return the last reply."""
        for text in texts:
            self.home.says(self.reader, text)
            reply = await self.home.next_message()
        return reply

    async def channel(self) -> Chat:
        """Return a channel that is a source."""
        channel = self.server.channel(PLACE, self.reader, f"{PLACE.lower()}_news")
        await self.says(f"/channel @{channel.username}")
        return channel


@pytest.fixture
def scene(
    capfd: pytest.CaptureFixture[str], server: BotApiServer, services: BotServices, bot: RunningBot
) -> Iterator[Scene]:
    named = {"username": f"{NAME.lower()}_x", "language_code": "id"}
    reader = server.user(NAME, id=PERSON, **named)
    home = server.private_chat(reader, started=True)
    with whole_log(capfd) as log:
        yield Scene(log, server, services, bot, reader, home)


def with_words(lines: list[Line], words: str) -> list[Line]:
    return [line for line in lines if words in line["event"]]


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


async def test_an_id_follows_an_update_to_its_article_and_its_alert(
    scene: Scene, publisher: Publisher
) -> None:
    """A post of a channel is taken in by one job, matched by another, and sent by a third."""
    scene.log_all()
    server = scene.server
    other = server.private_chat(server.user("Beni"), started=True)
    await publisher.subscribe(other, PLACE)
    await scene.appoint()
    channel = await scene.channel()
    scene.read_log()
    server.fail("sendMessage", ServerError(502), chat=other)
    channel.says(scene.reader, POST)
    assert PLACE in (await other.next_message()).text
    lines = await scene.end()
    (arrived,) = with_words(lines, "channel_post has arrived")
    sent = [each for each in with_words(lines, "message ") if each.get("job") == "outbox"]
    assert [each["update"] for each in sent] == [arrived["update"]] * 2
    assert [each["event"].partition(": ")[2] for each in sent] == ["RetryLater", "Sent"]


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
