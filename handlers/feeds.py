"""The newsroom's feeds: list them, watch another, export the list; by command and by button."""

from collections.abc import Awaitable

from bot.errors import KutipError, StorageError
from bot.feeds.watchlist import FeedError
from handlers.callback_data.feeds import DeleteFeed, FetchFeed, ListFeeds, PauseFeed, RemoveFeed
from handlers.context import Context
from handlers.render.errors import error_text
from handlers.render.feeds import (
    render_feed_removal,
    render_feeds,
    render_removed_feed,
    render_watched_feed,
)
from handlers.render.reply import Reply, text_reply
from handlers.telegram.button_press import ButtonPress, ButtonResult

OPML_FILE = "kutip.opml"


async def feeds(context: Context) -> Reply:
    """List the feeds."""
    return await _page(0, context)


async def feed(context: Context) -> Reply:
    """Watch the feed whose address follows the command; without one, say how."""
    if not context.args:
        return text_reply(context.texts.feeds.feed_how)
    result = await context.services.feeds.watchlist.subscribe(context.args[0])
    if not result.known:
        await context.audit("feed_deed_added", result.feed.url)
    return render_watched_feed(result, context.texts)


async def opml(context: Context) -> Reply | None:
    """Send the list of feeds as a file."""
    watchlist, texts = context.services.feeds.watchlist, context.texts.feeds
    total = (await watchlist.page(0)).total
    if not total:
        return text_reply(texts.feeds_none)
    content = await watchlist.opml(texts.opml_title)
    caption = text_reply(texts.format("opml_file", count=total))
    await context.messenger.send_file(context.reply_target, content, OPML_FILE, caption)
    return None


async def list_feeds(press: ButtonPress[ListFeeds], context: Context) -> Reply:
    """Show another page of the feeds."""
    return await _page(press.payload.page, context)


async def pause_feed(press: ButtonPress[PauseFeed], context: Context) -> ButtonResult:
    """Stop fetching a feed."""
    return await _listed_after(_paused(press.payload.feed_id, context), press.payload.page, context)


async def fetch_feed(press: ButtonPress[FetchFeed], context: Context) -> ButtonResult:
    """Fetch a feed now, and go on fetching it."""
    return await _listed_after(
        _fetched(press.payload.feed_id, context), press.payload.page, context
    )


async def ask_removal(press: ButtonPress[RemoveFeed], context: Context) -> ButtonResult:
    """Ask whether to remove a feed."""
    feed_id, page = press.payload.feed_id, press.payload.page
    try:
        feed = await context.services.feeds.watchlist.get(feed_id)
    except FeedError as error:
        notice = error_text(error, context.texts)
        return ButtonResult(await _page(page, context), in_place=True, notice=notice)
    return ButtonResult(render_feed_removal(feed, page, context.texts), in_place=True)


async def remove_feed(press: ButtonPress[DeleteFeed], context: Context) -> ButtonResult:
    """Remove a feed."""
    return await _listed_after(
        _removed(press.payload.feed_id, context), press.payload.page, context
    )


Change = tuple[str | None, str]
"""A notice, and what the list says above the feeds."""


async def _paused(feed_id: int, context: Context) -> Change:
    paused = await context.services.feeds.watchlist.pause(feed_id)
    await context.audit("feed_deed_paused", paused.url)
    return context.texts.feeds.feed_pausing, ""


async def _fetched(feed_id: int, context: Context) -> Change:
    fetched = await context.services.feeds.watchlist.fetch_now(feed_id)
    await context.audit("feed_deed_fetched", fetched.url)
    return context.texts.feeds.feed_fetching, ""


async def _removed(feed_id: int, context: Context) -> Change:
    removed = await context.services.feeds.watchlist.remove(feed_id)
    await context.audit("feed_deed_removed", removed.url)
    return None, render_removed_feed(removed, context.texts)


async def _listed_after(change: Awaitable[Change], page: int, context: Context) -> ButtonResult:
    """Change a feed and show the list anew, also if somebody else has removed that feed."""
    try:
        notice, news = await change
    except StorageError:
        raise
    except KutipError as error:
        notice, news = error_text(error, context.texts), ""
    return ButtonResult(await _page(page, context, news), in_place=True, notice=notice)


async def _page(number: int, context: Context, news: str = "") -> Reply:
    page = await context.services.feeds.watchlist.page(number)
    return render_feeds(page, context.services.now(), context.texts, news)
