"""The Telegram bot as a process: built, started, watched and stopped in one place.

Handles no update itself, and is the only module of ``bot`` that knows Telegram.
"""

import asyncio
import logging
import signal
from collections.abc import AsyncIterator, Awaitable, Collection, Coroutine
from contextlib import asynccontextmanager, suppress
from typing import Any
from urllib.parse import quote

from telegram.error import InvalidToken, TelegramError
from telegram.ext import Application, Updater
from telegram.request import HTTPXRequest

from bot.articles.library import ReloadProgress
from bot.errors import KutipError, ReloadFailed
from bot.maintenance.backup import running_on
from bot.services import BotServices, open_bot_services
from bot.settings import Settings
from bot.texts import texts_for
from handlers import register
from handlers.admin.command_menu import publish_commands
from handlers.alerts.sender import TelegramSender
from handlers.announcements.progress import AnnouncementProgressUpdater
from handlers.context import KutipApplication, context_types, share
from handlers.telegram.polling import End, PollingRequest
from handlers.telegram.rate_limiter import PacedRateLimiter, PriorityProcessor

log = logging.getLogger(__name__)

CONCURRENT_UPDATES = 16  # httpcore gets much slower with more connections than that
ALLOWED_UPDATES = ("message", "edited_message", "callback_query", "my_chat_member")
POOL_PATIENCE = 20.0  # seconds that a request waits for one of the connections
READ_PATIENCE = 10.0  # seconds that Telegram may take to answer
DRAIN_PATIENCE = 80.0  # seconds for the last answers: a busy group's may wait for a minute
LOGGED_EVERY = 1000  # articles between two lines of progress
LONGEST_PAUSE = 30.0  # seconds between attempts to reach Telegram at start


def build_application(services: BotServices, polling: PollingRequest) -> KutipApplication:
    """The application with all its handlers; asks for updates by ``polling``."""
    settings = services.settings
    request = HTTPXRequest(
        connection_pool_size=CONCURRENT_UPDATES,
        pool_timeout=POOL_PATIENCE,
        read_timeout=READ_PATIENCE,
    )
    application = (
        Application.builder()
        .token(settings.token.get_secret_value() if settings.token else "")
        .base_url(settings.api_url)
        .base_file_url(files_url(settings.api_url))
        .request(request)
        .get_updates_request(polling)
        .rate_limiter(_pacing(services))
        .concurrent_updates(_answers_first(services))
        .context_types(context_types())
        .job_queue(None)
        .build()
    )
    share(application, services)
    register(application)
    return application


def files_url(api_url: str) -> str:
    """Where a Bot API server gives out files: beside the address of its methods."""
    return api_url.removesuffix("bot") + "file/bot"


def _answers_first(services: BotServices) -> PriorityProcessor:
    """What the bot says by itself waits for what it is answering."""
    return PriorityProcessor(CONCURRENT_UPDATES, services.alerts.outbox_worker.yield_to_answers)


def _pacing(services: BotServices) -> PacedRateLimiter:
    """Answers at Telegram's pace, of which alerts take what is left."""
    outbox_worker = services.alerts.outbox_worker
    return PacedRateLimiter(outbox_worker.answer_sent, outbox_worker.answer_refused)


def run(settings: Settings) -> int:
    """Run the bot until SIGTERM or SIGINT; the exit code: 0, or 1 after something went wrong.

    Sets up logging; what went wrong is the last line of the log.
    """
    set_up_logging(settings)
    texts = texts_for(settings.language)
    try:
        with running_on(settings.data):
            end = asyncio.run(_run(settings))
    except KutipError as error:
        log.critical("%s", texts.format(error.key, **error.arguments))
        return 1
    if end is not None:
        log.critical("%s", texts.format(end))
    return 0 if end is None else 1


async def _run(settings: Settings) -> End | None:
    stop = asyncio.Event()
    with suppress(NotImplementedError):  # on Windows, where Ctrl-C interrupts the loop itself
        for number in (signal.SIGTERM, signal.SIGINT):
            asyncio.get_running_loop().add_signal_handler(number, stop.set)
    async with open_bot_services(settings) as services:
        return await serve(services, stop)


async def serve(
    services: BotServices,
    stop: asyncio.Event,
    polling: PollingRequest | None = None,
    patience: float = DRAIN_PATIENCE,
) -> End | None:
    """Load the articles, then answer until ``stop`` is set: None.

    Alerts go out meanwhile, if the services were opened with them. Where Telegram has no more
    updates for this bot before that, the reason.
    """
    polling = polling or PollingRequest()
    application = build_application(services, polling)
    time, deadline = asyncio.get_running_loop().time, None
    try:
        await _first(_start(application, services), stop.wait())
        async with _by_itself(services, application), services.running():
            await _first(polling.ended.wait(), stop.wait())
            deadline = time() + patience
    except InvalidToken:
        return End.REFUSED
    finally:
        await _stop(application, deadline or time() + patience)
    return polling.end


@asynccontextmanager
async def _by_itself(services: BotServices, application: KutipApplication) -> AsyncIterator[None]:
    """What the bot says unasked goes out meanwhile; what is on its way in the end is waited for."""
    announcer = AnnouncementProgressUpdater(application.bot_data.messenger, services)
    sender = TelegramSender(application.bot, services)
    async with announcer.running(), services.alerts.running(sender):
        yield


async def _first(*works: Coroutine[Any, Any, Any]) -> None:
    """Until the first of the works is done; the others are cancelled."""
    tasks = [asyncio.create_task(work) for work in works]
    try:
        done, _ = await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
        for task in done:
            task.result()
    finally:
        for task in tasks:
            task.cancel()
        await asyncio.wait(tasks)


async def _start(application: KutipApplication, services: BotServices) -> None:
    """All that comes before the first update, a refused token first of all."""
    await _reach_telegram(application)
    await load_articles(services)
    roles = await services.staff.roles()
    await publish_commands(application.bot, roles, services.settings.language)
    await application.start()
    await _updater(application).start_polling(
        allowed_updates=ALLOWED_UPDATES,
        bootstrap_retries=-1,
        drop_pending_updates=False,
        error_callback=_log_polling_error,
    )
    log.info("answering as @%s", application.bot.username)


async def _reach_telegram(application: KutipApplication) -> None:
    """Wait for the network if need be; raises InvalidToken."""
    pause = 1.0
    while True:
        try:
            await application.initialize()
        except InvalidToken:
            raise
        except TelegramError as error:
            log.warning("Telegram is out of reach, trying again in %.0f s: %r", pause, error)
        else:
            return
        await asyncio.sleep(pause)
        pause = min(pause * 2, LONGEST_PAUSE)


async def load_articles(services: BotServices) -> None:
    """Bring the articles up to date; where that fails, what was stored before goes on serving."""

    def show(progress: ReloadProgress) -> None:
        if progress.done % LOGGED_EVERY == 0:
            log.info("loading articles: %s, %d done", progress.phase, progress.done)

    try:
        await services.library.reload(show)
    except ReloadFailed as error:
        texts = texts_for(services.settings.language)
        log.warning("%s", texts.format(error.key, **error.arguments))


async def _stop(application: KutipApplication, deadline: float) -> None:
    """Ask for nothing more, answer what was accepted, and close.

    Telegram takes as accepted what was fetched, and will not send it again.
    """
    if _updater(application).running:
        with suppress(InvalidToken):  # what ended the polling is raised once more
            await _updater(application).stop()
    if application.running and not await _done_by(deadline, application.stop()):
        log.warning("stopped with questions unanswered")
    await application.shutdown()
    await application.bot.shutdown()  # its connections are open even if it was never initialized


async def _done_by(deadline: float, work: Awaitable[None]) -> bool:
    """Whether the work was done in time; else it is cancelled."""
    try:
        async with asyncio.timeout_at(deadline):
            await work
    except TimeoutError:
        return False
    return True


def _updater(application: KutipApplication) -> Updater:
    if application.updater is None:
        raise RuntimeError("the application was built without an updater")
    return application.updater


def _log_polling_error(error: TelegramError) -> None:
    log.warning("asking for updates failed, trying again: %r", error)


class MaskingFormatter(logging.Formatter):
    """Formats records without the secrets, wherever in a message or traceback they stand."""

    def __init__(self, secrets: Collection[str]) -> None:
        super().__init__("%(asctime)s %(levelname)s %(name)s: %(message)s")
        self._secrets = sorted(filter(None, secrets), key=len, reverse=True)

    def format(self, record: logging.LogRecord) -> str:
        """The line, with an ellipsis for each secret."""
        line = super().format(record)
        for secret in self._secrets:
            line = line.replace(secret, "…")
        return line


def set_up_logging(settings: Settings) -> None:
    """Log to standard error, without the token and without a line for each request."""
    token = settings.token.get_secret_value() if settings.token else ""
    handler = logging.StreamHandler()
    handler.setFormatter(MaskingFormatter({token, quote(token), token.partition(":")[2]}))
    logging.basicConfig(level=settings.log_level, handlers=[handler], force=True)
    for library in ("httpx", "httpcore"):  # they log addresses, and the token is part of those
        logging.getLogger(library).setLevel(logging.WARNING)
