"""The services that watch the installation itself: its heartbeat, and its faults."""

import asyncio
import os
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from importlib.metadata import version
from pathlib import Path

from bot.articles.library import Library
from bot.cluster.leadership import Leadership
from bot.runtime.contact import TelegramContact
from bot.services.addresses import Now, database_address
from bot.services.core import Services
from bot.settings import Settings
from bot.status.detection import Observation, backup_period, last_backup
from bot.status.heartbeat import Heartbeat, HeartbeatWriter, RunState
from bot.status.monitor import FaultMonitor, FaultStores
from bot.storage.backup_folder import MEGABYTE, StoredBackup, free_bytes, stored_backups
from bot.storage.database import Database


def make_fault_monitor(
    database: Database, settings: Settings, contact: TelegramContact, now: Now
) -> FaultMonitor:
    """Make the monitor of an installation's faults."""
    address, began = database_address(settings), now()
    hours = 0 if settings.database else settings.backup_hours

    async def observe() -> Observation:
        backups = await asyncio.to_thread(_backups_in, address.backup_folder)
        free = await asyncio.to_thread(free_bytes, settings.data)
        is_missing = not await asyncio.to_thread(settings.articles.is_dir)
        return Observation(
            at=now(),
            free_bytes=free,
            min_free_bytes=settings.free_mb * MEGABYTE,
            silent_for=contact.failing_for(),
            clock_difference=contact.clock_difference,
            missing_folder=settings.articles if is_missing else None,
            backup_period=backup_period(hours),
            backup_at=last_backup(backups, began, now()),
        )

    return FaultMonitor(FaultStores.on(database), observe, now)


def _backups_in(folder: Path) -> Sequence[StoredBackup]:
    """Return the backups; none if the folder can't be read: no other fault is hidden by that."""
    try:
        return stored_backups(folder)
    except OSError:
        return ()


def make_heartbeat(
    services: Services, leadership: Leadership, contact: TelegramContact
) -> HeartbeatWriter:
    """Make the writer of what this process is seen by."""
    passages = _PassageCount(services.library)

    async def describe(state: RunState) -> Heartbeat:
        silent, difference = contact.failing_for(), contact.clock_difference
        return Heartbeat(
            pid=os.getpid(),
            state=state,
            version=version("kutip"),
            mode=services.settings.mode,
            is_leading=leadership.leads,
            is_reloading=services.library.reloading,
            started_at=services.started_at,
            written_at=services.now(),
            passages=await passages.get(),
            telegram_reached_at=contact.reached_at,
            telegram_silent_s=_seconds(silent),
            clock_difference_s=_seconds(difference),
        )

    return HeartbeatWriter(services.settings.data, describe)


@dataclass(slots=True)
class _PassageCount:
    """The number of passages that are searchable, counted when the articles have changed."""

    library: Library
    generation: int = -1
    count: int | None = None

    async def get(self) -> int | None:
        if self.generation != self.library.generation:
            self.generation = self.library.generation
            self.count = await self.library.passages()
        return self.count


def _seconds(span: timedelta | None) -> float | None:
    return None if span is None else round(span.total_seconds(), 1)
