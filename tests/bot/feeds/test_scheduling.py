"""Feeds are polled as often as they change, and those that fail ever less."""

from datetime import UTC, datetime, timedelta

import pytest

from bot.errors import KutipError
from bot.feeds.scheduling import (
    MAX_BACKOFF,
    MAX_INTERVAL,
    MIN_INTERVAL,
    FeedCheck,
    failed,
    resumed,
    succeeded,
)
from bot.model.feeds import FIRST_INTERVAL, FeedState, WatchedFeed

NOW = datetime(2026, 3, 14, tzinfo=UTC)
FEED = WatchedFeed(1, "https://a.example/rss", "A", "", FeedState.ON, NOW, NOW, etag='"1"')
TROUBLE = KutipError("fetch_slow")


def after(checks: int, fresh: int) -> WatchedFeed:
    feed = FEED
    for _ in range(checks):
        feed = succeeded(feed, FeedCheck(feed.url, fresh=fresh), feed.next_at)
    return feed


def test_the_interval_follows_how_often_a_feed_changes_within_bounds() -> None:
    assert after(1, fresh=3).interval < FIRST_INTERVAL < after(1, fresh=0).interval
    assert after(50, fresh=1).interval == MIN_INTERVAL
    assert after(50, fresh=0).interval == MAX_INTERVAL


def test_pauses_after_failures_double_up_to_a_day() -> None:
    feed, pauses = FEED, []
    for _ in range(100):
        before = feed.next_at
        feed = failed(feed, TROUBLE, before)
        pauses.append(feed.next_at - before)
    assert pauses[:3] == [FIRST_INTERVAL, 2 * FIRST_INTERVAL, 4 * FIRST_INTERVAL]
    assert pauses[-1] == MAX_BACKOFF
    assert feed.state is FeedState.ON


@pytest.mark.parametrize(
    ("asked", "pause"),
    [(60, FIRST_INTERVAL), (7200, timedelta(hours=2)), (10**9, MAX_BACKOFF)],
)
def test_retry_after_is_honoured_up_to_a_day(asked: int, pause: timedelta) -> None:
    assert failed(FEED, TROUBLE, NOW, retry_after=asked).next_at == NOW + pause


def test_what_is_gone_is_watched_again_only_when_somebody_says_so() -> None:
    gone = failed(FEED, TROUBLE, NOW, gone=True)
    assert gone.state is FeedState.GONE
    again = resumed(gone, NOW)
    assert (again.state, again.next_at, again.failures) == (FeedState.ON, NOW, 0)


def test_an_unfinished_feed_comes_again_whole() -> None:
    checked = FeedCheck(FEED.url, fresh=1, unfinished=True, etag='"2"', last_modified="x")
    feed = succeeded(FEED, checked, NOW)
    assert (feed.etag, feed.last_modified) == ("", "")


def test_a_success_clears_what_went_wrong() -> None:
    feed = succeeded(failed(FEED, TROUBLE, NOW), FeedCheck(FEED.url, etag='"2"'), NOW)
    assert (feed.failures, feed.problem, feed.etag) == (0, "", '"2"')
    assert feed.changed_at is None
