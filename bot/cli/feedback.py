"""``kutip export-feedback``: what readers said of answers, as questions to measure by."""

import asyncio
import gc
import io
import json
import sys
from pathlib import Path
from typing import IO

import click

from bot.cli.console import Output
from bot.cli.services import open_command_services, require_database
from bot.cli.transfer import STANDARD_OUTPUT, check_target, open_packed
from bot.cli.usage import CatalogCommand
from bot.runtime.tempdir import replacing
from bot.settings import Settings, load_settings
from bot.statistics.feedback import FeedbackService
from bot.storage.backup_file import disk_errors
from bot.texts import texts_for
from index.types import Language


@click.command("export-feedback", cls=CatalogCommand)
@click.option("--language", "of_language", type=click.Choice([each.value for each in Language]))
@click.option("--overwrite", is_flag=True)
@click.argument("file", type=click.Path(path_type=Path, readable=False))
def export_feedback(file: Path, of_language: str | None, *, overwrite: bool) -> None:
    """Write the questions whose answers were rated to FILE, as ``kutip eval`` reads them.

    - stands for the standard output.
    """
    gc.enable()  # off since the program's start
    language = Language(of_language) if of_language else None
    asyncio.run(_export(file, load_settings(), language, overwrite=overwrite))


async def _export(
    file: Path, settings: Settings, language: Language | None, *, overwrite: bool
) -> None:
    require_database(settings)
    output, texts = Output.standard(), texts_for(settings.language).feedback
    async with open_command_services(settings, output) as services:
        if str(file) == STANDARD_OUTPUT:
            # UTF-8, as in a file, whatever the terminal's encoding is.
            standard = io.TextIOWrapper(sys.stdout.buffer, encoding="utf-8")
            await _write(services.feedback, language, standard)
            standard.detach()
            return
        check_target(file, overwrite=overwrite)
        with disk_errors(file), replacing(file) as partial, open_packed(partial) as out:
            written, left_out = await _write(services.feedback, language, out)
    key = "feedback_exported" if written or left_out else "feedback_none"
    output.print(texts.format(key, count=written, path=str(file)))
    if left_out:
        output.print(texts.format("feedback_left_out", count=left_out))


async def _write(
    feedback: FeedbackService, language: Language | None, out: IO[str]
) -> tuple[int, int]:
    """Write the questions; return how many there were, and how many were left out."""
    written = left_out = 0
    async for row in feedback.questions(language):
        if row is None:
            left_out += 1
            continue
        out.write(json.dumps(row, ensure_ascii=False) + "\n")
        written += 1
    return written, left_out
