"""Find the faults of an installation in what was observed of it. Pure."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from urllib.parse import urlsplit

from bot.model.faults import FaultKind, InstallationFault, KeyedText
from bot.model.feeds import FeedState, WatchedFeed
from bot.storage.backup_folder import MEGABYTE, SAME_TIME, StoredBackup

FEED_DELAY = timedelta(hours=6)
"""How long a feed fails before owners are told: sites are often away for an hour or two."""

MIN_FAILURES = 2
"""Failures in a row: a feed that is polled twice a day is not away for hours after one."""

MAX_SILENCE = timedelta(minutes=10)
"""How long no request reaches Telegram before that counts as a fault."""

MAX_WAIT = timedelta(hours=1)
"""How old the oldest message gets that could be sent; most wait for seconds."""

WAIT_DELAY = timedelta(minutes=15)
"""After quiet hours all that waited is old for as long as it takes to send it."""

MAX_CLOCK_DIFFERENCE = timedelta(minutes=1)
"""Between our clock and Telegram's; a response takes some seconds at most."""

CLOCK_DELAY = timedelta(minutes=5)
"""One response may have waited here while the machine was suspended."""

BACKUP_GRACE = timedelta(hours=6)
"""How late a backup may be: the machine was off, or the disk full for a while."""

MAX_NAME = 80


@dataclass(frozen=True, slots=True)
class Backlog:
    """The messages that could be sent now: how many, and when the oldest was queued."""

    waiting: int
    oldest_at: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Observation:
    """An installation as it was found ``at`` a moment; None of what could not be found out.

    ``backup_period`` is how often backups are to be made, ``backup_at`` when the last one was, or
    when the bot began. ``backup_failure`` is why the last attempt failed; ``has_recent_backup`` is
    whether the job has found or made one when it last looked for one, since the bot began.
    ``missing_folder`` is the folder of articles that was read before and is not there any more;
    ``is_folder_unknown`` is whether that could not be found out.
    """

    at: datetime
    failing_feeds: Sequence[WatchedFeed] | None = None
    backlog: Backlog | None = None
    free_bytes: int | None = None
    min_free_bytes: int = 0
    silent_for: timedelta | None = None
    clock_difference: timedelta | None = None
    missing_folder: Path | None = None
    is_folder_unknown: bool = False
    backup_period: timedelta | None = None
    backup_at: datetime | None = None
    backup_failure: KeyedText | None = None
    has_recent_backup: bool = False

    @property
    def is_silent(self) -> bool:
        """Return whether Telegram is away."""
        return self.silent_for is not None and self.silent_for >= MAX_SILENCE


def detect(seen: Observation) -> list[InstallationFault]:
    """Return the faults, those first that are the most pressing."""
    return [
        *_of_disk(seen),
        *_of_telegram(seen),
        *_of_folder(seen),
        *_of_backups(seen),
        *_of_feeds(seen),
    ]


def unknown_kinds(seen: Observation) -> set[FaultKind]:
    """Return the kinds of faults that are not known to be over if they were not found."""
    has_known_backup = seen.backup_at is not None and seen.has_recent_backup
    is_unknown = {
        FaultKind.FEED: seen.failing_feeds is None,
        FaultKind.DISK: seen.free_bytes is None,
        FaultKind.OUTBOX: seen.backlog is None or seen.is_silent,
        FaultKind.BACKUP: seen.backup_period is not None and not has_known_backup,
        FaultKind.FOLDER: seen.is_folder_unknown,
        FaultKind.CLOCK: seen.clock_difference is None,
    }
    return {kind for kind, unknown in is_unknown.items() if unknown}


def _of_disk(seen: Observation) -> Iterator[InstallationFault]:
    if seen.free_bytes is not None and seen.free_bytes < seen.min_free_bytes:
        megabytes = {
            "free": seen.free_bytes // MEGABYTE,
            "least": seen.min_free_bytes // MEGABYTE,
        }
        yield InstallationFault(FaultKind.DISK, KeyedText("fault_disk", megabytes))


def _of_telegram(seen: Observation) -> Iterator[InstallationFault]:
    """Yield what is wrong between here and Telegram; while it is away, messages have to wait."""
    if seen.silent_for is not None and seen.is_silent:
        wording = KeyedText("fault_telegram", {})
        yield InstallationFault(FaultKind.TELEGRAM, wording, since=seen.at - seen.silent_for)
    else:
        yield from _of_outbox(seen)
    difference = seen.clock_difference or timedelta(0)
    if abs(difference) > MAX_CLOCK_DIFFERENCE:
        key = "fault_clock_ahead" if difference > timedelta(0) else "fault_clock_behind"
        seconds = {"seconds": round(abs(difference).total_seconds())}
        yield InstallationFault(FaultKind.CLOCK, KeyedText(key, seconds), delay=CLOCK_DELAY)


def _of_outbox(seen: Observation) -> Iterator[InstallationFault]:
    oldest = seen.backlog.oldest_at if seen.backlog else None
    if seen.backlog and oldest is not None and seen.at - oldest > MAX_WAIT:
        wording = KeyedText("fault_outbox", {"count": seen.backlog.waiting})
        yield InstallationFault(FaultKind.OUTBOX, wording, delay=WAIT_DELAY)


def _of_folder(seen: Observation) -> Iterator[InstallationFault]:
    if seen.missing_folder is not None:
        wording = KeyedText("fault_folder", {"path": str(seen.missing_folder)})
        yield InstallationFault(FaultKind.FOLDER, wording)


def _of_backups(seen: Observation) -> Iterator[InstallationFault]:
    if seen.backup_failure is not None:
        yield InstallationFault(FaultKind.BACKUP, seen.backup_failure)
    elif seen.backup_period is not None and seen.backup_at is not None:
        late = seen.at - seen.backup_at - seen.backup_period
        if late > BACKUP_GRACE:
            wording = KeyedText("fault_backup", {})
            yield InstallationFault(FaultKind.BACKUP, wording, since=seen.backup_at)


def _of_feeds(seen: Observation) -> Iterator[InstallationFault]:
    for feed in seen.failing_feeds or ():
        is_gone = feed.state is FeedState.GONE
        if is_gone or feed.failures >= MIN_FAILURES:
            yield InstallationFault(
                FaultKind.FEED,
                KeyedText("fault_feed_gone" if is_gone else "fault_feed", {}),
                subject=str(feed.id),
                name=name_of(feed),
                reason=KeyedText(feed.problem or "feed_trouble", feed.problem_arguments),
                delay=timedelta(0) if is_gone else FEED_DELAY,
            )


def backup_period(hours: int) -> timedelta | None:
    """Return how often backups are to be made, by the setting; None if never."""
    return timedelta(hours=hours) if hours else None


def last_backup(
    backups: Sequence[StoredBackup] | None, began: datetime, now: datetime
) -> datetime | None:
    """Return when the last scheduled backup was made, or when the bot began if that is later.

    None if the backups are unknown. One from the future, by a clock that was put back, counts for
    nothing.
    """
    if backups is None:
        return None
    ordinary = [each.made_at for each in backups if each.migrated_to is None]
    made = [at for at in ordinary if at <= now + SAME_TIME]
    return max([*made, began])


def name_of(feed: WatchedFeed) -> str:
    """Return how a feed is called: its title, else its host, which bears no password."""
    name = " ".join(feed.title.split()) or urlsplit(feed.url).hostname or "?"
    return name if len(name) <= MAX_NAME else f"{name[: MAX_NAME - 1]}…"
