"""What the newsroom does from the chat, as a whole: what it consists of, and what keeps it going.

Decides, stores and sends nothing itself.
"""

from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.announcements.service import AnnouncementService
from bot.articles.folder_watcher import FolderWatcher
from bot.articles.library import Library
from bot.content.opening import ArticleServices, make_content
from bot.feeds.service import FeedService, open_feed_service
from bot.fetching.addresses import Allowances
from bot.maintenance.backup import BackupService
from bot.maintenance.retention import Retention
from bot.model.articles import Origin
from bot.model.schedule import time_zone
from bot.runtime.error_reports import ErrorReporter
from bot.runtime.supervisor import persist, running
from bot.runtime.wakeup import Wakeup
from bot.settings import Settings
from bot.statistics.recorder import StatisticsRecorder
from bot.statistics.service import StatisticsService
from bot.storage.announcements import AnnouncementStore
from bot.storage.audit import AuditStore
from bot.storage.counters import CounterStore
from bot.storage.database import Database
from bot.storage.staff import StaffStore
from bot.storage.statistics import StatisticsStore
from bot.users.staff import Staff
from index.errors import LoadError
from index.types import Article


@dataclass(frozen=True, slots=True)
class StaffServices:
    """What handlers use of the newsroom."""

    people: Staff
    feed_service: FeedService
    folder: FolderWatcher
    statistics: StatisticsService
    recorder: StatisticsRecorder
    announcements: AnnouncementService
    backups: BackupService
    error_reporter: ErrorReporter
    content: ArticleServices
    retention: Retention

    @asynccontextmanager
    async def running(self) -> AsyncIterator[None]:
        """What the newsroom set going goes on meanwhile."""
        works = [*self.folder.works(), self.retention.run]
        async with (
            self.feed_service.running(),
            running(*(persist(work, self.error_reporter.note) for work in works)),
        ):
            yield


def make_recorder(
    database: Database, settings: Settings, *, now: Callable[[], datetime]
) -> StatisticsRecorder:
    """What counts on a database, by the days of the default time zone."""
    return StatisticsRecorder(CounterStore(database), time_zone(settings.time_zone), now)


@asynccontextmanager
async def open_newsroom(  # noqa: PLR0913 - what the newsroom stands on
    database: Database,
    settings: Settings,
    library: Library,
    recorder: StatisticsRecorder,
    error_reporter: ErrorReporter,
    *,
    queued: Callable[[], None],
    now: Callable[[], datetime],
) -> AsyncIterator[StaffServices]:
    """The newsroom on a database; what its feeds bring goes into the library.

    ``queued`` is called when the outbox has more.
    """

    async def take_in(items: Sequence[Article | LoadError]) -> None:
        await library.take_in(items, Origin.FEED)

    allowed = Allowances.of(settings.fetch_allow)
    audit = AuditStore(database, now)
    said = AnnouncementStore(database, settings.language, now)
    async with open_feed_service(
        database, allowed, take_in, note=error_reporter.note, now=now
    ) as feed_service:
        content = make_content(database, settings.data, library, feed_service.fetcher, now=now)
        yield StaffServices(
            people=Staff(settings.owners, StaffStore(database), audit, now),
            feed_service=feed_service,
            content=content,
            retention=Retention(content.editor, feed_service.store, now=now),
            folder=_folder_keeping(settings, library, now),
            statistics=StatisticsService(
                StatisticsStore(database), CounterStore(database), recorder, settings.language
            ),
            recorder=recorder,
            announcements=AnnouncementService(said, begun=Wakeup(now), queued=queued),
            backups=BackupService(database.path),
            error_reporter=error_reporter,
        )


def _folder_keeping(
    settings: Settings, library: Library, now: Callable[[], datetime]
) -> FolderWatcher:
    minutes = settings.reload_minutes
    return FolderWatcher(
        library,
        settings.articles,
        every=timedelta(minutes=minutes) if minutes else None,
        watching=settings.watch,
        now=now,
    )
