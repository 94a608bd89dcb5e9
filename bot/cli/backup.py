"""``kutip backup`` and ``kutip restore``."""

import sys
from math import ceil
from pathlib import Path

import click

from bot.cli.usage import CatalogCommand, Failure
from bot.errors import StorageError
from bot.maintenance.backup import file_of, newest_backup, store_backup
from bot.maintenance.backup import restore as restore_backup
from bot.model.schedule import time_zone
from bot.services.addresses import current_time, database_address
from bot.settings import Settings, load_settings
from bot.storage.backup_file import back_up
from bot.storage.backup_folder import MEGABYTE, StoredBackup
from bot.texts import texts_for

_FILE = click.Path(path_type=Path, readable=False)
_YES = frozenset({"y", "ya", "yes"})


@click.command(cls=CatalogCommand)
@click.argument("file", type=_FILE, required=False)
def backup(file: Path | None) -> None:
    """Write a copy of the database to FILE, or to the folder of backups; the bot may go on."""
    settings = load_settings()
    address = database_address(settings)
    database = file_of(address)
    if file is not None:
        back_up(database, file)
    elif not database.exists():
        raise StorageError("storage_missing", path=str(database))
    else:
        file = store_backup(address, current_time(), settings.backup_keep)
    click.echo(texts_for(settings.language).format("backup_made", path=str(file)))


@click.command(cls=CatalogCommand)
@click.argument("file", type=_FILE, required=False)
@click.option("-y", "--yes", is_flag=True)
def restore(file: Path | None, *, yes: bool) -> None:
    """Put a backup in the database's place, which is kept; the bot has to be stopped.

    Without FILE, it is the newest one in the folder of backups, once that is confirmed.
    """
    settings = load_settings()
    address = database_address(settings)
    database = file_of(address)
    if file is None:
        newest = newest_backup(address.backup_folder)
        if not yes:
            _confirm(newest, settings)
        file = newest.path
    replaced = restore_backup(file, database)
    texts = texts_for(settings.language)
    click.echo(texts.format("backup_restored", path=str(file)))
    if replaced is not None:
        click.echo(texts.format("backup_kept", path=str(replaced)))


def _confirm(newest: StoredBackup, settings: Settings) -> None:
    """Show what would be restored, and wait for a yes; raises Failure without one."""
    texts = texts_for(settings.language)
    made_at = newest.made_at.astimezone(time_zone(settings.time_zone))
    megabytes = texts.number(ceil(newest.size / MEGABYTE))
    click.echo(
        texts.format(
            "backup_offer",
            name=newest.path.name,
            time=f"{made_at:%Y-%m-%d %H:%M}",
            megabytes=megabytes,
        )
    )
    click.echo(f"{texts.backup.backup_confirm} ", nl=False)
    answer = sys.stdin.readline()
    if not answer:  # nobody there: no key has ended the line
        click.echo()
    if answer.strip().lower() not in _YES:
        raise Failure(texts.format("backup_not_restored", path=str(newest.path)))
