"""What the newsroom does from the chat, as a whole: what it consists of, and what keeps it going.

Decides, stores and sends nothing itself.
"""

from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import datetime

from bot.content.opening import Content, make_content
from bot.feeding import Feeding, open_feeding
from bot.fetching.addresses import Allowances
from bot.library import Library
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
    content: Content

    @asynccontextmanager
    async def running(self) -> AsyncIterator[None]:
        """What the newsroom set going goes on meanwhile."""
        async with self.feeding.running():
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
    async with open_feeding(database, allowed, take_in, now=now) as feeding:
        content = make_content(database, settings.data, library, feeding.fetcher, now=now)
        yield Newsroom(people, feeding, content)
