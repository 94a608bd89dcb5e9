"""What the newsroom does from the chat, as a whole: what it consists of, and what keeps it going.

Decides, stores and sends nothing itself.
"""

from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.announcements.service import Broadcasting
from bot.articles.folder_watcher import FolderKeeping
from bot.articles.library import Library
from bot.content.opening import Content, make_content
from bot.feeds.service import Feeding, open_feeding
from bot.fetching.addresses import Allowances
from bot.maintenance.backup import Backups
from bot.maintenance.retention import Upkeep
from bot.model.articles import Origin
from bot.model.schedule import time_zone
from bot.runtime.error_reports import Mishaps
from bot.runtime.supervisor import persist, running
from bot.runtime.wakeup import Bell
from bot.settings import Settings
from bot.statistics.recorder import Tallying
from bot.statistics.service import Insight
from bot.storage.audit import AuditStore
from bot.storage.broadcasts import BroadcastStore
from bot.storage.counters import TallyStore
from bot.storage.database import Database
from bot.storage.people import PeopleStore
from bot.storage.statistics import FigureStore
from bot.users.staff import People
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
    broadcasting: Broadcasting
    backups: Backups
    mishaps: Mishaps
    content: Content
    upkeep: Upkeep

    @asynccontextmanager
    async def running(self) -> AsyncIterator[None]:
        """What the newsroom set going goes on meanwhile."""
        works = [*self.folder.works(), self.upkeep.go_on]
        async with (
            self.feeding.running(),
            running(*(persist(work, self.mishaps.note) for work in works)),
        ):
            yield


def make_tallying(
    database: Database, settings: Settings, *, now: Callable[[], datetime]
) -> Tallying:
    """What counts on a database, by the days of the default time zone."""
    return Tallying(TallyStore(database), time_zone(settings.time_zone), now)


@asynccontextmanager
async def open_newsroom(  # noqa: PLR0913 - what the newsroom stands on
    database: Database,
    settings: Settings,
    library: Library,
    tallying: Tallying,
    mishaps: Mishaps,
    *,
    queued: Callable[[], None],
    now: Callable[[], datetime],
) -> AsyncIterator[Newsroom]:
    """The newsroom on a database; what its feeds bring goes into the library.

    ``queued`` is called when the outbox has more.
    """

    async def take_in(items: Sequence[Article | LoadError]) -> None:
        await library.take_in(items, Origin.FEED)

    allowed = Allowances.of(settings.fetch_allow)
    audit = AuditStore(database, now)
    said = BroadcastStore(database, settings.language, now)
    async with open_feeding(database, allowed, take_in, note=mishaps.note, now=now) as feeding:
        content = make_content(database, settings.data, library, feeding.fetcher, now=now)
        yield Newsroom(
            people=People(settings.owners, PeopleStore(database), audit, now),
            feeding=feeding,
            content=content,
            upkeep=Upkeep(content.editor, feeding.store, now=now),
            folder=_folder_keeping(settings, library, now),
            insight=Insight(
                FigureStore(database), TallyStore(database), tallying, settings.language
            ),
            tallying=tallying,
            broadcasting=Broadcasting(said, begun=Bell(now), queued=queued),
            backups=Backups(database.path),
            mishaps=mishaps,
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
