"""Contact with Telegram: when it last answered this process, and how far apart the clocks are."""

import time
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from http import HTTPStatus

ConfirmedTime = Callable[[], datetime | None]
"""Return a time by which things may be deleted for their age; None if none is confirmed yet."""

AWAY = timedelta(minutes=1)
"""Of failures alone; a bot makes a request every half a minute at the least."""


@dataclass(slots=True)
class TelegramContact:
    """The contact with Telegram, by the responses to this process's requests.

    ``reached_at`` is when it last answered, by our clock. ``clock_difference`` is how far our clock
    was ahead of Telegram's then, None if a response did not say; it counts the way of the response.
    """

    now: Callable[[], datetime]
    monotonic: Callable[[], float] = time.monotonic
    reached_at: datetime | None = None
    clock_difference: timedelta | None = None
    _failing_since: float | None = field(default=None, init=False)
    _began: datetime | None = field(default=None, init=False)
    _reached_s: float = field(default=float("-inf"), init=False)

    def heard(self, status: int, date: str = "") -> None:
        """Take a response into account; ``date`` is its header. A server's error is no answer."""
        if status >= HTTPStatus.INTERNAL_SERVER_ERROR:
            self.failed()
            return
        self._failing_since, self.reached_at = None, self.now()
        self._reached_s = self.monotonic()
        if (theirs := _parsed(date)) is not None:
            self.clock_difference = self.reached_at - theirs
            self._began = theirs - timedelta(seconds=self._reached_s)

    def failed(self) -> None:
        """Take a request without a response into account."""
        if self._failing_since is None:
            self._failing_since = self.monotonic()

    def telegram_time(self) -> datetime | None:
        """Return the time by Telegram's last Date, whatever ours says; None if unknown.

        It goes on by a clock that nobody sets, which may stand still while the machine sleeps.
        """
        return None if self._began is None else self._began + timedelta(seconds=self.monotonic())

    def confirmed_time(self) -> datetime | None:
        """Return the time that our clock and Telegram's have reached; None before its first answer.

        What was stored before then is at least as old by both. Of a server that sends no Date,
        ours is taken.
        """
        if self.reached_at is None:
            return None
        ours = self.now()
        return min(ours, self.telegram_time() or ours)

    def silent_for_s(self) -> float:
        """Return the seconds since Telegram's last answer; infinity before the first."""
        return self.monotonic() - self._reached_s

    def failing_for(self) -> timedelta | None:
        """Return since how long all requests have failed; None if the last one did not.

        Measured by a clock that nobody sets.
        """
        if self._failing_since is None:
            return None
        return timedelta(seconds=self.monotonic() - self._failing_since)

    def is_away(self) -> bool:
        """Return whether all requests have failed for a while."""
        failing = self.failing_for()
        return failing is not None and failing >= AWAY


def _parsed(date: str) -> datetime | None:
    """Return the moment of a Date header; None if that is none."""
    try:
        found = parsedate_to_datetime(date)
    except (ValueError, TypeError, OverflowError):
        return None
    return found.replace(tzinfo=UTC) if found.tzinfo is None else found
