"""What a running Kutip consists of, and who opens and closes it.

Knows no Telegram and no terminal: both stand on these services.
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from contextlib import AsyncExitStack, asynccontextmanager, nullcontext
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from bot.articles.library import Library
from bot.questions.answering import QuestionAnswerer
from bot.questions.suggestions import QuestionSuggestions
from bot.runtime.error_reports import ErrorReporter
from bot.runtime.wakeup import Wakeup
from bot.settings import Settings
from bot.storage.articles import ArticleStore
from bot.storage.database import open_database
from bot.storage.readers import ReaderStore
from bot.storage.reloads import ReloadStore
from bot.storage.replies import ReplyStore
from bot.users.preferences import Preferences
from index.inverted.local_engine import LocalEngine

if TYPE_CHECKING:
    from bot.alerts.service import AlertService
    from bot.alerts.subscriptions import Subscriptions
    from bot.newsroom import StaffServices

DATABASE = "kutip.db"

Now = Callable[[], datetime]


@dataclass(frozen=True, slots=True)
class Services:
    """Everything that a question, a command or a button may need; ``now`` is aware of its zone.

    ``alerting`` and ``desk`` are there where a bot is to be served.
    """

    settings: Settings
    answering: QuestionAnswerer
    library: Library
    readers: Preferences
    samples: QuestionSuggestions
    now: Now
    started_at: datetime
    error_reporter: ErrorReporter
    alerting: AlertService | None = None
    desk: StaffServices | None = None

    @property
    def subscriptions(self) -> Subscriptions:
        """The readers' topics, where the services were opened with alerts."""
        if self.alerting is None:
            raise RuntimeError("the services were opened without alerts")
        return self.alerting.subscriptions

    @property
    def newsroom(self) -> StaffServices:
        """What the newsroom does, where the services were opened to serve a bot."""
        if self.desk is None:
            raise RuntimeError("the services were opened without a newsroom")
        return self.desk

    async def follow_migration(self, old_chat: int, new_chat: int) -> None:
        """A group became a supergroup, which has another id and other message numbers."""
        await self.readers.follow_migration(old_chat, new_chat)
        if self.alerting is not None:
            await self.alerting.subscriptions.follow_migration(old_chat, new_chat)


def current_time() -> datetime:
    """The clock of the real world."""
    return datetime.now(UTC)


@asynccontextmanager
async def open_services(
    settings: Settings, now: Now = current_time, *, serving: bool = False
) -> AsyncIterator[Services]:
    """The services on the database in ``settings.data``; what is stored is searchable at once.

    With ``serving`` also what only a bot needs, which writes by itself and has a newsroom. Raises
    StorageError.
    """
    async with AsyncExitStack() as stack:
        database = await stack.enter_async_context(open_database(settings.data / DATABASE))
        engine = LocalEngine(settings.data)
        arrived = Wakeup(now)
        articles = ArticleStore(database, now, arrived.notify)
        library = Library(articles, ReloadStore(database), engine, settings.articles, now)
        readers = Preferences(
            ReaderStore(database),
            ReplyStore(database),
            default_language=settings.language,
            now=now,
        )
        answering = QuestionAnswerer(engine, library, today=lambda: now().date())
        error_reporter = ErrorReporter(now)
        alerting, desk = None, None
        if serving:
            from bot.alerts.service import make_alerting
            from bot.newsroom import make_recorder, open_newsroom

            recorder = make_recorder(database, settings, now=now)
            alerting = make_alerting(
                database,
                articles,
                settings,
                idf=engine.idf,
                arrived=arrived,
                delivered=recorder.delivered,
                error_reporter=error_reporter,
                now=now,
            )
            opening = open_newsroom(
                database,
                settings,
                library,
                recorder,
                error_reporter,
                queued=alerting.queued.notify,
                now=now,
            )
            desk = await stack.enter_async_context(opening)
        await library.open()
        try:
            async with desk.recorder.running() if desk else nullcontext():
                yield Services(
                    settings=settings,
                    answering=answering,
                    library=library,
                    readers=readers,
                    samples=QuestionSuggestions(library, answering),
                    now=now,
                    started_at=now(),
                    error_reporter=error_reporter,
                    alerting=alerting,
                    desk=desk,
                )
        finally:
            await library.close()
