"""Feeds by command and by button."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from bot.feeds.first_polls import FirstPolls
from bot.feeds.watchlist import ImportResult, WatchResult, is_cut_off
from bot.fetching.documents import typed_address
from bot.model.feeds import FeedState, WatchedFeed
from bot.model.interface_language import InterfaceLanguage
from bot.texts import texts_for
from handlers.callback_data.feeds import DeleteFeed, FetchFeed, ListFeeds, PauseFeed, RemoveFeed
from handlers.render.feeds import render_first_polls, render_imported_feeds, render_watched_feed
from tests.handlers.harness import OWNER, Harness, labels, payloads, text_of

ENGLISH = texts_for(InterfaceLanguage.ENGLISH)
FEEDS = ENGLISH.feeds
START = datetime(2026, 3, 1, 8, 30, tzinfo=UTC)


async def watch(harness: Harness, *names: str) -> list[int]:
    """Watch feeds that nobody fetches; their ids."""
    outlines = "".join(
        f'<outline text="{name}" xmlUrl="https://example.org/{name}"/>' for name in names
    )
    opml = f"<opml version='2.0'><body>{outlines}</body></opml>"
    await harness.services.feeds.watchlist.subscribe_all(opml.encode())
    page = await harness.services.feeds.watchlist.page(0)
    return [each.feed.id for each in page.feeds]


async def audited(harness: Harness) -> list[str]:
    return [entry.action for entry in await harness.services.staff.audit.latest(10)]


async def test_feeds_are_listed_and_turned(harness: Harness) -> None:
    assert FEEDS.feeds_none in (await harness.says("/feeds", OWNER)).text
    await watch(harness, *(f"warta{number}" for number in range(7)))
    first = await harness.says("/feeds", OWNER)
    assert FEEDS.format("feeds_title", count=7) in first.text
    assert ListFeeds(1) in payloads(first.reply)
    second = await harness.presses(ListFeeds(1), OWNER, under=first.reply)
    assert "warta6" in text_of(second.edited[0])


@pytest.mark.parametrize(
    ("items", "language", "said"),
    [
        (0, InterfaceLanguage.INDONESIAN, "Umpan ini masih kosong."),
        (0, InterfaceLanguage.ENGLISH, "This feed is still empty."),
        (1, InterfaceLanguage.INDONESIAN, "1 artikelnya sedang diambil."),
        (1, InterfaceLanguage.ENGLISH, "Fetching its 1 article."),
        (3, InterfaceLanguage.ENGLISH, "Fetching its 3 articles."),
    ],
)
def test_what_a_new_feed_holds_is_said(items: int, language: InterfaceLanguage, said: str) -> None:
    feed = WatchedFeed(7, "https://a.example/7", "", "", FeedState.ON, START, START)
    result = WatchResult(feed, known=False, items=items)
    shown = text_of(render_watched_feed(result, texts_for(language)))
    assert shown.endswith(said)


async def test_a_feed_needs_an_address_that_can_be_fetched(harness: Harness) -> None:
    assert (await harness.says("/feed", OWNER)).text == FEEDS.feed_how
    refused = await harness.says("/feed http://127.0.0.1/feed", OWNER)
    assert refused.text == FEEDS.fetch_private
    assert (await harness.services.feeds.watchlist.page(0)).total == 0


async def test_the_list_is_exported_as_a_file(harness: Harness) -> None:
    assert (await harness.says("/opml", OWNER)).text == FEEDS.feeds_none
    await watch(harness, "warta")
    ((name, content, caption),) = (await harness.says("/opml", OWNER)).files
    assert name == "kutip.opml"
    assert b"https://example.org/warta" in content
    assert text_of(caption) == FEEDS.format("opml_file", count=1)


async def test_a_feed_is_paused_fetched_and_removed_by_button(harness: Harness) -> None:
    (feed_id,) = await watch(harness, "warta")
    paused = await harness.presses(PauseFeed(feed_id, 0), OWNER)
    assert paused.notice == FEEDS.feed_pausing
    assert FEEDS.feed_paused in paused.text
    assert (await harness.presses(FetchFeed(feed_id, 0), OWNER)).notice == FEEDS.feed_fetching
    page = await harness.services.feeds.watchlist.page(0)
    assert page.feeds[0].feed.state is FeedState.ON
    asked = await harness.presses(RemoveFeed(feed_id, 0), OWNER)
    assert asked.text == FEEDS.format("feed_remove_ask", title="warta")
    assert payloads(asked.reply) == [DeleteFeed(feed_id, 0), ListFeeds(0)]
    removed = await harness.presses(DeleteFeed(feed_id, 0), OWNER)
    assert "https://example.org/warta" in removed.text
    assert await audited(harness) == ["feed_deed_removed", "feed_deed_fetched", "feed_deed_paused"]


async def test_buttons_bear_names_and_resuming_has_a_sign_of_its_own(harness: Harness) -> None:
    (feed_id,) = await watch(harness, "warta")
    listed = (await harness.says("/feeds", OWNER)).reply
    assert labels(listed) == ["⏸ warta", "🔄 warta", "🗑 warta"]
    paused = await harness.presses(PauseFeed(feed_id, 0), OWNER, under=listed)
    assert labels(paused.edited[0]) == ["▶ warta", "🗑 warta"]


@pytest.mark.parametrize(
    ("typed", "address"),
    [
        ("kompas.com", "https://kompas.com"),
        ("www.antaranews.com/rss/terkini.xml", "https://www.antaranews.com/rss/terkini.xml"),
        ("kompas.com:8443/rss?a=b", "https://kompas.com:8443/rss?a=b"),
        ("feed://tempo.co/rss", "https://tempo.co/rss"),
        ("feed:https://tempo.co/rss", "https://tempo.co/rss"),
        ("http://tempo.co/rss", "http://tempo.co/rss"),
        ("ftp://tempo.co/rss", "ftp://tempo.co/rss"),
        ("warta", "warta"),
        ("1.5", "1.5"),
    ],
)
def test_an_address_without_a_scheme_takes_https(typed: str, address: str) -> None:
    assert typed_address(typed) == address


@pytest.mark.parametrize(
    ("body", "is_cut"),
    [
        (b"<rss><channel><item><title>a</title></item></channel></rss>", False),
        (b"<rss><channel><item><title>a</title></item><item><ti", True),
        (b"<feed xmlns='x'><entry></entry></feed>\n", False),
        (b"<feed xmlns='x'><entry></entry>", True),
        (b"<rdf:RDF><item/></rdf:RDF >", False),
        ("\ufeff<a:feed></a:feed>".encode("utf-16"), False),
        (b'{"items": []}', False),
    ],
)
def test_a_feed_whose_end_is_missing_is_cut_off(body: bytes, *, is_cut: bool) -> None:
    assert is_cut_off(body) is is_cut


async def test_a_feed_that_somebody_else_removed_is_explained_above_the_list(
    harness: Harness,
) -> None:
    gone = await harness.presses(PauseFeed(99, 0), OWNER)
    assert gone.notice == FEEDS.feed_not_found
    assert FEEDS.feeds_none in text_of(gone.edited[0])


def test_a_list_s_feeds_are_reported_as_fetched_or_why_not() -> None:
    gone = WatchedFeed(7, "https://a.example/7", "", "", FeedState.ON, START, START)
    gone = replace(gone, problem="fetch_status", problem_arguments={"status": 404})
    imported, polls = ImportResult([5, 6, 7], 2), FirstPolls(2, [gone], 0, 31)
    assert text_of(render_imported_feeds("a.opml", imported, polls, ENGLISH)).splitlines() == [
        "a.opml: 3 new feeds.",
        "Watched already: 2 feeds.",
        "2 feeds fetched, with 31 new articles.",
        "1 feed could not be fetched:",
        f"• https://a.example/7: {FEEDS.format('fetch_status', status=404)}",
    ]
    texts = texts_for(InterfaceLanguage.INDONESIAN)
    assert "2 umpan berhasil diambil, dengan 31 artikel baru." in text_of(
        render_imported_feeds("a.opml", imported, polls, texts)
    )
    shown = render_first_polls("a.opml", FirstPolls(1, [gone], 3), ENGLISH)
    assert text_of(shown) == "Feeds in a.opml: 2 of 5 fetched…"
    known = render_imported_feeds("a.opml", ImportResult([], 1), FirstPolls(0, (), 0), ENGLISH)
    assert text_of(known) == "a.opml: 0 new feeds.\nWatched already: 1 feed."
