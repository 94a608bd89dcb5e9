"""Topics and chats as storage knows them, and what is decided of a story."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import NamedTuple
from zoneinfo import ZoneInfo

from bot.model.schedule import QuietHours, Schedule

HOUR = timedelta(hours=1)


class ChatTarget(NamedTuple):
    """A chat, and a forum topic in it; ``thread_id`` is 0 outside forum topics."""

    chat_id: int
    thread_id: int = 0


@dataclass(frozen=True, slots=True)
class TopicState:
    """A subscription as it stands; moments are aware of their zone.

    ``due`` is when what is kept for it has to go out; None while nothing is kept.
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
        """Return the chat and forum topic that the subscription belongs to."""
        return ChatTarget(self.chat_id, self.thread_id)


@dataclass(frozen=True, slots=True)
class Allowance:
    """How many alerts a chat had since ``since``, the first alert of its hour."""

    since: datetime | None = None
    used: int = 0

    def spent(self, now: datetime, limit: int) -> "Allowance | None":
        """The allowance after one more alert; None where there is no room for it."""
        if self.since is None or now >= self.since + HOUR:
            return Allowance(now, 1) if limit > 0 else None
        return replace(self, used=self.used + 1) if self.used < limit else None

    def renewed_at(self, now: datetime) -> datetime:
        """When there is room again; ``now`` where there may be some already."""
        return now if self.since is None else max(now, self.since + HOUR)


@dataclass(frozen=True, slots=True)
class ChatState:
    """What concerns all topics of a chat; ``unreachable`` says why nothing can be sent there."""

    chat_id: int
    zone: ZoneInfo
    quiet: QuietHours | None = None
    unreachable: str | None = None
    allowance: Allowance = Allowance()


@dataclass(frozen=True, slots=True)
class Alerted:
    """The story goes out now, for these topics; the chat's allowance is what is left of it."""

    topics: tuple[TopicState, ...]
    allowance: Allowance


@dataclass(frozen=True, slots=True)
class Pending:
    """The story waits for a digest: each topic, and when what it keeps is due."""

    due: tuple[tuple[TopicState, datetime], ...]


Decision = Alerted | Pending | None
