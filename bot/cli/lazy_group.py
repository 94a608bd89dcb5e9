"""A click group whose commands are imported when they run.

After "Lazily Loading Subcommands" in click's documentation. There, ``--help`` imports every
command for its summary; here the summaries are given beside the names, and nothing is imported.
"""

from collections.abc import Mapping
from importlib import import_module
from typing import Any, NamedTuple

import click


class LazyCommand(NamedTuple):
    """The module and attribute of a command, and its help for the group's list of commands."""

    module: str
    attribute: str
    help: str


class LazyGroup(click.Group):
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

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the list of commands, each help shortened to the width as click does."""
        limit = formatter.width - 6 - max(map(len, self.list_commands(ctx)))
        rows = [
            (name, click.Command(name, help=lazy.help).get_short_help_str(limit))
            for name, lazy in sorted(self.lazy_commands.items())
        ]
        with formatter.section("Commands"):
            formatter.write_dl(rows)
