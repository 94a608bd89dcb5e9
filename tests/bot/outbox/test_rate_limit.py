"""Telegram's limits are kept whatever is sent to whom, and its refusals obeyed."""

from collections import Counter
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.outbox.rate_limit import (
    CHAT_INTERVAL_S,
    CHAT_LIMIT,
    MAX_FLOOD_S,
    MESSAGES_PER_SECOND,
    RateLimit,
)


def sent_at(limit: RateLimit, chats: list[int], begin: float = 0.0) -> list[tuple[float, int]]:
    """Return when each message is sent if the first to a chat that is not held goes first."""
    now, left, went = begin, list(chats), []
    while left:
        now = limit.next_at(now)
        held = limit.held_chats(now)
        free = [chat for chat in left if chat not in held]
        if not free:
            now = min(held[chat] for chat in set(left))
            continue
        left.remove(free[0])
        limit.sent(free[0], now)
        went.append((now, free[0]))
    return went


@given(st.lists(st.sampled_from([1, 2, 3, -1, -2]), max_size=80))
def test_no_limit_is_ever_broken(chats: list[int]) -> None:
    went = sent_at(RateLimit(), chats)
    assert Counter(chat for _, chat in went) == Counter(chats)
    times = [moment for moment, _ in went]
    seconds = zip(times, times[int(MESSAGES_PER_SECOND) :], strict=False)
    assert all(later - sooner >= 1.0 - 1e-9 for sooner, later in seconds)
    for chat in set(chats):
        own = [moment for moment, to in went if to == chat]
        pairs = pairwise(own)
        assert all(later - sooner >= CHAT_INTERVAL_S - 1e-9 for sooner, later in pairs)
        if chat < 0:
            windows = zip(own, own[CHAT_LIMIT:], strict=False)
            assert all(later - sooner >= 60 - 1e-9 for sooner, later in windows)


def test_thirty_a_second_are_sent_if_no_chat_is_held() -> None:
    went = sent_at(RateLimit(), list(range(1, 301)))
    assert went[-1][0] <= 10.0


def test_messages_are_spread_over_the_second() -> None:
    times = [moment for moment, _ in sent_at(RateLimit(), list(range(1, 61)))]
    assert all(
        later - sooner >= 1 / MESSAGES_PER_SECOND - 1e-9 for sooner, later in pairwise(times)
    )


def test_a_small_delay_is_made_up_for() -> None:
    """A worker that wakes 10 ms late each time still sends nearly thirty a second."""
    limit, now = RateLimit(), 0.0
    for chat in range(1, 302):
        now = max(now, limit.next_at(now)) + 0.01
        limit.sent(chat, now)
    assert now <= 10.2


def test_a_refusal_holds_its_chat() -> None:
    limit = RateLimit()
    limit.refused(1, 30, 100.0)
    limit.refused(1, 10, 101.0)
    assert limit.held_chats(102.0) == {1: 130.0}
    assert limit.next_at(102.0) == 102.0
    assert limit.held_chats(130.0) == {}


def test_refusals_of_three_chats_within_ten_seconds_hold_all_chats() -> None:
    limit = RateLimit()
    limit.refused(1, 30, 100.0)
    limit.refused(2, 5, 105.0)
    assert limit.next_at(105.0) == 105.0
    limit.refused(3, 5, 109.0)
    assert limit.next_at(109.0) == 130.0


def test_refusals_far_apart_hold_only_their_chats() -> None:
    limit = RateLimit()
    for chat in range(1, 9):
        limit.refused(chat, 5, 20.0 * chat)
        assert limit.next_at(20.0 * chat) == 20.0 * chat


def test_all_chats_are_never_held_longer_than_the_bound() -> None:
    """Whatever Telegram asks for; the chats that it refused wait for what it asked."""
    limit = RateLimit()
    for chat in (1, 2, 3):
        limit.refused(chat, 3600, 100.0)
    assert limit.next_at(100.0) == limit.answer_at(4, 100.0) == 100.0 + MAX_FLOOD_S
    after = 100.0 + MAX_FLOOD_S
    assert limit.answer_at(4, after) == limit.next_at(after) == after
    assert limit.answer_at(1, after) == limit.held_chats(after)[1] == 3700.0


def answered_at(limit: RateLimit, chats: list[int], begin: float = 0.0) -> list[tuple[float, int]]:
    """Return when each answer goes if each is sent as soon as it may."""
    went = []
    for chat in chats:
        begin = limit.answer_at(chat, begin)
        limit.answered(chat, begin)
        went.append((begin, chat))
    return went


@given(st.lists(st.sampled_from([1, 2, -1]), max_size=80))
def test_answers_come_in_bursts_but_within_the_limits(chats: list[int]) -> None:
    went = answered_at(RateLimit(), chats)
    times = [moment for moment, _ in went]
    seconds = zip(times, times[int(MESSAGES_PER_SECOND) :], strict=False)
    assert all(later - sooner >= 1.0 - 1e-9 for sooner, later in seconds)
    for chat in set(chats):
        own = [moment for moment, to in went if to == chat]
        windows = zip(own, own[CHAT_LIMIT:], strict=False)
        window = 60 if chat < 0 else 20
        assert all(later - sooner >= window - 1e-9 for sooner, later in windows)


@pytest.mark.parametrize(("chat", "window"), [(1, 20.0), (-1, 60.0)])
def test_a_chat_gets_twenty_answers_at_once_and_then_waits(chat: int, window: float) -> None:
    limit = RateLimit()
    went = answered_at(limit, [chat] * 21)
    assert [moment for moment, _ in went] == [0.0] * 20 + [window]
    assert limit.answer_at(5, 0.5) == 0.5


def test_an_answer_does_not_wait_for_alerts_and_alerts_make_up_for_it() -> None:
    limit = RateLimit()
    went = sent_at(limit, list(range(1, 31)))
    now = went[-1][0]
    assert limit.answer_at(99, now) == now
    before = limit.next_at(now)
    limit.answered(99, now)
    assert limit.next_at(now) > before


def test_a_refused_answer_holds_its_chat_only_for_answers_and_alerts() -> None:
    limit = RateLimit()
    limit.refused(1, 3600, 100.0)
    assert limit.answer_at(1, 100.0) == limit.held_chats(100.0)[1] == 3700.0
    assert limit.answer_at(2, 100.0) == limit.next_at(100.0) == 100.0


def test_alerts_to_a_chat_wait_for_an_answer_that_waits_there() -> None:
    limit = RateLimit()
    limit.refused(1, 30, 100.0)
    with limit.answer_waiting(1), limit.answer_waiting(1):
        assert limit.held_chats(100.0) == {1: 131.0}
        assert limit.held_chats(130.5)[1] > 130.5
    assert limit.held_chats(130.5) == {}


def test_what_limits_nothing_any_more_is_pruned() -> None:
    limit = RateLimit()
    for chat in range(1000):
        limit.sent(chat, 0.0)
    assert limit.held_chats(0.5)
    assert limit.held_chats(1000.0) == {}
    assert limit._recent == {}
