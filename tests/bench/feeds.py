"""How long a sweep of many feeds takes, from the first request to all articles searchable.

``python -m tests.bench.feeds`` serves 500 feeds of 20 articles from another process, each on a
loopback address of its own so that politeness is what it is; half of the feeds hold their texts,
half of them only links to pages. Then it asks them all, and asks them again with nothing new.
``--feeds`` and ``--articles`` change how many. Needs Linux, where all of 127.0.0.0/8 is loopback.
"""

import argparse
import asyncio
import multiprocessing
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass
from multiprocessing.connection import Connection
from pathlib import Path

from aiohttp import web

from bot.cli.interpreter import tune_for_long_runs
from bot.feeds.service import FeedService, open_feed_service
from bot.fetching.addresses import AllowedHosts
from bot.fetching.proxies import ProxyRoutes
from bot.model.articles import Origin
from bot.services.addresses import DATABASE, current_time
from bot.services.core import Services, open_services
from bot.settings import Settings
from bot.storage.database import open_database
from index.errors import LoadError
from index.types import Article
from tests.bench.collection import articles

TICK = 0.005
WORDS_AT_ONCE = 12
WORDS = 400
"""Of an article."""
PASSAGES = 20_000


@dataclass
class Served:
    """What the server has sent, in bodies and their bytes."""

    bodies: int = 0
    size: int = 0


def main() -> None:
    """Run the benchmark and print its lines."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--feeds", type=int, default=500)
    parser.add_argument("--articles", type=int, default=20, help="of each feed")
    given = parser.parse_args()
    ours, theirs = multiprocessing.Pipe()
    spawn = multiprocessing.get_context("spawn")
    server = spawn.Process(target=serve, args=(theirs, given.feeds, given.articles), daemon=True)
    server.start()
    port = ours.recv()
    tune_for_long_runs()  # as kutip run does
    try:
        with tempfile.TemporaryDirectory() as folder:
            asyncio.run(_run(Path(folder), given.feeds, given.articles, port, ours))
    finally:
        server.terminate()


async def _run(folder: Path, feeds: int, each: int, port: int, server: Connection) -> None:
    settings = Settings(articles=folder / "articles", data=folder / "data")
    settings.articles.mkdir()
    allowed = AllowedHosts.parse(host(number) for number in range(feeds))
    async with open_services(settings) as services:

        async def ingest(items: Sequence[Article | LoadError]) -> None:
            await services.library.ingest(items, Origin.FEED)

        async with (
            open_database(settings.data / DATABASE) as database,
            open_feed_service(
                database, ProxyRoutes(direct=allowed), ingest, now=current_time
            ) as feed_service,
        ):
            for number in range(feeds):
                await feed_service.store.add(f"http://{host(number)}:{port}/rss", current_time())
            await _sweep("first sweep", services, feed_service, server)
            expected, found = feeds * each, (await services.library.status()).articles
            print(f"{found:,} of {expected:,} articles are there")
            for feed in await feed_service.store.page(feeds):
                await feed_service.watchlist.fetch_now(feed.id)
            await _sweep("nothing new", services, feed_service, server)


async def _sweep(
    name: str, services: Services, feed_service: FeedService, server: Connection
) -> None:
    lags: list[float] = []
    ticking = asyncio.create_task(_tick(lags))
    before = await _ask(server)
    began = time.perf_counter()
    while await feed_service.poller.poll():
        pass
    seconds = time.perf_counter() - began
    ticking.cancel()
    after = await _ask(server)
    passages = services.library.generation and (await services.library.status()).passages
    late = sorted(lags)
    print(
        f"{name:12} {seconds:6.1f} s, {passages:,} passages searchable; loop late by p50 "
        f"{late[len(late) // 2] * 1e3:.1f} p99 {late[int(len(late) * 0.99)] * 1e3:.1f} "
        f"max {late[-1] * 1e3:.1f} ms, {sum(lag > 0.05 for lag in lags)} times over 50 ms; "
        f"{after.bodies - before.bodies:,} bodies, {(after.size - before.size) / 1e6:.1f} MB"
    )


async def _ask(server: Connection) -> Served:
    server.send(None)
    served: Served = await asyncio.to_thread(server.recv)
    return served


async def _tick(lags: list[float]) -> None:
    """How late the loop wakes who asked to be woken."""
    while True:
        due = time.perf_counter() + TICK
        await asyncio.sleep(TICK)
        lags.append(time.perf_counter() - due)


def host(number: int) -> str:
    """The loopback address of a feed."""
    return f"127.1.{number // 250}.{number % 250 + 1}"


def serve(pipe: Connection, feeds: int, each: int) -> None:
    """What the other process does: serve the feeds, and tell how much it has sent."""
    asyncio.run(_serve(pipe, Texts(feeds * each), each))


class Texts:
    """Made-up articles, no two alike."""

    def __init__(self, count: int) -> None:
        made = [article.text.split() for article in articles(PASSAGES, seed=3)]
        self._words = [made[number % len(made)] for number in range(count)]

    def title(self, number: int) -> str:
        """A title of its own."""
        return f"Berita {number} " + " ".join(self._words[number][:6])

    def paragraphs(self, number: int) -> list[str]:
        """The text, as paragraphs of some sentences."""
        words = [f"Artikel{number}", *self._words[number]][:WORDS]
        lines = [
            " ".join(words[start : start + WORDS_AT_ONCE]).capitalize() + "."
            for start in range(0, len(words), WORDS_AT_ONCE)
        ]
        return [" ".join(lines[start : start + 3]) for start in range(0, len(lines), 3)]

    def markup(self, number: int) -> str:
        """The text as HTML."""
        return "".join(f"<p>{paragraph}</p>" for paragraph in self.paragraphs(number))


async def _serve(pipe: Connection, texts: Texts, each: int) -> None:
    served = Served()

    def sent(body: str, kind: str) -> web.Response:
        data = body.encode()
        served.bodies += 1
        served.size += len(data)
        return web.Response(body=data, content_type=kind, headers={"ETag": '"1"'})

    async def feed(request: web.Request) -> web.Response:
        if request.headers.get("If-None-Match") == '"1"':
            return web.Response(status=304, headers={"ETag": '"1"'})
        third, last = request.host.partition(":")[0].split(".")[2:]
        number = int(third) * 250 + int(last) - 1
        return sent(_rss(texts, number, each), "application/rss+xml")

    async def page(request: web.Request) -> web.Response:
        return sent(_page(texts, int(request.match_info["number"])), "text/html")

    app = web.Application()
    app.add_routes([web.get("/rss", feed), web.get("/{number}", page)])
    runner = web.AppRunner(app)
    await runner.setup()
    site = web.TCPSite(runner, "0.0.0.0", 0, backlog=512)  # noqa: S104 - all of 127.0.0.0/8
    await site.start()
    pipe.send(runner.addresses[0][1])
    while True:
        await asyncio.to_thread(pipe.recv)
        pipe.send(served)


def _rss(texts: Texts, feed: int, each: int) -> str:
    """Every other feed has its texts within."""
    items = []
    for number in range(feed * each, (feed + 1) * each):
        body = texts.markup(number)
        content = f"<content:encoded><![CDATA[{body}]]></content:encoded>" if feed % 2 else ""
        items.append(
            f"<item><title>{texts.title(number)}</title><link>/{number}</link>"
            f"<guid>{number}</guid>{content}</item>"
        )
    space = 'xmlns:content="http://purl.org/rss/1.0/modules/content/"'
    head = f"<title>Umpan {feed}</title>"
    return f'<rss version="2.0" {space}><channel>{head}{"".join(items)}</channel></rss>'


def _page(texts: Texts, number: int) -> str:
    links = "".join(f'<li><a href="/{n}">{texts.title(n)}</a></li>' for n in range(10))
    return (
        f'<html lang="id"><head><title>{texts.title(number)}</title></head><body><nav><ul>{links}'
        f"</ul></nav><article><h1>{texts.title(number)}</h1>{texts.markup(number)}</article>"
        f"<aside><ul>{links}</ul></aside><footer>© Warta</footer></body></html>"
    )


if __name__ == "__main__":
    main()
