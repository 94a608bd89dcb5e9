"""``kutip samples``: articles to try the bot on, into the folder of articles."""

from importlib.resources import files
from pathlib import Path

import click

from bot.cli.console import Output
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
    missing = [file for file in _samples().iterdir() if not (folder / file.name).exists()]
    for file in missing:
        (folder / file.name).write_bytes(file.read_bytes())
    return len(missing)


def _samples() -> Path:
    """Return where the articles lie: in the package, or beside it in a checkout."""
    package = Path(str(files("bot")))
    installed = package / "samples"
    return installed if installed.is_dir() else package.parent / "articles"
