"""The outcomes of sending a message, and the protocol of a sender.

The sender, which knows Telegram, classifies; ``bot.outbox.worker`` acts on the outcome.
"""

from dataclasses import dataclass
from typing import Protocol

from bot.model.messages import OutboxMessage


@dataclass(frozen=True, slots=True)
class Sent:
    """The message has arrived."""


@dataclass(frozen=True, slots=True)
class RateLimited:
    """Telegram asks to wait so many seconds, with this chat or with ``everyone``."""

    seconds: float
    everyone: bool = False


@dataclass(frozen=True, slots=True)
class RetryLater:
    """The network, the server or a timeout failed: the same message may succeed later."""


@dataclass(frozen=True, slots=True)
class ChatUnreachable:
    """The bot cannot write to the chat: blocked, removed, deactivated, not found."""

    reason: str


@dataclass(frozen=True, slots=True)
class ChatMigrated:
    """The group became a supergroup with this id; nothing was sent."""

    chat_id: int


@dataclass(frozen=True, slots=True)
class ThreadGone:
    """The forum topic is closed or deleted."""


@dataclass(frozen=True, slots=True)
class Refused:
    """Telegram does not accept the message itself."""

    reason: str


@dataclass(frozen=True, slots=True)
class Cancelled:
    """The announcement that the message belongs to was stopped."""


SendOutcome = (
    Sent
    | RateLimited
    | RetryLater
    | ChatUnreachable
    | ChatMigrated
    | ThreadGone
    | Refused
    | Cancelled
)


class Sender(Protocol):
    """Sends one message, once; failures of Telegram are outcomes, not exceptions."""

    async def send(self, message: OutboxMessage) -> SendOutcome:
        """Send the message and return the outcome."""
