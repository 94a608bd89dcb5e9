"""Reload the articles, and see how the bot is doing."""

from importlib.metadata import version

from bot.articles.progress import ReloadProgress
from bot.errors import FolderShrunk, KutipError
from handlers.callback_data.editorial import ReadFolder
from handlers.context import Context
from handlers.render.administration import (
    StatusReport,
    render_reload_confirmation,
    render_reload_progress,
    render_reload_report,
    render_status,
)
from handlers.render.errors import render_error
from handlers.render.reply import Reply, text_reply
from handlers.telegram.button_press import ButtonPress, ButtonResult
from handlers.telegram.progress import ProgressMessage

PACKAGE = "kutip"
FOLDER, FEEDS = frozenset({"folder", "all", ""}), frozenset({"feeds", "all", ""})
"""The arguments that mean to read the folder, and to fetch the feeds."""


async def reload(context: Context) -> Reply | None:
    """Read the folder, fetch the feeds, or both; questions are answered meanwhile."""
    what = " ".join(context.args or ()).lower()
    if what not in FOLDER | FEEDS:
        return text_reply(context.texts.reload_how)
    if what in FEEDS:
        await _fetch_feeds(context)
    if what in FOLDER:
        await _read_folder(context)
    return None


async def status(context: Context) -> Reply:
    """Show how much there is to ask about, the feeds, the queue, and how large all of it is."""
    services, leadership = context.services, context.services.leadership
    report = StatusReport(
        library=await services.library.status(),
        feeds=await services.feeds.store.counts(),
        channels=await services.channels.store.counts(),
        queue=await services.alerts.outbox.counts(),
        sizes=await services.sizes(),
        reloading=services.library.reloading,
        now=services.now(),
        started_at=services.started_at,
        version=version(PACKAGE),
        processes=0 if leadership.is_alone else await leadership.processes(),
        is_leading=leadership.leads,
        faults=await services.faults.current(),
    )
    return render_status(report, context.texts)


async def _fetch_feeds(context: Context) -> None:
    due = await context.services.feeds.watchlist.fetch_all()
    if due or context.args:
        await context.audit("did_reload", "feeds")
        key = "reload_feeds" if due else "reload_no_feeds"
        await context.reply(text_reply(context.texts.format(key, count=due)))


async def _read_folder(context: Context) -> None:
    """Start to read it in the background, unless a reload is running."""
    if context.services.library.reloading:
        await context.reply(text_reply(context.texts.reload_running))
        return
    _start(context)


async def read_folder(press: ButtonPress[ReadFolder], context: Context) -> ButtonResult:
    """Read the folder in the background, and remove as many articles as the button says."""
    if context.services.library.reloading:
        return ButtonResult(notice=context.texts.reload_running)
    _start(context, may_remove=press.payload.removed)
    return ButtonResult(notice=context.texts.reload_started)


def _start(context: Context, may_remove: int = 0) -> None:
    work = _reload(context, may_remove)
    context.application.create_task(work, update=context.incoming, name="reload")


async def _reload(context: Context, may_remove: int) -> None:
    """Reload, and show in one message how it goes and what came of it.

    A reload that is refused or fails changes nothing, and is not recorded.
    """
    messenger, target = context.messenger, context.reply_target
    sent = await messenger.send(target, text_reply(context.texts.reload_started))
    if sent is None:
        return
    async with ProgressMessage(messenger, target, sent.message_id) as progress:

        def show(step: ReloadProgress) -> None:
            progress.show(render_reload_progress(step, context.texts))

        try:
            report = await context.services.library.reload(show, may_remove=may_remove)
        except FolderShrunk as error:
            reply = render_reload_confirmation(error, context.texts)
        except KutipError as error:
            reply = render_error(error, context.texts)
        else:
            await context.audit("did_reload", "folder")
            reply = render_reload_report(report, context.texts)
        await progress.end(reply)
