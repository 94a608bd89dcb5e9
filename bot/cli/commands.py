"""The command line: ``kutip``, or ``python -m bot``.

Each command opens what it needs, does one thing and closes it. What takes long to import is
imported where it is used, so that ``kutip --help`` answers at once.
"""

from __future__ import annotations

import asyncio
import gc
import json
import logging
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any

import click

from bot.cli.backup import backup, restore
from bot.cli.encoding import tolerate_any_encoding
from bot.cli.transfer import export_command, import_command
from bot.errors import SettingsError

if TYPE_CHECKING:
    from bot.cli.check import CheckResult
    from bot.cli.console import Terminal
    from bot.questions.answering import Answer
    from bot.settings import Settings

log = logging.getLogger(__name__)

GENERATIONS = 2_000, 10, 4_000
"""After how many new objects Python looks for garbage among them, after how many such looks among
older ones, and after how many of those among all: a look holds up answers for 3, 10, and 100 ms."""

TURN = 0.0005
"""Seconds for which one thread may run before another that waits: Python's own 5 ms add up for the
event loop while threads read and index articles."""


class Failure(click.ClickException):
    """Ends the program with words for a person."""

    def show(self, file: IO[Any] | None = None) -> None:
        """Print the words to standard error."""
        click.echo(f"kutip: {self.message}", file=file, err=True)


class UnusableSettings(Failure):
    """Settings that have to be mended first."""

    exit_code = 2


class Commands(click.Group):
    """Says in words what went wrong: a traceback is shown with ``--verbose`` only."""

    def invoke(self, ctx: click.Context) -> Any:
        """Run the command that was asked for."""
        try:
            return super().invoke(ctx)
        except SettingsError as error:
            from bot.cli.error_messages import settings_words

            raise UnusableSettings(settings_words(error)) from None
        except (click.ClickException, click.Abort, click.exceptions.Exit, BrokenPipeError):
            raise
        except Exception as error:
            from bot.cli.error_messages import words_for

            log.warning("kutip %s failed", ctx.invoked_subcommand, exc_info=error)
            raise Failure(words_for(error)) from None


@click.group(cls=Commands, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="kutip", message="%(version)s")
@click.option("-v", "--verbose", is_flag=True, help="Show the log, and tracebacks with it.")
@click.pass_context
def cli(context: click.Context, *, verbose: bool) -> None:
    """Ask the news, get quotes.

    Settings are read from the environment and from .env; .env.example lists them.
    """
    tolerate_any_encoding()
    context.with_resource(_log_shown(verbose=verbose))


@cli.command()
def run() -> None:
    """Start the Telegram bot, or a chat here while there is no token."""
    settings = _settings()
    if settings.token is None:
        from bot.texts.terminal import terminal_texts_for

        _chat(settings, terminal_texts_for(settings.language).telegram_how)
        return
    from bot.app import run as run_bot

    stay_responsive()
    sys.exit(run_bot(settings))


@cli.command()
def chat() -> None:
    """Chat in the terminal; fed by a pipe, answer line by line."""
    _chat(_settings())


@cli.command()
@click.argument("question", nargs=-1, required=True)
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
def ask(question: tuple[str, ...], *, as_json: bool) -> None:
    """Answer one QUESTION."""
    from bot.cli.console import answer_text

    terminal = _terminal()
    answer = asyncio.run(_ask(" ".join(question), _settings(), terminal))
    if as_json:
        _print_json(answer)
    else:
        terminal.say(answer_text(answer))


@cli.command()
def reload() -> None:
    """Bring what is stored up to date with the folder of articles."""
    stay_responsive()
    asyncio.run(_reload(_settings(), _terminal()))


@cli.command()
def status() -> None:
    """Show how much is loaded."""
    asyncio.run(_status(_settings(), _terminal()))


@cli.command()
def check() -> None:
    """Look at settings, storage, articles and token, and say what to do."""
    from bot.cli.check import CheckStatus, settings_results
    from bot.cli.error_messages import likely_language

    terminal = _terminal()
    try:
        settings = _settings()
    except SettingsError as error:
        found = list(settings_results(error, likely_language()))
        for finding in found:
            terminal.say(str(finding))
    else:
        found = asyncio.run(_check(settings, terminal))
    if any(finding.verdict is CheckStatus.WRONG for finding in found):
        sys.exit(1)


cli.add_command(import_command)
cli.add_command(export_command)

_INPUT = click.Path(exists=True, path_type=Path)
_OUTPUT = click.Path(dir_okay=False, writable=True, path_type=Path)


@cli.command("eval")
@click.option("--articles", type=_INPUT, multiple=True, required=True, help="Folder or file.")
@click.option("--queries", type=_INPUT, required=True, help="JSONL: id, text, answers, date.")
@click.option("--qrels", type=_INPUT, help="Tab-separated: query, article, relevance.")
@click.option("--typos", type=int, metavar="SEED", help="Ask with one mistake per question.")
@click.option("--run", "run_file", type=_OUTPUT, help="Write the ranking as a TREC run.")
@click.option("--answers", "answers_file", type=_OUTPUT, help="Write every answer as JSON lines.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
def evaluate(
    articles: tuple[Path, ...],
    queries: Path,
    qrels: Path | None,
    run_file: Path | None,
    answers_file: Path | None,
    *,
    typos: int | None,
    as_json: bool,
) -> None:
    """Measure ranking, quotes and refusals on articles and questions with known answers."""
    from bot.cli.json_output import answer_to_json
    from bot.evaluation.runner import (
        evaluation_to_json,
        load_qrels,
        load_questions,
        run_evaluation,
        trec_run,
    )
    from bot.evaluation.typos import mistyped_questions

    stay_responsive()
    questions = load_questions(queries)
    if typos is not None:
        questions = mistyped_questions(questions, typos)
    known = load_qrels(qrels) if qrels else {}
    with _terminal().counting(len(questions)) as on_asked:
        found, asked = asyncio.run(run_evaluation(articles, questions, known, on_asked))
    if run_file:
        run_file.write_text("".join(f"{row}\n" for row in trec_run(asked)), encoding="utf-8")
    if answers_file:
        rows = ({"id": one.question.id, **answer_to_json(one.answer)} for one in asked)
        lines = (json.dumps(row, ensure_ascii=False) + "\n" for row in rows)
        answers_file.write_text("".join(lines), encoding="utf-8")
    _print_figures(evaluation_to_json(found), as_json=as_json)


cli.add_command(backup)
cli.add_command(restore)


def main() -> None:
    """The entry point of the program."""
    # Looking for garbage while modules are imported finds none, and takes a sixth of a short life.
    gc.disable()
    cli(prog_name="kutip")


def stay_responsive() -> None:
    """What a process that answers for long needs; modules are never looked at for garbage."""
    gc.freeze()
    gc.set_threshold(*GENERATIONS)
    gc.enable()
    sys.setswitchinterval(TURN)


def _settings() -> Settings:
    from bot.settings import load_settings

    return load_settings()


def _terminal() -> Terminal:
    from bot.cli.console import make_terminal

    return make_terminal()


def _chat(settings: Settings, notice: str = "") -> None:
    from bot.cli.chat import converse, typed_lines

    stay_responsive()
    terminal = _terminal()
    if notice:
        terminal.say(notice)
    typed = sys.stdin.isatty()
    converse(settings, terminal, typed_lines() if typed else sys.stdin, greet=typed)
    if typed:
        terminal.say("")  # the prompt's line ends before the shell's begins


async def _ask(question: str, settings: Settings, terminal: Terminal) -> Answer:
    from bot.services import open_services
    from bot.texts import texts_for

    async with open_services(settings) as services:
        if not (await services.library.status()).articles:
            with terminal.progress(texts_for(settings.language)) as on_progress:
                await services.library.reload(on_progress)
        return await services.answerer.ask(question, reader_language=settings.language)


async def _reload(settings: Settings, terminal: Terminal) -> None:
    from bot.cli.console import report_text
    from bot.services import open_services
    from bot.texts import texts_for

    texts = texts_for(settings.language)
    async with open_services(settings) as services:
        with terminal.progress(texts) as on_progress:
            report = await services.library.reload(on_progress)
    terminal.say(report_text(report, texts))


async def _status(settings: Settings, terminal: Terminal) -> None:
    from importlib.metadata import version

    from bot.cli.console import status_text
    from bot.services import open_services
    from bot.texts import texts_for

    async with open_services(settings) as services:
        loaded = await services.library.status()
        texts = texts_for(settings.language)
        terminal.say(status_text(loaded, services.now(), version("kutip"), texts))


async def _check(settings: Settings, terminal: Terminal) -> list[CheckResult]:
    """Each result, shown as soon as it is there."""
    from bot.cli.check import Checks

    found = []
    async for result in Checks(settings).results():
        terminal.say(str(result))
        found.append(result)
    return found


def _print_figures(figures: dict[str, float | int | None], *, as_json: bool) -> None:
    if as_json:
        click.echo(json.dumps(figures))
        return
    for name, figure in figures.items():
        shown = "-" if figure is None else f"{figure:.4f}" if isinstance(figure, float) else figure
        click.echo(f"{name:22} {shown}")


def _print_json(answer: Answer) -> None:
    """One line; characters that the terminal's encoding lacks are escaped as JSON has it."""
    from bot.cli.json_output import answer_to_json

    fields = answer_to_json(answer)
    line = json.dumps(fields, ensure_ascii=False)
    try:
        line.encode(sys.stdout.encoding)
    except UnicodeEncodeError:
        line = json.dumps(fields)
    click.echo(line)


@contextmanager
def _log_shown(*, verbose: bool) -> Iterator[None]:
    """The log on standard error, or nowhere, while a command runs."""
    root, level = logging.getLogger(), logging.getLogger().level
    handler = logging.StreamHandler() if verbose else logging.NullHandler()
    root.addHandler(handler)
    if verbose:
        root.setLevel(logging.INFO)
        logging.getLogger("httpx").setLevel(logging.WARNING)  # its lines hold the token
    try:
        yield
    finally:
        root.removeHandler(handler)
        root.setLevel(level)
