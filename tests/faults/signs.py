"""Signs that all is well: answers, what people are told, a database without damage."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path

from bot.model.interface_language import InterfaceLanguage
from bot.playground.chats import Chat
from bot.playground.messages import User
from bot.texts import texts_for

TEXTS = texts_for(InterfaceLanguage.INDONESIAN)
WHO = "Siapa yang meresmikan Jembatan Sungai Lestari?"
NEWS = """\
Title: Banjir di Kota Melati

Kota Melati - Warga melaporkan banjir setinggi lutut sejak pagi hari. Air masuk ke rumah warga di \
tepi sungai, dan sekolah diliburkan sampai Jumat.
"""


@dataclass(frozen=True, slots=True)
class Person:
    """A reader or an owner, in the private chat with the bot."""

    chat: Chat
    user: User

    async def says(self, words: str) -> str:
        """Return the text of the next message after saying this."""
        self.chat.says(self.user, words)
        return await self.hears()

    async def hears(self, timeout: float = 20) -> str:  # noqa: ASYNC109 - see WaitQueue
        """Return the text of the next message."""
        return (await self.chat.next_message(timeout)).text

    async def presses(self, words: str, label: str) -> None:
        """Press a button of the reply to these words, and wait until the bot has answered."""
        self.chat.says(self.user, words)
        message = await self.chat.next_message()
        button = next(each["text"] for each in message.buttons if label in each["text"])
        self.chat.presses(self.user, message, button)
        await self.chat.next_edit()

    async def until(self, words: str, said: str = "") -> None:
        """Wait for the message with these words, after saying something if that is given."""
        if said:
            self.chat.says(self.user, said)
        while words not in await self.hears():
            pass

    async def sees(self, words: str | tuple[str, ...]) -> str:
        """Return the text of the next edit that begins with these words, or with some of them."""
        while not (text := (await self.chat.next_edit()).text).startswith(words):
            pass
        return text

    async def is_answered(self) -> bool:
        """Ask what the articles answer, and return whether the answer is theirs."""
        return "Ratna Dewi" in await self.says(WHO)


@contextmanager
def locked(database: Path) -> Iterator[None]:
    """Hold the lock of writers, as another program with an open transaction does."""
    with closing(sqlite3.connect(database, isolation_level=None)) as connection:
        connection.execute("BEGIN IMMEDIATE")
        yield


def is_sound(database: Path) -> bool:
    """Return whether every page and index of the database is as it was written."""
    with closing(sqlite3.connect(database)) as connection:
        return connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)]


def answered(database: Path) -> int:
    """Return how many questions the statistics have counted."""
    with closing(sqlite3.connect(database)) as connection:
        query = "SELECT sum(value) FROM tallies WHERE name = 'questions'"
        return int(connection.execute(query).fetchone()[0])


def leftovers(data: Path) -> list[str]:
    """Return the names of temporary files and folders in a data folder."""
    return [path.name for path in data.iterdir() if path.name.startswith((".kutip", "reload-"))]
