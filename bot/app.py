"""The Telegram bot as a process: builds, starts, runs and stops python-telegram-bot's application.

The only module of ``bot`` that imports ``telegram`` or ``handlers``.
"""

import asyncio
import logging
from collections.abc import AsyncIterator, Coroutine
from contextlib import asynccontextmanager, suppress
from datetime import timedelta
from functools import partial
from typing import Any

from telegram.error import InvalidToken
from telegram.ext import Application, ExtBot
from telegram.helpers import create_deep_linked_url

from bot.articles.progress import ReloadProgress
from bot.errors import FolderShrunk, KutipError, Notice, ReloadFailed, StorageError
from bot.maintenance.backup import running_on
from bot.monitoring.service import Monitoring
from bot.outages import outage_key
from bot.runtime.error_reports import ReportUnsent
from bot.runtime.event_loop import new_event_loop
from bot.runtime.hard_exit import stop_on_signals
from bot.runtime.logs import log_to_stderr
from bot.runtime.loop_watch import ending_if_still
from bot.runtime.supervisor import restart_on_error, running
from bot.services.addresses import DATABASE, current_time
from bot.services.bot import BotServices, open_bot_services
from bot.services.network import telegram_proxy
from bot.settings import Settings
from bot.status.heartbeat import RunState, forget_heartbeat
from bot.texts import texts_for
from bot.texts.terminal import TerminalTexts
from handlers import register
from handlers.admin.command_menu import publish_commands
from handlers.admin.faults import FaultTeller
from handlers.alerts.sender import TelegramSender
from handlers.announcements.progress import AnnouncementProgressUpdater
from handlers.context import KutipApplication, context_types, share
from handlers.telegram.connection import begin_polling, connect, disconnect
from handlers.telegram.messenger import Messenger
from handlers.telegram.polling import PollingBot, PollingEnd, PollingRequest
from handlers.telegram.posting import PostingRequest
from handlers.telegram.rate_limiter import AnswerRateLimiter
from handlers.telegram.receiving import UpdateReceiver
from handlers.telegram.tracking import UNTRACKED
from handlers.telegram.turns import PLACES
from handlers.telegram.update_processor import fair_processor
from index.workers import WORKER_THREADS, start_threads

log = logging.getLogger(__name__)

POOL_TIMEOUT_S = 20.0  # for a request to get one of the connections
READ_TIMEOUT_S = 10.0  # for Telegram's response
DRAIN_TIMEOUT_S = 8.0  # for the last alerts and answers
LAST_MESSAGES = timedelta(seconds=4)  # for a leader that has lost its lock to mark what it sent
TELL_TIMEOUT_S = 3.0  # to tell owners of a conflict, which ends the bot
READY_WORKERS = 8  # as many as usually wait at once
LOG_INTERVAL = 1000  # articles between two lines of progress


def build_application(services: BotServices, polling: PollingRequest) -> KutipApplication:
    """Build the application with all its handlers; it gets updates by ``polling`` or a webhook."""
    settings = services.settings
    request = PostingRequest(
        connection_pool_size=PLACES,
        pool_timeout=POOL_TIMEOUT_S,
        read_timeout=READ_TIMEOUT_S,
        through=telegram_proxy(settings),
    )
    polling.contact = request.contact = services.contact
    updates: asyncio.Queue[object] = asyncio.Queue()
    bot: ExtBot[int] = PollingBot(
        settings.token.get_secret_value() if settings.token else "",
        polling,
        updates,
        base_url=settings.api_url,
        base_file_url=files_url(settings.api_url),
        request=request,
        rate_limiter=AnswerRateLimiter(services.alerts.rate_limit),
    )
    messenger = Messenger(
        bot,
        services.migrate_chat,
        on_sent=services.alerts.chat_settings.resume,
        tried=services.monitoring.metrics.replied,
        report=services.error_reporter.report,
    )
    processor = fair_processor(bot, services, messenger, services.updates or UNTRACKED)
    builder = Application.builder().bot(bot).update_queue(updates).concurrent_updates(processor)
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
        in_use = "folder_in_use" if settings.database else "backup_in_use"
        with running_on(settings.data / DATABASE, in_use):
            forget_heartbeat(settings.data)
            start_threads(WORKER_THREADS, READY_WORKERS)
            with asyncio.Runner(loop_factory=new_event_loop) as runner:
                end = runner.run(_run(settings, delete_webhook=delete_webhook))
    except KutipError as error:
        why = [TerminalTexts(settings.language).why_with_check] if outage_key(error) else []
        log.critical("%s", " ".join([texts.format(error.key, **error.arguments), *why]))
        return 1
    if end is not None:
        log.critical("%s", texts.format(end))
    return 0 if end is None else 1


async def _run(settings: Settings, *, delete_webhook: bool) -> PollingEnd | None:
    """Run until a signal, after which the process ends in time.

    Monitoring runs before the services are open: a migration may take minutes.
    """
    stop, monitoring = stop_on_signals(), Monitoring(settings, current_time)
    async with (
        ending_if_still(),
        monitoring.running(),
        open_bot_services(settings, current_time, monitoring) as services,
    ):
        polling = PollingRequest(delete_webhook=delete_webhook, through=telegram_proxy(settings))
        return await _serve(services, stop, polling, DRAIN_TIMEOUT_S)


async def serve(
    services: BotServices,
    stop: asyncio.Event,
    polling: PollingRequest | None = None,
    drain_timeout_s: float = DRAIN_TIMEOUT_S,
) -> PollingEnd | None:
    """Load the articles, then answer and send alerts until ``stop`` is set.

    Returns None, or the reason if Telegram refused to give this bot any more updates before.
    Raises ListenError.
    """
    polling = polling or PollingRequest(through=telegram_proxy(services.settings))
    async with services.monitoring.running():
        return await _serve(services, stop, polling, drain_timeout_s)


async def _serve(
    services: BotServices, stop: asyncio.Event, polling: PollingRequest, drain_timeout_s: float
) -> PollingEnd | None:
    application = build_application(services, polling)
    updates, settings = services.updates, services.settings
    receiver = None if updates is None else UpdateReceiver(application, updates, settings)
    time, deadline = asyncio.get_running_loop().time, None
    try:
        async with services.leadership.sought(), services.heartbeat.running():
            loads_first = services.leadership.leads and await _is_empty(services)
            starting = _start(application, services, polling, receiver, loads_first=loads_first)
            await _first(starting, stop.wait())
            if polling.end is not None:
                return polling.end
            services.heartbeat.become(RunState.RUNNING)
            async with (
                asyncio.timeout(None) as limit,
                _working(services, application, polling, is_loaded=loads_first),
                services.running(),
            ):
                if not stop.is_set():
                    services.monitoring.answering(application.bot.username)
                await _first(polling.ended.wait(), stop.wait())
                services.monitoring.stopping()
                deadline = time() + drain_timeout_s
                limit.reschedule(deadline)
                if receiver is not None:
                    await receiver.stop()
    except InvalidToken:
        return PollingEnd.REFUSED
    except TimeoutError:
        log.warning("stopped with alerts, feeds or articles unfinished")
    finally:
        services.monitoring.stopping()
        await disconnect(application, deadline or time() + drain_timeout_s, receiver)
    return polling.end


@asynccontextmanager
async def _working(
    services: BotServices,
    application: KutipApplication,
    polling: PollingRequest,
    *,
    is_loaded: bool,
) -> AsyncIterator[None]:
    """Lead if nobody else does until the block ends; then wait for messages in flight.

    Who leads reads the folder first, unless it ``is_loaded``.
    """
    announcer = AnnouncementProgressUpdater(application.bot_data.messenger, services)
    sender = TelegramSender(application.bot, services)
    tell = FaultTeller(application.bot_data.messenger, services).tell
    report = services.error_reporter.report

    @asynccontextmanager
    async def leading() -> AsyncIterator[None]:
        """Run the leader's jobs.

        What the leader before was sending is sent soon, not at the end of its leases.
        """
        nonlocal is_loaded
        if not services.leadership.is_alone:
            await services.alerts.outbox.end_leases(services.now() + LAST_MESSAGES)
        loads = [] if is_loaded else [partial(load_articles, services)]
        is_loaded = False
        async with (
            announcer.running(),
            services.alerts.running(sender),
            services.leading(),
            running(
                *(restart_on_error(load, report, "folder") for load in loads),
                restart_on_error(partial(services.faults.run, tell), report, "faults"),
            ),
        ):
            yield

    async with (
        announcer.reporting(),
        services.leadership.running(leading),
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
        with suppress(ReportUnsent):  # the log says it, too
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
    application: KutipApplication,
    services: BotServices,
    polling: PollingRequest,
    receiver: UpdateReceiver | None,
    *,
    loads_first: bool,
) -> None:
    """Connect, get updates and publish the commands; raises InvalidToken.

    Answers are from what is stored, unless the folder ``loads_first``. Does none of it but connect
    where a webhook stands in the way of polling.
    """
    if not await connect(application, polling, receiver):
        return
    if loads_first:
        await load_articles(services)
    roles = await services.staff.roles()
    await application.start()
    await (receiver.begin() if receiver else begin_polling(application))
    menus = publish_commands(application.bot, roles, services.settings.language)
    application.bot_data.in_background(menus)
    log.info("answering as @%s", application.bot.username)
    if not services.settings.owners:
        texts = texts_for(services.settings.language)
        link = create_deep_linked_url(application.bot.username, "id")
        log.warning("KUTIP_OWNERS: %s", texts.format("owner_missing", link=link))


async def _is_empty(services: BotServices) -> bool:
    """Return whether no article is stored, so that nothing can be answered yet."""
    try:
        return not (await services.library.status()).articles
    except StorageError:
        return True


async def load_articles(services: BotServices) -> None:
    """Reload the articles; if that fails, log it and serve what is stored."""

    def show(progress: ReloadProgress) -> None:
        if progress.done and progress.done % LOG_INTERVAL == 0:
            log.info("loading articles: %s, %d done", progress.phase, progress.done)

    try:
        await services.library.reload(show, wait=True)
    except ReloadFailed as error:
        texts = texts_for(services.settings.language)
        log.warning("%s", texts.format(error.key, **error.arguments))
        if isinstance(error, FolderShrunk):  # of a missing one, the monitor of faults tells
            services.error_reporter.report(error)


def set_up_logging(settings: Settings) -> None:
    """Log to standard error, without a secret of the settings."""
    log_to_stderr(settings.log_level, settings.secrets(), settings.log_format)
