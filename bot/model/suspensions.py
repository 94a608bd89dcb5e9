"""Targets that get nothing for now, and when sending to them is tried again. Pure.

"Not enough rights" has been a passing fault of Telegram's for hours, in all chats of all bots
(https://github.com/tdlib/telegram-bot-api/issues/489), and a forum topic that is closed may be
opened again: in both cases the messages wait.
"""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum

FIRST_PAUSE = timedelta(minutes=1)
"""After the first refusal; it doubles with each further one."""

MAX_PAUSE = timedelta(days=1)

MIN_PAUSE = timedelta(seconds=5)
"""Between two tries, however many messages are written in the chat meanwhile."""

_MAX_DOUBLINGS = 20  # keeps the product within timedelta's range


class SuspensionReason(StrEnum):
    """Why a target gets nothing; the value is stored."""

    RIGHTS = "rights"
    """The bot may not write in the chat."""
    CLOSED = "closed"
    """The forum topic is closed."""


@dataclass(frozen=True, slots=True)
class Suspension:
    """The suspension of a chat, or of a forum topic in it.

    Sending was refused at ``tried_at``, for the ``refusals``th time, and is tried again at
    ``retry_at``.
    """

    reason: SuspensionReason
    tried_at: datetime
    retry_at: datetime
    refusals: int


def suspended(before: Suspension | None, reason: SuspensionReason, now: datetime) -> Suspension:
    """Return the suspension after a refusal, given the one before it, if any."""
    refusals = before.refusals + 1 if before is not None and before.reason is reason else 1
    return Suspension(reason, now, now + _pause_after(refusals), refusals)


def hurried(suspension: Suspension, now: datetime) -> Suspension:
    """Return the suspension with a try at once, as somebody is active in the chat."""
    soon = max(now, suspension.tried_at + MIN_PAUSE)
    return replace(suspension, retry_at=min(suspension.retry_at, soon))


def _pause_after(refusals: int) -> timedelta:
    doublings = max(0, min(refusals - 1, _MAX_DOUBLINGS))
    return min(FIRST_PAUSE * (1 << doublings), MAX_PAUSE)
