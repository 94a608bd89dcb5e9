"""``kutip run``."""

import sys

import click

from bot.cli.interpreter import tune_for_long_runs
from bot.cli.usage import CatalogCommand
from bot.settings import load_settings


@click.command(cls=CatalogCommand)
@click.option("--delete-webhook", is_flag=True)
def run(*, delete_webhook: bool) -> None:
    """Start the Telegram bot, or a chat here while there is no token."""
    settings = load_settings()
    if settings.token is None:
        from bot.cli.chat import chat_in_terminal  # a bot draws nothing in a terminal
        from bot.texts.terminal import TerminalTexts

        chat_in_terminal(settings, TerminalTexts(settings.language).telegram_how)
        return
    from bot.app import run as run_bot  # a chat needs no Telegram

    tune_for_long_runs()
    sys.exit(run_bot(settings, delete_webhook=delete_webhook))
