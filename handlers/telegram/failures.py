"""Classify Telegram's failures: wait, try again, drop, follow the group, or send plainer text.

Pure; the messenger and the outbox act on it.
"""

from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum

from telegram.error import (
    BadRequest,
    ChatMigrated,
    Forbidden,
    InvalidToken,
    RetryAfter,
    TelegramError,
)


class DropReason(StrEnum):
    """Why a message can't be delivered, however often it is tried."""

    NOT_MODIFIED = "the message says this already"
    MESSAGE_GONE = "the message is gone"
    BUTTON_OLD = "the button was pressed too long ago"
    CHAT_CLOSED = "the chat is closed to the bot"
    THREAD_GONE = "the forum topic is closed or deleted"
    BOT_REFUSED = "the bot is refused"
    REFUSED = "the request is refused"
    GAVE_UP = "too many attempts failed"


@dataclass(frozen=True, slots=True)
class WaitFor:
    """Flood control: nothing is accepted for so long."""

    seconds: float


@dataclass(frozen=True, slots=True)
class TryAgain:
    """The same request may succeed soon."""


@dataclass(frozen=True, slots=True)
class Drop:
    """The same request will never succeed."""

    reason: DropReason


@dataclass(frozen=True, slots=True)
class Migrate:
    """The group has become a supergroup with another id."""

    chat_id: int


@dataclass(frozen=True, slots=True)
class Malformed:
    """The text or markup is not as Telegram wants it; plain text may pass."""


SendFailure = WaitFor | TryAgain | Drop | Migrate | Malformed

# Parts of the Bot API server's descriptions, in lower case; the first that occur decide.
_BAD_REQUESTS: tuple[tuple[SendFailure, tuple[str, ...]], ...] = (
    (Drop(DropReason.NOT_MODIFIED), ("message is not modified",)),
    (
        Drop(DropReason.MESSAGE_GONE),
        ("message to edit not found", "message can't be edited", "message_id_invalid"),
    ),
    (Drop(DropReason.BUTTON_OLD), ("query is too old", "query id is invalid")),
    (
        Malformed(),
        (
            "can't parse",
            "too long",
            "too_long",
            "text is empty",
            "must be non-empty",
            "encoded in utf-8",
            "button",
            "reply markup",
            "reply_markup",
        ),
    ),
    (
        Drop(DropReason.THREAD_GONE),
        ("topic_closed", "topic_deleted", "topic_id_invalid", "thread not found"),
    ),
    (
        Drop(DropReason.CHAT_CLOSED),
        (
            "chat not found",
            "user not found",
            "peer_id_invalid",
            "deactivated",
            "rights",
            "chat_write_forbidden",
            "chat_restricted",
        ),
    ),
)


def classify(error: TelegramError) -> SendFailure:
    """Say what to do after a failed request."""
    match error:
        case RetryAfter():
            return WaitFor(seconds_of(error.retry_after))
        case ChatMigrated():
            return Migrate(error.new_chat_id)
        case BadRequest():  # a subclass of NetworkError, which is worth another try
            return _classify_bad_request(error.message.lower())
        case Forbidden():
            return Drop(DropReason.CHAT_CLOSED)
        case InvalidToken():
            return Drop(DropReason.BOT_REFUSED)
    return TryAgain()  # the network, a timeout, 5xx, or an answer that isn't JSON


def _classify_bad_request(description: str) -> SendFailure:
    for failure, parts in _BAD_REQUESTS:
        if any(part in description for part in parts):
            return failure
    return Drop(DropReason.REFUSED)


def seconds_of(retry_after: int | timedelta) -> float:
    """The seconds of either type; PTB_TIMEDELTA decides which python-telegram-bot gives."""
    if isinstance(retry_after, timedelta):
        return retry_after.total_seconds()
    return float(retry_after)
