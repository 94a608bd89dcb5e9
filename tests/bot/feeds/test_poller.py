"""New items become articles, once; failures are recorded and retried."""

import asyncio
import time
from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path
from typing import NoReturn

import pytest
from aiohttp import web

from bot.feeds.poller import FeedPoller
from bot.fetching.errors import FetchError
from bot.fetching.fetcher import Fetcher
from bot.model.feeds import FeedState, WatchedFeed
from index.types import Language
from tests.bot.feeds.documents import full, page, rss, teaser
from tests.bot.feeds.harness import FeedHarness, open_harness
from tests.bot.fetching.sites import Site, open_site
from tests.bot.loop_delay import max_loop_delay

DAY = timedelta(days=1)
FEED = "application/rss+xml"


@pytest.fixture
async def site() -> AsyncIterator[Site]:
    async with open_site() as site:
        yield site


@pytest.fixture
async def harness(data_folder: Path) -> AsyncIterator[FeedHarness]:
    async with open_harness(data_folder.parent) as harness:
        yield harness


async def watched(harness: FeedHarness, site: Site, path: str = "/rss") -> WatchedFeed:
    feed = await harness.feed_service.store.add(site.url(path), harness.clock())
    assert feed is not None
    return feed


async def now(harness: FeedHarness, feed: WatchedFeed) -> WatchedFeed:
    found = await harness.feed_service.store.get(feed.id)
    assert found is not None
    return found


async def test_articles_come_from_the_feed_or_else_from_their_pages(
    harness: FeedHarness, site: Site
) -> None:
    site.serve("/rss", rss(full(1), teaser(2)), type=FEED)
    site.serve("/halaman/2", page(2))
    feed = await watched(harness, site)
    (report,) = await harness.poll()
    assert (report.added, report.failures) == (2, ())
    by_title = {article.title: article for article in await harness.articles()}
    assert by_title["Panen ikan 1"].source == "Warta Umpan"
    assert by_title["Panen ikan 1"].url == site.url("/1")
    assert by_title["Berita 2"].source == "Situs Warta"
    assert by_title["Berita 2"].key.startswith(f"feed:{feed.id}/")
    question = "Siapa yang pulang ke desa 2 pada malam ke-2?"
    answer = await harness.services.answerer.ask(question, reader_language=Language.INDONESIAN)
    assert any("desa 2" in quote.text for quote in answer.quotes)
    after = await now(harness, feed)
    assert (after.title, after.site) == ("Warta Umpan", site.url("/"))
    assert after.succeeded_at == after.changed_at == harness.clock()
    assert after.interval < feed.interval


async def test_nothing_new_costs_one_request_without_a_body(
    harness: FeedHarness, site: Site
) -> None:
    site.serve("/rss", rss(full(1)), type=FEED, headers={"ETag": '"1"'})
    feed = await watched(harness, site)
    await harness.poll()
    harness.clock.advance(DAY)
    assert await harness.poll() == []
    assert site.paths() == ["/rss", "/rss"]
    assert site.requests[1].headers["If-None-Match"] == '"1"'
    after = await now(harness, feed)
    assert after.checked_at == harness.clock()
    assert after.changed_at == harness.clock() - DAY


async def test_bumped_dates_and_changed_links_are_no_news(harness: FeedHarness, site: Site) -> None:
    site.serve("/rss", rss(full(1), teaser(2)), type=FEED)
    site.serve("/halaman/2", page(2))
    await watched(harness, site)
    await harness.poll()
    date = "Sun, 15 Mar 2026 08:00:00 +0700"
    other_id = full(1, "/lain/1", date).replace("<guid>g1</guid>", "<guid>lain</guid>")
    site.serve("/rss", rss(full(1, "/lain/1", date), other_id, teaser(2)), type=FEED)
    harness.clock.advance(DAY)
    reports = await harness.poll()
    assert sum(report.added + report.changed for report in reports) == 0
    assert len(await harness.articles()) == 2
    assert site.paths().count("/halaman/2") == 1


async def test_a_correction_in_a_feed_corrects_its_article_and_adds_none(
    harness: FeedHarness, site: Site
) -> None:
    site.serve("/rss", rss(full(1), teaser(2)), type=FEED)
    site.serve("/halaman/2", page(2))
    await watched(harness, site)
    await harness.poll()
    corrected = full(1).replace("perahu", "kapal")
    site.serve("/rss", rss(corrected, teaser(2)), type=FEED)
    harness.clock.advance(DAY)
    (report,) = await harness.poll()
    assert (report.added, report.changed) == (0, 1)
    texts = [article.text for article in await harness.articles() if "kapal" in article.text]
    assert len(texts) == 1
    assert site.paths().count("/halaman/2") == 1
    harness.clock.advance(DAY)
    assert await harness.poll() == []


async def test_a_feed_that_is_gone_is_polled_no_more(harness: FeedHarness, site: Site) -> None:
    site.serve("/rss", status=410)
    feed = await watched(harness, site)
    await harness.poll()
    after = await now(harness, feed)
    assert (after.state, after.problem) == (FeedState.GONE, "fetch_gone")
    harness.clock.advance(30 * DAY)
    assert not await harness.feed_service.poller.poll()


async def test_failures_make_the_pauses_grow_and_success_ends_them(
    harness: FeedHarness, site: Site
) -> None:
    feed = await watched(harness, site)
    pauses = []
    for _ in range(3):
        await harness.poll()
        feed = await now(harness, feed)
        pauses.append(feed.next_at - harness.clock())
        harness.clock.time = feed.next_at
    assert pauses[0] * 4 == pauses[1] * 2 == pauses[2]
    assert (feed.problem, feed.problem_arguments) == ("fetch_status", {"status": 404})
    site.serve("/rss", rss(full(1)), type=FEED)
    await harness.poll()
    feed = await now(harness, feed)
    assert (feed.failures, feed.problem) == (0, "")


async def test_a_permanent_redirect_is_remembered(harness: FeedHarness, site: Site) -> None:
    site.serve("/rss", status=301, headers={"Location": "/baru"})
    site.serve("/baru", rss(full(1)), type=FEED)
    feed = await watched(harness, site)
    await harness.poll()
    assert (await now(harness, feed)).url == site.url("/baru")


async def test_where_two_feeds_become_one_both_keep_their_addresses(
    harness: FeedHarness, site: Site
) -> None:
    site.serve("/rss", status=301, headers={"Location": "/baru"})
    site.serve("/baru", rss(full(1)), type=FEED)
    old, new = await watched(harness, site), await watched(harness, site, "/baru")
    await harness.poll()
    assert (await now(harness, old)).url == site.url("/rss")
    assert (await now(harness, new)).url == site.url("/baru")


async def test_what_is_no_feed_is_recorded(harness: FeedHarness, site: Site) -> None:
    site.serve("/rss", page(1))
    feed = await watched(harness, site)
    await harness.poll()
    assert (await now(harness, feed)).problem == "feed_none"


async def test_a_page_that_cannot_be_had_now_is_tried_again_for_a_day(
    harness: FeedHarness, site: Site
) -> None:
    site.serve("/rss", rss(teaser(2)), type=FEED, headers={"ETag": '"1"'})
    site.serve("/halaman/2", status=503)
    feed = await watched(harness, site)
    (report,) = await harness.poll()
    assert [failure.reason for failure in report.failures] == ["fetch_status"]
    harness.clock.time = (await now(harness, feed)).next_at
    site.serve("/halaman/2", page(2))
    (report,) = await harness.poll()
    assert report.added == 1


async def test_a_page_that_never_comes_is_given_up(harness: FeedHarness, site: Site) -> None:
    site.serve("/rss", rss(teaser(2)), type=FEED)
    site.serve("/halaman/2", status=503)
    await watched(harness, site)
    await harness.poll()
    harness.clock.advance(2 * DAY)
    assert await harness.poll() == []
    assert site.paths().count("/halaman/2") == 1


async def test_a_long_summary_stands_in_for_a_page_that_has_no_article(
    harness: FeedHarness, site: Site
) -> None:
    summary = "Nelayan di desa itu pulang dengan perahu penuh ikan pada malam hari. " * 4
    item = f"<item><guid>9</guid><link>/9</link><description>{summary}</description></item>"
    site.serve("/rss", rss(item, teaser(3)), type=FEED)
    site.serve("/9", "<html><body></body></html>")
    site.serve("/halaman/3", "<html><body></body></html>")
    await watched(harness, site)
    (report,) = await harness.poll()
    assert report.added == 1
    assert [(each.where, each.reason) for each in report.failures] == [
        (site.url("/halaman/3"), "load_no_article")
    ]


OWN = "Pemerintah kota menutup pintu air pada pagi hari, kata juru bicaranya."
LINKS = "".join(f'<p><a href="/{n}">Pintu air nomor {n} di hulu ditutup</a></p>' for n in range(9))
STUBS = {
    "load_script_wall": "<p>Please enable JS and disable any ad blocker</p>",
    "load_browser_check": "<p>Memeriksa peramban Anda sebelum membuka situs ini.</p>",
    "load_login_wall": "<p>Silakan masuk untuk melanjutkan membaca.</p><p>Lupa kata sandi?</p>",
    "load_missing_page": "<h1>404</h1><p>Halaman yang Anda cari tidak ditemukan.</p>",
    "load_link_list": f"<h1>Indeks</h1>{LINKS}",
    "": "<p>Selamat datang.</p>",
}


@pytest.mark.parametrize("reason", STUBS)
async def test_a_page_in_an_article_s_place_does_not_replace_the_feed_s_text(
    reason: str, harness: FeedHarness, site: Site
) -> None:
    item = "<item><title>Pintu air ditutup</title><guid>9</guid><link>/b/9</link>{}</item>"
    short = item.replace("9", "8").format("<description>Pendek.</description>")
    site.serve("/rss", rss(item.format(f"<description>{OWN}</description>"), short), type=FEED)
    for path in ("/b/8", "/b/9"):
        site.serve(path, f"<html><body>{STUBS[reason]}</body></html>")
    await watched(harness, site)
    (report,) = await harness.poll()
    if reason:
        assert [failure.reason for failure in report.failures] == [reason]
    assert OWN in [article.text for article in await harness.articles()]


async def test_an_article_s_page_that_leads_home_is_not_there(
    harness: FeedHarness, site: Site
) -> None:
    site.serve("/rss", rss(teaser(2)), type=FEED)
    site.serve("/halaman/2", status=302, headers={"Location": "/"})
    site.serve("/", page(2))
    await watched(harness, site)
    (report,) = await harness.poll()
    assert [failure.reason for failure in report.failures] == ["load_missing_page"]


async def test_one_feed_s_trouble_is_not_another_s(harness: FeedHarness, site: Site) -> None:
    async def drop(request: web.Request) -> web.StreamResponse:
        if request.transport is not None:
            request.transport.abort()
        return web.Response()

    site.responses["/putus"] = drop
    site.serve("/rss", rss(full(1)), type=FEED)
    site.serve("/rusak", b"\xff\xfe\x00<rss" * 100, type=FEED)
    for path in ("/putus", "/rusak", "/rss"):
        await watched(harness, site, path)
    (report,) = await harness.poll()
    assert report.added == 1


async def test_a_paused_feed_is_not_polled_until_it_is_fetched_now(
    harness: FeedHarness, site: Site
) -> None:
    site.serve("/rss", rss(full(1)), type=FEED)
    feed = await watched(harness, site)
    feeds = harness.feed_service.watchlist
    await feeds.pause(feed.id)
    assert not await harness.feed_service.poller.poll()
    await feeds.fetch_now(feed.id)
    (report,) = await harness.poll()
    assert report.added == 1
    (rated,) = (await feeds.page(0)).feeds
    assert rated.per_day == pytest.approx(1 / 7)


MAX_HOLD_S = 0.1
"""Processor time for which the event loop may be held during a poll."""


@pytest.mark.usefixtures("nobody_collects")
async def test_the_event_loop_goes_on_while_long_articles_are_made(
    harness: FeedHarness, site: Site
) -> None:
    """Twenty of them, of which each takes its tens of milliseconds."""
    more = "<p>Ikan itu segar dan dijual di pasar.</p>" * 3000
    long = [full(number).replace("</content", f"{more}</content") for number in range(20)]
    site.serve("/rss", rss(full(99)), type=FEED)
    site.serve("/panjang", rss(*long), type=FEED)
    await watched(harness, site)
    await harness.poll()  # what is imported for the first poll
    await watched(harness, site, "/panjang")
    done = asyncio.Event()
    watch = asyncio.create_task(max_loop_delay(done, time.thread_time))
    (report,) = await harness.poll()
    done.set()
    assert report.added == 20
    assert await watch < MAX_HOLD_S


class Unreachable(Fetcher):
    """Fails at once; ``fetches`` counts since the last turn of the event loop."""

    def __init__(self) -> None:
        self.fetches = 0

    def fetch(self, *_arguments: object) -> NoReturn:
        self.fetches += 1
        raise FetchError("fetch_unreachable")

    async def max_in_a_turn(self, done: asyncio.Event) -> int:
        most = 0
        while not done.is_set():
            most, self.fetches = max(most, self.fetches), 0
            await asyncio.sleep(0)
        return most


async def no_items(_items: object) -> None:
    raise AssertionError


async def test_no_two_feeds_begin_in_one_turn_of_the_loop(harness: FeedHarness, site: Site) -> None:
    """Hundreds would hold up the loop."""
    for number in range(50):
        await watched(harness, site, f"/{number}")
    fetcher, done = Unreachable(), asyncio.Event()
    watch = asyncio.create_task(fetcher.max_in_a_turn(done))
    poller = FeedPoller(harness.feed_service.store, fetcher, no_items, now=harness.clock)
    assert await poller.poll()
    done.set()
    assert await watch == 1
    assert not await poller.poll()
