"""The person to whom a message of the bot is the answer: others do not change what it shows."""

from telegram import Message
from telegram.constants import ChatID, ChatType

from handlers.context import Context

_NOBODY = {ChatID.ANONYMOUS_ADMIN, ChatID.FAKE_CHANNEL, ChatID.SERVICE_CHAT}
"""Users in whose name Telegram shows messages of groups and channels."""


async def is_asker(message: Message, context: Context) -> bool:
    """Whether the update is from the person to whom the bot's ``message`` is the answer.

    True in a private chat, and if it is not known any more who asked, or they asked as a group.
    """
    person = context.incoming.effective_user
    if message.chat.type == ChatType.PRIVATE or person is None:
        return True
    asked = message.reply_to_message
    author = asked.from_user if asked and not asked.sender_chat else None
    asker = author.id if author and not author.is_bot else None
    if asker is None:
        preferences = context.services.preferences
        asker = await preferences.asker(message.chat_id, message.message_id)
    return asker is None or asker in _NOBODY or asker < 0 or asker == person.id
