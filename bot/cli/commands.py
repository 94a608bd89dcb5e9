"""The command line: ``kutip``, or ``python -m bot``.

Each command is imported when it runs, so that ``kutip --help`` answers at once.
"""

import gc
import logging
from collections.abc import Iterator
from contextlib import contextmanager
from typing import IO, Any

import click

from bot.cli.encoding import tolerate_any_encoding
from bot.cli.lazy_group import LazyCommand, LazyGroup
from bot.errors import SettingsError
from bot.runtime.logs import OWN_PACKAGES

log = logging.getLogger(__name__)

COMMANDS = {
    "ask": LazyCommand("bot.cli.ask", "ask", "Answer one QUESTION."),
    "backup": LazyCommand(
        "bot.cli.backup",
        "backup",
        "Write a copy of the database to FILE, packed if it ends with .gz; the bot may go on.",
    ),
    "chat": LazyCommand(
        "bot.cli.chat", "chat", "Chat in the terminal; fed by a pipe, answer line by line."
    ),
    "check": LazyCommand(
        "bot.cli.check",
        "check",
        "Look at settings, storage, articles and token, and say what to do.",
    ),
    "eval": LazyCommand(
        "bot.cli.evaluate",
        "evaluate",
        "Measure ranking, quotes and refusals on articles and questions with known answers.",
    ),
    "export": LazyCommand(
        "bot.cli.transfer",
        "export_command",
        "Write all articles to FILE as JSON lines, packed where it ends in .gz or .xz.",
    ),
    "import": LazyCommand(
        "bot.cli.transfer",
        "import_command",
        "Add the articles of FILES to those that are there.",
    ),
    "reload": LazyCommand(
        "bot.cli.library", "reload", "Bring what is stored up to date with the folder of articles."
    ),
    "restore": LazyCommand(
        "bot.cli.backup",
        "restore",
        "Put the backup in FILE in the database's place, which is kept; the bot has to be stopped.",
    ),
    "run": LazyCommand(
        "bot.cli.run", "run", "Start the Telegram bot, or a chat here while there is no token."
    ),
    "status": LazyCommand("bot.cli.library", "status", "Show how much is loaded."),
}


class Failure(click.ClickException):
    """An error that ends the program with a message for a person."""

    def show(self, file: IO[Any] | None = None) -> None:
        """Print the message to standard error."""
        click.echo(f"kutip: {self.message}", file=file, err=True)


class UnusableSettings(Failure):
    """Settings with mistakes."""

    exit_code = 2


class Commands(LazyGroup):
    """Commands whose errors are printed as one message; ``--verbose`` shows the traceback."""

    def invoke(self, ctx: click.Context) -> Any:
        """Run the command that was asked for."""
        try:
            return super().invoke(ctx)
        except SettingsError as error:
            from bot.cli.error_messages import describe_settings_error

            raise UnusableSettings(describe_settings_error(error)) from None
        except (click.ClickException, click.Abort, click.exceptions.Exit, BrokenPipeError):
            raise
        except Exception as error:
            from bot.cli.error_messages import describe_without_token

            log.warning("kutip %s failed", ctx.invoked_subcommand, exc_info=error)
            raise Failure(describe_without_token(error)) from None


@click.group(
    cls=Commands,
    lazy_commands=COMMANDS,
    context_settings={"help_option_names": ["-h", "--help"]},
)
@click.version_option(package_name="kutip", message="%(version)s")
@click.option("-v", "--verbose", is_flag=True, help="Show the log, and tracebacks with it.")
@click.pass_context
def cli(context: click.Context, *, verbose: bool) -> None:
    """Ask the news, get quotes.

    Settings are read from the environment and from .env; .env.example lists them.
    """
    tolerate_any_encoding()
    context.with_resource(_logging(verbose=verbose))


def main() -> None:
    """Run the program; its entry point."""
    gc.disable()  # collections while modules are imported find nothing, for a sixth of a short run
    cli(prog_name="kutip")


@contextmanager
def _logging(*, verbose: bool) -> Iterator[None]:
    """Log to standard error, or nowhere, while a command runs."""
    root = logging.getLogger()
    handler = logging.StreamHandler() if verbose else logging.NullHandler()
    own = [logging.getLogger(package) for package in OWN_PACKAGES]
    levels = [logger.level for logger in own]
    root.addHandler(handler)
    if verbose:
        for logger in own:  # not the libraries': httpx logs addresses with the token
            logger.setLevel(logging.INFO)
    try:
        yield
    finally:
        root.removeHandler(handler)
        for logger, level in zip(own, levels, strict=True):
            logger.setLevel(level)
