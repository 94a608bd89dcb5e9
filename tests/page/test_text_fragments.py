"""Chromium scrolls to a quote on its page where the address has the text fragment made for it."""

from collections.abc import AsyncIterator, Iterator, Sequence
from html import escape
from pathlib import Path

import pytest
from aiohttp import web
from aiohttp.test_utils import TestServer
from playwright.async_api import Browser
from playwright.async_api import TimeoutError as PageTimeout

from bot.evaluation.dataset import load_articles
from index.text.sentences import split_sentences
from index.text.text_fragment import at_quote
from index.types import Span
from tests.index.text.test_text_fragment import TEXT, of
from tests.page.conftest import ROOT, WAIT_MS

IN_VIEW = """(() => {
    const top = document.getElementById("quote")?.getBoundingClientRect().top;
    return scrollY > 0 && -50 < top && top < 650;
})()"""
FAR = "<div style='height: 3000px'></div>"
HARD = [
    of("Menteri meresmikan jembatan baru."),
    of("Warga senang.", nth=1),
    of("“Kami bersyukur,” kata"),
    of("Rp3-4 miliar & hibah, 50%"),
    of("Warga senang.\n“Kami bersyukur,”"),
    of("nteri meresmikan jembatan bar"),
    of("Biaya: Rp3-4 mili"),
]
EVERY = 13  # so that some forty sentences of the shipped articles are tried


def quotes() -> Iterator[tuple[str, Span]]:
    """Texts and quotes of them: the hard ones, and sentences of the shipped articles."""
    yield from ((TEXT, quote) for quote in HARD)
    texts = [each.text for each in load_articles([Path(ROOT / "articles")])]
    sentences = [(text, each) for text in texts for each in split_sentences(text, 0, len(text))]
    for text, each in sentences[::EVERY]:
        if "\n" not in text[each.start : each.end]:  # else it begins with a rule, far above
            yield text, Span(each.start, each.end)


def page_of(text: str, quote: Span) -> str:
    """The text as a page of paragraphs far from each other; where the quote begins is marked."""
    shown, at = [FAR], 0
    for line in text.split("\n"):
        inside = quote.start - at
        words = escape(line)
        if 0 <= inside <= len(line):
            words = f"{escape(line[:inside])}<span id=quote></span>{escape(line[inside:])}"
        shown.append(f"<p style='margin-bottom: 1500px'>{words}</p>")
        at += len(line) + 1
    return "".join([*shown, FAR])


@pytest.fixture
def tried() -> list[tuple[str, Span]]:
    return list(quotes())


@pytest.fixture
async def site(tried: Sequence[tuple[str, Span]]) -> AsyncIterator[TestServer]:
    async def show(request: web.Request) -> web.Response:
        page = page_of(*tried[int(request.match_info["number"])])
        return web.Response(text=f"<!doctype html>{page}", content_type="text/html")

    application = web.Application()
    application.router.add_get("/{number:[0-9]+}", show)
    site = TestServer(application)
    async with site:
        yield site


async def test_the_browser_shows_each_quote(
    browser: Browser, site: TestServer, tried: Sequence[tuple[str, Span]]
) -> None:
    window = await browser.new_page(viewport={"width": 800, "height": 600})
    missed = []
    for number, (text, quote) in enumerate(tried):
        address = at_quote(str(site.make_url(f"/{number}")), text, quote)
        await window.goto("about:blank")
        await window.goto(address)
        try:
            await window.wait_for_function(IN_VIEW, timeout=WAIT_MS)
        except PageTimeout:
            missed.append(address)
    assert missed == []
    assert len(tried) > 30
