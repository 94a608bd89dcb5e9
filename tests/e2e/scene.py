"""The running bot with all that it logs, and somebody whom it may not name there."""

import asyncio
import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

import pytest

from bot.model.roles import Role
from bot.playground.botapi import BotApiServer
from bot.playground.chats import Chat
from bot.playground.messages import Message, User
from bot.services.bot import BotServices
from tests.e2e.conftest import RunningBot
from tests.e2e.whole_log import WholeLog, whole_log

NAME, WORD, GROUP, PLACE = "Zulkarnaen", "zamrud", "Zirkonia", "Zaitunia"
MARKERS = (NAME, WORD, GROUP, PLACE, "SECRET")
PERSON = 7_312_645_098
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

    async def appoint(self, role: Role = Role.EDITOR) -> None:
        """Give the reader a role."""
        await self.services.staff.appoint(Role.OWNER, PERSON, NAME, role)

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


@contextmanager
def open_scene(
    captured: pytest.CaptureFixture[str],
    server: BotApiServer,
    services: BotServices,
    bot: RunningBot,
) -> Iterator[Scene]:
    """Make a scene; the loggers are as they were when the block ends."""
    named = {"username": f"{NAME.lower()}_x", "language_code": "id"}
    reader = server.user(NAME, id=PERSON, **named)
    home = server.private_chat(reader, started=True)
    with whole_log(captured) as log:
        yield Scene(log, server, services, bot, reader, home)


def with_words(lines: list[Line], words: str) -> list[Line]:
    """Return the lines with these words."""
    return [line for line in lines if words in line["event"]]
