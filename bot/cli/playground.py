"""``kutip playground``: a page in the browser to try the bot on, without a token.

The bot is the real one, in front of a Bot API server on loopback, with data of its own.
"""

import asyncio
import errno
import secrets
import sys
import tempfile
import webbrowser
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

import click
from pydantic import SecretStr

from bot.cli.console import Output
from bot.cli.conversation import reader_message
from bot.cli.interpreter import tune_for_long_runs
from bot.cli.services import require_articles
from bot.cli.usage import CatalogCommand, Failure
from bot.configuration.cluster import Mode
from bot.model.interface_language import InterfaceLanguage
from bot.runtime.environment import has_display
from bot.services.core import Services
from bot.settings import Settings, load_settings
from bot.texts.terminal import TerminalTexts

if TYPE_CHECKING:
    from bot.playground.botapi import BotApiServer
    from bot.playground.page.application import ChatPage

BOT_ID = 4242
TEMPORARY_NAME = "kutip-playground-"


@click.command(cls=CatalogCommand)
@click.option("--port", type=click.IntRange(0, 65535), default=0)
@click.option("--no-browser", is_flag=True)
def playground(*, port: int, no_browser: bool) -> None:
    """Serve a page to try the bot on, and open the browser where there is one."""
    serve_page(load_settings(), port, opens=not no_browser and has_browser())


def has_browser() -> bool:
    """Return whether a browser can show a page here, in a window of its own."""
    if not has_display():
        return False
    with suppress(webbrowser.Error):
        return webbrowser.get() is not None
    return False


def serve_page(settings: Settings, port: int = 0, *, opens: bool) -> None:
    """Serve the page until SIGINT or SIGTERM; ``opens`` opens the browser."""
    from bot.app import set_up_logging  # a chat in the terminal needs no Telegram

    require_articles(settings)
    tune_for_long_runs()
    token = f"{BOT_ID}:{secrets.token_urlsafe(24)}"
    with tempfile.TemporaryDirectory(prefix=TEMPORARY_NAME) as folder:
        own = own_settings(settings, token, Path(folder))
        set_up_logging(own)
        try:
            asyncio.run(_serve(own, token, port, opens=opens))
        except OSError as error:
            if error.errno != errno.EADDRINUSE:
                raise
            texts = TerminalTexts(settings.language)
            raise Failure(texts.format("page_port_in_use", port=str(port))) from None


def own_settings(settings: Settings, token: str, data: Path) -> Settings:
    """Return the settings with data of their own: no installation is read or changed."""
    from bot.playground.page.cast import OWNER_ID

    return settings.model_copy(
        update={
            "token": SecretStr(token),
            "data": data,
            "database": None,
            "opensearch": (),
            "mode": Mode.POLLING,
            "owners": frozenset({OWNER_ID}),
        }
    )


async def _serve(settings: Settings, token: str, port: int, *, opens: bool) -> None:
    from bot.app import serve
    from bot.playground.botapi import BotApiServer
    from bot.playground.page.application import ChatPage
    from bot.playground.page.cast import make_cast
    from bot.runtime.hard_exit import stop_on_signals
    from bot.services.bot import open_bot_services

    stop = stop_on_signals()
    server = BotApiServer(token)
    async with server, ChatPage(server, make_cast(server), port=port) as page:
        _announce(settings, page.url)
        if opens:
            await asyncio.to_thread(webbrowser.open, page.url)
        own = settings.model_copy(update={"api_url": server.url})
        async with open_bot_services(own) as services:
            ready = asyncio.create_task(_get_ready(server, services, page))
            await serve(services, stop)
            ready.cancel()
        server.state.complaints.clear()  # they are for tests


async def _get_ready(server: "BotApiServer", services: Services, page: "ChatPage") -> None:
    """Tell the page once the bot answers, and has read the tables that a first answer reads."""
    await server.polled()
    for language in InterfaceLanguage:
        for question in (await services.suggestions.questions(language.content))[:1]:
            await services.conversation.respond(reader_message(question, services, language))
    page.tell_ready()


def _announce(settings: Settings, url: str) -> None:
    """Print the address, and how to get to Telegram."""
    texts = TerminalTexts(settings.language)
    click.echo(texts.format("page_here", url=url))  # on one line, however narrow the terminal is
    Output.standard().print(texts.page_how)
    sys.stdout.flush()
