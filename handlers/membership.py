"""Changes of a whole chat: the bot is let in or shut out; a group becomes a supergroup."""

from telegram import ChatMember, ChatMemberRestricted, Update

from handlers.context import Context


async def migrated(update: Update, context: Context) -> None:
    """Carry over a group that became a supergroup, with another id and other message numbers."""
    message = update.effective_message
    if message is not None and message.migrate_to_chat_id is not None:
        await context.services.migrate_chat(message.chat_id, message.migrate_to_chat_id)


async def membership_changed(update: Update, context: Context) -> None:
    """Deactivate the alerts of a chat where the bot may no longer write, else reactivate them."""
    change = update.my_chat_member
    if change is None:
        return
    alerts = context.services.alerts
    if may_write(change.new_chat_member):
        await alerts.chats.reactivate(change.chat.id)
    else:
        await alerts.chat_settings.deactivate(change.chat.id, change.new_chat_member.status)


async def reopened(update: Update, context: Context) -> None:
    """Reactivate the alerts of a chat in which a forum topic was opened again."""
    if update.effective_chat is not None:
        await context.services.alerts.chats.reactivate(update.effective_chat.id)


def may_write(member: ChatMember) -> bool:
    """Whether the bot may write in the chat with this membership."""
    if isinstance(member, ChatMemberRestricted):
        return member.is_member and member.can_send_messages
    return member.status not in {ChatMember.LEFT, ChatMember.BANNED}
