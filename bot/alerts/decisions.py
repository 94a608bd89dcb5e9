"""Whether a story is told to a place, now or later: decided here and nowhere else.

Pure: takes the state of a place and the time, returns a decision; ``bot.alerts.matcher`` carries it
out. Does not match, merge or send.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from bot.model.schedule import QuietHours, Rhythm, Schedule, next_due, quiet_until

HOUR = timedelta(hours=1)


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
    """What concerns all topics of a chat; ``asleep`` says why nothing can be sent there."""

    chat_id: int
    zone: ZoneInfo
    quiet: QuietHours | None = None
    asleep: str | None = None
    allowance: Allowance = Allowance()


@dataclass(frozen=True, slots=True)
class Alerted:
    """The story goes out now, for these topics; the chat's allowance is what is left of it."""

    topics: tuple[TopicState, ...]
    allowance: Allowance


@dataclass(frozen=True, slots=True)
class Kept:
    """The story waits for a digest: each topic, and when what it keeps is due."""

    due: tuple[tuple[TopicState, datetime], ...]


Decision = Alerted | Kept | None


def decide(
    topics: Sequence[TopicState],
    chat: ChatState,
    *,
    arrived_at: datetime,
    now: datetime,
    limit: int,
) -> Decision:
    """What becomes of a story for a place whose ``topics`` it matches; None: nothing.

    ``limit`` is how many alerts a chat may have within an hour.
    """
    listening = tuple(topic for topic in topics if _listens(topic, arrived_at, now))
    if chat.asleep is not None or not listening:
        return None
    allowance = chat.allowance.spent(now, limit)
    if allowance and any(_speaks_now(topic, chat, now) for topic in listening):
        return Alerted(listening, allowance)
    return Kept(tuple((topic, due_for(topic, chat, now)) for topic in listening))


def is_news(day: date | None, now: datetime, days: int) -> bool:
    """Whether an article of this date may still alert; without a date, it counts as of today."""
    return day is None or now.date() - day <= timedelta(days=days)


def due_for(topic: TopicState, chat: ChatState, now: datetime) -> datetime:
    """When what is kept for a topic goes out, if the first of it is kept now.

    What is due already stays due then, so that a late digest does not become a later one.
    """
    if topic.due is not None:
        return topic.due
    return reckoned_due(topic, chat, now)


def reckoned_due(topic: TopicState, chat: ChatState, now: datetime) -> datetime:
    """When what a topic keeps goes out by its schedule, whatever was reckoned before."""
    start = max(now, topic.snoozed_until or now)
    if topic.schedule.rhythm is Rhythm.AT_ONCE and start == now:
        quiet = quiet_until(chat.quiet, chat.zone, now)
        start = quiet or chat.allowance.renewed_at(now)
    return next_due(topic.schedule, chat.zone, chat.quiet, start)


def _listens(topic: TopicState, arrived_at: datetime, now: datetime) -> bool:
    muted = topic.muted_until is not None and now < topic.muted_until
    return not topic.paused and not muted and topic.created_at <= arrived_at


def _speaks_now(topic: TopicState, chat: ChatState, now: datetime) -> bool:
    return (
        topic.schedule.rhythm is Rhythm.AT_ONCE
        and (topic.snoozed_until is None or now >= topic.snoozed_until)
        and quiet_until(chat.quiet, chat.zone, now) is None
    )
