"""``kutip reload`` and ``kutip status``."""

import asyncio
from importlib.metadata import version
from math import inf

import click

from bot.articles.library import LibraryStatus
from bot.cli.console import Output, report_text, status_text
from bot.cli.interpreter import tune_for_long_runs
from bot.cli.services import (
    database_of,
    has_database,
    mention_running_bot,
    open_command_services,
    require_articles,
)
from bot.cli.usage import CatalogCommand
from bot.errors import DatabaseLost
from bot.services.core import current_time
from bot.settings import Settings, load_settings
from bot.texts import texts_for
from index.inverted.segment_folder import has_index


@click.command(cls=CatalogCommand)
@click.option("--remove", is_flag=True)
def reload(*, remove: bool) -> None:
    """Bring what is stored up to date with the folder of articles."""
    tune_for_long_runs()
    asyncio.run(_reload(load_settings(), Output.standard(), inf if remove else 0))


@click.command(cls=CatalogCommand)
def status() -> None:
    """Show how much is loaded."""
    asyncio.run(_status(load_settings(), Output.standard()))


async def _reload(settings: Settings, output: Output, may_remove: float) -> None:
    texts = texts_for(settings.language)
    require_articles(settings)
    async with open_command_services(settings, output) as services:
        with output.reload_progress(texts) as on_progress:
            report = await services.library.reload(on_progress, may_remove=may_remove)
    output.print(report_text(report, texts))
    mention_running_bot(report, settings, output)


async def _status(settings: Settings, output: Output) -> None:
    loaded, texts = LibraryStatus(0, 0, None), texts_for(settings.language)
    if has_database(settings):
        async with open_command_services(settings, output) as services:
            loaded = await services.library.status()
    elif has_index(settings.data):
        lost = DatabaseLost(database_of(settings))
        output.warn(texts.format(lost.key, **lost.arguments))
    output.print(status_text(loaded, current_time(), version("kutip"), texts))
