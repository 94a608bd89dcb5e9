"""Inline queries, typed after the bot's name in any chat, and the messages that come of them.

As on Telegram, an answer is cached by question and offset for as long as the bot says, for one
person or for all; what is chosen is sent by the person, via the bot. A chat that the bot is no
member of may ask it by a mention, too: it then answers with one message, as a guest.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from bot.playground.errors import JSON
from bot.playground.messages import Message, User
from bot.playground.wait_queue import WaitQueue

INLINE_TIMEOUT_S = 10.0
"""Telegram does not say; in practice a client waits about so long."""
GUEST_TIMEOUT_S = 60.0
MAX_QUERY = 256


@dataclass(slots=True)
class InlineQuery:
    """A question that was typed; ``chat_id`` is where, which the bot does not get to know."""

    id: str
    user: User
    query: str
    offset: str
    chat_id: int
    date: float
    answered: bool = False


@dataclass(frozen=True, slots=True)
class InlineResult:
    """A card as it is shown, and the fields of the message that it sends."""

    id: str
    title: str
    description: str
    message: dict[str, Any]
    url: str = ""


@dataclass(frozen=True, slots=True)
class InlineAnswer:
    """The answer to an inline query; ``button`` is the one above the cards, if there is one."""

    query_id: str
    results: tuple[InlineResult, ...]
    cache_time: int
    is_personal: bool
    next_offset: str = ""
    button: JSON | None = None

    def result(self, wanted: str) -> InlineResult:
        """Return the card with this id, or these words in its title; raises LookupError."""
        for each in self.results:
            if wanted == each.id or wanted in each.title:
                return each
        there = ", ".join(repr(each.title) for each in self.results) or "none"
        raise LookupError(f"no card {wanted!r}; there are: {there}")


@dataclass(slots=True)
class GuestQuery:
    """A message by which the bot was asked in a chat that it is no member of."""

    id: str
    chat_id: int
    message: Message
    date: float
    answered: bool = False


@dataclass(slots=True)
class InlineState:
    """The queries of both kinds by their ids, the answers, and what of them is cached.

    ``reports_chosen`` is what BotFather calls inline feedback. ``is_on`` and ``takes_guests`` are
    the modes, which BotFather switches, too.
    """

    explain: Callable[[], str]
    publish: Callable[..., None]
    is_on: bool = True
    takes_guests: bool = True
    reports_chosen: bool = True
    queries: dict[str, InlineQuery] = field(default_factory=dict)
    guests: dict[str, GuestQuery] = field(default_factory=dict)
    shown: dict[str, InlineAnswer] = field(default_factory=dict)
    cached: dict[tuple[int, str, str], tuple[float, InlineAnswer]] = field(default_factory=dict)
    answers: WaitQueue[InlineAnswer] = field(init=False)

    def __post_init__(self) -> None:
        self.answers = WaitQueue("answer to an inline query", self.explain)

    def cached_answer(self, query: InlineQuery) -> InlineAnswer | None:
        """Return the answer that is still cached for this person, or for all; None if none is."""
        for person in (query.user.id, 0):
            found = self.cached.get((person, query.query, query.offset))
            if found is not None and found[0] > query.date:
                return found[1]
        return None

    def show(self, query: InlineQuery, answer: InlineAnswer) -> None:
        """Show an answer to the person who typed, where a test may take it."""
        query.answered = True
        self.shown[query.id] = answer
        self.answers.put(answer)
        self.publish("inline_answer", query=query, answer=answer)

    def cache(self, query: InlineQuery, answer: InlineAnswer, now: float) -> None:
        """Keep an answer for as long as the bot has said."""
        person = query.user.id if answer.is_personal else 0
        self.cached[person, query.query, query.offset] = (now + answer.cache_time, answer)
