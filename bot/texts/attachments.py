"""Texts that say what can't be read in a message without words, by its kind."""

from bot.texts.catalog import Catalog


class AttachmentTexts(Catalog):
    """Lines about messages without words."""

    unread_photo: str
    unread_video: str
    unread_gif: str
    unread_sticker: str
    unread_voice: str
    unread_audio: str
    unread_document: str
    unread_location: str
    unread_contact: str
    unread_poll: str
    unread_dice: str
