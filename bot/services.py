"""What a running Kutip consists of, and who opens and closes it.

Knows no Telegram and no terminal: both stand on these services.
"""

from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime

from bot.answering import Answering
from bot.library import Library
from bot.readers import Readers
from bot.samples import Samples
from bot.settings import Settings
from bot.storage.articles import ArticleStore
from bot.storage.database import open_database
from bot.storage.readers import ReaderStore
from bot.storage.reloads import ReloadStore
from bot.storage.replies import ReplyStore
from index.local import LocalEngine

DATABASE = "kutip.db"

Now = Callable[[], datetime]


@dataclass(frozen=True, slots=True)
class Services:
    """Everything that a question, a command or a button may need; ``now`` is aware of its zone."""

    settings: Settings
    answering: Answering
    library: Library
    readers: Readers
    samples: Samples
    now: Now
    started_at: datetime


def current_time() -> datetime:
    """The clock of the real world."""
    return datetime.now(UTC)


@asynccontextmanager
async def open_services(settings: Settings, now: Now = current_time) -> AsyncIterator[Services]:
    """The services on the database in ``settings.data``; what is stored is searchable at once.

    Raises StorageError.
    """
    async with open_database(settings.data / DATABASE) as database:
        engine = LocalEngine(settings.data)
        articles = ArticleStore(database, now)
        library = Library(articles, ReloadStore(database), engine, settings.articles, now)
        readers = Readers(
            ReaderStore(database),
            ReplyStore(database),
            default_language=settings.language,
            now=now,
        )
        answering = Answering(engine, library, today=lambda: now().date())
        await library.open()
        try:
            yield Services(
                settings=settings,
                answering=answering,
                library=library,
                readers=readers,
                samples=Samples(library, answering),
                now=now,
                started_at=now(),
            )
        finally:
            await library.close()
