"""The decision on a story, by all settings of the topics and the chat."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.alerts.decisions import decide, is_news, recompute_due
from bot.model.schedule import Frequency, QuietHours, Schedule
from bot.model.topics import HOUR, Alerted, AlertQuota, ChatState, Decision, Pending, TopicState

NOW = datetime(2026, 3, 1, 8, 30, tzinfo=UTC)  # 15:30 in Jakarta
SEVEN = datetime(2026, 3, 2, 0, 0, tzinfo=UTC)
DAILY = Schedule(Frequency.DAILY, 7 * 60)
CHAT = ChatState(1, ZoneInfo("Asia/Jakarta"))
TOPIC = TopicState(1, 1, 0, "banjir", Schedule(), NOW - HOUR)


def decided(*topics: TopicState, chat: ChatState = CHAT, limit: int = 3) -> Decision:
    return decide(topics, chat, arrived_at=NOW, now=NOW, limit=limit)


def test_a_topic_that_alerts_now_alerts_for_all_active_topics() -> None:
    daily, paused = replace(TOPIC, id=2, schedule=DAILY), replace(TOPIC, id=3, paused=True)
    decision = decided(TOPIC, daily, paused)
    assert decision == Alerted((TOPIC, daily), AlertQuota(NOW, 1))


@pytest.mark.parametrize(
    "inactive",
    [
        replace(TOPIC, paused=True),
        replace(TOPIC, muted_until=NOW + HOUR),
    ],
)
def test_an_inactive_topic_gets_nothing(inactive: TopicState) -> None:
    assert decided(inactive) is None


def test_a_topic_gets_nothing_of_what_arrived_before_it_was_made() -> None:
    later = replace(TOPIC, created_at=NOW + HOUR)
    assert decide([later], CHAT, arrived_at=NOW, now=NOW + HOUR, limit=3) is None


def test_a_topic_that_was_made_before_the_clock_went_back_is_active() -> None:
    ahead = replace(TOPIC, created_at=NOW + 3 * HOUR)
    assert decided(ahead) == Alerted((ahead,), AlertQuota(NOW, 1))


def test_a_mute_ends_by_itself() -> None:
    assert isinstance(decided(replace(TOPIC, muted_until=NOW)), Alerted)


def test_an_unreachable_chat_gets_nothing() -> None:
    assert decided(TOPIC, chat=replace(CHAT, unreachable="blocked")) is None


def test_a_digest_waits_for_its_time() -> None:
    daily = replace(TOPIC, schedule=DAILY)
    assert decided(daily) == Pending(((daily, SEVEN),))


def test_quiet_hours_put_an_alert_off() -> None:
    chat = replace(CHAT, quiet=QuietHours(15 * 60, 17 * 60))
    assert decided(TOPIC, chat=chat) == Pending(((TOPIC, NOW + timedelta(minutes=90)),))


def test_a_snooze_collects_until_its_end() -> None:
    snoozed = replace(TOPIC, snoozed_until=NOW + 2 * HOUR)
    assert decided(snoozed) == Pending(((snoozed, NOW + 2 * HOUR),))


def test_a_due_time_that_is_set_stays() -> None:
    kept = replace(TOPIC, schedule=DAILY, due=NOW + HOUR)
    assert decided(kept) == Pending(((kept, NOW + HOUR),))
    assert recompute_due(kept, CHAT, NOW) == SEVEN


def test_beyond_the_quota_a_story_is_pending_until_the_hours_end() -> None:
    since = NOW - timedelta(minutes=20)
    chat = replace(CHAT, quota=AlertQuota(since, 3))
    assert decided(TOPIC, chat=chat) == Pending(((TOPIC, since + HOUR),))


@given(st.lists(st.integers(0, 5000), max_size=60), st.integers(1, 5))
def test_an_hour_never_has_more_alerts_than_allowed(steps: list[int], limit: int) -> None:
    """Counted from the first alert of an hour; further stories are pending until its end."""
    chat, now, alerts = CHAT, NOW, dict[datetime, int]()
    for seconds in steps:
        now += timedelta(seconds=seconds)
        decision = decide([TOPIC], chat, arrived_at=now, now=now, limit=limit)
        if isinstance(decision, Alerted):
            chat = replace(chat, quota=decision.quota)
            assert decision.quota.since is not None
            alerts[decision.quota.since] = alerts.get(decision.quota.since, 0) + 1
        else:
            assert isinstance(decision, Pending)
            assert now < decision.due[0][1] <= now + HOUR
    assert all(count <= limit for count in alerts.values())
    hours = sorted(alerts)
    assert all(later - sooner >= HOUR for sooner, later in pairwise(hours))


@pytest.mark.parametrize(
    ("day", "news"),
    [
        (None, True),
        (date(2026, 3, 1), True),
        (date(2026, 2, 22), True),
        (date(2026, 2, 21), False),
        (date(2027, 1, 1), True),
    ],
)
def test_an_old_article_is_no_news(day: date | None, news: bool) -> None:
    assert is_news(day, NOW, 7) is news
