"""``kutip move``."""

import asyncio
import gc
from pathlib import Path

import click
from pydantic import SecretStr
from pydantic_core import PydanticCustomError

from bot.cli.console import Output
from bot.cli.services import require_database
from bot.cli.usage import CatalogCommand
from bot.configuration import values
from bot.errors import MoveError, SettingsError
from bot.maintenance.move import move_database
from bot.services.addresses import database_address
from bot.settings import Settings, load_settings, missing_package
from bot.storage.dialects.dialect import DatabaseAddress
from bot.storage.transfer import CopiedTable
from bot.texts.moving import MovingTexts

PROGRESS_ROWS = 20_000
"""Rows of a table between two lines of progress."""


@click.command(cls=CatalogCommand)
@click.option("--to", required=True)
def move(*, to: str) -> None:
    """Copy the installation to an empty PostgreSQL database, or from one to a new file."""
    gc.enable()  # off since the program's start
    settings = load_settings()
    require_database(settings)
    source, target = database_address(settings), _address(to, settings)
    report = MoveReport(MovingTexts(settings.language), Output.standard())
    report.begin(source, target)
    report.end(asyncio.run(move_database(source, target, report.on_copied)), source, target)


def _address(to: str, settings: Settings) -> DatabaseAddress:
    """Return the target; raises MoveError, which does not show an address with its password."""
    if "://" not in to:
        return DatabaseAddress(Path(to).expanduser())
    try:
        url = values.database(to)
    except PydanticCustomError:
        raise MoveError("move_address") from None
    if problems := missing_package("asyncpg", "--to"):
        raise SettingsError(problems)
    return DatabaseAddress(database_address(settings).file, SecretStr(str(url)))


class MoveReport:
    """Lines about what is being carried over."""

    def __init__(self, texts: MovingTexts, output: Output) -> None:
        self._texts = texts
        self._output = output

    def begin(self, source: DatabaseAddress, target: DatabaseAddress) -> None:
        """Say from where to where."""
        self._print("move_begins", source=str(source.name), target=str(target.name))

    def on_copied(self, table: str, copied: int, total: int) -> None:
        """Print a line for each table that has rows, and for every so many rows of a large one."""
        if not total or (copied < total and copied % PROGRESS_ROWS):
            return
        rows = self._texts.number(copied)
        if copied < total:
            self._print("move_progress", table=table, rows=rows, total=self._texts.number(total))
        else:
            self._print("move_table", table=table, rows=rows)

    def end(
        self, tables: list[CopiedTable], source: DatabaseAddress, target: DatabaseAddress
    ) -> None:
        """Say how much was carried over, what was odd about it, and what to do next."""
        rows = sum(table.rows for table in tables)
        self._print("move_done", tables=len(tables), rows=rows)
        for table in tables:
            for key in ("damaged", "with_nul", "left_out"):
                if count := getattr(table, key):
                    self._print(f"move_{key}", table=table.name, count=count)
        self._print("move_source_stays", source=str(source.name))
        if target.url is not None:
            self._print("move_next_postgresql")
        else:
            self._print("move_next_file", folder=str(target.file.parent), name=target.file.name)

    def _print(self, key: str, **arguments: str | int) -> None:
        self._output.print(self._texts.format(key, **arguments))
