"""``kutip run``."""

import sys

import click

from bot.cli.interpreter import tune_for_long_runs
from bot.cli.usage import CatalogCommand
from bot.settings import Settings, load_settings


@click.command(cls=CatalogCommand)
@click.option("--delete-webhook", is_flag=True)
def run(*, delete_webhook: bool) -> None:
    """Start the Telegram bot; without a token, the page to try it on or a chat here."""
    settings = load_settings()
    if settings.token is None:
        _try_without_token(settings)
        return
    from bot.app import run as run_bot  # a chat needs no Telegram

    tune_for_long_runs()
    sys.exit(run_bot(settings, delete_webhook=delete_webhook))


def _try_without_token(settings: Settings) -> None:
    """Serve the page if somebody sits here with a browser, else chat in the terminal."""
    from bot.cli.chat import chat_in_terminal  # a bot draws nothing in a terminal
    from bot.cli.playground import has_browser, serve_page
    from bot.texts.terminal import TerminalTexts

    if sys.stdin.isatty() and has_browser():
        serve_page(settings, opens=True)
    else:
        chat_in_terminal(settings, TerminalTexts(settings.language).telegram_how)
