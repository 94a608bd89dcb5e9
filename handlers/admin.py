"""What only admins may do: reload the articles, and see how the bot is doing."""

import logging
from importlib.metadata import version

from telegram import Update
from telegram.constants import ChatType

from bot.errors import KutipError
from bot.library import Library, ReloadProgress
from bot.texts import Texts
from handlers.context import Context
from handlers.courier import place_of
from handlers.progress import Progress
from handlers.render import Health, Reply, render_progress, render_report, render_status, say

log = logging.getLogger(__name__)

PACKAGE = "kutip"


async def reload(update: Update, context: Context) -> None:
    """Begin to reload the articles, unless a reload is running; answers go on meanwhile."""
    texts = await context.texts(update)
    if not await _may(update, context, texts):
        return
    if context.services.library.reloading:
        await context.reply(update, say(texts.reload_running))
        return
    work = _reload(update, context, texts)
    context.application.create_task(work, update=update, name="reload")


async def status(update: Update, context: Context) -> None:
    """Show how much there is to ask about, and how long I have been running."""
    texts = await context.texts(update)
    if not await _may(update, context, texts):
        return
    services = context.services
    health = Health(
        library=await services.library.status(),
        queue=await services.subscriptions.counts(),
        reloading=services.library.reloading,
        now=services.now(),
        started_at=services.started_at,
        version=version(PACKAGE),
    )
    await context.reply(update, render_status(health, texts))


async def _may(update: Update, context: Context, texts: Texts) -> bool:
    """Whether an admin asks in private; anyone else is refused, politely, and logged."""
    if not context.is_admin(update):
        user = update.effective_user
        tried = update.effective_message.text if update.effective_message else None
        log.warning("user %s is no admin and tried %r", user.id if user else "?", tried)
        await context.reply(update, say(texts.admins_only))
        return False
    if update.effective_chat is None or update.effective_chat.type != ChatType.PRIVATE:
        pointer = texts.say("admin_in_private", username=context.bot.username)
        await context.reply(update, say(pointer))
        return False
    return True


async def _reload(update: Update, context: Context, texts: Texts) -> None:
    """Reload, and tell in one message how it goes and what came of it."""
    message = update.effective_message
    place = place_of(message) if message else None
    sent = await context.courier.send(place, say(texts.reload_started)) if place else None
    if place is None or sent is None:
        return
    async with Progress(context.courier, place, sent.message_id) as progress:
        await progress.end(await _outcome(context.services.library, progress, texts))


async def _outcome(library: Library, progress: Progress, texts: Texts) -> Reply:
    def show(step: ReloadProgress) -> None:
        progress.show(render_progress(step, texts))

    try:
        return render_report(await library.reload(show), texts)
    except KutipError as error:
        return say(texts.say(error.key, **error.arguments))
