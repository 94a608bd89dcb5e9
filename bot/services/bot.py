"""The services that the bot needs besides those of every command.

``kutip ask`` does not import this module, and starts faster for that.
"""

from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import AbstractAsyncContextManager, asynccontextmanager, nullcontext
from dataclasses import dataclass, fields
from datetime import timedelta
from functools import partial

from bot.alerts.service import AlertService, make_alert_service
from bot.announcements.service import AnnouncementService
from bot.articles.drafts import PageDrafts
from bot.articles.edits import ArticleEditor
from bot.articles.folder_watcher import FolderWatcher
from bot.articles.library import Library
from bot.articles.uploads import Uploads
from bot.channels.service import ChannelService, make_channel_service
from bot.cluster.leadership import Leadership
from bot.configuration.cluster import Mode
from bot.conversation.cards import CardFinder
from bot.conversation.headlines import Headlines
from bot.feeds.service import FeedService, open_feed_service
from bot.maintenance.backup import BackupService
from bot.maintenance.erasure import Erasure
from bot.maintenance.retention import Retention
from bot.maintenance.scheduled_backups import ScheduledBackups
from bot.maintenance.sizes import StorageSizes, measure_sizes
from bot.model.articles import Origin
from bot.model.schedule import time_zone
from bot.monitoring.metrics import Metrics
from bot.monitoring.service import Monitoring
from bot.monitoring.snapshot import SnapshotSource
from bot.quotations.job import QuotationJob, make_quotation_job
from bot.runtime.contact import TelegramContact
from bot.runtime.error_reports import ErrorReporter
from bot.runtime.supervisor import restart_on_error, running
from bot.runtime.wakeup import Wakeup
from bot.services.across import share_wakeups, spread_deletions
from bot.services.addresses import Now, current_time, database_address
from bot.services.core import Services, make_services, opened
from bot.services.network import proxy_routes
from bot.services.retention import make_retention, make_scheduled_backups
from bot.services.status import make_fault_monitor, make_heartbeat
from bot.settings import Settings
from bot.statistics.recorder import StatisticsRecorder
from bot.statistics.service import StatisticsService
from bot.status.heartbeat import HeartbeatWriter
from bot.status.monitor import FaultMonitor
from bot.storage.announcements import AnnouncementStore
from bot.storage.articles import ArticleStore
from bot.storage.audit import AuditStore
from bot.storage.counters import CounterStore
from bot.storage.database import Database, open_database
from bot.storage.drafts import DraftStore
from bot.storage.edits import EditStore
from bot.storage.feedback import FeedbackStore
from bot.storage.signals import Signals
from bot.storage.staff import StaffStore
from bot.storage.statistics import StatisticsStore
from bot.storage.updates import UpdateStore
from bot.updates.claimer import UpdateClaimer
from bot.users.staff import Staff
from index.errors import LoadError
from index.types import Article

BUSY_FROM = 4
"""Updates that are being answered at once, from which on nothing is done beside answering."""


@dataclass(frozen=True, slots=True, kw_only=True)
class BotServices(Services):
    """The services that the bot needs."""

    alerts: AlertService
    feeds: FeedService
    channels: ChannelService
    folder: FolderWatcher
    drafts: PageDrafts
    uploads: Uploads
    editor: ArticleEditor
    staff: Staff
    statistics: StatisticsService
    recorder: StatisticsRecorder
    announcements: AnnouncementService
    backups: BackupService
    scheduled_backups: ScheduledBackups | None
    sizes: Callable[[], Awaitable[StorageSizes]]
    retention: Retention
    erasure: Erasure
    leadership: Leadership
    signals: Signals | None
    updates: UpdateClaimer | None
    quotation_job: QuotationJob
    cards: CardFinder
    contact: TelegramContact
    monitoring: Monitoring
    heartbeat: HeartbeatWriter
    faults: FaultMonitor

    async def migrate_chat(self, old_chat: int, new_chat: int) -> None:
        """Move what is stored of a group that became a supergroup."""
        await self.preferences.leave_chat(old_chat)
        await self.alerts.chat_settings.migrate(old_chat, new_chat)

    def watched(self) -> AbstractAsyncContextManager[None]:
        """Have the figures of these services read by monitoring until the block ends."""
        outbox, feeds = self.alerts.outbox, self.feeds.store
        source = SnapshotSource(outbox, feeds, self.library, self.sizes, self.now)
        return self.monitoring.watching(source, lambda: self.leadership.leads)

    @asynccontextmanager
    async def running(self) -> AsyncIterator[None]:
        """Run the jobs of every process: hear of others, and serve the articles they change."""
        signals = self.signals.running() if self.signals else nullcontext()
        report = self.error_reporter.report
        following = restart_on_error(self.library.keep_following, report, "following")
        async with signals, running(following):
            yield

    @asynccontextmanager
    async def leading(self) -> AsyncIterator[None]:
        """Run the leader's jobs that need no Telegram: feeds, folder, retention, quotations."""
        report = self.error_reporter.report
        jobs = [restart_on_error(job, report, "folder") for job in self.folder.jobs()]
        jobs.append(restart_on_error(self.retention.run, report, "retention"))
        jobs.append(restart_on_error(self.quotation_job.run, report, "quotations"))
        jobs.append(restart_on_error(self.erasure.run, report, "erasure"))
        if self.scheduled_backups is not None:
            jobs.append(restart_on_error(self.scheduled_backups.run, report, "backups"))
        self.library.leads = True
        self.library.changed.wake()
        try:
            async with self.feeds.running(), running(*jobs):
                yield
        finally:
            self.library.leads = False


@asynccontextmanager
async def open_bot_services(
    settings: Settings, now: Now = current_time, monitoring: Monitoring | None = None
) -> AsyncIterator[BotServices]:
    """Open the services of the bot, and record statistics meanwhile; raises StorageError.

    ``monitoring`` may run already, so that it is seen that they are being opened.
    """
    monitoring = monitoring or Monitoring(settings, now)
    arrived, reporter = Wakeup(now), ErrorReporter(now)
    address, report = database_address(settings), reporter.report
    async with open_database(address, report, holds_lock=True) as database:
        articles = ArticleStore(database, now, report=reporter.report)
        services = make_services(database, settings, articles, reporter)
        async with (
            _bot_services(database, articles, services, arrived, monitoring) as bot_services,
            opened(services),
            bot_services.recorder.running(),
            bot_services.watched(),
        ):
            yield bot_services


@asynccontextmanager
async def _bot_services(
    database: Database,
    articles: ArticleStore,
    services: Services,
    arrived: Wakeup,
    monitoring: Monitoring,
) -> AsyncIterator[BotServices]:
    """Assemble the bot's services, and hold the feeds' HTTP client open."""
    settings, library, now = services.settings, services.library, services.now
    reporter, report = services.error_reporter, services.error_reporter.report
    counters, zone = CounterStore(database), time_zone(settings.time_zone)
    recorder = StatisticsRecorder(counters, zone, now, report=report)
    contact = monitoring.health.contact
    alerts = _alerts(database, articles, services, arrived, recorder, contact=contact)
    _count_in(monitoring.metrics, services, alerts)
    services.related.is_busy = lambda: alerts.outbox_worker.answers_in_work >= BUSY_FROM

    async def ingest(items: Sequence[Article | LoadError]) -> None:
        await library.ingest(items, Origin.FEED)

    async with open_feed_service(
        database, proxy_routes(settings), ingest, report=report, now=now, causes=articles.causes
    ) as feeds:
        articles.on_damaged = feeds.retake
        editor = ArticleEditor(library, EditStore(database), articles, contact.confirmed_time)
        backups = BackupService(database.address, keep=settings.backup_keep, apart=True)
        scheduled_backups = make_scheduled_backups(backups, services, contact)
        started, signals, drafts = Wakeup(now), database.signals(), DraftStore(database, now)
        sizes, leadership = partial(measure_sizes, database), Leadership(database, report)
        if signals is not None:
            share_wakeups(signals, alerts, library, feeds=feeds.due, announcements=started)
        spread_deletions(services.preferences, alerts, signals)
        yield BotServices(
            **{field.name: getattr(services, field.name) for field in fields(services)},
            alerts=alerts,
            feeds=feeds,
            channels=make_channel_service(database, articles, library, settings, reporter),
            folder=_folder_watcher(settings, library, reporter),
            drafts=PageDrafts(feeds.fetcher, library, articles, drafts),
            uploads=Uploads(settings.data, library, articles, now),
            editor=editor,
            staff=Staff(settings.owners, StaffStore(database), AuditStore(database, now), now),
            statistics=_statistics(database, counters, recorder, settings),
            recorder=recorder,
            announcements=_announcements(database, settings, alerts, started, now),
            backups=backups,
            scheduled_backups=scheduled_backups,
            sizes=sizes,
            retention=make_retention(database, services, editor, drafts, backups, contact=contact),
            erasure=Erasure(database, services.preferences, recorder, services.shown_answers),
            leadership=leadership,
            signals=signals,
            updates=_update_claimer(database, settings, reporter, signals),
            quotation_job=make_quotation_job(database, articles, arrived, reporter),
            cards=_card_finder(services),
            contact=contact,
            monitoring=monitoring,
            heartbeat=make_heartbeat(services, leadership, contact),
            faults=make_fault_monitor(database, settings, contact, now, scheduled_backups),
        )


def _alerts(  # noqa: PLR0913 - its collaborators
    database: Database,
    articles: ArticleStore,
    services: Services,
    arrived: Wakeup,
    recorder: StatisticsRecorder,
    *,
    contact: TelegramContact,
) -> AlertService:
    alerts = make_alert_service(
        database,
        articles,
        services.settings,
        weights=services.weights,
        arrived=arrived,
        delivered=recorder.delivered,
        error_reporter=services.error_reporter,
        now=services.now,
        confirmed=contact.confirmed_time,
    )
    alerts.outbox_worker.is_away = contact.is_away
    return alerts


def _count_in(metrics: Metrics, services: Services, alerts: AlertService) -> None:
    """Have these services count from now on."""
    services.error_reporter.on_error = metrics.failed
    services.library.on_changed = metrics.changed
    alerts.outbox_worker.tried = metrics.delivered


def _card_finder(services: Services) -> CardFinder:
    library = services.library
    return CardFinder(
        services.conversation, Headlines(library), lambda: library.generation, services.now
    )


def _announcements(
    database: Database, settings: Settings, alerts: AlertService, started: Wakeup, now: Now
) -> AnnouncementService:
    store = AnnouncementStore(database, settings.language, now)
    return AnnouncementService(
        store, started=started, queued=alerts.queued.notify, causes=alerts.causes
    )


def _statistics(
    database: Database, counters: CounterStore, recorder: StatisticsRecorder, settings: Settings
) -> StatisticsService:
    store, ratings = StatisticsStore(database), FeedbackStore(database)
    return StatisticsService(store, counters, recorder, settings.language.content, ratings)


def _update_claimer(
    database: Database, settings: Settings, reporter: ErrorReporter, signals: Signals | None
) -> UpdateClaimer | None:
    if settings.mode is not Mode.WEBHOOK:
        return None
    claimer = UpdateClaimer(
        UpdateStore(database),
        reporter.now,
        shared=signals is not None,
        report=reporter.report,
        tell=signals.tell if signals else None,
    )
    if signals is not None:
        signals.on(claimer.owner, claimer.wake)
    return claimer


def _folder_watcher(settings: Settings, library: Library, reporter: ErrorReporter) -> FolderWatcher:
    minutes = settings.reload_minutes
    return FolderWatcher(
        library,
        settings.articles,
        every=timedelta(minutes=minutes) if minutes else None,
        watching=settings.watch,
        reporter=reporter,
    )
