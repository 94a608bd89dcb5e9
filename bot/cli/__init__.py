"""The ``kutip`` command line, one module per group of commands."""

from bot.cli.commands import main

__all__ = ["main"]
