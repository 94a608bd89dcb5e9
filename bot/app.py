"""The Telegram bot as a process: builds, starts, runs and stops python-telegram-bot's application.

The only module of ``bot`` that imports ``telegram`` or ``handlers``.
"""

import asyncio
import logging
import signal
from collections.abc import AsyncIterator, Coroutine
from contextlib import asynccontextmanager, suppress
from typing import Any
from urllib.parse import quote, urlsplit

from telegram.error import InvalidToken, TelegramError
from telegram.ext import Application, ExtBot, Updater
from telegram.helpers import create_deep_linked_url
from telegram.request import HTTPXRequest

from bot.articles.updater import ReloadProgress
from bot.errors import KutipError, Notice, ReloadFailed
from bot.maintenance.backup import running_on
from bot.runtime.hard_exit import exit_hard_in
from bot.runtime.logs import log_to_stderr
from bot.services.bot import BotServices, open_bot_services
from bot.services.core import DATABASE
from bot.settings import Settings
from bot.texts import texts_for
from handlers import register
from handlers.admin.command_menu import publish_commands
from handlers.alerts.sender import TelegramSender
from handlers.announcements.progress import AnnouncementProgressUpdater
from handlers.context import KutipApplication, context_types, share
from handlers.telegram.messenger import Messenger
from handlers.telegram.polling import PollingBot, PollingEnd, PollingRequest
from handlers.telegram.rate_limiter import AnswerRateLimiter
from handlers.telegram.turns import PLACES
from handlers.telegram.update_processor import fair_processor

log = logging.getLogger(__name__)

ALLOWED_UPDATES = ("message", "edited_message", "callback_query", "my_chat_member")
POOL_TIMEOUT_S = 20.0  # for a request to get one of the connections
READ_TIMEOUT_S = 10.0  # for Telegram's response
DRAIN_TIMEOUT_S = 8.0  # for the last alerts and answers
POLLING_STOP_TIMEOUT_S = 2.0  # of them, for telling Telegram which updates have arrived
CANCEL_TIMEOUT_S = 1.0  # for what is cancelled then
HARD_EXIT_S = 9.5  # for all, the writing of the index included
TELL_TIMEOUT_S = 3.0  # to tell owners of a conflict, which ends the bot
LOG_INTERVAL = 1000  # articles between two lines of progress
MAX_RETRY_PAUSE_S = 30.0  # between attempts to reach Telegram at start


def build_application(services: BotServices, polling: PollingRequest) -> KutipApplication:
    """Build the application with all its handlers; it gets updates by ``polling``."""
    settings = services.settings
    request = HTTPXRequest(
        connection_pool_size=PLACES,
        pool_timeout=POOL_TIMEOUT_S,
        read_timeout=READ_TIMEOUT_S,
    )
    bot: ExtBot[int] = PollingBot(
        settings.token.get_secret_value() if settings.token else "",
        polling,
        base_url=settings.api_url,
        base_file_url=files_url(settings.api_url),
        request=request,
        rate_limiter=AnswerRateLimiter(services.alerts.rate_limit),
    )
    messenger = Messenger(
        bot,
        services.migrate_chat,
        on_sent=services.alerts.chat_settings.resume,
        report=services.error_reporter.report,
    )
    processor = fair_processor(bot, services, messenger)
    builder = Application.builder().bot(bot).concurrent_updates(processor)
    application: KutipApplication = builder.context_types(context_types()).job_queue(None).build()
    share(application, services, messenger)
    register(application)
    return application


def files_url(api_url: str) -> str:
    """Return the address of a Bot API server's files, beside that of its methods."""
    return api_url.removesuffix("bot") + "file/bot"


def run(settings: Settings, *, delete_webhook: bool = False) -> int:
    """Run the bot until SIGTERM or SIGINT; return the exit code, 1 after an error.

    Sets up logging; the error is the last line of the log. A webhook that stands in the way is an
    error, unless it is to be deleted.
    """
    set_up_logging(settings)
    texts = texts_for(settings.language)
    try:
        with running_on(settings.data / DATABASE):
            end = asyncio.run(_run(settings, delete_webhook=delete_webhook))
    except KutipError as error:
        log.critical("%s", texts.format(error.key, **error.arguments))
        return 1
    if end is not None:
        log.critical("%s", texts.format(end))
    return 0 if end is None else 1


async def _run(settings: Settings, *, delete_webhook: bool) -> PollingEnd | None:
    """Run until a signal, after which the process ends in time."""
    stop = asyncio.Event()

    def end() -> None:
        if not stop.is_set():
            exit_hard_in(HARD_EXIT_S)
        stop.set()

    with suppress(NotImplementedError):  # on Windows, where Ctrl-C interrupts the loop itself
        for number in (signal.SIGTERM, signal.SIGINT):
            asyncio.get_running_loop().add_signal_handler(number, end)
    async with open_bot_services(settings) as services:
        return await serve(services, stop, PollingRequest(delete_webhook=delete_webhook))


async def serve(
    services: BotServices,
    stop: asyncio.Event,
    polling: PollingRequest | None = None,
    drain_timeout_s: float = DRAIN_TIMEOUT_S,
) -> PollingEnd | None:
    """Load the articles, then answer and send alerts until ``stop`` is set.

    Returns None, or the reason if Telegram refused to give this bot any more updates before.
    """
    polling = polling or PollingRequest()
    application = build_application(services, polling)
    time, deadline = asyncio.get_running_loop().time, None
    try:
        await _first(_start(application, services, polling), stop.wait())
        if polling.end is not None:
            return polling.end
        async with (
            asyncio.timeout(None) as limit,
            _sending(services, application, polling),
            services.running(),
        ):
            await _first(polling.ended.wait(), stop.wait())
            deadline = time() + drain_timeout_s
            limit.reschedule(deadline)
    except InvalidToken:
        return PollingEnd.REFUSED
    except TimeoutError:
        log.warning("stopped with alerts, feeds or articles unfinished")
    finally:
        await _stop(application, deadline or time() + drain_timeout_s)
    return polling.end


@asynccontextmanager
async def _sending(
    services: BotServices, application: KutipApplication, polling: PollingRequest
) -> AsyncIterator[None]:
    """Send alerts and announcements until the block ends; then wait for those in flight."""
    announcer = AnnouncementProgressUpdater(application.bot_data.messenger, services)
    sender = TelegramSender(application.bot, services)
    async with (
        announcer.running(),
        services.alerts.running(sender),
        _telling_of_conflict(polling, announcer),
    ):
        yield


@asynccontextmanager
async def _telling_of_conflict(
    polling: PollingRequest, announcer: AnnouncementProgressUpdater
) -> AsyncIterator[None]:
    """Tell owners, meanwhile or in the end, of another program that polls with the same token."""

    async def tell() -> None:
        await polling.conflicted.wait()
        await announcer.tell_notice(Notice(PollingEnd.CONFLICT))

    telling = asyncio.create_task(tell())
    try:
        yield
    finally:
        await asyncio.wait([telling], timeout=TELL_TIMEOUT_S * polling.conflicted.is_set())
        telling.cancel()
        await asyncio.wait([telling])


async def _first(*coroutines: Coroutine[Any, Any, Any]) -> None:
    """Wait for the first to finish, raising its error, and cancel the others."""
    tasks = [asyncio.create_task(coroutine) for coroutine in coroutines]
    try:
        done, _ = await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
        for task in done:
            task.result()
    finally:
        for task in tasks:
            task.cancel()
        await asyncio.wait(tasks)


async def _start(
    application: KutipApplication, services: BotServices, polling: PollingRequest
) -> None:
    """Connect, load the articles, publish the commands and begin to poll; raises InvalidToken.

    Does none of it but connect where a webhook stands in the way.
    """
    await _reach_telegram(application)
    if not await _is_free_of_webhook(application, polling):
        return
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
    if not services.settings.owners:
        texts = texts_for(services.settings.language)
        link = create_deep_linked_url(application.bot.username, "id")
        log.warning("KUTIP_OWNERS: %s", texts.format("owner_missing", link=link))


async def _is_free_of_webhook(application: KutipApplication, polling: PollingRequest) -> bool:
    """Return whether updates can be polled for; python-telegram-bot would delete a webhook."""
    url = (await application.bot.get_webhook_info()).url
    if not url:
        return True
    log.warning("this bot has a webhook at %s", urlsplit(url).hostname)
    if polling.delete_webhook:
        log.warning("the webhook is deleted, as asked")
        return True
    polling.finish(PollingEnd.WEBHOOK)
    return False


async def _reach_telegram(application: KutipApplication) -> None:
    """Initialize the application, retrying until Telegram responds; raises InvalidToken."""
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
        pause = min(pause * 2, MAX_RETRY_PAUSE_S)


async def load_articles(services: BotServices) -> None:
    """Reload the articles; if that fails, log it and serve what is stored."""

    def show(progress: ReloadProgress) -> None:
        if progress.done % LOG_INTERVAL == 0:
            log.info("loading articles: %s, %d done", progress.phase, progress.done)

    try:
        await services.library.reload(show)
    except ReloadFailed as error:
        texts = texts_for(services.settings.language)
        log.warning("%s", texts.format(error.key, **error.arguments))
        if isinstance(error, Notice) and (await services.library.status()).last_reload:
            services.error_reporter.report(error)


async def _stop(application: KutipApplication, deadline: float) -> None:
    """Stop polling, answer the updates received until ``deadline``, and close the connections.

    Telegram does not send again what was received.
    """
    updater, time = _updater(application), asyncio.get_running_loop().time
    if updater.running:
        with suppress(InvalidToken):  # raised again if it ended the polling
            stopping = asyncio.create_task(updater.stop())
            await _end_by(min(deadline, time() + POLLING_STOP_TIMEOUT_S), stopping)
    if application.running:
        stopping = asyncio.create_task(application.stop())
        if not await _is_done_by(deadline, stopping):
            log.warning("stopped with questions unanswered")
            await application.update_processor.shutdown()
        await _end_by(time() + CANCEL_TIMEOUT_S, stopping)
    await application.shutdown()
    await application.bot.shutdown()  # its connections are open even if it was never initialized


async def _is_done_by(deadline: float, task: asyncio.Task[None]) -> bool:
    """Return whether the task was done in time."""
    left = max(0.0, deadline - asyncio.get_running_loop().time())
    done, _ = await asyncio.wait([task], timeout=left)
    return bool(done)


async def _end_by(deadline: float, task: asyncio.Task[None]) -> None:
    """Wait for the task, cancel it if it is not done in time, and raise what it raised."""
    if await _is_done_by(deadline, task):
        task.result()
        return
    task.cancel()
    await asyncio.wait([task], timeout=CANCEL_TIMEOUT_S)


def _updater(application: KutipApplication) -> Updater:
    if application.updater is None:
        raise RuntimeError("the application was built without an updater")
    return application.updater


def _log_polling_error(error: TelegramError) -> None:
    log.warning("asking for updates failed, trying again: %r", error)


def set_up_logging(settings: Settings) -> None:
    """Log to standard error, without the token."""
    token = settings.token.get_secret_value() if settings.token else ""
    log_to_stderr(settings.log_level, {token, quote(token), token.partition(":")[2]})
