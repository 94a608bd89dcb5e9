"""The feeds with their states and buttons."""

from datetime import datetime, timedelta

from bot.feeds.first_polls import FirstPolls
from bot.feeds.watchlist import (
    FEEDS_PER_PAGE,
    FeedPage,
    FeedWithRate,
    ImportResult,
    WatchResult,
)
from bot.model.feeds import FeedState, WatchedFeed
from bot.texts import Texts
from handlers.callback_data.feeds import DeleteFeed, FetchFeed, ListFeeds, PauseFeed, RemoveFeed
from handlers.callback_data.keyboard import Button, stacked
from handlers.render.characters import one_line, shortened
from handlers.render.markup import Markup, bold, joined, link, plain
from handlers.render.pager import page_buttons
from handlers.render.reply import Reply, text_reply, titled_reply

MAX_TITLE = 100
MAX_URL = 200
MAX_LABEL = 14  # three such buttons stand in a row
MAX_PROBLEM = 160
MAX_FAILED = 10
MIN_SPAN = timedelta(seconds=1)  # the shortest that is shown


def render_feeds(page: FeedPage, now: datetime, texts: Texts, news: str = "") -> Reply:
    """A page of the feeds; ``news`` is what has just become of one."""
    title = texts.feeds.format("feeds_title", count=texts.number(page.total))
    if not page.total:
        return titled_reply(news or texts.feeds.feeds_none, [texts.feeds.feed_how])
    first = page.number * FEEDS_PER_PAGE + 1
    numbered = list(enumerate(page.feeds, first))
    listed = [_listed(number, rated, now, texts) for number, rated in numbered]
    rows = [_buttons(rated.feed, page, texts) for rated in page.feeds]
    turning = page_buttons(page.number, page.pages, ListFeeds, texts)
    parts = [plain(news), bold(plain(title)), *listed, plain(texts.feeds.feed_how)]
    return Reply(joined("\n\n", parts), stacked(*rows, turning))


def render_watched_feed(subscribed: WatchResult, texts: Texts) -> Reply:
    """A feed that is watched from now on, or was before."""
    said = texts.feeds.feed_known
    if not subscribed.known:
        key = "feed_watched" if subscribed.items else "feed_empty"
        said = texts.feeds.format(key, count=subscribed.items)
    return Reply(joined("\n\n", [_name(subscribed.feed), plain(said)]))


def render_first_polls(name: str, polls: FirstPolls, texts: Texts) -> Reply:
    """The progress of fetching the feeds of a list."""
    total = polls.done + polls.waiting
    return text_reply(texts.feeds.format("feeds_fetching", name=name, done=polls.done, total=total))


def render_imported_feeds(
    name: str, imported: ImportResult, polls: FirstPolls, texts: Texts
) -> Reply:
    """The feeds of a list: how many were fetched, and which could not be and why."""
    said = texts.feeds
    lines = [said.format("feeds_imported", name=name, count=len(imported.added))]
    if imported.known:
        lines.append(said.format("feeds_known", count=imported.known))
    if polls.fetched:
        fetched = said.format("feeds_fetched", count=polls.fetched)
        lines.append(said.format("feeds_brought", fetched=fetched, count=polls.articles))
    if polls.waiting:
        lines.append(said.format("feeds_waiting", count=polls.waiting))
    if polls.failed:
        lines.append(said.format("feeds_failed", count=len(polls.failed)))
        lines += [_failed(feed, texts) for feed in polls.failed[:MAX_FAILED]]
    return text_reply("\n".join(lines))


def _failed(feed: WatchedFeed, texts: Texts) -> str:
    reason = texts.format(feed.problem, **feed.problem_arguments)
    return shortened(one_line(f"• {_title(feed, MAX_TITLE)}: {reason}"), MAX_PROBLEM)


def render_removed_feed(feed: WatchedFeed, texts: Texts) -> str:
    """The line about a feed that was removed."""
    title = shortened(one_line(feed.title or feed.url), MAX_TITLE)
    return texts.feeds.format("feed_removed", title=title, url=shortened(feed.url, MAX_URL))


def render_feed_removal(feed: WatchedFeed, page: int, texts: Texts) -> Reply:
    """The question whether to remove a feed."""
    asked = texts.feeds.format("feed_remove_ask", title=_title(feed, MAX_TITLE))
    yes = Button(texts.feeds.feed_remove_yes, DeleteFeed(feed.id, page))
    return text_reply(asked, ((yes, Button(texts.back, ListFeeds(page))),))


def _listed(number: int, rated: FeedWithRate, now: datetime, texts: Texts) -> Markup:
    feed = rated.feed
    lines = [bold(plain(f"{number}  ")) + _name(feed), plain(_state(rated, now, texts))]
    if feed.problem:
        reason = texts.format(feed.problem, **feed.problem_arguments)
        said = texts.feeds.format("feed_problem", reason=reason)
        lines.append(plain(shortened(one_line(said), MAX_PROBLEM)))
    return joined("\n", lines)


def _name(feed: WatchedFeed) -> Markup:
    return link(plain(_title(feed, MAX_TITLE)), feed.site or feed.url)


def _state(rated: FeedWithRate, now: datetime, texts: Texts) -> str:
    feed, said = rated.feed, texts.feeds
    parts = {
        FeedState.PAUSED: [said.feed_paused],
        FeedState.GONE: [said.feed_gone],
        FeedState.ON: [],
    }[feed.state]
    if feed.succeeded_at:
        ago = texts.ago(max(now - feed.succeeded_at, MIN_SPAN))
        parts.append(said.format("feed_succeeded", ago=ago))
    elif not feed.checked_at:
        parts.append(said.feed_new)
    parts.append(said.format("feed_rate", count=rated.per_day))
    if feed.state is FeedState.ON:
        parts.append(_next(feed, now, texts))
    return " · ".join(parts)


def _next(feed: WatchedFeed, now: datetime, texts: Texts) -> str:
    left = feed.next_at - now
    if left < MIN_SPAN:
        return texts.feeds.feed_soon
    return texts.feeds.format("feed_next", when=texts.ago(-left))


def _buttons(feed: WatchedFeed, page: FeedPage, texts: Texts) -> tuple[Button, ...]:
    name, number = _title(feed, MAX_LABEL), page.number
    pause = Button(texts.feeds.format("feed_pause", name=name), PauseFeed(feed.id, number))
    fetch = Button(texts.feeds.format("feed_fetch", name=name), FetchFeed(feed.id, number))
    resume = Button(texts.feeds.format("feed_resume", name=name), FetchFeed(feed.id, number))
    gone = Button(texts.feeds.format("feed_remove", name=name), RemoveFeed(feed.id, number))
    return (pause, fetch, gone) if feed.state is FeedState.ON else (resume, gone)


def _title(feed: WatchedFeed, limit: int) -> str:
    return shortened(one_line(feed.title or feed.url), limit)
