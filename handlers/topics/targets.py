"""Resolve which chat's topics are meant, this one's or a channel's, and who may change them.

If Telegram does not say who the administrators are, nobody counts as one.
"""

import logging
import re
from collections.abc import Sequence
from dataclasses import dataclass

from telegram import ChatMember, ChatMemberAdministrator, ChatMemberOwner
from telegram.constants import ChatType
from telegram.error import TelegramError

from bot.errors import NotAllowed
from bot.model.topics import ChatTarget
from bot.outbox.outcomes import logged
from handlers.context import Context
from handlers.telegram.failures import classify

log = logging.getLogger(__name__)

OUTSIDE = frozenset({ChatMember.LEFT, ChatMember.BANNED})

CHANNEL = re.compile(r"@[A-Za-z][A-Za-z0-9_]{3,31}|-100[0-9]{5,12}")


@dataclass(frozen=True, slots=True)
class TopicTarget:
    """The chat and forum topic whose topics are meant.

    ``channel`` is the number that buttons carry if it is managed from elsewhere, else 0.
    """

    chat: ChatTarget
    channel: int = 0
    title: str = ""


async def commanded(context: Context, *, changing: bool = True) -> tuple[TopicTarget, str]:
    """The target of a command, and the words after it without the channel's name.

    Raises NotAllowed.
    """
    words = list(context.args or [])
    if words and CHANNEL.fullmatch(words[0]):
        name = words[0] if words[0].startswith("@") else int(words[0])
        return await channel(name, context), " ".join(words[1:])
    return await this_chat(context, changing=changing), " ".join(words)


async def this_chat(context: Context, *, changing: bool = True) -> TopicTarget:
    """This chat, and the forum topic in it; raises NotAllowed for who may not change it."""
    if changing and not await _may_change(context):
        raise NotAllowed("topics_admins_only")
    message = context.message
    thread = message.message_thread_id if message.is_topic_message else None
    return TopicTarget(ChatTarget(message.chat_id, thread or 0))


async def chat_or_channel(number: int, context: Context, *, changing: bool = True) -> TopicTarget:
    """This chat for 0, else the channel whose number a button carries; raises NotAllowed."""
    if number == 0:
        return await this_chat(context, changing=changing)
    return await channel(-number, context)


async def channel(name: str | int, context: Context) -> TopicTarget:
    """A channel that both the reader and the bot may post to; raises NotAllowed."""
    if context.message.chat.type != ChatType.PRIVATE or context.reader is None:
        raise NotAllowed("channel_in_private", username=context.bot.username)
    try:
        found = await context.bot.get_chat(name)
    except TelegramError as error:
        log.info("a channel was not found: %s", logged(classify(error)))
        raise NotAllowed("channel_unknown", name=str(name)) from error
    posters = {admin.user.id for admin in await _admins(found.id, context) if _posts(admin)}
    title = found.title or str(name)
    if found.type != ChatType.CHANNEL or context.bot.id not in posters:
        raise NotAllowed("channel_unknown", name=title)
    if context.reader.id not in posters:
        raise NotAllowed("channel_not_yours", name=title)
    return TopicTarget(ChatTarget(found.id), -found.id, title)


async def readable_channel(number: int, context: Context) -> int:
    """The id of a channel that the reader can read: a public one, or they are its member.

    Raises NotAllowed.
    """
    unreadable = NotAllowed("channel_unknown", name=str(-number))
    if context.reader is None:
        raise unreadable
    try:
        found = await context.bot.get_chat(-number)
        if found.type == ChatType.CHANNEL and not found.username:
            member = await context.bot.get_chat_member(found.id, context.reader.id)
            if member.status in OUTSIDE:
                raise unreadable
    except TelegramError as error:
        log.info("whether a channel may be read is not known: %s", logged(classify(error)))
        raise unreadable from error
    if found.type != ChatType.CHANNEL:
        raise unreadable
    return found.id


async def _may_change(context: Context) -> bool:
    """In private everybody; elsewhere administrators, of whom anonymous ones write as the group."""
    message, reader = context.message, context.reader
    if message.chat.type == ChatType.PRIVATE:
        return True
    if context.incoming.callback_query is None and message.sender_chat is not None:
        return message.sender_chat.id == message.chat.id
    return reader is not None and any(
        admin.user.id == reader.id for admin in await _admins(message.chat.id, context)
    )


async def _admins(chat_id: int, context: Context) -> Sequence[ChatMember]:
    """The administrators; unlike single members, any bot in the chat may ask for them."""
    try:
        return await context.bot.get_chat_administrators(chat_id)
    except TelegramError as error:
        log.info("the administrators of a chat are not known: %s", logged(classify(error)))
        return ()


def _posts(admin: ChatMember) -> bool:
    if isinstance(admin, ChatMemberAdministrator):
        return bool(admin.can_post_messages)
    return isinstance(admin, ChatMemberOwner)
