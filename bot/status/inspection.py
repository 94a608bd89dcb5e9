"""Look at an installation from outside: at what its process has written, its database and disk."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from pathlib import Path

from bot.errors import BackupError, DatabaseLost, KutipError
from bot.maintenance.backup import is_running
from bot.maintenance.sizes import StorageSizes, sizes_beside
from bot.model.faults import InstallationFault
from bot.status.detection import Observation, backup_period, detect, last_backup
from bot.status.heartbeat import Heartbeat, RunState, SeenHeartbeat, read_heartbeat
from bot.status.observing import if_known
from bot.status.stored import StoredState, read_stored
from bot.status.telling import lasting
from bot.storage.backup_file import disk_errors
from bot.storage.backup_folder import MEGABYTE, StoredBackup, stored_backups
from bot.storage.dialects.dialect import DatabaseAddress
from bot.storage.inspection import opened_untouched
from index.errors import SnapshotError
from index.inverted.segment_folder import has_index


class Liveness(StrEnum):
    """Whether a bot runs on a data folder."""

    STOPPED = "stopped"
    STARTING = "starting"
    RUNNING = "running"
    STOPPING = "stopping"
    HUNG = "hung"


@dataclass(frozen=True, slots=True)
class Installation:
    """The parts of an installation: where they are, how much of the disk is to be free, and so on.

    ``backup_hours`` is how often a backup is to be made; 0: never.
    """

    address: DatabaseAddress
    articles: Path
    min_free_mb: int
    has_own_index: bool
    backup_hours: int

    @property
    def data(self) -> Path:
        """Return the data folder."""
        return self.address.file.parent


@dataclass(frozen=True, slots=True, kw_only=True)
class InstallationReport:
    """An installation as it was looked at.

    ``heartbeat`` is the last one of a process, which may have ended. ``index_at`` is when the index
    was last written. ``faults`` are those that last, each with since when.
    """

    at: datetime
    liveness: Liveness
    heartbeat: SeenHeartbeat | None
    stored: StoredState
    sizes: StorageSizes
    min_free_bytes: int
    backups: Sequence[StoredBackup]
    passages: int | None
    index_at: datetime | None
    error: KutipError | None
    faults: tuple[tuple[InstallationFault, datetime], ...]

    @property
    def beat(self) -> Heartbeat | None:
        """Return what the process says of itself; None if none runs."""
        return self.heartbeat.heartbeat if self.heartbeat and self.is_there else None

    @property
    def seen_at(self) -> datetime | None:
        """Return when the process was last seen; None if it never was."""
        return self.heartbeat.seen_at if self.heartbeat else None

    @property
    def is_empty(self) -> bool:
        """Return whether there is no database yet."""
        return self.stored.error is None and not self.stored.schema

    @property
    def is_there(self) -> bool:
        """Return whether a process runs, well or not."""
        return self.liveness is not Liveness.STOPPED

    @property
    def is_well(self) -> bool:
        """Return whether nothing is wrong with what is there."""
        return not self.faults and self.error is None and self.liveness is not Liveness.HUNG


async def inspect_installation(installation: Installation, now: datetime) -> InstallationReport:
    """Look at an installation, and change nothing; raises nothing that it can say in the report."""
    data = installation.data
    heartbeat = await asyncio.to_thread(read_heartbeat, data)
    is_there = await asyncio.to_thread(is_running, installation.address.file)
    error: KutipError | None = None
    stored = StoredState()
    if installation.address.url is not None or _is_file(installation.address.file):
        async with opened_untouched(installation.address) as database:
            stored = await read_stored(database, now)
        error = stored.error
    elif await asyncio.to_thread(has_index, data):
        error = DatabaseLost(installation.address.file)
    liveness = _liveness(heartbeat, now, is_there=is_there)
    beat = heartbeat.heartbeat if heartbeat and liveness is not Liveness.STOPPED else None
    sizes = await asyncio.to_thread(sizes_beside, installation.address.file)
    backups: Sequence[StoredBackup] | None = None
    try:
        with disk_errors(installation.address.backup_folder):
            backups = await asyncio.to_thread(stored_backups, installation.address.backup_folder)
    except BackupError as unreadable:
        error = error or unreadable
    has_folder = await asyncio.to_thread(if_known, Path.is_dir, installation.articles)
    seen = replace(
        _observed(stored, beat, now),
        free_bytes=sizes.free,
        min_free_bytes=installation.min_free_mb * MEGABYTE,
        missing_folder=installation.articles
        if has_folder is False and stored.last_reload
        else None,
        backup_period=backup_period(installation.backup_hours),
        backup_at=last_backup(backups, beat.started_at, now) if beat else None,
    )
    return InstallationReport(
        at=now,
        liveness=liveness,
        heartbeat=heartbeat,
        stored=stored,
        sizes=sizes,
        min_free_bytes=installation.min_free_mb * MEGABYTE,
        backups=backups or (),
        passages=await _passages(installation, beat),
        index_at=await asyncio.to_thread(_index_written_at, data),
        error=error,
        faults=tuple(lasting(stored.noted, detect(seen), now)),
    )


def _liveness(heartbeat: SeenHeartbeat | None, now: datetime, *, is_there: bool) -> Liveness:
    """Return how the process is, whose lock is held or not."""
    if not is_there:
        return Liveness.STOPPED
    if heartbeat is None:
        return Liveness.STARTING
    if heartbeat.is_stale(now):
        return Liveness.HUNG
    return {
        RunState.STARTING: Liveness.STARTING,
        RunState.RUNNING: Liveness.RUNNING,
        RunState.STOPPING: Liveness.STOPPING,
    }[heartbeat.heartbeat.state]


def _observed(stored: StoredState, beat: Heartbeat | None, now: datetime) -> Observation:
    """Return what database and process tell; without a process, all that is due waits."""
    return Observation(
        at=now,
        failing_feeds=stored.failing,
        backlog=stored.backlog if beat else None,
        silent_for=_span(beat.telegram_silent_s) if beat else None,
        clock_difference=_span(beat.clock_difference_s) if beat else None,
    )


def _span(seconds: float | None) -> timedelta | None:
    return None if seconds is None else timedelta(seconds=seconds)


async def _passages(installation: Installation, beat: Heartbeat | None) -> int | None:
    """Return how many passages are searchable, by the bot or, without one, in the index."""
    if beat is not None:
        return beat.passages
    if not installation.has_own_index:
        return None
    from index.inverted.local_engine import LocalEngine  # a running bot says it itself

    engine = LocalEngine(installation.data)
    try:
        await engine.restore(None)
    except SnapshotError:
        return None
    passages = (await engine.figures()).passages
    await engine.close()
    return passages


def _index_written_at(data: Path) -> datetime | None:
    """Return when the index below a data folder was last written; None if there is none. Blocks."""
    try:
        written = [each.stat().st_mtime for each in data.glob("index-a*-f*/*.json")]
    except OSError:
        return None
    return datetime.fromtimestamp(max(written), UTC) if written else None


def _is_file(path: Path) -> bool:
    """Return whether there is a database that is not empty, or something else in its place."""
    try:
        return path.stat().st_size > 0
    except FileNotFoundError:
        return False
    except OSError:
        return True
