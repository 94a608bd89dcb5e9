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
from bot.library import Library
from bot.loops import persist, running
from bot.people import People
from bot.settings import Settings
from bot.storage.articles import Origin
from bot.storage.audit import AuditStore
from bot.storage.database import Database
from bot.storage.people import PeopleStore
from index.errors import LoadError
from index.types import Article


@dataclass(frozen=True, slots=True)
class Newsroom:
    """What handlers use of the newsroom."""

    people: People
    feeding: Feeding
    folder: FolderKeeping

    @asynccontextmanager
    async def running(self) -> AsyncIterator[None]:
        """What the newsroom set going goes on meanwhile."""
        folder = (persist(work) for work in self.folder.works())
        async with self.feeding.running(), running(*folder):
            yield


@asynccontextmanager
async def open_newsroom(
    database: Database, settings: Settings, library: Library, *, now: Callable[[], datetime]
) -> AsyncIterator[Newsroom]:
    """The newsroom on a database; what its feeds bring goes into the library."""

    async def take_in(items: Sequence[Article | LoadError]) -> None:
        await library.take_in(items, Origin.FEED)

    audit = AuditStore(database, now)
    people = People(settings.owners, PeopleStore(database), audit)
    allowed = Allowances.of(settings.fetch_allow)
    minutes = settings.reload_minutes
    folder = FolderKeeping(
        library,
        settings.articles,
        every=timedelta(minutes=minutes) if minutes else None,
        watching=settings.watch,
        now=now,
    )
    async with open_feeding(database, allowed, take_in, now=now) as feeding:
        yield Newsroom(people, feeding, folder)
