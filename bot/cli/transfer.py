"""``kutip import`` and ``kutip export``: articles in from files, and all of them out again."""

import asyncio
import gc
import gzip
import json
import lzma
from pathlib import Path
from typing import IO, cast

import click

from bot.articles.ingest import UploadedFile
from bot.cli.console import Output, report_text
from bot.cli.json_output import articles_to_json
from bot.runtime.tempdir import replacing
from bot.services.core import open_services
from bot.settings import Settings, load_settings
from bot.texts import texts_for

_FILES = click.Path(exists=True, dir_okay=False, path_type=Path)
_FILE = click.Path(dir_okay=False, writable=True, path_type=Path)


@click.command("import")
@click.argument("files", nargs=-1, required=True, type=_FILES)
def import_command(files: tuple[Path, ...]) -> None:
    """Add the articles of FILES to those that are there.

    txt, md, html, csv, jsonl, the last two packed as gz or xz too, and zip of all of those.
    """
    gc.enable()  # off since the program's start
    asyncio.run(_import(files, load_settings()))


@click.command("export")
@click.argument("file", type=_FILE)
def export_command(file: Path) -> None:
    """Write all articles to FILE as JSON lines, packed where it ends in .gz or .xz."""
    gc.enable()  # off since the program's start
    asyncio.run(_export(file, load_settings()))


async def _import(files: tuple[Path, ...], settings: Settings) -> None:
    texts, output = texts_for(settings.language), Output.standard()
    uploads = [UploadedFile(file, file.as_posix()) for file in files]
    async with open_services(settings) as services:
        with output.reload_progress(texts) as on_progress:
            report = await services.library.import_files(uploads, on_progress)
    title = texts.format("import_done", count=texts.number(len(files)))
    output.print(report_text(report, texts, title))


async def _export(file: Path, settings: Settings) -> None:
    written = 0
    async with open_services(settings) as services:
        with replacing(file) as partial, _open_packed(partial) as out:
            async for fields in articles_to_json(services.library.all()):
                out.write(json.dumps(fields, ensure_ascii=False) + "\n")
                written += 1
    texts = texts_for(settings.language)
    count = texts.number(written)
    Output.standard().print(texts.format("export_done", count=count, path=str(file)))


def _open_packed(path: Path) -> IO[str]:
    match path.suffix.lower():
        case ".gz":
            return cast(IO[str], gzip.open(path, "wt", compresslevel=6, encoding="utf-8"))
        case ".xz":
            return cast(IO[str], lzma.open(path, "wt", encoding="utf-8"))
        case _:
            return path.open("w", encoding="utf-8")
