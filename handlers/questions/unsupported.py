"""Messages without text: say what the bot understands."""

from bot.users.permissions import Command
from handlers.context import Context
from handlers.render.reply import Reply, text_reply


async def not_text(context: Context) -> Reply | None:
    """Say once a message, or once an album, that the bot reads only text.

    Who may appoint shares a contact for that, and is told how to go on.
    """
    if context.message.contact is not None and await context.may(Command.PROMOTE):
        return text_reply(context.texts.staff.person_contact)
    return None if context.repeats_album else text_reply(context.texts.not_text)
