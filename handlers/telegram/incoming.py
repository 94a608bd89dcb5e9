"""Decide which updates are to be answered, and for whose turns they count. Pure."""

from datetime import datetime, timedelta

from telegram import Message, Update, User
from telegram.constants import ChatType
from telegram.ext.filters import MessageFilter

from bot.users.permissions import ALIASES, Command
from handlers.questions.message_text import command_of, is_addressed, is_leading_command
from handlers.telegram.turns import Turn
from handlers.telegram.uses import Use

STALE_AFTER = timedelta(hours=1)
"""After an outage, of what is older at most the last message of each chat is answered."""

TYPED, GUESTS = 1 << 56, 1 << 57
"""Added to the id of who types an inline query, or of a chat where the bot is a guest, for turns
of their own: neither is a chat of the bot's, and a guest's chat may have the id of one that is.
"""

COMMANDS = frozenset({*Command, *(name for names in ALIASES.values() for name in names)})


def kind_of(update: object) -> str:
    """Return the kind of an update for the log, such as ``message``; nothing of what it says."""
    kinds = (kind for kind in Update.ALL_TYPES if getattr(update, kind, None) is not None)
    return next(kinds, "something in the background")


UPLOADING = frozenset({Command.ADD, Command.FEED})
"""Commands that have something fetched."""


class _NoPerson(MessageFilter):
    """A message of another bot, or a post that Telegram forwarded from the group's channel.

    Or what somebody chose of this bot's own cards: it answers no question that it wrote.
    """

    def filter(self, message: Message) -> bool:
        """Whether the message is one; who writes as the group or as a channel is a person."""
        author = message.from_user
        is_bot = author is not None and author.is_bot and message.sender_chat is None
        return is_bot or bool(message.is_automatic_forward) or _is_own_card(message)


class _AnyCommand(MessageFilter):
    """A message or caption that begins with a command, be it ours or not."""

    def filter(self, message: Message) -> bool:
        """Whether the message is one."""
        entities = message.entities or message.caption_entities
        return bool(entities) and is_leading_command(entities[0])


NO_PERSON = _NoPerson()
ANY_COMMAND = _AnyCommand()


def turn_of(update: Update, bot: User, now: datetime) -> Turn | None:
    """The turn of an update; None for what is not answered, and so may be handled at once."""
    if update.callback_query is not None:
        return _turn_of_press(update)
    if update.inline_query is not None:
        number = update.inline_query.from_user.id
        return Turn(TYPED + number, number, use=Use.TYPING)
    if update.guest_message is not None:
        return _turn_of_guest(update.guest_message)
    message = update.message or update.edited_message
    if message is None or not _may_be_answered(message, bot):
        return None
    author = message.sender_chat or message.from_user
    is_edit = update.edited_message is not None
    return Turn(
        message.chat_id,
        author.id if author else message.chat_id,
        stale=now - ((message.edit_date if is_edit else None) or message.date) > STALE_AFTER,
        album="" if is_edit or message.document else message.media_group_id or "",
        worded=bool(message.text or message.caption),
        kept=message.document is not None,
        use=Use.UPLOAD if _is_upload(message, bot) else Use.MESSAGE,
    )


def _turn_of_press(update: Update) -> Turn | None:
    """The turn of a press; under a channel's post, readers have nothing to do with each other."""
    chat, user = update.effective_chat, update.effective_user
    if user is None:
        return None
    own = chat is None or chat.type == ChatType.CHANNEL
    return Turn(user.id if own or chat is None else chat.id, user.id)


def _turn_of_guest(message: Message) -> Turn:
    author = message.sender_chat or message.from_user
    return Turn(GUESTS + message.chat_id, author.id if author else message.chat_id)


def _is_upload(message: Message, bot: User) -> bool:
    return message.document is not None or command_of(message, bot) in UPLOADING


def _is_own_card(message: Message) -> bool:
    """Whether the message was sent via this bot."""
    return message.via_bot is not None and message.via_bot.id == message.get_bot().id


def _may_be_answered(message: Message, bot: User) -> bool:
    if NO_PERSON.filter(message):
        return False
    if message.chat.type == ChatType.PRIVATE:
        return bool(message.text) or message.effective_attachment is not None
    return command_of(message, bot) in COMMANDS or is_addressed(message, bot)
