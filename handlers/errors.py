"""The error handler: log what failed, report the cause to admins, answer the reader in one line.

``handlers.dispatch`` explains domain errors, and the messenger deals with Telegram's failures.
"""

import logging

from telegram import Update

from bot.errors import KutipError
from bot.outages import outage_key
from bot.texts import Texts, texts_for
from handlers.context import Context, texts_of
from handlers.inline.results import answer_as_guest
from handlers.render.reply import text_reply
from handlers.telegram.incoming import kind_of
from handlers.telegram.messenger import reply_target_of

log = logging.getLogger(__name__)


async def report(update: object, context: Context) -> None:
    """Log what failed and where, never what was asked; answer the message or the button."""
    log.error("handling %s failed", kind_of(update), exc_info=context.error)
    if context.error is not None:
        context.services.error_reporter.report(context.error)
    if not isinstance(update, Update) or _is_post(update):
        return
    texts = await _texts(update, context)
    outage = outage_key(context.error)
    text = texts.format(outage) if outage else texts.trouble
    guest = update.guest_message
    if guest is not None:
        await answer_as_guest(guest.guest_query_id or "", text_reply(text), context)
    elif update.callback_query is not None:
        await context.messenger.answer_callback(update.callback_query.id, text)
    elif update.effective_message is not None:
        target = reply_target_of(update.effective_message)
        await context.messenger.send(target, text_reply(text))


def _is_post(update: Update) -> bool:
    """Whether the update is a post of a channel, where nobody waits for an answer."""
    return update.channel_post is not None or update.edited_channel_post is not None


async def _texts(update: Update, context: Context) -> Texts:
    """The reader's texts; the default language's if the storage is what failed."""
    try:
        return await texts_of(update, context.services)
    except KutipError:
        return texts_for(context.services.settings.language)
