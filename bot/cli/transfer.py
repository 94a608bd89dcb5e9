"""``kutip import`` and ``kutip export``: articles in from files, and all of them out again."""

from __future__ import annotations

import asyncio
import gc
import json
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, TYPE_CHECKING, cast

import click

if TYPE_CHECKING:
    from bot.settings import Settings

_FILES = click.Path(exists=True, dir_okay=False, path_type=Path)
_FILE = click.Path(dir_okay=False, writable=True, path_type=Path)
_UNFINISHED = ".part"


@click.command("import")
@click.argument("files", nargs=-1, required=True, type=_FILES)
def import_command(files: tuple[Path, ...]) -> None:
    """Add the articles of FILES to those that are there.

    txt, md, html, csv, jsonl, the last two packed as gz or xz too, and zip of all of those.
    """
    from bot.settings import load_settings

    gc.enable()  # which the entry point had put off
    asyncio.run(_import(files, load_settings()))


@click.command("export")
@click.argument("file", type=_FILE)
def export_command(file: Path) -> None:
    """Write all articles to FILE as JSON lines, packed where it ends in .gz or .xz."""
    from bot.settings import load_settings

    gc.enable()  # which the entry point had put off
    asyncio.run(_export(file, load_settings()))


async def _import(files: tuple[Path, ...], settings: Settings) -> None:
    from bot.articles.ingest import UploadedFile
    from bot.cli.console import make_terminal, report_text
    from bot.services import open_services
    from bot.storage.edits import readmit_present
    from bot.texts import texts_for

    texts, terminal = texts_for(settings.language), make_terminal()
    given = [UploadedFile(file, file.as_posix()) for file in files]
    async with open_services(settings) as services:
        with terminal.progress(texts) as on_progress:
            report = await services.library.import_files(
                given, on_progress, also=[readmit_present()]
            )
    title = texts.format("import_done", count=texts.number(len(files)))
    terminal.say(report_text(report, texts, title))


async def _export(file: Path, settings: Settings) -> None:
    from bot.cli.console import make_terminal
    from bot.cli.json_output import articles_to_json
    from bot.services import open_services
    from bot.texts import texts_for

    written = 0
    async with open_services(settings) as services:
        with _replacing(file) as out:
            async for fields in articles_to_json(services.library.all()):
                out.write(json.dumps(fields, ensure_ascii=False) + "\n")
                written += 1
    texts = texts_for(settings.language)
    count = texts.number(written)
    make_terminal().say(texts.format("export_done", count=count, path=str(file)))


@contextmanager
def _replacing(file: Path) -> Iterator[IO[str]]:
    """A file beside ``file`` that takes its place when all of it is written, and not before."""
    unfinished = file.with_name(file.name + _UNFINISHED)
    try:
        with _opened(unfinished, file.suffix.lower()) as out:
            yield out
        unfinished.replace(file)
    finally:
        unfinished.unlink(missing_ok=True)


def _opened(path: Path, suffix: str) -> IO[str]:
    import gzip
    import lzma

    match suffix:
        case ".gz":
            return cast(IO[str], gzip.open(path, "wt", compresslevel=6, encoding="utf-8"))
        case ".xz":
            return cast(IO[str], lzma.open(path, "wt", encoding="utf-8"))
        case _:
            return path.open("w", encoding="utf-8")
