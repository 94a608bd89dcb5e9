"""Somebody who does what a page says: a shell, files, and three people's Telegram."""

import asyncio
import os
import signal
import sys
from asyncio.subprocess import PIPE, STDOUT, Process
from pathlib import Path

from bot.playground.botapi import BotApiServer
from bot.playground.chats import Chat
from bot.playground.messages import Message
from tests.install.script import Command, File, Output, Pressed, Reply, Said, Step

ROOT = Path(__file__).parents[2]
PEOPLE = {"You": 900_001, "Sari": 900_002, "Ani": 900_003}
RUN = "kutip run"
ASKED_AGAIN, MOMENT_S = 60, 0.5
NEEDS_IT_STOPPED = (RUN, "kutip restore")
"""What the page says Ctrl+C before."""


class Stranger:
    """Carries out the steps of a page; raises AssertionError where it is not as the page says.

    ``placeholders`` are what the page has for readers to replace, and what they do by.
    """

    def __init__(
        self, server: BotApiServer, home: Path, language: str, placeholders: dict[str, str]
    ) -> None:
        self._server, self._placeholders = server, placeholders
        self._folder = ROOT
        self._printed = ""
        self._bot: Process | None = None
        self._people = {
            name: server.user(name, id=number, language_code=language)
            for name, number in PEOPLE.items()
        }
        self._chats = {name: server.private_chat(user) for name, user in self._people.items()}
        self._last = Said("You", "")
        self._shown: dict[str, Message] = {}
        self._notes = home / "folder"
        self._environment = _environment(home)

    def set(self, name: str, value: str) -> None:
        """Set what a reader on the internet does not need to: where this Telegram is."""
        self._environment[name] = value

    async def follow(self, steps: list[Step]) -> None:
        """Do one step after the other, and stop the bot."""
        try:
            for step in steps:
                await self._do(step)
            assert [name for name, chat in self._chats.items() if chat.unread] == []
        finally:
            await self._stop()

    async def _do(self, step: Step) -> None:
        match step:
            case Command(line):
                await self._command(line)
            case Output(text):
                assert text in self._printed, self._printed
            case File(name, content):
                (self._folder / name).write_text(self._filled(content), "utf-8")
            case Said(by, text):
                self._last = step
                self._chats[by].says(self._people[by], self._filled(text))
            case Pressed(by, label):
                self._last = Said(by, label)
                self._chats[by].presses(self._people[by], self._shown[by], label)
            case Reply(to, beginning):
                await self._reply(to or self._last.by, beginning)

    def _filled(self, text: str) -> str:
        for placeholder, value in self._placeholders.items():
            text = text.replace(placeholder, value)
        return text

    async def _command(self, line: str) -> None:
        if line.startswith(NEEDS_IT_STOPPED):
            await self._stop()
        if line == RUN:
            self._bot = await asyncio.create_subprocess_shell(
                f"exec {line}", cwd=self._folder, env=self._environment
            )
            await self._server.polled()
            return
        shell = await asyncio.create_subprocess_shell(
            f"{line} && pwd >'{self._notes}'",
            cwd=self._folder,
            env=self._environment,
            stdout=PIPE,
            stderr=STDOUT,
        )
        self._printed = (await shell.communicate())[0].decode()
        assert shell.returncode == 0, f"{line}: {self._printed}"
        self._folder = Path(self._notes.read_text("utf-8").strip())

    async def _stop(self) -> None:
        """Press Ctrl+C, and wait."""
        bot, self._bot = self._bot, None
        if bot is not None:
            bot.send_signal(signal.SIGINT)
            assert await bot.wait() == 0

    async def _reply(self, to: str, beginning: str) -> None:
        message = await _next(self._chats[to])
        for _ in range(ASKED_AGAIN if self._last.again else 0):
            if message.text.startswith(beginning):
                break
            await asyncio.sleep(MOMENT_S)  # what is waited for is in another process
            self._chats[to].says(self._people[to], self._last.text)
            message = await _next(self._chats[to])
        assert message.text.startswith(beginning), f"{message.text!r} is not {beginning!r}"
        self._shown[to] = message


async def _next(chat: Chat) -> Message:
    """Return what the bot writes or edits next."""
    reading = [asyncio.create_task(chat.next_message()), asyncio.create_task(chat.next_edit())]
    done, waiting = await asyncio.wait(reading, return_when=asyncio.FIRST_COMPLETED)
    for task in waiting:
        task.cancel()
    await asyncio.gather(*waiting, return_exceptions=True)
    return done.pop().result()


def _environment(home: Path) -> dict[str, str]:
    """Return the environment of a new person on this machine, who has uv and this Python."""
    tools = home / "tools"
    tools.mkdir()
    (tools / "uv").symlink_to(Path(sys.executable).with_name("uv"))
    ours = {name: value for name, value in os.environ.items() if not name.startswith("KUTIP_")}
    ours.pop("PYTHONPATH", None)
    return ours | {
        "HOME": str(home),
        "PATH": f"{home}/.local/bin:{tools}:/usr/bin:/bin",
        "UV_PYTHON": sys.executable,
        "UV_CACHE_DIR": str(ROOT / "build" / "uv"),
    }
