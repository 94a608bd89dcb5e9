"""A click group whose commands are imported when they run.

After "Lazily Loading Subcommands" in click's documentation. There, ``--help`` imports every
command for its summary; here the summaries are in the catalog, and nothing is imported.
"""

from collections.abc import Mapping
from importlib import import_module
from typing import Any, NamedTuple

import click

from bot.cli.usage import CatalogCommand, WrongUsage, help_key, no_such, usage_texts, write_section


class LazyCommand(NamedTuple):
    """The module and attribute of a command."""

    module: str
    attribute: str


class LazyGroup(CatalogCommand, click.Group):
    """A group of ``lazy_commands`` by name."""

    def __init__(
        self, *args: Any, lazy_commands: Mapping[str, LazyCommand], **options: Any
    ) -> None:
        super().__init__(*args, **options)
        self.lazy_commands = lazy_commands

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Return the names in the order of the help."""
        return sorted([*super().list_commands(ctx), *self.lazy_commands])

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Import the command; None if there is none of this name."""
        lazy = self.lazy_commands.get(cmd_name)
        if lazy is None:
            return super().get_command(ctx, cmd_name)
        command: click.Command = getattr(import_module(lazy.module), lazy.attribute)
        return command

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """Find the command that the first argument names; raises WrongUsage."""
        names = self.list_commands(ctx)
        if args[0] not in names:
            raise WrongUsage(no_such("usage_no_command", args[0], names), ctx)
        return super().resolve_command(ctx, args)

    def collect_usage_pieces(self, ctx: click.Context) -> list[str]:
        """Return the parts of the usage line."""
        self.subcommand_metavar = usage_texts().command_metavar
        return super().collect_usage_pieces(ctx)

    def format_options(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write what the options do, and the commands."""
        super().format_options(ctx, formatter)
        self.format_commands(ctx, formatter)

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the list of commands, each help shortened to the width as click does."""
        names, texts = self.list_commands(ctx), usage_texts()
        limit = formatter.width - 6 - max(map(len, names))
        helps = (click.Command(name, help=texts.format(help_key(name))) for name in names)
        rows = ((str(each.name), each.get_short_help_str(limit)) for each in helps)
        write_section(formatter, texts.commands, rows)
