"""Changes of a whole chat: the bot is let in, silenced or shut out; a group becomes a supergroup.

And signs that a chat is alive, after which what waits for it is tried again.
"""

import logging

from telegram import (
    Chat,
    ChatMember,
    ChatMemberAdministrator,
    ChatMemberRestricted,
    Message,
    Update,
)
from telegram.constants import ChatType

from bot.errors import StorageError
from bot.questions.language import language_of
from handlers.channels import posts
from handlers.context import Context
from handlers.questions.message_text import prose_of

log = logging.getLogger(__name__)


async def migrated(update: Update, context: Context) -> None:
    """Carry over a group that became a supergroup, with another id and other message numbers."""
    message = update.effective_message
    if message is not None and message.migrate_to_chat_id is not None:
        await context.services.migrate_chat(message.chat_id, message.migrate_to_chat_id)


async def membership_changed(update: Update, context: Context) -> None:
    """Send alerts again where the bot may write; suspend or deactivate them where it may not."""
    change = update.my_chat_member
    if change is None:
        return
    await posts.membership_changed(change, context)
    settings, member = context.services.alerts.chat_settings, change.new_chat_member
    if not is_in_chat(member):
        await settings.deactivate(change.chat.id, member.status)
    elif may_write(member, change.chat):
        await settings.resume(change.chat.id)
    else:
        await settings.suspend(change.chat.id)


async def reopened(update: Update, context: Context) -> None:
    """Send the alerts that waited for a forum topic that was opened again."""
    if (message := update.effective_message) is not None:
        settings = context.services.alerts.chat_settings
        await settings.reopen(message.chat_id, message.message_thread_id)


async def hear_language(update: Update, context: Context) -> None:
    """Count the language of a message in a group, before it is answered."""
    message = update.effective_message
    language = language_of(prose_of(message, context.bot.bot)) if message else None
    if message is None or language is None:
        return
    try:
        await context.services.alerts.chats.hear(message.chat_id, language)
    except StorageError as error:
        log.exception("the language of a group was not counted")
        context.services.error_reporter.report(error)


async def sign_of_life(update: Update, context: Context) -> None:
    """Try again to send to a chat in which somebody writes or presses.

    Runs after the update's own handler, so that nobody waits for it.
    """
    chat, message = update.effective_chat, update.effective_message
    if chat is None or message is None or _is_farewell(message, context):
        return
    if update.guest_message is not None:  # its chat may have the id of another one
        return
    is_topic = isinstance(message, Message) and message.is_topic_message
    thread = (message.message_thread_id or 0) if is_topic else 0
    try:
        await context.services.alerts.chat_settings.sign_of_life(chat.id, thread)
    except StorageError as error:  # the update was answered, and needs no apology
        log.exception("a chat was not reactivated")
        context.services.error_reporter.report(error)


def is_in_chat(member: ChatMember) -> bool:
    """Whether the bot is in the chat with this membership."""
    if isinstance(member, ChatMemberRestricted):
        return member.is_member
    return member.status not in {ChatMember.LEFT, ChatMember.BANNED}


def may_write(member: ChatMember, chat: Chat) -> bool:
    """Whether the bot, which is in the chat, may write there with this membership."""
    if chat.type == ChatType.CHANNEL:
        return isinstance(member, ChatMemberAdministrator) and bool(member.can_post_messages)
    return not isinstance(member, ChatMemberRestricted) or member.can_send_messages


def _is_farewell(message: Message, context: Context) -> bool:
    """Whether the message says that the bot was removed, or that the forum topic was closed."""
    if message.left_chat_member is not None:
        return message.left_chat_member.id == context.bot.id
    return bool(message.forum_topic_closed or message.general_forum_topic_hidden)
