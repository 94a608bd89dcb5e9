"""What can become of a message that is handed to Telegram, and who hands it over.

Classifies nothing: the sender does, who knows Telegram; ``bot.outbox.worker`` does what each asks
for.
"""

from dataclasses import dataclass
from typing import Protocol

from bot.model.messages import Message


@dataclass(frozen=True, slots=True)
class Sent:
    """It has arrived."""


@dataclass(frozen=True, slots=True)
class Wait:
    """Too much was sent: nothing more to this chat, or to ``everyone``, for so long."""

    seconds: float
    everyone: bool = False


@dataclass(frozen=True, slots=True)
class Retry:
    """The line, the server or its patience failed: the same may succeed later."""


@dataclass(frozen=True, slots=True)
class ChatAsleep:
    """The chat is closed to the bot: blocked, kicked, deactivated, not found."""

    reason: str


@dataclass(frozen=True, slots=True)
class Migrated:
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
class Withdrawn:
    """It shall not be sent any more: whoever queued it has stopped it."""


Outcome = Sent | Wait | Retry | ChatAsleep | Migrated | ThreadGone | Refused | Withdrawn


class Sender(Protocol):
    """Hands one message to Telegram, once; raises nothing for what Telegram may say."""

    async def send(self, message: Message) -> Outcome:
        """Send it and say what became of it."""
