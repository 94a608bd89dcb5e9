"""``kutip samples``: articles to try the bot on, into the folder of articles."""

from pathlib import Path

import click

from bot.cli.console import Output
from bot.cli.shipped import shipped
from bot.cli.usage import CatalogCommand
from bot.settings import load_settings
from bot.texts.terminal import TerminalTexts


@click.command(cls=CatalogCommand)
def samples() -> None:
    """Write the articles that come with the program; no file that is there is replaced."""
    settings = load_settings()
    folder, texts = settings.articles.absolute(), TerminalTexts(settings.language)
    key = "samples_written" if write_samples(folder) else "samples_there"
    Output.standard().print(texts.format(key, path=str(folder)))


def write_samples(folder: Path) -> int:
    """Return how many files were written into a folder, which is made if it is missing."""
    folder.mkdir(parents=True, exist_ok=True)
    samples = shipped("samples", "articles")
    missing = [file for file in samples.iterdir() if not (folder / file.name).exists()]
    for file in missing:
        (folder / file.name).write_bytes(file.read_bytes())
    return len(missing)
