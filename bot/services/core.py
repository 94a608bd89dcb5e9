"""The services that every command needs."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from typing import TYPE_CHECKING

from bot.articles.library import Library
from bot.conversation.further import FurtherQuotes
from bot.conversation.headlines import Headlines
from bot.conversation.passed_on import PassedOn
from bot.conversation.service import Conversation
from bot.conversation.shown_answers import ShownAnswers
from bot.model.schedule import time_zone
from bot.questions.answering import QuestionAnswerer
from bot.questions.cross_encoder import load_cross_encoder
from bot.questions.reader_files import read_reader_files
from bot.questions.related import RelatedQuestions
from bot.questions.suggestions import QuestionSuggestions
from bot.quotations.listing import QuotationLister
from bot.quotations.search import StatementSearch
from bot.quotations.speakers import SpeakerDirectory
from bot.quotations.spoken import SpokenAnswers
from bot.runtime.error_reports import ErrorReporter
from bot.services.addresses import Now, current_time, database_address
from bot.settings import Settings
from bot.statistics.feedback import FeedbackService
from bot.storage.articles import ArticleStore
from bot.storage.database import Database, open_database
from bot.storage.feedback import FeedbackStore
from bot.storage.quotation_lists import QuotationListStore
from bot.storage.quotations import QuotationStore
from bot.storage.readers import ReaderStore
from bot.storage.reloads import ReloadStore
from bot.storage.replies import ReplyStore
from bot.storage.shown_answers import ShownAnswerStore
from bot.users.preferences import Preferences
from index.engine import SearchEngine
from index.inverted.local_engine import LocalEngine
from index.query.term_weights import TermWeights

if TYPE_CHECKING:
    from index.opensearch.address import ClusterAddress

WAITING_READ = 400
"""Articles that a command reads for quotations at a question for somebody's words: some 2 s."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Services:
    """The services that every command needs; ``now`` returns aware datetimes."""

    settings: Settings
    answerer: QuestionAnswerer
    conversation: Conversation
    shown_answers: ShownAnswers
    further: FurtherQuotes
    library: Library
    preferences: Preferences
    suggestions: QuestionSuggestions
    feedback: FeedbackService
    related: RelatedQuestions
    weights: TermWeights
    quotations: QuotationLister
    error_reporter: ErrorReporter
    now: Now
    started_at: datetime


@asynccontextmanager
async def open_services(settings: Settings, now: Now = current_time) -> AsyncIterator[Services]:
    """Open the services on the database in ``settings.data``, with its articles searchable.

    Raises ReaderFileError, StorageError and CrossEncoderError.
    """
    reporter = ErrorReporter(now)
    async with open_database(database_address(settings), reporter.report) as database:
        articles = ArticleStore(database, now, report=reporter.report)
        services = make_services(database, settings, articles, reporter)
        read = partial(_read_waiting, QuotationStore(database), articles, reporter)
        services.quotations.prepare_by(read)
        async with opened(services):
            yield services


async def _read_waiting(
    store: QuotationStore, articles: ArticleStore, reporter: ErrorReporter
) -> None:
    """Read some of the articles that wait for it, for a command that runs without a bot."""
    if not await store.waiting(1):
        return
    # Imported here because few questions are for somebody's words.
    from bot.quotations.job import QuotationJob

    job = QuotationJob(store, articles, now=reporter.now, report=reporter.report)
    await job.read_waiting(WAITING_READ)


def make_engine(settings: Settings) -> SearchEngine:
    """Make the search engine of the settings: embedded, or on the cluster that they name."""
    if not settings.opensearch:
        return LocalEngine(settings.data)
    # Imported here because only an installation with a cluster has the client.
    from index.opensearch.engine import OpenSearchEngine

    return OpenSearchEngine(cluster_address(settings))


def cluster_address(settings: Settings) -> "ClusterAddress":
    """Return the address of the OpenSearch cluster that the settings name."""
    from index.opensearch.address import ClusterAddress

    password = settings.opensearch_password
    return ClusterAddress(
        hosts=settings.opensearch,
        index=settings.opensearch_index,
        shards=settings.opensearch_shards,
        replicas=settings.opensearch_replicas,
        user=settings.opensearch_user,
        password=password.get_secret_value() if password else "",
        ca=str(settings.opensearch_ca or ""),
        verify=settings.opensearch_verify,
    )


@asynccontextmanager
async def opened(services: Services) -> AsyncIterator[None]:
    """Make the stored articles searchable; in the end wait until all is on disk."""
    await services.library.open()
    try:
        yield
    finally:
        await services.shown_answers.finish()
        await services.library.close()


def make_services(
    database: Database,
    settings: Settings,
    articles: ArticleStore,
    reporter: ErrorReporter,
) -> Services:
    """Assemble the services on an open database; raises ReaderFileError, CrossEncoderError."""
    read_reader_files()
    now, engine = reporter.now, make_engine(settings)
    library = Library(articles, ReloadStore(database), engine, settings.articles, now)
    judge = load_cross_encoder(settings.reader) if settings.reader else None
    store = QuotationStore(database)
    directory, search = SpeakerDirectory(store), StatementSearch(store, library, engine)
    spoken = SpokenAnswers(directory, search)
    quotations = QuotationLister(directory, search, QuotationListStore(database, now))
    answerer = QuestionAnswerer(engine, library, lambda: now().date(), judge, spoken)
    weights = TermWeights(engine)
    suggestions = QuestionSuggestions(library, answerer, weights, lambda: now().date())
    passed_on = PassedOn(engine, library)
    shown_answers = ShownAnswers(ShownAnswerStore(database))
    conversation = Conversation(
        answerer,
        Headlines(library),
        passed_on,
        now,
        suggest=suggestions.questions,
        lists=quotations,
        shown=shown_answers,
    )
    return Services(
        settings=settings,
        answerer=answerer,
        conversation=conversation,
        shown_answers=shown_answers,
        further=FurtherQuotes(answerer),
        library=library,
        preferences=Preferences(
            ReaderStore(database),
            ReplyStore(database),
            default_language=settings.language,
            now=now,
        ),
        suggestions=suggestions,
        feedback=FeedbackService(
            FeedbackStore(database), library, time_zone(settings.time_zone), now
        ),
        related=RelatedQuestions(engine),
        weights=weights,
        quotations=quotations,
        error_reporter=reporter,
        now=now,
        started_at=now(),
    )
