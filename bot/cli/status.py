"""``kutip status``: the state of the installation, for people and for programs.

Ends with 0 if all is well, 1 if something is wrong, 3 if no bot runs; 2 is for unusable settings.
"""

import asyncio
import json
import sys

import click

from bot.cli.console import Output
from bot.cli.status_json import json_of
from bot.cli.status_lines import problem_lines, state_lines
from bot.cli.usage import CatalogCommand
from bot.errors import DatabaseLost
from bot.services.addresses import current_time, database_address
from bot.settings import Settings, load_settings
from bot.status.inspection import Installation, InstallationReport, inspect_installation
from bot.texts import texts_for

WRONG, NOT_RUNNING = 1, 3
"""Exit statuses, of which the first that applies from the end is taken; 3 as init scripts have."""


@click.command(cls=CatalogCommand)
@click.option("--json", "as_json", is_flag=True)
def status(*, as_json: bool) -> None:
    """Show whether the bot runs, how much is loaded, and what is wrong."""
    settings, output = load_settings(), Output.standard()
    report = asyncio.run(inspect_installation(installation_of(settings), current_time()))
    if as_json:
        click.echo(json.dumps(json_of(report), indent=2))
    else:
        _print(report, settings, output)
    if code := exit_status(report):
        sys.exit(code)


def installation_of(settings: Settings) -> Installation:
    """Return the installation of the settings."""
    return Installation(
        address=database_address(settings),
        articles=settings.articles,
        min_free_mb=settings.free_mb,
        has_own_index=not settings.opensearch,
        backup_hours=0 if settings.database else settings.backup_hours,
    )


def exit_status(report: InstallationReport) -> int:
    """Return what the program ends with: 0, 1 or 3."""
    if not report.is_there:
        return NOT_RUNNING
    return 0 if report.is_well else WRONG


def _print(report: InstallationReport, settings: Settings, output: Output) -> None:
    texts = texts_for(settings.language)
    output.print("\n".join(state_lines(report, texts)))
    problems = problem_lines(report, texts)
    if isinstance(report.error, DatabaseLost):
        output.warn(problems.pop(0))
    if problems:
        listed = [texts.operating.faults_now_title, *(f"  ✗ {each}" for each in problems)]
        output.print("\n".join(["", *listed]))
