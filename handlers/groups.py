"""What happens to a group as a whole."""

from telegram import Update

from handlers.context import Context


async def migrated(update: Update, context: Context) -> None:
    """A group became a supergroup, which has another id and other message numbers."""
    message = update.effective_message
    if message is not None and message.migrate_to_chat_id is not None:
        readers = context.services.readers
        await readers.follow_migration(message.chat_id, message.migrate_to_chat_id)
