"""A post of a channel as its article is made of it: plain words, without what is no news. Pure."""

import re

from telegram import InlineKeyboardButton, Message, MessageEntity, User
from telegram.constants import MessageEntityType

from bot.model.channels import ChannelPost
from handlers.callback_data.codec import decode

MAX_ALBUM_ID = 64
"""Characters; Telegram's have 17 digits."""

_LEFT_OUT = frozenset({MessageEntityType.CUSTOM_EMOJI, MessageEntityType.URL})
_ADDRESS = re.compile(r"(?:https?://|www\.|t\.me/)\S*", re.IGNORECASE)
"""An address that a link shows, which is left out of its words."""


def channel_post_of(message: Message, bot: User, *, is_edit: bool) -> ChannelPost | None:
    """The post in a message; None for what is never an article.

    That is what was forwarded, be it from the channel itself, and what the bot has posted. Polls
    and service messages are posts without words.
    """
    if message.forward_origin is not None or _is_own(message, bot):
        return None
    return ChannelPost(
        chat_id=message.chat_id,
        message_id=message.message_id,
        words=plain_words(message),
        date=message.date,
        album=(message.media_group_id or "")[:MAX_ALBUM_ID],
        is_edit=is_edit,
    )


def plain_words(message: Message) -> str:
    """The text or caption without custom emoji and addresses.

    Telegram counts an entity's offset in UTF-16 code units, of two bytes each.
    """
    words = message.text or message.caption or ""
    units = words.encode("utf-16-le", "surrogatepass")
    parts, reached = [], 0
    for entity in sorted(_entities(message), key=lambda each: each.offset):
        start, end = 2 * entity.offset, 2 * (entity.offset + entity.length)
        if entity.type in _LEFT_OUT and start >= reached:
            parts.append(units[reached:start])
            reached = end
    parts.append(units[reached:])
    plain = "".join(part.decode("utf-16-le", "replace") for part in parts)
    return _ADDRESS.sub("", plain).strip()


def _entities(message: Message) -> tuple[MessageEntity, ...]:
    return tuple(message.entities or message.caption_entities or ())


def _is_own(message: Message, bot: User) -> bool:
    """Whether the bot wrote the post: an alert with its buttons, or by inline mode."""
    if message.via_bot is not None and message.via_bot.id == bot.id:
        return True
    keyboard = message.reply_markup.inline_keyboard if message.reply_markup else ()
    return any(_is_own_button(button, bot) for row in keyboard for button in row)


def _is_own_button(button: InlineKeyboardButton, bot: User) -> bool:
    data = button.callback_data
    leads_here = f"t.me/{bot.username}?".lower() in (button.url or "").lower()
    return leads_here or (isinstance(data, str) and decode(data) is not None)
