"""What the newsroom does from the chat, as a whole: what it consists of, and what keeps it going.

Decides, stores and sends nothing itself.
"""

from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.feeding import Feeding, open_feeding
from bot.fetching.addresses import Allowances
from bot.folder import FolderKeeping
from bot.insight import Insight
from bot.library import Library
from bot.loops import persist, running
from bot.people import People
from bot.schedule import time_zone
from bot.settings import Settings
from bot.storage.articles import Origin
from bot.storage.audit import AuditStore
from bot.storage.database import Database
from bot.storage.figures import FigureStore
from bot.storage.people import PeopleStore
from bot.storage.tallies import TallyStore
from bot.tallying import Tallying
from index.errors import LoadError
from index.types import Article


@dataclass(frozen=True, slots=True)
class Newsroom:
    """What handlers use of the newsroom."""

    people: People
    feeding: Feeding
    folder: FolderKeeping
    insight: Insight
    tallying: Tallying

    @asynccontextmanager
    async def running(self) -> AsyncIterator[None]:
        """What the newsroom set going goes on meanwhile."""
        folder = (persist(work) for work in self.folder.works())
        async with self.feeding.running(), running(*folder):
            yield


def make_tallying(
    database: Database, settings: Settings, *, now: Callable[[], datetime]
) -> Tallying:
    """What counts on a database, by the days of the default time zone."""
    return Tallying(TallyStore(database), time_zone(settings.time_zone), now)


@asynccontextmanager
async def open_newsroom(
    database: Database,
    settings: Settings,
    library: Library,
    tallying: Tallying,
    *,
    now: Callable[[], datetime],
) -> AsyncIterator[Newsroom]:
    """The newsroom on a database; what its feeds bring goes into the library."""

    async def take_in(items: Sequence[Article | LoadError]) -> None:
        await library.take_in(items, Origin.FEED)

    allowed = Allowances.of(settings.fetch_allow)
    async with open_feeding(database, allowed, take_in, now=now) as feeding:
        yield Newsroom(
            people=People(settings.owners, PeopleStore(database), AuditStore(database, now)),
            feeding=feeding,
            folder=_folder_keeping(settings, library, now),
            insight=Insight(
                FigureStore(database), TallyStore(database), tallying, settings.language
            ),
            tallying=tallying,
        )


def _folder_keeping(
    settings: Settings, library: Library, now: Callable[[], datetime]
) -> FolderKeeping:
    minutes = settings.reload_minutes
    return FolderKeeping(
        library,
        settings.articles,
        every=timedelta(minutes=minutes) if minutes else None,
        watching=settings.watch,
        now=now,
    )
