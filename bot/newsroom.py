"""What the newsroom does from the chat, as a whole: what it consists of, and what keeps it going.

Decides, stores and sends nothing itself.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from bot.insight import Insight
from bot.people import People
from bot.schedule import time_zone
from bot.settings import Settings
from bot.storage.audit import AuditStore
from bot.storage.database import Database
from bot.storage.figures import FigureStore
from bot.storage.people import PeopleStore
from bot.storage.tallies import TallyStore
from bot.tallying import Tallying


@dataclass(frozen=True, slots=True)
class Newsroom:
    """What handlers use of the newsroom."""

    people: People
    insight: Insight
    tallying: Tallying


def make_tallying(
    database: Database, settings: Settings, *, now: Callable[[], datetime]
) -> Tallying:
    """What counts on a database, by the days of the default time zone."""
    return Tallying(TallyStore(database), time_zone(settings.time_zone), now)


def make_newsroom(
    database: Database, settings: Settings, tallying: Tallying, *, now: Callable[[], datetime]
) -> Newsroom:
    """The newsroom on a database."""
    audit = AuditStore(database, now)
    insight = Insight(FigureStore(database), TallyStore(database), tallying, settings.language)
    return Newsroom(
        people=People(settings.owners, PeopleStore(database), audit),
        insight=insight,
        tallying=tallying,
    )
