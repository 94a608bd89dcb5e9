"""``kutip ask``."""

import asyncio
import json
import sys

import click

from bot.cli.console import Output
from bot.cli.conversation import reader_message, response_text
from bot.cli.json_output import response_to_json
from bot.cli.services import open_command_services, require_articles
from bot.cli.usage import CatalogCommand
from bot.conversation.responses import Response
from bot.settings import Settings, load_settings
from bot.texts import texts_for


@click.command(cls=CatalogCommand)
@click.argument("question", nargs=-1, required=True)
@click.option("--json", "as_json", is_flag=True)
def ask(question: tuple[str, ...], *, as_json: bool) -> None:
    """Answer one QUESTION."""
    output = Output.standard()
    settings = load_settings()
    response = asyncio.run(_ask(" ".join(question), settings, output))
    if as_json:
        _print_json(response)
    else:
        output.print(response_text(response, settings.language))


async def _ask(question: str, settings: Settings, output: Output) -> Response:
    require_articles(settings)
    async with open_command_services(settings, output) as services:
        if not (await services.library.status()).articles:
            with output.reload_progress(texts_for(settings.language)) as on_progress:
                await services.library.reload(on_progress)
        message = reader_message(question, services, settings.language)
        return await services.conversation.respond(message)


def _print_json(response: Response) -> None:
    """Print one line, in ASCII if the terminal's encoding lacks one of its characters."""
    fields = response_to_json(response)
    line = json.dumps(fields, ensure_ascii=False)
    try:
        line.encode(sys.stdout.encoding)
    except UnicodeEncodeError:
        line = json.dumps(fields)
    click.echo(line)
