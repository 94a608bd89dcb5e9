"""The services of one command: its notices are printed, and no stray data folder is made."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from bot.cli.console import Output
from bot.errors import FolderMissing, StorageError
from bot.maintenance.backup import is_running
from bot.model.articles import ReloadReport
from bot.services.addresses import DATABASE
from bot.services.core import Services, open_services
from bot.settings import Settings
from bot.texts import texts_for
from bot.texts.terminal import TerminalTexts


def database_of(settings: Settings) -> Path:
    """Return the path of the database."""
    return settings.data / DATABASE


def has_database(settings: Settings) -> bool:
    """Return whether there is a database, or something else in its folder's place."""
    return bool(settings.database) or database_of(settings).exists() or settings.data.is_file()


@asynccontextmanager
async def open_command_services(settings: Settings, output: Output) -> AsyncIterator[Services]:
    """Open the services, and warn of what owners would be told; raises StorageError."""
    async with open_services(settings) as services:
        warn_of_notices(services, output)
        try:
            yield services
        finally:
            warn_of_notices(services, output)


def warn_of_notices(services: Services, output: Output) -> None:
    """Print the notices that have come up since the last call."""
    texts = texts_for(services.settings.language)
    for notice in services.error_reporter.take_notices():
        output.warn(texts.format(notice.key, **notice.arguments))


def require_articles(settings: Settings) -> None:
    """Raise FolderMissing where there are neither a database nor a folder of articles yet."""
    if not has_database(settings) and not settings.articles.is_dir():
        raise FolderMissing(settings.articles)


def require_database(settings: Settings) -> None:
    """Raise StorageError where there is no database yet."""
    if not has_database(settings):
        raise StorageError("storage_missing", path=str(database_of(settings)))


def mention_running_bot(report: ReloadReport, settings: Settings, output: Output) -> None:
    """Say that a running bot takes the changes over, if there are both."""
    if (report.added or report.changed or report.removed) and is_running(database_of(settings)):
        output.print(TerminalTexts(settings.language).bot_follows)
