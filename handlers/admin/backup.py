"""A backup for an owner, in private."""

import asyncio

from handlers.context import Context
from handlers.render.reply import Reply, text_reply


async def backup(context: Context) -> Reply | None:
    """Send a packed copy of the database, made while the bot goes on."""
    name = f"kutip-{context.services.now():%Y%m%d-%H%M%S}.db.gz"
    caption = text_reply(context.texts.format("backup_caption", name=name))
    async with context.services.backups.packed() as copy:
        content = await asyncio.to_thread(copy.read_bytes)
        await context.audit("did_backup", name)  # before anything leaves the machine
        sent = await context.messenger.send_file(context.reply_target, content, name, caption)
    return None if sent else text_reply(context.texts.backup.backup_unsent)
