"""Delete what is old: articles that were deleted, items of feeds, drafts, records of persons."""

import asyncio
from datetime import timedelta

from bot.articles.edits import ArticleEditor
from bot.maintenance.backup import BackupService
from bot.runtime.contact import ConfirmedTime
from bot.storage.channels import ChannelStore
from bot.storage.drafts import DraftStore
from bot.storage.expiry import ExpiryStore, RetentionPeriods
from bot.storage.feedback import FeedbackStore
from bot.storage.feeds import FeedStore
from bot.storage.quotation_lists import QuotationListStore
from bot.storage.shown_answers import ShownAnswerStore
from bot.storage.updates import UpdateStore

ITEM_RETENTION = timedelta(days=365)
"""How long an item of a feed is known by its id; after that, by its content only."""

COPY_RETENTION = timedelta(days=30)
"""How long a database is kept that a restore has replaced."""

ALBUM_RETENTION = timedelta(days=90)
"""How long the captions of an album are known apart; later edits are of one caption only."""

INTERVAL_S = 3600.0
RETRY_INTERVAL_S = 60.0
"""Where Telegram has not confirmed the time yet."""


class Retention:
    """Deletes what has expired by a time that is confirmed, every ``INTERVAL_S`` seconds."""

    def __init__(  # noqa: PLR0913 - its collaborators
        self,
        editor: ArticleEditor,
        feeds: FeedStore,
        drafts: DraftStore,
        backups: BackupService,
        updates: UpdateStore,
        *,
        shown_answers: ShownAnswerStore,
        channels: ChannelStore,
        quotation_lists: QuotationListStore,
        feedback: FeedbackStore,
        expiry: ExpiryStore,
        periods: RetentionPeriods,
        now: ConfirmedTime,
    ) -> None:
        self._editor = editor
        self._feeds = feeds
        self._drafts = drafts
        self._backups = backups
        self._updates = updates
        self._shown_answers = shown_answers
        self._channels = channels
        self._quotation_lists = quotation_lists
        self._feedback = feedback
        self._expiry = expiry
        self._periods = periods
        self._now = now

    async def run(self) -> None:
        """Run as long as the bot does; raises StorageError."""
        while True:
            has_pruned = await self.prune()
            await asyncio.sleep(INTERVAL_S if has_pruned else RETRY_INTERVAL_S)

    async def prune(self) -> bool:
        """Delete what has expired; False, and nothing is deleted, while no time is confirmed."""
        now, periods = self._now(), self._periods
        if now is None:
            return False
        await self._editor.prune()
        await self._feeds.prune_items(now - ITEM_RETENTION)
        await self._drafts.prune(now)
        await self._backups.prune(now - COPY_RETENTION)
        await self._updates.prune(now - timedelta(days=periods.updates))
        await self._shown_answers.prune(now - timedelta(days=periods.answers))
        await self._channels.prune_albums(now - ALBUM_RETENTION)
        await self._quotation_lists.prune(now)
        await self._feedback.prune((now - timedelta(days=periods.feedback)).date())
        await self._expiry.prune(now)
        return True
