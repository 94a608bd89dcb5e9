"""Everything that the server knows: the bot, the people, the chats, and what waits for the bot.

It keeps; the methods change it for the bot, the chats for the people.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from itertools import count
from typing import TYPE_CHECKING, Any

from bot.playground.calls import CallLog
from bot.playground.entities import MarkedRange, with_found
from bot.playground.errors import JSON
from bot.playground.formatting import Formatted, Judge, format_text
from bot.playground.mailbox import Mailbox
from bot.playground.messages import Media, User
from bot.playground.updates import UpdateQueue

if TYPE_CHECKING:
    from bot.playground.chats import Chat

Clock = Callable[[], float]
CALLBACK_SECONDS = 15 * 60  # Telegram does not say; in practice about a quarter of an hour


@dataclass(slots=True)
class CallbackQuery:
    """A pressed button that waits for its answer."""

    id: str
    user: User
    date: float
    answered: bool = False


@dataclass(frozen=True, slots=True)
class CallbackAnswer:
    """What answerCallbackQuery said; ``text`` is "" where the spinner just stops."""

    id: str
    text: str
    show_alert: bool
    url: str


@dataclass(slots=True)
class Profile:
    """What the bot has set about itself; commands by scope and language code."""

    commands: dict[tuple[str, str], list[JSON]] = field(default_factory=dict)
    descriptions: dict[str, str] = field(default_factory=dict)
    short_descriptions: dict[str, str] = field(default_factory=dict)
    names: dict[str, str] = field(default_factory=dict)


class ServerState:
    """The state of one server; ``clock`` gives seconds since the epoch."""

    def __init__(self, bot: User, clock: Clock, *, privacy: bool, judge: Judge | None) -> None:
        self.bot = bot
        self.clock = clock
        self.privacy = privacy
        self.judge = judge
        self.users: dict[int, User] = {bot.id: bot}
        self.chats: dict[int, Chat] = {}
        self.migrated: dict[int, int] = {}
        self.updates = UpdateQueue()
        self.calls = CallLog()
        self.profile = Profile()
        self.files: dict[str, Media] = {}
        self.callbacks: dict[str, CallbackQuery] = {}
        self.callback_answers: Mailbox[CallbackAnswer] = Mailbox(
            "answer to a pressed button", self.calls.explain
        )
        self.complaints: list[str] = []
        self.next_user_id = count(1_000_001).__next__
        self.next_group_id = count(4_000_001).__next__
        self.next_message_id = count(1).__next__
        self.next_number = count(1).__next__

    @property
    def now(self) -> int:
        """Whole seconds since the epoch."""
        return int(self.clock())

    def entities_as_json(self, text: str, entities: list[MarkedRange]) -> tuple[JSON, ...]:
        """Entities as a message shows them, with those that Telegram finds by itself."""
        found = with_found(text, entities)
        named = {int(each.argument) for each in found if each.type == "text_mention"}
        known = {number: self.users[number].as_json() for number in named & self.users.keys()}
        shown = [
            each for each in found if each.type != "text_mention" or int(each.argument) in known
        ]
        return tuple(each.as_json(known) for each in shown)

    def formatted(
        self, source: str, parse_mode: str, given: Any = None, *, limit: int
    ) -> Formatted:
        """What ``format_text`` makes of a text from the bot; oddities are kept, the judge heard."""
        formatted = format_text(source, parse_mode, given, limit=limit)
        self.complaints += formatted.complaints
        if self.judge is not None and parse_mode:
            self._hear(self.judge, source, parse_mode, formatted)
        return formatted

    def _hear(self, judge: Judge, source: str, parse_mode: str, formatted: Formatted) -> None:
        own = (formatted.parsed_text, [each.as_json() for each in formatted.parsed_entities])
        try:
            verdict = judge(source, parse_mode)
        except ValueError as error:
            self.complaints.append(f"judge: {error} in {source!r}")
        else:
            if verdict is not None and verdict != own:
                self.complaints.append(f"judge: reads {verdict!r}, not {own!r}, in {source!r}")
