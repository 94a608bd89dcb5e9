"""Open, assemble and close the services of a command or of the bot.

Modules that only the bot needs are imported when its services are opened, so that ``kutip ask``
starts without them.
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, fields
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from bot.articles.library import Library
from bot.model.articles import Origin
from bot.questions.answering import QuestionAnswerer
from bot.questions.suggestions import QuestionSuggestions
from bot.runtime.error_reports import ErrorReporter
from bot.runtime.wakeup import Wakeup
from bot.settings import Settings
from bot.storage.articles import ArticleStore
from bot.storage.database import Database, open_database
from bot.storage.readers import ReaderStore
from bot.storage.reloads import ReloadStore
from bot.storage.replies import ReplyStore
from bot.users.preferences import Preferences
from index.inverted.local_engine import LocalEngine

if TYPE_CHECKING:
    from bot.alerts.service import AlertService
    from bot.announcements.service import AnnouncementService
    from bot.articles.drafts import PageDrafts
    from bot.articles.edits import ArticleEditor
    from bot.articles.folder_watcher import FolderWatcher
    from bot.articles.uploads import Uploads
    from bot.feeds.service import FeedService
    from bot.maintenance.backup import BackupService
    from bot.maintenance.retention import Retention
    from bot.statistics.recorder import StatisticsRecorder
    from bot.statistics.service import StatisticsService
    from bot.users.staff import Staff
    from index.errors import LoadError
    from index.types import Article

DATABASE = "kutip.db"

Now = Callable[[], datetime]


@dataclass(frozen=True, slots=True, kw_only=True)
class Services:
    """The services that every command needs; ``now`` returns aware datetimes."""

    settings: Settings
    answerer: QuestionAnswerer
    library: Library
    preferences: Preferences
    suggestions: QuestionSuggestions
    error_reporter: ErrorReporter
    now: Now
    started_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class BotServices(Services):
    """The services that the bot needs."""

    alerts: AlertService
    feeds: FeedService
    folder: FolderWatcher
    drafts: PageDrafts
    uploads: Uploads
    editor: ArticleEditor
    staff: Staff
    statistics: StatisticsService
    recorder: StatisticsRecorder
    announcements: AnnouncementService
    backups: BackupService
    retention: Retention

    async def follow_migration(self, old_chat: int, new_chat: int) -> None:
        """Move what is stored of a group that became a supergroup."""
        await self.preferences.follow_migration(old_chat, new_chat)
        await self.alerts.chat_settings.migrate(old_chat, new_chat)

    @asynccontextmanager
    async def running(self) -> AsyncIterator[None]:
        """Run the jobs that need no Telegram: feeds, folder, retention."""
        from bot.runtime.supervisor import restart_on_error, running

        report = self.error_reporter.report
        jobs = [restart_on_error(job, report) for job in (*self.folder.jobs(), self.retention.run)]
        async with self.feeds.running(), running(*jobs):
            yield


def current_time() -> datetime:
    """Return the system's time."""
    return datetime.now(UTC)


@asynccontextmanager
async def open_services(settings: Settings, now: Now = current_time) -> AsyncIterator[Services]:
    """Open the services on the database in ``settings.data``, with its articles searchable.

    Raises StorageError.
    """
    async with open_database(settings.data / DATABASE) as database:
        engine = LocalEngine(settings.data)
        services = _services(database, settings, engine, ArticleStore(database, now), now)
        async with _opened(services.library):
            yield services


@asynccontextmanager
async def open_bot_services(
    settings: Settings, now: Now = current_time
) -> AsyncIterator[BotServices]:
    """Open the services of the bot, and record statistics meanwhile; raises StorageError."""
    async with open_database(settings.data / DATABASE) as database:
        arrived = Wakeup(now)
        articles = ArticleStore(database, now, arrived.notify)
        engine = LocalEngine(settings.data)
        services = _services(database, settings, engine, articles, now)
        async with (
            _bot_services(database, engine, articles, services, arrived) as bot_services,
            _opened(services.library),
            bot_services.recorder.running(),
        ):
            yield bot_services


@asynccontextmanager
async def _opened(library: Library) -> AsyncIterator[None]:
    """Make the stored articles searchable; in the end wait until the index is on disk."""
    await library.open()
    try:
        yield
    finally:
        await library.close()


def _services(
    database: Database, settings: Settings, engine: LocalEngine, articles: ArticleStore, now: Now
) -> Services:
    library = Library(articles, ReloadStore(database), engine, settings.articles, now)
    answerer = QuestionAnswerer(engine, library, today=lambda: now().date())
    return Services(
        settings=settings,
        answerer=answerer,
        library=library,
        preferences=Preferences(
            ReaderStore(database),
            ReplyStore(database),
            default_language=settings.language,
            now=now,
        ),
        suggestions=QuestionSuggestions(library, answerer),
        error_reporter=ErrorReporter(now),
        now=now,
        started_at=now(),
    )


@asynccontextmanager
async def _bot_services(
    database: Database,
    engine: LocalEngine,
    articles: ArticleStore,
    services: Services,
    arrived: Wakeup,
) -> AsyncIterator[BotServices]:
    """Assemble the bot's services, and hold the feeds' HTTP client open."""
    from bot.alerts.service import make_alert_service
    from bot.announcements.service import AnnouncementService
    from bot.articles.drafts import PageDrafts
    from bot.articles.edits import ArticleEditor
    from bot.articles.uploads import Uploads
    from bot.feeds.service import open_feed_service
    from bot.fetching.addresses import AllowedHosts
    from bot.maintenance.backup import BackupService
    from bot.maintenance.retention import Retention
    from bot.model.schedule import time_zone
    from bot.statistics.recorder import StatisticsRecorder
    from bot.statistics.service import StatisticsService
    from bot.storage.announcements import AnnouncementStore
    from bot.storage.audit import AuditStore
    from bot.storage.counters import CounterStore
    from bot.storage.edits import EditStore
    from bot.storage.staff import StaffStore
    from bot.storage.statistics import StatisticsStore
    from bot.users.staff import Staff

    settings, library, now = services.settings, services.library, services.now
    report = services.error_reporter.report
    counters = CounterStore(database)
    recorder = StatisticsRecorder(counters, time_zone(settings.time_zone), now)
    alerts = make_alert_service(
        database,
        articles,
        settings,
        idf=engine.idf,
        arrived=arrived,
        delivered=recorder.delivered,
        error_reporter=services.error_reporter,
        now=now,
    )

    async def ingest(items: Sequence[Article | LoadError]) -> None:
        await library.ingest(items, Origin.FEED)

    allowed = AllowedHosts.parse(settings.fetch_allow)
    async with open_feed_service(database, allowed, ingest, report=report, now=now) as feeds:
        editor = ArticleEditor(library, EditStore(database), articles, now)
        announcements = AnnouncementStore(database, settings.language, now)
        yield BotServices(
            **{field.name: getattr(services, field.name) for field in fields(services)},
            alerts=alerts,
            feeds=feeds,
            folder=_folder_watcher(settings, library, now),
            drafts=PageDrafts(feeds.fetcher, library, articles),
            uploads=Uploads(settings.data, library, articles, now),
            editor=editor,
            staff=Staff(settings.owners, StaffStore(database), AuditStore(database, now), now),
            statistics=StatisticsService(
                StatisticsStore(database), counters, recorder, settings.language
            ),
            recorder=recorder,
            announcements=AnnouncementService(
                announcements, started=Wakeup(now), queued=alerts.queued.notify
            ),
            backups=BackupService(database.path),
            retention=Retention(editor, feeds.store, now=now),
        )


def _folder_watcher(settings: Settings, library: Library, now: Now) -> FolderWatcher:
    from bot.articles.folder_watcher import FolderWatcher

    minutes = settings.reload_minutes
    return FolderWatcher(
        library,
        settings.articles,
        every=timedelta(minutes=minutes) if minutes else None,
        watching=settings.watch,
        now=now,
    )
