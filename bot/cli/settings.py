"""``kutip settings``: every setting with its meaning and default, as a file to begin with."""

import click

from bot.cli.console import Output
from bot.cli.shipped import shipped
from bot.cli.usage import CatalogCommand

EXAMPLE = ".env.example"


@click.command(cls=CatalogCommand)
def settings() -> None:
    """Print a file of settings in which everything has its default; it reads none itself."""
    Output.standard().print(shipped(EXAMPLE, EXAMPLE).read_text("utf-8").rstrip())
