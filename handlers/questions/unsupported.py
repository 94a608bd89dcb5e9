"""Messages without text: say what the bot understands."""

from handlers.context import Context
from handlers.render.reply import Reply, text_reply


async def not_text(context: Context) -> Reply | None:
    """Say once a message, or once an album, that the bot reads only text."""
    return None if context.repeats_album else text_reply(context.texts.not_text)
