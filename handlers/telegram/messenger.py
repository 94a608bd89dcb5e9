"""Send, edit and answer over the Bot API, retrying until Telegram accepts or refuses for good.

Raises no TelegramError; ``failures`` says what each of them means.
"""

import asyncio
import logging
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass
from typing import TypeVar

from telegram import (
    ForceReply,
    InputFile,
    InputMediaPhoto,
    LinkPreviewOptions,
    Message,
    ReplyParameters,
)
from telegram.constants import ChatAction, ParseMode
from telegram.error import TelegramError
from telegram.ext import ExtBot

from bot.errors import DeliveryNotice, KutipError
from bot.outbox.outcomes import (
    BotRejected,
    ChatMigrated,
    Malformed,
    MessageGone,
    RateLimited,
    RetryLater,
    SendFailure,
    SendOutcome,
    Sent,
    logged,
)
from handlers.render.reply import Reply, without_markup
from handlers.telegram.failures import classify
from handlers.telegram.keyboard import inline_keyboard
from handlers.telegram.rate_limiter import MAX_WAIT_S, NO_RATE_LIMIT, AnswerRateLimiter

log = logging.getLogger(__name__)

UPLOAD_TIMEOUT_S = 180.0
NO_PREVIEW = LinkPreviewOptions(is_disabled=True)

Delivered = TypeVar("Delivered")
Attempt = Callable[[int, Reply], Awaitable[Delivered]]
"""A request with the id of the chat, which may have migrated, and the reply."""


@dataclass(frozen=True, slots=True)
class SendTimeouts:
    """How long to go on with a message, in seconds."""

    retry_delays: tuple[float, ...] = (0.5, 1.0, 2.0, 4.0, 0.0)  # after each attempt
    max_wait: float = MAX_WAIT_S  # for Telegram's rate limit, all attempts together
    typing_delay: float = 1 / 3  # an answer that takes no longer comes without "typing"
    typing_interval: float = 4.5  # Telegram shows it for five
    typing_timeout: float = 1.0  # for so long an answer waits for its "typing" to be shown


@dataclass(frozen=True, slots=True)
class ReplyTarget:
    """Where a reply goes: a chat, a forum topic in it, and the message that it quotes."""

    chat_id: int
    thread_id: int | None = None
    reply_to: int | None = None


def reply_target_of(message: Message) -> ReplyTarget:
    """The target of a reply to this message: its chat, its forum topic, quoting it."""
    thread = message.message_thread_id if message.is_topic_message else None
    return ReplyTarget(message.chat_id, thread, message.message_id)


class Messenger:
    """Delivers messages.

    ``on_migration`` is called with the old and the new id of a group that became a supergroup,
    where messages have other numbers: nothing is quoted there and nothing edited. ``on_sent`` is
    called with the chat and the forum topic of each message that has arrived, ``tried`` with what
    became of each in the end, ``report`` with a message that had to go without its markup.
    """

    def __init__(  # noqa: PLR0913 - all but three are named
        self,
        bot: ExtBot[int],
        on_migration: Callable[[int, int], Awaitable[None]],
        timeouts: SendTimeouts = SendTimeouts(),
        *,
        on_sent: Callable[[int, int], Awaitable[None]] | None = None,
        tried: Callable[[SendOutcome], None] = lambda _outcome: None,
        report: Callable[[BaseException], None] = lambda _error: None,
    ) -> None:
        self._bot = bot
        self._on_migration = on_migration
        self._timeouts = timeouts
        self._on_sent = on_sent
        self._tried = tried
        self._report = report

    def gives_up(self, chat_id: int) -> bool:
        """Whether a message to the chat would be given up now; logs that if so."""
        limiter = self._bot.rate_limiter
        closed = isinstance(limiter, AnswerRateLimiter) and limiter.is_closed(chat_id)
        if closed:
            log.warning("gave up on a message before making it: its chat has had too many")
        return closed

    async def send(self, target: ReplyTarget, reply: Reply) -> Message | None:
        """The message as it was sent; None if it could not be."""

        async def attempt(chat_id: int, reply: Reply) -> Message:
            there = target if chat_id == target.chat_id else ReplyTarget(chat_id)
            if reply.picture:
                return await self._send_picture(there, reply)
            return await self._send_text(there, reply)

        return await self._sent(await self._deliver(target.chat_id, reply, attempt))

    async def send_file(
        self, target: ReplyTarget, content: bytes, name: str, caption: Reply
    ) -> Message | None:
        """The file as it was sent; None if it could not be."""

        async def attempt(chat_id: int, caption: Reply) -> Message:
            there = target if chat_id == target.chat_id else ReplyTarget(chat_id)
            return await self._bot.send_document(
                chat_id,
                InputFile(content, name),
                caption=caption.html,
                parse_mode=ParseMode.HTML,
                message_thread_id=there.thread_id,
                reply_parameters=_quoting(there.reply_to),
                read_timeout=UPLOAD_TIMEOUT_S,
                write_timeout=UPLOAD_TIMEOUT_S,
            )

        return await self._sent(await self._deliver(target.chat_id, caption, attempt))

    async def edit(self, chat_id: int, message_id: int, reply: Reply) -> SendFailure | None:
        """Change a message; the failure if that could not be."""

        async def attempt(current_id: int, reply: Reply) -> Message | bool | SendFailure:
            if current_id != chat_id:
                return MessageGone("the group migrated")
            return await self._edit(chat_id, message_id, reply)

        outcome = await self._deliver(chat_id, reply, attempt)
        failure = None if isinstance(outcome, Message | bool) else outcome
        self._tried(failure or Sent())
        return failure

    async def try_edit(self, chat_id: int, message_id: int, reply: Reply) -> SendFailure | None:
        """Change a message in one attempt, past the rate limit; the failure if there is one."""
        try:
            await self._edit(chat_id, message_id, reply, rate_limit=NO_RATE_LIMIT)
        except TelegramError as error:
            return classify(error)
        return None

    async def answer_callback(
        self,
        query_id: str,
        notice: str | None = None,
        url: str | None = None,
        *,
        is_alert: bool = True,
    ) -> None:
        """End a pressed button's waiting, with a notice or a link if there is one."""
        shown = is_alert and notice is not None
        try:
            await self._bot.answer_callback_query(query_id, notice, show_alert=shown, url=url)
        except TelegramError as error:
            log.info("a button's press was not answered: %s", logged(classify(error)))

    @asynccontextmanager
    async def typing(self, target: ReplyTarget) -> AsyncIterator[None]:
        """Show "typing" if this takes longer than ``typing_delay``, until it ends.

        What is being sent then has ``typing_timeout`` to arrive, so that no answer overtakes it.
        """
        quiet = asyncio.Event()
        quiet.set()
        showing = asyncio.create_task(self._keep_typing(target, quiet))
        try:
            yield
            if not quiet.is_set():
                with suppress(TimeoutError):
                    await asyncio.wait_for(quiet.wait(), self._timeouts.typing_timeout)
        finally:
            showing.cancel()
            await asyncio.wait([showing])

    async def _keep_typing(self, target: ReplyTarget, quiet: asyncio.Event) -> None:
        """``quiet`` is cleared while a request is under way."""
        await asyncio.sleep(self._timeouts.typing_delay)
        while True:
            quiet.clear()
            try:
                await self._bot.send_chat_action(
                    target.chat_id,
                    ChatAction.TYPING,
                    target.thread_id,
                    rate_limit_args=NO_RATE_LIMIT,
                )
            except TelegramError as error:
                log.debug("typing was not shown: %s", logged(classify(error)))
            quiet.set()
            await asyncio.sleep(self._timeouts.typing_interval)

    async def _send_text(self, target: ReplyTarget, reply: Reply) -> Message:
        chat_id, keyboard = target.chat_id, inline_keyboard(reply.keyboard)
        return await self._bot.send_message(
            chat_id,
            reply.html,
            parse_mode=ParseMode.HTML,
            message_thread_id=target.thread_id,
            reply_parameters=_quoting(target.reply_to),
            reply_markup=_force_reply(chat_id) if reply.asks else keyboard,
            link_preview_options=NO_PREVIEW,
        )

    async def _send_picture(self, target: ReplyTarget, reply: Reply) -> Message:
        return await self._bot.send_photo(
            target.chat_id,
            reply.picture,
            reply.html,
            parse_mode=ParseMode.HTML,
            message_thread_id=target.thread_id,
            reply_parameters=_quoting(target.reply_to),
            reply_markup=inline_keyboard(reply.keyboard),
        )

    async def _edit(
        self, chat_id: int, message_id: int, reply: Reply, rate_limit: int | None = None
    ) -> Message | bool:
        if reply.picture:
            return await self._bot.edit_message_media(
                InputMediaPhoto(reply.picture, reply.html, parse_mode=ParseMode.HTML),
                chat_id,
                message_id,
                reply_markup=inline_keyboard(reply.keyboard),
                rate_limit_args=rate_limit,
            )
        return await self._bot.edit_message_text(
            reply.html,
            chat_id,
            message_id,
            parse_mode=ParseMode.HTML,
            reply_markup=inline_keyboard(reply.keyboard),
            link_preview_options=NO_PREVIEW,
            rate_limit_args=rate_limit,
        )

    async def _sent(self, outcome: Message | SendFailure) -> Message | None:
        self._tried(Sent() if isinstance(outcome, Message) else outcome)
        if not isinstance(outcome, Message):
            return None
        if self._on_sent is not None:
            thread = outcome.message_thread_id if outcome.is_topic_message else None
            try:
                await self._on_sent(outcome.chat_id, thread or 0)
            except KutipError as error:  # the message has arrived nevertheless
                log.exception("a message has arrived, but its chat was not resumed")
                self._report(error)
        return outcome

    async def _deliver(
        self, chat_id: int, reply: Reply, attempt: Attempt[Delivered]
    ) -> Delivered | SendFailure:
        """Retry with the reply as it is, and if that is malformed, without its markup."""
        outcome = await self._retry(chat_id, reply, attempt)
        if not isinstance(outcome, Malformed):
            return outcome
        log.error("Telegram refused the markup of a message; sending it without")
        self._report(DeliveryNotice("message_plain"))
        return await self._retry(chat_id, without_markup(reply), attempt)

    async def _retry(
        self, chat_id: int, reply: Reply, attempt: Attempt[Delivered]
    ) -> Delivered | SendFailure:
        """Repeat the attempt; for the rate limit, the next one waits by itself."""
        failure: SendFailure = RetryLater()
        waited = 0.0
        for delay in self._timeouts.retry_delays:
            try:
                return await attempt(chat_id, reply)
            except TelegramError as error:
                failure = classify(error)
                log.info("Telegram refused a message: %s, which is %s", error, logged(failure))
            match failure:
                case ChatMigrated(new_id):
                    await self._on_migration(chat_id, new_id)
                    chat_id = new_id
                case RateLimited(seconds):
                    waited += seconds
                    if waited > self._timeouts.max_wait:
                        break
                case RetryLater() if not isinstance(failure, BotRejected):
                    await asyncio.sleep(delay)
                case _:
                    return failure
        log.warning("gave up on a message: %s", logged(failure))
        return failure


def _quoting(message_id: int | None) -> ReplyParameters | None:
    if message_id is None:
        return None
    return ReplyParameters(message_id, allow_sending_without_reply=True)


def _force_reply(chat_id: int) -> ForceReply | None:
    """Open the field for a reply; not in a group, where it would open everybody's."""
    return ForceReply() if chat_id > 0 else None
