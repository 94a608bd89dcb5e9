"""Classify Telegram's failures as outcomes, which the messenger and the outbox act on. Pure."""

from collections.abc import Callable
from datetime import timedelta

from telegram import error as errors
from telegram.error import TelegramError

from bot.outbox.outcomes import (
    BotRejected,
    ButtonExpired,
    ChatMigrated,
    ChatUnreachable,
    ChatUnwritable,
    Malformed,
    MessageGone,
    NotModified,
    RateLimited,
    Refused,
    RetryLater,
    SendFailure,
    ThreadClosed,
    ThreadGone,
)

_NO_RIGHTS = (
    "rights",
    "no write access",
    "chat_restricted",
    "chat_admin_required",
    "user_banned_in_channel",
    "_forbidden",  # chat_write_forbidden, chat_send_plain_forbidden and the like
)
"""Parts of what is said to a bot that is in a chat but may not write there, in lower case."""

# Parts of the Bot API server's descriptions, in lower case; the first that occur decide.
_BAD_REQUESTS: tuple[tuple[Callable[[str], SendFailure], tuple[str, ...]], ...] = (
    (NotModified, ("message is not modified",)),
    (
        MessageGone,
        ("message to edit not found", "message can't be edited", "message_id_invalid"),
    ),
    (ButtonExpired, ("query is too old", "query id is invalid")),
    (
        Malformed,
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
    (lambda _reason: ThreadClosed(), ("topic_closed",)),
    (
        lambda _reason: ThreadGone(),
        ("topic_deleted", "topic_id_invalid", "thread not found"),
    ),
    (ChatUnreachable, ("chat not found", "user not found", "peer_id_invalid", "deactivated")),
    (ChatUnwritable, _NO_RIGHTS),
)


def classify(error: TelegramError) -> SendFailure:
    """Say what a failed request means."""
    match error:
        case errors.RetryAfter():
            return RateLimited(seconds_of(error.retry_after))
        case errors.ChatMigrated():
            return ChatMigrated(error.new_chat_id)
        case errors.BadRequest():  # a subclass of NetworkError, which is worth another try
            return _classify_bad_request(error.message)
        case errors.Forbidden():
            lower = error.message.lower()
            may_not = any(part in lower for part in _NO_RIGHTS)
            return (ChatUnwritable if may_not else ChatUnreachable)(error.message)
        case errors.InvalidToken():
            return BotRejected()
    return RetryLater()  # the network, a timeout, 5xx, or an answer that isn't JSON


def _classify_bad_request(description: str) -> SendFailure:
    lower = description.lower()
    for failure, parts in _BAD_REQUESTS:
        if any(part in lower for part in parts):
            return failure(description)
    return Refused(description)


def seconds_of(retry_after: int | timedelta) -> float:
    """The seconds of either type; PTB_TIMEDELTA decides which python-telegram-bot gives."""
    if isinstance(retry_after, timedelta):
        return retry_after.total_seconds()
    return float(retry_after)
