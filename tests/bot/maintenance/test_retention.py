"""What is thrown away in time, and what is not."""

from datetime import timedelta
from pathlib import Path

from sqlalchemy import select

from bot.articles.edits import ArticleEditor
from bot.articles.library import Library
from bot.maintenance.backup import BackupService
from bot.maintenance.retention import ITEM_RETENTION, Retention
from bot.model.articles import Origin
from bot.model.channels import ChannelPost
from bot.model.feedback import Feedback
from bot.model.shown_answers import ShownAnswer, ShownQuote
from bot.storage.articles import ArticleStore
from bot.storage.channels import ChannelStore
from bot.storage.database import Database
from bot.storage.drafts import DraftStore
from bot.storage.edits import EditStore
from bot.storage.expiry import ExpiryStore, RetentionPeriods
from bot.storage.feedback import FeedbackStore
from bot.storage.feeds import FeedStore
from bot.storage.quotation_lists import QuotationListStore
from bot.storage.reloads import ReloadStore
from bot.storage.shown_answers import ShownAnswerStore
from bot.storage.tables.channels import channel_albums
from bot.storage.tables.updates import updates as updates_table
from bot.storage.updates import UpdateStore
from index.types import Language
from tests.bot.faulty_engine import FaultyEngine
from tests.bot.samples import Clock, make_article

DAY = timedelta(days=1)
PERIODS = RetentionPeriods(feedback=40)
ITEM = {"a" * 32: "b" * 32}


def _shown(clock: Clock) -> ShownAnswer:
    quotes = (ShownQuote(1, 0, 5),)
    language = Language.INDONESIAN
    return ShownAnswer(id=5, question="?", language=language, quotes=quotes, at=clock())


def _rating(clock: Clock) -> Feedback:
    language, day = Language.INDONESIAN, clock().date()
    return Feedback(answer_id=5, day=day, helpful=True, question="?", language=language, quotes=())


async def test_what_was_removed_and_what_feeds_brought_is_forgotten_in_time(
    database: Database,
    article_store: ArticleStore,
    reload_store: ReloadStore,
    tmp_path: Path,
    clock: Clock,
) -> None:
    library = Library(article_store, reload_store, FaultyEngine(), tmp_path, clock)
    edits, feeds, updates = EditStore(database), FeedStore(database), UpdateStore(database)
    shown = ShownAnswerStore(database)
    await shown.add(_shown(clock))
    editor = ArticleEditor(library, edits, article_store, clock)
    backups, drafts = BackupService(database.address), DraftStore(database, clock)
    channels, ratings = ChannelStore(database), FeedbackStore(database)
    retention = Retention(
        editor,
        feeds,
        drafts,
        backups,
        updates,
        shown_answers=shown,
        channels=channels,
        quotation_lists=QuotationListStore(database, clock),
        feedback=ratings,
        expiry=ExpiryStore(database, PERIODS),
        periods=PERIODS,
        now=clock,
    )
    await ratings.put(_rating(clock))
    await library.ingest([make_article()], Origin.ADDED)
    await editor.delete(1)
    await feeds.record_items(7, ITEM, clock(), taken=True)
    await updates.add(5, chat_id=7, body="", now=clock())
    await updates.done([5], clock())
    await channels.add_to_album(ChannelPost(-9, 12, "Banjir", clock(), "a"), clock())
    clock.advance(DAY / 2)
    await retention.prune()
    assert await edits.restorable(1) is not None
    clock.advance(DAY)
    await retention.prune()
    assert await edits.restorable(1) is None
    assert await feeds.new_items(7, ITEM, clock() - 999 * DAY) == set()
    assert len(await database.rows(select(updates_table))) == 1
    clock.advance(DAY)
    await retention.prune()
    assert await database.rows(select(updates_table)) == []
    clock.advance((30 - 2.5) * DAY)
    await retention.prune()
    assert await shown.get(5) is not None
    clock.advance(DAY)
    await retention.prune()
    assert await shown.get(5) is None
    assert await ratings.rating(5) is True
    clock.advance(10 * DAY)
    await retention.prune()
    assert await ratings.rating(5) is None
    assert len(await database.rows(select(channel_albums))) == 1
    clock.advance(ITEM_RETENTION)
    await retention.prune()
    assert await feeds.new_items(7, ITEM, clock() - 999 * DAY) == set(ITEM)
    assert await database.rows(select(channel_albums)) == []
