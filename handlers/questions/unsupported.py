"""Messages without words: say what can't be read in them, by their kind."""

from telegram import Message

from bot.users.permissions import Command
from handlers.context import Context
from handlers.render.reply import Reply, text_reply

_TEXTS = {
    "animation": "unread_gif",  # before the document that it is, too
    "photo": "unread_photo",
    "video": "unread_video",
    "video_note": "unread_video",
    "sticker": "unread_sticker",
    "voice": "unread_voice",
    "audio": "unread_audio",
    "document": "unread_document",
    "location": "unread_location",
    "venue": "unread_location",
    "contact": "unread_contact",
    "poll": "unread_poll",
    "dice": "unread_dice",
}
"""The keys of the lines, by the field of a message that has it."""


async def not_text(context: Context) -> Reply | None:
    """Say once a message, or once an album, what the bot can't read in it.

    Who may appoint shares a contact for that, and is told how to go on.
    """
    if context.message.contact is not None and await context.may(Command.PROMOTE):
        return text_reply(context.texts.staff.person_contact)
    if context.repeats_album:
        return None
    return text_reply(context.texts.format(text_key(context.message)))


def text_key(message: Message) -> str:
    """The key of the line about a message without words."""
    return next((key for name, key in _TEXTS.items() if getattr(message, name)), "not_text")
