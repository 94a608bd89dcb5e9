"""The services that watch the installation itself: its heartbeat, and its faults."""

import asyncio
import os
from dataclasses import dataclass
from datetime import timedelta
from importlib.metadata import version
from pathlib import Path

from bot.articles.library import Library
from bot.cluster.leadership import Leadership
from bot.maintenance.scheduled_backups import ScheduledBackups
from bot.runtime.contact import TelegramContact
from bot.services.addresses import Now, database_address
from bot.services.core import Services
from bot.settings import Settings
from bot.status.detection import Observation, backup_period, last_backup
from bot.status.heartbeat import Heartbeat, HeartbeatWriter, RunState
from bot.status.monitor import FaultMonitor, FaultStores
from bot.status.observing import if_known
from bot.storage.backup_folder import MEGABYTE, free_bytes, stored_backups
from bot.storage.database import Database


def make_fault_monitor(
    database: Database,
    settings: Settings,
    contact: TelegramContact,
    now: Now,
    backups: ScheduledBackups | None,
) -> FaultMonitor:
    """Make the monitor of an installation's faults; ``backups`` is the job, if there is one."""
    address, began = database_address(settings), now()
    hours = 0 if settings.database else settings.backup_hours

    async def observe() -> Observation:
        stored = await asyncio.to_thread(if_known, stored_backups, address.backup_folder)
        is_there = await asyncio.to_thread(if_known, Path.is_dir, settings.articles)
        return Observation(
            at=now(),
            free_bytes=await asyncio.to_thread(if_known, free_bytes, settings.data),
            min_free_bytes=settings.free_mb * MEGABYTE,
            silent_for=contact.failing_for(),
            clock_difference=contact.clock_difference,
            missing_folder=settings.articles if is_there is False else None,
            is_folder_unknown=is_there is None,
            backup_period=backup_period(hours),
            backup_at=last_backup(stored, began, now()),
            backup_failure=backups.failure if backups else None,
            has_recent_backup=backups is not None and backups.has_recent,
        )

    return FaultMonitor(FaultStores.on(database), observe, now)


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
