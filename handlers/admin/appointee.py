"""The person that ``/promote`` or ``/demote`` is about.

Telegram names them by a number, a forwarded message, a contact or a mention; a bot cannot look up
an @username.
"""

import re
from collections.abc import Sequence
from typing import NamedTuple

from telegram import Message, MessageEntity, MessageOriginUser, User
from telegram.error import TelegramError
from telegram.helpers import create_deep_linked_url

from bot.errors import AppointmentError
from bot.model.roles import Role
from handlers.context import Context

USER_ID = re.compile(r"[1-9][0-9]{0,14}", re.ASCII)
MAX_WORD = 40
ROLES = {"editor": Role.EDITOR, "admin": Role.ADMIN}


class Appointee(NamedTuple):
    """The person that a command is about, and the role that it names, if any."""

    user_id: int
    name: str
    role: Role | None


async def appointee_of(context: Context, how: str = "person_how") -> Appointee:
    """The person that the command means; raises AppointmentError if that cannot be told.

    ``how`` is the key of the text that says how the command is written.
    """
    words = [word.lower() for word in context.args or []]
    role = next((ROLES[word] for word in words if word in ROLES), None)
    others = [word for word in words if word not in ROLES]
    if mentioned := _mentioned(context.message):
        return Appointee(mentioned.id, mentioned.full_name, role)
    numbers = [word for word in others if USER_ID.fullmatch(word)]
    if others and not others[0].startswith("@") and len(numbers) == len(others) - 1:
        other = next(word for word in others if word not in numbers)
        if numbers or context.message.reply_to_message is not None:
            raise AppointmentError("person_no_role", word=other[:MAX_WORD])
    if others:
        return await _by_number(others, role, how, context)
    if context.message.reply_to_message is None:
        raise _unknown(how, context)
    return _shown_by(context.message.reply_to_message, role, context)


async def name_of(user_id: int, context: Context) -> str:
    """The name by Telegram; "" for somebody who has never written to the bot."""
    try:
        chat = await context.bot.get_chat(user_id)
    except TelegramError:
        return ""
    return chat.full_name or ""


async def _by_number(
    words: Sequence[str], role: Role | None, how: str, context: Context
) -> Appointee:
    if words[0].startswith("@"):
        raise _unknown("person_username", context)
    if len(words) > 1 or not USER_ID.fullmatch(words[0]):
        raise _unknown(how, context)
    user_id = int(words[0])
    return Appointee(user_id, await name_of(user_id, context), role)


def _mentioned(message: Message) -> User | None:
    """The person without a @username that the admin picked from Telegram's list."""
    mentions = message.parse_entities([MessageEntity.TEXT_MENTION])
    people = (entity.user for entity in mentions if entity.user and not entity.user.is_bot)
    return next(people, None)


def _shown_by(message: Message, role: Role | None, context: Context) -> Appointee:
    """The author of a forwarded message, or the person of a contact."""
    origin, contact = message.forward_origin, message.contact
    if isinstance(origin, MessageOriginUser) and not origin.sender_user.is_bot:
        return Appointee(origin.sender_user.id, origin.sender_user.full_name, role)
    if contact is not None and contact.user_id is not None:
        name = " ".join(filter(None, [contact.first_name, contact.last_name]))
        return Appointee(contact.user_id, name, role)
    raise _unknown("person_hidden", context)


def _unknown(key: str, context: Context) -> AppointmentError:
    return AppointmentError(key, link=create_deep_linked_url(context.bot.username, "id"))
