"""When sending to a chat that refuses is tried again."""

from datetime import UTC, datetime, timedelta

from bot.model.suspensions import (
    FIRST_PAUSE,
    MAX_PAUSE,
    MIN_PAUSE,
    Suspension,
    SuspensionReason,
    hurried,
    suspended,
)

NOW = datetime(2026, 3, 1, 8, 30, tzinfo=UTC)
RIGHTS, CLOSED = SuspensionReason.RIGHTS, SuspensionReason.CLOSED


def test_pauses_grow_up_to_a_day() -> None:
    suspension, now, pauses = None, NOW, []
    for _ in range(15):
        suspension = suspended(suspension, RIGHTS, now)
        pauses.append(suspension.retry_at - now)
        now = suspension.retry_at
    assert pauses[:3] == [FIRST_PAUSE, 2 * FIRST_PAUSE, 4 * FIRST_PAUSE]
    assert pauses == sorted(pauses)
    assert pauses[-1] == MAX_PAUSE == timedelta(days=1)
    assert suspended(Suspension(RIGHTS, NOW, NOW, 10**6), RIGHTS, NOW).retry_at == NOW + MAX_PAUSE


def test_another_reason_begins_anew() -> None:
    before = Suspension(RIGHTS, NOW, NOW, 9)
    after = suspended(before, CLOSED, NOW + MAX_PAUSE)
    assert after == Suspension(CLOSED, NOW + MAX_PAUSE, NOW + MAX_PAUSE + FIRST_PAUSE, 1)


def test_a_sign_of_life_brings_the_next_try_forward_but_not_at_every_message() -> None:
    suspension = suspended(Suspension(RIGHTS, NOW, NOW, 9), RIGHTS, NOW)
    later = NOW + timedelta(minutes=3)
    assert hurried(suspension, later).retry_at == later
    assert hurried(suspension, NOW).retry_at == NOW + MIN_PAUSE
    once = hurried(suspension, NOW)
    assert hurried(once, NOW + timedelta(seconds=1)) == once
    assert once.refusals == suspension.refusals
