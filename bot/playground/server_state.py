"""The state of the server: the bot, users, chats, files, updates, calls and complaints."""

from collections.abc import Callable
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path
from typing import TYPE_CHECKING, Any

from bot.playground.calls import CallLog
from bot.playground.entities import MarkedRange, with_detected
from bot.playground.errors import JSON
from bot.playground.formatting import Formatted, ReferenceParser, format_text
from bot.playground.inline_queries import InlineState
from bot.playground.messages import Media, User
from bot.playground.updates import UpdateQueue
from bot.playground.wait_queue import WaitQueue
from bot.playground.webhook import WebhookSender

if TYPE_CHECKING:
    from bot.playground.chats import Chat

Clock = Callable[[], float]
Listener = Callable[[JSON], None]
CALLBACK_TIMEOUT_S = 15 * 60  # Telegram does not say; in practice about a quarter of an hour


@dataclass(slots=True)
class CallbackQuery:
    """A pressed button."""

    id: str
    user: User
    date: float
    answered: bool = False


@dataclass(frozen=True, slots=True)
class CallbackAnswer:
    """The parameters of an answerCallbackQuery."""

    id: str
    text: str
    show_alert: bool
    url: str


@dataclass(slots=True)
class Profile:
    """The bot's own commands, by scope and language code, and texts, by language code."""

    commands: dict[tuple[str, str], list[JSON]] = field(default_factory=dict)
    descriptions: dict[str, str] = field(default_factory=dict)
    short_descriptions: dict[str, str] = field(default_factory=dict)
    names: dict[str, str] = field(default_factory=dict)


class ServerState:
    """The state of one server; ``clock`` gives seconds since the epoch."""

    def __init__(
        self, bot: User, clock: Clock, *, privacy: bool, reference_parser: ReferenceParser | None
    ) -> None:
        self.bot = bot
        self.clock = clock
        self.privacy = privacy
        self.reference_parser = reference_parser
        self.users: dict[int, User] = {bot.id: bot}
        self.chats: dict[int, Chat] = {}
        self.migrated: dict[int, int] = {}
        self.updates = UpdateQueue()
        self.webhook = ""
        self.sender = WebhookSender(self.updates)
        self.calls = CallLog()
        self.profile = Profile()
        self.files: dict[str, Media] = {}
        self.local_folder: Path | None = None
        self.callbacks: dict[str, CallbackQuery] = {}
        self.callback_answers: WaitQueue[CallbackAnswer] = WaitQueue(
            "answer to a pressed button", self.calls.explain
        )
        self.inline = InlineState(self.calls.explain, self.publish)
        self.complaints: list[str] = []
        self.listeners: list[Listener] = []
        self.next_user_id = count(1_000_001).__next__
        self.next_group_id = count(4_000_001).__next__
        self.next_message_id = count(1).__next__
        self.next_number = count(1).__next__

    @property
    def now(self) -> int:
        """Return whole seconds since the epoch."""
        return int(self.clock())

    def publish(self, kind: str, **fields: Any) -> None:
        """Hand an event to all listeners: what a person in a chat would see happen."""
        for listener in tuple(self.listeners):
            listener({"kind": kind} | fields)

    def entities_as_json(self, text: str, entities: list[MarkedRange]) -> tuple[JSON, ...]:
        """Return the MessageEntity objects of a text, with those that Telegram detects."""
        found = with_detected(text, entities)
        named = {int(each.argument) for each in found if each.type == "text_mention"}
        known = {number: self.users[number].as_json() for number in named & self.users.keys()}
        shown = [
            each for each in found if each.type != "text_mention" or int(each.argument) in known
        ]
        return tuple(each.as_json(known) for each in shown)

    def formatted(
        self, source: str, parse_mode: str, given: Any = None, *, limit: int
    ) -> Formatted:
        """Format a text of the bot; collect complaints and compare with the reference parser."""
        formatted = format_text(source, parse_mode, given, limit=limit)
        self.complaints += formatted.complaints
        if self.reference_parser is not None and parse_mode:
            self._compare(self.reference_parser, source, parse_mode, formatted)
        return formatted

    def _compare(
        self, reference_parser: ReferenceParser, source: str, parse_mode: str, formatted: Formatted
    ) -> None:
        own = (formatted.parsed_text, [each.as_json() for each in formatted.parsed_entities])
        try:
            expected = reference_parser(source, parse_mode)
        except ValueError as error:
            self.complaints.append(f"reference parser: {error} in {source!r}")
        else:
            if expected is not None and expected != own:
                self.complaints.append(
                    f"reference parser: {expected!r}, not {own!r}, in {source!r}"
                )
