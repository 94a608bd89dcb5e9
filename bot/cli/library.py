"""``kutip reload``."""

import asyncio
from math import inf

import click

from bot.cli.console import Output, report_text
from bot.cli.interpreter import tune_for_long_runs
from bot.cli.services import (
    mention_running_bot,
    open_command_services,
    require_articles,
)
from bot.cli.usage import CatalogCommand
from bot.settings import Settings, load_settings
from bot.texts import texts_for


@click.command(cls=CatalogCommand)
@click.option("--remove", is_flag=True)
def reload(*, remove: bool) -> None:
    """Bring what is stored up to date with the folder of articles."""
    tune_for_long_runs()
    asyncio.run(_reload(load_settings(), Output.standard(), inf if remove else 0))


async def _reload(settings: Settings, output: Output, may_remove: float) -> None:
    texts = texts_for(settings.language)
    require_articles(settings)
    async with open_command_services(settings, output) as services:
        with output.reload_progress(texts) as on_progress:
            report = await services.library.reload(on_progress, may_remove=may_remove)
    output.print(report_text(report, texts))
    mention_running_bot(report, settings, output)
