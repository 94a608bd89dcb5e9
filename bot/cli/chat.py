"""A conversation with one reader in the terminal.

The same answering and the same texts as in Telegram. Knows no styles: ``bot.cli.console`` shows
what is said here.
"""

import asyncio
from collections.abc import Iterable, Iterator
from contextlib import AsyncExitStack, suppress

from bot.cli.console import Spoken, Terminal, answer_text, article_text, latest_text
from bot.cli.error_messages import explained
from bot.errors import ArticleNotFound, ReloadFailed
from bot.services import Services, open_services
from bot.settings import Settings
from bot.texts import Texts, texts_for
from bot.texts.terminal import TerminalTexts, terminal_texts_for
from index.types import Language

LISTED = 10
LONGEST_NUMBER = 15
PROMPT = "> "
DESCRIBED = ("latest", "article", "language", "help")


def converse(settings: Settings, terminal: Terminal, lines: Iterable[str], *, greet: bool) -> None:
    """Load the articles, then answer line by line until the lines end or the reader leaves.

    The event loop stands still while a line is awaited, so that an interruption reaches the
    prompt itself; nobody else is served meanwhile. Raises StorageError.
    """
    with asyncio.Runner() as runner, suppress(KeyboardInterrupt):
        stack = AsyncExitStack()
        try:
            services = runner.run(stack.enter_async_context(open_services(settings)))
            chat = ChatSession(services, terminal)
            runner.run(chat.load())
            if greet:
                runner.run(chat.welcome())
            for line in lines:
                if not runner.run(chat.respond(line)):
                    break
        finally:
            runner.run(stack.aclose())


def typed_lines() -> Iterator[str]:
    """What a person types at the prompt, with editing and history where there is readline.

    Ends with the end of the input or an interruption.
    """
    with suppress(ImportError):
        import readline  # noqa: F401 - input() uses it as soon as it is there
    with suppress(EOFError, KeyboardInterrupt):
        while True:
            yield input(PROMPT)


class ChatSession:
    """Answers one reader's lines, in the language that the reader chose last."""

    def __init__(self, services: Services, terminal: Terminal) -> None:
        self._services = services
        self._terminal = terminal
        self._language = services.settings.language

    @property
    def _texts(self) -> Texts:
        return texts_for(self._language)

    @property
    def _terminal_texts(self) -> TerminalTexts:
        return terminal_texts_for(self._language)

    async def load(self) -> None:
        """Bring the articles up to date; where that fails, go on with what there is."""
        try:
            with self._terminal.progress(self._texts) as on_progress:
                report = await self._services.library.reload(on_progress)
        except ReloadFailed as error:
            self._terminal.warn(explained(error, self._language))
            return
        if report.failures:
            count = self._texts.number(len(report.failures))
            self._terminal.warn(self._terminal_texts.articles_unreadable.format(count=count))

    async def welcome(self) -> None:
        """Say who this is, and what could be asked."""
        status = await self._services.library.status()
        count = self._texts.number(status.articles)
        lines = [self._terminal_texts.welcome.format(count=count)]
        if samples := await self._services.suggestions.questions(self._language):
            lines += [self._terminal_texts.samples, *(f"  {sample}" for sample in samples)]
        self._say("\n".join(lines))

    async def respond(self, line: str) -> bool:
        """Answer one line; False when the reader takes leave."""
        command, _, argument = line.strip().partition(" ")
        match command.lower():
            case "":
                pass
            case "/quit":
                return False
            case "/start":
                await self.welcome()
            case "/help":
                self._help()
            case "/latest":
                await self._latest()
            case "/article":
                await self._article(argument.strip())
            case "/language":
                self._choose_language(argument.strip().lower())
            case "/ask":
                await self._answer(argument)
            case name if name.startswith("/"):
                self._say(self._terminal_texts.unknown_command.format(command=command))
            case _:
                await self._answer(line.strip())
        return True

    async def _answer(self, question: str) -> None:
        answer = await self._services.answerer.ask(question, reader_language=self._language)
        self._say(answer_text(answer, numbered=True))

    async def _latest(self) -> None:
        articles = await self._services.library.latest(limit=LISTED)
        self._say(latest_text(articles, self._language))

    async def _article(self, number: str) -> None:
        if not (number.isascii() and number.isdigit() and len(number) <= LONGEST_NUMBER):
            self._say(self._terminal_texts.article_how)
            return
        try:
            article = await self._services.library.article(int(number))
        except ArticleNotFound as error:
            self._say(self._texts.format(error.key, **error.arguments))
        else:
            self._say(article_text(article, self._texts))

    def _choose_language(self, code: str) -> None:
        if code in set(Language):
            self._language = Language(code)
            self._say(self._texts.language_chosen)
        else:
            self._say(self._terminal_texts.language_how)

    def _help(self) -> None:
        texts, own = self._texts, self._terminal_texts
        described = {name: texts.format(f"command_{name}") for name in DESCRIBED}
        described["quit"] = own.command_quit
        lines = [
            texts.format("help_line", command=name, description=description)
            for name, description in described.items()
        ]
        self._say("\n".join([own.help_body.format(example=texts.ask_example), *lines]))

    def _say(self, text: Spoken) -> None:
        self._terminal.say(text)
        self._terminal.say("")
