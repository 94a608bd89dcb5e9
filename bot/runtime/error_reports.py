"""Reports of unexpected errors to admins: each cause once an hour, without its message.

The message of an exception may hold a reader's question or a secret, so that a report has only the
exception's type and a line of our code. The caller of ``report`` has logged the whole of it.
"""

import asyncio
import logging
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from traceback import walk_tb
from types import FrameType

from bot.errors import KutipError, Notice
from bot.outages import OUT_OF_REACH, notice_of, outage_of
from bot.runtime.log_context import OWN_PACKAGES
from bot.runtime.supervisor import running
from index.errors import LOAD_FAILED, LoadError

log = logging.getLogger(__name__)

REPORT_INTERVAL = timedelta(hours=1)
"""Between two reports of one cause."""

DAILY_INTERVAL = timedelta(days=1)
DAILY = frozenset({"folder_missing", "folder_shrunk"})
"""Notices of what lasts until somebody does something: once a day is enough."""

MAX_REPORTS = 10
"""Reports within ``REPORT_INTERVAL``, whatever the causes."""

UNSENT_RETENTION = timedelta(days=1)
"""How long it is tried to send a report; what lasts is reported anew."""

RETRY_INTERVAL_S = 600.0
"""Until reports are sent again that could not be, unless another one could be meanwhile."""

MAX_CAUSES = 200
GENERIC_MODULES = frozenset(
    {
        "bot.storage.database",
        "bot.storage.connection",
        "bot.storage.migration",
        "bot.storage.dialects.sqlite",
        "bot.storage.dialects.sqlite_errors",
        "bot.storage.dialects.postgresql",
        "bot.storage.dialects.postgresql_errors",
    }
)
"""Every storage error passes through them: the frame outside says more."""


@dataclass(frozen=True, slots=True)
class ErrorCause:
    """The kind of an error and where it occurred.

    ``kind`` is the exception's name, followed by its text key if it is a KutipError; ``location``
    is ``module:line``.
    """

    kind: str
    location: str


@dataclass(frozen=True, slots=True)
class ErrorReport:
    """A cause to report; ``unreported`` counts its errors since the last report.

    A ``notice`` has words of its own, which are reported instead of the cause.
    """

    cause: ErrorCause
    at: datetime
    unreported: int = 0
    notice: KutipError | None = None


SendReport = Callable[[ErrorReport], Awaitable[None]]


class ReportUnsent(Exception):  # noqa: N818 - says what happened
    """A report has reached nobody."""


@dataclass(frozen=True, slots=True)
class CauseHistory:
    """The last report of a cause, None if there was none, and the number of errors since."""

    reported: datetime | None
    since: int = 0


def leaves_of(error: BaseException) -> Iterator[BaseException]:
    """Yield the errors of a group and of the groups in it; an error that is no group itself."""
    if isinstance(error, BaseExceptionGroup):
        for each in error.exceptions:
            yield from leaves_of(each)
    else:
        yield error


def cause_of(error: BaseException) -> ErrorCause:
    """Return the type of an error and the innermost line of our code in its traceback.

    A notice or an outage is its own cause, whichever line noticed it; an item's is the fault that
    it met. There is one storage, whichever of its files was met.
    """
    if outage := outage_of(error):
        return ErrorCause(outage.key, outage.place if outage.key in OUT_OF_REACH else "")
    if notice := notice_of(error):
        return ErrorCause(notice.key, ", ".join(map(str, notice.arguments.values())))
    if isinstance(error, LoadError) and error.reason == LOAD_FAILED:
        return ErrorCause(str(error.arguments["error"]), str(error.arguments["location"]))
    key = f" {error.key}" if isinstance(error, KutipError) else ""
    frames = [(_module(frame), line) for frame, line in walk_tb(error.__traceback__)]
    own = [each for each in frames if each[0].partition(".")[0] in OWN_PACKAGES]
    specific = [each for each in own if each[0] not in GENERIC_MODULES]
    locations = [f"{module}:{line}" for module, line in specific or own or frames]
    return ErrorCause(type(error).__name__ + key, locations[-1] if locations else "?")


def _module(frame: FrameType) -> str:
    return str(frame.f_globals.get("__name__", "?"))


def throttle(
    known: dict[ErrorCause, CauseHistory], cause: ErrorCause, now: datetime, *, full: bool = False
) -> tuple[dict[ErrorCause, CauseHistory], ErrorReport | None]:
    """Return the updated histories, and the report to send now, if any.

    If the queue is ``full``, the error is counted but not as reported: the next one of its cause
    is reported as soon as there is room.
    """
    history = known.get(cause, CauseHistory(None))
    counted = replace(history, since=history.since + 1)
    recent = {each for each, history in known.items() if _is_recent(each, history, now)}
    if cause in recent:
        return known | {cause: counted}, None
    if full:
        return _newest(known) | {cause: counted}, None
    if len(recent) >= MAX_REPORTS:
        return known, None
    return _newest(known) | {cause: CauseHistory(now)}, ErrorReport(cause, now, history.since)


def _is_recent(cause: ErrorCause, history: CauseHistory, now: datetime) -> bool:
    interval = DAILY_INTERVAL if cause.kind in DAILY else REPORT_INTERVAL
    if history.reported is None:
        return False
    return -interval < now - history.reported < interval  # a clock may have been set back by a year


def _newest(known: dict[ErrorCause, CauseHistory]) -> dict[ErrorCause, CauseHistory]:
    """Return at most ``MAX_CAUSES`` histories: those reported last."""

    def reported(item: tuple[ErrorCause, CauseHistory]) -> datetime:
        return item[1].reported or datetime.min.replace(tzinfo=UTC)

    return dict(sorted(known.items(), key=reported)[-MAX_CAUSES:])


class ErrorReporter:
    """Queues reports of errors, throttled, until they are sent.

    ``on_error`` is called with each error, reported or not, and must not raise.
    """

    def __init__(self, now: Callable[[], datetime]) -> None:
        self.now = now
        self.on_error: Callable[[BaseException], None] = lambda _error: None
        self._known: dict[ErrorCause, CauseHistory] = {}
        self._queue: asyncio.Queue[ErrorReport] = asyncio.Queue(MAX_REPORTS)
        self._unsent: dict[ErrorCause, ErrorReport] = {}

    def report(self, error: BaseException) -> None:
        """Queue a report of an unexpected error, of each in a group; never blocks or raises."""
        for each in leaves_of(error):
            self.on_error(each)
            self._known, error_report = throttle(
                self._known, cause_of(each), self.now(), full=self._queue.full()
            )
            if error_report is not None:
                self._queue.put_nowait(replace(error_report, notice=notice_of(each)))

    def take_notices(self) -> list[Notice]:
        """Return the queued notices, for a command line that sends reports to nobody."""
        taken = [self._queue.get_nowait().notice for _ in range(self._queue.qsize())]
        return [notice for notice in taken if isinstance(notice, Notice)]

    @asynccontextmanager
    async def reporting(self, send: SendReport) -> AsyncIterator[None]:
        """Send queued reports while the block runs.

        What ``send`` raises is logged, and the report sent again, of each cause the newest.
        """
        async with running(self._keep_sending(send)):
            yield

    async def _keep_sending(self, send: SendReport) -> None:
        while True:
            error_report = await self._next()
            if error_report is None or await self._is_sent(error_report, send):
                await self._send_again(send)

    async def _next(self) -> ErrorReport | None:
        """Wait for the next report; None if it is time to send again what could not be sent."""
        try:
            async with asyncio.timeout(RETRY_INTERVAL_S if self._unsent else None):
                return await self._queue.get()
        except TimeoutError:
            return None

    async def _send_again(self, send: SendReport) -> None:
        for cause in list(self._unsent):
            error_report = self._unsent.pop(cause)
            if self.now() - error_report.at < UNSENT_RETENTION:
                await self._is_sent(error_report, send)

    async def _is_sent(self, error_report: ErrorReport, send: SendReport) -> bool:
        try:
            await send(error_report)
        except Exception:
            log.exception("no report was sent of %s", error_report.cause)
            self._add_unsent(error_report)
            return False
        return True

    def _add_unsent(self, error_report: ErrorReport) -> None:
        """Store a report in the place of an older one of its cause, or of the oldest of all."""
        cause, unreported = error_report.cause, error_report.unreported
        if earlier := self._unsent.pop(cause, None):
            unreported += earlier.unreported + 1
        self._unsent[cause] = replace(error_report, unreported=unreported)
        if len(self._unsent) > MAX_REPORTS:
            del self._unsent[next(iter(self._unsent))]
