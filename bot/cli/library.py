"""``kutip reload`` and ``kutip status``."""

import asyncio
from importlib.metadata import version
from math import inf

import click

from bot.cli.console import Output, report_text, status_text
from bot.cli.interpreter import tune_for_long_runs
from bot.services.core import open_services
from bot.settings import Settings, load_settings
from bot.texts import texts_for


@click.command()
@click.option(
    "--remove", is_flag=True, help="Remove articles even if most of the folder's are gone."
)
def reload(*, remove: bool) -> None:
    """Bring what is stored up to date with the folder of articles."""
    tune_for_long_runs()
    asyncio.run(_reload(load_settings(), Output.standard(), inf if remove else 0))


@click.command()
def status() -> None:
    """Show how much is loaded."""
    asyncio.run(_status(load_settings(), Output.standard()))


async def _reload(settings: Settings, output: Output, may_remove: float) -> None:
    texts = texts_for(settings.language)
    async with open_services(settings) as services:
        with output.reload_progress(texts) as on_progress:
            report = await services.library.reload(on_progress, may_remove=may_remove)
    output.print(report_text(report, texts))


async def _status(settings: Settings, output: Output) -> None:
    async with open_services(settings) as services:
        loaded = await services.library.status()
        texts = texts_for(settings.language)
        output.print(status_text(loaded, services.now(), version("kutip"), texts))
