"""``kutip ask``."""

import asyncio
import json
import sys

import click

from bot.cli.console import Output, answer_text
from bot.cli.json_output import answer_to_json
from bot.cli.services import open_command_services, require_articles
from bot.cli.usage import CatalogCommand
from bot.questions.answer import Answer
from bot.settings import Settings, load_settings
from bot.texts import texts_for


@click.command(cls=CatalogCommand)
@click.argument("question", nargs=-1, required=True)
@click.option("--json", "as_json", is_flag=True)
def ask(question: tuple[str, ...], *, as_json: bool) -> None:
    """Answer one QUESTION."""
    output = Output.standard()
    answer = asyncio.run(_ask(" ".join(question), load_settings(), output))
    if as_json:
        _print_json(answer)
    else:
        output.print(answer_text(answer))


async def _ask(question: str, settings: Settings, output: Output) -> Answer:
    require_articles(settings)
    async with open_command_services(settings, output) as services:
        if not (await services.library.status()).articles:
            with output.reload_progress(texts_for(settings.language)) as on_progress:
                await services.library.reload(on_progress)
        return await services.answerer.ask(question, reader_language=settings.language)


def _print_json(answer: Answer) -> None:
    """Print one line, in ASCII if the terminal's encoding lacks one of its characters."""
    fields = answer_to_json(answer)
    line = json.dumps(fields, ensure_ascii=False)
    try:
        line.encode(sys.stdout.encoding)
    except UnicodeEncodeError:
        line = json.dumps(fields)
    click.echo(line)
