"""Whether a story is told to a place, now or later: decided here and nowhere else.

Pure: takes the state of a place and the time, returns a decision; ``bot.alerts.matcher`` carries it
out. Does not match, merge or send.
"""

from collections.abc import Sequence
from datetime import date, datetime, timedelta

from bot.model.schedule import Frequency, next_due, quiet_until
from bot.model.topics import Alerted, ChatState, Decision, Pending, TopicState


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
    if chat.unreachable is not None or not listening:
        return None
    allowance = chat.allowance.spent(now, limit)
    if allowance and any(_speaks_now(topic, chat, now) for topic in listening):
        return Alerted(listening, allowance)
    return Pending(tuple((topic, due_for(topic, chat, now)) for topic in listening))


def is_news(day: date | None, now: datetime, days: int) -> bool:
    """Whether an article of this date may still alert; without a date, it counts as of today."""
    return day is None or now.date() - day <= timedelta(days=days)


def due_for(topic: TopicState, chat: ChatState, now: datetime) -> datetime:
    """When what is kept for a topic goes out, if the first of it is kept now.

    What is due already stays due then, so that a late digest does not become a later one.
    """
    if topic.due is not None:
        return topic.due
    return recompute_due(topic, chat, now)


def recompute_due(topic: TopicState, chat: ChatState, now: datetime) -> datetime:
    """When what a topic keeps goes out by its schedule, whatever was reckoned before."""
    start = max(now, topic.snoozed_until or now)
    if topic.schedule.frequency is Frequency.AT_ONCE and start == now:
        quiet = quiet_until(chat.quiet, chat.zone, now)
        start = quiet or chat.allowance.renewed_at(now)
    return next_due(topic.schedule, chat.zone, chat.quiet, start)


def _listens(topic: TopicState, arrived_at: datetime, now: datetime) -> bool:
    muted = topic.muted_until is not None and now < topic.muted_until
    return not topic.paused and not muted and topic.created_at <= arrived_at


def _speaks_now(topic: TopicState, chat: ChatState, now: datetime) -> bool:
    return (
        topic.schedule.frequency is Frequency.AT_ONCE
        and (topic.snoozed_until is None or now >= topic.snoozed_until)
        and quiet_until(chat.quiet, chat.zone, now) is None
    )
