"""What went wrong unexpectedly, and who is told of it: each cause once an hour, without its words.

The words of an exception may hold a reader's question or a secret, so that of it only the type and
the place in our code are passed on. Whoever notes a mishap has logged it in full.
"""

import asyncio
import logging
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from traceback import walk_tb
from types import FrameType

from bot.errors import KutipError

log = logging.getLogger(__name__)

PER_CAUSE = timedelta(hours=1)
MOST_REPORTS = 10
"""Reports within ``PER_CAUSE``, whatever the causes."""

MOST_CAUSES = 200
OURS = ("bot", "handlers", "index")
PLUMBING = frozenset({"bot.storage.database", "bot.storage.connection"})
"""Ours too, but every error of storage comes through there: the line before it says more."""


@dataclass(frozen=True, slots=True)
class ErrorCause:
    """What it was and where.

    ``kind`` is an exception's name, and the text key of one of ours; ``place`` a line of our code.
    """

    kind: str
    place: str


@dataclass(frozen=True, slots=True)
class ErrorReport:
    """A cause to tell of; ``unreported`` is how often it happened since the last report."""

    cause: ErrorCause
    at: datetime
    unreported: int = 0


@dataclass(frozen=True, slots=True)
class CauseHistory:
    """When a cause was last reported, and how often it happened since."""

    reported: datetime
    since: int = 0


def cause_of(error: BaseException) -> ErrorCause:
    """The type of an error, and the innermost line of our own code that it came through."""
    key = f" {error.key}" if isinstance(error, KutipError) else ""
    lines = [(_module(frame), line) for frame, line in walk_tb(error.__traceback__)]
    own = [where for where in lines if where[0].partition(".")[0] in OURS]
    telling = [where for where in own if where[0] not in PLUMBING]
    places = [f"{module}:{line}" for module, line in telling or own or lines]
    return ErrorCause(type(error).__name__ + key, places[-1] if places else "?")


def _module(frame: FrameType) -> str:
    return str(frame.f_globals.get("__name__", "?"))


def decide(
    known: dict[ErrorCause, CauseHistory], cause: ErrorCause, now: datetime
) -> tuple[dict[ErrorCause, CauseHistory], ErrorReport | None]:
    """What is known then, and what to tell now, if anything."""
    lately = {each: one for each, one in known.items() if now - one.reported < PER_CAUSE}
    if cause in lately:
        one = lately[cause]
        return known | {cause: replace(one, since=one.since + 1)}, None
    if len(lately) >= MOST_REPORTS:
        return known, None
    before = known.get(cause)
    kept = dict(sorted(known.items(), key=lambda item: item[1].reported)[-MOST_CAUSES:])
    return kept | {cause: CauseHistory(now)}, ErrorReport(cause, now, before.since if before else 0)


class ErrorReporter:
    """Takes note of what went wrong; handlers and jobs call ``report``."""

    def __init__(self, now: Callable[[], datetime]) -> None:
        self._now = now
        self._known: dict[ErrorCause, CauseHistory] = {}
        self._untold: asyncio.Queue[ErrorReport] = asyncio.Queue(MOST_REPORTS)

    def report(self, error: BaseException) -> None:
        """An error that nobody expected; returns at once and never raises."""
        self._known, error_report = decide(self._known, cause_of(error), self._now())
        if error_report is not None and not self._untold.full():
            self._untold.put_nowait(error_report)

    @asynccontextmanager
    async def reporting(
        self, tell: Callable[[ErrorReport], Awaitable[None]]
    ) -> AsyncIterator[None]:
        """Meanwhile each mishap is told; a failure to tell is only logged, and so ends there."""
        telling = asyncio.create_task(self._keep_telling(tell))
        try:
            yield
        finally:
            telling.cancel()
            await asyncio.wait([telling])

    async def _keep_telling(self, tell: Callable[[ErrorReport], Awaitable[None]]) -> None:
        while True:
            error_report = await self._untold.get()
            try:
                await tell(error_report)
            except Exception:
                log.exception("nobody was told of %s", error_report.cause)
