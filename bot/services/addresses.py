"""The database of an installation, and the time: all that a command needs that only looks."""

from collections.abc import Callable
from datetime import UTC, datetime

from bot.settings import Settings
from bot.storage.dialects.dialect import DatabaseAddress

DATABASE = "kutip.db"

Now = Callable[[], datetime]


def current_time() -> datetime:
    """Return the system's time."""
    return datetime.now(UTC)


def database_address(settings: Settings) -> DatabaseAddress:
    """Return the address of the database that the settings name: by default a file of its own."""
    return DatabaseAddress(settings.data / DATABASE, settings.database, settings.backups)
