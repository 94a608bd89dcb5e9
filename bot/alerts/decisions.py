"""Decide whether a chat is alerted now, later or not.

Pure: ``bot.alerts.matcher`` carries the decisions out.
"""

from collections.abc import Sequence
from datetime import date, datetime, timedelta

from bot.model.schedule import Frequency, next_due, quiet_until
from bot.model.topics import Alerted, ChatState, Decision, Pending, TopicState

CLOCK_STEP = timedelta(minutes=1)
"""A topic that is to be made so much later was made before the clock went back."""


def decide(
    topics: Sequence[TopicState],
    chat: ChatState,
    *,
    arrived_at: datetime,
    now: datetime,
    limit: int,
) -> Decision:
    """Decide on a story that matches these topics of a target; None drops it.

    ``limit`` is the number of alerts that a chat may get within an hour.
    """
    active = tuple(topic for topic in topics if _is_active(topic, arrived_at, now))
    if chat.unreachable is not None or not active:
        return None
    quota = chat.quota.take(now, limit)
    if quota and any(_alerts_now(topic, chat, now) for topic in active):
        return Alerted(active, quota)
    return Pending(tuple((topic, _due_for(topic, chat, now)) for topic in active))


def is_news(day: date | None, now: datetime, days: int) -> bool:
    """Return whether an article of this date may still alert; without a date it may."""
    return day is None or now.date() - day <= timedelta(days=days)


def recompute_due(topic: TopicState, chat: ChatState, now: datetime) -> datetime:
    """Return when a topic's pending stories are due by its schedule, ignoring ``topic.due``."""
    start = max(now, topic.snoozed_until or now)
    if topic.schedule.frequency is Frequency.AT_ONCE:
        start = max(start, chat.suspended_until(topic.thread_id, now) or start)
        if start == now:
            start = quiet_until(chat.quiet, chat.zone, now) or chat.quota.renewed_at(now)
    return next_due(topic.schedule, chat.zone, chat.quiet, start)


def _due_for(topic: TopicState, chat: ChatState, now: datetime) -> datetime:
    """Return when a story that becomes pending now is due.

    A due time that is set stays, so that further stories do not put a digest off.
    """
    if topic.due is not None:
        return topic.due
    return recompute_due(topic, chat, now)


def follow_clock(topic: TopicState, chat: ChatState, now: datetime) -> datetime:
    """Return when stories are due that became pending later than now: the clock went back."""
    due = recompute_due(topic, chat, now)
    return min(due, topic.due or due)


def _is_active(topic: TopicState, arrived_at: datetime, now: datetime) -> bool:
    muted = topic.muted_until is not None and now < topic.muted_until
    is_older = topic.created_at <= arrived_at or topic.created_at > now + CLOCK_STEP
    return not topic.paused and not muted and is_older


def _alerts_now(topic: TopicState, chat: ChatState, now: datetime) -> bool:
    return (
        topic.schedule.frequency is Frequency.AT_ONCE
        and (topic.snoozed_until is None or now >= topic.snoozed_until)
        and quiet_until(chat.quiet, chat.zone, now) is None
        and chat.suspended_until(topic.thread_id, now) is None
    )
