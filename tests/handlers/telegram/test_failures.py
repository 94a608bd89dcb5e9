"""Each failure has one meaning. The descriptions are those of the Bot API server's sources."""

from datetime import timedelta

import pytest
from telegram.error import (
    BadRequest,
    ChatMigrated,
    Conflict,
    Forbidden,
    InvalidToken,
    NetworkError,
    RetryAfter,
    TelegramError,
    TimedOut,
)

from handlers.telegram.failures import (
    Drop,
    DropReason,
    Malformed,
    Migrate,
    SendFailure,
    TryAgain,
    WaitFor,
    classify,
)


@pytest.mark.parametrize(
    ("error", "verdict"),
    [
        (ChatMigrated(-1001), Migrate(-1001)),
        (Forbidden("Forbidden: bot was blocked by the user"), Drop(DropReason.CHAT_CLOSED)),
        (Forbidden("Forbidden: user is deactivated"), Drop(DropReason.CHAT_CLOSED)),
        (InvalidToken("Unauthorized"), Drop(DropReason.BOT_REFUSED)),
        (TimedOut(), TryAgain()),
        (NetworkError("Bad Gateway"), TryAgain()),
        (NetworkError("httpx.ReadError: "), TryAgain()),
        (Conflict("Conflict: terminated by other getUpdates request"), TryAgain()),
        (TelegramError("Invalid server response"), TryAgain()),
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
            Drop(DropReason.NOT_MODIFIED),
        ),
        ("message to edit not found", Drop(DropReason.MESSAGE_GONE)),
        ("message can't be edited", Drop(DropReason.MESSAGE_GONE)),
        ("MESSAGE_ID_INVALID", Drop(DropReason.MESSAGE_GONE)),
        (
            "query is too old and response timeout expired or query ID is invalid",
            Drop(DropReason.BUTTON_OLD),
        ),
        ("can't parse entities: Unsupported start tag", Malformed()),
        ("message is too long", Malformed()),
        ("MESSAGE_TOO_LONG", Malformed()),
        ("message text is empty", Malformed()),
        ("text must be non-empty", Malformed()),
        ("strings must be encoded in UTF-8", Malformed()),
        ("BUTTON_DATA_INVALID", Malformed()),
        ("can't parse reply keyboard markup JSON object", Malformed()),
        ("chat not found", Drop(DropReason.CHAT_CLOSED)),
        ("not enough rights to send text messages to the chat", Drop(DropReason.CHAT_CLOSED)),
        ("have no rights to send a message", Drop(DropReason.CHAT_CLOSED)),
        ("group chat was deactivated", Drop(DropReason.CHAT_CLOSED)),
        ("TOPIC_CLOSED", Drop(DropReason.THREAD_GONE)),
        ("TOPIC_DELETED", Drop(DropReason.THREAD_GONE)),
        ("message thread not found", Drop(DropReason.THREAD_GONE)),
        ("something never heard of", Drop(DropReason.REFUSED)),
    ],
)
def test_a_bad_request_is_judged_by_its_words_and_never_repeated(
    description: str, verdict: SendFailure
) -> None:
    """BadRequest is a NetworkError to python-telegram-bot, and must not be taken for one."""
    error = BadRequest(f"Bad Request: {description}")
    assert isinstance(error, NetworkError)
    assert classify(error) == verdict


@pytest.mark.parametrize("seconds", [3, 1.5, timedelta(seconds=90)])
def test_flood_control_says_how_long_to_wait(seconds: float | timedelta) -> None:
    expected = seconds.total_seconds() if isinstance(seconds, timedelta) else float(seconds)
    given = seconds if isinstance(seconds, timedelta) else timedelta(seconds=seconds)
    assert classify(RetryAfter(given)) == WaitFor(expected)


def test_flood_control_is_understood_in_plain_seconds_too(monkeypatch: pytest.MonkeyPatch) -> None:
    """python-telegram-bot gives a number, with a warning, where PTB_TIMEDELTA is not set."""
    monkeypatch.delenv("PTB_TIMEDELTA")
    with pytest.warns(DeprecationWarning, match="retry_after"):
        error = RetryAfter(3)
    with pytest.warns(DeprecationWarning, match="retry_after"):
        assert classify(error) == WaitFor(3.0)
