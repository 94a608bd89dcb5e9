"""Carries messages to Telegram and stays with them until they have arrived or cannot.

Raises no TelegramError. Makes no text and no markup, and classifies nothing itself.
"""

import asyncio
import logging
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass
from typing import TypeVar

from telegram import (
    ForceReply,
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    InputFile,
    InputMediaPhoto,
    LinkPreviewOptions,
    Message,
    ReplyParameters,
)
from telegram.constants import ChatAction, ParseMode
from telegram.error import TelegramError
from telegram.ext import ExtBot

from handlers.callback_data import Keyboard, encode
from handlers.render import Reply, without_markup
from handlers.telegram.failures import (
    Drop,
    DropReason,
    Malformed,
    Migrate,
    SendFailure,
    TryAgain,
    WaitFor,
    classify,
)
from handlers.telegram.rate_limiter import NO_RATE_LIMIT

log = logging.getLogger(__name__)

UPLOAD_TIMEOUT_S = 180.0
"""Seconds that a file may take on its way."""

NO_PREVIEW = LinkPreviewOptions(is_disabled=True)

Result = TypeVar("Result")
Call = Callable[[int, Reply], Awaitable[Result]]


@dataclass(frozen=True, slots=True)
class SendTimeouts:
    """How long to stay with a message, in seconds."""

    pauses: tuple[float, ...] = (0.5, 1.0, 2.0, 4.0, 0.0)  # after each attempt
    longest_wait: float = 120.0  # an answer that would come later is of no use
    typing_lasts: float = 4.5  # Telegram shows it for five
    typing_shown: float = 1.0  # for so long an answer waits for its "typing" to be shown


@dataclass(frozen=True, slots=True)
class ReplyTarget:
    """Where to say something: a chat, a forum topic in it, and the message that is answered."""

    chat_id: int
    thread_id: int | None = None
    reply_to: int | None = None


def reply_target_of(message: Message) -> ReplyTarget:
    """The place of a reply to this message: its chat, its topic, quoting it."""
    thread = message.message_thread_id if message.is_topic_message else None
    return ReplyTarget(message.chat_id, thread, message.message_id)


class Messenger:
    """Delivers messages.

    ``on_migration`` is told the old and the new id of a group that became a supergroup, where
    messages have other numbers: nothing is quoted there and nothing edited.
    """

    def __init__(
        self,
        bot: ExtBot[int],
        on_migration: Callable[[int, int], Awaitable[None]],
        patience: SendTimeouts = SendTimeouts(),
    ) -> None:
        self._bot = bot
        self._on_migration = on_migration
        self._patience = patience

    async def send(self, place: ReplyTarget, reply: Reply) -> Message | None:
        """The message as it was sent, or None where it could not be."""

        async def call(chat_id: int, reply: Reply) -> Message:
            there = place if chat_id == place.chat_id else ReplyTarget(chat_id)
            if reply.picture:
                return await self._send_picture(there, reply)
            return await self._bot.send_message(
                chat_id,
                reply.html,
                parse_mode=ParseMode.HTML,
                message_thread_id=there.thread_id,
                reply_parameters=_quoting(there.reply_to),
                reply_markup=_asking(chat_id) if reply.asks else inline_keyboard(reply.keyboard),
                link_preview_options=NO_PREVIEW,
            )

        outcome = await self._deliver(place.chat_id, reply, call)
        return None if isinstance(outcome, Drop) else outcome

    async def send_file(
        self, place: ReplyTarget, content: bytes, name: str, caption: Reply
    ) -> Message | None:
        """The file as it was sent, or None where it could not be."""

        async def call(chat_id: int, caption: Reply) -> Message:
            there = place if chat_id == place.chat_id else ReplyTarget(chat_id)
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

        outcome = await self._deliver(place.chat_id, caption, call)
        return None if isinstance(outcome, Drop) else outcome

    async def edit(self, chat_id: int, message_id: int, reply: Reply) -> DropReason | None:
        """Change a message; the reason where that could not be."""

        async def call(chat: int, reply: Reply) -> Message | bool | Drop:
            if chat != chat_id:
                return Drop(DropReason.MESSAGE_GONE)
            return await self._edit(chat_id, message_id, reply)

        outcome = await self._deliver(chat_id, reply, call)
        return outcome.reason if isinstance(outcome, Drop) else None

    async def try_edit(self, chat_id: int, message_id: int, reply: Reply) -> SendFailure | None:
        """Change a message if that is possible right now; what to do where it isn't."""
        try:
            await self._edit(chat_id, message_id, reply, pace=NO_RATE_LIMIT)
        except TelegramError as error:
            return classify(error)
        return None

    async def answer_callback(
        self, button_id: str, alert: str | None = None, url: str | None = None
    ) -> None:
        """End the waiting of a pressed button, with a notice where there is one, or a link."""
        shown = alert is not None
        try:
            await self._bot.answer_callback_query(button_id, alert, show_alert=shown, url=url)
        except TelegramError as error:
            log.info("a button's press was not released: %s", classify(error))

    @asynccontextmanager
    async def typing(self, place: ReplyTarget) -> AsyncIterator[None]:
        """Show "typing" in the meantime, at least once and without holding anything up for long."""
        begun = asyncio.Event()
        showing = asyncio.create_task(self._keep_typing(place, begun))
        try:
            yield
            with suppress(TimeoutError):
                await asyncio.wait_for(begun.wait(), self._patience.typing_shown)
        finally:
            showing.cancel()
            await asyncio.wait([showing])

    async def _keep_typing(self, place: ReplyTarget, begun: asyncio.Event) -> None:
        while True:
            try:
                await self._bot.send_chat_action(
                    place.chat_id, ChatAction.TYPING, place.thread_id, rate_limit_args=NO_RATE_LIMIT
                )
            except TelegramError as error:
                log.debug("typing was not shown: %s", classify(error))
            begun.set()
            await asyncio.sleep(self._patience.typing_lasts)

    async def _send_picture(self, place: ReplyTarget, reply: Reply) -> Message:
        return await self._bot.send_photo(
            place.chat_id,
            reply.picture,
            reply.html,
            parse_mode=ParseMode.HTML,
            message_thread_id=place.thread_id,
            reply_parameters=_quoting(place.reply_to),
            reply_markup=inline_keyboard(reply.keyboard),
        )

    async def _edit(
        self, chat_id: int, message_id: int, reply: Reply, pace: int | None = None
    ) -> Message | bool:
        if reply.picture:
            return await self._bot.edit_message_media(
                InputMediaPhoto(reply.picture, reply.html, parse_mode=ParseMode.HTML),
                chat_id,
                message_id,
                reply_markup=inline_keyboard(reply.keyboard),
                rate_limit_args=pace,
            )
        return await self._bot.edit_message_text(
            reply.html,
            chat_id,
            message_id,
            parse_mode=ParseMode.HTML,
            reply_markup=inline_keyboard(reply.keyboard),
            link_preview_options=NO_PREVIEW,
            rate_limit_args=pace,
        )

    async def _deliver(self, chat_id: int, reply: Reply, call: Call[Result]) -> Result | Drop:
        """Persist with the reply as it is, and if that is malformed, without its markup."""
        outcome = await self._persist(chat_id, reply, call)
        if isinstance(outcome, Malformed):
            log.error("Telegram refused the markup of a message; sending it without")
            outcome = await self._persist(chat_id, without_markup(reply), call)
        return Drop(DropReason.REFUSED) if isinstance(outcome, Malformed) else outcome

    async def _persist(
        self, chat_id: int, reply: Reply, call: Call[Result]
    ) -> Result | Drop | Malformed:
        for pause in self._patience.pauses:
            try:
                return await call(chat_id, reply)
            except TelegramError as error:
                verdict = classify(error)
                log.info("Telegram said %r: %s", error, verdict)
            match verdict:
                case Drop() | Malformed():
                    return verdict
                case Migrate(new_id):
                    await self._on_migration(chat_id, new_id)
                    chat_id = new_id
                case WaitFor(seconds) if seconds > self._patience.longest_wait:
                    break
                case WaitFor(seconds):
                    await asyncio.sleep(seconds)
                case TryAgain():
                    await asyncio.sleep(pause)
        log.warning("gave up on a message to chat %d", chat_id)
        return Drop(DropReason.GAVE_UP)


def _quoting(message_id: int | None) -> ReplyParameters | None:
    if message_id is None:
        return None
    return ReplyParameters(message_id, allow_sending_without_reply=True)


def _asking(chat_id: int) -> ForceReply | None:
    """What opens the field for a reply; in a group it would open everybody's."""
    return ForceReply() if chat_id > 0 else None


def inline_keyboard(keyboard: Keyboard) -> InlineKeyboardMarkup | None:
    """The buttons as Telegram takes them."""
    if not keyboard:
        return None
    return InlineKeyboardMarkup(
        [
            [
                InlineKeyboardButton(button.label, callback_data=encode(button.action))
                for button in row
            ]
            for row in keyboard
        ]
    )
