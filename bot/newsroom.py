"""What the newsroom does from the chat, as a whole: what it consists of, and what keeps it going.

Decides, stores and sends nothing itself.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from bot.backup import Backups
from bot.bell import Bell
from bot.broadcasting import Broadcasting
from bot.people import People
from bot.settings import Settings
from bot.storage.audit import AuditStore
from bot.storage.broadcasts import BroadcastStore
from bot.storage.database import Database
from bot.storage.people import PeopleStore


@dataclass(frozen=True, slots=True)
class Newsroom:
    """What handlers use of the newsroom."""

    people: People
    broadcasting: Broadcasting
    backups: Backups


def make_newsroom(
    database: Database,
    settings: Settings,
    *,
    queued: Callable[[], None],
    now: Callable[[], datetime],
) -> Newsroom:
    """The newsroom on a database; ``queued`` is called when the outbox has more."""
    audit = AuditStore(database, now)
    said = BroadcastStore(database, settings.language, now)
    return Newsroom(
        people=People(settings.owners, PeopleStore(database), audit, now),
        broadcasting=Broadcasting(said, begun=Bell(now), queued=queued),
        backups=Backups(database.path),
    )
