"""What happens when a handler fails: the log gets everything, the reader one polite line, and the
admins the cause.

Telegram's own failures seldom come here: ``messenger`` deals with them.
"""

import logging

from telegram import Update

from bot.errors import KutipError
from bot.texts import Texts, texts_for
from handlers.context import Context
from handlers.render import text_reply

log = logging.getLogger(__name__)


async def report(update: object, context: Context) -> None:
    """Log what failed and where, never what was asked, and tell whoever waits for an answer."""
    log.error("handling %s failed", _where(update), exc_info=context.error)
    if context.error is not None:
        context.services.error_reporter.report(context.error)
    if not isinstance(update, Update):
        return
    texts = await _texts(update, context)
    if update.callback_query is not None:
        await context.messenger.answer_callback(update.callback_query.id, texts.trouble)
    else:
        await context.reply(update, text_reply(texts.trouble))


async def _texts(update: Update, context: Context) -> Texts:
    """The reader's texts, even if the storage is what failed."""
    try:
        return await context.texts(update)
    except KutipError:
        return texts_for(context.services.settings.language)


def _where(update: object) -> str:
    if not isinstance(update, Update):
        return "something in the background"
    chat = update.effective_chat.id if update.effective_chat else None
    user = update.effective_user.id if update.effective_user else None
    return f"update {update.update_id} of user {user} in chat {chat}"
