"""What happens to a chat as a whole: the bot is let in or shut out, a group becomes another."""

from telegram import ChatMember, ChatMemberRestricted, Update

from handlers.context import Context

SHUT_OUT = (ChatMember.LEFT, ChatMember.BANNED)


async def migrated(update: Update, context: Context) -> None:
    """A group became a supergroup, which has another id and other message numbers."""
    message = update.effective_message
    if message is not None and message.migrate_to_chat_id is not None:
        await context.services.follow_migration(message.chat_id, message.migrate_to_chat_id)


async def admitted(update: Update, context: Context) -> None:
    """The bot was let in or shut out: alerts of this chat wake or sleep."""
    change = update.my_chat_member
    if change is None:
        return
    alerts = context.services.alerts
    if may_write(change.new_chat_member):
        await alerts.chats.reactivate(change.chat.id)
    else:
        await alerts.chat_settings.deactivate(change.chat.id, change.new_chat_member.status)


async def reopened(update: Update, context: Context) -> None:
    """A forum topic is open again, perhaps the one for want of which the chat sleeps."""
    if update.effective_chat is not None:
        await context.services.alerts.chats.reactivate(update.effective_chat.id)


def may_write(member: ChatMember) -> bool:
    """Whether the bot, being such a member, may write in the chat."""
    if isinstance(member, ChatMemberRestricted):
        return member.is_member and member.can_send_messages
    return member.status not in SHUT_OUT
