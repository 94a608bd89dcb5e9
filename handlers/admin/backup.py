"""A backup for an owner, in private."""

import asyncio

from telegram import Update

from bot.errors import BackupError
from bot.users.permissions import Command
from handlers.context import Context
from handlers.render import text_reply
from handlers.telegram.messenger import reply_target_of


async def backup(update: Update, context: Context) -> None:
    """Send a packed copy of the database, made while everything goes on."""
    message = update.effective_message
    if message is None or not await context.allowed(update, Command.BACKUP):
        return
    texts, place = await context.texts(update), reply_target_of(message)
    name = f"kutip-{context.services.now():%Y%m%d-%H%M%S}.db.gz"
    try:
        async with (
            context.messenger.typing(place),
            context.services.backups.packed() as copy,
        ):
            content = await asyncio.to_thread(copy.read_bytes)
            await context.note(update, "did_backup", name)  # before anything leaves the house
            caption = text_reply(texts.format("backup_caption", name=name))
            sent = await context.messenger.send_file(place, content, name, caption)
    except BackupError as error:
        await context.reply(update, text_reply(texts.format(error.key, **error.arguments)))
        return
    if sent is None:
        await context.reply(update, text_reply(texts.backup.backup_unsent))
