"""The command line: ``kutip``, or ``python -m bot``.

Each command is imported when it runs, so that ``kutip --help`` answers at once.
"""

import gc
import logging
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import click

from bot.cli.encoding import tolerate_any_encoding
from bot.cli.lazy_group import LazyCommand, LazyGroup
from bot.cli.usage import Failure, usage_texts
from bot.errors import SettingsError
from bot.runtime.log_context import OWN_PACKAGES

log = logging.getLogger(__name__)

_PYTHON = ".".join(map(str, sys.version_info[:3]))

COMMANDS = {
    "ask": LazyCommand("bot.cli.ask", "ask"),
    "backup": LazyCommand("bot.cli.backup", "backup"),
    "chat": LazyCommand("bot.cli.chat", "chat"),
    "check": LazyCommand("bot.cli.check", "check"),
    "eval": LazyCommand("bot.cli.evaluate", "evaluate"),
    "export": LazyCommand("bot.cli.transfer", "export_command"),
    "export-feedback": LazyCommand("bot.cli.feedback", "export_feedback"),
    "import": LazyCommand("bot.cli.transfer", "import_command"),
    "move": LazyCommand("bot.cli.move", "move"),
    "playground": LazyCommand("bot.cli.playground", "playground"),
    "reload": LazyCommand("bot.cli.library", "reload"),
    "restore": LazyCommand("bot.cli.backup", "restore"),
    "run": LazyCommand("bot.cli.run", "run"),
    "samples": LazyCommand("bot.cli.samples", "samples"),
    "settings": LazyCommand("bot.cli.settings", "settings"),
    "status": LazyCommand("bot.cli.status", "status"),
}


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
        except (click.ClickException, click.exceptions.Exit, BrokenPipeError):
            raise
        except (KeyboardInterrupt, click.Abort):
            raise Failure(usage_texts().interrupted) from None
        except Exception as error:
            from bot.cli.error_messages import describe_without_secrets

            log.warning("kutip %s failed", ctx.invoked_subcommand, exc_info=error)
            raise Failure(describe_without_secrets(error)) from None


@click.group(
    "kutip",
    cls=Commands,
    lazy_commands=COMMANDS,
    invoke_without_command=True,
    context_settings={"help_option_names": ["-h", "--help"]},
)
@click.version_option(
    package_name="kutip", prog_name="kutip", message=f"%(prog)s %(version)s, Python {_PYTHON}"
)
@click.option("-v", "--verbose", is_flag=True)
@click.pass_context
def cli(context: click.Context, *, verbose: bool) -> None:
    """Ask the news, get quotes."""
    if context.invoked_subcommand is None:
        raise click.exceptions.NoArgsIsHelpError(context)
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
    handler: logging.Handler = logging.NullHandler()
    if verbose:
        from bot.cli.verbose import verbose_handler  # reads the settings

        handler = verbose_handler()
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
