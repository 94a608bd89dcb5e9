"""People who ask at a steady rate, and chats that wait for an alert; what came back is counted.

Each question is a person's only one, so that every message in the person's chat is a reply to it.
"""

import asyncio
import contextlib
import time
from collections import Counter
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from types import TracebackType
from typing import Self

from bot.model.interface_language import InterfaceLanguage
from bot.playground.botapi import BotApiServer
from bot.playground.chats import Chat
from bot.texts import texts_for
from tests.cluster.telegram import NeverHappenedError, until

QUESTIONS = {
    "Berapa panjang Jembatan Sungai Lestari?": "1.250 meter",
    "Siapa nama anak badak di Kebun Binatang Cemara?": "Wulan",
    "Siapa yang meresmikan Jembatan Sungai Lestari?": "Ratna Dewi",
    "Berapa berat anak badak saat lahir?": "28 kilogram",
}
"""Of ``tests.e2e.articles``, and what an answer has."""

TRY_AGAIN = ("engine_unavailable", "storage_unavailable", "trouble")


@dataclass(frozen=True, slots=True)
class Replies:
    """What came back; ``seconds`` are those of the answers, from the question on."""

    asked: int
    answered: int
    try_again: int
    wrong: tuple[str, ...]
    unanswered: int
    repeated: int
    seconds: tuple[float, ...]


class Questions:
    """Asks ``rate`` questions a second, whether or not the last ones are answered."""

    def __init__(self, server: BotApiServer, rate: float, language: InterfaceLanguage) -> None:
        self._server = server
        self._rate = rate
        self._language = language
        self._chats: list[tuple[Chat, str]] = []
        self._replies: dict[int, tuple[str, float]] = {}
        self._tasks: set[asyncio.Task[None]] = set()
        self._asking: asyncio.Task[None] | None = None

    async def __aenter__(self) -> Self:
        self._asking = asyncio.create_task(self._ask_all())
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        await self.stop()
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)

    async def stop(self) -> None:
        """Ask no more."""
        if self._asking is not None:
            self._asking.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await self._asking

    @property
    def open(self) -> int:
        """How many have no reply yet."""
        return len(self._chats) - len(self._replies)

    async def until_replied(self, seconds: float) -> None:
        """Wait until every question has a reply, but no longer than so many seconds."""
        with contextlib.suppress(NeverHappenedError):
            await until(lambda: not self.open, "replies", seconds)

    def replies(self) -> Replies:
        """Count what has come back so far."""
        texts = texts_for(self._language)
        again = {texts.format(key) for key in TRY_AGAIN}
        kinds: Counter[str] = Counter()
        wrong, seconds = [], []
        for chat, expected in self._chats:
            text, took = self._replies.get(chat.id, (None, 0.0))
            if text is None:
                kinds["unanswered"] += 1
            elif expected in text:
                kinds["answered"] += 1
                seconds.append(took)
            elif text in again:
                kinds["again"] += 1
            else:
                wrong.append(text)
        return Replies(
            asked=len(self._chats),
            answered=kinds["answered"],
            try_again=kinds["again"],
            wrong=tuple(wrong),
            unanswered=kinds["unanswered"],
            repeated=sum(chat.unread for chat, _ in self._chats),
            seconds=tuple(seconds),
        )

    async def _ask_all(self) -> None:
        loop, began = asyncio.get_running_loop(), time.monotonic()
        asked = list(QUESTIONS.items())
        while True:
            number = len(self._chats)
            await asyncio.sleep(began + number / self._rate - time.monotonic())
            task = loop.create_task(self._ask(*asked[number % len(asked)]))
            self._tasks.add(task)
            task.add_done_callback(self._tasks.discard)
            await asyncio.sleep(0)

    async def _ask(self, question: str, expected: str) -> None:
        person = self._server.user("Penanya", language_code=self._language.value)
        chat = self._server.private_chat(person, started=True)
        self._chats.append((chat, expected))
        began = time.monotonic()
        chat.says(person, question)
        message = await chat.next_message(timeout=3600)
        self._replies[chat.id] = (message.text, time.monotonic() - began)


@dataclass(frozen=True, slots=True)
class Alerts:
    """Chats of which each is to get one alert."""

    chats: Sequence[Chat]

    @property
    def arrived(self) -> int:
        """How many chats have got one."""
        return sum(chat.unread > 0 for chat in self.chats)

    @property
    def lost(self) -> int:
        """How many chats have got none."""
        return len(self.chats) - self.arrived

    @property
    def repeated(self) -> int:
        """How many messages came besides each chat's first."""
        return sum(max(0, chat.unread - 1) for chat in self.chats)


def subscribers(server: BotApiServer, count: int) -> Alerts:
    """Add people whose chats wait for an alert."""
    people = [server.user(f"Pembaca {number}") for number in range(count)]
    return Alerts([server.private_chat(person, started=True) for person in people])


async def seconds_until(condition: Callable[[], Awaitable[bool]], since: float) -> float:
    """Ask every 10 ms; return the seconds from ``since``, of the monotonic clock, until it is."""
    while not await condition():  # noqa: ASYNC110 - of other processes
        await asyncio.sleep(0.01)
    return time.monotonic() - since
