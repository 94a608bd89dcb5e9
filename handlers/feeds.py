"""The newsroom's feeds: list them, watch another, take the list along; by command and by button."""

from telegram import Update

from bot.errors import KutipError
from bot.texts import Texts, texts_for
from bot.users.permissions import Command
from handlers.callback_data import FetchFeed, ListFeeds, PauseFeed, RemoveFeed
from handlers.callback_data.feeds import FeedAction
from handlers.context import Context
from handlers.render import (
    Reply,
    render_feeds,
    render_removed_feed,
    render_watched_feed,
    text_reply,
)
from handlers.telegram.button_press import ButtonPress, ButtonResult
from handlers.telegram.messenger import reply_target_of

FILE = "kutip.opml"


async def feeds(update: Update, context: Context) -> None:
    """List the feeds."""
    if await context.allowed(update, Command.FEEDS):
        await context.reply(update, await _page(0, context, await context.texts(update)))


async def feed(update: Update, context: Context) -> None:
    """Watch the feed whose address follows the command; without one, say how."""
    message = update.effective_message
    if message is None or not await context.allowed(update, Command.FEED):
        return
    texts = await context.texts(update)
    if not context.args:
        await context.reply(update, text_reply(texts.feeds.feed_how))
        return
    async with context.messenger.typing(reply_target_of(message)):
        reply = await _watched(context.args[0], update, context, texts)
    await context.reply(update, reply)


async def opml(update: Update, context: Context) -> None:
    """Send the list of feeds as a file."""
    message = update.effective_message
    if message is None or not await context.allowed(update, Command.OPML):
        return
    texts = await context.texts(update)
    feeds = context.services.feeds.watchlist
    total = (await feeds.page(0)).total
    if not total:
        await context.reply(update, text_reply(texts.feeds.feeds_none))
        return
    content = await feeds.opml(texts.feeds.opml_title)
    caption = texts.feeds.format("opml_file", count=texts.number(total))
    await context.messenger.send_file(reply_target_of(message), content, FILE, text_reply(caption))


async def press_feed(
    action: FeedAction, press: ButtonPress, update: Update, context: Context
) -> ButtonResult:
    """What the button of a feed leads to; what is no longer there is told."""
    if not await context.allowed(update, Command.FEEDS):
        return ButtonResult()
    texts = texts_for(press.language)
    try:
        notice, news = await _done(action, update, context, texts)
    except KutipError as error:
        notice, news = texts.format(error.key, **error.arguments), ""
    return ButtonResult(
        await _page(action.page, context, texts, news), in_place=True, notice=notice
    )


async def _done(
    action: FeedAction, update: Update, context: Context, texts: Texts
) -> tuple[str | None, str]:
    """Do what the button says: a notice, and what the list says above the feeds."""
    feeds = context.services.feeds.watchlist
    match action:
        case ListFeeds():
            return None, ""
        case PauseFeed(feed_id):
            paused = await feeds.pause(feed_id)
            await context.note(update, "feed_deed_paused", paused.url)
            return texts.feeds.feed_pausing, ""
        case FetchFeed(feed_id):
            fetched = await feeds.fetch_now(feed_id)
            await context.note(update, "feed_deed_fetched", fetched.url)
            return texts.feeds.feed_fetching, ""
        case RemoveFeed(feed_id):
            removed = await feeds.remove(feed_id)
            await context.note(update, "feed_deed_removed", removed.url)
            return None, render_removed_feed(removed, texts)


async def _watched(url: str, update: Update, context: Context, texts: Texts) -> Reply:
    try:
        subscribed = await context.services.feeds.watchlist.subscribe(url)
    except KutipError as error:
        return text_reply(texts.format(error.key, **error.arguments))
    if not subscribed.known:
        await context.note(update, "feed_deed_added", subscribed.feed.url)
    return render_watched_feed(subscribed, texts)


async def _page(number: int, context: Context, texts: Texts, news: str = "") -> Reply:
    services = context.services
    page = await services.feeds.watchlist.page(number)
    return render_feeds(page, services.now(), texts, news)
