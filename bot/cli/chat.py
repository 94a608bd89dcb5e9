"""``kutip chat``: a chat with one reader in the terminal.

Questions are answered as in Telegram, with the same texts.
"""

import asyncio
import sys
from collections import deque
from collections.abc import Iterable, Iterator
from contextlib import AsyncExitStack, suppress

import click

from bot.cli.console import Output, Printable, article_text, latest_text
from bot.cli.conversation import reader_message, response_text
from bot.cli.error_messages import describe
from bot.cli.interpreter import tune_for_long_runs
from bot.cli.services import open_command_services, require_articles
from bot.cli.usage import CatalogCommand
from bot.conversation.addresses import find_addresses
from bot.conversation.quotations import shown
from bot.conversation.responses import Answered, exchange_of, shown_of
from bot.errors import ArticleNotFound, ReloadFailed
from bot.model.conversation import Exchange
from bot.model.interface_language import InterfaceLanguage
from bot.services.core import Services
from bot.settings import Settings, load_settings
from bot.texts import Texts, texts_for
from bot.texts.terminal import TerminalTexts

LATEST_LIMIT = 10
MAX_ID_DIGITS = 15
MAX_HISTORY = 5
"""Exchanges that a line is read with."""
PROMPT = "> "
COMMANDS_IN_HELP = ("news", "timeline", "latest", "article", "quotes", "language", "help")


@click.command(cls=CatalogCommand)
def chat() -> None:
    """Chat in the terminal; fed by a pipe, answer line by line."""
    chat_in_terminal(load_settings())


def chat_in_terminal(settings: Settings, notice: str = "") -> None:
    """Chat on the standard streams, after a ``notice``; raises StorageError."""
    tune_for_long_runs()
    output = Output.standard()
    if notice:
        output.print(notice)
    if sys.stdin.isatty():
        run_chat(settings, output, prompted_lines(), greet=True)
        output.print("")  # the prompt's line ends before the shell's begins
    else:
        run_chat(settings, output, sys.stdin, greet=False)


def run_chat(settings: Settings, output: Output, lines: Iterable[str], *, greet: bool) -> None:
    """Load the articles, then answer each line until the lines end or ``/quit``.

    The event loop does not run while a line is awaited: an interruption reaches the prompt itself,
    and there are no other readers. Raises StorageError, and FolderMissing where nothing is stored.
    """
    require_articles(settings)
    with asyncio.Runner() as runner, suppress(KeyboardInterrupt):
        stack = AsyncExitStack()
        try:
            opened = open_command_services(settings, output)
            services = runner.run(stack.enter_async_context(opened))
            session = ChatSession(services, output)
            runner.run(session.load())
            if greet:
                runner.run(session.greet())
            for line in lines:
                if not runner.run(session.respond(line)):
                    break
        finally:
            runner.run(stack.aclose())


def prompted_lines() -> Iterator[str]:
    """Yield the lines typed at the prompt, until the end of the input or an interruption.

    Lines can be edited and recalled if Python has readline.
    """
    with suppress(ImportError):
        import readline  # noqa: F401 - input() uses it once it is imported
    with suppress(EOFError, KeyboardInterrupt):
        while True:
            yield input(PROMPT)


class ChatSession:
    """A chat with one reader, in the language chosen last."""

    def __init__(self, services: Services, output: Output) -> None:
        self._services = services
        self._output = output
        self._language = services.settings.language
        self._history = deque[Exchange](maxlen=MAX_HISTORY)

    @property
    def _texts(self) -> Texts:
        return texts_for(self._language)

    @property
    def _terminal_texts(self) -> TerminalTexts:
        return TerminalTexts(self._language)

    async def load(self) -> None:
        """Reload the articles; if that fails, warn and answer from what is stored."""
        try:
            with self._output.reload_progress(self._texts) as on_progress:
                report = await self._services.library.reload(on_progress)
        except ReloadFailed as error:
            self._output.warn(describe(error, self._language))
            return
        if report.failures:
            count = self._texts.number(len(report.failures))
            self._output.warn(self._terminal_texts.format("articles_unreadable", count=count))

    async def greet(self) -> None:
        """Introduce the bot and suggest questions."""
        status = await self._services.library.status()
        lines = [self._terminal_texts.format("welcome", count=status.articles)]
        if samples := await self._services.suggestions.questions(self._language.content):
            lines += [self._terminal_texts.samples, *(f"  {sample}" for sample in samples)]
        self._print("\n".join(lines))

    async def respond(self, line: str) -> bool:
        """Answer one line; return False for ``/quit``."""
        command, _, argument = line.strip().partition(" ")
        match command.lower():
            case "":
                pass
            case "/quit":
                return False
            case "/start":
                await self.greet()
            case "/help":
                self._help()
            case "/latest":
                await self._latest()
            case "/article" | "/quotes" as name:
                show = self._article if name == "/article" else self._quotes
                await show(argument.strip())
            case "/language":
                self._choose_language(argument.strip().lower())
            case "/ask" | "/news" | "/berita" | "/timeline":
                await self._answer(_asked(command.lower(), argument))
            case name if name.startswith("/"):
                self._print(
                    self._terminal_texts.format("terminal_unknown_command", command=command)
                )
            case _:
                await self._answer(line.strip())
        return True

    async def _answer(self, question: str) -> None:
        history = tuple(self._history)
        message = reader_message(question, self._services, self._language, history)
        response = await self._services.conversation.respond(message)
        if exchange := exchange_of(response):
            self._history.appendleft(exchange)
        if stored := shown_of(response):
            self._services.shown_answers.add(stored)
        self._print(response_text(response, self._language, numbered=True))
        if isinstance(response, Answered) and response.answer.has_more:
            self._print(self._terminal_texts.terminal_more_how)

    async def _latest(self) -> None:
        articles = await self._services.library.latest(limit=LATEST_LIMIT)
        if articles:
            listed = Exchange.of_list(articles, self._language.content, self._services.now())
            self._history.appendleft(listed)
        self._print(latest_text(articles, self._language))

    async def _quotes(self, written: str) -> None:
        if not written:
            example = await self._services.quotations.newest_speaker()
            how = self._texts.quotations.format("quotations_how", example=example)
            self._print(how)
            return
        language = self._language.content
        listed = await self._services.quotations.written(written, language)
        response = shown(listed, language, self._services.now(), None)
        if response.exchange:
            self._history.appendleft(response.exchange)
        self._print(response_text(response, self._language, numbered=True))

    async def _article(self, number: str) -> None:
        if addresses := find_addresses(number).addresses:
            pages = await self._services.conversation.pages(addresses, self._language.content)
            self._print(response_text(pages, self._language, numbered=True))
            return
        if not (number.isascii() and number.isdigit() and len(number) <= MAX_ID_DIGITS):
            self._print(self._terminal_texts.terminal_article_how)
            return
        try:
            article = await self._services.library.article(self._article_id(int(number)))
        except ArticleNotFound as error:
            self._print(self._texts.format(error.key, **error.arguments))
        else:
            self._print(article_text(article, self._texts))

    def _article_id(self, number: int) -> int:
        """Return the id of the article behind a number: in the list shown last, else an id."""
        last = self._history[0] if self._history else None
        if last and last.is_list and 0 < number <= len(last.articles):
            return last.articles[number - 1]
        return number

    def _choose_language(self, code: str) -> None:
        if code in set(InterfaceLanguage):
            self._language = InterfaceLanguage(code)
            self._print(self._texts.language_chosen)
        else:
            self._print(self._terminal_texts.language_how)

    def _help(self) -> None:
        texts, own = self._texts, self._terminal_texts
        described = {name: texts.format(f"command_{name}") for name in COMMANDS_IN_HELP}
        described["quit"] = own.command_quit
        lines = [
            texts.format("help_line", command=name, description=description)
            for name, description in described.items()
        ]
        self._print(
            "\n".join([own.format("terminal_help_body", example=texts.ask_example), *lines])
        )

    def _print(self, text: Printable) -> None:
        self._output.print(text)
        self._output.print("")


def _asked(command: str, argument: str) -> str:
    """Return what a command asks: ``/news ebola`` asks "news ebola"."""
    return argument if command == "/ask" else f"{command.removeprefix('/')} {argument}".strip()
