"""What the newsroom does from the chat, as a whole: what it consists of, and what keeps it going.

Decides, stores and sends nothing itself.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from bot.people import People
from bot.settings import Settings
from bot.storage.audit import AuditStore
from bot.storage.database import Database
from bot.storage.people import PeopleStore


@dataclass(frozen=True, slots=True)
class Newsroom:
    """What handlers use of the newsroom."""

    people: People


def make_newsroom(
    database: Database, settings: Settings, *, now: Callable[[], datetime]
) -> Newsroom:
    """The newsroom on a database."""
    audit = AuditStore(database, now)
    return Newsroom(people=People(settings.owners, PeopleStore(database), audit))
