"""Hands alerts, digests and broadcasts to Telegram, once each.

Repeats nothing and waits for nothing: ``bot.outbox.worker`` does, by what became of the message.
"""

from telegram.constants import ParseMode
from telegram.error import TelegramError
from telegram.ext import ExtBot

from bot.alerts.digests import opened
from bot.model.messages import Alert, Broadcast, Digest, Message
from bot.outbox.outcomes import (
    ChatAsleep,
    Migrated,
    Outcome,
    Refused,
    Retry,
    Sent,
    ThreadGone,
    Wait,
    Withdrawn,
)
from bot.services import Services
from bot.texts import Texts, texts_for
from handlers.render import Reply, render_alert, render_broadcast, render_digest
from handlers.telegram import failures as sending
from handlers.telegram.failures import DropReason, classify
from handlers.telegram.messenger import NO_PREVIEW, inline_keyboard
from handlers.telegram.rate_limiter import AT_ONCE


class TelegramSender:
    """A ``bot.outbox.outcomes.Sender`` over the Bot API."""

    def __init__(self, bot: ExtBot[int], services: Services) -> None:
        self._bot = bot
        self._services = services

    async def send(self, message: Message) -> Outcome:
        """Send it in its chat's language, past the pacing of answers."""
        reply = await self._rendered(message)
        if reply is None:
            return Withdrawn()
        try:
            await self._bot.send_message(
                message.chat_id,
                reply.html,
                parse_mode=ParseMode.HTML,
                message_thread_id=message.thread_id or None,
                reply_markup=inline_keyboard(reply.keyboard),
                link_preview_options=NO_PREVIEW,
                rate_limit_args=AT_ONCE,
            )
        except TelegramError as error:
            return outcome_of(error)
        return Sent()

    async def _rendered(self, message: Message) -> Reply | None:
        """The message as Telegram shows it; None where it shall not be sent any more."""
        match message.payload:
            case Broadcast(number):
                words = await self._services.newsroom.broadcasting.words(number)
                return None if words is None else render_broadcast(words)
            case Alert() as alert:
                return render_alert(alert, self._texts(message))
            case Digest() as digest:
                return render_digest(opened(digest, 0), message.id, self._texts(message))

    def _texts(self, message: Message) -> Texts:
        return texts_for(message.language or self._services.settings.language)


def outcome_of(error: TelegramError) -> Outcome:
    """What a failed request means for a message of the outbox."""
    match classify(error):
        case sending.Wait(seconds):
            return Wait(seconds)
        case sending.Migrate(chat_id):
            return Migrated(chat_id)
        case sending.Retry() | sending.Drop(DropReason.BOT_REFUSED):
            return Retry()
        case sending.Drop(DropReason.CHAT_CLOSED):
            return ChatAsleep(error.message)
        case sending.Drop(DropReason.THREAD_GONE):
            return ThreadGone()
    return Refused(error.message)
