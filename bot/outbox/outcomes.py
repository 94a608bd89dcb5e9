"""What can become of a message that is handed to Telegram, and who hands it over.

Classifies nothing: the sender does, who knows Telegram; ``bot.outbox.worker`` does what each asks
for.
"""

from dataclasses import dataclass
from typing import Protocol

from bot.model.messages import OutboxMessage


@dataclass(frozen=True, slots=True)
class Sent:
    """It has arrived."""


@dataclass(frozen=True, slots=True)
class RateLimited:
    """Too much was sent: nothing more to this chat, or to ``everyone``, for so long."""

    seconds: float
    everyone: bool = False


@dataclass(frozen=True, slots=True)
class RetryLater:
    """The line, the server or its patience failed: the same may succeed later."""


@dataclass(frozen=True, slots=True)
class ChatUnreachable:
    """The chat is closed to the bot: blocked, kicked, deactivated, not found."""

    reason: str


@dataclass(frozen=True, slots=True)
class ChatMigrated:
    """The group is a supergroup now and has this number; nothing was sent."""

    chat_id: int


@dataclass(frozen=True, slots=True)
class ThreadGone:
    """The forum topic is closed or deleted."""


@dataclass(frozen=True, slots=True)
class Refused:
    """The message itself is not as Telegram wants it."""

    reason: str


@dataclass(frozen=True, slots=True)
class Cancelled:
    """It shall not be sent any more: whoever queued it has stopped it."""


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
    """Hands one message to Telegram, once; raises nothing for what Telegram may say."""

    async def send(self, message: OutboxMessage) -> SendOutcome:
        """Send it and say what became of it."""
