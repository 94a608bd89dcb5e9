"""Topics and chats as stored, and the decisions on a story."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import NamedTuple
from zoneinfo import ZoneInfo

from bot.model.schedule import QuietHours, Schedule
from bot.model.suspensions import Suspension

HOUR = timedelta(hours=1)


class ChatTarget(NamedTuple):
    """A chat, and a forum topic in it; ``thread_id`` is 0 outside forum topics."""

    chat_id: int
    thread_id: int = 0


@dataclass(frozen=True, slots=True)
class TopicState:
    """A subscription to a topic; moments are aware of their zone.

    ``due`` is when its pending stories are sent; None if it has none.
    """

    id: int
    chat_id: int
    thread_id: int
    text: str
    schedule: Schedule
    created_at: datetime
    paused: bool = False
    snoozed_until: datetime | None = None
    muted_until: datetime | None = None
    due: datetime | None = None

    @property
    def target(self) -> ChatTarget:
        """Return the chat and forum topic of the subscription."""
        return ChatTarget(self.chat_id, self.thread_id)


@dataclass(frozen=True, slots=True)
class AlertQuota:
    """The alerts of a chat in the hour that began at ``since`` with the first of them."""

    since: datetime | None = None
    used: int = 0

    def take(self, now: datetime, limit: int) -> "AlertQuota | None":
        """Return the quota after one more alert; None if ``limit`` is reached."""
        if self.since is None or not self.since <= now < self.since + HOUR:  # it may go back
            return AlertQuota(now, 1) if limit > 0 else None
        return replace(self, used=self.used + 1) if self.used < limit else None

    def renewed_at(self, now: datetime) -> datetime:
        """Return when the next hour may begin; ``now`` if none is running."""
        is_running = self.since is not None and self.since <= now
        return max(now, self.since + HOUR) if is_running and self.since else now


@dataclass(frozen=True, slots=True)
class ChatState:
    """The state of a chat that concerns all of its topics.

    ``unreachable`` is why nothing can be sent to it; None if it is reachable. ``suspensions`` are
    by thread id.
    """

    chat_id: int
    zone: ZoneInfo
    quiet: QuietHours | None = None
    unreachable: str | None = None
    quota: AlertQuota = AlertQuota()
    suspensions: Mapping[int, Suspension] = field(default_factory=dict)

    def suspended_until(self, thread_id: int, now: datetime) -> datetime | None:
        """Return when sending to the forum topic is tried again; None if it is not suspended."""
        suspension = self.suspensions.get(thread_id)
        return suspension.retry_at if suspension and suspension.retry_at > now else None


@dataclass(frozen=True, slots=True)
class Alerted:
    """Send an alert for these topics now; ``quota`` is the chat's after it."""

    topics: tuple[TopicState, ...]
    quota: AlertQuota


@dataclass(frozen=True, slots=True)
class Pending:
    """Keep the story for digests: each topic, and when its pending stories are due."""

    due: tuple[tuple[TopicState, datetime], ...]


Decision = Alerted | Pending | None
