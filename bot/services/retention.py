"""The retention of records, assembled from the settings."""

from bot.articles.edits import ArticleEditor
from bot.maintenance.backup import BackupService
from bot.maintenance.retention import Retention
from bot.services.core import Now
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
    settings: Settings,
    editor: ArticleEditor,
    drafts: DraftStore,
    backups: BackupService,
    *,
    now: Now,
) -> Retention:
    """Assemble the job that deletes what has expired."""
    periods = periods_of(settings)
    return Retention(
        editor,
        FeedStore(database),
        drafts,
        backups,
        UpdateStore(database),
        shown_answers=ShownAnswerStore(database),
        channels=ChannelStore(database),
        quotation_lists=QuotationListStore(database, now),
        feedback=FeedbackStore(database),
        expiry=ExpiryStore(database, periods),
        periods=periods,
        now=now,
    )
