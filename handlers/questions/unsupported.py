"""Messages that are no text: say what the bot understands."""

from telegram import Update

from handlers.context import Context
from handlers.render import text_reply


async def not_text(update: Update, context: Context) -> None:
    """Say once a message, or once an album, that I read only text."""
    message = update.effective_message
    album = message.media_group_id if message else None
    if album is None or context.shared.is_new_album(album):
        await context.reply(update, text_reply((await context.texts(update)).not_text))
