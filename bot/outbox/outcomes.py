"""The outcomes of a request to Telegram, and the protocol of a sender of the outbox.

``handlers.telegram.failures`` classifies; the messenger and ``bot.outbox.worker`` act on the
outcome.
"""

from dataclasses import dataclass
from typing import Protocol

from bot.model.messages import OutboxMessage
from bot.runtime.log_privacy import without_words


@dataclass(frozen=True, slots=True)
class Sent:
    """The message has arrived."""


@dataclass(frozen=True, slots=True)
class SentAsPlainText(Sent):
    """The message was malformed, for this reason, and has arrived without its markup."""

    reason: str


@dataclass(frozen=True, slots=True)
class RateLimited:
    """Telegram asks to wait so many seconds with this chat."""

    seconds: float


@dataclass(frozen=True, slots=True)
class RetryLater:
    """The network, the server or a timeout failed: the same request may succeed later."""


@dataclass(frozen=True, slots=True)
class BotRejected(RetryLater):
    """The token is not accepted, and the bot about to end: retry after its next start."""


@dataclass(frozen=True, slots=True)
class ChatUnreachable:
    """The bot cannot write to the chat: blocked, removed, deactivated, not found."""

    reason: str


@dataclass(frozen=True, slots=True)
class ChatUnwritable:
    """The bot is in the chat, but may not write there, for now or for a passing fault."""

    reason: str


@dataclass(frozen=True, slots=True)
class ThreadClosed:
    """The forum topic is closed; it may be opened again."""


@dataclass(frozen=True, slots=True)
class ChatMigrated:
    """The group became a supergroup with this id; nothing was sent."""

    chat_id: int


@dataclass(frozen=True, slots=True)
class ThreadGone:
    """The forum topic is deleted."""


@dataclass(frozen=True, slots=True)
class Refused:
    """Telegram does not accept the request itself."""

    reason: str


@dataclass(frozen=True, slots=True)
class Malformed(Refused):
    """The text or markup is not as Telegram wants it; plain text may pass."""


@dataclass(frozen=True, slots=True)
class NotModified(Refused):
    """The message says already what it was to say."""


@dataclass(frozen=True, slots=True)
class MessageGone(Refused):
    """The message to edit is no longer there, or is not the bot's."""


@dataclass(frozen=True, slots=True)
class ButtonExpired(Refused):
    """The button was pressed too long ago to be answered."""


@dataclass(frozen=True, slots=True)
class Cancelled:
    """The announcement that the message belongs to was stopped."""


SendFailure = (
    RateLimited
    | RetryLater
    | ChatUnreachable
    | ChatUnwritable
    | ChatMigrated
    | ThreadClosed
    | ThreadGone
    | Refused
)
SendOutcome = Sent | Cancelled | SendFailure


def logged(outcome: SendOutcome) -> str:
    """Return what the log has of an outcome: no chat, and none of the words that it was about."""
    reason = without_words(getattr(outcome, "reason", ""))
    return ": ".join(filter(None, [type(outcome).__name__, reason]))


class Sender(Protocol):
    """Sends one message, once; failures of Telegram are outcomes, not exceptions."""

    async def send(self, message: OutboxMessage) -> SendOutcome:
        """Send the message and return the outcome."""
