"""The application's connection to Telegram: made, polled on, and ended in time."""

import asyncio
import logging
from collections.abc import Awaitable, Callable
from contextlib import suppress
from datetime import timedelta
from functools import partial
from typing import Protocol
from urllib.parse import urlsplit

from telegram.error import InvalidToken, RetryAfter, TelegramError
from telegram.ext import ExtBot, Updater

from bot.runtime.contact import TelegramContact
from handlers.context import KutipApplication
from handlers.telegram.polling import POLL_S, PollingBot, PollingEnd, PollingRequest

log = logging.getLogger(__name__)

ALLOWED_UPDATES = (
    "message",
    "edited_message",
    "channel_post",
    "edited_channel_post",
    "callback_query",
    "my_chat_member",
    "inline_query",
    "chosen_inline_result",
    "guest_message",
)
MIN_RETRY_PAUSE_S, MAX_RETRY_PAUSE_S = 1.0, 30.0  # between attempts to reach Telegram at start
POLLING_STOP_TIMEOUT_S = 2.0  # for telling Telegram which updates have arrived
CONTACT_INTERVAL_S = 30.0  # half of what makes a bot unready (bot.monitoring.health)
CANCEL_TIMEOUT_S = 1.0  # for what is cancelled when the time is up


class Receiver(Protocol):
    """Takes the updates that Telegram sends, instead of polling for them."""

    async def begin(self) -> None:
        """Have Telegram send updates."""

    async def stop(self) -> None:
        """Take no more updates."""

    async def end(self) -> None:
        """Leave what is not done to others."""


async def connect(
    application: KutipApplication, polling: PollingRequest, receiver: Receiver | None = None
) -> bool:
    """Reach Telegram; False if a webhook stands in the way of polling, raises InvalidToken."""
    await until_accepted(application.initialize)
    return receiver is not None or await _is_free_of_webhook(application, polling)


async def begin_polling(application: KutipApplication) -> None:
    """Ask for updates from now on, those that wait included."""
    await _updater(application).start_polling(
        timeout=timedelta(seconds=POLL_S),
        allowed_updates=ALLOWED_UPDATES,
        bootstrap_retries=-1,
        drop_pending_updates=False,
        error_callback=_log_polling_error,
    )


async def disconnect(
    application: KutipApplication, deadline: float, receiver: Receiver | None = None
) -> None:
    """Take no more updates, answer those received until ``deadline``, and close the connections.

    Telegram does not send again what was polled.
    """
    if receiver is not None:
        await receiver.stop()
    updater, time = _updater(application), asyncio.get_running_loop().time
    if updater.running:
        with suppress(InvalidToken):  # raised again if it ended the polling
            stopping = asyncio.create_task(updater.stop())
            await _end_by(min(deadline, time() + POLLING_STOP_TIMEOUT_S), stopping)
    if isinstance(application.bot, PollingBot):
        application.bot.release_deferred()
    if application.running:
        stopping = asyncio.create_task(application.stop())
        if not await _is_done_by(deadline, stopping):
            log.warning("stopped with questions unanswered")
            await application.update_processor.shutdown()
        await _end_by(time() + CANCEL_TIMEOUT_S, stopping)
    if receiver is not None:
        await receiver.end()
    await application.bot_data.end_background()
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


async def keep_in_contact(bot: ExtBot[int], contact: TelegramContact) -> None:
    """Ask Telegram for the bot's name where nothing else was asked lately, until cancelled.

    Behind a webhook a bot that nobody writes to asks for nothing, and would not notice an outage.
    """
    while True:
        await asyncio.sleep(CONTACT_INTERVAL_S)
        if contact.silent_for_s() >= CONTACT_INTERVAL_S:
            with suppress(TelegramError):  # the contact notes it
                await bot.get_me()


def _updater(application: KutipApplication) -> Updater:
    if application.updater is None:
        raise RuntimeError("the application was built without an updater")
    return application.updater


def _log_polling_error(error: TelegramError) -> None:
    log.warning("asking for updates failed, trying again: %r", error)


async def _is_free_of_webhook(application: KutipApplication, polling: PollingRequest) -> bool:
    """Return whether updates can be polled for; if that is not known, polling shows it."""
    try:
        url = (await application.bot.get_webhook_info()).url
    except InvalidToken:
        raise
    except TelegramError as error:
        log.warning("Telegram does not say whether there is a webhook: %r", error)
        return True
    if not url:
        return True
    log.warning("this bot has a webhook at %s", urlsplit(url).hostname)
    if polling.delete_webhook:
        await until_accepted(partial(ExtBot.delete_webhook, application.bot))
        log.warning("the webhook is deleted, as asked")
        return True
    polling.finish(PollingEnd.WEBHOOK)
    return False


async def until_accepted(request: Callable[[], Awaitable[object]]) -> None:
    """Make a request until Telegram accepts it; raises InvalidToken."""
    pause = MIN_RETRY_PAUSE_S
    while True:
        try:
            await request()
        except InvalidToken:
            raise
        except TelegramError as error:
            if isinstance(error, RetryAfter):
                pause = MAX_RETRY_PAUSE_S  # it has asked for more
            log.warning("Telegram is out of reach, trying again in %.0f s: %r", pause, error)
        else:
            return
        await asyncio.sleep(pause)
        pause = min(pause * 2, MAX_RETRY_PAUSE_S)
