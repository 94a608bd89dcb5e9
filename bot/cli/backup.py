"""``kutip backup`` and ``kutip restore``."""

from pathlib import Path

import click

from bot.cli.usage import CatalogCommand
from bot.maintenance.backup import file_of
from bot.maintenance.backup import restore as restore_backup
from bot.services.core import database_address
from bot.settings import load_settings
from bot.storage.backup_file import back_up
from bot.texts import texts_for

_FILE = click.Path(path_type=Path, readable=False)


@click.command(cls=CatalogCommand)
@click.argument("file", type=_FILE)
def backup(file: Path) -> None:
    """Write a copy of the database to FILE, packed if it ends with .gz; the bot may go on."""
    settings = load_settings()
    back_up(file_of(database_address(settings)), file)
    click.echo(texts_for(settings.language).format("backup_made", path=str(file)))


@click.command(cls=CatalogCommand)
@click.argument("file", type=_FILE)
def restore(file: Path) -> None:
    """Put the backup in FILE in the database's place, which is kept; the bot has to be stopped."""
    settings = load_settings()
    replaced = restore_backup(file, file_of(database_address(settings)))
    texts = texts_for(settings.language)
    click.echo(texts.format("backup_restored", path=str(file)))
    if replaced is not None:
        click.echo(texts.format("backup_kept", path=str(replaced)))
