"""Contact with Telegram, as the responses to requests say."""

from datetime import timedelta

import pytest

from bot.runtime.contact import TelegramContact
from tests.bot.samples import Clock


class Seconds:
    """A clock that nobody sets."""

    def __init__(self) -> None:
        self.now = 100.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def seconds() -> Seconds:
    return Seconds()


@pytest.fixture
def contact(clock: Clock, seconds: Seconds) -> TelegramContact:
    return TelegramContact(clock, seconds)


def test_requests_fail_since_the_first_one_without_an_answer(
    contact: TelegramContact, seconds: Seconds, clock: Clock
) -> None:
    assert contact.failing_for() is None
    contact.failed()
    seconds.now += 60
    contact.heard(502)
    clock.advance(timedelta(days=400))  # somebody sets the clock
    assert contact.failing_for() == timedelta(seconds=60)
    assert contact.is_away()
    assert contact.reached_at is None
    contact.heard(409)
    assert contact.failing_for() is None
    assert not contact.is_away()
    assert contact.reached_at == clock()


@pytest.mark.parametrize("date", ["", "soon", "Mon, 99 Foo 2026", "0", "\udcff" * 9])
def test_a_response_that_does_not_say_the_time_says_nothing_of_the_clock(
    contact: TelegramContact, date: str
) -> None:
    contact.heard(200, date)
    assert contact.clock_difference is None


def test_the_clocks_are_compared(contact: TelegramContact, clock: Clock) -> None:
    theirs = clock() - timedelta(minutes=5)
    contact.heard(200, theirs.strftime("%a, %d %b %Y %H:%M:%S GMT"))
    difference = contact.clock_difference
    assert difference is not None
    assert timedelta(minutes=5) <= difference < timedelta(minutes=5, seconds=1)
    contact.heard(200)
    assert contact.clock_difference == difference


def test_a_time_is_confirmed_when_both_clocks_have_reached_it(
    contact: TelegramContact, clock: Clock, seconds: Seconds
) -> None:
    began = clock()
    assert contact.confirmed_time() is None
    contact.heard(200)
    assert (contact.confirmed_time(), contact.telegram_time()) == (began, None)
    contact.heard(200, began.strftime("%a, %d %b %Y %H:%M:%S GMT"))
    seconds.now += 60
    clock.advance(timedelta(days=400))  # somebody sets the clock
    later = began + timedelta(seconds=60)
    assert (contact.confirmed_time(), contact.telegram_time()) == (later, later)
    clock.advance(timedelta(days=-800))
    assert (contact.confirmed_time(), contact.telegram_time()) == (clock(), later)
