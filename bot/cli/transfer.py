"""``kutip import`` and ``kutip export``: articles in from files, and all of them out again."""

import asyncio
import gc
import gzip
import io
import json
import lzma
import sys
from collections.abc import AsyncIterator
from pathlib import Path
from typing import IO, cast

import click

from bot.articles.source_files import SourceFile
from bot.cli.console import Output, report_text
from bot.cli.json_output import articles_to_json
from bot.cli.services import mention_running_bot, open_command_services, require_database
from bot.cli.usage import CatalogCommand
from bot.errors import KutipError
from bot.runtime.tempdir import replacing
from bot.settings import Settings, load_settings
from bot.storage.backup_file import disk_errors
from bot.texts import texts_for
from index.types import Article

STANDARD_OUTPUT = "-"
EXPORTED = (".jsonl", ".jsonl.gz", ".jsonl.xz")
"""The endings of what is written, as ``kutip import`` knows them."""

_FILE = click.Path(path_type=Path, readable=False)


class TransferError(KutipError):
    """Files that cannot be read or written as asked."""


@click.command("import", cls=CatalogCommand)
@click.argument("files", nargs=-1, required=True, type=_FILE)
def import_command(files: tuple[Path, ...]) -> None:
    """Add the articles of FILES to those that are there.

    txt, md, html, csv, jsonl, the last two packed as gz or xz too, and zip of all of those.
    """
    gc.enable()  # off since the program's start
    asyncio.run(_import(files, load_settings()))


@click.command("export", cls=CatalogCommand)
@click.option("--overwrite", is_flag=True)
@click.argument("file", type=_FILE)
def export_command(file: Path, *, overwrite: bool) -> None:
    """Write all articles to FILE as JSON lines, packed where it ends in .gz or .xz.

    - stands for the standard output.
    """
    gc.enable()  # off since the program's start
    asyncio.run(_export(file, load_settings(), overwrite=overwrite))


async def _import(files: tuple[Path, ...], settings: Settings) -> None:
    texts, output = texts_for(settings.language), Output.standard()
    for file in files:
        if file.is_dir():
            raise TransferError("import_folder", path=str(file))
        if not file.is_file():
            raise TransferError("backup_unreadable", path=str(file))
    uploads = [SourceFile(file, file.as_posix()) for file in files]
    async with open_command_services(settings, output) as services:
        with output.reload_progress(texts) as on_progress:
            report = await services.library.import_files(uploads, on_progress)
    title = texts.format("import_done", count=len(files))
    output.print(report_text(report, texts, title))
    mention_running_bot(report, settings, output)
    if not (report.added or report.changed or report.unchanged or report.duplicates):
        raise TransferError("import_nothing")


async def _export(file: Path, settings: Settings, *, overwrite: bool) -> None:
    require_database(settings)
    output = Output.standard()
    async with open_command_services(settings, output) as services:
        articles = services.library.all()
        if str(file) == STANDARD_OUTPUT:
            # UTF-8, as in a file, whatever the terminal's encoding is.
            standard = io.TextIOWrapper(sys.stdout.buffer, encoding="utf-8")
            await _write(articles, standard)
            standard.detach()
            return
        check_target(file, overwrite=overwrite)
        with disk_errors(file), replacing(file) as partial, open_packed(partial) as out:
            written = await _write(articles, out)
    texts = texts_for(settings.language)
    output.print(texts.format("export_done", count=written, path=str(file)))


async def _write(articles: AsyncIterator[Article], out: IO[str]) -> int:
    written = 0
    async for fields in articles_to_json(articles):
        out.write(json.dumps(fields, ensure_ascii=False) + "\n")
        written += 1
    return written


def check_target(file: Path, *, overwrite: bool) -> None:
    """Raise TransferError unless the file can be written, and says of itself what it will be."""
    name = file.name.lower()
    if not name.endswith(EXPORTED):
        raise TransferError("export_ending", path=str(file))
    if not file.parent.is_dir():
        raise TransferError("backup_no_folder", path=str(file.parent))
    if file.exists() and not overwrite:
        raise TransferError("export_there", path=str(file))


def open_packed(path: Path) -> IO[str]:
    """Open a new file for text, packed as its name says."""
    match path.suffix.lower():
        case ".gz":
            return cast(IO[str], gzip.open(path, "wt", compresslevel=6, encoding="utf-8"))
        case ".xz":
            return cast(IO[str], lzma.open(path, "wt", encoding="utf-8"))
        case _:
            return path.open("w", encoding="utf-8")
