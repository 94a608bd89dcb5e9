"""Each failure has one meaning. The descriptions are those of the Bot API server's sources."""

from datetime import timedelta

import pytest
from telegram import error as errors
from telegram.error import BadRequest, NetworkError, RetryAfter, TelegramError

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
from handlers.telegram.failures import classify


@pytest.mark.parametrize(
    ("error", "verdict"),
    [
        (errors.ChatMigrated(-1001), ChatMigrated(-1001)),
        (
            errors.Forbidden("Forbidden: bot was blocked by the user"),
            ChatUnreachable("Forbidden: bot was blocked by the user"),
        ),
        (
            errors.Forbidden("Forbidden: user is deactivated"),
            ChatUnreachable("Forbidden: user is deactivated"),
        ),
        (
            errors.Forbidden("Forbidden: bot was kicked from the supergroup chat"),
            ChatUnreachable("Forbidden: bot was kicked from the supergroup chat"),
        ),
        (
            errors.Forbidden("Forbidden: not enough rights to send text messages to the chat"),
            ChatUnwritable("Forbidden: not enough rights to send text messages to the chat"),
        ),
        (errors.InvalidToken("Unauthorized"), BotRejected()),
        (errors.TimedOut(), RetryLater()),
        (NetworkError("Bad Gateway"), RetryLater()),
        (NetworkError("httpx.ReadError: "), RetryLater()),
        (errors.Conflict("Conflict: terminated by other getUpdates request"), RetryLater()),
        (TelegramError("Invalid server response"), RetryLater()),
    ],
)
def test_a_failure_has_one_meaning(error: TelegramError, verdict: SendFailure) -> None:
    assert classify(error) == verdict


@pytest.mark.parametrize(
    ("description", "verdict"),
    [
        (
            "message is not modified: specified new message content and reply markup are exactly "
            "the same as a current content and reply markup of the message",
            NotModified,
        ),
        ("message to edit not found", MessageGone),
        ("message can't be edited", MessageGone),
        ("MESSAGE_ID_INVALID", MessageGone),
        (
            "query is too old and response timeout expired or query ID is invalid",
            ButtonExpired,
        ),
        ("can't parse entities: Unsupported start tag", Malformed),
        ("message is too long", Malformed),
        ("MESSAGE_TOO_LONG", Malformed),
        ("message text is empty", Malformed),
        ("text must be non-empty", Malformed),
        ("strings must be encoded in UTF-8", Malformed),
        ("BUTTON_DATA_INVALID", Malformed),
        ("can't parse reply keyboard markup JSON object", Malformed),
        ("chat not found", ChatUnreachable),
        ("not enough rights to send text messages to the chat", ChatUnwritable),
        ("have no rights to send a message", ChatUnwritable),
        ("need administrator rights in the channel chat", ChatUnwritable),
        ("have no write access to the chat", ChatUnwritable),
        ("CHAT_RESTRICTED", ChatUnwritable),
        ("CHAT_ADMIN_REQUIRED", ChatUnwritable),
        ("CHAT_WRITE_FORBIDDEN", ChatUnwritable),
        ("CHAT_SEND_PLAIN_FORBIDDEN", ChatUnwritable),
        ("USER_BANNED_IN_CHANNEL", ChatUnwritable),
        ("group chat was deactivated", ChatUnreachable),
        ("PEER_ID_INVALID", ChatUnreachable),
        ("TOPIC_CLOSED", ThreadClosed),
        ("TOPIC_DELETED", ThreadGone),
        ("message thread not found", ThreadGone),
        ("something never heard of", Refused),
    ],
)
def test_a_bad_request_is_judged_by_its_words_and_never_repeated(
    description: str, verdict: type[SendFailure]
) -> None:
    """BadRequest is a NetworkError to python-telegram-bot, and must not be taken for one."""
    error = BadRequest(f"Bad Request: {description}")
    assert isinstance(error, NetworkError)
    assert type(classify(error)) is verdict


@pytest.mark.parametrize("seconds", [3, 1.5, timedelta(seconds=90)])
def test_flood_control_says_how_long_to_wait(seconds: float | timedelta) -> None:
    expected = seconds.total_seconds() if isinstance(seconds, timedelta) else float(seconds)
    given = seconds if isinstance(seconds, timedelta) else timedelta(seconds=seconds)
    assert classify(RetryAfter(given)) == RateLimited(expected)


def test_flood_control_is_understood_in_plain_seconds_too(monkeypatch: pytest.MonkeyPatch) -> None:
    """python-telegram-bot gives a number, with a warning, where PTB_TIMEDELTA is not set."""
    monkeypatch.delenv("PTB_TIMEDELTA")
    with pytest.warns(DeprecationWarning, match="retry_after"):
        error = RetryAfter(3)
    with pytest.warns(DeprecationWarning, match="retry_after"):
        assert classify(error) == RateLimited(3.0)
