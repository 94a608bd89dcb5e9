"""Send a message of the outbox over the Bot API; ``bot.outbox.worker`` acts on the outcome."""

from functools import partial

from telegram.constants import ChatType, ParseMode
from telegram.error import RetryAfter, TelegramError
from telegram.ext import ExtBot

from bot.alerts.digests import page_of
from bot.model.messages import Alert, AnnouncementMessage, Digest, OutboxMessage
from bot.outbox.outcomes import Cancelled, Malformed, SendOutcome, Sent, SentAsPlainText
from bot.services.bot import BotServices
from bot.texts import Texts, texts_for
from handlers.callback_data.topics import TurnDigest
from handlers.render.alerts import render_alert, render_digest
from handlers.render.announcements import render_formatted_text
from handlers.render.reply import Reply, without_markup
from handlers.telegram.failures import classify
from handlers.telegram.keyboard import inline_keyboard
from handlers.telegram.messenger import NO_PREVIEW
from handlers.telegram.rate_limiter import NO_RATE_LIMIT


class TelegramSender:
    """A ``bot.outbox.outcomes.Sender`` over the Bot API."""

    def __init__(self, bot: ExtBot[int], services: BotServices) -> None:
        self._bot = bot
        self._services = services
        self._channels: dict[int, bool] = {}

    async def send(self, message: OutboxMessage) -> SendOutcome:
        """Send it in its chat's language, past the rate limit: the outbox repeats it.

        What Telegram refuses as malformed is sent again, without its markup.
        """
        try:
            reply = await self._rendered(message)
        except RetryAfter as error:
            return classify(error)
        if reply is None:
            return Cancelled()
        outcome = await self._send(message, reply)
        if not isinstance(outcome, Malformed):
            return outcome
        plain = await self._send(message, without_markup(reply))
        return SentAsPlainText(outcome.reason) if isinstance(plain, Sent) else plain

    async def _send(self, message: OutboxMessage, reply: Reply) -> SendOutcome:
        try:
            sent = await self._bot.send_message(
                message.chat_id,
                reply.html,
                parse_mode=ParseMode.HTML,
                message_thread_id=message.thread_id or None,
                reply_markup=inline_keyboard(reply.keyboard),
                link_preview_options=NO_PREVIEW,
                rate_limit_args=NO_RATE_LIMIT,
            )
        except TelegramError as error:
            return classify(error)
        if message.chat_id < 0:
            self._services.channels.intake.sent(message.chat_id, sent.message_id)
        return Sent()

    async def _rendered(self, message: OutboxMessage) -> Reply | None:
        """The message as it is sent; None if its announcement was stopped."""
        match message.payload:
            case AnnouncementMessage(number):
                content = await self._services.announcements.store.content(number)
                return None if content is None else render_formatted_text(content)
            case Alert() as alert:
                in_channel = await self._is_channel(message.chat_id)
                return render_alert(alert, self._texts(message), in_channel=in_channel)
            case Digest() as digest:
                turn = partial(TurnDigest, message.id)
                return render_digest(page_of(digest, 0), turn, self._texts(message))

    async def _is_channel(self, chat_id: int) -> bool:
        """Whether the chat is a channel; Telegram is asked once, as ids do not say so.

        Raises RetryAfter.
        """
        if chat_id > 0:
            return False
        if chat_id not in self._channels:
            try:
                chat = await self._bot.get_chat(chat_id, rate_limit_args=NO_RATE_LIMIT)
            except RetryAfter:
                raise
            except TelegramError:  # the alert itself will fail for the same reason, or go out
                return False
            self._channels[chat_id] = chat.type == ChatType.CHANNEL
        return self._channels[chat_id]

    def _texts(self, message: OutboxMessage) -> Texts:
        return texts_for(message.language or self._services.settings.language)
