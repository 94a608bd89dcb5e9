"""What is made to break a parser breaks nothing else."""

import asyncio
import os
import time
from dataclasses import dataclass

import pytest

from bot.feeds.parser_pool import ParseFeed, ParsePage, open_parsers
from index.errors import LoadError
from index.sources.feed_items import Feed
from index.sources.fields import Fields
from tests.bot.feeds.documents import full, page, rss

URL = "https://warta.example/"


@dataclass(frozen=True)
class Misbehave:
    """A parse task that hangs, crashes, grows or recurses."""

    how: str
    where: str = URL

    def run(self) -> int:
        match self.how:
            case "hangs":
                time.sleep(3600)
            case "crashes":
                os._exit(139)
            case "grows":
                return len(bytearray(4_000_000_000))
            case "recurses":
                return self.run()
        return 0


@pytest.mark.parametrize("how", ["hangs", "crashes", "grows", "recurses"])
async def test_a_parse_that_goes_wrong_is_ended_and_the_next_goes_on(how: str) -> None:
    async with open_parsers(processes=1, timeout_s=1.0) as parsers:
        with pytest.raises(LoadError) as caught:
            await parsers.parse(Misbehave(how))
        assert (caught.value.where, caught.value.reason) == (URL, "load_hung")
        feed = await parsers.parse(ParseFeed(URL, rss(full(1)).encode(), ""))
        assert isinstance(feed, Feed)


async def test_others_go_on_while_one_hangs() -> None:
    async with open_parsers(processes=2) as parsers:
        hanging = asyncio.create_task(parsers.parse(Misbehave("hangs")))
        task = ParsePage(URL, page(1).encode(), "", "k", Fields(""))
        articles = [await parsers.parse(task) for _ in range(3)]
        assert {article.title for article in articles} == {"Berita 1"}
        assert not hanging.done()
        hanging.cancel()
        with pytest.raises(asyncio.CancelledError):
            await hanging


async def test_a_load_error_is_raised_here() -> None:
    async with open_parsers(processes=1) as parsers:
        with pytest.raises(LoadError) as caught:
            await parsers.parse(ParsePage(URL, b"<html></html>", "", "k", Fields("")))
    assert caught.value.reason == "load_no_article"


async def test_a_page_without_a_feed_gives_those_that_it_names() -> None:
    link = b'<link rel="alternate" type="application/rss+xml" href="/rss">'
    async with open_parsers(processes=1) as parsers:
        assert await parsers.parse(ParseFeed(URL, link, "")) == [f"{URL}rss"]
