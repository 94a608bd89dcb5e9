"""Whose topics are meant: of this chat, or of a channel; and whether the reader may change them.

Changes nothing itself. What Telegram does not say is taken as a no.
"""

import logging
import re
from collections.abc import Sequence
from dataclasses import dataclass

from telegram import ChatMember, ChatMemberAdministrator, ChatMemberOwner, Update
from telegram.constants import ChatType
from telegram.error import TelegramError

from bot.errors import NotAllowed
from bot.model.topics import ChatTarget
from handlers.context import Context, reader_of
from handlers.render import TopicView
from handlers.telegram.failures import classify
from handlers.telegram.rate_limiter import AT_ONCE

log = logging.getLogger(__name__)

CHANNEL = re.compile(r"@[A-Za-z][A-Za-z0-9_]{3,31}|-100[0-9]{5,12}")


@dataclass(frozen=True, slots=True)
class TopicTarget:
    """The place whose topics are meant.

    ``channel`` is the number that buttons bear where it is managed from elsewhere, else 0.
    """

    place: ChatTarget
    channel: int = 0
    title: str = ""


async def commanded(
    update: Update, context: Context, *, changing: bool = True
) -> tuple[TopicTarget, str]:
    """What a command is about, and the words after it without the channel's name.

    Raises NotAllowed.
    """
    words = list(context.args or [])
    if words and CHANNEL.fullmatch(words[0]):
        name = words[0] if words[0].startswith("@") else int(words[0])
        return await channel(name, update, context), " ".join(words[1:])
    return await here(update, context, changing=changing), " ".join(words)


async def here(update: Update, context: Context, *, changing: bool = True) -> TopicTarget:
    """This chat, and the forum topic in it; raises NotAllowed for who may not change it."""
    message, chat = update.effective_message, update.effective_chat
    if message is None or chat is None or (changing and not await _may_change(update, context)):
        raise NotAllowed("topics_admins_only")
    thread = message.message_thread_id if message.is_topic_message else None
    return TopicTarget(ChatTarget(chat.id, thread or 0))


async def numbered(number: int, update: Update, context: Context) -> TopicTarget:
    """This chat for 0, else the channel whose number a button bears; raises NotAllowed."""
    if number == 0:
        return await here(update, context)
    return await channel(-number, update, context)


async def channel(name: str | int, update: Update, context: Context) -> TopicTarget:
    """A channel that both the reader and the bot may post to; raises NotAllowed."""
    chat, reader = update.effective_chat, reader_of(update)
    if chat is None or chat.type != ChatType.PRIVATE or reader is None:
        raise NotAllowed("channel_in_private", username=context.bot.username)
    try:
        found = await context.bot.get_chat(name, rate_limit_args=AT_ONCE)
    except TelegramError as error:
        log.info("channel %s was not found: %s", name, classify(error))
        raise NotAllowed("channel_unknown", name=str(name)) from error
    leaders = {leader.user.id for leader in await _leaders(found.id, context) if _posts(leader)}
    title = found.title or str(name)
    if found.type != ChatType.CHANNEL or context.bot.id not in leaders:
        raise NotAllowed("channel_unknown", name=title)
    if reader.id not in leaders:
        raise NotAllowed("channel_not_yours", name=title)
    return TopicTarget(ChatTarget(found.id), -found.id, title)


async def view_of(target: TopicTarget, context: Context) -> TopicView:
    """How the place's topics are looked at now."""
    chat = await context.services.alerts.chats.state(target.place.chat_id)
    return TopicView(
        chat.zone,
        context.services.now(),
        target.channel,
        target.title,
        target.place.thread_id,
    )


async def _may_change(update: Update, context: Context) -> bool:
    """In private everybody; elsewhere administrators, of whom anonymous ones write as the group."""
    chat, message = update.effective_chat, update.effective_message
    if chat is None or chat.type == ChatType.PRIVATE:
        return chat is not None
    if update.callback_query is None and message is not None and message.sender_chat is not None:
        return message.sender_chat.id == chat.id
    reader = reader_of(update)
    return reader is not None and any(
        leader.user.id == reader.id for leader in await _leaders(chat.id, context)
    )


async def _leaders(chat_id: int, context: Context) -> Sequence[ChatMember]:
    """Unlike single members, they can be asked for by a bot that is no administrator itself."""
    try:
        return await context.bot.get_chat_administrators(chat_id, rate_limit_args=AT_ONCE)
    except TelegramError as error:
        log.info("the administrators of %d are not known: %s", chat_id, classify(error))
        return ()


def _posts(leader: ChatMember) -> bool:
    if isinstance(leader, ChatMemberAdministrator):
        return bool(leader.can_post_messages)
    return isinstance(leader, ChatMemberOwner)
