"""People who ask at a steady rate, whether or not the last answers have come."""

import asyncio
import time
from collections import deque
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import cycle

import numpy as np

from bot.playground.botapi import BotApiServer
from bot.playground.chats import Chat
from bot.playground.messages import User

DAY_S = 86_400.0
WAIT_INTERVAL_S = 0.1


@dataclass(frozen=True, slots=True)
class Reply:
    """When a question was asked, by the monotonic clock, and the seconds until its answer."""

    asked: float
    seconds: float


class Person:
    """A person's chat; its first message that answers belongs to the oldest open question."""

    def __init__(self, user: User, chat: Chat) -> None:
        self.user = user
        self.chat = chat
        self.replies: list[Reply] = []
        self.unasked = 0
        self._open: deque[float] = deque()

    @property
    def waiting(self) -> int:
        """Return how many questions have no answer yet."""
        return len(self._open)

    def ask(self, question: str) -> None:
        """Ask, and wait for nothing."""
        self._open.append(time.monotonic())
        self.chat.says(self.user, question)

    async def read(self) -> None:
        """Read messages as they come, until cancelled."""
        while True:
            await self.chat.next_message(timeout=DAY_S)
            if not self._open:
                self.unasked += 1
                continue
            asked = self._open.popleft()
            self.replies.append(Reply(asked, time.monotonic() - asked))


@dataclass
class Crowd:
    """People who take turns in asking the questions."""

    people: Sequence[Person]
    questions: Sequence[str]
    _turns: Iterator[tuple[Person, str]] = field(init=False)

    def __post_init__(self) -> None:
        self._turns = zip(cycle(self.people), cycle(self.questions), strict=False)

    @classmethod
    def of(cls, server: BotApiServer, number: int, questions: Sequence[str]) -> "Crowd":
        """Return so many new people of a server, each with a chat that is started."""
        users = [server.user(f"Pembaca {each}") for each in range(number)]
        people = [Person(user, server.private_chat(user, started=True)) for user in users]
        return cls(people, questions)

    @property
    def waiting(self) -> int:
        """Return how many questions have no answer yet."""
        return sum(person.waiting for person in self.people)

    @property
    def unasked(self) -> int:
        """Return how many messages came that answer no question."""
        return sum(person.unasked for person in self.people)

    async def ask(self, per_second: float, seconds: float) -> int:
        """Ask at a steady rate; return how many questions were asked."""
        count, began = max(1, round(per_second * seconds)), time.monotonic()
        for number in range(count):
            await asyncio.sleep(max(0.0, began + number / per_second - time.monotonic()))
            person, question = next(self._turns)
            person.ask(question)
        return count

    async def all_answered(self, seconds: float) -> bool:
        """Wait for all answers, for so many seconds at most; return whether they have come."""
        try:
            async with asyncio.timeout(seconds):
                while self.waiting:  # noqa: ASYNC110 - of any of many chats
                    await asyncio.sleep(WAIT_INTERVAL_S)
        except TimeoutError:
            return False
        return True

    def seconds(self, begin: float, end: float) -> list[float]:
        """Return how long the answers to what was asked between two moments took, in seconds."""
        replies = (reply for person in self.people for reply in person.replies)
        return [reply.seconds for reply in replies if begin <= reply.asked < end]


def quantiles(seconds: Sequence[float]) -> str:
    """Return the median and the slow end, in milliseconds, as text."""
    if not seconds:
        return "nothing answered"
    found = np.quantile(seconds, [0.5, 0.95, 0.99, 1.0]) * 1e3
    return "p50 {:.0f}, p95 {:.0f}, p99 {:.0f}, longest {:.0f} ms".format(*found)
