"""The retention of records and the scheduled backups, assembled from the settings."""

from datetime import timedelta

from bot.articles.edits import ArticleEditor
from bot.maintenance.backup import BackupService
from bot.maintenance.retention import Retention
from bot.maintenance.scheduled_backups import ScheduledBackups
from bot.runtime.contact import TelegramContact
from bot.services.core import Services
from bot.settings import Settings
from bot.storage.channels import ChannelStore
from bot.storage.database import Database
from bot.storage.drafts import DraftStore
from bot.storage.expiry import ExpiryStore, RetentionPeriods
from bot.storage.feedback import FeedbackStore
from bot.storage.feeds import FeedStore
from bot.storage.quotation_lists import QuotationListStore
from bot.storage.shown_answers import ShownAnswerStore
from bot.storage.updates import UpdateStore


def periods_of(settings: Settings) -> RetentionPeriods:
    """Return for how long the settings keep records."""
    return RetentionPeriods(
        answers=settings.answers_days,
        audit=settings.audit_days,
        feedback=settings.feedback_days,
        inactive=settings.inactive_days,
        messages=settings.messages_days,
        statistics=settings.statistics_days,
        unanswered=settings.unanswered_days,
        updates=settings.updates_days,
    )


def make_retention(  # noqa: PLR0913 - its collaborators
    database: Database,
    services: Services,
    editor: ArticleEditor,
    drafts: DraftStore,
    backups: BackupService,
    *,
    contact: TelegramContact,
) -> Retention:
    """Assemble the job that deletes what has expired by the time that Telegram confirms."""
    periods = periods_of(services.settings)
    return Retention(
        editor,
        FeedStore(database),
        drafts,
        backups,
        UpdateStore(database),
        shown_answers=ShownAnswerStore(database),
        channels=ChannelStore(database),
        quotation_lists=QuotationListStore(database, services.now),
        feedback=FeedbackStore(database),
        expiry=ExpiryStore(database, periods),
        periods=periods,
        now=contact.confirmed_time,
    )


def make_scheduled_backups(
    backups: BackupService, services: Services, contact: TelegramContact
) -> ScheduledBackups | None:
    """Make the job on a file; None for a server's database, or if the settings want none."""
    settings, library = services.settings, services.library
    if settings.database is not None or not settings.backup_hours:
        return None
    return ScheduledBackups(
        backups,
        every=timedelta(hours=settings.backup_hours),
        contact=contact,
        report=services.error_reporter.report,
        is_busy=lambda: library.reloading,
    )
