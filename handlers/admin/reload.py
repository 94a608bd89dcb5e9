"""Reload the articles, and see how the bot is doing."""

from importlib.metadata import version

from telegram import Update

from bot.articles.library import Library, ReloadProgress
from bot.errors import KutipError
from bot.texts import Texts
from bot.users.permissions import Command
from handlers.context import Context
from handlers.render import (
    Reply,
    StatusReport,
    render_reload_progress,
    render_reload_report,
    render_status,
    text_reply,
)
from handlers.telegram.messenger import reply_target_of
from handlers.telegram.progress import ProgressMessage

PACKAGE = "kutip"


FOLDER, FEEDS = frozenset({"folder", "all", ""}), frozenset({"feeds", "all", ""})


async def reload(update: Update, context: Context) -> None:
    """Have the folder read, the feeds asked, or both; answers go on meanwhile."""
    if not await context.allowed(update, Command.RELOAD):
        return
    texts = await context.texts(update)
    what = " ".join(context.args or ()).lower()
    if what not in FOLDER | FEEDS:
        await context.reply(update, text_reply(texts.reload_how))
        return
    if what in FEEDS:
        await _ask_feeds(update, context, texts)
    if what in FOLDER:
        await _read_folder(update, context, texts)
    await context.note(update, "did_reload", what)


async def _ask_feeds(update: Update, context: Context, texts: Texts) -> None:
    asked = await context.services.feeds.watchlist.fetch_all()
    if asked or context.args:
        await context.reply(
            update, text_reply(texts.format("reload_feeds", count=texts.number(asked)))
        )


async def _read_folder(update: Update, context: Context, texts: Texts) -> None:
    """Begin to, unless a reload is running."""
    if context.services.library.reloading:
        await context.reply(update, text_reply(texts.reload_running))
        return
    work = _reload(update, context, texts)
    context.application.create_task(work, update=update, name="reload")


async def status(update: Update, context: Context) -> None:
    """Show how much there is to ask about, and how long I have been running."""
    texts = await context.texts(update)
    if not await context.allowed(update, Command.STATUS):
        return
    services = context.services
    health = StatusReport(
        library=await services.library.status(),
        queue=await services.alerts.outbox.counts(),
        reloading=services.library.reloading,
        now=services.now(),
        started_at=services.started_at,
        version=version(PACKAGE),
    )
    await context.reply(update, render_status(health, texts))


async def _reload(update: Update, context: Context, texts: Texts) -> None:
    """Reload, and tell in one message how it goes and what came of it."""
    message = update.effective_message
    place = reply_target_of(message) if message else None
    sent = await context.messenger.send(place, text_reply(texts.reload_started)) if place else None
    if place is None or sent is None:
        return
    async with ProgressMessage(context.messenger, place, sent.message_id) as progress:
        await progress.end(await _outcome(context.services.library, progress, texts))


async def _outcome(library: Library, progress: ProgressMessage, texts: Texts) -> Reply:
    def show(step: ReloadProgress) -> None:
        progress.show(render_reload_progress(step, texts))

    try:
        return render_reload_report(await library.reload(show), texts)
    except KutipError as error:
        return text_reply(texts.format(error.key, **error.arguments))
